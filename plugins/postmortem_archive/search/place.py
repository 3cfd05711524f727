"""On which line of its file a passage stands: the index keeps the text, and no lines."""

import re
from collections.abc import Sequence
from itertools import pairwise

from postmortem_archive.search.passages import Passage

_WORD = re.compile(r"\w{1,80}")


def line_of(passages: Sequence[Passage], text: str) -> int:
    """The line, from 1, of the passage that says most; 1 if there is none.

    Of the lines from the passage's heading on that have a word which was found, it is the one
    with most pairs of neighbouring words in common with the passage: a paragraph may run over
    several lines, and a passage is shown without its markup.
    """
    if not passages:
        return 1
    best = max(passages, key=lambda one: one.worth)
    wanted = {word for start, end in best.marks for word in _words(best.text[start:end])}
    told = _words(best.text)
    pairs = set(pairwise(told))
    lines = text.splitlines()
    titles = [line.strip("# \t") for line in lines]
    first = titles.index(best.heading) if best.heading in titles else 0

    def fit(number: int) -> tuple[bool, int, int]:
        words = _words(lines[number])
        return not wanted.isdisjoint(words), len(pairs.intersection(pairwise(words))), -number

    return max(range(first, len(lines)), key=fit, default=0) + 1


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
