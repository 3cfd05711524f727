"""The phases of an incident drawn to scale, with the rows of its timeline on them.

Places are percent of the strip's width. What lies far outside the incident would make it a
dot; such rows are counted at the ends.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import NamedTuple

from postmortem_archive.message import capitalised
from postmortem_archive.model.front_matter import MEASURES, MOMENTS, FrontMatter, duration
from postmortem_archive.pages.rows import Row, elapsed, length
from postmortem_archive.pages.words import MOMENTS as SAID
from postmortem_archive.translation import _, ngettext

_ZERO = timedelta(0)
# Rows before and after are on the scale if they lie no further off than this share of it.
_OUTSIDE = 4
# A bar of one colour says nothing.
_FEWEST = 2
# Rows closer than this, in percent, are one mark: they could not be told apart.
_CLOSEST = 0.8
_LONGEST_TEXT = 200
_SCALE_PARTS = 5
_LAST_LABEL = 92
_STEPS = (
    *(timedelta(seconds=n) for n in (1, 5, 10, 30)),
    *(timedelta(minutes=n) for n in (1, 2, 5, 10, 15, 30)),
    *(timedelta(hours=n) for n in (1, 2, 3, 6, 12)),
    *(timedelta(days=n) for n in (1, 2, 5, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000)),
)


class Phase(NamedTuple):
    """What lies between two moments: which moment was the last, the next, where, how long."""

    last: str
    next: str
    left: str
    width: str
    span: timedelta

    @property
    def words(self) -> str:
        said = _(
            "{last}, not yet {next}: {span}",
            last=_(SAID[self.last]),
            next=_(SAID[self.next]),
            span=length(self.span),
        )
        return capitalised(said)


class Tick(NamedTuple):
    """A mark of one row of the timeline, or of several that lie too close together."""

    left: str
    anchor: str
    words: str
    rows: int


class Label(NamedTuple):
    """A time of the scale."""

    left: str
    words: str


class Outside(NamedTuple):
    """Rows that are not on the scale: how many, how far the outermost, where the first stands."""

    rows: int
    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Strip:
    """Phases, marks, a scale, and what is not on it; `unplaced` are rows of no known moment.

    `began` says whether the beginning is known: without it, no row has a place.
    """

    phases: tuple[Phase, ...]
    ticks: tuple[Tick, ...]
    scale: tuple[Label, ...]
    before: Outside | None
    after: Outside | None
    unplaced: int
    began: bool


def offsets(front: FrontMatter) -> dict[str, timedelta]:
    """When what happened, from the beginning of the impact on: by moments, else as stated.

    What is said to have been before the beginning has no place.
    """
    found = {"started": _ZERO}
    for key, name in (("detect", "detected"), ("mitigate", "mitigated"), ("recover", "resolved")):
        if span := duration(front, MEASURES[key]):
            found[name] = span.span
    if front.started and front.acknowledged:
        found["acknowledged"] = front.acknowledged - front.started
    elif "detected" in found and (span := duration(front, MEASURES["acknowledge"])):
        found["acknowledged"] = found["detected"] + span.span
    return {name: found[name] for name in MOMENTS if found.get(name, -_STEPS[0]) >= _ZERO}


def strip(front: FrontMatter, rows: Sequence[Row], unplaced: int = 0) -> Strip | None:
    """The drawing, or None where there is nothing to compare. Rows need not be in order."""
    moments = offsets(front)
    rows = sorted(rows, key=lambda row: row.offset)
    end = max(moments.values()) or max((row.offset for row in rows), default=_ZERO)
    if end <= _ZERO:
        return None
    near = [row for row in rows if -end <= row.offset * _OUTSIDE <= end * (_OUTSIDE + 1)]
    reach = [_ZERO, end, *(row.offset for row in near)]
    scale = _Scale(min(reach), max(reach))
    drawn, ticks = tuple(_phases(moments, scale)), tuple(_ticks(near, scale))
    if len(drawn) + len(ticks) < _FEWEST:
        return None
    return Strip(
        drawn,
        ticks,
        tuple(_labels(scale)),
        _outside([row for row in rows if row.offset < scale.low], 0),
        _outside([row for row in rows if row.offset > scale.high], -1),
        unplaced,
        front.started is not None,
    )


class _Scale(NamedTuple):
    low: timedelta
    high: timedelta

    def percent(self, offset: timedelta) -> float:
        return 100 * ((offset - self.low) / (self.high - self.low))

    def place(self, offset: timedelta) -> str:
        return f"{self.percent(offset):.2f}"


def _phases(moments: dict[str, timedelta], scale: _Scale) -> Iterator[Phase]:
    """What lies between each two moments, in the order of the clock; at one moment, the last."""
    in_order = sorted(moments, key=lambda name: (moments[name], MOMENTS.index(name)))
    reached = 0
    for here, there in pairwise(in_order):
        reached = max(reached, MOMENTS.index(here))
        span = moments[there] - moments[here]
        if span > _ZERO:
            width = f"{scale.percent(moments[there]) - scale.percent(moments[here]):.2f}"
            yield Phase(MOMENTS[reached], there, scale.place(moments[here]), width, span)


def _ticks(rows: Iterable[Row], scale: _Scale) -> Iterator[Tick]:
    close: list[Row] = []
    for row in rows:
        if close and scale.percent(row.offset) - scale.percent(close[0].offset) >= _CLOSEST:
            yield _tick(close, scale)
            close = []
        close.append(row)
    if close:
        yield _tick(close, scale)


def _tick(close: list[Row], scale: _Scale) -> Tick:
    first, last = close[0], close[-1]
    words = f"{first.event.time} ({elapsed(first.offset)}): {_cut(first.event.text)}"
    if len(close) > 1:
        words = f"{_rows(len(close), first.event.time, last.event.time)} {words}"
    return Tick(scale.place(first.offset), first.anchor, words, len(close))


def _rows(number: int, first: str, last: str) -> str:
    if first == last:
        return ngettext("{n} row, {time}.", "{n} rows, {time}.", number, time=first)
    return ngettext(
        "{n} row, {first} to {last}.",
        "{n} rows, {first} to {last}.",
        number,
        first=first,
        last=last,
    )


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT].rstrip()}…"


def _labels(scale: _Scale) -> Iterator[Label]:
    """Round times, few enough to be read on a phone."""
    whole = scale.high - scale.low
    step = next((step for step in _STEPS if step * _SCALE_PARTS >= whole), _STEPS[-1])
    for number in range(_SCALE_PARTS + 1):
        at = number * step
        if at < scale.high and scale.percent(at) <= _LAST_LABEL:
            yield Label(scale.place(at), elapsed(at) if number else "T+0")


def _outside(rows: Sequence[Row], outermost: int) -> Outside | None:
    if not rows:
        return None
    return Outside(len(rows), elapsed(rows[outermost].offset), rows[0].anchor)
