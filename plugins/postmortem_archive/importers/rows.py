"""The rows of a CSV file as records, each with the line on which it begins."""

from dataclasses import dataclass
from functools import lru_cache

from postmortem_archive.importers.records import Cell, Record, printable
from postmortem_archive.importers.source import SourceFile
from postmortem_archive.load.delimited import read_rows

ENDINGS: tuple[str, ...] = (".csv", ".tsv")


@dataclass(frozen=True, slots=True)
class Rows:
    """The names of the columns, and a record for each row that says anything."""

    names: tuple[str, ...]
    records: tuple[Record, ...]


@lru_cache(maxsize=2)
def rows(source: SourceFile) -> Rows | str:
    """The rows, or why there are none."""
    read = read_rows(source.raw, "\t" if source.ending == ".tsv" else "")
    if read.error:
        return f"cannot be read as CSV ({read.error}); save it again from where it comes from"
    found = [(line, [printable(cell) for cell in cells]) for line, cells in read.rows]
    if len(found) < 2:
        return "has no rows below its header"
    names = _names(found[0][1], max(len(cells) for _, cells in found))
    return Rows(names, tuple(_record(line, names, cells) for line, cells in found[1:]))


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
