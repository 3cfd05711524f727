"""Which documents have a term, with which weight and where: as text, ready to be put together."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from operator import sub
from typing import Any, NamedTuple

from postmortem_archive.analysis.stems import stem
from postmortem_archive.search.occurrences import Occurrences, weight_of
from postmortem_archive.search.parts import PARTS, ROOM

_PARTS = len(PARTS)


class Row(NamedTuple):
    """Documents in a row, as JSON without brackets.

    `first` and `last` are numbers of documents, `steps` what is added from each to the next,
    `weights` one for each.
    """

    first: int
    last: int
    steps: str
    weights: str


class Run(NamedTuple):
    """What some documents in a row have of a term, as JSON without brackets.

    `forms` has a row for each form of the term that is not the term itself: it was stemmed, so
    that it has letters from a to z only. `places` is a list of positions for each document, all
    but the first as differences. A position is its number in its part, times the number of parts,
    plus the number of the part.
    """

    row: Row
    forms: dict[str, Row]
    places: str


def runs(documents: Iterable[Occurrences]) -> dict[str, Run]:
    """The runs of documents that are numbered from 0, by term."""
    terms: defaultdict[str, list[tuple[int, list[int]]]] = defaultdict(list)
    forms: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, document in enumerate(documents):
        for text, places in document.places.items():
            terms[text].append((number, places))
        for form, weight in document.forms.items():
            forms[form].append((number, weight))
    rows: defaultdict[str, dict[str, Row]] = defaultdict(dict)
    for form, some in forms.items():
        rows[stem(form)][form] = _row(some)
    return {text: _run(some, rows.get(text, {})) for text, some in terms.items()}


def _run(some: Sequence[tuple[int, list[int]]], forms: dict[str, Row]) -> Run:
    row = _row([(number, weight_of(places)) for number, places in some])
    return Run(row, forms, _bare([_steps(places) for _, places in some]))


def _row(some: Sequence[tuple[int, float]]) -> Row:
    numbers = [number for number, _ in some]
    steps = list(map(sub, numbers[1:], numbers))
    weights = ",".join([_weight(weight) for _, weight in some])
    return Row(numbers[0], numbers[-1], _bare(steps), weights)


def _steps(places: list[int]) -> list[int]:
    """The positions of a term in a document, all but the first as differences."""
    if len(places) == 1:
        return [places[0] % ROOM * _PARTS + places[0] // ROOM]
    ordered = sorted([place % ROOM * _PARTS + place // ROOM for place in places])
    ordered[1:] = map(sub, ordered[1:], ordered)
    return ordered


@lru_cache(maxsize=4096)
def _weight(weight: float) -> str:
    return f"{weight:.12g}"


def _bare(numbers: Sequence[object]) -> str:
    """Numbers, or lists of some, as JSON without the outer brackets."""
    return str(numbers)[1:-1].replace(" ", "")


class Entry(NamedTuple):
    """A term in the index: how many documents have it, and what is written of it, as JSON."""

    having: int
    weights: str
    places: str


def entries(parts: Iterable[tuple[int, Mapping[str, Run]]]) -> dict[str, Entry]:
    """The entries of all terms, from runs and what to add to their numbers, in order."""
    gathered: dict[str, list[tuple[int, Run]]] = {}
    for start, part in parts:
        for text, run in part.items():
            gathered.setdefault(text, []).append((start, run))
    return {text: entry(some) for text, some in gathered.items()}


def entry(some: Sequence[tuple[int, Run]]) -> Entry:
    """The entry of one term, from its runs and what to add to their numbers, in order."""
    row = _joined([(start, run.row) for start, run in some])
    by_form: dict[str, list[tuple[int, Row]]] = {}
    for start, run in some:
        for form, part in run.forms.items():
            by_form.setdefault(form, []).append((start, part))
    forms = {form: _joined(rows) for form, rows in by_form.items()}
    return Entry(
        row.count(",") // 2 + 1,
        f"[{row}{_forms(forms, row)}]",
        f"[{','.join(run.places for _, run in some)}]",
    )


def _forms(forms: Mapping[str, str], row: str) -> str:
    """The rows of a term's forms; of one that stands wherever the term does, 1 is enough."""
    if not forms:
        return ""
    written = (
        f'"{form}":{1 if forms[form] == row else f"[{forms[form]}]"}' for form in sorted(forms)
    )
    return f",{{{','.join(written)}}}"


def _joined(rows: list[tuple[int, Row]]) -> str:
    steps, last = [], 0
    for start, row in rows:
        step = start + row.first - last
        steps.append(f"{step},{row.steps}" if row.steps else str(step))
        last = start + row.last
    return f"[{','.join(steps)}],[{','.join(row.weights for _, row in rows)}]"


def outside(
    span: range, terms: Sequence[Any], places: Sequence[list[int]]
) -> list[tuple[int, Run]]:
    """The runs that an entry, as read from its JSON, has before and after a span of documents."""
    steps, weights, forms = terms if len(terms) == 3 else (*terms, {})
    numbers = list(accumulate(steps))
    rows = {form: (steps, weights) if of == 1 else of for form, of in forms.items()}
    found = []
    for part in (range(span.start), range(span.stop, numbers[-1] + 1)):
        if row := _part(steps, weights, part):
            of = {
                form: kept for form, both in rows.items() if (kept := _part(both[0], both[1], part))
            }
            first, last = bisect_left(numbers, part.start), bisect_left(numbers, part.stop)
            found.append((0, Run(row, of, _bare(places[first:last]))))
    return found


def _part(steps: Sequence[int], weights: Sequence[float], part: range) -> Row | None:
    """The row of the documents in this part, if there are any."""
    numbers = list(accumulate(steps))
    first, last = bisect_left(numbers, part.start), bisect_left(numbers, part.stop)
    if first == last:
        return None
    between = _bare(steps[first + 1 : last])
    return Row(numbers[first], numbers[last - 1], between, _bare(weights[first:last]))
