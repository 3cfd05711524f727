"""Reads calendar days, and counts the business days between two."""

import calendar
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from postmortem_archive.times.wording import bounded, quoted, refusal

# Wide enough for any incident, narrow enough to catch 0026 and 20226, and far enough from the ends
# of the calendar that no later arithmetic overflows.
FIRST_YEAR, LAST_YEAR = 1900, 2199

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name}
_MONTH = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    "|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
)
_WEEKDAY = "(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?(?![a-z])[.,]? ?"
_NTH = "(?:st|nd|rd|th)?"
_GAP = r"(?:[\s.,-]|of\s){0,4}"

# How a day may begin a cell. Only `iso` and the named months are read; the rest is recognised so
# that the refusal can offer the author's own day rewritten.
DAY = re.compile(
    rf"""
    (?:{_WEEKDAY.replace(" ", "[ ]")})?
    (?:
      (?P<iso>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}) (?![0-9])
    | (?P<year_first>[0-9]{{4,6}}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}) (?![0-9/]|[.-][0-9])
    | (?P<year_last>[0-9]{{1,2}}[-/.][0-9]{{1,2}}[-/.](?:[0-9]{{4,5}}|[0-9]{{2}}(?=\s|$)))
      (?![0-9/]|[.-][0-9])
    | (?P<no_year>[0-9]{{1,2}}/[0-9]{{1,2}}) (?=\s[0-9]{{1,2}}:)
    | (?P<hole>[0-9YX?]{{4}}-[0-9MX?]{{2}}-[0-9DX?]{{2}}) (?![0-9A-SU-Z])
    | (?P<named>
        (?: (?P<day_before>[0-9]{{1,2}}){_NTH}{_GAP}(?P<month_after>{_MONTH})(?![a-z])
        |   (?P<month_before>{_MONTH})(?![a-z]){_GAP}(?P<day_after>[0-9]{{1,2}}){_NTH}(?![0-9:a-z])
        )
        (?: {_GAP}(?P<year>[0-9]{{4}})(?![0-9:/-]) )?
      )
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_RIGHT_FORM = "write it as 2026-02-15"


def parse_day(text: str) -> date:
    """The day written as YYYY-MM-DD."""
    written = bounded(text, f"a date; {_RIGHT_FORM}")
    match = DAY.match(written)
    if match and match["iso"] == text.strip():
        return read_day(match)
    raise refusal(_refusal(text, written, match), _right_form(written, match))


def read_day(match: re.Match[str], year_hint: int | None = None) -> date:
    """The day that a match of `DAY` states; a day without a year is taken in `year_hint`."""
    if match["iso"]:
        return day_of(*_numbers(match["iso"]))
    if match["named"] and (year := match["year"] or year_hint):
        return day_of(int(year), *_month_and_day(match))
    raise ValueError(_why_odd(match))


def day_of(year: int, month: int, day: int) -> date:
    """The date, or a ValueError that says which part of it does not exist."""
    written = f"{year:04}-{month:02}-{day:02}"
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"{written} has an unlikely year; write it in full, as in 2026-02-15")
    if not 1 <= month <= 12:
        swapped = 1 <= day <= 12 and month <= 31
        meant = f"; write {year}-{day:02}-{month:02} if you mean that" if swapped else ""
        raise ValueError(f"{written} does not exist: months run from 01 to 12{meant}")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        span = f"{year}-{month:02}-01 to {year}-{month:02}-{last}"
        raise ValueError(f"{written} does not exist; write a day from {span}")
    return date(year, month, day)


def possible_days(match: re.Match[str]) -> list[date]:
    """The days that an oddly written one can mean: none, one, or two if its order is unclear."""
    return list(dict.fromkeys(_existing(_orders(match))))


def certain_day(match: re.Match[str]) -> date | None:
    """The day that a match of `DAY` means to everyone: order and year are not to be guessed.

    None too if the weekday beside it is another, for then one of the two is wrong.
    """
    orders = list(_orders(match))
    if written := match["year_last"]:
        first, second, year = _numbers(written)
        orders = [(year, second, first), (year, first, second)] if year > 99 else []
    days = set(_existing(orders))
    day = days.pop() if len(days) == 1 else None
    weekday = match[0][:3].casefold()
    return None if day and weekday in _WEEKDAYS and _WEEKDAYS[day.weekday()] != weekday else day


def business_days(start: date, end: date, holidays: frozenset[date]) -> int:
    """Business days after `start`, up to and including `end`; 0 if `end` is not later."""
    if end <= start:
        return 0
    off = sum(1 for day in holidays if start < day <= end and day.weekday() < 5)
    return _weekdays_until(end) - _weekdays_until(start) - off


def add_business_days(start: date, count: int, holidays: frozenset[date]) -> date:
    """The day that is so many business days after another."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and day not in holidays
    return day


def add_months(start: date, count: int) -> date:
    """The same day so many months later, or the last of a month that lacks it."""
    years, month = divmod(start.month - 1 + count, 12)
    year = start.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def _weekdays_until(day: date) -> int:
    """Mondays to Fridays since 0001-01-01, itself a Monday and the first ordinal."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)


def _orders(match: re.Match[str]) -> Iterator[tuple[int, int, int]]:
    if match["iso"]:
        yield _numbers(match["iso"])
    elif match["year_first"]:
        yield _numbers(match["year_first"])
    elif written := match["year_last"]:
        first, second, year = _numbers(written)
        year += 2000 if year < 100 else 0
        yield year, second, first
        if "." not in written:
            yield year, first, second
    elif match["named"] and match["year"]:
        yield int(match["year"]), *_month_and_day(match)


def _existing(orders: Iterable[tuple[int, int, int]]) -> Iterator[date]:
    for order in orders:
        try:
            yield day_of(*order)
        except ValueError:
            continue


def _numbers(written: str) -> tuple[int, int, int]:
    first, second, third = re.split("[-/.]", written)
    return int(first), int(second), int(third)


def _month_and_day(match: re.Match[str]) -> tuple[int, int]:
    month = (match["month_before"] or match["month_after"])[:3].casefold()
    return _MONTHS[month], int(match["day_before"] or match["day_after"])


def _right_form(written: str, match: re.Match[str] | None) -> str:
    """The date in the right form if it is nothing but an oddly written day, or ""."""
    if compact := _COMPACT.fullmatch(written):
        match = DAY.match("-".join(compact.groups()))
    elif match and match.end() < len(written):
        return ""
    return str((match and certain_day(match)) or "")


def _refusal(text: str, written: str, match: re.Match[str] | None) -> str:
    if not written:
        return f"the date is empty; {_RIGHT_FORM}"
    if compact := _COMPACT.fullmatch(written):
        return f"{quoted(text)} has no hyphens; write {'-'.join(compact.groups())}"
    if not match:
        return f"{quoted(text)} is not a date; {_RIGHT_FORM}"
    days = possible_days(match)
    if len(days) == 1 and match.end() < len(written):
        return f"{quoted(text)} is more than a date; write {days[0]} alone"
    if days:
        return f"{quoted(text)} {why_rewrite(match, days)}; write {either(days)}"
    return _why_odd(match)


def why_rewrite(match: re.Match[str], days: list[date]) -> str:
    """What is wrong with an oddly written day whose meaning can still be offered."""
    if len(days) > 1:
        return "means different days in different countries"
    if match["year_last"] and "." not in match["year_last"]:
        return "has day and month in an order that is unclear in other countries"
    return "does not have the form YYYY-MM-DD"


def either(choices: Iterable[object]) -> str:
    """The choices as a message offers them."""
    return " or ".join(str(choice) for choice in choices)


def _why_odd(match: re.Match[str]) -> str:
    written = quoted(match[0])
    if match["named"] and match["year"] is None:
        month, day = _month_and_day(match)
        return f"{written} has no year; add it, as in 2026-{month:02}-{day:02}"
    if match["no_year"]:
        return f"{written} has no year; {_RIGHT_FORM}"
    if match["hole"] and re.search("[ymd]", match["hole"], re.IGNORECASE):
        return f"{written} is still the placeholder; {_RIGHT_FORM}"
    if match["hole"]:
        return f"{written} does not say which day; fill it in, with ~ before it if you are not sure"
    if match["year_first"] and len(re.split("[-/.]", match["year_first"])[0]) > 4:
        _, month, day = _numbers(match["year_first"])
        return f"{written} has a year of too many digits; write YYYY-{month:02}-{day:02}"
    return _first_problem(match) or f"{written} is not a date; {_RIGHT_FORM}"


def _first_problem(match: re.Match[str]) -> str:
    for order in _orders(match):
        try:
            day_of(*order)
        except ValueError as problem:
            return str(problem)
    return ""
