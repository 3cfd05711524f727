"""How values read on a page: days, moments, spans."""

from datetime import date, datetime, timedelta

from postmortem_archive import times

UNKNOWN = "–"


def day(value: date | None) -> str:
    return value.isoformat() if value else UNKNOWN


def moment(value: datetime) -> str:
    """A moment on its own clock: 2026-02-15 14:23 UTC, 2019-12-05 04:00 +01:00."""
    offset = value.strftime("%z")
    zone = "UTC" if offset in ("+0000", "") else f"{offset[:3]}:{offset[3:5]}"
    return f"{value:%Y-%m-%d %H:%M} {zone}"


def span(value: timedelta | None) -> str:
    return times.words(value) if value is not None else UNKNOWN


def count(number: int, noun: str) -> str:
    """1 incident, 2 incidents, 2 near-misses."""
    ending = "" if number == 1 else "es" if noun.endswith("s") else "s"
    return f"{number:,} {noun}{ending}"
