"""Reads days, moments, spans and windows of time, each as stated or not at all."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo

from postmortem_archive import times
from postmortem_archive.importers.readings import Context, Plain, Reading
from postmortem_archive.model.front_matter import MEASURES

_SPAN_OF = {measure.end: measure.stated for measure in MEASURES.values()}
_ASIDE = re.compile(r"[ \t]{0,9}\(([^()]{1,120})\)[ \t]{0,9}$")


def read_day(name: str, text: str, context: Context) -> Reading:
    try:
        clock = times.parse_clock(text)
    except ValueError as problem:
        return Reading(doubt=str(problem))
    if clock.day is None:
        return Reading(doubt=f'"{text[:40]}" names no day; write it as 2026-02-15')
    if clock.time is None and not clock.approximate:
        return Reading({"day": clock.day})
    why = "a time beside the date: if the impact began then, write it as started"
    return Reading({"day": clock.day}, doubt=why)


def read_moment(name: str, text: str, context: Context) -> Reading:
    if name in _SPAN_OF and (span := _span_text(text)):
        return Reading({_SPAN_OF[name]: span})
    try:
        clock = times.parse_clock(text)
    except ValueError as problem:
        return Reading(doubt=str(problem))
    if clock.time is None:
        if name == "started" and clock.day:
            why = "a day without a time names the file; write the time it happened"
            return Reading({"day": clock.day}, doubt=why)
        return Reading(doubt="a day without a time; write the time it happened")
    if clock.until:
        return read_window(name, text, context)
    if clock.approximate:
        return Reading(doubt="an estimate; write the best one as a moment")
    day = clock.day or context.day
    if day is None:
        return Reading(doubt="no day is known; write it as 2026-02-15T14:23Z")
    moment, why = placed(datetime.combine(day, clock.time), clock.zone or context.zone)
    if moment is None:
        return Reading({"day": clock.day} if name == "started" and clock.day else {}, doubt=why)
    return Reading({name: moment})


def placed(local: datetime, zone: tzinfo | None) -> tuple[datetime | None, str]:
    """The moment, or why there is none."""
    if zone is None:
        return (
            None,
            f"names no zone; say --timezone, or write {local:%Y-%m-%dT%H:%M} with its offset",
        )
    aware = local.replace(tzinfo=zone)
    offset = aware.utcoffset()
    if offset != aware.replace(fold=1).utcoffset():
        return None, "the clocks were changed in this hour; write the moment with its offset"
    if offset is not None and offset.total_seconds() % 60:
        return None, "its zone had an offset with seconds then; write the moment in UTC"
    return datetime.fromisoformat(aware.isoformat()), ""


def _span_text(text: str) -> str:
    """The text as a span that front matter takes, as it is stated, or ""."""
    for candidate in (text.rstrip("."), text):
        try:
            times.parse_span(candidate)
        except ValueError:
            continue
        return " ".join(candidate.split())
    return ""


def read_span(name: str, text: str, context: Context) -> Reading:
    if span := _span_text(text):
        return Reading({name: span})
    aside = _ASIDE.search(text)
    head = text[: aside.start()].strip() if aside else text
    if aside and (span := _span_text(head)):
        return _span_with_aside(name, span, aside[1], context)
    if name == "time_to_recover" and _length(head) is not None:
        if aside and (span := _span_text(aside[1])) and not _agree(head, span):
            return Reading(doubt=f"{head} is not {aside[1]}; correct one of them")
        window = read_window("window", head, context)
        return replace(window, whole=not aside or bool(_span_text(aside[1])))
    try:
        times.parse_span(text)
    except ValueError as problem:
        return Reading(doubt=str(problem))
    return Reading(doubt="is not a span of time; write it as 1 h 33 min")


_FROM_START = re.compile(
    r"from (?:the )?(?:first |start )?(?:of )?(?:customer |user )?impact\b.{0,60}"
    r"|(?:estimated|total|user-facing|customer-facing)",
    re.IGNORECASE,
)


def _span_with_aside(name: str, span: str, aside: str, context: Context) -> Reading:
    """A span with a remark in brackets, which may say between which moments it lies."""
    times_said, _, rest = aside.partition(",")
    if _length(times_said) is not None and name == "time_to_recover":
        if not _agree(times_said, span):
            return Reading(doubt=f"{times_said} is not {span}; correct one of them")
        window = read_window("window", times_said, context)
        if not window.values:
            return Reading({name: span}, whole=False)
        return replace(window, whole=not rest)
    counted = re.search(r"\b(?:from|since|after)\b", aside, re.IGNORECASE)
    from_detection = name == "time_to_acknowledge" and re.match(
        "from (?:the )?(?:alert|det)", aside
    )
    if counted and not from_detection and not _FROM_START.match(aside):
        return Reading(doubt=f"it is said to count {aside}; {name} counts otherwise")
    return Reading({name: span}, whole=False)


def _agree(window: str, span: str) -> bool:
    return _length(window) == times.parse_span(span)


def _length(text: str) -> timedelta | None:
    """How long a range of two times is, on whatever day; None if it is no such range."""
    try:
        clock = times.parse_clock(text)
    except ValueError:
        return None
    if clock.until is None or clock.time is None:
        return None
    first, last = clock.day or date.min, clock.until[0] or clock.day or date.min
    length = datetime.combine(last, clock.until[1]) - datetime.combine(first, clock.time)
    return length if length > timedelta(0) else length + timedelta(days=1)


def read_window(name: str, text: str, context: Context) -> Reading:
    """A range of two times, perhaps with its length: from the start of the impact to its end."""
    aside = _ASIDE.search(text)
    if aside and (span := _span_text(aside[1])) and _length(text[: aside.start()]) is not None:
        if not _agree(text[: aside.start()], span):
            return Reading(doubt=f"{text[: aside.start()]} is not {span}; correct one of them")
        text = text[: aside.start()]
    try:
        clock = times.parse_clock(text)
    except ValueError as problem:
        return Reading(doubt=str(problem))
    if clock.until is None or clock.time is None:
        return Reading(doubt="is no range of two times; write started and resolved")
    day = clock.day or context.day
    if day is None:
        return Reading(doubt="no day is known; write started and resolved as moments")
    if clock.approximate:
        return Reading(doubt="an estimate; write the best one as two moments")
    zone = clock.zone or context.zone
    start, why = placed(datetime.combine(day, clock.time), zone)
    end, _ = placed(datetime.combine(clock.until[0] or day, clock.until[1]), zone)
    if start is None or end is None:
        return Reading(doubt=why or "the clocks were changed then; write both moments")
    if end <= start:
        return Reading(doubt="ends before it begins; if it ends on the next day, write the moments")
    values: dict[str, object] = {"started": start, "resolved": end}
    return Reading(values)


def read_published(name: str, text: str, context: Context) -> Reading:
    try:
        clock = times.parse_clock(text)
    except ValueError as problem:
        return Reading(doubt=str(problem))
    if clock.day is None:
        return Reading(doubt=f'"{text[:40]}" names no day; write it as 2026-02-18')
    return Reading({"published": Plain(clock.day.isoformat())}, whole=clock.time is None)
