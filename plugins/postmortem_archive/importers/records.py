"""One record of a list, names with values, becomes a postmortem: fields, sections and a table.

The record is written out as a page of Markdown in which every value stands. What a field
takes wholly then goes out of the page as it does for a Markdown source, so that a list is
imported by the same rule: nothing is lost, and nothing is guessed.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from postmortem_archive import times
from postmortem_archive.importers.keys import NOTHING
from postmortem_archive.importers.layout import Doubt, Frame, Incoming, Label, Wishes
from postmortem_archive.importers.listed_names import (
    PROSE,
    Meaning,
    heading_of,
    is_private,
    is_recording,
    is_zone,
    meaning_of,
    plain,
)
from postmortem_archive.importers.source import SourceFile
from postmortem_archive.model.front_matter import MEASURES, MOMENTS

Value = str | tuple[str, ...]
_AS_RECORDED = "## As recorded"
_LONGEST_CELL = 200
_LONGEST_TITLE = 100
_LISTS = frozenset(("services", "teams", "tags", "causes", "authors", "responders"))
_SPANS = frozenset(measure.stated for measure in MEASURES.values())
_TIMES = frozenset((*MOMENTS, "window"))
_NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?")
# What neither a file nor YAML takes as it is. JSON can name such characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# Markdown that goes on to the end of the page if nothing closes it.
_FENCE = re.compile(r"^ {0,3}(?:`{3,}|~{3,})", re.MULTILINE)
_HTML = re.compile(r"^[ \t>*+-]{0,20}<(?:[!?]|script|pre|style|textarea)", re.I | re.MULTILINE)
_SIGNS = re.compile(r"[\\|<]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and what the source calls it; `means` is the field that a layout knows it to be."""

    name: str
    value: Value
    means: str = ""

    @property
    def text(self) -> str:
        return self.value if isinstance(self.value, str) else ", ".join(self.value)


@dataclass(frozen=True, slots=True)
class Record:
    """The values of one incident, in their order, and the line on which it begins.

    `recorded` is the day on which it was written down, if a layout knows. `doubts` are what a
    layout finds doubtful.
    """

    line: int
    cells: tuple[Cell, ...]
    recorded: date | None = None
    doubts: tuple[Doubt, ...] = ()


def printable(text: str) -> str:
    """A text with spelled-out codes in the place of characters that no file can hold."""
    ends = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", ends)


def incomings(
    source: SourceFile,
    records: Sequence[Record],
    wishes: Wishes,
    meaning: Callable[[str], Meaning] = meaning_of,
) -> Iterator[Incoming]:
    """The postmortems of a list. `meaning` says what a name means of which no layout knows."""
    understood = [_understood(record, wishes.mapping, meaning) for record in records]
    keys = _keys(understood)
    for record, cells, key in zip(records, understood, keys, strict=True):
        yield _incoming(source, record, cells, key)


@dataclass(frozen=True, slots=True)
class _Known:
    """A cell with what its name means."""

    cell: Cell
    meaning: Meaning


def _understood(
    record: Record, mapping: Mapping[str, str], meaning: Callable[[str], Meaning]
) -> list[_Known]:
    found = []
    for cell in record.cells:
        stated = mapping.get(cell.name) or cell.means
        known = Meaning(stated) if stated else meaning(cell.name)
        if known.field != NOTHING and cell.text.strip():
            found.append(_Known(cell, known))
    return _one_each(found, mapping)


def _one_each(found: list[_Known], mapping: Mapping[str, str]) -> list[_Known]:
    """Of several names that could be the title or the id, the best; others are kept as told."""
    for name in ("title", "tracker"):
        rivals = {n: one for n, one in enumerate(found) if one.meaning.field == name}
        order = sorted(
            rivals, key=lambda n: (rivals[n].cell.name not in mapping, rivals[n].meaning.rank)
        )
        for number in order[1:]:
            found[number] = _Known(found[number].cell, Meaning(""))
    return found


def _keys(understood: list[list[_Known]]) -> list[str]:
    """What tells the records apart: an id, else the title; a second one of the same is numbered."""
    counts: dict[str, int] = {}
    keys = []
    for cells in understood:
        key = _key(cells, "tracker") or _key(cells, "title") or "record"
        counts[key] = counts.get(key, 0) + 1
        keys.append(key if counts[key] == 1 else f"{key}~{counts[key]}")
    return keys


def _key(cells: list[_Known], name: str) -> str:
    texts = (one.cell.text for one in cells if one.meaning.field == name)
    return re.sub(r"[^\w.-]+", "-", next(texts, ""))[:80].strip("-").casefold()


@dataclass
class _Page:
    """The Markdown of a record as it grows, with the labels that stand in it."""

    line: int
    lines: list[str] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)


