"""All documents in one table, column by column: what facets, sorts and lists of hits need."""

from collections.abc import Callable, Sequence
from typing import Any

from postmortem_archive.search.document import Document
from postmortem_archive.search.query import MEASURES

# The names of facts in the order in which their columns are written.
FACTS = ("severity", "service", "team", "cause", "tag", "year", "status", "detection", "kind", "is")


def table(documents: Sequence[Document], address: Callable[[str], str]) -> dict[str, Any]:
    """The columns; a document's number is its place in each.

    `day` is the difference from the document before, `due` from the document's own day or null;
    both count days from 1 January of the year 1. Of a fact there are the values, sorted, and for
    each document the number of its value, or a list of numbers if it has not just one.
    """
    days = [one.day for one in documents]
    return {
        "address": [address(one.path) for one in documents],
        "title": [one.card["title"] for one in documents],
        "day": [day - before for before, day in zip([0, *days], days, strict=False)],
        "due": [one.due - one.day if one.due else None for one in documents],
        "length": [number(one.length) for one in documents],
        "minutes": {name: [_minutes(one, name) for one in documents] for name in MEASURES},
        "facts": {name: _coded(name, documents) for name in FACTS},
    }


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
