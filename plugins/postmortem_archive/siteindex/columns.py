"""Analyses all documents at once, in columns: each step of it is one for all that is found.

The one door to NumPy here. What comes of it is as if `search.occurrences` were asked for each
document, and `entries` for each term: tests compare.
"""

from __future__ import annotations  # array[int] is no type at run time before Python 3.12

from array import array
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from postmortem_archive.search.occurrences import texts
from postmortem_archive.search.parts import PARTS, ROOM, WEIGHTS, Piece
from postmortem_archive.siteindex.entries import Entry, forms_of, written
from postmortem_archive.siteindex.words import Known

Numbers = NDArray[Any]
Triples = tuple[Numbers, Numbers, Numbers]

# Words that are looked at together: many, so that a step costs little; not all, for the room.
_AT_ONCE = 1_000_000
_NUMBERS = {part: number for number, part in enumerate(PARTS)}
_COUNTS = np.array(list(WEIGHTS.values()))
# Whole numbers up to here are written by looking them up.
_USUAL = 1 << 16


class Found(NamedTuple):
    """The length of each document, and the entry of each term, in no order."""

    lengths: list[float]
    entries: dict[str, Entry]


def found(documents: Iterable[Sequence[Piece]], at_once: int = _AT_ONCE) -> Found:
    """What is found in documents, which are numbered from 0."""
    reading = _Reading()
    for told in documents:
        reading.take(told)
        if len(reading.words) > at_once:
            reading.look()
    reading.look()
    return Found(reading.lengths, _entries(reading) if any(reading.known.having) else {})


