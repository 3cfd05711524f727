"""What a table of the database is made of: columns, each with its type, meaning and value."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.postmortem import Postmortem

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Value = str | int | float | None


class Row(NamedTuple):
    """What a row is made from: a postmortem and, of several things of it, one and its number."""

    postmortem: Postmortem
    position: int = 0
    thing: Any = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `type` is INTEGER, REAL or TEXT; a flag is 0 or 1; `of` is the table it names."""

    name: str
    type: str
    meaning: str
    value: Callable[[Row], Value]
    unit: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its key, its columns, the rows of one postmortem, and what one searches it by."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Callable[[Postmortem], Iterable[Row]]
    indexed: tuple[str, ...] = ()

    def cells(self, archive: Archive) -> Iterator[list[Value]]:
        """The table's rows, in the archive's order."""
        makers = [column.value for column in self.columns]
        for postmortem in archive.postmortems:
            for row in self.rows(postmortem):
                yield [_storable(make(row)) for make in makers]


def _storable(value: Value) -> Value:
    """A text that is no Unicode (of a file's name, say) with the odd bytes spelt out."""
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    return value


def numbered(postmortem: Postmortem, things: Iterable[Any]) -> Iterator[Row]:
    """A row for each thing, numbered from 1."""
    return (Row(postmortem, position, thing) for position, thing in enumerate(things, 1))


def moment(
    name: str, meaning: str, value: Callable[[Row], datetime | None]
) -> tuple[Column, Column]:
    """A moment twice: as a text that people read, and as a number that Grafana reads."""
    return (
        Column(name, "TEXT", meaning, lambda row: utc(value(row)), "ISO 8601, UTC"),
        Column(
            f"{name}_unix",
            "INTEGER",
            f"`{name}` as a number.",
            lambda row: unix(value(row)),
            "seconds since 1970",
        ),
    )


def utc(value: datetime | None) -> str | None:
    """2026-02-15T14:23:00Z. A moment in the first or last hours of all years keeps its offset."""
    if value is None:
        return None
    try:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    except OverflowError:
        return value.isoformat()


def unix(value: datetime | None) -> int | None:
    return None if value is None else (value - _EPOCH) // timedelta(seconds=1)


def day(value: date | None) -> str | None:
    return value.isoformat() if value else None
