"""Divides notes into blocks: a heading, an item, a table's row, or lines that belong together."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from postmortem_archive.drafting.readers import items

_HEADING = re.compile(r"#{1,6}\s+(?=\S)")
_BOLD_LINE = re.compile(r"\*\*([^*]{1,100})\*\*:?")
# A line of prose that goes on in the next one is not shorter than this.
_WRAPPED = 40
_ROW = re.compile(r"\|.*\|$")


@dataclass(slots=True)
class Block:
    """Lines of notes that say one thing: their kind, text, and where in it each line begins."""

    line: int
    kind: str
    text: str
    indent: int = 0
    at: list[int] = field(default_factory=lambda: [0])
    line_of: list[int] = field(default_factory=list)

    def line_at(self, offset: int) -> int:
        """The line on which an offset of the text stands."""
        return self.line_of[bisect_right(self.at, offset) - 1] if self.line_of else self.line

    def part(self, start: int, end: int | None = None) -> "Block":
        """A part of the text as a block of its own."""
        text = self.text[start:end]
        start += len(text) - len(text.lstrip())
        first = max(bisect_right(self.at, start) - 1, 0)
        last = bisect_right(self.at, start + len(text))
        at = [0, *(offset - start for offset in self.at[first + 1 : last])]
        line_of = self.line_of[first:last]
        return Block(self.line_at(start), self.kind, text.strip(), self.indent, at, line_of)


def blocks(lines: Sequence[str]) -> Iterator[Block]:
    """The blocks of some lines; a line further in than an item, or below prose, goes on with it."""
    open_: list[tuple[int, str]] = []
    kind, indent = "", 0
    for number, raw in enumerate(lines, 1):
        text = raw.strip().removeprefix("> ").strip()
        inside = len(raw) - len(raw.lstrip())
        found = _kind(raw, text)
        wrapped = kind == "plain" and bool(open_) and len(open_[-1][1]) >= _WRAPPED
        if open_ and found == "plain" and (wrapped or inside > indent):
            open_.append((number, text))
            continue
        yield from _closed(open_, kind, indent)
        open_ = []
        if found:
            open_, kind, indent = [(number, _bare(text, found))], found, inside
    yield from _closed(open_, kind, indent)


def _kind(raw: str, text: str) -> str:
    if not text:
        return ""
    if _HEADING.match(text) or _BOLD_LINE.fullmatch(text[:120]):
        return "heading"
    if _ROW.fullmatch(text):
        return "row"
    if items.MARK.match(raw):
        return "item"
    return "timed" if items.begins_with_time(text) or items.is_labelled(text) else "plain"


def _bare(text: str, kind: str) -> str:
    if kind == "heading":
        return _HEADING.sub("", text).strip("*# ").removesuffix(":")
    if kind == "item":
        return items.MARK.sub("", text, count=1)
    return text


def _closed(open_: list[tuple[int, str]], kind: str, indent: int) -> Iterator[Block]:
    if not open_:
        return
    at, length = [], 0
    for _, text in open_:
        at.append(length)
        length += len(text) + 1
    text = " ".join(text for _, text in open_)
    yield Block(open_[0][0], kind, text, indent, at, [number for number, _ in open_])
