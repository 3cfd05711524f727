"""Reads prose: a sentence with a time is an event, any other a note."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from postmortem_archive import times
from postmortem_archive.drafting.figures import impact_figures
from postmortem_archive.drafting.notes import Note
from postmortem_archive.drafting.readers import items

if TYPE_CHECKING:
    from postmortem_archive.drafting.readers.blocks import Block

_END = re.compile(r"(?<=[.!?])[\"”)]?\s+(?=[A-Z0-9\"“(@~])")
_BEFORE_TIME = re.compile(r",?\s?\b(?:at|by|around|about|@)\s?$", re.IGNORECASE)
_OPENS = re.compile(r"^(?:at|by|around|about|@)\s$", re.IGNORECASE)
_CAUSE = re.compile(r"(?:the )?root cause\b", re.IGNORECASE)
_NEAR = 12


def read(block: "Block", topic: str) -> Iterator[Note]:
    """The notes of a block of prose, a sentence each."""
    starts = [0, *(match.end() for match in _END.finditer(block.text)), None]
    for start, end in pairwise(starts):
        sentence = block.part(start or 0, end)
        if sentence.text:
            yield _note(sentence, topic)


def _note(sentence: "Block", topic: str) -> Note:
    if later := next(items.read(sentence, topic), None):
        return later
    text = sentence.text
    mention = next((m for m in times.find_clocks(text) if m.clock.time), None)
    if mention is None:
        return Note(sentence.line, text, topic or _about(text))
    note = Note(sentence.line_at(mention.start), text, topic, clock=mention.clock)
    return replace(note, text=_without(text, mention) or text)


def _about(text: str) -> str:
    """What a sentence without a time is about, where its words leave no doubt."""
    if _CAUSE.match(text):
        return "cause"
    return "impact" if impact_figures([Note(0, text)]) else ""


def _without(text: str, mention: times.ClockMention) -> str:
    """The sentence without its time, where that opens or ends it; the row says it anyway."""
    before, after = text[: mention.start], text[mention.end :]
    if not after.strip(" .!)"):
        lead = _BEFORE_TIME.search(before[-_NEAR:])
        return before[: len(before) - len(lead[0])].rstrip() + after.strip() if lead else text
    if not before or _OPENS.fullmatch(before):
        return after.lstrip(" ,:–—-")
    return text
