"""What the index has of a term: in which documents, with which weight and where; as JSON and back.

A term's weights are `[steps,weights]` or `[steps,weights,forms]`. Steps are the numbers of its
documents, all but the first as differences. `forms` has the same two of each form that is not the
term itself, or 1 for one that stands wherever the term does; it was stemmed, so that it has
letters from a to z only. Places are a list of positions for each document, all but the first as
differences. A position is its number in its part, times the number of parts, plus the number of
the part.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from operator import sub
from typing import Any, NamedTuple

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


def entry(of: Mapping[int, Having]) -> Entry:
    """The entry of a term that these documents have."""
    numbers = sorted(of)
    row = _row({number: of[number].weight for number in numbers})
    by_form: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for number in numbers:
        for form, weight in of[number].forms.items():
            by_form[form][number] = weight
    rows = {form: _row(weights) for form, weights in by_form.items()}
    places = ",".join(f"[{of[number].places}]" for number in numbers)
    return Entry(len(of), f"[{row}{forms_of(sorted(rows.items()), row)}]", f"[{places}]")


def forms_of(rows: Sequence[tuple[str, str]], row: str) -> str:
    """What follows a term's row, if it has forms: these, in order, each with its own."""
    if not rows:
        return ""
    some = (f'"{form}":{1 if of == row else f"[{of}]"}' for form, of in rows)
    return f",{{{','.join(some)}}}"


def _row(weights: Mapping[int, str]) -> str:
    numbers = list(weights)
    steps = [*numbers[:1], *map(sub, numbers[1:], numbers)]
    return f"[{_joined(steps)}],[{','.join(weights.values())}]"


def _joined(numbers: Iterable[int]) -> str:
    return ",".join(map(str, numbers))


def documents(weights: str, places: str) -> dict[int, Having]:
    """The documents of an entry, and what each has of its term."""
    # Numbers stay as they are written.
    steps, of, *more = json.loads(weights, parse_int=str, parse_float=str)
    numbers = _numbers(steps)
    forms: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for form, row in (more[0] if more else {}).items():
        some = zip(numbers, of, strict=True) if row == "1" else _pairs(row)
        for number, weight in some:
            forms[number][form] = weight
    at = places[2:-2].split("],[")
    return {
        number: Having(weight, forms.get(number, {}), positions)
        for number, weight, positions in zip(numbers, of, at, strict=True)
    }


def _pairs(row: Sequence[Any]) -> Iterable[tuple[int, str]]:
    return zip(_numbers(row[0]), row[1], strict=True)


def _numbers(steps: Iterable[str]) -> list[int]:
    return list(accumulate(map(int, steps)))