def _incoming(source: SourceFile, record: Record, cells: list[_Known], key: str) -> Incoming:
    page = _Page(record.line)
    zone = next((one.cell.text for one in cells if is_zone(one.cell.name)), "")
    told = [one for one in cells if _is_section(one)]
    for one in sorted(told, key=lambda one: plain(one.cell.name) not in PROSE[:3]):
        _add_section(page, one)
    _add_table(page, [one for one in cells if not _is_section(one)], zone)
    title, doubts = _title(cells, record.line)
    doubts += _keep_private(page, cells)
    raw = tuple(f"{line}\n" for line in page.lines)
    text = "".join(raw)
    return Incoming(
        title=title,
        labels=tuple(page.labels),
        frames=tuple(page.frames),
        doubts=(*record.doubts, *doubts),
        key=key,
        line=record.line,
        recorded=record.recorded or _recorded(cells),
        page=SourceFile(source.origin, source.path, raw, source.windows and not text.isascii()),
    )


def _is_section(one: _Known) -> bool:
    means, text = one.meaning.field, one.cell.text
    if means:
        return means.startswith("#")
    return plain(one.cell.name) in PROSE or "\n" in text.strip() or len(text) > _LONGEST_CELL


def _add_section(page: _Page, one: _Known) -> None:
    heading = one.meaning.field or f"## {_cell(heading_of(one.cell.name))}"
    text = one.cell.text.strip()
    page.lines += [heading, "", *_closed(text).split("\n"), ""]


def _closed(text: str) -> str:
    """The text; as code if something in it would swallow what follows it on the page."""
    if len(_FENCE.findall(text)) % 2 == 0 and not _HTML.search(text):
        return text
    longest = max((len(match[0]) for match in re.finditer("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def _add_table(page: _Page, cells: list[_Known], zone: str) -> None:
    if not cells:
        return
    before = len(page.lines)
    page.lines += [_AS_RECORDED, "", "| Field | Recorded |", "|---|---|"]
    first = len(page.lines) + 1
    for number, one in enumerate(cells, first):
        page.lines.append(f"| {_cell(one.cell.name)} | {_cell(one.cell.text)} |")
        if one.meaning.field:
            lines = frozenset({number})
            text = _stated(one, zone)
            page.labels.append(Label(one.cell.name, text, page.line, lines, one.meaning.field))
    rows = frozenset(range(first, len(page.lines) + 1))
    page.frames.append(Frame(frozenset(range(before + 1, first)), rows))


def _cell(text: str) -> str:
    """A text in a cell of a table, in which nothing of it gets lost."""
    return _SIGNS.sub(r"\\\g<0>", " ".join(text.split()))


def _stated(one: _Known, zone: str) -> str | list[str]:
    """The value with what the name beside it says of its zone or its unit."""
    means, value = one.meaning.field, one.cell.value
    if means in _LISTS:
        return [*value] if isinstance(value, tuple) else _lines(value)
    text = " ".join(one.cell.text.split())
    if means in _SPANS and one.meaning.unit and _NUMBER.fullmatch(text):
        return f"{text} {one.meaning.unit}"
    if means in _TIMES and (zone := one.meaning.zone or zone):
        return _with_zone(text, zone)
    if means == "links.channel" and re.fullmatch(r"[\w.-]{1,80}", text):
        return f"#{text}"
    return text


def _lines(text: str) -> str | list[str]:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return lines if len(lines) > 1 and not any("," in line for line in lines) else ", ".join(lines)


def _with_zone(text: str, zone: str) -> str:
    try:
        clock = times.parse_clock(text)
        times.parse_zone(zone)
    except ValueError:
        return text
    return f"{text} {zone}" if clock.time and clock.zone is None else text


def _title(cells: list[_Known], line: int) -> tuple[str, list[Doubt]]:
    """Words to call the postmortem by where none of the values is its title."""
    if any(one.meaning.field == "title" for one in cells):
        return "", []
    told = (one.cell for one in cells if plain(one.cell.name) in PROSE)
    tracker = (one.cell for one in cells if one.meaning.field == "tracker")
    cell = next(told, None) or next(tracker, None)
    if cell is None:
        return "Untitled", [Doubt(line, "title", "", "no name of this record is title; write one")]
    words = _shortened(" ".join(cell.text.split()))
    why = f"no name of this record is title; these words are its {cell.name}"
    return (words if plain(cell.name) in PROSE else f"Incident {words}"), [
        Doubt(line, "title", words, why)
    ]


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST_TITLE:
        return text
    cut = text[:_LONGEST_TITLE]
    return f"{cut.rpartition(' ')[0] or cut} …"


def _keep_private(page: _Page, cells: list[_Known]) -> Iterable[Doubt]:
    """What a list marks as private is kept restricted: showing it cannot be undone."""
    marks = (one.cell for one in cells if is_private(one.cell.name, one.cell.text))
    cell = next(marks, None)
    if cell is None or any(label.field == "visibility" for label in page.labels):
        return []
    page.labels.append(Label(cell.name, "restricted", page.line, field="visibility"))
    why = "kept restricted because of this; say in visibility who may read it"
    return [Doubt(page.line, "visibility", f"{cell.name}: {cell.text}", why)]


def _recorded(cells: list[_Known]) -> date | None:
    for one in cells:
        if is_recording(one.cell.name) and (day := day_of(one.cell.text)):
            return day
    return None


def day_of(text: str) -> date | None:
    """The day of a moment, or None where it is none or not certain."""
    try:
        return times.parse_clock(" ".join(text.split())).day
    except ValueError:
        return None
