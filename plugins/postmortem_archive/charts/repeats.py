"""Incidents that repeat one another, as dots on a line for each chain."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from postmortem_archive.charts import periods, wording
from postmortem_archive.charts.axes import pixels, spoken
from postmortem_archive.charts.chart import Cell, Chain, Chart
from postmortem_archive.charts.colours import stand_in
from postmortem_archive.charts.drawing import NARROW, WIDE, Drawing, of_values, with_drawings
from postmortem_archive.charts.text_width import fitting
from postmortem_archive.charts.tidy import Mark
from postmortem_archive.translation import _, ngettext

_CHAINS = 15
_PITCH, _LABEL, _LINE, _MARGIN = 40, 14, 28, 10
_LIMITS = {periods.MONTH: 24, periods.QUARTER: 24}


def chains(known: Iterable[Chain], *, prefix: str, title: str = "") -> Chart:
    """The chains in the order given; fifteen are drawn, the table has all."""
    title = title or _("Repeats")
    shown = [
        Chain(chain.name, tuple(sorted(chain.incidents, key=lambda i: (i.day, i.title))))
        for chain in known
        if chain.incidents
    ]
    if not shown:
        return Chart(title, _("Nothing to draw: no incident is said to repeat another."))
    drawings = (_drawing(shown[:_CHAINS], WIDE), _drawing(shown[:_CHAINS], NARROW))
    rows = [
        (Cell(chain.name), Cell(each.day.isoformat()), Cell(each.title, each.address))
        for chain in shown
        for each in chain.incidents
    ]
    columns = (_("Chain"), _("Day"), _("Incident"))
    return with_drawings(title, _described(shown), prefix, drawings, columns, rows)


def _drawing(shown: list[Chain], width: int) -> Drawing:
    days = [each.day for chain in shown for each in chain.incidents]
    unit = periods.finest(min(days), max(days), _LIMITS)
    axis = periods.between(min(days), max(days), unit)
    inner, height = width - 2 * _MARGIN, len(shown) * _PITCH
    marks: list[Mark] = []
    dots, lines, names = [], [], []
    for row, chain in enumerate(shown):
        y = row * _PITCH + _LINE
        places = [_place(each.day, axis, inner) for each in chain.incidents]
        lines.append({"x": places[0], "x2": places[-1], "y": y})
        name = wording.isolated(fitting(chain.name, inner - 90))
        often = wording.incidents(len(places))
        names.append({"x": 0, "y": row * _PITCH + _LABEL, "t": f"{name} · {often}"})
        for place, each in zip(places, chain.incidents, strict=True):
            dots.append({"x": place, "y": y, "m": str(len(marks))})
            marks.append(
                Mark(f"{each.day.isoformat()}: {wording.isolated(each.title)}", each.address)
            )
    across, down = _places(axis, inner, height)
    place_of: dict[str, Any] = {"x": across, "y": down}
    layers = (
        of_values(lines).mark_rule(stroke=stand_in("line"), strokeWidth=2)
        .encode(**place_of, x2="x2:Q"),
        of_values(names).mark_text(align="left", baseline="alphabetic")
        .encode(**place_of, text="t:N"),
        of_values(dots).mark_point(
            shape="circle", filled=True, size=80, opacity=1, fill=stand_in("c1"),
            stroke=stand_in("surface"), strokeWidth=1,
        ).encode(**place_of, description="m:N"),
    )  # fmt: skip
    return Drawing(layers, inner, height, tuple(marks), left=_MARGIN, right=_MARGIN)


def _place(day: date, axis: list[periods.Period], inner: int) -> float:
    whole = (axis[-1].end - axis[0].first).days
    return round(inner * (day - axis[0].first).days / whole, 1)


def _places(axis: list[periods.Period], inner: int, height: int) -> tuple[Any, Any]:
    """Days as pixels, with the beginnings of periods marked below."""
    import altair as alt

    named = periods.labelled(axis, inner)
    labels = {
        f"{_place(period.first, axis, inner):g}": named[period.name]
        for period in axis
        if period.name in named
    }
    (x, across), (y, down) = pixels("x", inner), pixels("y", height)
    below = alt.Axis(
        values=[float(place) for place in labels], labelExpr=spoken(labels), labelAngle=0,
        grid=True, labelAlign="left", labelPadding=4,
    )  # fmt: skip
    return alt.X(x, scale=across, axis=below), alt.Y(y, scale=down, axis=None)


def _described(shown: list[Chain]) -> str:
    incidents = sum(len(chain.incidents) for chain in shown)
    longest = max(shown, key=lambda chain: len(chain.incidents))
    left = len(shown) - _CHAINS
    said = [
        # Whoever repeats is never alone: there are always several incidents.
        ngettext(
            "{n} chain of {incidents} incidents that repeat one another.",
            "{n} chains of {incidents} incidents that repeat one another.",
            len(shown),
            incidents=incidents,
        ),
        _(
            "The longest, {name}, has {n}.",
            name=wording.isolated(longest.name),
            n=str(len(longest.incidents)),
        ),
    ]
    if left > 0:
        said.append(_("{n} more are in the table only.", n=str(left)))
    return " ".join(said)
