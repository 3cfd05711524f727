"""A section's Markdown as plain paragraphs and items: comments, markup and images left out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from postmortem_archive import markdown
from postmortem_archive.message import Part

_BLOCKS = frozenset({"Paragraph", "Heading", "Item", "TableHead", "TableRow", "CodeBlock"})
_LISTED = frozenset({"Item", "TableRow", "TableHead"})
# What a reader does not see as text of this place.
_UNSEEN = frozenset({"Image", "HtmlBlock", "FootnoteDefinition", "TableHead"})


@dataclass(frozen=True, slots=True)
class Quoted:
    """A paragraph, list item or table row as one line of text."""

    text: str
    is_item: bool


def quoted(text: str) -> list[Quoted]:
    """The paragraphs, items and rows of a Markdown text, in order; empty ones left out."""
    walk = _Walk()
    for event in markdown.merged_events(text):
        walk.take(event)
    walk.flush()
    return walk.found


def parts(found: Iterable[Quoted]) -> Iterator[Part]:
    """Paragraphs and lists as they follow each other."""
    for is_item, group in groupby(found, key=lambda one: one.is_item):
        lines = tuple((one.text,) for one in group)
        yield Part(items=lines) if is_item else Part(lines=lines)


class _Walk:
    """Takes the parser's events one by one and keeps the text of blocks."""

    def __init__(self) -> None:
        self.found: list[Quoted] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.addresses: list[tuple[str, int]] = []

    def take(self, event: Any) -> None:
        if isinstance(event, str):
            self.words.append(" ")
            return
        ((kind, payload),) = event.items()
        if kind == "Start":
            self._start(payload)
        elif kind == "End":
            self._end()
        elif kind in ("Text", "Code") and _UNSEEN.isdisjoint(self.open):
            self.words.append(payload)

    def _start(self, tag: Any) -> None:
        name, details = (tag, {}) if isinstance(tag, str) else next(iter(tag.items()))
        if name in _BLOCKS:
            self.flush()
        elif name == "TableCell" and "".join(self.words).strip():
            self.words.append(": ")
        elif name == "Link":
            self.addresses.append((details["dest_url"], len(self.words)))
        self.open.append(name)

    def _end(self) -> None:
        name = self.open[-1]
        if name in _BLOCKS:
            self.flush()
        elif name == "Link":
            address, start = self.addresses.pop()
            whole = address.startswith(("https://", "http://"))
            if whole and "".join(self.words[start:]) != address:
                self.words.append(f" ({address})")
        self.open.pop()

    def flush(self) -> None:
        text = " ".join("".join(self.words).split())
        if text:
            self.found.append(Quoted(text, not _LISTED.isdisjoint(self.open)))
        self.words = []
