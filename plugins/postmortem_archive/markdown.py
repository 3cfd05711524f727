"""The one door to pyromark: GitHub's Markdown as a stream of events, and GitHub's anchors."""

import re
import unicodedata
from collections.abc import Iterator

import pyromark
from pyromark import Options
from pyromark.event import Event

_GITHUB = pyromark.Markdown(
    options=Options.ENABLE_TABLES
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_GFM
)

# What Ruby's \p{Word}, by which GitHub makes its anchors, lets through beyond ASCII.
_WORD_CATEGORIES = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "Pc"})
_ASCII_BESIDE_WORDS = re.compile(r"[^\w\- ]", re.ASCII)


def events(text: str) -> Iterator[tuple[Event, int, int]]:
    """Every event with the range of UTF-8 bytes it came from; text in the parser's pieces."""
    for event, place in _GITHUB.events_with_range(text, merge_text=False):
        yield event, place["start"], place["end"]


def merged_events(text: str) -> Iterator[Event]:
    """Every event without its place; adjacent pieces of text are one event."""
    return _GITHUB.events(text, merge_text=True)


def merged_events_with_start(text: str) -> Iterator[tuple[Event, int]]:
    """The same, each with the UTF-8 byte at which it begins."""
    for event, place in _GITHUB.events_with_range(text, merge_text=True):
        yield event, place["start"]


class Anchors:
    """Gives each heading of one document its anchor. Ask once per heading, in source order."""

    def __init__(self) -> None:
        self._repeats: dict[str, int] = {}

    def of(self, title: str) -> str:
        """The anchor GitHub gives to a heading of this plain text at this point."""
        slug = anchor = _slug(title)
        while anchor in self._repeats:
            self._repeats[slug] += 1
            anchor = f"{slug}-{self._repeats[slug]}"
        self._repeats[anchor] = 0
        return anchor


def clear_of_theme(fragment: str) -> str:
    """A fragment that names no element of the theme.

    Material's own ids begin with two underscores, and its script reads its settings from the
    first element that is called `__config`: a heading of that name would replace them.
    """
    return fragment.lstrip("_") if fragment.startswith("__") else fragment


def _slug(title: str) -> str:
    lowered = title.lower()
    if lowered.isascii():
        kept = _ASCII_BESIDE_WORDS.sub("", lowered)
    else:
        kept = "".join(c for c in lowered if c in "- " or _is_word(c))
    # GitHub leaves "🎉" without an anchor; a table of contents must lead somewhere.
    return clear_of_theme(kept.replace(" ", "-")) or "section"


def _is_word(character: str) -> bool:
    return unicodedata.category(character) in _WORD_CATEGORIES
