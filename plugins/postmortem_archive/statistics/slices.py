"""Figures side by side: one set for each severity, service, team, cause, month or quarter."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.statistics.figures import Figures
from postmortem_archive.statistics.periods import unit_of, units
from postmortem_archive.translation import N_

# The English, for data; a page says it with `_`.
NOT_STATED = N_("not stated")


@dataclass(frozen=True, slots=True)
class Dimension:
    """What figures can be sliced by: its name, its heading, and a postmortem's values of it."""

    name: str
    many: str
    values: Callable[[Postmortem], Iterable[str]]
    vocabulary: Callable[[Archive], Iterable[str]] = lambda archive: ()


def _one_of(names: tuple[str, ...]) -> tuple[str, ...]:
    return names or (NOT_STATED,)


DIMENSIONS = {
    each.name: each
    for each in (
        Dimension(
            "severity",
            "severities",
            lambda p: [p.front.severity or NOT_STATED],
            lambda archive: archive.file.severities or (),
        ),
        Dimension("service", "services", lambda p: _one_of(p.front.services)),
        Dimension("team", "teams", lambda p: _one_of(p.front.teams)),
        Dimension("cause", "causes", lambda p: _one_of(p.front.causes)),
        Dimension("tag", "tags", lambda p: _one_of(p.front.tags)),
        Dimension(
            "detection",
            "sources of detection",
            lambda p: [p.front.detection or NOT_STATED],
            lambda archive: archive.file.detection or (),
        ),
        Dimension("kind", "kinds", lambda p: [p.front.kind]),
    )
}
PERIODS = ("month", "quarter", "year")
BY = (*DIMENSIONS, *PERIODS)


def sliced(whole: Figures, by: str) -> list[Figures]:
    """One set of figures for each value that a postmortem has, or for each period, none left out.

    Severities and sources of detection stand as the archive lists them, all else by name, what
    is not stated last. A postmortem of two services is in both slices; a value that no incident
    has is in none.
    """
    if by not in whole.sides:
        whole.sides[by] = tuple(_by_period(whole, by) if by in PERIODS else _by_value(whole, by))
    return [*whole.sides[by]]


def _by_value(whole: Figures, by: str) -> list[Figures]:
    dimension = DIMENSIONS[by]
    groups: dict[str, list[Postmortem]] = {}
    for postmortem in whole.postmortems:
        for name in dict.fromkeys(dimension.values(postmortem)):
            groups.setdefault(name, []).append(postmortem)
    wholes = {part.name: part for part in sliced(whole.whole, by)} if whole.whole else {}
    order = {name: at for at, name in enumerate(dimension.vocabulary(whole.archive))}

    def place(name: str) -> tuple[bool, int, str]:
        return name == NOT_STATED, order.get(name, len(order)), name.casefold()

    parts = (
        replace(
            whole,
            name=name,
            postmortems=tuple(groups[name]),
            kind=name if by == "kind" else whole.kind,
            whole=wholes.get(name),
            is_slice=True,
            everything=whole.everything or whole,
        )
        for name in sorted(groups, key=place)
    )
    return [part for part in parts if part.incidents]


def _by_period(whole: Figures, unit: str) -> list[Figures]:
    days = [p.day for p in whole.postmortems if p.day]
    if not days:
        return []
    first, last = _span(whole, min(days), max(days))
    groups: dict[str, list[Postmortem]] = {}
    for postmortem in whole.postmortems:
        if postmortem.day:
            groups.setdefault(unit_of(postmortem.day, unit).name, []).append(postmortem)
    part = replace(whole, whole=whole.whole or whole, everything=whole.everything or whole)
    parts = {
        each: replace(
            part, name=each.name, period=each, postmortems=tuple(groups.get(each.name, ()))
        )
        for each in units(first, last, unit)
    }
    if whole.period is None:  # else its first and last unit may be cut off
        whole.known.update(parts)
    return list(parts.values())


def _span(whole: Figures, first: date, last: date) -> tuple[date, date]:
    """From the first incident on, or all of the period that is over."""
    if whole.period is None:
        return first, max(last, whole.today)
    return whole.period.start, max(last, min(whole.period.end, whole.today))
