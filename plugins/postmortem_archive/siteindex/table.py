"""All documents in one table, column by column: what facets, sorts and lists of hits need."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import chain
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
    and are 0 if there is none. `facts` has the values of each name that has any.
    """

    path: str
    start: str
    words: str
    title: str
    day: int
    due: int
    length: float
    minutes: dict[str, float]
    facts: dict[str, tuple[str, ...]]


def row(postmortem: Postmortem, frame: Archive) -> Row:
    """The row of a postmortem, but for its length, which only its terms tell."""
    title, day = postmortem.mask(postmortem.title), day_of(postmortem)
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
        minutes=minutes_of(postmortem),
        facts=_by_name(facts_of(postmortem)),
    )


def _by_name(facts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for fact in dict.fromkeys(facts):
        name, _, value = fact.partition(":")
        found[name] = (*found.get(name, ()), value)
    return found


def table(rows: Sequence[Row], address: Callable[[str], str]) -> dict[str, Any]:
    """The columns; a document's number is its place in each.

    An address that follows from day and title, as that of nearly all does, is a number: how many
    letters of the title's slug stand between the day and what it `ends` with.
    `day` is the difference from the document before, `due` from the document's own day or null.
    Of a fact there are the values, sorted, and for each document the number of its value, or a
    list of numbers if it has not just one.
    """
    days = [one.day for one in rows]
    addresses = [address(one.path) for one in rows]
    ends = "/" if all(each.endswith("/") for each in addresses) else ".html"
    return {
        "ends": ends,
        "address": [_short(one, each, ends) for one, each in zip(rows, addresses, strict=True)],
        "title": [one.title for one in rows],
        "day": [day - before for before, day in zip([0, *days], days, strict=False)],
        "due": [one.due - one.day if one.due else None for one in rows],
        "length": [number(one.length) for one in rows],
        "minutes": {name: [_minutes(one, name) for one in rows] for name in MEASURES},
        "facts": {name: _coded([one.facts.get(name, ()) for one in rows]) for name in FACTS},
    }


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


def _minutes(one: Row, measure: str) -> float | None:
    return number(one.minutes[measure]) if measure in one.minutes else None


def _coded(of: Sequence[Sequence[str]]) -> dict[str, Any]:
    values = sorted(set(chain.from_iterable(of)))
    numbers = {value: place for place, value in enumerate(values)}
    coded = [numbers[some[0]] if len(some) == 1 else [numbers[one] for one in some] for some in of]
    return {"values": values, "of": coded}
