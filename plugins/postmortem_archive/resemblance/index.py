"""The portraits of an archive, laid out so that those nearest to one are found soon."""

from __future__ import annotations  # array[int] is no type at run time before Python 3.12

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest
from itertools import pairwise
from math import fsum, log, sqrt
from typing import NamedTuple

from postmortem_archive.resemblance.portrait import is_name

# Candidates are looked for by what weighs most in the text: common words find everything.
HEAVIEST, CANDIDATES = 32, 16


def damped(count: int) -> float:
    """The count to the power of ¾: twice as often tells less than twice as much."""
    return sqrt(count * sqrt(count))


class Entry(NamedTuple):
    """A postmortem of the index: where it is, the day of the incident, what its terms count."""

    path: str
    day: int  # as of date.toordinal; 0 if unknown
    counts: Mapping[str, int]


class Near(NamedTuple):
    """A postmortem and how near it is: 0 without a common term, 1 with all of them alike."""

    path: str
    score: float


@dataclass(frozen=True, eq=False)
class Index:
    """All terms of all postmortems, forwards and backwards, as flat arrays: they are kept so.

    `paths`, which are sorted, and `days` are of one length, n. Document i has the terms
    `names[t]` for t in `terms[starts[i]:starts[i + 1]]`, with their `counts`; term t stands in
    the documents `documents[begins[t]:begins[t + 1]]`, and is the `shares` of their weights.
    """

    paths: tuple[str, ...]
    days: array[int]
    names: tuple[str, ...]
    starts: array[int]
    terms: array[int]
    counts: array[int]
    begins: array[int]
    documents: array[int]
    shares: array[float]
    norms: array[float]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self.names)}

    def of(self, path: str) -> Entry | None:
        """The postmortem at a path, if it is in the index."""
        row = bisect_left(self.paths, path)
        return self.entry(row) if self.paths[row : row + 1] == (path,) else None

    def entry(self, row: int) -> Entry:
        """A postmortem as it was put in."""
        some = slice(self.starts[row], self.starts[row + 1])
        names = map(self.names.__getitem__, self.terms[some])
        counts = dict(zip(names, self.counts[some], strict=True))
        return Entry(self.paths[row], self.days[row], counts)

    def rarity(self, term: str) -> float:
        """How much a term tells: ln((n + 1) / documents that have it); unknown ones count as 1."""
        number = self._numbers.get(term)
        return self._rarities[number] if number is not None else log(len(self.paths) + 1)

    @cached_property
    def _rarities(self) -> list[float]:
        return _rarities(self.begins, len(self.paths))

    def weights(self, counts: Mapping[str, int]) -> dict[str, float]:
        """What each term weighs: its count to the power of ¾, times its rarity."""
        return {term: damped(count) * self.rarity(term) for term, count in counts.items()}

    def shared(self, one: Mapping[str, int], other: Mapping[str, int], most: int) -> list[str]:
        """The words that weigh most in both of two portraits."""
        both = {
            term: damped(count) * damped(other[term]) * self.rarity(term) ** 2
            for term, count in one.items()
            if term in other and not is_name(term)
        }
        return sorted(both, key=lambda term: (-both[term], term))[:most]

    def nearest(
        self, counts: Mapping[str, int], limit: int, fits: Callable[[str, int], bool]
    ) -> list[Near]:
        """The postmortems nearest to a portrait, of those whose path and day fit.

        The score is the cosine of the angle between the two texts' weights: the same both ways.
        """
        weights = self.weights(counts)
        norm = _length(weights.values())
        known = {
            self._numbers[term]: (weight, self.rarity(term))
            for term, weight in weights.items()
            if term in self._numbers
        }
        rows = self._candidates(known, max(CANDIDATES, 2 * limit), fits)
        near = [Near(self.paths[row], self._cosine(row, known, norm)) for row in rows]
        return sorted(near, key=lambda one: (-one.score, one.path))[:limit]

    def _candidates(
        self,
        known: Mapping[int, tuple[float, float]],
        most: int,
        fits: Callable[[str, int], bool],
    ) -> list[int]:
        """The rows that share most of what weighs most."""
        by_weight = sorted(known, key=lambda t: (-known[t][0], self.names[t]))
        found: dict[int, float] = {}
        for term in by_weight[:HEAVIEST]:
            weight = known[term][0]
            some = slice(self.begins[term], self.begins[term + 1])
            for row, share in zip(self.documents[some], self.shares[some], strict=True):
                found[row] = found.get(row, 0.0) + weight * share
        rows = (row for row in found if fits(self.paths[row], self.days[row]))
        return nlargest(most, rows, key=lambda row: (found[row], self.paths[row]))

    def _cosine(self, row: int, known: Mapping[int, tuple[float, float]], norm: float) -> float:
        some = slice(self.starts[row], self.starts[row + 1])
        product = [
            ours[0] * (damped(count) * ours[1])
            for term, count in zip(self.terms[some], self.counts[some], strict=True)
            if (ours := known.get(term))
        ]
        # Summed exactly, so that it does not matter which of the two is asked about the other.
        return min(1.0, fsum(product) / (norm * self.norms[row]))


