"""Lays out pipe tables: columns aligned where that fits a line, else as tidy as they stand."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from postmortem_archive import markdown
from postmortem_archive.model.body import Body, Place, Table
from postmortem_archive.model.finding import Edit

WIDEST = 120

# One long cell would otherwise be paid for in spaces by every row.
_TOO_WIDE = 2000

_DELIMITER = re.compile(r" {0,3}[|:\- \t]+")
_ALIGNMENT = re.compile(r"(:?)-+(:?)")
_NARROWEST = 3
_JOINER, _EMOJI_STYLE = "\u200d", "\ufe0f"


@dataclass(frozen=True, slots=True)
class _Grid:
    """The cells of a table as typed, the header first, and the alignment of its columns.

    `tight` says that the line below the header is written without spaces: |----|----|.
    """

    indent: str
    tight: bool
    alignments: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]


def layout(body: Body) -> list[list[Edit]]:
    """The edits that lay out a body's tables, by table; none where a cell could get lost.

    Tables in lists and quotations are left alone, and so is a body of which a reader would
    see anything else afterwards.
    """
    tops = frozenset(body.blocks[::2])
    rows = body.text.split("\n")
    found = [_edits(body, rows, table) for table in body.tables if table.offset in tops]
    found = [edits for edits in found if edits]
    return found if found and _is_same(body, rows, found) else []


def _edits(body: Body, rows: Sequence[str], table: Table) -> list[Edit]:
    first = body.place(table.offset).line
    at = first - body.first_line
    lines = rows[at : at + len(table.rows) + 2]
    grid = _grid(lines, len(table.header))
    if grid is None:
        return []
    return [
        Edit(Place(first + number, 1), Place(first + number, len(old) + 1), new)
        for number, (old, new) in enumerate(zip(lines, _laid_out(grid, lines), strict=True))
        if old != new
    ]


def _is_same(body: Body, rows: Sequence[str], tables: Sequence[Sequence[Edit]]) -> bool:
    """Whether the body with its tables laid out is parsed to the same."""
    laid_out = list(rows)
    for edit in (edit for edits in tables for edit in edits):
        laid_out[edit.start.line - body.first_line] = edit.text
    before, after = markdown.merged_events(body.text), markdown.merged_events("\n".join(laid_out))
    return list(before) == list(after)


def _grid(lines: Sequence[str], width: int) -> _Grid | None:
    """The table's cells, or None if a row has more or fewer of them than the header."""
    if len(lines) < 2 or not _DELIMITER.fullmatch(lines[1]):
        return None
    header, delimiter, *rows = (tuple(_cells(line)) for line in lines)
    alignments = [_ALIGNMENT.fullmatch(cell) for cell in delimiter]
    if any(len(row) != width for row in (header, delimiter, *rows)) or None in alignments:
        return None
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip(" "))]
    sides = tuple((match[1], match[2]) for match in alignments if match)
    return _Grid(indent, " " not in lines[1].strip(), sides, (header, *rows))


def _cells(line: str) -> Iterator[str]:
    """The texts of a row's cells."""
    return (cell.strip(" \t") for cell in _between_bars(line.strip(" \t")))


def _between_bars(row: str) -> Iterator[str]:
    """What stands between a row's bars, but for escaped ones; outer bars may be missing."""
    begin = 1 if row.startswith("|") else 0
    at = begin
    while at < len(row):
        if row[at] == "\\":
            at += 1
        elif row[at] == "|":
            yield row[begin:at]
            begin = at + 1
        at += 1
    if begin < len(row):
        yield row[begin:]


def _laid_out(grid: _Grid, lines: Sequence[str]) -> list[str]:
    """The table aligned; of one that is too wide for that, only the untidy lines are made anew."""
    narrowest = _NARROWEST - (2 if grid.tight else 0)
    widths = [max(narrowest, *map(_width, column)) for column in zip(*grid.rows, strict=True)]
    width = len(grid.indent) + sum(widths) + 3 * len(widths) + 1
    if width <= WIDEST:
        return _aligned(grid, widths)
    rows = ("|".join(f" {text} " if text else " " for text in row) for row in grid.rows)
    compact = _lines(grid, rows, _delimiter(grid, [narrowest] * len(widths)))
    tidy = [old if _is_tidy(old) else new for old, new in zip(lines, compact, strict=True)]
    if width > _TOO_WIDE:
        return tidy
    # The author's own formatter may align at any width: of the two, what leaves more as it is.
    made = (tidy, _aligned(grid, widths))
    return min(made, key=lambda each: sum(map(str.__ne__, each, lines)))


def _aligned(grid: _Grid, widths: Sequence[int]) -> list[str]:
    rows = (f" {' | '.join(_padded(grid, row, widths))} " for row in grid.rows)
    return _lines(grid, rows, _delimiter(grid, widths))


def _lines(grid: _Grid, rows: Iterable[str], delimiter: str) -> list[str]:
    header, *others = rows
    return [f"{grid.indent}|{row}|" for row in (header, delimiter, *others)]


def _is_tidy(line: str) -> bool:
    """Whether a line has its outer bars, space around its cells, and no padding out of sight."""
    row = line.lstrip(" ")
    barred = len(row) > 1 and row.startswith("|") and row.endswith("|")
    if not barred or _width(line) > WIDEST:
        return False
    spaced = all(cell[:1] == cell[-1:] == " " for cell in _between_bars(row))
    return spaced or bool(_DELIMITER.fullmatch(line))


def _delimiter(grid: _Grid, widths: Sequence[int]) -> str:
    """The line below the header for columns this wide, as tight as its author wrote it."""
    space, more = ("", 2) if grid.tight else (" ", 0)
    cells = (
        f"{space}{left}{'-' * (width + more - len(left + right))}{right}{space}"
        for (left, right), width in zip(grid.alignments, widths, strict=True)
    )
    return "|".join(cells)


def _padded(grid: _Grid, row: Sequence[str], widths: Sequence[int]) -> list[str]:
    padded = []
    for text, width, (left, right) in zip(row, widths, grid.alignments, strict=True):
        space = max(0, width - _width(text))
        before = space if right and not left else space // 2 if left and right else 0
        padded.append(" " * before + text + " " * (space - before))
    return padded


def _width(text: str) -> int:
    """How many columns a text takes where all letters are equally wide."""
    if text.isascii():
        return len(text)
    width, before = 0, ""
    for letter in text:
        if letter == _EMOJI_STYLE:  # makes an emoji of a narrow sign before it
            width += 1 if before and _own_width(before) == 1 else 0
        elif before != _JOINER and not (_is_tone(letter) and before):
            width += _own_width(letter)
        before = letter
    return width


def _own_width(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1


def _is_tone(letter: str) -> bool:
    """Whether a sign is the skin colour of the one before it."""
    return "\U0001f3fb" <= letter <= "\U0001f3ff"
