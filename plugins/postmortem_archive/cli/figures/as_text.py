"""Figures as text for a terminal, with small bars and sparklines."""

import textwrap
from collections.abc import Iterator, Sequence

from postmortem_archive.cli.figures.sections import Section, lead, sections, title
from postmortem_archive.cli.options import printable
from postmortem_archive.statistics import Figures

WIDTH = 100
_BAR, _EIGHTHS = 12, " ▏▎▍▌▋▊▉█"
_SPARKS = "▁▂▃▄▅▆▇█"
_LONGEST = 44


def render(figures: Figures, by: tuple[str, ...]) -> str:
    lines = [title(figures), f"{lead(figures)}."]
    for section in sections(figures, by):
        lines += ["", *_section(section)]
    return "".join(f"{printable(line.rstrip())}\n" for line in lines)


def _section(section: Section) -> Iterator[str]:
    yield section.name
    for line in section.lines:
        yield from textwrap.wrap(line, WIDTH, initial_indent="  ", subsequent_indent="    ")
    if section.spark:
        yield f"  {spark(section.spark)}  {section.spark_name}"
    if section.rows:
        yield from _table(section)
    if section.definition:
        yield from textwrap.wrap(
            section.definition, WIDTH, initial_indent="  · ", subsequent_indent="    "
        )


def _table(section: Section) -> Iterator[str]:
    rows = [[_shortened(cell) for cell in row] for row in (section.columns, *section.rows)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(section.columns))]
    most = max(section.bars, default=0)
    for at, row in enumerate(rows):
        cells = [f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)]
        if section.bars:
            cells.insert(1, bar(section.bars[at - 1], most) if at else " " * _BAR)
        yield "  " + "  ".join(cells)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def bar(value: float, most: float) -> str:
    """A bar of at most twelve columns, to an eighth of one."""
    eighths = round(8 * _BAR * value / most) if most else 0
    whole, rest = divmod(eighths, 8)
    return ("█" * whole + (_EIGHTHS[rest] if rest else "")).ljust(_BAR)


def spark(values: Sequence[float]) -> str:
    """A column for each value; the lowest is nothing or next to nothing."""
    most = max(values) or 1
    return "".join(_SPARKS[round(7 * value / most)] for value in values)
