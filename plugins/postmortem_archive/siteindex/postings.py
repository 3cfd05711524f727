"""Which documents have a term, with which weight and where: as text, ready to be put together."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from postmortem_archive.search.document import ROOM, Document
from postmortem_archive.search.parts import PARTS


class Run(NamedTuple):
    """What some documents in a row have of a term, as JSON without brackets.

    `first` and `last` are numbers of documents; `steps` are those from each to the next, `weights`
    one for each, `places` a list of positions for each, all but the first as differences. A
    position is its number in its part, times the number of parts, plus the number of the part.
    """

    first: int
    last: int
    steps: str
    weights: str
    places: str


def runs(documents: Iterable[Document], start: int) -> dict[str, Run]:
    """The runs of documents that are numbered from `start`, by term."""
    gathered: dict[str, tuple[list[int], list[str], list[str]]] = {}
    for number, document in enumerate(documents, start):
        for text, weight, at in document.terms:
            if text not in gathered:
                gathered[text] = ([], [], [])
            numbers, weights, places = gathered[text]
            numbers.append(number)
            weights.append(f"{weight:g}")
            places.append(_places(at))
    return {text: _run(*found) for text, found in gathered.items()}


def _places(at: Iterable[int]) -> str:
    ordered = sorted(place % ROOM * len(PARTS) + place // ROOM for place in at)
    if len(ordered) == 1:
        return f"[{ordered[0]}]"
    steps = (b - a for a, b in zip([0, *ordered], ordered, strict=False))
    return f"[{','.join(map(str, steps))}]"


def _run(numbers: list[int], weights: list[str], places: list[str]) -> Run:
    steps = ",".join(_steps(numbers))
    return Run(numbers[0], numbers[-1], steps, ",".join(weights), ",".join(places))


def _steps(numbers: list[int]) -> Iterator[str]:
    return (str(b - a) for a, b in pairwise(numbers))


class Entry(NamedTuple):
    """A term in the index: how many documents have it, and what is written of it, as JSON."""

    having: int
    weights: str
    places: str


def entries(parts: Iterable[Mapping[str, Run]]) -> dict[str, Entry]:
    """The entries of all terms, from runs that follow one another."""
    gathered: dict[str, list[Run]] = {}
    for part in parts:
        for text, run in part.items():
            gathered.setdefault(text, []).append(run)
    return {text: _entry(some) for text, some in gathered.items()}


def _entry(some: list[Run]) -> Entry:
    steps, last = [], 0
    for run in some:
        steps.append(f"{run.first - last},{run.steps}" if run.steps else str(run.first - last))
        last = run.last
    joined = ",".join(steps)
    weights = ",".join(run.weights for run in some)
    places = ",".join(run.places for run in some)
    return Entry(joined.count(",") + 1, f"[[{joined}],[{weights}]]", f"[{places}]")
