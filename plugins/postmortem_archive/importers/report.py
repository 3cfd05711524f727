"""Tells what an import did: figures by field, what was left out, and every doubt with its place."""

from collections import Counter
from collections.abc import Iterator

from postmortem_archive.importers import Import, Result

_ABOUT = frozenset({"status", "kind", "template"})


def figures(done: Import) -> dict[str, tuple[int, int, int]]:
    """By field, in how many postmortems it was read, is doubtful, or is not known there."""
    read = Counter(name for one in done.results for name in one.fields if name not in _ABOUT)
    doubtful = Counter(
        name for one in done.results for name in {doubt.field for doubt in one.doubts} if name
    )
    unknown = Counter(name for one in done.results for name in set(one.unknown))
    names = sorted({*read, *doubtful, *unknown}, key=lambda name: (-read[name], name))
    return {name: (read[name], doubtful[name], unknown[name]) for name in names}


def doubts(one: Result) -> Iterator[str]:
    """Each doubt of a postmortem on a line: place, what stands there, why."""
    file, _, key = one.origin.partition("#")
    for doubt in one.doubts:
        place = f"{file}:{doubt.line}" + (f" ({key})" if key else "")
        said = f'{doubt.field} "{_short(doubt.text)}": ' if doubt.text else ""
        yield f"{place}: {said}{doubt.why}"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 80 else f"{plain[:79]}…"


def layouts(done: Import) -> Iterator[str]:
    """Each layout that was recognised, with its number of files and the evidence."""
    for name, counts in sorted(done.evidence.items()):
        reasons = Counter({reason: n for reason, n in counts.items() if reason})
        shown = ", ".join(f"{reason} ({n})" for reason, n in reasons.most_common(4))
        yield f"{name}: {counts['']} file{'' if counts[''] == 1 else 's'}; {shown}"


def states(done: Import) -> dict[str, int]:
    """How many are new, unchanged, or differ."""
    counts = Counter(one.state for one in done.results)
    return {state: counts[state] for state in ("new", "unchanged", "differs") if counts[state]}


def as_markdown(done: Import) -> str:
    """The whole report as a Markdown page."""
    lines = ["# Import", "", *(f"- {line}" for line in layouts(done)), ""]
    lines += ["| field | read | doubtful | not known in the source |", "|---|---|---|---|"]
    lines += [f"| {name} | {r} | {d} | {u} |" for name, (r, d, u) in figures(done).items()]
    for heading, pairs in (("Left out", done.left_out), ("Not imported", done.failed)):
        if pairs:
            lines += ["", f"## {heading}", "", *(f"- {path}: {why}" for path, why in pairs)]
    lines += ["", "## Postmortems", ""]
    for one in done.results:
        lines.append(f"- {one.path} ({one.state}), from {one.origin} ({one.layout})")
        lines += [f"    - {line}" for line in doubts(one)]
    return "\n".join([*lines, ""])
