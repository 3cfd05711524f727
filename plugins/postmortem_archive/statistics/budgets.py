"""How much of their error budgets the incidents used, by service and window."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.front_matter import Figure, Impact, Objective
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.statistics.periods import Period, between, unit_of
from postmortem_archive.statistics.shares import impact_span

# Windows that people mean when they say 30 days, a quarter, a year.
_UNITS = (("month", 28, 31), ("quarter", 89, 92), ("year", 365, 366))
# Other windows are laid end to end from a Monday on.
_MONDAY = date(2001, 1, 1)


@dataclass(frozen=True, slots=True)
class Spent:
    """What incidents used of one window's budget. `incidents` are those behind it, in time."""

    window: Period
    span: timedelta
    share: float
    incidents: tuple[Postmortem, ...]


@dataclass(frozen=True, slots=True)
class Budget:
    """A service's objective, the bad time that it allows in a window, and the windows with some.

    `unknown` are incidents of the service whose length is not known.
    """

    service: str
    percent: float
    length: timedelta
    allowed: timedelta
    windows: tuple[Spent, ...]
    unknown: tuple[Postmortem, ...]

    @property
    def overspent(self) -> tuple[Spent, ...]:
        return tuple(each for each in self.windows if each.share > 1)


def budgets(incidents: Sequence[Postmortem], archive: Archive) -> tuple[Budget, ...]:
    """The budgets of all services with an objective, by service, newest window first."""
    parts: dict[tuple[str, float, timedelta], list[tuple[Period, timedelta, Postmortem]]] = {}
    unknown: dict[tuple[str, float, timedelta], list[Postmortem]] = {}
    for service, objective in archive.file.policy.objectives.items():
        parts.setdefault(_key(service, objective), [])
    for postmortem in incidents:
        for key in _objectives(postmortem, archive):
            pieces = parts.setdefault(key, [])
            span = impact_span(postmortem.front)
            if span is None:
                unknown.setdefault(key, []).append(postmortem)
                continue
            pieces += [(w, part, postmortem) for w, part in _split(postmortem, span, key[2])]
    return tuple(
        _budget(key, pieces, unknown.get(key, [])) for key, pieces in sorted(parts.items())
    )


def severity_of_outage(impact: Impact | None) -> float:
    """The share of requests, else of users, that an incident hurt; all of them if none is told."""
    for figure in (impact.requests, impact.users) if impact else ():
        if isinstance(figure, Figure) and figure.unit == "%":
            return min(figure.value / 100, 1.0)
    return 1.0


def _key(service: str, objective: Objective) -> tuple[str, float, timedelta]:
    return service, float(objective.objective), objective.window


def _objectives(postmortem: Postmortem, archive: Archive) -> Iterator[tuple[str, float, timedelta]]:
    """Of each of its services: the postmortem's own objective, else the archive's."""
    own = postmortem.front.impact.slo if postmortem.front.impact else None
    for service in postmortem.front.services:
        objective = own or archive.file.policy.objectives.get(service)
        if objective:
            yield _key(service, objective)


def _split(
    postmortem: Postmortem, span: timedelta, length: timedelta
) -> Iterator[tuple[Period, timedelta]]:
    """An incident's bad time in each window that it touches."""
    start = postmortem.front.started
    share = severity_of_outage(postmortem.front.impact)
    if start is None:
        if postmortem.day:
            yield window_of(postmortem.day, length), span * share
        return
    begin, end = start.astimezone(UTC), start.astimezone(UTC) + span
    while begin < end:
        window = window_of(begin.date(), length)
        after = datetime.combine(window.end + timedelta(days=1), time(), UTC)
        yield window, (min(end, after) - begin) * share
        begin = after


def window_of(day: date, length: timedelta) -> Period:
    """The calendar month, quarter or year of a day if the length is about that, else a stretch."""
    for unit, least, most in _UNITS:
        if least <= length.days <= most:
            return unit_of(day, unit)
    days = max(1, length.days)
    start = day - timedelta(days=(day - _MONDAY).days % days)
    return between(start, start + timedelta(days=days - 1))


def _budget(
    key: tuple[str, float, timedelta],
    pieces: list[tuple[Period, timedelta, Postmortem]],
    unknown: list[Postmortem],
) -> Budget:
    service, percent, length = key
    allowed = length * (100 - percent) / 100
    windows: dict[Period, list[tuple[timedelta, Postmortem]]] = {}
    for window, span, postmortem in pieces:
        windows.setdefault(window, []).append((span, postmortem))
    spent = [_spent(window, found, allowed) for window, found in windows.items()]
    spent.sort(key=lambda each: each.window.start, reverse=True)
    return Budget(service, percent, length, allowed, tuple(spent), tuple(unknown))


def _spent(
    window: Period, found: Sequence[tuple[timedelta, Postmortem]], allowed: timedelta
) -> Spent:
    span = sum((part for part, _ in found), timedelta())
    share = span / allowed if allowed else float("inf")
    order: Mapping[str, Postmortem] = {p.id: p for _, p in sorted(found, key=lambda f: f[1].id)}
    return Spent(window, span, share, tuple(order.values()))
