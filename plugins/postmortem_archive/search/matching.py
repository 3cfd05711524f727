"""Finds the documents that a query asks for, each with its score."""

from __future__ import annotations  # array[int] is no type at run time before Python 3.12

import re
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import translate
from functools import cached_property
from itertools import islice
from operator import ge, gt, le, lt

from postmortem_archive.analysis import Term, is_common, terms
from postmortem_archive.model.finding import ArchiveError
from postmortem_archive.model.nearest import suggestion
from postmortem_archive.search.parts import PARTS, ROOM, WEIGHTS
from postmortem_archive.search.query import ANY, Days, Fact, Group, Node, Not, Span, Words
from postmortem_archive.search.ranking import in_this_form, scores
from postmortem_archive.search.store import Reader

Found = dict[int, float]
_TESTS = {"<": lt, "<=": le, ">": gt, ">=": ge}
# More terms than this are no wildcard's worth: they would take long and rank nothing.
MOST_TERMS = 200
FACT_NAMES = {"detected": "detection"}


@dataclass(frozen=True, slots=True)
class Needle:
    """What a hit was found by: a query's words, the terms that stand for them, who has them, and
    who has only some of the pieces."""

    source: str
    terms: frozenset[str]
    parts: tuple[str, ...]
    found: frozenset[int]
    in_part: frozenset[int] = frozenset()


class Matcher:
    """One search of one index on one day."""

    def __init__(self, reader: Reader, today: date) -> None:
        self._reader = reader
        self._today = today.toordinal()
        self.needles: list[Needle] = []
        self.unknown: list[Words] = []
        self._columns: dict[str, list[float]] = {}

    def column(self, name: str) -> list[float]:
        """A number of each document, read once."""
        if name not in self._columns:
            self._columns[name] = self._reader.column(name)
        return self._columns[name]

    @cached_property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self._reader.everything)

    def find(self, node: Node) -> Found:
        """The documents that a query asks for, with the score of what they match."""
        if isinstance(node, Group):
            return {"some": self._some, "any": self._any, "all": self._all}[node.how](node.nodes)
        if isinstance(node, Words):
            return self._words(node)
        if isinstance(node, Not):
            return dict.fromkeys(self._reader.everything - self._aside(node.node).keys(), 0.0)
        return dict.fromkeys(self._fitting(node) & self._reader.everything, 0.0)

    def _aside(self, node: Node) -> Found:
        """What is found, without counting among what hits were found by."""
        needles, unknown = list(self.needles), list(self.unknown)
        found = self._strictly(node)
        self.needles, self.unknown = needles, unknown
        return found

    def _some(self, nodes: tuple[Node, ...]) -> Found:
        """All that is needed, and of the mere words as many as can be."""
        wishes = [n for n in nodes if _is_wish(n)]
        needed = [self._strictly(n) for n in nodes if not _is_wish(n)]
        if wishes:
            needed.append(_sum(self.find(n) for n in wishes))
        return _common(needed)

    def _any(self, nodes: tuple[Node, ...]) -> Found:
        return _sum(self._strictly(n) for n in nodes)

    def _all(self, nodes: tuple[Node, ...]) -> Found:
        return _common([self._strictly(n) for n in nodes])

    def _strictly(self, node: Node) -> Found:
        """What has a word as it is typed, not just a part of it."""
        return self._words(node, strict=True) if isinstance(node, Words) else self.find(node)

    def _words(self, node: Words, strict: bool = False) -> Found:
        wanted = self._terms(node)
        scored = [self._scored(term, form, node.parts) for term, form in wanted.items()]
        pieces = _finest(node.text)
        whole: set[int] | None = None
        if node.phrase or (len(pieces) > 1 and not (node.wild or node.fuzzy)):
            whole = self._in_order(pieces, node.parts)
            scored.append(self._scores(dict.fromkeys(whole, 1.0)))
        found = _sum(scored)
        if whole is not None and (node.phrase or strict):
            found = {one: score for one, score in found.items() if one in whole}
        partly = frozenset() if whole is None else frozenset(found.keys() - whole)
        have = frozenset(found)
        self.needles.append(Needle(node.source, frozenset(wanted), node.parts, have, partly))
        if not found:
            self.unknown.append(node)
        return found

    def _scored(self, term: str, form: str, parts: tuple[str, ...]) -> Found:
        weights = self._weights(term, parts)
        if form != term and not parts:
            weights = in_this_form(weights, self._reader.form_weights(form))
        return self._scores(weights, is_common(term))

    def _scores(self, weights: Mapping[int, float], common: bool = False) -> Found:
        lengths, average = self.column("length"), self._reader.average
        return scores(weights, lengths, average, self.documents, common)

    def _terms(self, node: Words) -> dict[str, str]:
        """What is looked for, each with its form; where any form will do, with itself."""
        found = list(terms(node.text))
        if node.fuzzy:
            near = (t for one in found for t in self._reader.near(one.text, node.fuzzy, prefix=1))
            some = [*(one.text for one in found), *islice(near, MOST_TERMS)]
            return dict(zip(some, some, strict=True))
        if node.wild:
            some = list(islice(self._like(node.text.lower()), MOST_TERMS))
            return dict(zip(some, some, strict=True))
        return {t.text: t.form for t in found if node.phrase or _tells_alone(t)}

    def _like(self, pattern: str) -> Iterable[str]:
        """The terms that a pattern with * and ? fits, and the stem of what stands before a *."""
        start = re.split(r"[*?]", pattern, maxsplit=1)[0]
        fits = re.compile(translate(re.sub(r"\*+", "*", pattern.replace("[", "[[]")))).match
        if pattern.endswith("*") and start == pattern[:-1]:
            yield from (t.text for t in terms(start) if t.kind == "word")
        yield from (term for term in self._reader.beginning(start) if fits(term))

    def _weights(self, term: str, parts: tuple[str, ...]) -> Mapping[int, float]:
        gone = self._reader.gone
        if not parts:
            found = self._reader.weights(term)
        else:
            weighed = ((one, _weight(at, parts)) for one, at in self._reader.places(term).items())
            found = {one: weight for one, weight in weighed if weight}
        return {one: w for one, w in found.items() if one not in gone} if gone else found

    def _in_order(self, pieces: list[tuple[str, int]], parts: tuple[str, ...]) -> set[int]:
        """The documents in which the terms stand as in the query, at the same distances."""
        if not pieces:
            return set()
        places = [(offset, self._reader.places(term)) for term, offset in pieces]
        common = set.intersection(*(set(found) for _, found in places)) - self._reader.gone
        return {one for one in common if _stands(one, places, parts)}

    def _fitting(self, node: Node) -> frozenset[int]:
        if isinstance(node, Fact):
            return self._with_fact(node)
        if isinstance(node, Days):
            first, last = node.first.toordinal(), node.last.toordinal()
            days = enumerate(self.column("day"))
            return frozenset(one for one, day in days if day and first <= day <= last)
        if isinstance(node, Span):
            test, minutes = _TESTS[node.sign], enumerate(self.column(node.measure))
            return frozenset(n for n, each in minutes if each >= 0 and test(each, node.minutes))
        due = enumerate(self.column("due"))
        return frozenset(one for one, day in due if 0 < day < self._today)

    def _with_fact(self, node: Fact) -> frozenset[int]:
        name = FACT_NAMES.get(node.name, node.name)
        known = self._reader.values(name)
        wild = re.compile(translate(node.value.casefold().replace("[", "[[]"))).match
        chosen = [value for value in known if wild(value.casefold())]
        if not chosen and node.name != "is" and node.value != ANY:
            raise ArchiveError(
                f'{node.name}: no postmortem has "{node.value[:60]}"; '
                f"{suggestion(node.value, known)}"
            )
        return frozenset().union(*(self._reader.having(f"{name}:{value}") for value in chosen))


