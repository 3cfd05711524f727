"""A Markdown body as its structure: sections, tables, items and links, each with a place."""

from __future__ import annotations  # array[int] is no type at run time before Python 3.12

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from postmortem_archive.model.kept import Kept
from postmortem_archive.model.template import wording


# Named tuples where there are thousands of them: they are made and kept at half the cost.
class Place(NamedTuple):
    """A line and a column of a file, both from 1, the column in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Section(Kept):
    """A heading and what stands under it, up to the next heading of its level or above.

    `start` and `end` are character offsets into the body's text, after the heading.
    """

    title: str
    level: int
    anchor: str
    place: Place
    start: int
    end: int

    @property
    def wording(self) -> str:
        return wording(self.title)


class Cell(NamedTuple):
    """A table cell: its text without markup, and where the text begins."""

    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class Table:
    """A pipe table; rows shorter than the header are filled with empty cells by Markdown."""

    offset: int
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def labels(self) -> Iterator[Cell]:
        """The first cells of rows in which nothing else stands."""
        for first, *rest in self.rows:
            if first.text and rest and not any(cell.text for cell in rest):
                yield first


class Item(NamedTuple):
    """A list item's own text, without its nested lists; `checked` is None if it has no box."""

    text: str
    offset: int
    depth: int
    checked: bool | None = None


class Link(NamedTuple):
    """A link or an image and where it points, as written."""

    target: str
    offset: int
    image: bool = False


class Comment(NamedTuple):
    """An HTML comment's text, trimmed, and where the comment begins and ends."""

    text: str
    offset: int
    end: int


@dataclass(frozen=True, slots=True)
class Body(Kept):
    """The text after the front matter. All offsets count characters of `text` from 0.

    `anchors` are the places to link to: all headings, also such as begin no section, and
    what raw HTML names. `prose` holds pairs of offsets, start and end, of runs of text
    outside code and markup; `blocks` likewise of top-level blocks; `content` the offsets
    at which something stands that a reader sees, headings and table headers aside.
    """

    text: str = ""
    first_line: int = 1
    line_starts: array[int] = field(default_factory=lambda: array("I", [0]))
    sections: tuple[Section, ...] = ()
    anchors: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    items: tuple[Item, ...] = ()
    links: tuple[Link, ...] = ()
    comments: tuple[Comment, ...] = ()
    prose: array[int] = field(default_factory=lambda: array("I"))
    blocks: array[int] = field(default_factory=lambda: array("I"))
    content: array[int] = field(default_factory=lambda: array("I"))

    def place(self, offset: int) -> Place:
        """The line and column in the file of an offset."""
        line = bisect_right(self.line_starts, offset) - 1
        return Place(self.first_line + line, offset - self.line_starts[line] + 1)

    def line_start(self, offset: int) -> int:
        """Where the line begins on which an offset stands."""
        return self.line_starts[bisect_right(self.line_starts, offset) - 1]

    def line_at(self, offset: int) -> str:
        """The whole line on which an offset stands."""
        line = bisect_right(self.line_starts, offset) - 1
        last = line + 1 >= len(self.line_starts)
        end = len(self.text) if last else self.line_starts[line + 1]
        return self.text[self.line_starts[line] : end].rstrip("\n")

    def runs(self) -> Iterator[tuple[int, str]]:
        """The prose, run by run: the offset and the text."""
        for start, end in zip(self.prose[::2], self.prose[1::2], strict=True):
            yield start, self.text[start:end]

    def content_in(self, section: Section) -> Iterator[int]:
        """The offsets of what a reader sees in a section."""
        first = bisect_right(self.content, section.start - 1)
        last = bisect_right(self.content, section.end - 1)
        return iter(self.content[first:last])

    def within(self, section: Section) -> Iterator[Section]:
        """The headings under a heading."""
        return (s for s in self.sections if section.start < s.start and s.end <= section.end)
