"""What the index has of a term: in which documents, with which weight and where; as JSON and back.

A term's weights are `[steps,weights]` or `[steps,weights,forms]`. Steps are the numbers of its
documents, all but the first as differences. `forms` has the same two of each form that is not the
term itself, or 1 for one that stands wherever the term does; it was stemmed, so that it has
letters from a to z only. Places are a list of positions for each document, all but the first as
differences. A position is its number in its part, times the number of parts, plus the number of
the part.
"""

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from operator import sub
from typing import NamedTuple

from postmortem_archive.analysis.stems import stem
from postmortem_archive.search.occurrences import Occurrences, weight_of
from postmortem_archive.search.parts import PARTS, ROOM


class Entry(NamedTuple):
    """A term in the index: how many documents have it, and its weights and places as JSON."""

    having: int
    weights: str
    places: str


class Having(NamedTuple):
    """What one document has of a term: weights as written, that of each form, positions."""

    weight: str
    forms: dict[str, str]
    places: str


def having(found: Occurrences) -> dict[str, Having]:
    """What a document has, by term."""
    forms: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for form, weight in found.forms.items():
        forms[stem(form)][form] = written(weight)
    return {
        term: Having(written(weight_of(places)), forms.get(term, {}), _places(places))
        for term, places in found.places.items()
    }


def written(weight: float) -> str:
    return f"{weight:.12g}"


def _places(places: Iterable[int]) -> str:
    ordered = sorted(place % ROOM * len(PARTS) + place // ROOM for place in places)
    return _joined([*ordered[:1], *map(sub, ordered[1:], ordered)])


def forms_of(rows: Sequence[tuple[str, str]], row: str) -> str:
    """What follows a term's row, if it has forms: these, in order, each with its own."""
    if not rows:
        return ""
    some = (f'"{form}":{1 if of == row else f"[{of}]"}' for form, of in rows)
    return f",{{{','.join(some)}}}"


def _joined(numbers: Iterable[int]) -> str:
    return ",".join(map(str, numbers))


def changed(before: tuple[str, str] | None, now: Mapping[int, Having | None]) -> Entry | None:
    """The entry of a term after some documents have other of it, or none; None if nothing has it.

    `before` are the weights and the places that were written of it, if there were any.
    """
    row, places, rows = _read(*before) if before else (_Row([], []), _Row([], []), {})
    for number, one in now.items():
        row.put(number, one.weight if one else None)
        places.put(number, one.places if one else None)
        forms = one.forms if one else {}
        for form in forms.keys() | rows.keys():
            rows.setdefault(form, _Row([], [])).put(number, forms.get(form))
    if not row.numbers:
        return None
    text, of_forms = (
        row.text(),
        sorted((form, of.text()) for form, of in rows.items() if of.numbers),
    )
    weights = f"[{text}{forms_of(of_forms, text)}]"
    return Entry(len(row.numbers), weights, f"[[{'],['.join(places.of)}]]")


class _Row:
    """Documents by their numbers, in order, and what each has."""

    def __init__(self, numbers: list[int], of: list[str]) -> None:
        self.numbers, self.of = numbers, of

    def put(self, number: int, one: str | None) -> None:
        at = bisect_left(self.numbers, number)
        instead = slice(at, at + (self.numbers[at : at + 1] == [number]))
        self.numbers[instead] = [] if one is None else [number]
        self.of[instead] = [] if one is None else [one]

    def text(self) -> str:
        steps = [*self.numbers[:1], *map(sub, self.numbers[1:], self.numbers)]
        return f"[{_joined(steps)}],[{','.join(self.of)}]"


def _read(weights: str, places: str) -> tuple[_Row, _Row, dict[str, _Row]]:
    """The weights, the places, and the weights of each form."""
    # Weights stay as they are written.
    steps, of, *more = json.loads(weights, parse_int=str, parse_float=str)
    row = _row(steps, of)
    rows = {
        form: _row(steps, of) if one == "1" else _row(*one)
        for form, one in (more[0] if more else {}).items()
    }
    return row, _Row(list(row.numbers), places[2:-2].split("],[")), rows


def _row(steps: Iterable[str], of: Iterable[str]) -> _Row:
    return _Row(list(accumulate(map(int, steps))), list(of))
