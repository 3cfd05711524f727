"""Cuts a text where it goes on to tell of another time, and reads a time in the midst of one."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from postmortem_archive import times
from postmortem_archive.drafting.notes import Note

if TYPE_CHECKING:
    from postmortem_archive.drafting.readers.blocks import Block

SENTENCE_END = re.compile(r"(?<=[.!?])[\"”)]?\s{1,20}(?=[A-Z0-9\"“(@~])")
# "…, Ravi acked at 07:33": what stands between two times, where the second has its own words.
_OWN_WORDS = re.compile(
    r"(?P<joint>\s?[,;]\s(?:and |then |and then )?|\s(?:and|then)\s)"
    r"(?=(?!at |by |around |about |until |to |between |from )[^\s,;]{1,40}\s)[^,;.]{1,80}$"
)
_BEFORE_TIME = re.compile(r",?\s?\b(?:at|by|around|about|@)\s?$", re.IGNORECASE)
_OPENS = re.compile(r"^(?:at|by|around|about|@)\s$", re.IGNORECASE)
_NEAR = 12


def sentences(block: "Block") -> Iterator["Block"]:
    """The sentences of a text, cut again where one tells of a later time in words of its own."""
    starts = [0, *(match.end() for match in SENTENCE_END.finditer(block.text))]
    for start, end in pairwise([*starts, None]):
        sentence = block.part(start or 0, end)
        cuts = [0, *_own_clauses(sentence.text)]
        for first, last in pairwise([*cuts, None]):
            yield sentence.part(first or 0, last)


def later_sentences(text: str) -> Iterator[int]:
    """Where, in a line that begins with a time, a later sentence tells of a later time."""
    clocks = _clocks(text)
    starts = [match.end() for match in SENTENCE_END.finditer(text)]
    for start, end in pairwise([*starts, len(text)]):
        inside = [clock for clock in clocks if start <= clock.start < end]
        before = [clock for clock in clocks if clock.start < start]
        if inside and before and _is_later(before[-1], inside[0]):
            yield start


def event_within(block: "Block", topic: str) -> Note | None:
    """The event of a text with a time somewhere in it."""
    text = block.text
    mention = next(iter(_clocks(text)), None)
    if mention is None:
        return None
    note = Note(block.line_at(mention.start), text, topic, clock=mention.clock)
    return replace(note, text=_without(text, mention) or text)


def _clocks(text: str) -> list[times.ClockMention]:
    return [mention for mention in times.find_clocks(text) if mention.clock.time]


def _own_clauses(text: str) -> Iterator[int]:
    for one, two in pairwise(_clocks(text)):
        joint = _OWN_WORDS.match(text[one.end : two.start])
        if joint and not one.clock.until and _is_later(one, two):
            yield one.end + joint.end("joint")


def _is_later(one: times.ClockMention, two: times.ClockMention) -> bool:
    """Whether a time follows another: what goes back in time explains, it does not go on."""
    first, second = one.clock, two.clock
    return bool(first.time and second.time and not second.day and first.time < second.time)


def _without(text: str, mention: times.ClockMention) -> str:
    """The text without its time, where that opens or ends it; the row says it anyway."""
    before, after = text[: mention.start], text[mention.end :]
    if not after.strip(" .!),;"):
        lead = _BEFORE_TIME.search(before[-_NEAR:])
        end = after.strip(" ,;")
        return before[: len(before) - len(lead[0])].rstrip() + end if lead else text
    if not before or _OPENS.fullmatch(before):
        return after.lstrip(" ,:–—-")
    return text
