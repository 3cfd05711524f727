"""Counts over time as stacked bars: incidents by severity, or by who noticed them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from postmortem_archive.charts import periods, wording
from postmortem_archive.charts.axes import colour_scale, count_axis, period_axis
from postmortem_archive.charts.chart import Cell, Chart, Count
from postmortem_archive.charts.colours import CATEGORIES, SEVERITIES, stand_in
from postmortem_archive.charts.drawing import NARROW, WIDE, Drawing, of_values, with_drawings
from postmortem_archive.charts.periods import Period
from postmortem_archive.charts.svg import Caption
from postmortem_archive.charts.tidy import Mark
from postmortem_archive.translation import _, ngettext

_LIMITS = {periods.MONTH: 48, periods.QUARTER: 60}
_COARSE = {periods.QUARTER: 16}
_LEFT = 34
_BROADEST = 60
_HEIGHT = {WIDE: 200, NARROW: 180}


@dataclass(frozen=True, slots=True)
class _Stack:
    """Numbers and addresses by period and name; names have an order, and colours by it."""

    periods: list[Period]
    names: list[str]
    colours: list[str]
    numbers: dict[tuple[str, str], int]
    addresses: dict[tuple[str, str], str]

    def of(self, period: Period) -> int:
        return sum(self.numbers.get((period.name, name), 0) for name in self.names)

    def total(self, name: str) -> int:
        return sum(self.numbers.get((period.name, name), 0) for period in self.periods)


def by_severity(
    counts: Iterable[Count],
    severities: Sequence[str],
    *,
    prefix: str,
    title: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Chart:
    """Incidents per month, or per quarter where there are more than 48 months.

    `severities` are in their order, the worst first, and their place decides the colour; a name
    that is not among them comes behind. `since` and `until` widen the axis, so that months
    without incidents are seen at its ends too.
    """
    known = sorted(counts, key=lambda c: (c.day, c.name))
    names = [*severities, *sorted({c.name for c in known} - set(severities))]
    ranked = {name: SEVERITIES[min(i, len(SEVERITIES) - 1)] for i, name in enumerate(names)}
    used = [name for name in names if any(c.name == name and c.number for c in known)]
    colours = [ranked[name] for name in used]
    title = title or _("Incidents over time, by severity")
    return _chart(known, used, colours, _LIMITS, title, prefix, since, until)


def by_source(
    counts: Iterable[Count],
    *,
    prefix: str,
    unstated: str | None = None,
    title: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Chart:
    """Incidents by their source of detection per quarter, or per year beyond 16 quarters.

    The most frequent sources have a colour each, and the rest is summed up as others, so that there
    are six at most. `unstated` is what the rows call an unknown source: it comes last, in grey.
    """
    known = sorted(counts, key=lambda c: (c.day, c.name))
    totals: dict[str, int] = {}
    for each in known:
        totals[each.name] = totals.get(each.name, 0) + each.number
    last = [unstated] if unstated is not None and totals.pop(unstated, 0) else []
    names = sorted((n for n in totals if totals[n]), key=lambda n: (-totals[n], n))
    if len(names) + len(last) > len(CATEGORIES):
        others = _("others")
        names = [n for n in names if n != others][: len(CATEGORIES) - len(last) - 1]
        known = [c if c.name in (*names, *last) else c._replace(name=others) for c in known]
        names.append(others)
    colours = [*CATEGORIES[: len(names)], *CATEGORIES[-1:] * len(last)]
    title = title or _("Who noticed first")
    return _chart(known, [*names, *last], colours, _COARSE, title, prefix, since, until)


def _chart(
    counts: list[Count],
    names: list[str],
    colours: list[str],
    limits: dict[str, int],
    title: str,
    prefix: str,
    since: date | None,
    until: date | None,
) -> Chart:
    days = [c.day for c in counts if c.number]
    if not days:
        return Chart(title, _("Nothing to draw: there is no incident with a date."))
    first, last = min([*days, *filter(None, [since])]), max([*days, *filter(None, [until])])
    unit = periods.finest(first, last, limits)
    stack = _Stack(periods.between(first, last, unit), names, colours, {}, {})
    for each in counts:
        key = (periods.period_of(each.day, unit).name, each.name)
        stack.numbers[key] = stack.numbers.get(key, 0) + each.number
        if each.address:
            stack.addresses.setdefault(key, each.address)
    drawings = (_drawing(stack, WIDE), _drawing(stack, NARROW))
    columns = (periods.heading(unit), *names, _("All"))
    return with_drawings(title, _described(stack), prefix, drawings, columns, _table(stack))


def _drawing(stack: _Stack, width: int) -> Drawing:
    import altair as alt

    marks: list[Mark] = []
    values = []
    for period in stack.periods:
        for rank, name in enumerate(stack.names):
            key = (period.name, name)
            number = stack.numbers.get(key, 0)
            if number:
                text = f"{period.name}, {name}: {wording.incidents(number)}"
                values.append(
                    {"p": period.name, "c": stack.colours[rank], "r": rank, "n": number,
                     "m": str(len(marks))}
                )  # fmt: skip
                marks.append(Mark(text, stack.addresses.get(key)))
    inner = width - _LEFT - 8
    most = max(map(stack.of, stack.periods))
    bars = (
        of_values(values)
        .mark_bar(
            size=min(0.8 * inner / len(stack.periods), _BROADEST),
            stroke=stand_in("surface"),
            strokeWidth=0.5,
        )
        .encode(
            x=period_axis(stack.periods, inner),
            y=count_axis(most),
            color=alt.Color("c:N", scale=colour_scale(stack.colours), legend=None),
            order=alt.Order("r:Q"),
            description="m:N",
        )
    )
    legend = tuple((c, n, "square") for c, n in zip(stack.colours, stack.names, strict=True))
    unit = stack.periods[0].unit
    caption = Caption(4, 14, _("incidents per {unit}", unit=periods.unit_name(unit)))
    return Drawing(
        (bars,), inner, _HEIGHT[width], tuple(marks), legend, (caption,), left=_LEFT, right=8
    )


def _described(stack: _Stack) -> str:
    unit = stack.periods[0].unit
    totals = [(name, stack.total(name)) for name in stack.names]
    highest = max(stack.periods, key=stack.of)
    empty = sum(1 for period in stack.periods if not stack.of(period))
    span = stack.periods[0].name
    if len(stack.periods) > 1:
        span = _("{first} to {last}", first=span, last=stack.periods[-1].name)
    told = ngettext(
        "{n} incident per {unit}, {span}: {parts}.",
        "{n} incidents per {unit}, {span}: {parts}.",
        sum(number for name, number in totals),
        unit=periods.unit_name(unit),
        span=span,
        parts=wording.listed([f"{name} {wording.number(number)}" for name, number in totals]),
    )
    if len(stack.periods) == 1:
        return told
    most = _("Most in {period} ({n})", period=highest.name, n=stack.of(highest))
    none = f"; {periods.none_in(empty, len(stack.periods), unit)}" if empty else ""
    return f"{told} {most}{none}."


def _table(stack: _Stack) -> list[tuple[Cell, ...]]:
    rows = []
    for period in stack.periods:
        cells = [
            Cell(wording.number(stack.numbers.get(key, 0)), stack.addresses.get(key))
            for name in stack.names
            if (key := (period.name, name))
        ]
        rows.append((Cell(period.name), *cells, Cell(wording.number(stack.of(period)))))
    return rows
