"""All documents in one table, column by column: what facets, sorts and lists of hits need."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from postmortem_archive.model.slug import slug
from postmortem_archive.search.document import Document
from postmortem_archive.search.query import MEASURES

# The names of facts in the order in which their columns are written.
FACTS = ("severity", "service", "team", "cause", "tag", "year", "status", "detection", "kind", "is")


def table(documents: Sequence[Document], address: Callable[[str], str]) -> dict[str, Any]:
    """The columns; a document's number is its place in each.

    An address that follows from day and title, as that of nearly all does, is a number: how many
    letters of the title's slug stand between the day and what it `ends` with.
    `day` is the difference from the document before, `due` from the document's own day or null;
    both count days from 1 January of the year 1. Of a fact there are the values, sorted, and for
    each document the number of its value, or a list of numbers if it has not just one.
    """
    days = [one.day for one in documents]
    addresses = [address(one.path) for one in documents]
    ends = "/" if all(each.endswith("/") for each in addresses) else ".html"
    both = zip(documents, addresses, strict=True)
    return {
        "ends": ends,
        "address": [_short(one, each, ends) for one, each in both],
        "title": [one.card["title"] for one in documents],
        "day": [day - before for before, day in zip([0, *days], days, strict=False)],
        "due": [one.due - one.day if one.due else None for one in documents],
        "length": [number(one.length) for one in documents],
        "minutes": {name: [_minutes(one, name) for one in documents] for name in MEASURES},
        "facts": {name: _coded(name, documents) for name in FACTS},
    }


def _short(one: Document, address: str, ends: str) -> int | str:
    """How much of the slug an address has; the address itself if it is not made of that."""
    title = one.card["title"]
    if not (one.day and title.isascii()):  # other letters have other slugs in a browser
        return address
    day, words = date.fromordinal(one.day), slug(title)
    start = f"../{day.year:04}/{day}-"
    middle = address.removeprefix(start).removesuffix(ends)
    fits = address == f"{start}{middle}{ends}" and words.startswith(middle)
    return len(middle) if fits else address


def number(value: float) -> float:
    """The same number, written without a point if it needs none."""
    return int(value) if value == int(value) else value


def _minutes(one: Document, measure: str) -> float | None:
    return number(one.minutes[measure]) if measure in one.minutes else None


def _coded(name: str, documents: Sequence[Document]) -> dict[str, Any]:
    start = f"{name}:"
    of = [
        list(dict.fromkeys(f.removeprefix(start) for f in one.facts if f.startswith(start)))
        for one in documents
    ]
    values = sorted({value for some in of for value in some})
    numbers = {value: place for place, value in enumerate(values)}
    rows = [[numbers[value] for value in some] for some in of]
    return {"values": values, "of": [row[0] if len(row) == 1 else row for row in rows]}
