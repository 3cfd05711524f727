"""Which documents have a term, with which weight and where: as text, ready to be put together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from postmortem_archive.analysis.stems import stem
from postmortem_archive.search.document import Document
from postmortem_archive.search.parts import PARTS, ROOM


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


@dataclass(slots=True)
class _Gathered:
    numbers: list[int] = field(default_factory=list)
    weights: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    forms: dict[str, "_Gathered"] = field(default_factory=dict)

    def row(self) -> Row:
        steps = ",".join(str(b - a) for a, b in pairwise(self.numbers))
        return Row(self.numbers[0], self.numbers[-1], steps, ",".join(self.weights))


def runs(documents: Iterable[Document]) -> dict[str, Run]:
    """The runs of documents that are numbered from 0, by term."""
    gathered: dict[str, _Gathered] = {}
    for number, document in enumerate(documents):
        for text, weight, at in document.terms:
            one = gathered.get(text) or gathered.setdefault(text, _Gathered())
            one.numbers.append(number)
            one.weights.append(f"{weight:.12g}")
            one.places.append(_places(at))
        for form, weight in document.forms:
            of = gathered[stem(form)].forms
            one = of.get(form) or of.setdefault(form, _Gathered())
            one.numbers.append(number)
            one.weights.append(f"{weight:.12g}")
    return {text: _run(one) for text, one in gathered.items()}


def _run(one: _Gathered) -> Run:
    forms = {form: of.row() for form, of in one.forms.items()}
    return Run(one.row(), forms, ",".join(one.places))


def _places(at: Iterable[int]) -> str:
    ordered = sorted(place % ROOM * len(PARTS) + place // ROOM for place in at)
    if len(ordered) == 1:
        return f"[{ordered[0]}]"
    steps = (b - a for a, b in pairwise([0, *ordered]))
    return f"[{','.join(map(str, steps))}]"


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
    return {text: _entry(some) for text, some in gathered.items()}


def _entry(some: list[tuple[int, Run]]) -> Entry:
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
