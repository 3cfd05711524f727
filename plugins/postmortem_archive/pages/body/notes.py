"""What a page adds beside lines of the author's text: a place to link to, and a few words."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Note:
    """Words beside a table row, a list item or a heading; `title` says them in full.

    `anchor` is the id by which the row or item is reached, and to which the words lead; a
    heading has one of its own. `column` is the cell of a row in which the words stand, from 0.
    """

    words: str = ""
    title: str = ""
    anchor: str = ""
    column: int = 0
    late: bool = False

    @property
    def id(self) -> str:
        """The attribute that makes it a place to link to, if it is one."""
        return f' id="{escape(self.anchor)}"' if self.anchor else ""

    @property
    def html(self) -> str:
        """The words, ready to write; to be sanitised."""
        if not self.words:
            return ""
        look = f'class="pm-note{" pm-late" if self.late else ""}" title="{escape(self.title)}"'
        words = escape(self.words)
        if not self.anchor:
            return f" <small {look}>{words}</small>"
        return f' <a {look} href="#{escape(self.anchor)}">{words}</a>'


NONE = Note()


class Notes:
    """The notes of one text by line; each is given away once, so that no id is there twice."""

    def __init__(self, notes: Mapping[int, Note], text: str) -> None:
        self._left = dict(notes)
        self._ends = list(accumulate(len(line) + 1 for line in text.encode().split(b"\n")))

    def take(self, start: int) -> Note:
        """The note on the line of the byte `start`, or one that says nothing."""
        return self._left.pop(bisect_right(self._ends, start), NONE)
