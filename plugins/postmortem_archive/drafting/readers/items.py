"""Reads a line that begins with a time, or with so long after the line before it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from postmortem_archive import times
from postmortem_archive.drafting.notes import Note
from postmortem_archive.drafting.readers import clauses, labels

if TYPE_CHECKING:
    from postmortem_archive.drafting.readers.blocks import Block

MARK = re.compile(r"\s{0,200}(?:[-*•–]|[0-9]{1,3}[.)])\s{1,8}(?=\S)")
# "10 minutes later", "+10 min", "T+10": the first counts from the line before, T from the first.
_LATER = re.compile(
    r"(?:about |around |~ ?|approx\.? |roughly )?(?P<span>[^,.;:]{1,30}?)"
    r" (?:later|after that)\b[,:]?",
    re.IGNORECASE,
)
_PLUS = re.compile(
    r"(?P<first>T ?)?\+ ?(?P<span>[0-9]{1,4} ?[a-z]{0,7})(?=[\s:,—–-])[\s:,—–-]*", re.I
)
# In a line of many, each next one begins with its own time and a dash.
_NEXT_TIME = re.compile(r"(?<=\s)(?=(?:[01]?[0-9]|2[0-3]):[0-5][0-9] ?[—–-] )")
_NEXT_NUMBER = re.compile(r"(?<=\s)(?=[0-9]{1,2}\. [A-Z])")
_DIGITS = re.compile(r"[0-9]{1,4}")
_APART = re.compile(r"^[\s\-–—:|,.]+")
_HEAD = 200


def begins_with_time(text: str) -> bool:
    return times.split_clock(text[:_HEAD]) is not None or bool(_PLUS.match(text[:_HEAD]))


def is_labelled(text: str) -> bool:
    """Whether a label opens the line, which then does not go on with the one above."""
    return labels.topic_at(text) is not None


def read(block: "Block", topic: str) -> Iterator[Note]:
    """The events of a block that begins with a time; none where it does not."""
    if not begins_with_time(block.text) and not _span_later(block.text):
        return
    starts = {match.start() for match in _NEXT_TIME.finditer(block.text)}
    starts |= {0, *clauses.later_sentences(block.text)}
    for start, end in pairwise([*sorted(starts), None]):
        part = block.part(start or 0, end)
        event = _timed(part, topic) or (clauses.event_within(part, topic) if start else None)
        yield event or Note(part.line, part.text, topic)


def _timed(block: "Block", topic: str) -> Note | None:
    """The note of a text that begins with a time, or None if that time cannot be read."""
    text = block.text
    if relative := _PLUS.match(text[:_HEAD]):
        span = relative["span"]
        after = _span(f"{span} min" if _DIGITS.fullmatch(span) else span)
        rest, from_first = text[relative.end() :], bool(relative["first"])
        event = Note(block.line, rest, topic, after=after, from_first=from_first)
        return event if after else None
    if after := _span_later(text):
        return Note(block.line, text, topic, after=after)
    head, tail = text[:_HEAD], text[_HEAD:]
    time, rest = times.split_clock(head) or ("", head)
    try:
        clock = times.parse_clock(time)
    except ValueError:
        return None
    if clock.time is None:
        return None
    return Note(block.line, _APART.sub("", rest) + tail, topic, clock=clock)


def problem(text: str) -> str:
    """Why a line that begins as if with a time does not give one; "" if it does not begin so."""
    time = times.split_clock(text[:_HEAD])
    try:
        clock = times.parse_clock(time[0]) if time else None
    except ValueError as error:
        return str(error)
    return "a day without a time; its note stays below" if clock and not clock.time else ""


def numbered(text: str) -> Iterator[str]:
    """The items of a line that numbers several: 1. One 2. Two."""
    for part in _NEXT_NUMBER.split(text):
        if bare := MARK.sub("", part, count=1).strip():
            yield bare


def _span_later(text: str) -> timedelta | None:
    match = _LATER.match(text[:_HEAD])
    span = next(times.find_spans(match["span"]), None) if match else None
    exact = span and match and span.start == 0 and span.end == len(match["span"])
    return (span.low + (span.high or span.low)) / 2 if span and exact else None


def _span(text: str) -> timedelta | None:
    try:
        return times.parse_span(text)
    except ValueError:
        return None
