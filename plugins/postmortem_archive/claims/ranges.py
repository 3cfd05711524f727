"""Finds durations that stand beside the two clock times they are said to lie between."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from postmortem_archive.claims.phrases import EVENT, LOOSE
from postmortem_archive.model.passages import Timed
from postmortem_archive.times import Clock, ClockMention, SpanMention, find_spans

_DAY = timedelta(days=1)
# A clock shows minutes cut off, so two of them are up to a minute off in either direction.
_SHOWN = timedelta(minutes=1)
_ROUGHLY = timedelta(minutes=10)
_ANY_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class RangeClaim:
    """A span and the range of times beside it; `offset` is the span's place in the body."""

    span: SpanMention
    range: ClockMention
    computed: timedelta
    offset: int
    rough: bool

    @property
    def holds(self) -> bool:
        leeway = _ROUGHLY if self.rough else _SHOWN
        return self.span.allows(self.computed - leeway, self.computed + leeway)


_NEAR, _FAR = 40, 200
_BETWEEN = re.compile(r"\bbetween $", re.IGNORECASE)
_AND = re.compile(r" and ", re.IGNORECASE)
_BEGAN = re.compile(r"\b(?:began|begun|started|starting|beginning)\b[^.]{0,30}$", re.IGNORECASE)
_ENDED = re.compile(
    r"\b(?:mitigated|resolved|ended|ending|restored|recovered|over|until)\b[^.]{0,30}$",
    re.IGNORECASE,
)
_LASTING = re.compile(r",? lasting ", re.IGNORECASE)
_RANGE_THEN_SPAN = re.compile(
    r"[)\]]? ?(?:\(|\[|, (?:for |lasting (?:for )?|a duration of |or )?| lasting |; |: ?|= ?|for "
    rf"|[–—] |\| ){LOOSE}",
    re.IGNORECASE,
)
_SPAN_ENDS = re.compile(
    rf"(?: (?:in total|total|long|overall|altogether))?"
    rf" ?(?:[)\],.;|]|$|[–—]|(?:of )?(?:[a-z]{{3,12}} )?{EVENT}\b)",
    re.IGNORECASE,
)
_SPAN_THEN_RANGE = re.compile(
    rf"(?: (?:long|in total|total))?(?:[ -](?:of )?(?:[a-z]{{3,12}} )?{EVENT})?"
    r" ?(?:[(\[]|, ?|: ?|[–—] |(?=from))(?:from )?",
    re.IGNORECASE,
)
_OFTEN = re.compile(r"\b(?:every|each|per)\s(?:\S{1,12}\s)?$", re.IGNORECASE)
_LISTED = re.compile(
    r" ?(?:[,;&+|] ?(?:and |then )?|and |then |or ){1,2}(?:from |again )?", re.IGNORECASE
)
# "15 minutes after", "10 minutes later" are no durations of the range.
_ELSEWHERE = re.compile(
    r" (?:after|before|later|earlier|ago|into|from|since|apart)\b", re.IGNORECASE
)


def range_claims(timed: Timed) -> Iterator[RangeClaim]:
    """The durations of a passage that stand beside two times, first those that follow them."""
    passage, text = timed.passage, timed.passage.text
    clocks = list(_as_ranges(text, timed.clocks))
    if not any(mention.clock.until for mention in clocks):
        return
    spans = list(find_spans(text))
    for index, mention in enumerate(clocks):
        if not mention.clock.until or _is_listed(text, clocks, index):
            continue
        span = _span_after(text, mention, spans) or _span_before(text, mention, spans)
        computed = _length(mention.clock, span) if span else None
        if span and computed:
            rough = mention.clock.approximate or "~" in mention.text
            yield RangeClaim(span, mention, computed, passage.offset(span.start), rough)


def _as_ranges(text: str, clocks: Sequence[ClockMention]) -> Iterator[ClockMention]:
    """The times, with two of them as one range where the words around say so."""
    index = 0
    while index < len(clocks):
        pair = clocks[index : index + 2]
        joined = _as_range(text, *pair) if len(pair) == 2 else None
        yield joined or clocks[index]
        index += 2 if joined else 1


def _as_range(text: str, first: ClockMention, second: ClockMention) -> ClockMention | None:
    """`between 8:35 and 8:53`; `began at 10:54 and was mitigated by 12:50, lasting …`."""
    one, two = first.clock, second.clock
    other_zone = one.zone and two.zone and one.zone != two.zone
    if one.until or two.until or two.time is None or other_zone:
        return None
    before = text[max(0, first.start - _NEAR) : first.start]
    if _BETWEEN.search(before) and _AND.fullmatch(text, first.end, second.start):
        shown = text[first.start : second.end]
    elif (
        second.start - first.end <= _FAR
        and _BEGAN.search(before)
        and _ENDED.search(text[max(first.end, second.start - _NEAR) : second.start])
        and _LASTING.match(text, second.end)
    ):
        shown = f"{first.text} … {second.text}"
    else:
        return None
    clock = Clock(one.day, one.time, (two.day, two.time), one.zone or two.zone, one.approximate)
    return ClockMention(first.start, second.end, shown, clock)


def _is_listed(text: str, clocks: list[ClockMention], index: int) -> bool:
    """Whether more times stand in a row with this range: a span there can be their sum."""
    around = clocks[max(0, index - 1) : index + 2]
    return any(
        _LISTED.fullmatch(text, first.end, second.start) for first, second in pairwise(around)
    )


def _span_after(text: str, mention: ClockMention, spans: list[SpanMention]) -> SpanMention | None:
    index = bisect_left(spans, mention.end, key=lambda span: span.start)
    span = spans[index] if index < len(spans) else None
    if span is None or not _RANGE_THEN_SPAN.fullmatch(text, mention.end, span.start):
        return None
    return span if _SPAN_ENDS.match(text, span.end) else None


def _span_before(text: str, mention: ClockMention, spans: list[SpanMention]) -> SpanMention | None:
    index = bisect_right(spans, mention.start, key=lambda span: span.end)
    span = spans[index - 1] if index else None
    if span is None or not _SPAN_THEN_RANGE.fullmatch(text, span.end, mention.start):
        return None
    often = _OFTEN.search(text[max(0, span.start - 30) : span.start])
    return None if often or _ELSEWHERE.match(text, mention.end) else span


def _length(clock: Clock, span: SpanMention) -> timedelta | None:
    """From the first time to the second; without days, over as many midnights as fit the span."""
    if clock.time is None or clock.until is None:
        return None
    day, (until_day, until) = clock.day or _ANY_DAY, clock.until
    length = datetime.combine(until_day or day, until) - datetime.combine(day, clock.time)
    if until_day:
        return length if length > timedelta() and clock.day else None
    length %= _DAY
    return length + max(0, round((span.low - length) / _DAY)) * _DAY
