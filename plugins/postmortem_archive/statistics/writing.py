"""Time to postmortem: the business days from an incident's end to its published postmortem."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from postmortem_archive import times
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.archive_file import Policy, TimeLimit
from postmortem_archive.model.front_matter import resolved_day
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.statistics import intervals
from postmortem_archive.statistics.durations import quantile
from postmortem_archive.statistics.intervals import Interval
from postmortem_archive.translation import N_, _, ngettext


@dataclass(frozen=True, slots=True)
class Written:
    """An incident's way to its postmortem, in days of its own clock.

    `published` is None and `business_days` are those so far, if it is not published yet.
    `due` is the last day of the policy's deadline, if there is one, and `late` whether it
    was missed.
    """

    postmortem: Postmortem
    resolved: date
    published: date | None
    business_days: int
    due: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class Writing:
    """Time to postmortem over a set of incidents, in business days.

    `written` are the published ones, the longest first; `waiting` those that are not published
    and `missing` those of which a day is not known, each with why, in English, which a page says
    with `_`. `mean`, `median`, `p90` and `interval`, the bounds of the median, are of the
    published alone and None if withheld.
    """

    written: tuple[Written, ...]
    waiting: tuple[Written, ...]
    missing: tuple[tuple[Postmortem, str], ...]
    policy: Policy

    @property
    def definition(self) -> str:
        """What is measured, in words, and what counts as late."""
        return definition(self.policy)

    @property
    def smallest_n(self) -> int:
        return self.policy.smallest_n

    @property
    def n(self) -> int:
        return len(self.written)

    @property
    def withheld(self) -> bool:
        return self.n < self.smallest_n

    @property
    def mean(self) -> float | None:
        return statistics.fmean(self._days) if self._is_shown else None

    @property
    def median(self) -> float | None:
        return statistics.median(self._days) if self._is_shown else None

    @property
    def p90(self) -> float | None:
        return quantile(self._days, 0.9) if self._is_shown else None

    @property
    def interval(self) -> Interval | None:
        return intervals.of_quantile(self._days, 0.5) if self._is_shown else None

    @property
    def due(self) -> tuple[Written, ...]:
        """Those of which it is known whether they met the deadline: no more is awaited."""
        late = (one for one in self.waiting if one.late)
        return tuple(one for one in (*self.written, *late) if one.due)

    @property
    def late(self) -> tuple[Written, ...]:
        return tuple(one for one in self.due if one.late)

    @property
    def share_in_time(self) -> float | None:
        """From 0 to 1, of `due`; None if there is no deadline or if withheld."""
        due = self.due
        return None if len(due) < max(1, self.smallest_n) else 1 - len(self.late) / len(due)

    @property
    def interval_in_time(self) -> Interval | None:
        due = len(self.due)
        shown = self.share_in_time is not None
        return intervals.of_share(due - len(self.late), due) if shown else None

    @property
    def _days(self) -> list[int]:
        return sorted(one.business_days for one in self.written)

    @property
    def _is_shown(self) -> bool:
        return bool(self.written) and not self.withheld


def writing(archive: Archive, incidents: Sequence[Postmortem], today: date) -> Writing:
    """Time to postmortem of those of `incidents` that are incidents, as it is on a day."""
    policy = archive.file.policy
    found = [_one(p, policy, today) for p in incidents if p.front.kind == "incident"]
    known = sorted((one for one in found if isinstance(one, Written)), key=_longest_first)
    return Writing(
        written=tuple(one for one in known if one.published),
        waiting=tuple(one for one in known if not one.published),
        missing=tuple(one for one in found if isinstance(one, tuple)),
        policy=policy,
    )


def definition(policy: Policy) -> str:
    """What is measured, in words, and what counts as late."""
    text = _(
        "Business days after the day of `resolved`, up to and including that of `published`. "
        "Incidents without either day are missing, and those not published are not in it."
    )
    if policy.deadline is None:
        return text
    in_time = _(
        "In time: published within {limit}; one that is not published and "
        "past that counts as late, one that has time left does not count.",
        limit=limit_words(policy.deadline),
    )
    return f"{text} {in_time}"


def limit_words(limit: TimeLimit) -> str:
    """5 business days, 2 weeks."""
    say = {
        "business day": lambda n: ngettext("{n} business day", "{n} business days", n),
        "day": lambda n: ngettext("{n} day", "{n} days", n),
        "week": lambda n: ngettext("{n} week", "{n} weeks", n),
        "month": lambda n: ngettext("{n} month", "{n} months", n),
        "quarter": lambda n: ngettext("{n} quarter", "{n} quarters", n),
    }
    return say[limit.unit](limit.count)


def _one(postmortem: Postmortem, policy: Policy, today: date) -> Written | tuple[Postmortem, str]:
    front, holidays = postmortem.front, frozenset(policy.holidays)
    resolved, published = resolved_day(front), front.published
    if resolved is None:
        before = front.resolved is not None
        return postmortem, (
            N_("it was resolved before it started")
            if before
            else N_("no moment of resolution is known")
        )
    if published is None and postmortem.status == "final":
        return postmortem, N_("it is final, and on which day it was published is not known")
    if published and published < resolved:
        return postmortem, N_("it was published before the incident was resolved")
    end = published or today
    limit = policy.deadline
    return Written(
        postmortem,
        resolved,
        published,
        times.business_days(resolved, end, holidays),
        limit.end(resolved, holidays) if limit else None,
        limit.is_over(resolved, end, holidays) if limit else False,
    )


def _longest_first(one: Written) -> tuple[int, str]:
    return -one.business_days, one.postmortem.id
