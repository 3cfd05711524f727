"""Reads spans of time such as "1 h 33 min", and writes them."""

import re
from datetime import timedelta
from itertools import pairwise

from postmortem_archive.times.wording import bounded, quoted

_SECOND = 1_000_000
_MINUTE = 60 * _SECOND
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR

UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), timedelta(seconds=1)),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), timedelta(minutes=1)),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), timedelta(hours=1)),
    **dict.fromkeys(("d", "day", "days"), timedelta(days=1)),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), timedelta(weeks=1)),
}
# A longer one is a slip, and moments plus spans must stay inside the calendar.
_LONGEST = timedelta(days=36_525)

_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_PART = rf"(?P<number>[0-9]+(?:\.[0-9]+)?) ?(?P<unit>{_UNIT})(?![a-z])\.?"
# Its alternatives begin with different letters, so that there is one way to read each text.
_BETWEEN = r"(?:, ?(?:and )?| (?:, ?(?:and )?|and )?)?"
_PARTS = re.compile(_PART + _BETWEEN, re.IGNORECASE)
_ANY_PART = re.sub("[?]P<[a-z]+>", "?:", _PART) + _BETWEEN
_SPAN = re.compile(rf"(?:{_ANY_PART})+", re.IGNORECASE)
_INSIDE = re.compile(rf"(?<![\w.])(?:{_ANY_PART}){{1,5}}", re.IGNORECASE)

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_CLOCK = re.compile(r"([0-9]{1,4}):([0-9]{2})(?::([0-9]{2}))?")
_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9])")
_ISO = re.compile(r"P(?:([0-9]+)D)?T?(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)S)?", re.IGNORECASE)
_CALENDAR = re.compile(r"[0-9.]+ ?(mo|mos|mths?|months?|quarters?|y|yrs?|years?)\b", re.IGNORECASE)
_UNKNOWN = re.compile(r"n/?a|unknown|none|tb[dac]|[-–—?x]+|xx+|yyy+|zzz+", re.IGNORECASE)


def parse_span(text: str) -> timedelta:
    """The span written with its units, the largest first: 93 min, 1h47m, 1 hour and 47 minutes."""
    written = bounded(text, "a span of time; write it as 1 h 33 min")
    span = _read(written)
    if span is None:
        raise ValueError(_refusal(text, written))
    if span > _LONGEST:
        raise ValueError(f"{quoted(text)} is longer than a century; check its number and unit")
    units = [UNITS[part["unit"].casefold()] for part in _PARTS.finditer(written)]
    if any(larger <= smaller for larger, smaller in pairwise(units)):
        right = f"write each unit once, the largest first: {words(span)}"
        raise ValueError(f"{quoted(text)} names its units out of order; {right}")
    return span


def words(span: timedelta) -> str:
    """The span in at most two units: 47 min, 1 h 33 min, 1 d 4 h.

    Rounded to the nearest minute, from a day on to the nearest hour, halves upwards: cut off
    instead, 59.6 minutes would read as 59. What is not zero never reads as zero.
    """
    exact = abs(span // timedelta(microseconds=1))
    sign = "-" if span < timedelta(0) else ""
    if exact < _MINUTE:
        return f"{sign}< 1 min" if exact else "0 min"
    minutes = _nearest(exact, _MINUTE)
    if minutes < 24 * 60:
        return sign + _two(minutes, 60, "h", "min")
    return sign + _two(_nearest(exact, _HOUR), 24, "d", "h")


def exact_words(span: timedelta) -> str:
    """The span to the second, in as many units as that takes: 1 d 40 min."""
    seconds = int(abs(span).total_seconds())
    parts = []
    for unit, length in (("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)):
        number, seconds = divmod(seconds, length)
        if number:
            parts.append(f"{number} {unit}")
    return " ".join(parts) or "0 min"


def _nearest(exact: int, unit: int) -> int:
    return (2 * exact + unit) // (2 * unit)


def _two(count: int, in_larger: int, larger: str, smaller: str) -> str:
    large, small = divmod(count, in_larger)
    named = ((large, larger), (small, smaller))
    return " ".join(f"{number} {unit}" for number, unit in named if number)


def _read(written: str) -> timedelta | None:
    """The sum of the parts in any order, or None if there is more than parts."""
    if not _SPAN.fullmatch(written):
        return None
    parts = _PARTS.finditer(written)
    try:
        lengths = [float(part["number"]) * UNITS[part["unit"].casefold()] for part in parts]
        return sum(lengths, timedelta(0))
    except OverflowError:
        return timedelta.max


def _refusal(text: str, written: str) -> str:
    asked = quoted(text)
    if not written:
        return "the span is empty; write it as 1 h 33 min"
    if _UNKNOWN.fullmatch(written):
        return f"{asked} is not a span of time; leave the field out while it is not known"
    if written.startswith("-"):
        return f"{asked} is negative; a span runs forwards, as in {_offered(written[1:])}"
    if _NUMBER.fullmatch(written):
        return f"{asked} has no unit; say the unit: {written} min"
    if _COMMA.search(written) and _read(_COMMA.sub(".", written)):
        point, none = _COMMA.sub(".", written), _COMMA.sub("", written)
        return f"{asked} has a comma in its number; write {point}, or {none}"
    if clock := _CLOCK.fullmatch(written):
        return f"{asked} {_of_clock(clock)}"
    if calendar := _CALENDAR.search(written):
        return f"{asked} has no fixed length, for a {_one(calendar[1])} has none; say it in days"
    if iso := _iso(written):
        return f"{asked} is hard to read; write {iso}"
    return f"{asked} is not a span of time; write it as {_offered(written)}"


def _offered(written: str) -> str:
    """The first span inside what was written, or an example."""
    found = _INSIDE.search(written)
    span = _read(found[0].strip()) if found else None
    return words(span) if span else "1 h 33 min"


def _of_clock(clock: re.Match[str]) -> str:
    first, second = int(clock[1]), int(clock[2])
    if clock[3]:
        return f"has no units; write {first} h {second} min"
    choice = f"{first} h {second} min, or {first} min {second} s"
    return f"can be hours and minutes or minutes and seconds; write {choice}"


def _one(unit: str) -> str:
    kinds = {"m": "month", "q": "quarter", "y": "year"}
    return kinds[unit[0].casefold()]


def _iso(written: str) -> str:
    match = _ISO.fullmatch(written)
    named = zip(match.groups(), ("d", "h", "min", "s"), strict=True) if match else ()
    return " ".join(f"{int(number)} {unit}" for number, unit in named if number)
