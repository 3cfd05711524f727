"""Durations as dots over time on a logarithmic scale, with the median and p90 of each period."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from postmortem_archive.charts import periods, wording
from postmortem_archive.charts.axes import duration_ticks, spoken
from postmortem_archive.charts.chart import Cell, Chart, Span
from postmortem_archive.charts.colours import stand_in
from postmortem_archive.charts.drawing import NARROW, WIDE, Drawing, of_values, with_drawings
from postmortem_archive.charts.periods import Period
from postmortem_archive.charts.svg import Caption
from postmortem_archive.charts.tidy import Mark
from postmortem_archive.translation import _, ngettext

if TYPE_CHECKING:
    import altair as alt

# Median and p90 of sorted seconds; None where there are too few to say.
Summary = Callable[[Sequence[float]], tuple[float | None, float | None]]

_QUARTERS = 16
_DOTS = 500
# Columns that make a picture; with fewer quarters, months are drawn.
_FEW = 4
_LEFT = 52


@dataclass(frozen=True, slots=True)
class _Column:
    """A period: its dots by their days, and how many incidents median and p90 are of."""

    period: Period
    spans: list[Span]
    incidents: int
    median: float | None
    p90: float | None


def over_time(
    spans: Iterable[Span],
    summary: Summary,
    *,
    prefix: str,
    title: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Chart:
    """One dot for each incident, by quarter, or by year beyond 16 quarters.

    Median and p90 come from `summary`, so that they are those of the rest of the site. At most
    500 dots are drawn: of more, the most recent quarters or months that have no more than that,
    and the description says how many are left out. The table has the periods that are drawn.
    """
    title = title or _("Time to recover")
    known = sorted(spans, key=lambda s: (s.day, s.title, s.seconds))
    if not known:
        return Chart(title, _("Nothing to draw: no incident has this duration."))
    first = min(filter(None, (known[0].day, since)))
    last = max(filter(None, (known[-1].day, until)))
    columns = _shown(known, first, last, summary)
    drawings = (_drawing(columns, WIDE), _drawing(columns, NARROW))
    unit = periods.heading(columns[0].period.unit)
    names = (unit, _("Incidents"), _("Median"), "p90", _("Longest"))
    return with_drawings(
        title, _described(title, known, columns), prefix, drawings, names, _table(columns)
    )


def _shown(known: list[Span], first: date, last: date, summary: Summary) -> list[_Column]:
    """All columns; or the last quarters or months where that would be too many dots."""
    if len(known) <= _DOTS:
        unit = periods.finest(first, last, {periods.QUARTER: _QUARTERS})
        return _columns(known, periods.between(first, last, unit), summary)
    for unit in (periods.QUARTER, periods.MONTH):
        shown = periods.between(first, known[-1].day, unit)[-_QUARTERS:]
        recent = _recent(known, shown, summary)
        if len(recent) >= _FEW:
            break
    return recent


def _recent(known: list[Span], shown: list[Period], summary: Summary) -> list[_Column]:
    """The last columns that together are not too many dots, or the last days of the last one."""
    columns = _columns([s for s in known if s.day >= shown[0].first], shown, summary)
    room, first = _DOTS, len(columns)
    while first and room >= len(columns[first - 1].spans):
        first -= 1
        room -= len(columns[first].spans)
    last = columns[-1]
    return columns[first:] or [replace(last, spans=last.spans[-_DOTS:])]


def _columns(known: list[Span], shown: list[Period], summary: Summary) -> list[_Column]:
    by_period: dict[str, list[Span]] = {period.name: [] for period in shown}
    for span in known:
        by_period[periods.period_of(span.day, shown[0].unit).name].append(span)
    columns = []
    for period in shown:
        mine = by_period[period.name]
        middle = summary(sorted(s.seconds for s in mine)) if mine else (None, None)
        columns.append(_Column(period, mine, len(mine), *middle))
    return columns


def _drawing(columns: list[_Column], width: int) -> Drawing:
    inner, height = width - _LEFT - 8, 260 if width == WIDE else 240
    positive = [s.seconds for column in columns for s in column.spans if s.seconds > 0]
    ticks = duration_ticks(positive or [60.0, 600.0])
    floor = ticks[0][0]
    if len(positive) < sum(len(column.spans) for column in columns):
        floor = ticks[0][0] / 4
        ticks.insert(0, (floor, "0"))
    marks, dots = _dots(columns, floor)
    x, y = _axes(columns, inner, ticks)
    edges = of_values([{"x": place} for place in range(1, len(columns))])
    layers = (
        edges.mark_rule(stroke=stand_in("grid")).encode(x=x),
        _points(dots, 44 if width == WIDE else 28).encode(x=x, y=y, description="m:N"),
        *(_rules(columns, which, floor).encode(x=x, x2="x2:Q", y=y) for which in ("median", "p90")),
    )
    captions = (Caption(4, 14, _("duration, on a logarithmic scale")),)
    return Drawing(
        layers, inner, height, tuple(marks), _legend(columns), captions, left=_LEFT, right=8
    )


def _dots(columns: list[_Column], floor: float) -> tuple[list[Mark], list[dict[str, Any]]]:
    """Each incident at its day within its period, and none below the floor."""
    marks: list[Mark] = []
    dots = []
    for place, column in enumerate(columns):
        length = (column.period.end - column.period.first).days
        for span in column.spans:
            along = ((span.day - column.period.first).days + 0.5) / length
            dots.append(
                {"x": round(place + along, 3), "y": max(span.seconds, floor), "m": str(len(marks))}
            )
            text = f"{wording.isolated(span.title)}: {wording.span(span.seconds)}"
            marks.append(Mark(f"{text}, {span.day.isoformat()}", span.address))
    return marks, dots


def _axes(
    columns: list[_Column], inner: int, ticks: list[tuple[float, str]]
) -> tuple["alt.X", "alt.Y"]:
    import altair as alt

    shown = [column.period for column in columns]
    named = periods.labelled(shown, inner)
    labels = {
        f"{place + 0.5}": named[period.name]
        for place, period in enumerate(shown)
        if period.name in named
    }
    below = alt.Axis(
        values=[float(place) for place in labels], labelExpr=spoken(labels), labelAngle=0,
        ticks=False, grid=False, labelPadding=6,
    )  # fmt: skip
    along = alt.Scale(domain=[0, len(columns)], nice=False, zero=False)
    words = {f"{seconds:.15g}": name for seconds, name in ticks}
    beside = alt.Axis(
        values=[seconds for seconds, _ in ticks], labelExpr=spoken(words), domain=False,
        ticks=False, labelPadding=4,
    )  # fmt: skip
    up = alt.Scale(type="log", domain=[ticks[0][0], ticks[-1][0]], nice=False)
    return alt.X("x:Q", scale=along, axis=below), alt.Y("y:Q", scale=up, axis=beside)


def _legend(columns: list[_Column]) -> tuple[tuple[str, str, str], ...]:
    """Names what is drawn: of few incidents there is no median."""
    keys = [("c1", _("incident"), "dot")]
    if any(column.median is not None for column in columns):
        keys.append(("c2", _("median"), "line"))
    if any(column.p90 is not None for column in columns):
        keys.append(("c3", "p90", "dashes"))
    return tuple(keys)


def _points(dots: list[dict[str, Any]], size: int) -> Any:
    return of_values(dots).mark_point(
        shape="circle", filled=True, size=size, fill=stand_in("c1"), fillOpacity=0.85,
        stroke=stand_in("surface"), strokeWidth=0.5, opacity=1,
    )  # fmt: skip


def _rules(columns: list[_Column], which: str, floor: float) -> Any:
    values = [
        {"x": place + 0.08, "x2": place + 0.92, "y": max(value, floor)}
        for place, column in enumerate(columns)
        if (value := column.median if which == "median" else column.p90) is not None
    ]
    if which == "median":
        return of_values(values).mark_rule(stroke=stand_in("c2"), strokeWidth=2.5)
    return of_values(values).mark_rule(stroke=stand_in("c3"), strokeWidth=2, strokeDash=[4, 3])


def _described(title: str, known: list[Span], columns: list[_Column]) -> str:
    spans = [span for column in columns for span in column.spans]
    least, most = (wording.span(f(s.seconds for s in spans)) for f in (min, max))
    if least != most:
        least = _("{least} to {most}", least=least, most=most)
    said = [
        ngettext(
            "{title} of {n} incident by {unit}, on a logarithmic scale: {spans}.",
            "{title} of {n} incidents by {unit}, on a logarithmic scale: {spans}.",
            len(spans),
            title=title,
            unit=periods.unit_name(columns[0].period.unit),
            spans=least,
        )
    ]
    latest = next((c for c in reversed(columns) if c.median is not None), None)
    if latest and latest.median is not None:
        median = wording.span(latest.median)
        said.append(_("Median in {period}: {span}.", period=latest.period.name, span=median))
    if len(spans) < len(known):
        said.append(
            ngettext(
                "{n} earlier incident not drawn, for more than {dots} dots cannot be told apart.",
                "{n} earlier incidents not drawn, for more than {dots} dots cannot be told apart.",
                len(known) - len(spans),
                dots=_DOTS,
            )
        )
    zeros = sum(1 for span in spans if span.seconds <= 0)
    if zeros:
        said.append(
            ngettext(
                "{n} duration of zero at the lower edge.",
                "{n} durations of zero at the lower edge.",
                zeros,
            )
        )
    return " ".join(said)


def _table(columns: list[_Column]) -> list[tuple[Cell, ...]]:
    rows = []
    for column in columns:
        longest = max(column.spans, key=lambda s: s.seconds, default=None)
        middle = (column.median, column.p90)
        rows.append(
            (
                Cell(column.period.name),
                Cell(wording.number(column.incidents)),
                *(Cell("–" if value is None else wording.span(value)) for value in middle),
                Cell(wording.span(longest.seconds), longest.address) if longest else Cell("–"),
            )
        )
    return rows
