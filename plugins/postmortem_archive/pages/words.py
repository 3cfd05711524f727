"""How values read on a page: days, moments, spans."""

from datetime import date, datetime

from postmortem_archive.statistics.wording import UNKNOWN, count, span

__all__ = ["UNKNOWN", "count", "day", "moment", "span"]


def day(value: date | None) -> str:
    return value.isoformat() if value else UNKNOWN


def moment(value: datetime) -> str:
    """A moment on its own clock: 2026-02-15 14:23 UTC, 2019-12-05 04:00 +01:00."""
    offset = value.strftime("%z")
    zone = "UTC" if offset in ("+0000", "") else f"{offset[:3]}:{offset[3:5]}"
    return f"{value:%Y-%m-%d %H:%M} {zone}"
