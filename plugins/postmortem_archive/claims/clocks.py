"""Finds the times of day in a postmortem's prose, and whether its timeline has them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cached_property

from postmortem_archive.claims.phrases import sentence_after, sentence_before
from postmortem_archive.model.body import Section
from postmortem_archive.model.front_matter import MOMENTS
from postmortem_archive.model.passages import Passage
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.times import Clock, ClockMention

_DAY = timedelta(days=1)
# Times that come round, and times of another day or clock than the timeline's.
_NO_EVENT = re.compile(
    r"\b(?:daily|nightly|weekly|hourly|cron\w{0,4}|schedul\w{1,5}|planned|hours|every|each|next"
    r"|last|yesterday|tomorrow|days?|weeks?|previous|earlier|local|should|would|could|if|expected"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b",
    re.IGNORECASE,
)
# A bound, not the time of something.
_BOUND = re.compile(
    r"\b(?:between|before|after|since|by|around|about|approximately|~)\s?$", re.IGNORECASE
)
_OTHER_CLOCK = re.compile(r" ?\(?(?:local|[A-Z][a-z]{1,20} time|[A-Z]{2,5}T\b)")
_FEWEST_ROWS = 3


@dataclass(frozen=True, slots=True)
class TimeClaim:
    """A time of day in the prose, as written and on the timeline's clock, and its place."""

    text: str
    at: time
    offset: int


@dataclass(frozen=True)
class Known:
    """The moments that a timeline has, as its own clock shows them."""

    moments: tuple[datetime, ...]
    zone: tzinfo | None

    @cached_property
    def times(self) -> frozenset[time]:
        return frozenset(_minute(moment.time()) for moment in self.moments)

    @cached_property
    def days(self) -> frozenset[date]:
        return frozenset(moment.date() for moment in self.moments)

    @cached_property
    def ends(self) -> tuple[datetime, datetime]:
        return min(self.moments), max(self.moments)

    def has(self, at: time) -> bool:
        return _minute(at) in self.times

    def spans(self, at: time) -> bool:
        """Whether a time of day lies between the first moment and the last, within one day."""
        first, last = self.ends
        after_first = (datetime.combine(first.date(), at) - first) % _DAY
        return after_first < last - first < _DAY


def zone_of(postmortem: Postmortem) -> tzinfo | None:
    """The zone of the timeline, else of the start of the incident."""
    moments = [event.start for event in postmortem.events if event.start]
    moments += [postmortem.front.started] if postmortem.front.started else []
    return moments[0].tzinfo if moments else None


def known_times(postmortem: Postmortem) -> Known | None:
    """What the timeline's rows say, and the moments; None if its rows are too few to judge by."""
    zone = zone_of(postmortem)
    rows = [event for event in postmortem.events if event.local and not event.day_only]
    if len(rows) < _FEWEST_ROWS or any(event.problem for event in postmortem.events):
        return None
    moments = [event.local for event in rows if event.local]
    moments += [event.end.replace(tzinfo=None) for event in rows if event.end]
    if zone:
        fields = [getattr(postmortem.front, name) for name in MOMENTS]
        moments += [moment.astimezone(zone).replace(tzinfo=None) for moment in fields if moment]
    return Known(tuple(moments), zone)


def time_claims(postmortem: Postmortem, known: Known) -> Iterator[TimeClaim]:
    """The times in the prose at which something is said to have happened and no row has.

    Nor are the times within the rows' own text claims: "by 14:22" there is known.
    """
    within = _timeline(postmortem)
    if within is None:
        return
    own: set[time] = set()
    claims = []
    for timed in postmortem.timed:
        passage = timed.passage
        inside = within.start <= passage.offsets[0] < within.end
        for mention in timed.clocks:
            for at in _on_clock(mention.clock, known):
                if inside:
                    own.add(_minute(at))
                elif not known.has(at) and _is_event(passage, mention):
                    claims.append(TimeClaim(mention.text, at, passage.offset(mention.start)))
    yield from (claim for claim in claims if _minute(claim.at) not in own)


def _timeline(postmortem: Postmortem) -> Section | None:
    wanted = postmortem.template.section_with("timeline")
    return postmortem.section(wanted) if wanted else None


def _minute(at: time) -> time:
    return at.replace(second=0, microsecond=0, tzinfo=None)


def _is_event(passage: Passage, mention: ClockMention) -> bool:
    text = passage.text
    before, after = sentence_before(text, mention.start), sentence_after(text, mention.end)
    return not (
        mention.clock.approximate
        or _BOUND.search(before)
        or _OTHER_CLOCK.match(after)
        or _NO_EVENT.search(before)
        or _NO_EVENT.search(after)
    )


def _on_clock(clock: Clock, known: Known) -> Iterator[time]:
    """The times of a mention as the timeline's clock shows them, where they are on its days."""
    first = known.moments[0].date()
    until = clock.until[1] if clock.until else None
    for at in (clock.time, until):
        if at is None:
            continue
        moment = datetime.combine(clock.day or first, at)
        if clock.zone and known.zone:
            moment = moment.replace(tzinfo=clock.zone).astimezone(known.zone).replace(tzinfo=None)
        elif clock.zone:
            continue
        if clock.day is None or moment.date() in known.days:
            yield moment.time()