class _Reading:
    """Documents on the way to `postings`: term, document and place; and to those of `forms`: form,
    document and part."""

    def __init__(self) -> None:
        self.known = Known()
        self.lengths: list[float] = []
        self.postings: list[Triples] = []
        self.forms: list[Triples] = []
        self._clear()

    def _clear(self) -> None:
        self.words = array("i")
        # Of each text: its document's number, its part's, and how many words it has.
        self._documents, self._parts, self._sizes = array("i"), array("i"), array("i")

    def take(self, told: Sequence[Piece]) -> None:
        number = self.known.__getitem__
        for part, text in texts(told):
            some = text.split()
            self.words.extend(map(number, some))
            self._documents.append(len(self.lengths))
            self._parts.append(_NUMBERS[part])
            self._sizes.append(len(some))
        self.lengths.append(0.0)

    def look(self) -> None:
        """Finds where the terms of the documents stand that were taken since the last time."""
        if not self._documents:
            return
        words = _Words(self.known, np.array(self.words))
        document, part, size = map(np.array, (self._documents, self._parts, self._sizes))
        self._clear()
        last = words.lasts(size)
        lengths = np.bincount(document, _COUNTS[part] * (last + 1), len(self.lengths))
        self.lengths[document[0] :] = lengths[document[0] :].tolist()
        # As far from the text before it as `search.occurrences` has it.
        start = _starts(document * len(PARTS) + part, last + 2) + part * ROOM
        term, form, at, text = words.terms(size)
        place = start[text] + at
        code = (place % ROOM * len(PARTS) + place // ROOM).astype(np.int32)
        self.postings.append((term, document[text], code))
        differs = form >= 0
        text = text[differs]
        self.forms.append((form[differs], document[text], part[text]))


class _Words:
    """Words of texts one after the other, by their numbers; at which position each stands."""

    def __init__(self, known: Known, words: Numbers) -> None:
        self._known, self._words = known, words
        self._at = _before(np.array(known.counts)[words])

    def lasts(self, sizes: Numbers) -> Numbers:
        """At which position of each text of so many words the last term stands; -1 without any.

        From here on positions count from the beginning of their text.
        """
        begins = _before(sizes)
        some = sizes > 0
        self._at -= np.repeat(self._at[begins[some]], sizes[some])
        last = np.full(len(sizes), -1)
        if some.any():
            offset = np.array(self._known.lasts)[self._words]
            at = np.where(offset < 0, -1, self._at + offset)
            last[some] = np.maximum.reduceat(at, begins[some])
        return last

    def terms(self, sizes: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """Of all terms the numbers, those of the forms, the positions, the numbers of the texts."""
        known, words = self._known, self._words
        having = np.array(known.having)[words]
        # The place in the tables: that of the word's first term, and one more for each after it.
        entry = np.repeat(np.array(known.firsts)[words] - _before(having), having)
        entry += np.arange(len(entry))
        text = np.repeat(np.repeat(np.arange(len(sizes)), sizes), having)
        at = np.repeat(self._at, having) + np.array(known.offsets)[entry]
        return np.array(known.terms)[entry], np.array(known.forms)[entry], at, text


def _before(numbers: Numbers) -> Numbers:
    """The sum of all before each."""
    return np.cumsum(numbers) - numbers


def _starts(group: Numbers, room: Numbers) -> Numbers:
    """Where each text begins, if it stands after those before it of the same group."""
    order = np.argsort(group, kind="stable")
    ordered = group[order]
    before = _before(room[order])
    new = _changes(ordered)
    starts = np.empty(len(group), np.int64)
    starts[order] = before - np.repeat(before[new], np.diff(new, append=len(group)))
    return starts


def _changes(numbers: Numbers) -> Numbers:
    """The places of those that differ from the one before, and that of the first."""
    return np.flatnonzero(np.diff(numbers, prepend=numbers[:1] - 1))


def _entries(reading: _Reading) -> dict[str, Entry]:
    """The entry of each term, from all its postings."""
    postings, names = _Sorted(reading.postings), list(reading.known.texts)
    rows = _rows(postings, _COUNTS[postings.last % len(PARTS)])
    opens = np.zeros(len(postings.last), bool)
    opens[postings.pairs] = True
    steps = _differences(postings.last, postings.pairs)
    places = _texts(steps, np.append(postings.pairs, len(steps))[postings.ends], opens)
    forms = _forms(reading)
    made = {}
    for number, having, row, of in zip(
        postings.first.tolist(), np.diff(postings.ends).tolist(), rows, places, strict=True
    ):
        weights = f"[{row}{forms_of(forms.get(names[number], ()), row)}]"
        made[names[number]] = Entry(having, weights, f"[{of[2:]}]]")
    return made


def _forms(reading: _Reading) -> dict[str, list[tuple[str, str]]]:
    """The forms of each term in order, and the row of each."""
    postings = _Sorted(reading.forms)
    rows = _rows(postings, _COUNTS[postings.last])
    names, stems = list(reading.known.written), reading.known.stems
    some = zip(postings.first.tolist(), rows, strict=True)
    forms: dict[str, list[tuple[str, str]]] = {}
    for form, stem, row in sorted((names[number], stems[number], row) for number, row in some):
        forms.setdefault(stem, []).append((form, row))
    return forms


class _Sorted:
    """Triples in order.

    `last` are the last numbers of all. Where each pair of the two before them begins stand `pairs`,
    and the second number of each pair in `middle`. `first` are the first numbers, and at which of
    the pairs each begins and the last ends say `ends`.
    """

    def __init__(self, parts: Sequence[Triples]) -> None:
        first, middle, last = (np.concatenate(some) for some in zip(*parts, strict=True))
        # In one number, which sorts faster than three: of a million documents with half a million
        # terms there are 63 bits of each triple.
        bits, more = (int(some.max(initial=0)).bit_length() for some in (last, middle))
        key = ((first.astype(np.int64) << more | middle) << bits) | last
        key.sort()
        self.last = key & ((1 << bits) - 1)
        pair = key >> bits
        self.pairs = _changes(pair)
        pair = pair[self.pairs]
        self.middle = pair & ((1 << more) - 1)
        starts = _changes(pair >> more)
        self.first = (pair >> more)[starts]
        self.ends = np.append(starts, len(pair))


def _rows(postings: _Sorted, counts: Numbers) -> list[str]:
    """For each first number its documents, and for each of these the sum of what counts."""
    steps = _texts(_differences(postings.middle, postings.ends[:-1]), postings.ends)
    weights = _texts(np.add.reduceat(counts, postings.pairs), postings.ends)
    return [f"[{one[1:]}],[{other[1:]}]" for one, other in zip(steps, weights, strict=True)]


def _differences(numbers: Numbers, starts: Numbers) -> Numbers:
    """What is added from each to the next; at a start, the number itself."""
    steps = np.diff(numbers, prepend=0)
    steps[starts] = numbers[starts]
    return steps


def _texts(numbers: Numbers, ends: Numbers, opens: Numbers | None = None) -> list[str]:
    """The text of all between each two ends: a comma before each, `],[` if it `opens` a list."""
    size = min(int(numbers.max(initial=0)) + 1, _USUAL)
    usual = [f"{before}{number}" for before in (",", "],[") for number in range(size)]
    table, lengths = np.array(usual, object), np.array(list(map(len, usual)))
    texts, sizes = [], [np.zeros(1, np.int64)]
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        at = some.astype(np.int64)
        unusual = np.flatnonzero((at != some) | (at >= size))
        at[unusual] = 0
        if opens is not None:
            at += size * opens[start : start + _AT_ONCE]
        words, length = table[at], lengths[at]
        for one in unusual.tolist():
            words[one] = words[one][:-1] + written(some[one])
            length[one] = len(words[one])
        texts.append("".join(words.tolist()))
        sizes.append(length)
    text, places = "".join(texts), np.cumsum(np.concatenate(sizes))[ends].tolist()
    return [text[start:end] for start, end in pairwise(places)]
