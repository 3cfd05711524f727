"""Axes: periods side by side, numbers of incidents, and durations on a logarithmic scale."""

import json
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from postmortem_archive.charts.colours import stand_in
from postmortem_archive.charts.periods import Period, labelled
from postmortem_archive.translation import said

if TYPE_CHECKING:
    import altair as alt

# Steps that people know; 10 h and 1 d stand beside each other because both are looked for.
_TICKS = (
    (1, "1 s"), (10, "10 s"), (60, "1 min"), (600, "10 min"), (3600, "1 h"), (36_000, "10 h"),
    (86_400, "1 d"), (864_000, "10 d"), (8_640_000, "100 d"), (86_400_000, "1000 d"),
    (864_000_000, "10,000 d"),
)  # fmt: skip


def period_axis(shown: list[Period], pixels: float) -> "alt.X":
    """Periods as bands; those that have no value keep their place."""
    import altair as alt

    labels = labelled(shown, pixels)
    axis = alt.Axis(
        values=list(labels), labelExpr=spoken(labels), labelAngle=0, ticks=False, labelPadding=6,
        grid=False,
    )  # fmt: skip
    scale = alt.Scale(domain=[p.name for p in shown], paddingInner=0.2, paddingOuter=0.1)
    return alt.X("p:N", scale=scale, axis=axis)


def colour_scale(colours: Sequence[str]) -> "alt.Scale":
    """From the names of colours to what stands for them."""
    import altair as alt

    return alt.Scale(domain=list(colours), range=[stand_in(name) for name in colours])


def pixels(field: str, length: int) -> tuple[str, "alt.Scale"]:
    """A field that holds places in pixels already, and its scale."""
    import altair as alt

    return f"{field}:Q", alt.Scale(domain=[0, length], range=[0, length], nice=False, zero=False)


def spoken(labels: dict[str, Any]) -> str:
    """An expression of Vega that names each value as the table says."""
    return f"({json.dumps(labels, sort_keys=True)})[datum.value]"


def count_axis(most: int) -> "alt.Y":
    """Whole numbers from 0 to at least `most`."""
    import altair as alt

    step = whole_step(most)
    top = math.ceil(most / step) * step
    axis = alt.Axis(values=list(range(0, top + 1, step)), format=",d", domain=False, ticks=False)
    return alt.Y("n:Q", stack="zero", scale=alt.Scale(domain=[0, top], nice=False), axis=axis)


def whole_step(most: int) -> int:
    """The least of 1, 2, 5, 10 … that takes at most six steps to get there."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if most <= 6 * factor * power:
                return factor * power
        power *= 10


def duration_ticks(seconds: Sequence[float]) -> list[tuple[float, str]]:
    """Places and words for a logarithmic axis that holds all the durations above zero."""
    least, most = min(seconds), max(seconds)
    low = max((i for i, (s, _) in enumerate(_TICKS) if s <= least), default=0)
    high = min((i for i, (s, _) in enumerate(_TICKS) if s >= most), default=len(_TICKS) - 1)
    high = min(max(high, low + 1), len(_TICKS) - 1)
    sign = said().thousands
    return [
        (float(s), name.replace(",", sign)) for s, name in _TICKS[min(low, high - 1) : high + 1]
    ]
