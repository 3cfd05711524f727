"""Where each term of a postmortem's texts stands, and how much it counts there."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from postmortem_archive.analysis import read, tokens
from postmortem_archive.search.parts import PARTS, ROOM, WEIGHTS, Piece

_CODE = re.compile(r"`([^`\n]{1,200})`")
_LONGEST_TEXT = 200_000
# What a word counts in each part, by the part's number.
_COUNTS = tuple(WEIGHTS.values())


class Occurrences(NamedTuple):
    """The places of each term, part by part; the weight of each form that differs from its term.

    `length` is the number of positions, each counted as its part counts.
    """

    places: Mapping[str, list[int]]
    forms: Mapping[str, float]
    length: float


def occurrences(told: Sequence[Piece]) -> Occurrences:
    """The occurrences of all terms in the texts of a postmortem, code counted once more."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    forms: defaultdict[str, float] = defaultdict(float)
    ends = {part: index * ROOM for index, part in enumerate(PARTS)}
    length = 0.0
    for part, text in texts(told):
        weight, start = WEIGHTS[part], ends[part]
        at, last = start, start - 1
        for token in tokens(text):
            count, found = read(token)
            for term, form, offset, _ in found:
                last = at + offset
                places[term].append(last)
                if form != term:
                    forms[form] += weight
            at += count
        ends[part] = last + 2  # no phrase runs from one text into the next
        length += weight * (last + 1 - start)
    return Occurrences(places, forms, length)


def weight_of(places: Sequence[int]) -> float:
    """How often a term stands in each part, times the part's weight."""
    if len(places) == 1:
        return _COUNTS[places[0] // ROOM]
    return sum([_COUNTS[place // ROOM] for place in places])


def texts(told: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    """The part and the text of all that is taken apart: the pieces, and their code once more."""
    for part, _, text in told:
        yield part, text[:_LONGEST_TEXT]
    for text in _code(told):
        yield "code", text[:_LONGEST_TEXT]


def _code(told: Sequence[Piece]) -> Iterator[str]:
    """What stands in code, once more: error texts and commands are written there."""
    for piece in told:
        if "`" not in piece.text and "~~~" not in piece.text:
            continue
        inside = False
        for line in piece.text.splitlines():
            fence = line.lstrip().startswith(("```", "~~~"))
            inside ^= fence
            if inside and not fence:
                yield line
            elif not fence and "`" in line:
                yield from _CODE.findall(line)
