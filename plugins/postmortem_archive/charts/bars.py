"""Horizontal bars under their labels: phases as shares of time, causes by hours of impact.

A label stands above its bar, for beside it there is no room on a phone.
"""

from collections.abc import Iterable
from typing import Any

from postmortem_archive.charts import wording
from postmortem_archive.charts.axes import colour_scale, pixels
from postmortem_archive.charts.chart import Cause, Cell, Chart, Phases
from postmortem_archive.charts.colours import CATEGORIES, stand_in
from postmortem_archive.charts.drawing import NARROW, WIDE, Drawing, of_values, with_drawings
from postmortem_archive.charts.svg import Caption
from postmortem_archive.charts.text_width import fitting
from postmortem_archive.charts.tidy import Mark
from postmortem_archive.translation import N_, _, ngettext

# The English of the phases.
PHASES = (N_("undetected"), N_("unacknowledged"), N_("unmitigated"), N_("unresolved"))
_PITCH, _LABEL, _BAR = 38, 14, 16
_CAUSES = 15
# A share in figures needs so many pixels of its bar.
_FIGURES = 34
_SIDES = 8
# Less would vanish in the line between bars.
_SHORTEST = 2


def phases(groups: Iterable[Phases], *, prefix: str, title: str = "") -> Chart:
    """For each group, in the order given, the share of all its time that each phase took."""
    title = title or _("Where the time went")
    shown = [group for group in groups if sum(_seconds(group)) > 0]
    if not shown:
        return Chart(title, _("Nothing to draw: of no incident are all four phases known."))
    drawings = (_phases_drawing(shown, WIDE), _phases_drawing(shown, NARROW))
    named = (wording.capitalised(_(phase)) for phase in PHASES)
    columns = (_("Group"), _("Incidents"), *named, _("Sum"))
    rows = [
        (
            Cell(group.name, group.address),
            Cell(wording.number(group.incidents)),
            *(
                Cell(f"{wording.span(s)} ({wording.share(s, sum(_seconds(group)))})")
                for s in _seconds(group)
            ),
            Cell(wording.span(sum(_seconds(group)))),
        )
        for group in shown
    ]
    return with_drawings(title, _phases_described(shown), prefix, drawings, columns, rows)


def causes(known: Iterable[Cause], *, prefix: str, title: str = "") -> Chart:
    """The causes with the most hours first, each with the share of it and all above it.

    Fifteen are drawn; the table has all. An incident of two causes is in both.
    """
    title = title or _("Causes by hours of impact")
    ranked = sorted((c for c in known if c.hours > 0), key=lambda c: (-c.hours, c.name))
    if not ranked:
        return Chart(title, _("Nothing to draw: no cause has hours of impact."))
    drawings = (_causes_drawing(ranked, WIDE), _causes_drawing(ranked, NARROW))
    rows = [
        (
            Cell(cause.name, cause.address),
            Cell(wording.hours(cause.hours)),
            Cell(wording.number(cause.incidents)),
            Cell(share),
        )
        for cause, share in zip(ranked, _cumulative(ranked), strict=True)
    ]
    columns = (_("Cause"), _("Hours of impact"), _("Incidents"), _("Cumulative share"))
    return with_drawings(title, _causes_described(ranked), prefix, drawings, columns, rows)


def _seconds(group: Phases) -> tuple[float, ...]:
    return (group.undetected, group.unacknowledged, group.unmitigated, group.unresolved)


def _phases_drawing(shown: list[Phases], width: int) -> Drawing:
    inner = width - _SIDES
    marks: list[Mark] = []
    bars, texts = [], []
    for row, group in enumerate(shown):
        end = 0.0
        said = f"{wording.incidents(group.incidents)}, {wording.span(sum(_seconds(group)))}"
        texts.append(_text(0, row, f"{_name(group.name, inner - 160)} · {said}"))
        for phase, colour, seconds in zip(PHASES, CATEGORIES, _seconds(group), strict=False):
            length = inner * seconds / sum(_seconds(group))
            share = wording.share(seconds, sum(_seconds(group)))
            if seconds > 0:
                bars.append(_bar(end, row, length, colour, len(marks)))
                name = wording.isolated(group.name)
                said = f"{name}, {_(phase)}: {wording.span(seconds)}, {share}"
                marks.append(Mark(said, group.address))
            if length >= _FIGURES:
                texts.append(_text(end + length / 2, row, share, "inside"))
            end += length
    legend = tuple((c, _(p), "square") for p, c in zip(PHASES, CATEGORIES, strict=False))
    return _rows(bars, texts, len(shown), inner, tuple(marks), legend)


