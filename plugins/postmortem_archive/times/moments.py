"""Reads moments: a day, a time and an offset, so that the same text means the same to everyone."""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, tzinfo

from postmortem_archive.times import clocks, days
from postmortem_archive.times.wording import LONGEST, bounded, quoted, refusal
from postmortem_archive.times.zones import ZONE_LIKE, certain_zone, parse_zone

_MOMENT = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})[T ]"
    r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]+))?)?"
    r"(?P<zone>Z| UTC|[+-][0-9]{2}:?[0-9]{2})"
)
_UNIX = re.compile(r"([0-9]{9,10})([0-9]{3})?(?:\.[0-9]+)?")
_EXAMPLE = "2026-02-15T14:23Z"
_RIGHT_FORM = f"write it as {_EXAMPLE}"


def parse_moment(text: str) -> datetime:
    """The moment written in ISO 8601 with an offset: 2026-02-15T14:23Z, 2026-02-15 14:23+01:00."""
    match = _MOMENT.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if match and int(match["hour"]) < 24:
        day = days.day_of(int(match["year"]), int(match["month"]), int(match["day"]))
        zone = UTC if match["zone"] == "Z" else parse_zone(match["zone"])
        return datetime.combine(day, _time(match), zone)
    written = bounded(text, f"a moment; {_RIGHT_FORM}")
    raise refusal(_refusal(text, written), _right_form(written))


def _right_form(written: str) -> str:
    """The moment in the right form, where it can mean no other, or ""."""
    with suppress(ValueError):
        clock = clocks.only_reading(written)
        if clock is None or not clock.day or not clock.time or not clock.zone:
            return ""
        zone = certain_zone(clock.zone, datetime.combine(clock.day, clock.time))
        if zone and not clock.until and not clock.approximate:
            return _iso(clock.day, clock.time, zone)
    return ""


def _time(match: re.Match[str]) -> time:
    minute, second = int(match["minute"]), int(match["second"] or 0)
    if minute > 59 or second > 59:
        written = f"{match['hour']}:{match['minute']}" + (
            f":{second:02}" if match["second"] else ""
        )
        raise ValueError(f"{written} is no time of day; minutes and seconds run from 00 to 59")
    microsecond = int((match["fraction"] or "").ljust(6, "0")[:6])
    return time(int(match["hour"]), minute, second, microsecond)


def _refusal(text: str, written: str) -> str:
    if not written:
        return f"the moment is empty; {_RIGHT_FORM}"
    if unix := _UNIX.fullmatch(written):
        return _of_unix(text, int(unix[1]))
    try:
        readings = [clocks.parse_clock(spelled) for spelled in clocks.respellings(written)]
        readings = readings or [clocks.parse_clock(written)]
    except ValueError as problem:
        return _of_unread(text, written, str(problem))
    return _of_clocks(text, readings)


def _of_unix(text: str, seconds: int) -> str:
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{quoted(text)} is a Unix time; write {_iso(moment.date(), moment.time(), UTC)}"


def _of_unread(text: str, written: str, problem: str) -> str:
    """A clock's own problem (no such day, hour 25) says more than that this is no moment."""
    time_and_rest = clocks.split_clock(written)
    if time_and_rest is None:
        return f"{quoted(text)} is not a moment; {_RIGHT_FORM}, or as 2026-02-15T14:23-05:00"
    before, rest = time_and_rest
    if not rest or ZONE_LIKE.fullmatch(rest):
        return problem
    return f"{quoted(text)} has more than a moment; write {quoted(before)} without {quoted(rest)}"


def _of_clocks(text: str, readings: list[clocks.Clock]) -> str:
    clock, asked = readings[0], quoted(text)
    if clock.time is None:
        moments = days.either(f"{reading.day}T14:23Z" for reading in readings)
        return f"{asked} has no time of day; write {moments}, with the time it happened"
    if clock.day is None:
        example = _iso(date(2026, 2, 15), clock.time, clock.zone or UTC)
        return f"{asked} has no day; put it first, as in {example}"
    choices = days.either(_choices(readings))
    if clock.until:
        return f"{asked} is a range; write one moment: {choices}"
    if clock.approximate:
        return f"{asked} must be one moment; write the best estimate: {choices}"
    if clock.zone is None:
        return f"{asked} has no offset; write {choices}"
    return f"{asked} is not written as a moment is; write {choices}"


def _choices(readings: list[clocks.Clock]) -> list[str]:
    """The readings in the right form; the local one is offered too where no zone is named."""
    choices = [
        _iso(clock.day, clock.time, clock.zone or UTC)
        for clock in readings
        if clock.day and clock.time
    ]
    if readings[0].zone is None and len(choices) == 1:
        choices[0] += f", or {choices[0].removesuffix('Z')}-05:00 for a local time"
    return choices


def _iso(day: date, clock: time, zone: tzinfo) -> str:
    spec = "auto" if clock.second or clock.microsecond else "minutes"
    written = datetime.combine(day, clock, zone).isoformat(timespec=spec)
    return written.removesuffix("+00:00") + "Z" if written.endswith("+00:00") else written
