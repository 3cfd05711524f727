"""Reads the rows of a CSV file, each with the line on which it begins.

The separator is the one of comma, semicolon, tab and bar that makes the most columns of the
header; a first line `sep=;`, as spreadsheets write it, states it.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from postmortem_archive.importers.records import Cell, Record, printable
from postmortem_archive.importers.source import SourceFile

ENDINGS: tuple[str, ...] = (".csv", ".tsv")
_SEPARATORS = (",", ";", "\t", "|")
_STATED = re.compile(r"sep=(.)")


@dataclass(frozen=True, slots=True)
class Rows:
    """The names of the columns, and a record for each row that says anything."""

    names: tuple[str, ...]
    records: tuple[Record, ...]


@lru_cache(maxsize=2)
def rows(source: SourceFile) -> Rows | str:
    """The rows, or why there are none."""
    skip = next((n for n, line in enumerate(source.lines) if line.strip()), 0)
    stated = _STATED.fullmatch(source.lines[skip].strip()) if source.lines else None
    skip += bool(stated)
    separator = stated[1] if stated else _separator(source, skip)
    try:
        found = list(_parsed(source.raw[skip:], separator, skip))
    except csv.Error as error:
        return f"cannot be read as CSV ({error}); save it again from where it comes from"
    if len(found) < 2:
        return "has no rows below its header"
    names = _names(found[0][1], max(len(cells) for _, cells in found))
    return Rows(names, tuple(_record(line, names, cells) for line, cells in found[1:]))


def _separator(source: SourceFile, skip: int) -> str:
    if source.ending == ".tsv":
        return "\t"
    return max(_SEPARATORS, key=lambda one: _columns(source.raw[skip : skip + 50], one))


def _columns(raw: Sequence[str], separator: str) -> int:
    try:
        return len(next(csv.reader(iter(raw), delimiter=separator), []))
    except csv.Error:
        return 0


def _parsed(raw: Sequence[str], separator: str, skip: int) -> Iterator[tuple[int, list[str]]]:
    before = csv.field_size_limit(max(131_072, sum(map(len, raw))))
    try:
        reader = csv.reader(iter(raw), delimiter=separator, strict=True)
        line = skip + 1
        for cells in reader:
            texts = [printable(cell) for cell in cells]
            if any(text.strip() for text in texts):
                yield line, texts
            line = skip + reader.line_num + 1
    finally:
        csv.field_size_limit(before)


def _names(header: list[str], width: int) -> tuple[str, ...]:
    """The columns' names; each is another one, and none is empty."""
    found: dict[str, int] = {}
    names = []
    for number in range(width):
        stated = " ".join(header[number].split()) if number < len(header) else ""
        name = stated or f"Column {number + 1}"
        found[name] = found.get(name, 0) + 1
        names.append(name if found[name] == 1 else f"{name} ({found[name]})")
    return tuple(names)


def _record(line: int, names: tuple[str, ...], cells: list[str]) -> Record:
    told = zip(names, cells, strict=False)
    return Record(line, tuple(Cell(name, text) for name, text in told if text.strip()))
