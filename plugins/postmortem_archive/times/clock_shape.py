"""Finds the parts of a clock at the start of a text, by shape alone: nothing is judged here."""

import re
from dataclasses import dataclass

from postmortem_archive.times import days, zones


@dataclass(slots=True)
class Written:
    """The parts of a clock as they stand in the text, right or wrong, and where they end."""

    day: re.Match[str] | None = None
    time: re.Match[str] | None = None
    until_day: re.Match[str] | None = None
    until: re.Match[str] | None = None
    zones: tuple[str, ...] = ()
    approximate: bool = False
    unclear: bool = False
    end: int = 0


@dataclass(slots=True)
class _Cursor:
    text: str
    at: int = 0

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return match


_HALF = r"(?:\s?(?P<half>[ap])\.?\s?m\b\.?)"
# `hole` is a time not filled in, or not known: HH:MM, 14:??, --:--.
_TIME = re.compile(
    rf"""
    (?: (?P<hour>[0-2]?[0-9]):(?P<minute>[0-9]{{2}})
        (?: :(?P<second>[0-9]{{2}}) (?:[.,](?P<fraction>[0-9]{{1,9}}))? )?
        {_HALF}?
    |   (?P<hour12>1[0-2]|0?[1-9]) {_HALF.replace("half", "half12")}
    |   (?P<hole>(?:HH|[0-2X?_-][0-9X?_-]?):(?:MM|[0-9X?_-]{{2}}) (?::(?:SS|[0-9X?_-]{{2}}))?)
    )
    (?![0-9]|[:.][0-9])
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ABOUT = re.compile(
    r"\s*(?:[~≈]|(?:ca\.?|circa|c\.|about|around|approx\.?|approximately|roughly)(?![a-z]))\s*",
    re.IGNORECASE,
)
_ABOUT_AFTER = re.compile(
    r"\s?(?:~|\?+(?!\w)|\((?:approx(?:\.|imately)?|ca\.?|about|est(?:\.|imated)?|\?)\)|-?ish\b)",
    re.IGNORECASE,
)
_DAY_TO_TIME = re.compile(r"T|\s*,\s*(?:at\s+)?|\s+(?:at\s+)?", re.IGNORECASE)
_TO = re.compile(r"\s*(?:[-–—→]|->)\s*|\s+(?:to|until|till)\s+", re.IGNORECASE)
_BEFORE_ZONE = re.compile(r"\s*[(\[]?")
_AFTER_ZONE = re.compile(r"[)\]]")
_ZONE_NEXT_TO_TIME = re.compile(r"\s?(?:\+[0-9]{2}(?::?[0-9]{2})?|z)(?![0-9A-Za-z:])")
_MINUS = re.compile(
    r"\s?-(?P<hours>[01][0-9]):?(?P<minutes>[0-9]{2})(?![0-9:?]|\s?(?:[ap]\.?m|UTC|GMT|[A-Z]{2,4}T)\b)"
)


# A range over midnight is short; so much is also the jump that `placing` takes for a new day.
_A_NIGHT = 6 * 60


def scan(text: str) -> Written | None:
    """The clock that a text begins with."""
    cursor, written = _Cursor(text), Written()
    about = bool(cursor.take(_ABOUT))
    written.day = cursor.take(days.DAY)
    day_ends = cursor.at
    joint = cursor.take(_DAY_TO_TIME) if written.day else None
    about_time = bool(cursor.take(_ABOUT))
    written.time = cursor.take(_TIME)
    if written.time:
        _scan_zone_and_end(cursor, written, iso=bool(joint and joint[0] in "Tt"))
    elif written.day:
        cursor.at = day_ends
    else:
        return None
    about_after = bool(cursor.take(_ABOUT_AFTER))
    written.approximate = about or about_after or bool(about_time and written.time)
    written.end = cursor.at
    return written if _stands_alone(text, written) else None


def _scan_zone_and_end(cursor: _Cursor, written: Written, *, iso: bool) -> None:
    written.zones = _scan_zone(cursor)
    minus = None if written.zones else _MINUS.match(cursor.text, cursor.at)
    kind = _kind_of_minus(written, minus, iso=iso) if minus else "end"
    written.unclear = kind == "unclear"
    if minus and kind == "offset":
        cursor.at = minus.end()
        written.zones = (minus[0].strip(),)
    else:
        _scan_end(cursor, written)


def _scan_end(cursor: _Cursor, written: Written) -> None:
    """The end of a range, if one follows."""
    before = cursor.at
    cursor.take(_ABOUT_AFTER)
    if cursor.take(_TO):
        cursor.take(_ABOUT)
        written.until_day = cursor.take(days.DAY)
        if written.until_day:
            cursor.take(_DAY_TO_TIME)
        written.until = cursor.take(_TIME)
    if written.until:
        written.zones += _scan_zone(cursor)
    else:
        cursor.at, written.until_day = before, None


def _scan_zone(cursor: _Cursor) -> tuple[str, ...]:
    """The zone behind a time, bare or in brackets, as a tuple of none or one."""
    if offset := cursor.take(_ZONE_NEXT_TO_TIME):
        return (offset[0].strip(),)
    before = cursor.at
    opened = cursor.take(_BEFORE_ZONE)
    zone = cursor.take(zones.WRITTEN)
    closed = cursor.take(_AFTER_ZONE) if opened and opened[0].strip() else True
    if zone and closed and not zone[0].startswith("-"):
        return (zone[0],)
    cursor.at = before
    return ()


def _kind_of_minus(written: Written, minus: re.Match[str], *, iso: bool) -> str:
    """Whether `14:23-05:00` ends in an offset or is a range; the two look the same.

    It is a range where no zone has such an offset, and else an offset in the ISO forms (a T,
    seconds, no colon). What is left is a range unless it would last longer than a night; behind a
    day, it is an offset where the range would last that long, and otherwise nobody can tell.
    """
    time, hours, minutes = written.time, int(minus["hours"]), int(minus["minutes"])
    if ":" not in minus[0]:
        return "offset"
    if time is None or not time["hour"] or hours > 12 or minutes not in (0, 30):
        return "end"
    if iso or time["second"]:
        return "offset"
    start, end = int(time["hour"]) * 60 + int(time["minute"]), hours * 60 + minutes
    if end < start and (end - start) % (24 * 60) > _A_NIGHT:
        return "offset" if written.day else "unclear"
    return "unclear" if written.day and 1 <= hours <= 10 else "end"


def _stands_alone(text: str, written: Written) -> bool:
    """Whether the clock ends where a word ends, and is more than a month's name and a number."""
    end = written.end
    if end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        return False
    day = written.day
    vague = day is not None and day["named"] and not day["year"] and not written.time
    return not vague or not text[end:].strip() or bool(re.match(r"\s*[-–—:|]\s", text[end:]))
