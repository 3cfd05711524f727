"""Months, quarters and years between two days, and which of their labels an axis has room for."""

from dataclasses import dataclass
from datetime import date

from postmortem_archive.translation import _, ngettext, pgettext
from postmortem_archive.translation.months import SHORT_MONTHS

MONTH, QUARTER, YEAR = "month", "quarter", "year"
_MONTHS = {MONTH: 1, QUARTER: 3, YEAR: 12}
# A year in figures and the space to the next.
_LABEL_PIXELS = 34


@dataclass(frozen=True, slots=True)
class Period:
    """A month, quarter or year: its first day and the first after it."""

    unit: str
    first: date
    end: date

    @property
    def name(self) -> str:
        """2026-03, 2026-Q1 or 2026."""
        year = f"{self.first.year:04}"
        if self.unit == YEAR:
            return year
        if self.unit == MONTH:
            return f"{year}-{self.first.month:02}"
        return f"{year}-Q{(self.first.month + 2) // 3}"

    @property
    def short(self) -> str:
        """Mar, Q2 or 2026."""
        if self.unit == MONTH:
            return _(SHORT_MONTHS[self.first.month - 1])
        return self.name[-2:] if self.unit == QUARTER else self.name


def heading(unit: str) -> str:
    """Month, Quarter or Year: what a column of them is called."""
    return {MONTH: _("Month"), QUARTER: _("Quarter"), YEAR: _("Year")}[unit]


def unit_name(unit: str) -> str:
    """The unit after "per" and "by"."""
    return {
        MONTH: pgettext("per", "month"),
        QUARTER: pgettext("per", "quarter"),
        YEAR: pgettext("per", "year"),
    }[unit]


def none_in(empty: int, of: int, unit: str) -> str:
    """That so many of the periods have nothing."""
    say = {
        MONTH: lambda n: ngettext(
            "none in {empty} of {n} month", "none in {empty} of {n} months", n, empty=empty
        ),
        QUARTER: lambda n: ngettext(
            "none in {empty} of {n} quarter", "none in {empty} of {n} quarters", n, empty=empty
        ),
        YEAR: lambda n: ngettext(
            "none in {empty} of {n} year", "none in {empty} of {n} years", n, empty=empty
        ),
    }
    return say[unit](of)


def _first(day: date, unit: str) -> date:
    length = _MONTHS[unit]
    return date(day.year, (day.month - 1) // length * length + 1, 1)


def _next(day: date, unit: str) -> date:
    months = day.year * 12 + day.month - 1 + _MONTHS[unit]
    # The last year of the calendar has no day after it.
    return date(months // 12, months % 12 + 1, 1) if months < 120_000 else date.max


def period_of(day: date, unit: str) -> Period:
    first = _first(day, unit)
    return Period(unit, first, _next(first, unit))


def between(since: date, until: date, unit: str) -> list[Period]:
    """All periods from that of one day to that of another."""
    found = [period_of(since, unit)]
    while found[-1].end <= until and found[-1].end < date.max:
        found.append(period_of(found[-1].end, unit))
    return found


def count(since: date, until: date, unit: str) -> int:
    """How many periods that are, without making them: a mistyped year is thousands of months."""
    first, last = _first(since, unit), _first(until, unit)
    months = (last.year - first.year) * 12 + last.month - first.month
    return months // _MONTHS[unit] + 1


def finest(since: date, until: date, limits: dict[str, int]) -> str:
    """The first unit of which there are not more than its limit; years if none fits."""
    fitting = (unit for unit, limit in limits.items() if count(since, until, unit) <= limit)
    return next(fitting, YEAR)


def labelled(periods: list[Period], pixels: float) -> dict[str, list[str]]:
    """Labels, in lines, for as many periods as fit side by side, by the period's name.

    Every period or every quarter, with the year below the first of each; where there is no
    room for that, every year, or every second, fifth, tenth.
    """
    each = pixels / len(periods)
    months = _MONTHS[periods[0].unit]
    for step in (1, 3):
        chosen = [p for p in periods if (p.first.month - 1) % step == 0]
        if months < 12 and max(step, months) / months * each >= _LABEL_PIXELS and chosen:
            return _with_years(chosen)
    years = [p for p in periods if p.first.month == 1]
    for step in (1, 2, 5, 10, 20, 50, 100, 500, 1000):
        chosen = [p for p in years if p.first.year % step == 0]
        if step * 12 / months * each >= _LABEL_PIXELS and chosen:
            return {p.name: [p.name[:4]] for p in chosen}
    return _with_years(periods[:1])


def _with_years(chosen: list[Period]) -> dict[str, list[str]]:
    labels: dict[str, list[str]] = {}
    year = None
    for period in chosen:
        new = period.first.year != year
        year = period.first.year
        below = [f"{year:04}"] if new and period.unit != YEAR else []
        labels[period.name] = [period.short, *below]
    return labels
