"""A period's incidents as the rows of its tables: the worst first, and by severity and month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.front_matter import MEASURES, duration
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.statistics import NOT_STATED, Figures, units, wording
from postmortem_archive.statistics.shares import impact_span
from postmortem_archive.translation import _
from postmortem_archive.translation.months import SHORT_MONTHS


@dataclass(frozen=True, slots=True)
class Row:
    """A postmortem in a table, as texts."""

    postmortem: Postmortem
    day: str
    severity: str
    services: str
    recovered: str
    state: str


def row(postmortem: Postmortem) -> Row:
    front = postmortem.front
    found = duration(front, MEASURES["recover"])
    span = wording.span(found.span if found else None)
    return Row(
        postmortem,
        str(postmortem.day or wording.UNKNOWN),
        front.severity or wording.UNKNOWN,
        ", ".join(front.services) or wording.UNKNOWN,
        _("{span} (stated)", span=span) if found and found.stated else span,
        postmortem.status,
    )


def worst_first(incidents: Iterable[Postmortem], archive: Archive) -> list[Postmortem]:
    """By severity as archive.yml has them, then by hours of impact; what is not known last."""
    scale = {name: rank for rank, name in enumerate(archive.file.severities or ())}

    def key(postmortem: Postmortem) -> tuple[int, timedelta, str]:
        span = impact_span(postmortem.front)
        rank = scale.get(postmortem.front.severity or "", len(scale))
        return rank, -span if span is not None else timedelta.max, postmortem.id

    return sorted(incidents, key=key)


@dataclass(frozen=True, slots=True)
class Spread:
    """How many incidents of each severity in each month: `rows` are (name, counts, sum)."""

    months: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...], int], ...]

    @property
    def most(self) -> int:
        """The largest sum: a full bar."""
        return max((total for _, _, total in self.rows), default=0)


def spread(figures: Figures) -> Spread:
    """Only severities that occur. A month has no columns of months; no period is over a year."""
    assert figures.period is not None
    months = [each.start for each in units(figures.period.start, figures.period.end, "month")]
    by_severity: dict[str, list[int]] = {}
    for postmortem in worst_first(figures.incidents, figures.archive):
        name = postmortem.front.severity or NOT_STATED
        if postmortem.day:
            by_severity.setdefault(name, []).append(postmortem.day.month)
    # Names beside the scale share a rank; "not stated" may stand between them.
    last = by_severity.pop(NOT_STATED, None)
    if last is not None:
        by_severity[_(NOT_STATED)] = last
    shown = [day.month for day in months] if len(months) > 1 else []
    rows = [
        (name, tuple(found.count(month) for month in shown), len(found))
        for name, found in by_severity.items()
    ]
    return Spread(tuple(_(SHORT_MONTHS[month - 1]) for month in shown), tuple(rows))
