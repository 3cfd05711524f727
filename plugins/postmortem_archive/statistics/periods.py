"""Stretches of days that figures are about: a month, a quarter, a year, or any other."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from postmortem_archive import times

_NAMED = re.compile(r"([0-9]{4})(?:-(?:[Qq]([0-9])|([0-9]{2})))?")
_FORMS = "write 2026-Q1, 2026-03 or 2026"
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` to `end`, both included. `unit` is month, quarter or year, or empty."""

    name: str
    start: date
    end: date
    unit: str = ""

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.start <= day <= self.end

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def elapsed(self, today: date) -> int:
        """How many of its days are over or running on a day."""
        return max(0, min(self.days, (today - self.start).days + 1))

    def previous(self) -> "Period":
        """The calendar unit before, or as many days before."""
        last = self.start - timedelta(days=1)
        if self.unit:
            return unit_of(last, self.unit)
        return between(self.start - timedelta(days=self.days), last)


def between(start: date, end: date) -> Period:
    """The days from one to another: the month, quarter or year, if that is what they make."""
    for unit in _MONTHS:
        period = unit_of(start, unit)
        if (period.start, period.end) == (start, end):
            return period
    return Period(f"{start} to {end}", start, end)


def unit_of(day: date, unit: str) -> Period:
    """The month, quarter or year that a day is in."""
    length = _MONTHS[unit]
    first = (day.month - 1) // length * length + 1
    start = date(day.year, first, 1)
    end = times.add_months(start, length) - timedelta(days=1)
    quarter = f"{day.year}-Q{(day.month + 2) // 3}"
    name = {"month": f"{day:%Y-%m}", "quarter": quarter, "year": f"{day:%Y}"}[unit]
    return Period(name, start, end, unit)


def units(first: date, last: date, unit: str) -> Iterator[Period]:
    """The months, quarters or years from the one of a day to the one of another, none left out."""
    period = unit_of(first, unit)
    while period.start <= last:
        yield period
        period = unit_of(period.end + timedelta(days=1), unit)


def read_period(text: str) -> Period:
    """Reads `2026-Q1`, `2026-03` or `2026`. Raises ValueError with the right form."""
    match = _NAMED.fullmatch(text.strip())
    if not match:
        raise ValueError(f'"{text[:40]}" is not a period; {_FORMS}')
    year, quarter, month = int(match[1]), match[2], match[3]
    if not times.FIRST_YEAR <= year <= times.LAST_YEAR:
        raise ValueError(f'"{text}" has an unlikely year; {_FORMS}')
    if quarter:
        if quarter not in "1234":
            raise ValueError(f'"{text}": quarters run from Q1 to Q4; {_FORMS}')
        return unit_of(date(year, 3 * int(quarter), 1), "quarter")
    if month:
        if not 1 <= int(month) <= 12:
            raise ValueError(f'"{text}": months run from 01 to 12; {_FORMS}')
        return unit_of(date(year, int(month), 1), "month")
    return unit_of(date(year, 1, 1), "year")
