"""How values read on a page: days, moments, spans."""

from datetime import date, datetime

from postmortem_archive.statistics.wording import UNKNOWN, count, span
from postmortem_archive.translation import N_

__all__ = ["MOMENTS", "UNKNOWN", "count", "day", "moment", "span"]

# The moments of an incident, each as what has happened by then; to be said with `_`.
MOMENTS = {
    "started": N_("started"),
    "detected": N_("detected"),
    "acknowledged": N_("acknowledged"),
    "mitigated": N_("mitigated"),
    "resolved": N_("resolved"),
}


def day(value: date | None) -> str:
    return value.isoformat() if value else UNKNOWN


def moment(value: datetime) -> str:
    """A moment on its own clock: 2026-02-15 14:23 UTC, 2019-12-05 04:00 +01:00."""
    offset = value.strftime("%z")
    zone = "UTC" if offset in ("+0000", "") else f"{offset[:3]}:{offset[3:5]}"
    return f"{value:%Y-%m-%d %H:%M} {zone}"
