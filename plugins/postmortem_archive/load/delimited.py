"""Rows of values between commas, semicolons, tabs or bars, each with its line."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SEPARATORS = (",", ";", "\t", "|")
_STATED = re.compile(r'sep=([^\s"])')


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that say anything, with the line (from 1) on which each begins.

    `error` says why the reading ended at `error_line`, if it did.
    """

    rows: tuple[tuple[int, list[str]], ...]
    separator: str
    error: str = ""
    error_line: int = 0


def read_rows(raw: Sequence[str], separator: str = "") -> Rows:
    """The rows of lines that keep their ends.

    The separator, if none is given, is the one that makes the most columns of the first
    row; a first line `sep=;`, as spreadsheets write it, states it.
    """
    skip = next((n for n, line in enumerate(raw) if line.strip()), 0)
    stated = _STATED.fullmatch(raw[skip].strip()) if raw else None
    skip += bool(stated)
    chosen = stated[1] if stated else separator or _separator(raw[skip : skip + 50])
    found = []
    try:
        for line, cells in _parsed(raw, chosen, skip):
            found.append((line, cells))
    except _BrokenRowError as broken:
        return Rows(tuple(found), chosen, broken.reason, broken.line)
    return Rows(tuple(found), chosen)


class _BrokenRowError(Exception):
    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line


def _separator(raw: Sequence[str]) -> str:
    return max(SEPARATORS, key=lambda one: _columns(raw, one))


def _columns(raw: Sequence[str], separator: str) -> int:
    try:
        return len(next(csv.reader(iter(raw), delimiter=separator), []))
    except csv.Error:
        return 0


def _parsed(raw: Sequence[str], separator: str, skip: int) -> Iterator[tuple[int, list[str]]]:
    before = csv.field_size_limit(max(131_072, sum(map(len, raw))))
    line = skip + 1
    try:
        reader = csv.reader(iter(raw[skip:]), delimiter=separator, strict=True)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = skip + reader.line_num + 1
    except csv.Error as error:
        raise _BrokenRowError(str(error), line) from None
    finally:
        csv.field_size_limit(before)
