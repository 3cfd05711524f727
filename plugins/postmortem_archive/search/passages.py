"""The passages of a postmortem that say best what was looked for, with the words marked."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from postmortem_archive.analysis import terms
from postmortem_archive.search.matching import Needle
from postmortem_archive.search.parts import Piece

MOST, LONGEST = 2, 220
# A line that begins a paragraph, an item, a row or a quotation.
_PARAGRAPH = re.compile(r"\n(?=[ \t]{0,12}(?:\n|[-*+|>#]|[0-9]{1,3}[.)]))")
_BARS = re.compile(r" ?\| ?")
_LINK = re.compile(r"!?\[([^\[\]\n]{1,200})\]\([^()\n]{1,500}\)")
_EMPHASIS = re.compile(r"\*\*|`|<br>")


class Passage(NamedTuple):
    """A line of a postmortem, the heading it stands under, and where its found words stand.

    `worth` is how much the words tell: the more, the fewer postmortems have them.
    """

    heading: str
    text: str
    marks: tuple[tuple[int, int], ...]
    worth: float = 0.0


def best_passages(
    pieces: Sequence[Piece], needles: Sequence[Needle], worth: dict[str, float]
) -> list[Passage]:
    """At most two passages, in the order of the file: those whose terms are worth most.

    `worth` says how much each term tells. Titles and fields are shown anyway.
    """
    scored = []
    for order, (piece, line) in enumerate(_lines(pieces)):
        wanted = {t for n in needles if not n.parts or piece.part in n.parts for t in n.terms}
        # What is looked for in code stands in other parts too.
        wanted |= {t for n in needles if "code" in n.parts for t in n.terms}
        found = [term for term in terms(line) if term.text in wanted]
        if found:
            value = sum(worth.get(text, 0.0) for text in {term.text for term in found})
            scored.append((-value, order, _passage(piece, line, value, [t[3:5] for t in found])))
    chosen = sorted(sorted(scored)[:MOST], key=lambda one: one[1])
    return [passage for _, _, passage in chosen]


def _lines(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, str]]:
    """The text line by line without list marks and table bars."""
    for piece in pieces:
        if piece.part in ("title", "fields"):
            continue
        for paragraph in _PARAGRAPH.split(piece.text):
            line = _plain(paragraph)
            if any(letter.isalnum() for letter in line):
                yield piece, line


def _plain(paragraph: str) -> str:
    """On one line, without what makes it a list item, a row, a link or bold."""
    text = _EMPHASIS.sub("", _LINK.sub(r"\1", " ".join(paragraph.split())))
    return _BARS.sub(" · ", text.strip("|>#*+- \t"))


def _passage(piece: Piece, line: str, worth: float, found: list[tuple[int, int]]) -> Passage:
    """As much of the line as can be read at a glance, around most of what was found."""
    spans = sorted(set(found))
    start = _window(line, spans)
    end = min(len(line), start + LONGEST)
    if end < len(line):
        end = line.rfind(" ", start, end) if " " in line[start:end] else end
    before, after = "… " if start else "", " …" if end < len(line) else ""
    shift = len(before) - start
    marks = tuple((a + shift, b + shift) for a, b in spans if start <= a and b <= end)
    return Passage(piece.heading, before + line[start:end] + after, marks, worth)


def _window(line: str, spans: list[tuple[int, int]]) -> int:
    """Where to begin, so that the most words found can be seen."""
    if len(line) <= LONGEST:
        return 0
    best = max(
        spans, key=lambda one: (sum(one[0] <= a < one[0] + LONGEST - 40 for a, _ in spans), -one[0])
    )
    if best[0] < 40:
        return 0
    space = line.find(" ", best[0] - 40, best[0])
    return space + 1 if space >= 0 else best[0]
