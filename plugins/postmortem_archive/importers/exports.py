"""What the exports of incident tools share: which keys of their records are which fields.

A key is called by its way into the record, `service.summary`; a star stands for the place in
a list, `teams.*.summary`. Keys that a tool's documentation does not explain have no meaning
here: their values stay in the table.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from postmortem_archive.importers.layout import Doubt, Incoming, Wishes
from postmortem_archive.importers.listed_names import Meaning, plain
from postmortem_archive.importers.objects import ENDINGS as JSON
from postmortem_archive.importers.objects import objects
from postmortem_archive.importers.records import Cell, Record, day_of, incomings
from postmortem_archive.importers.source import SourceFile

__all__ = ["JSON", "Export", "Named", "evidence", "evidence_in", "read", "read_records"]

_PLACE = re.compile(r"\.[0-9]{1,9}(?=\.|$)")
_FIRST = 50


@dataclass(frozen=True, slots=True)
class Named:
    """Values in a list that carry their own names, as custom fields do: `[{name, value}]`.

    `name` and `values` are their ways below the list. `means` says what such a name means.
    `unit` is what the key says that the values are counted in.
    """

    list: str
    name: str
    values: tuple[str, ...]
    means: Callable[[str], str] = lambda name: ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Export:
    """The keys of a tool: those that tell it, and what they mean.

    `gathered` are lists whose values are one field, `recorded` says when the record was made,
    and `odd` are values that say that the record may be no incident, with the reason.
    """

    marks: tuple[str, ...]
    needed: int
    fields: Mapping[str, str]
    gathered: Mapping[str, str] = field(default_factory=dict)
    named: tuple[Named, ...] = ()
    recorded: str = ""
    private: Mapping[str, str] = field(default_factory=dict)
    odd: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    seconds: Mapping[str, str] = field(default_factory=dict)


def evidence_in(names: Iterable[str], export: Export) -> Sequence[str]:
    """The keys that tell the tool, if there are enough of them, and the first is one of them."""
    top = dict.fromkeys(names)
    found = [mark for mark in export.marks if mark in top]
    if len(found) < export.needed or export.marks[0] not in top:
        return ()
    return [f"key {mark}" for mark in found]


def evidence(source: SourceFile, export: Export) -> Sequence[str]:
    """The evidence in a JSON file."""
    found = objects(source)
    if isinstance(found, str):
        return ()
    return evidence_in((key for one in found[:_FIRST] for key in one.members), export)


def read(source: SourceFile, export: Export, wishes: Wishes) -> Iterator[Incoming]:
    """The incidents of a JSON file."""
    found = objects(source)
    if not isinstance(found, str):
        records = [Record(one.line, one.cells) for one in found]
        yield from read_records(source, records, export, wishes)


def read_records(
    source: SourceFile, records: Sequence[Record], export: Export, wishes: Wishes
) -> Iterator[Incoming]:
    """The incidents of records that are read already."""
    known = [_told(record, export) for record in records]
    yield from incomings(source, known, wishes, lambda name: Meaning(""))


def _told(record: Record, export: Export) -> Record:
    """The record with what its tool means by its keys."""
    cells = list(record.cells)
    for named in export.named:
        cells = _with_names(cells, named)
    cells = _gathered(cells, export.gathered)
    cells = [_explained(cell, export) for cell in cells]
    doubts = [*_odd(record, export), *_private(record, export)]
    if any("restricted" in doubt.why for doubt in doubts):
        cells.append(Cell("visibility", "restricted", "visibility"))
    recorded = _recorded(record, export.recorded)
    return Record(record.line, tuple(cells), recorded, (*record.doubts, *doubts))


def _explained(cell: Cell, export: Export) -> Cell:
    if cell.means:
        return cell
    if means := export.seconds.get(cell.name):
        return Cell(cell.name, f"{cell.text} seconds", means)
    return Cell(cell.name, cell.value, export.fields.get(cell.name, ""))


def _way(cell: Cell) -> str:
    return _PLACE.sub(".*", cell.name)


def _gathered(cells: list[Cell], gathered: Mapping[str, str]) -> list[Cell]:
    """The cells with those of one list together, where the first of them stands."""
    together: dict[str, list[str]] = {}
    for cell in cells:
        if (way := _way(cell)) in gathered and way != cell.name:
            together.setdefault(way, []).append(cell.text)
    found = []
    for cell in cells:
        way = _way(cell)
        if way not in together:
            found.append(cell)
        elif texts := together[way]:
            found.append(Cell(way.replace(".*", ""), tuple(texts), gathered[way]))
            together[way] = []
    return found


def _with_names(cells: list[Cell], named: Named) -> list[Cell]:
    """The cells with each pair of a name and its values as one cell of that name."""
    inside = re.compile(re.escape(named.list).replace(r"\*", "[0-9]{1,9}") + r"\.[0-9]{1,9}")
    names: dict[str, str] = {}
    values: dict[str, list[str]] = {}
    for cell in cells:
        if not (match := inside.match(cell.name)):
            continue
        below = _PLACE.sub(".*", cell.name[match.end() :]).removeprefix(".")
        if below == named.name:
            names[match[0]] = cell.text
        elif below in named.values:
            values.setdefault(match[0], []).append(cell.text)
    found = []
    for cell in cells:
        match = inside.match(cell.name)
        below = _PLACE.sub(".*", cell.name[match.end() :]).removeprefix(".") if match else ""
        if not match or not (match[0] in names and match[0] in values):
            found.append(cell)
        elif below == named.name:
            found.append(_one(names[match[0]], values[match[0]], named))
        elif below not in named.values:
            found.append(cell)
    return found


def _one(name: str, values: list[str], named: Named) -> Cell:
    if named.unit:
        values = [f"{value} {named.unit}" for value in values]
    value = values[0] if len(values) == 1 else tuple(values)
    return Cell(" ".join(name.split()), value, named.means(plain(name)))


def _recorded(record: Record, name: str) -> date | None:
    text = next((cell.text for cell in record.cells if cell.name == name), "")
    return day_of(text) if text else None


def _odd(record: Record, export: Export) -> Iterator[Doubt]:
    for cell in record.cells:
        if cell.text.casefold() in export.odd.get(cell.name, ()):
            why = "so it may have been no incident; remove it, or give it the kind that it was"
            yield Doubt(record.line, cell.name, cell.text, why)


def _private(record: Record, export: Export) -> Iterator[Doubt]:
    for cell in record.cells:
        if cell.name in export.private and cell.text.casefold() == export.private[cell.name]:
            why = "kept restricted because of this; say in visibility who may read it"
            yield Doubt(record.line, "visibility", f"{cell.name}: {cell.text}", why)
