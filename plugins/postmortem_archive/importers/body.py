"""Builds the body of an imported postmortem: every line of the source but those that moved."""

from collections.abc import Iterable, Iterator
from itertools import dropwhile

from postmortem_archive.importers.facts import Facts
from postmortem_archive.importers.layout import Incoming, Lines
from postmortem_archive.importers.source import SourceFile


def moved_lines(incoming: Incoming, facts: Facts, *, title_moved: bool) -> Lines:
    """The lines whose every word went into front matter, or that say nothing."""
    gone = set(incoming.empty)
    shared: dict[int, list[int]] = {}
    for number, label in enumerate(incoming.labels):
        for line in label.lines:
            shared.setdefault(line, []).append(number)
    for number, label in enumerate(incoming.labels):
        beside = {other for line in label.lines for other in shared[line]}
        if number in facts.whole and beside <= facts.whole:
            gone |= label.lines
    if title_moved:
        gone |= incoming.title_lines
    for frame in incoming.frames:
        if frame.around and frame.around <= gone:
            gone |= frame.lines
    return frozenset(gone)


def build_body(source: SourceFile, incoming: Incoming, gone: Lines) -> str:
    """The body with its line ends as they were; what is left of the front matter as code."""
    end = source.line_end
    parts = [f"{heading}{end}{end}{text}{end}{end}" for heading, text in incoming.sections]
    if incoming.body is not None:
        return "".join([*parts, incoming.body])
    left = [
        source.raw[number - 1]
        for number in range(1, source.body_line)
        if number not in gone and source.lines[number - 1].strip()
    ]
    if left:
        parts.insert(0, "".join(_as_code(left, end)))
    return "".join([*parts, *_kept(source, gone)])


def _kept(source: SourceFile, gone: Lines) -> Iterable[str]:
    kept = (
        source.raw[number - 1]
        for number in range(source.body_line, len(source.raw) + 1)
        if number not in gone
    )
    return dropwhile(lambda line: not line.strip(), kept)


def _as_code(lines: list[str], end: str) -> Iterator[str]:
    """Lines in a fence that none of them closes."""
    longest = max((len(line) - len(line.lstrip("`~ \t")) for line in lines), default=0)
    fence = "`" * max(3, longest + 1)
    yield f"{fence}yaml{end}"
    for line in lines:
        yield line if line.endswith(("\n", "\r")) else line + end
    yield f"{fence}{end}{end}"
