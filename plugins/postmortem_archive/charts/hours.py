"""In which hours of the week incidents began, as a map of 168 cells."""

from collections.abc import Iterable
from itertools import groupby, pairwise
from typing import Any

from postmortem_archive.charts import wording
from postmortem_archive.charts.axes import colour_scale
from postmortem_archive.charts.chart import Cell, Chart, Hour
from postmortem_archive.charts.colours import HEAT, stand_in
from postmortem_archive.charts.drawing import NARROW, WIDE, Drawing, of_values, with_drawings
from postmortem_archive.charts.tidy import Mark
from postmortem_archive.translation import N_, _, ngettext

# The English of the days, and as short as an axis needs them.
WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
_DAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
_HOURS = [f"{hour:02}" for hour in range(24)]
# Cells whose number is read on a strong colour.
_STRONG = HEAT[2:]
_LEFT = 36


def of_week(counts: Iterable[Hour], *, prefix: str, title: str = "", zone: str = "UTC") -> Chart:
    """Days down and hours across; on a narrow screen days across and hours down.

    `zone` names the clock by which the hours are counted.
    """
    title = title or _("Hours of the week")
    known = _summed(counts)
    if not known:
        return Chart(title, _("Nothing to draw: of no incident is the hour known."))
    most = max(hour.number for hour in known)
    drawings = (_drawing(known, most, WIDE), _drawing(known, most, NARROW))
    by_cell = {(h.weekday, h.hour): h for h in known}
    rows = []
    for day, name in enumerate(WEEKDAYS):
        mine = [by_cell.get((day, hour)) for hour in range(24)]
        cells = [Cell(wording.number(h.number), h.address) if h else Cell("0") for h in mine]
        whole = sum(h.number for h in mine if h)
        rows.append((Cell(_(name)), *cells, Cell(wording.number(whole))))
    columns = (_("Day"), *_HOURS, _("All"))
    return with_drawings(title, _described(known, zone), prefix, drawings, columns, rows)


def _summed(counts: Iterable[Hour]) -> list[Hour]:
    """One for each cell that has incidents, in the order of the week."""
    ordered = sorted((c for c in counts if c.number), key=lambda c: (c.weekday, c.hour))
    found = []
    for (weekday, hour), same in groupby(ordered, key=lambda c: (c.weekday, c.hour)):
        group = list(same)
        address = next((c.address for c in group if c.address), None)
        found.append(Hour(weekday, hour, sum(c.number for c in group), address))
    return found


def _drawing(known: list[Hour], most: int, width: int) -> Drawing:
    import altair as alt

    marks: list[Mark] = []
    values = []
    for place, each in enumerate(known):
        begin = _(
            "{day} {first} to {last}",
            day=_(WEEKDAYS[each.weekday]),
            first=f"{each.hour:02}:00",
            last=f"{each.hour:02}:59",
        )
        marks.append(Mark(f"{begin}: {wording.incidents(each.number)}", each.address))
        values.append(
            {
                "d": _(_DAYS[each.weekday]),
                "h": _HOURS[each.hour],
                "n": wording.number(each.number),
                "c": _level(each.number, most),
                "m": str(place),
            }
        )
    place_of = _places(across=width == WIDE)
    color = alt.Color("c:N", scale=colour_scale(HEAT), legend=None)
    cells = of_values(values).mark_rect(stroke=stand_in("surface"), strokeWidth=1)
    layers = [cells.encode(**place_of, color=color, description="m:N")]
    for strong in (False, True):
        mine = of_values([v for v in values if (v["c"] in _STRONG) is strong])
        fill = stand_in("surface" if strong else "text")
        layers.append(mine.mark_text(baseline="middle", color=fill).encode(**place_of, text="n:N"))
    inner, height = (width - _LEFT - 4, 7 * 26) if width == WIDE else (width - _LEFT - 4, 24 * 22)
    return Drawing(tuple(layers), inner, height, tuple(marks), _legend(most), left=_LEFT, bottom=24)


def _places(*, across: bool) -> dict[str, Any]:
    """Hours across and days down, or the other way round."""
    import altair as alt

    axis = alt.Axis(
        grid=True, bandPosition=0, ticks=False, labelAngle=0, domain=False, labelPadding=5
    )
    hours, days = ("h", _HOURS), ("d", [_(day) for day in _DAYS])
    (x, every_x), (y, every_y) = (hours, days) if across else (days, hours)
    return {
        "x": alt.X(f"{x}:N", axis=axis, scale=alt.Scale(domain=every_x, padding=0)),
        "y": alt.Y(f"{y}:N", axis=axis, scale=alt.Scale(domain=every_y, padding=0)),
    }


def _level(number: int, most: int) -> str:
    """Four equal steps up to the highest number, or as many as there are numbers."""
    steps = min(len(HEAT), most)
    return HEAT[-steps:][-(-number * steps // most) - 1]


def _legend(most: int) -> tuple[tuple[str, str, str], ...]:
    steps = min(len(HEAT), most)
    bounds = [most * step // steps for step in range(steps + 1)]
    words = [
        wording.number(high)
        if low + 1 == high
        else f"{wording.number(low + 1)}–{wording.number(high)}"
        for low, high in pairwise(bounds)
    ]
    return tuple((c, w, "square") for c, w in zip(HEAT[-steps:], words, strict=True))


def _described(known: list[Hour], zone: str) -> str:
    all_of_them = sum(h.number for h in known)
    working = sum(h.number for h in known if h.weekday < 5 and 9 <= h.hour < 17)
    top = max(known, key=lambda h: (h.number, -h.weekday, -h.hour))
    told = ngettext(
        "When {n} incident began, by hour of the week ({zone}).",
        "When {n} incidents began, by hour of the week ({zone}).",
        all_of_them,
        zone=zone,
    )
    most = _(
        "Most on {day} from {hour} ({n}); {share} from Monday to Friday between 9:00 and 17:00.",
        day=_(WEEKDAYS[top.weekday]),
        hour=f"{top.hour:02}:00",
        n=top.number,
        share=wording.share(working, all_of_them),
    )
    return f"{told} {most}"
