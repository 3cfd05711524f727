"""A Markdown text becomes its structure: sections, tables, items, links, with places."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from typing import Any, NamedTuple

from postmortem_archive import markdown
from postmortem_archive.model.body import Body, Cell, Comment, Item, Link, Section, Table


class _Heading(NamedTuple):
    """A heading as it was met; nested, in a quotation or a list, it begins no section."""

    level: int
    title: str
    start: int
    end: int
    nested: bool


# What an author's raw HTML names, as a place to link to.
_NAMED = re.compile(r"""<[a-z][^<>]{0,200}?\s(?:id|name)=["']?([^"'\s<>]{1,100})""", re.IGNORECASE)
_RAW_LINK = re.compile(
    r"""<(a|img)\b[^<>]{0,500}?\s(?:href|src)\s?=\s?["']?([^"'\s<>]{1,500})""", re.IGNORECASE
)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def read_body(text: str, first_line: int = 1) -> Body:
    """The structure of a body whose first line is line `first_line` of its file."""
    walk = _Walk(text)
    for event, start, end in markdown.events(text):
        walk.take(event, start, end)
    line_starts = array("I", [0, *(match.end() for match in re.finditer("\n", text))])
    body = Body(
        text=text,
        first_line=first_line,
        line_starts=line_starts,
        tables=tuple(walk.tables),
        items=tuple(walk.items),
        links=tuple(walk.links),
        comments=tuple(walk.comments),
        prose=walk.prose,
        blocks=walk.blocks,
        content=array("I", sorted(walk.content)),
    )
    anchors = markdown.Anchors()
    named = [(heading, anchors.of(heading.title)) for heading in walk.headings]
    outline = [pair for pair in named if not pair[0].nested]
    return replace(
        body,
        sections=tuple(_sections(body, outline)),
        anchors=(*(anchor for _, anchor in named), *walk.names),
    )


def _sections(body: Body, outline: list[tuple[_Heading, str]]) -> Iterator[Section]:
    ends = [len(body.text)] * len(outline)
    # From the last heading up: a section ends where the next of its level or above begins.
    open_above: list[int] = []
    for index in range(len(outline) - 1, -1, -1):
        level = outline[index][0].level
        while open_above and outline[open_above[-1]][0].level > level:
            open_above.pop()
        if open_above:
            ends[index] = outline[open_above[-1]][0].start
        open_above.append(index)
    for (heading, anchor), until in zip(outline, ends, strict=True):
        place = body.place(heading.start)
        yield Section(heading.title, heading.level, anchor, place, heading.end, until)


def comments_in(text: str, base: int = 0) -> Iterator[Comment]:
    """The HTML comments of a piece of raw HTML that begins at offset `base`."""
    start = text.find("<!--")
    while start >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            return
        yield Comment(text[start + 4 : end].strip(), base + start, base + end + 3)
        start = text.find("<!--", end + 3)


class _Walk:
    """Takes the parser's events one by one and keeps what the structure needs.

    Events come with places in bytes. `offset` makes characters of them, where they are kept.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.offset = _byte_to_character(text)
        self.headings: list[_Heading] = []
        self.tables: list[Table] = []
        self.items: list[Item] = []
        self.links: list[Link] = []
        self.comments: list[Comment] = []
        self.prose, self.blocks = array("I"), array("I")
        self.content: list[int] = []
        self.names: list[str] = []
        self.open: list[str] = []
        self.heading: list[str] | None = None
        self.level = 0
        self.cell: list[str] | None = None
        self.cell_offset = -1
        self.rows: list[list[Cell]] = []
        # Items are open inside one another: own text, offset, box, place in the list.
        self.open_items: list[tuple[list[str], int, list[bool], int]] = []

    def take(self, event: Any, start: int, end: int) -> None:
        if isinstance(event, str):
            self._break(event, start, end)
            return
        for kind, payload in event.items():  # there is one
            if taking := _TAKING.get(kind):
                taking(self, kind, payload, start, end)

    def _task(self, kind: str, checked: Any, start: int, end: int) -> None:
        if self.open_items:
            self.open_items[-1][2].append(checked)

    def _break(self, event: str, start: int, end: int) -> None:
        if not self.open:
            self.blocks.extend((self.offset(start), self.offset(end)))
        if event != "Rule":
            self._add(" ")

    def _add(self, text: str) -> None:
        # GitHub makes no part of a heading's anchor of what describes an image.
        in_image = "Image" in self.open
        for words in (None if in_image else self.heading, self.cell):
            if words is not None:
                words.append(text)
        if self.open_items and self.cell is None and self.heading is None:
            self.open_items[-1][0].append(text)

    def _words(self, kind: str, text: str, start: int, end: int) -> None:
        start, end = self.offset(start), self.offset(end)
        if "CodeBlock" not in self.open:
            self._add(text)
            if self.cell is not None and self.cell_offset < 0:
                self.cell_offset = start
            if kind == "Text" and self.text[start:end] == text:
                self._prose(start, end)
        if self.heading is None and "TableHead" not in self.open and not text.isspace():
            self.content.append(start)

    def _prose(self, start: int, end: int) -> None:
        if self.prose and self.prose[-1] == start:
            self.prose[-1] = end
        else:
            self.prose.extend((start, end))

    def _html(self, kind: str, text: str, start: int, end: int) -> None:
        start = self.offset(start)
        self.names.extend(_NAMED.findall(text))
        for match in _RAW_LINK.finditer(text):
            is_image = match[1].lower() == "img"
            self.links.append(Link(unescape(match[2]), start + match.start(), is_image))
        if kind == "InlineHtml" and text.startswith("<!--"):
            self.comments.extend(comments_in(text, start))
        elif kind == "InlineHtml" and text.startswith(("<img", "<video", "<picture")):
            self.content.append(start)

    def _start(self, kind: str, tag: Any, start: int, end: int) -> None:
        name, details = _tag(tag)
        if not self.open and name != "HtmlBlock":
            self.blocks.extend((self.offset(start), self.offset(end)))
        if opening := _OPENING.get(name):
            opening(self, details, start, end)
        self.open.append(name)

    def _open_heading(self, details: Any, start: int, end: int) -> None:
        self.heading, self.level = [], int(details["level"][1])

    def _open_row(self, details: Any, start: int, end: int) -> None:
        self.rows.append([])

    def _open_cell(self, details: Any, start: int, end: int) -> None:
        self.cell, self.cell_offset = [], -1

    def _open_item(self, details: Any, start: int, end: int) -> None:
        start = self.offset(start)
        self.open_items.append(([], start, [], len(self.items)))
        self.items.append(Item("", start, len(self.open_items)))

    def _open_link(self, details: Any, start: int, end: int) -> None:
        self.links.append(Link(details["dest_url"], self.offset(start)))

    def _open_image(self, details: Any, start: int, end: int) -> None:
        start = self.offset(start)
        self.links.append(Link(details["dest_url"], start, image=True))
        self.content.append(start)

    def _html_block(self, details: Any, start: int, end: int) -> None:
        start, end = self.offset(start), self.offset(end)
        raw = self.text[start:end]
        found = list(comments_in(raw, start))
        self.comments.extend(found)
        rest = raw
        for comment in reversed(found):
            rest = rest[: comment.offset - start] + rest[comment.end - start :]
        if rest.strip() and not rest.lstrip().startswith("<!--"):
            self.content.append(start)
            if not self.open:
                self.blocks.extend((start, end))

    def _end(self, kind: str, tag: Any, start: int, end: int) -> None:
        name = self.open.pop()
        if closing := _CLOSING.get(name):
            closing(self, start, end)

    def _close_heading(self, start: int, end: int) -> None:
        if self.heading is not None:
            title, nested = _plain(self.heading), bool(self.open)
            place = self.offset(start), self.offset(end)
            self.headings.append(_Heading(self.level, title, *place, nested))
            self.heading = None

    def _close_cell(self, start: int, end: int) -> None:
        if self.cell is not None:
            offset = self.cell_offset if self.cell_offset >= 0 else self.offset(start)
            self.rows[-1].append(Cell(_plain(self.cell), offset))
            self.cell = None

    def _close_table(self, start: int, end: int) -> None:
        header, *rows = (tuple(row) for row in self.rows)
        self.tables.append(Table(self.offset(start), header, tuple(rows)))
        self.rows = []

    def _close_item(self, start: int, end: int) -> None:
        words, offset, box, index = self.open_items.pop()
        checked = box[0] if box else None
        self.items[index] = Item(_plain(words), offset, len(self.open_items) + 1, checked)


# By the parser's names for them. What is not here changes nothing.
_TAKING = {
    "Start": _Walk._start,
    "End": _Walk._end,
    "Text": _Walk._words,
    "Code": _Walk._words,
    "InlineMath": _Walk._words,
    "DisplayMath": _Walk._words,
    "TaskListMarker": _Walk._task,
    "Html": _Walk._html,
    "InlineHtml": _Walk._html,
}
_OPENING = {
    "Heading": _Walk._open_heading,
    "TableHead": _Walk._open_row,
    "TableRow": _Walk._open_row,
    "TableCell": _Walk._open_cell,
    "Item": _Walk._open_item,
    "Link": _Walk._open_link,
    "Image": _Walk._open_image,
    "HtmlBlock": _Walk._html_block,
}
_CLOSING = {
    "Heading": _Walk._close_heading,
    "TableCell": _Walk._close_cell,
    "Table": _Walk._close_table,
    "Item": _Walk._close_item,
}


def _tag(payload: Any) -> tuple[str, Any]:
    return (payload, None) if isinstance(payload, str) else next(iter(payload.items()))


def _plain(words: list[str]) -> str:
    return " ".join("".join(words).split())


def _byte_to_character(text: str) -> Callable[[int], int]:
    """The parser counts UTF-8 bytes; people and editors count characters."""
    if text.isascii():
        return lambda offset: offset
    starts, extras, extra = [0], [0], 0
    for match in _BEYOND_ASCII.finditer(text):
        extra += len(match[0].encode("utf-8")) - 1
        starts.append(match.end() + extra)
        extras.append(extra)
    return lambda offset: offset - extras[bisect_right(starts, offset) - 1]
