"""All documents in one table, column by column: what facets, sorts and lists of hits need."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, repeat
from types import MappingProxyType
from typing import Any, NamedTuple

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.slug import slug
from postmortem_archive.search.document import day_of, due_of, facts_of, minutes_of
from postmortem_archive.search.query import MEASURES

# The names of facts in the order in which their columns are written.
FACTS = ("severity", "service", "team", "cause", "tag", "year", "status", "detection", "kind", "is")


class Row(NamedTuple):
    """What the table has of a document.

    `start` and `words` are what its address begins with and goes on with if it follows from day
    and title; both are "" if it cannot. `day` and `due` count days from 1 January of the year 1,
    and are 0 if there is none. `minutes` are those of each of MEASURES, None if not known;
    `facts` the values of each of FACTS.
    """

    path: str
    start: str
    words: str
    title: str
    day: int
    due: int
    length: float
    minutes: tuple[float | None, ...]
    facts: tuple[tuple[str, ...], ...]


def row(postmortem: Postmortem, frame: Archive) -> Row:
    """The row of a postmortem, but for its length, which only its terms tell."""
    title, day = postmortem.mask(postmortem.title), day_of(postmortem)
    minutes, facts = minutes_of(postmortem), _values(facts_of(postmortem))
    follows = day and title.isascii()  # other letters have other slugs in a browser
    start = f"../{date.fromordinal(day).year:04}/{date.fromordinal(day)}-" if follows else ""
    return Row(
        path=postmortem.path,
        start=start,
        words=slug(title) if follows else "",
        title=title,
        day=day,
        due=due_of(postmortem, frame),
        length=0.0,
        minutes=tuple(number(minutes[each]) if each in minutes else None for each in MEASURES),
        facts=tuple(facts.get(each, ()) for each in FACTS),
    )


def _values(facts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for fact in dict.fromkeys(facts):
        name, _, value = fact.partition(":")
        found[name] = (*found.get(name, ()), value)
    return found


def columns(rows: Sequence[Row], known: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """What the table says of all documents but for their addresses, column by column, as JSON.

    Those that are known already are not made again.
    """
    return {name: known.get(name) or text_of(make(rows)) for name, make in _COLUMNS.items()}


def alike(one: Row, other: Row) -> set[str]:
    """The columns that are the same whichever of two rows a document has."""
    same = {name for name in Row._fields if getattr(one, name) == getattr(other, name)}
    return same & _COLUMNS.keys() if "day" in same else same & _COLUMNS.keys() - {"due"}


def table(rows: Sequence[Row], known: Mapping[str, str], address: Callable[[str], str]) -> str:
    """The table as JSON; a document's number is its place in each column.

    An address that follows from day and title, as that of nearly all does, is a number: how many
    letters of the title's slug stand between the day and what it `ends` with.
    """
    addresses = [address(one.path) for one in rows]
    ends = "/" if all(each.endswith("/") for each in addresses) else ".html"
    short = [_short(one, each, ends) for one, each in zip(rows, addresses, strict=True)]
    texts = {"ends": text_of(ends), "address": text_of(short), **known}
    return f"{{{','.join(f'{text_of(name)}:{text}' for name, text in texts.items())}}}"


def _days(rows: Sequence[Row]) -> list[int]:
    """The differences from the document before."""
    days = [one.day for one in rows]
    return [day - before for before, day in zip([0, *days], days, strict=False)]


def _due(rows: Sequence[Row]) -> list[int | None]:
    """Days from the document's own day."""
    return [one.due - one.day if one.due else None for one in rows]


def _minutes(rows: Sequence[Row]) -> dict[str, Any]:
    return {name: list(of) for name, of in _by_name(MEASURES, [one.minutes for one in rows])}


def _facts(rows: Sequence[Row]) -> dict[str, Any]:
    """Of each name the values, sorted, and for each document the number of its value, or a list of
    numbers if it has not just one."""
    return {name: _coded(of) for name, of in _by_name(FACTS, [one.facts for one in rows])}


def _by_name(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterator[tuple[str, Any]]:
    return zip(names, zip(*rows, strict=True) if rows else repeat(()), strict=False)


def _short(one: Row, address: str, ends: str) -> int | str:
    """How much of the slug an address has; the address itself if it is not made of that."""
    if not one.start:
        return address
    middle = address[len(one.start) : len(address) - len(ends)]
    fits = address == f"{one.start}{middle}{ends}" and one.words.startswith(middle)
    return len(middle) if fits else address


def number(value: float) -> float:
    """The same number, written without a point if it needs none."""
    return int(value) if value == int(value) else value


def _coded(of: Sequence[tuple[str, ...]]) -> dict[str, Any]:
    """Few of many documents have values that no other has: each is looked up once."""
    known = set(of)
    values = sorted(set(chain.from_iterable(known)))
    numbers = {value: place for place, value in enumerate(values)}
    codes = {
        some: numbers[some[0]] if len(some) == 1 else [numbers[one] for one in some]
        for some in known
    }
    return {"values": values, "of": [codes[some] for some in of]}


_COLUMNS: dict[str, Callable[[Sequence[Row]], object]] = {
    "title": lambda rows: [one.title for one in rows],
    "day": _days,
    "due": _due,
    "length": lambda rows: [number(one.length) for one in rows],
    "minutes": _minutes,
    "facts": _facts,
}


def text_of(data: object) -> str:
    """As JSON: in ASCII, so that no server's idea of an encoding matters, and broken letters stay
    readable."""
    return json.dumps(data, separators=(",", ":"))
