"""Gives the rows of a timeline their days, from the rows around them and the incident's start."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from postmortem_archive.times.clocks import Clock

# Where no row and no anchor tells the day, rows are placed on this one, so that their order and
# the midnights between them can still be checked. It is never to be shown.
UNKNOWN_DAY = date(2000, 1, 1)

# People write rows in order but for small slips: an entry remembered late is some minutes early,
# an hour at most, while a night between two rows takes back most of a day. Six hours lie far from
# both, and a jump back by less is shown to the author as out of order.
_OUT_OF_ORDER_AT_MOST = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Placed:
    """One row in time: aware if a zone is known, naive on `UNKNOWN_DAY` or later if no day is."""

    start: datetime
    end: datetime | None = None
    day_only: bool = False
    day_known: bool = True


def place(
    clocks: Sequence[Clock | None], zone: tzinfo | None, anchor: datetime | None
) -> list[Placed | None]:
    """The rows' starts and ends; a row's own zone beats `zone`, a row's own day beats all.

    A row without a day is on the day of the row before it, or the next if it is more than six
    hours earlier. The first such row takes the day that brings it nearest to `anchor`, which may
    be the evening before. Times that a change of clocks skips or repeats are taken with fold=0.
    """
    placed: list[Placed | None] = []
    before: Placed | None = None
    for clock in clocks:
        row = _place_one(clock, clock.zone or zone, anchor, before) if clock else None
        placed.append(row)
        before = row or before
    return placed


def _place_one(
    clock: Clock, zone: tzinfo | None, anchor: datetime | None, before: Placed | None
) -> Placed | None:
    if clock.day:
        day, known = clock.day, True
    elif clock.time is None:
        return None
    elif before:
        day, known = _day_after(clock.time, zone, before), before.day_known
    elif anchor:
        day, known = _nearest_day(clock.time, _wall(anchor, zone)), True
    else:
        day, known = UNKNOWN_DAY, False
    zone = zone if known else None
    start = _at(day, clock.time or time(), zone)
    return Placed(start, _end(clock, start), clock.time is None, known)


def _day_after(clock: time, zone: tzinfo | None, before: Placed) -> date:
    """The day of a row that follows `before`: the same, or the next if midnight lies between."""
    if before.day_only:
        return before.start.date()
    wall = _wall(before.start, zone)
    crossed = wall - _at(wall.date(), clock) > _OUT_OF_ORDER_AT_MOST
    return _shifted(wall.date(), 1) if crossed else wall.date()


def _nearest_day(clock: time, anchor: datetime) -> date:
    days = [_shifted(anchor.date(), shift) for shift in (0, -1, 1)]
    return min(days, key=lambda day: abs(_at(day, clock) - anchor))


def _end(clock: Clock, start: datetime) -> datetime | None:
    """The end of a range: on its own day, the start's, or the next if it reads as earlier."""
    if clock.until is None:
        return None
    day, until = clock.until
    if day is None:
        overnight = _at(start.date(), until) < start.replace(tzinfo=None)
        day = _shifted(start.date(), 1) if overnight else start.date()
    return _at(day, until, start.tzinfo)


def _at(day: date, clock: time, zone: tzinfo | None = None) -> datetime:
    return datetime.combine(day, clock.replace(tzinfo=None, fold=0), zone)


def _wall(moment: datetime, zone: tzinfo | None) -> datetime:
    """What a clock on the wall of `zone` shows at `moment`; as written where either is unknown."""
    if zone and moment.tzinfo:
        # At the calendar's very ends, the days of two zones are not both on it.
        with suppress(OverflowError):
            moment = moment.astimezone(zone)
    return moment.replace(tzinfo=None, fold=0)


def _shifted(day: date, days: int) -> date:
    """The day so many later, or the calendar's last or first."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))
