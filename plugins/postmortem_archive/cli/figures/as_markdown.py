"""Figures as Markdown, to be pasted into a page or a message."""

from collections.abc import Iterator, Sequence

from postmortem_archive.cli.figures.sections import Section, lead, sections, title
from postmortem_archive.cli.options import printable
from postmortem_archive.statistics import Figures


def render(figures: Figures, by: tuple[str, ...]) -> str:
    parts = [f"# {_plain(title(figures))}", f"{lead(figures)}."]
    for section in sections(figures, by):
        parts += _section(section)
    return "\n\n".join(parts) + "\n"


def _section(section: Section) -> Iterator[str]:
    yield f"## {_plain(section.name)}"
    if section.definition:
        yield f"*{_plain(section.definition)}*"
    if section.lines:
        yield "\n".join(f"- {_plain(line)}" for line in section.lines)
    if section.rows:
        rule = ["---"] * len(section.columns)
        rows = (section.columns, rule, *section.rows)
        yield "\n".join(_row(row) for row in rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(_plain, cells))} |"


def _plain(text: str) -> str:
    """Names come from postmortems: what would be markup in them is not."""
    return "".join(
        f"\\{letter}" if letter in "\\`*_[]<>|#" else letter for letter in printable(text)
    )
