"""The prose of a body as it is read, over line breaks and emphasis, with the place of each word."""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from postmortem_archive.model.body import Body
from postmortem_archive.times import ClockMention, find_clocks

# What stands between two runs of one sentence: emphasis, a link's address, one line break.
_APART = re.compile(r"\n[ \t>]*\n|\n[ \t>]*(?:[-*+][ \t]|[0-9]{1,9}[.)][ \t]|\|)|\|[ \t]*\n|<br")
_LONGEST_GAP = 500
_HEAD = 80
_BLANKS = "\u00a0\u202f\u2009\t"
# Stands for code, which no claim reads across.
_CODE = " \ufffc "


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, item, heading or table row: its text on one line, without markup.

    The cells of a row are separated by ` | `. `at` and `offsets` say where pieces of the
    text begin, in it and in the body.
    """

    text: str
    at: list[int] = field(repr=False)
    offsets: list[int] = field(repr=False)

    def offset(self, position: int) -> int:
        """The offset in the body of a position in the text."""
        piece = bisect_right(self.at, position) - 1
        return self.offsets[piece] + position - self.at[piece]


@dataclass(frozen=True, slots=True)
class Timed:
    """A passage in which times of day stand."""

    passage: Passage
    clocks: tuple[ClockMention, ...]


def timed(passages: Iterable[Passage], year: int | None) -> Iterator[Timed]:
    """The passages with times; a month and day without a year are in `year`."""
    for passage in passages:
        if clocks := tuple(find_clocks(passage.text, year)):
            yield Timed(passage, clocks)


def passages(body: Body) -> Iterator[Passage]:
    """The body's prose in order, what others said in quotation blocks left out."""
    text = body.text
    for blank in _BLANKS:
        text = text.replace(blank, " ")
    tables = {table.offset for table in body.tables}
    starts = deque(body.blocks[::2])
    open_: list[tuple[int, str, str]] = []
    last, in_table = 0, False
    for start, end in zip(body.prose[::2], body.prose[1::2], strict=True):
        is_new = False
        while starts and starts[0] <= start:
            in_table, is_new = starts.popleft() in tables, True
        gap = text[last:start] if start - last <= _LONGEST_GAP else "\n\n"
        if is_new or _is_apart(gap, in_table):
            yield from _joined(open_)
            open_ = []
        if open_:
            open_.append((start, text[start:end], _between(gap)))
        elif not _is_quoted(body, start):
            open_.append((start, text[start:end], ""))
        last = end
    yield from _joined(open_)


def _is_apart(gap: str, in_table: bool) -> bool:
    if "\n" in gap:
        return in_table or bool(_APART.search(gap))
    return "<br" in gap


def _is_quoted(body: Body, offset: int) -> bool:
    """Whether the line begins as a quotation; only its head is looked at, for it may be long."""
    start = body.line_starts[bisect_right(body.line_starts, offset) - 1]
    return body.text[start : start + _HEAD].lstrip().startswith(">")


def _between(gap: str) -> str:
    """What a reader sees of the gap between two runs."""
    if not gap:
        return ""
    if "`" in gap:
        return _CODE
    if "|" in gap:
        return " | "
    return " " if any(letter.isspace() for letter in gap) else ""


def _joined(pieces: list[tuple[int, str, str]]) -> Iterator[Passage]:
    if not pieces:
        return
    text: list[str] = []
    at, offsets, length = [], [], 0
    for offset, run, before in pieces:
        length += len(before)
        at.append(length)
        offsets.append(offset)
        text += (before, run)
        length += len(run)
    yield Passage("".join(text), at, offsets)
