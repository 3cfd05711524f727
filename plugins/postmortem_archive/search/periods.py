"""Days and durations as they are written in queries."""

import re
from calendar import monthrange
from datetime import date, timedelta

from postmortem_archive import times
from postmortem_archive.model.finding import ArchiveError

_DAY = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(\d{2})(?:-(\d{2}))?))?", re.ASCII | re.IGNORECASE)
_LAST = re.compile(
    r"(?:last )?(\d{1,4}) ?(d|w|m|y|days?|weeks?|months?|years?)", re.ASCII | re.IGNORECASE
)
_TEST = re.compile(r"(<=|>=|<|>)(.{1,40})", re.DOTALL)
_DAYS = {"d": 1, "w": 7}
_MONTHS = {"m": 1, "y": 12}


def read_period(name: str, text: str, today: date) -> tuple[date, date]:
    """The first and last day of `date:2025`, `since:2025-03`, `until:2025-Q2`, `since:90d`.

    Raises ArchiveError if it cannot be read.
    """
    last = _back(text, today) if name != "until" else None
    if last:
        return last, today
    match = _DAY.fullmatch(text)
    try:
        if not match:
            raise ValueError
        first, end = _ends(match)
    except ValueError:
        raise ArchiveError(
            f'{name}: "{text[:40]}" is no day; write 2025, 2025-03, 2025-Q1 or 2025-03-14, '
            'or "last 90 days"'
        ) from None
    return {"date": (first, end), "since": (first, date.max), "until": (date.min, end)}[name]


def read_last(text: str, today: date) -> tuple[date, date] | None:
    """The days of `last 90 days`, today included; None for any other text."""
    first = _back(text, today) if text.lower().startswith("last ") else None
    return (first, today) if first else None


def _back(text: str, today: date) -> date | None:
    match = _LAST.fullmatch(text.strip())
    if not match:
        return None
    number, unit = int(match[1]), match[2][0].lower()
    try:
        if unit in _DAYS:
            return today - timedelta(days=number * _DAYS[unit])
        return times.add_months(today, -number * _MONTHS[unit])
    except (ValueError, OverflowError):
        return date.min


def _ends(match: re.Match[str]) -> tuple[date, date]:
    year, quarter, month, day = (int(part) if part else 0 for part in match.groups())
    if day:
        return date(year, month, day), date(year, month, day)
    first, last = (3 * quarter - 2, 3 * quarter) if quarter else (month or 1, month or 12)
    if match[3] and not month:
        raise ValueError
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def read_test(name: str, text: str) -> tuple[str, float]:
    """The comparison and the minutes of `recover:>2h`. Raises ArchiveError if it cannot be read."""
    match = _TEST.fullmatch(text)
    try:
        if not match:
            raise ValueError
        return match[1], times.parse_span(match[2].strip()) / timedelta(minutes=1)
    except ValueError:
        raise ArchiveError(
            f'{name}: "{text[:40]}" is no test of a duration; write {name}:>2h, {name}:<=15min'
        ) from None