def index_of(entries: Iterable[Entry]) -> Index:
    """The index of some postmortems; their order makes no difference to any answer."""
    rows = sorted(entries, key=lambda entry: entry.path)
    names = tuple(sorted({term for entry in rows for term in entry.counts}))
    numbers = {name: number for number, name in enumerate(names)}
    starts, terms, counts = array("I", [0]), array("I"), array("I")
    for entry in rows:
        terms.extend(map(numbers.__getitem__, entry.counts))
        counts.extend(entry.counts.values())
        starts.append(len(terms))
    begins = _begins(terms, len(names))
    rarities = _rarities(begins, len(rows))
    norms = _norms(starts, terms, counts, rarities)
    documents, shares = _backwards(starts, terms, counts, begins, rarities, norms)
    return Index(
        paths=tuple(entry.path for entry in rows),
        days=array("I", (entry.day for entry in rows)),
        names=names,
        starts=starts,
        terms=terms,
        counts=counts,
        begins=begins,
        documents=documents,
        shares=shares,
        norms=norms,
    )


def _begins(terms: array[int], amount: int) -> array[int]:
    """Where the documents of each term begin, and at last where they end."""
    found = Counter(terms)
    begins = array("I", [0])
    for number in range(amount):
        begins.append(begins[-1] + found[number])
    return begins


def _rarities(begins: array[int], n: int) -> list[float]:
    return [log((n + 1) / (end - begin)) for begin, end in pairwise(begins)]


def _norms(
    starts: array[int], terms: array[int], counts: array[int], rarities: Sequence[float]
) -> array[float]:
    """The length of each document's weights; 1 for a text without terms."""
    norms = array("d")
    for start, end in pairwise(starts):
        some = zip(counts[start:end], terms[start:end], strict=True)
        norms.append(_length(damped(count) * rarities[term] for count, term in some) or 1.0)
    return norms


def _length(weights: Iterable[float]) -> float:
    """Summed exactly: no order of the terms gives another length."""
    return sqrt(fsum(weight * weight for weight in weights))


def _backwards(
    starts: array[int],
    terms: array[int],
    counts: array[int],
    begins: array[int],
    rarities: Sequence[float],
    norms: Sequence[float],
) -> tuple[array[int], array[float]]:
    """For each term the documents in which it stands, and what it is there of all weight."""
    free = begins[:]
    documents = array("I", bytes(4 * len(terms)))
    shares = array("f", bytes(4 * len(terms)))
    for row, norm in enumerate(norms):
        for at in range(starts[row], starts[row + 1]):
            term = terms[at]
            place = free[term]
            documents[place] = row
            shares[place] = damped(counts[at]) * rarities[term] / norm
            free[term] = place + 1
    return documents, shares
