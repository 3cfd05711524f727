"""When an incident happens: its moments, its zone, and how both are written."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from random import Random
from zoneinfo import ZoneInfo

FIRST_DAY = datetime(2018, 7, 1, tzinfo=UTC)
LAST_DAY = datetime(2026, 6, 30, tzinfo=UTC)

_ZONES = ("UTC", "Europe/Copenhagen", "America/New_York", "America/Los_Angeles")
_ZONE_SHARES = (72, 16, 7, 5)
# Incidents by hour of the day, UTC: things break while people change them.
_HOURS = (3, 2, 2, 2, 2, 3, 4, 6, 8, 10, 10, 9, 8, 9, 10, 9, 8, 7, 6, 6, 6, 5, 4, 4)
# How long it takes until somebody knows, in minutes (median), by what notices it.
_NOTICED = {
    "alert": 5.0,
    "synthetic-check": 8.0,
    "engineer": 14.0,
    "provider-notice": 18.0,
    "customer-report": 27.0,
}
_LONGEST = 60 * 60.0
_AFTERMATH = timedelta(hours=5)


@dataclass(frozen=True, slots=True)
class Clock:
    """The moments of an incident in the zone that its postmortem is written in."""

    before: datetime
    started: datetime
    detected: datetime
    acknowledged: datetime
    mitigated: datetime
    resolved: datetime
    published: date
    zone: str
    half_days: bool

    @property
    def zone_label(self) -> str:
        """UTC, CET, CEST, EST …: what stands behind a time."""
        return self.started.tzname() or "UTC"

    def written(self, moment: datetime) -> str:
        """The time of day as this postmortem writes it: 14:23 or 2:23 PM."""
        if not self.half_days:
            return f"{moment:%H:%M}"
        return f"{(moment.hour + 11) % 12 + 1}:{moment:%M} {'PM' if moment.hour >= 12 else 'AM'}"


def starts(rng: Random, count: int) -> list[datetime]:
    """Sorted moments over eight years, more of them lately, fewer at night and on weekends."""
    days = (LAST_DAY - FIRST_DAY).days
    return sorted(_start(rng, days) for _ in range(count))


def _start(rng: Random, days: int) -> datetime:
    while True:
        # The larger of two even numbers: twice as likely at the end as in the middle.
        day = FIRST_DAY + timedelta(days=int(max(rng.random(), rng.random()) * days))
        if day.weekday() < 5 or rng.random() < 0.4:
            hour = rng.choices(range(24), _HOURS)[0]
            return day + timedelta(hours=hour, minutes=rng.randrange(60))


def clock(rng: Random, started: datetime, usual_minutes: int, detection: str) -> Clock:
    """All moments of an incident; most are short, a few last for days."""
    total = min(max(_skewed(rng, usual_minutes, 1.1), 12.0), _LONGEST)
    detect = min(_skewed(rng, _NOTICED[detection], 0.9), total * 0.4)
    acknowledge = detect + min(_skewed(rng, 3.5, 0.7), total * 0.15)
    mitigate = max(total * rng.uniform(0.55, 0.97), acknowledge + 1)
    before = started - timedelta(minutes=rng.randint(3, 110))
    name, zone = _zone(rng, before, started + timedelta(minutes=total) + _AFTERMATH)

    def after(minutes: float) -> datetime:
        return (started + timedelta(minutes=int(minutes))).astimezone(zone)

    return Clock(
        before=before.astimezone(zone),
        started=after(0),
        detected=after(detect),
        acknowledged=after(acknowledge),
        mitigated=after(mitigate),
        resolved=after(total),
        published=_published(rng, after(total).date()),
        zone=name,
        half_days=name.startswith("America") and rng.random() < 0.5,
    )


def _skewed(rng: Random, median: float, spread: float) -> float:
    # A float from log and exp may differ in its last bit between machines; minutes do not.
    return median * rng.lognormvariate(0, spread)


def _zone(rng: Random, first: datetime, last: datetime) -> tuple[str, tzinfo]:
    """A zone whose clocks are not changed between the two moments."""
    name = rng.choices(_ZONES, _ZONE_SHARES)[0]
    zone = ZoneInfo(name)
    if name == "UTC" or first.astimezone(zone).utcoffset() != last.astimezone(zone).utcoffset():
        return "UTC", UTC
    return name, zone


def _published(rng: Random, resolved: date) -> date:
    """Some days after, not on a weekend."""
    day = resolved + timedelta(days=rng.choices(range(1, 15), (9, 9, 8, 7, 7, 6, 5, *[2] * 7))[0])
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= 5 else day


def iso(moment: datetime) -> str:
    """A moment as the front matter takes it, to the minute."""
    text = moment.isoformat(timespec="minutes")
    return f"{text[:-6]}Z" if text.endswith("+00:00") else text


def span(start: datetime, end: datetime) -> str:
    """How long from one moment to another, in words."""
    minutes = int((end - start).total_seconds()) // 60
    if minutes < 1:
        return "less than a minute"
    if minutes < 90:
        return f"{minutes} minute{'' if minutes == 1 else 's'}"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if rest else f"{hours} hours"
