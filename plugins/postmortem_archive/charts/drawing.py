"""Draws with Altair and vl-convert, without browser and network.

Nothing in a drawing depends on how wide a text is, for Vega measures with the fonts of the
machine it runs on: places are fixed, and what may be long is cut by an estimate of our own.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from postmortem_archive.charts.chart import Cell, Chart
from postmortem_archive.charts.colours import stand_in
from postmortem_archive.charts.svg import FONT_SIZE, Caption, Frame, Key, finished
from postmortem_archive.charts.text_width import fitting, text_width
from postmortem_archive.charts.tidy import Mark
from postmortem_archive.charts.wording import isolated
from postmortem_archive.translation import said

WIDE, NARROW = 680, 340
_ROW = 18
_CAPTION = 28
_DRAWN_BEFORE = 64


@dataclass(frozen=True, slots=True)
class Drawing:
    """Layers of a plot of so many pixels, and what Vega is not told: marks, legend, captions.

    A shape of `layers` whose description is the text of a number is that mark of `marks`.
    `legend` are colour, text and shape; `captions` stand above the plot, at their x.
    """

    layers: tuple[Any, ...]
    width: int
    height: int
    marks: tuple[Mark, ...] = ()
    legend: tuple[tuple[str, str, str], ...] = ()
    captions: tuple[Caption, ...] = ()
    left: int = 4
    right: int = 4
    bottom: int = 40


def of_values(values: list[dict[str, Any]]) -> Any:
    """A chart of Altair with these values, of which nothing is drawn yet."""
    import altair as alt

    return alt.Chart({"values": values})


def with_drawings(
    title: str,
    description: str,
    prefix: str,
    drawings: tuple[Drawing, Drawing],
    columns: tuple[str, ...],
    rows: Sequence[tuple[Cell, ...]],
) -> Chart:
    """The chart of a wide and a narrow drawing; `prefix` begins the ids of both."""
    wide, narrow = (
        _svg(drawing, f"{prefix}-{width}", title, description)
        for drawing, width in zip(drawings, ("wide", "narrow"), strict=True)
    )
    return Chart(title, description, wide, narrow, columns, tuple(rows))


def _svg(drawing: Drawing, prefix: str, title: str, description: str) -> str:
    keys, height = _legend(drawing)
    captions = tuple(c._replace(y=height + c.y) for c in drawing.captions)
    top = height + (_CAPTION if captions else 8)
    frame = Frame(
        drawing.left + drawing.width + drawing.right,
        top + drawing.height + drawing.bottom,
        keys,
        captions,
    )
    drawn = _converted(_specification(drawing, top))
    return finished(drawn, frame, drawing.marks, prefix, title, description)


def _legend(drawing: Drawing) -> tuple[tuple[Key, ...], int]:
    """The keys in as many lines as they need above the plot, and their height."""
    room = drawing.left + drawing.width + drawing.right
    x, y = 4.0, 14
    keys: list[Key] = []
    for colour, name, shape in drawing.legend:
        text = isolated(fitting(name, room - 40))
        length = 15 + text_width(text) + 14
        if keys and x + length > room:
            x, y = 4.0, y + _ROW
        keys.append(Key(x, y, colour, text, shape))
        x += length
    return tuple(keys), y + 4 if keys else 0


def _specification(drawing: Drawing, top: int) -> str:
    import altair as alt

    # Altair can compare it with the schema of Vega-Lite; the tests do that.
    spec: dict[str, Any] = alt.layer(*drawing.layers).to_dict(validate=False)
    spec |= {
        "width": drawing.width,
        "height": drawing.height,
        "autosize": "none",
        "padding": {
            "left": drawing.left,
            "top": top,
            "right": drawing.right,
            "bottom": drawing.bottom,
        },
        "config": _CONFIG | _signs(),
    }
    return json.dumps(spec, sort_keys=True)


def _signs() -> dict[str, Any]:
    """How the axes write numbers, unless as Vega does by itself."""
    point, thousands = said().point, said().thousands
    if (point, thousands) == (".", ","):
        return {}
    signs = {"decimal": point, "thousands": thousands, "grouping": [3], "currency": ["", ""]}
    return {"locale": {"number": signs}}


# What is drawn is a function of the text alone, and a served page is made again at every edit.
@lru_cache(maxsize=_DRAWN_BEFORE)
def _converted(specification: str) -> str:
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(specification)
    return drawn


_CONFIG: dict[str, Any] = {
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "labelColor": stand_in("faint"),
        "labelFontSize": FONT_SIZE,
        "labelBound": False,
        "labelFlush": False,
        "labelLimit": 0,
        "labelOverlap": False,
        "gridColor": stand_in("grid"),
        "domainColor": stand_in("line"),
        "tickColor": stand_in("line"),
        "title": None,
    },
    "text": {"fontSize": FONT_SIZE, "color": stand_in("text"), "limit": 0},
}