def _causes_drawing(ranked: list[Cause], width: int) -> Drawing:
    inner = width - _SIDES
    marks: list[Mark] = []
    bars, texts = [], []
    for row, (cause, share) in enumerate(zip(ranked[:_CAUSES], _cumulative(ranked), strict=False)):
        length = inner * cause.hours / ranked[0].hours
        bars.append(_bar(0, row, length, "c1", len(marks)))
        texts.append(_text(0, row, _name(cause.name, inner - 130)))
        texts.append(_text(inner, row, f"{wording.hours(cause.hours)} · {share}", "right"))
        said = f"{wording.isolated(cause.name)}: {wording.hours(cause.hours)}"
        marks.append(Mark(f"{said}, {wording.incidents(cause.incidents)}", cause.address))
    caption = Caption(inner + 4, 14, _("hours of impact · cumulative share"), "end")
    return _rows(bars, texts, len(marks), inner, tuple(marks), (), (caption,))


def _name(name: str, room: int) -> str:
    return wording.isolated(fitting(name, room))


def _text(x: float, row: int, text: str, where: str = "left") -> dict[str, Any]:
    y = row * _PITCH + (_LABEL + 4 + _BAR / 2 if where == "inside" else _LABEL)
    return {"x": round(x, 1), "y": y, "t": text, "w": where}


def _bar(x: float, row: int, length: float, colour: str, mark: int) -> dict[str, Any]:
    top = row * _PITCH + _LABEL + 4
    end = x + max(length, _SHORTEST)
    return {"x": round(x, 1), "x2": round(end, 1), "y": top, "y2": top + _BAR, "c": colour,
            "m": str(mark)}  # fmt: skip


def _rows(
    bars: list[dict[str, Any]],
    texts: list[dict[str, Any]],
    rows: int,
    inner: int,
    marks: tuple[Mark, ...],
    legend: tuple[tuple[str, str, str], ...],
    captions: tuple[Caption, ...] = (),
) -> Drawing:
    import altair as alt

    height = rows * _PITCH
    (x, across), (y, down) = pixels("x", inner), pixels("y", height)
    place = {"x": alt.X(x, scale=across, axis=None), "y": alt.Y(y, scale=down, axis=None)}
    used = sorted({bar["c"] for bar in bars})
    drawn = of_values(bars).mark_rect(stroke=stand_in("surface"), strokeWidth=0.5)
    color = alt.Color("c:N", scale=colour_scale(used), legend=None)
    layers = (
        drawn.encode(**place, x2="x2:Q", y2="y2:Q", color=color, description="m:N"),
        *(
            _labels(texts, where).encode(**place, text="t:N")
            for where in ("left", "right", "inside")
        ),
    )
    return Drawing(layers, inner, height, marks, legend, captions, bottom=4)


def _labels(texts: list[dict[str, Any]], where: str) -> Any:
    mine = of_values([text for text in texts if text["w"] == where])
    if where == "inside":
        return mine.mark_text(align="center", baseline="middle", color=stand_in("surface"))
    side = "left" if where == "left" else "right"
    return mine.mark_text(align=side, baseline="alphabetic")


def _cumulative(ranked: list[Cause]) -> list[str]:
    whole, sofar, shares = sum(cause.hours for cause in ranked), 0.0, []
    for cause in ranked:
        sofar += cause.hours
        shares.append(wording.share(sofar, whole))
    return shares


def _phases_described(shown: list[Phases]) -> str:
    sums = [sum(column) for column in zip(*map(_seconds, shown), strict=True)]
    parts = [
        f"{_(phase)} {wording.share(seconds, sum(sums))}"
        for phase, seconds in zip(PHASES, sums, strict=True)
    ]
    return ngettext(
        "Shares of time that incidents spent in each phase, in {n} row. Together: {parts}.",
        "Shares of time that incidents spent in each phase, in {n} rows. Together: {parts}.",
        len(shown),
        parts=wording.listed(parts),
    )


def _causes_described(ranked: list[Cause]) -> str:
    shares = _cumulative(ranked)
    top = min(3, len(ranked))
    first = ", ".join(f"{wording.isolated(c.name)} {wording.hours(c.hours)}" for c in ranked[:top])
    left = len(ranked) - _CAUSES
    values = {"most": first, "share": shares[top - 1]}
    if top == 1:
        return _("{n} cause by hours of impact. Most: {most}; {share} of all.", n=1, **values)
    told = _(
        "{n} causes by hours of impact. Most: {most}; together {share} of all.",
        n=len(ranked),
        **values,
    )
    if left <= 0:
        return told
    rest = _("{n} smaller ones are in the table only.", n=str(left))
    return f"{told} {rest}"