def _is_wish(node: Node) -> bool:
    """Whether it is one of the words of which any will do; a field is always needed."""
    if isinstance(node, Words):
        return not node.fielded
    return isinstance(node, Group) and node.how != "all" and any(map(_is_wish, node.nodes))


def _tells_alone(term: Term) -> bool:
    """Whether a term finds something without those around it: not the 2 of `web-2`."""
    return term.kind != "part" or (len(term.text) > 2 and not term.text.isdigit())


def _sum(some: Iterable[Found]) -> Found:
    total: Found = {}
    for found in some:
        for one, score in found.items():
            total[one] = total.get(one, 0.0) + score
    return total


def _common(some: list[Found]) -> Found:
    first, *others = sorted(some, key=len)
    return {
        one: score + sum(other[one] for other in others)
        for one, score in first.items()
        if all(one in other for other in others)
    }


def _weight(at: Iterable[int], parts: tuple[str, ...]) -> float:
    names = (PARTS[min(position // ROOM, len(PARTS) - 1)] for position in at)
    return sum(WEIGHTS[name] for name in names if name in parts)


def _finest(text: str) -> list[tuple[str, int]]:
    """The terms of a phrase without wholes of which the parts are there, with their distances."""
    found = list(terms(text))
    parted = {term.position for term in found if term.kind == "part"}
    kept = [t for t in found if t.kind != "exact" or t.position not in parted]
    return [(term.text, term.position - kept[0].position) for term in kept]


def _stands(
    one: int, places: list[tuple[int, dict[int, array[int]]]], parts: tuple[str, ...]
) -> bool:
    (_, first), *others = places
    following = [(offset, set(found[one])) for offset, found in others]
    return any(
        all(start + offset in found for offset, found in following)
        for start in first[one]
        if not parts or PARTS[min(start // ROOM, len(PARTS) - 1)] in parts
    )
