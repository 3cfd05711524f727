"""Finds the weekdays that stand beside dates, and the dates given as that of the incident."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from postmortem_archive.model.passages import Passage
from postmortem_archive.times import DAY, read_day


@dataclass(frozen=True, slots=True)
class WeekdayClaim:
    """A weekday, from 0 for Monday, and the date it stands beside."""

    weekday: int
    text: str
    day: date
    offset: int


@dataclass(frozen=True, slots=True)
class DateClaim:
    """The date of the incident as the text gives it."""

    text: str
    day: date
    offset: int


_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# As they stand in texts, in lower case.
WEEKDAYS = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
) | {*_WEEKDAYS, "tues", "thur", "thurs"}
_WEEKDAY = re.compile(
    r"\b(?P<name>Mon(?:day)?|Tue(?:s|sday)?|Wed(?:nesday)?|Thu(?:rs|r|rsday)?|Fri(?:day)?"
    r"|Sat(?:urday)?|Sun(?:day)?)\b[.,]? (?:the )?(?=[0-9A-Z])",
)
_WEEKDAY_AFTER = re.compile(r" ?\((?P<name>Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\)")
_LABEL = re.compile(
    r"(?:incident date|date(?: and time)?(?: of (?:the )?(?:incident|outage))?) ?[:|] ?",
    re.IGNORECASE,
)
# Half a year to either side is the nearest year for a date that names none.
_HALF_A_YEAR = 183


def weekday_claims(passage: Passage, near: date | None) -> Iterator[WeekdayClaim]:
    """The weekdays beside dates; a date without a year is the one nearest to `near`."""
    text = passage.text
    for match in _WEEKDAY.finditer(text):
        written = DAY.match(text, match.end())
        day = _day(written, near) if written else None
        if written and day:
            found = text[match.start() : written.end()].strip()
            yield WeekdayClaim(_number(match), found, day, passage.offset(match.start()))
    for written in DAY.finditer(text) if _WEEKDAY_AFTER.search(text) else ():
        after = _WEEKDAY_AFTER.match(text, written.end())
        day = _day(written, near) if after else None
        if after and day:
            found = text[written.start() : after.end()]
            yield WeekdayClaim(_number(after), found, day, passage.offset(written.start()))


def date_claim(passage: Passage, near: date | None) -> DateClaim | None:
    """The date that a passage labels as the incident's."""
    label = _LABEL.match(passage.text)
    written = DAY.match(passage.text, label.end()) if label else None
    day = _day(written, near) if written else None
    if written is None or day is None:
        return None
    return DateClaim(written[0].strip(" ,."), day, passage.offset(written.start()))


def _number(match: re.Match[str]) -> int:
    return _WEEKDAYS.index(match["name"][:3].casefold())


def _day(written: re.Match[str], near: date | None) -> date | None:
    """The day, in the year that is nearest where none is written; None if it is not a clear one."""
    hint = None if written["year"] or written["iso"] else near
    for year in (hint.year, hint.year - 1, hint.year + 1) if hint else (None,):
        try:
            day = read_day(written, year)
        except ValueError:
            continue
        if hint is None or abs((day - hint).days) <= _HALF_A_YEAR:
            return day
    return None
