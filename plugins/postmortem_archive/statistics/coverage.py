"""Coverage: which incidents the policy wants a postmortem of, and which have one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Literal

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.archive_file import ArchiveFile, NeedsPostmortem, Policy
from postmortem_archive.model.data_harm import was_exposed, was_lost
from postmortem_archive.model.front_matter import Figure, Impact, resolved_day
from postmortem_archive.model.incident_list import ListedIncident
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.statistics import intervals, wording
from postmortem_archive.statistics.intervals import Interval
from postmortem_archive.statistics.writing import limit_words
from postmortem_archive.translation import N_, _

State = Literal["final", "unfinished", "missing"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an incident needs a postmortem: a severity, or a sentence of ours with its values."""

    text: str
    values: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        """SEV-1; "data was lost", in the language that is spoken."""
        said = {
            name: wording.stated(value) if isinstance(value, Figure) else value
            for name, value in self.values
        }
        return _(self.text, **said)


@dataclass(frozen=True, slots=True)
class Qualifying:
    """An incident of which the policy wants a postmortem.

    `id` is the one of the list, or else the postmortem's; `reasons` are such as SEV-1 or "data
    was lost". `due` is the last day of the deadline, `late` whether it
    was missed: by a final postmortem on the day it was published, by all others on the day
    that is asked about.
    """

    id: str
    title: str
    day: date | None
    reasons: tuple[Reason, ...]
    postmortem: Postmortem | None
    due: date | None = None
    late: bool = False

    @property
    def why(self) -> tuple[str, ...]:
        """The reasons in words."""
        return tuple(map(str, self.reasons))

    @property
    def state(self) -> State:
        if self.postmortem is None:
            return "missing"
        return "final" if self.postmortem.status == "final" else "unfinished"


@dataclass(frozen=True, slots=True)
class Coverage:
    """The qualifying incidents, the newest first, and what became of them.

    `from_list` is whether the archive has a list of all incidents. If it has none, an
    incident without any postmortem cannot be seen, and the share is too high. `unjudged` are
    incidents without a severity of the scale for which no other reason is known. `unlisted` are
    qualifying postmortems that belong to no incident of the list. `near_misses` are written
    although nobody has to, and `other_kinds` says how many of each kind the list has besides
    incidents. None of these is counted in the share.
    """

    qualifying: tuple[Qualifying, ...]
    from_list: bool
    policy: Policy
    unjudged: tuple[Qualifying, ...] = ()
    unlisted: tuple[Postmortem, ...] = ()
    near_misses: tuple[Postmortem, ...] = ()
    other_kinds: Mapping[str, int] | None = None

    @property
    def definition(self) -> str:
        """What is counted, in words: by which policy, and what cannot be seen."""
        return definition(self.policy, from_list=self.from_list)

    @property
    def smallest_n(self) -> int:
        return self.policy.smallest_n

    @property
    def n(self) -> int:
        return len(self.qualifying)

    @property
    def withheld(self) -> bool:
        return self.n < self.smallest_n

    @property
    def covered(self) -> tuple[Qualifying, ...]:
        return self._in("final")

    @property
    def unfinished(self) -> tuple[Qualifying, ...]:
        return self._in("unfinished")

    @property
    def missing(self) -> tuple[Qualifying, ...]:
        return self._in("missing")

    @property
    def late(self) -> tuple[Qualifying, ...]:
        """Those whose deadline was missed, in whichever state they are."""
        return tuple(one for one in self.qualifying if one.late)

    @property
    def share(self) -> float | None:
        """Covered of qualifying, from 0 to 1; None if withheld or if nothing qualifies."""
        return None if self.withheld or not self.n else len(self.covered) / self.n

    @property
    def interval(self) -> Interval | None:
        """Bounds of the share, as if these incidents were some of many (Clopper and Pearson)."""
        return None if self.share is None else intervals.of_share(len(self.covered), self.n)

    def _in(self, state: State) -> tuple[Qualifying, ...]:
        return tuple(one for one in self.qualifying if one.state == state)


def coverage(
    archive: Archive,
    postmortems: Sequence[Postmortem],
    today: date,
    since: date | None = None,
    until: date | None = None,
) -> Coverage:
    """Coverage of the incidents from `since` to `until`, both included, as it is on a day.

    With a list of all incidents, of that list; to take a part of it, hand over an archive
    whose `incident_list` is that part. Without one, of the incidents among `postmortems`,
    which are those of a slice; one without a day is in no period but the unbounded one.
    """
    period = _Period(since, until)
    judge = _Judge(archive.file, today)
    written = [p for p in postmortems if p.front.kind == "incident" and period.holds(p.day)]
    listed = archive.incident_list
    if listed is None:
        judged = [judge.judged(None, p) for p in written]
        outside, others = [], Counter[str]()
    else:
        kept = [one for one in listed if period.holds(one.day)]
        kinds = [(one, _kind(one, archive)) for one in kept]
        judged = [judge.judged(o, _owner(o, archive)) for o, k in kinds if k == "incident"]
        others = Counter(kind for _, kind in kinds if kind != "incident")
        outside = _unlisted(archive, written)
    near = [p for p in postmortems if p.front.kind == "near-miss" and period.holds(p.day)]
    return Coverage(
        qualifying=tuple(sorted((one for one in judged if one and one.reasons), key=_newest_first)),
        from_list=listed is not None,
        policy=archive.file.policy,
        unjudged=tuple(
            sorted((one for one in judged if one and not one.reasons), key=_newest_first)
        ),
        unlisted=tuple(p for p in outside if any(judge.reasons(None, p))),
        near_misses=tuple(near),
        other_kinds=dict(sorted(others.items())),
    )


def definition(policy: Policy, *, from_list: bool) -> str:
    """What is counted, in words: by which policy, and what cannot be seen."""
    asked = list(_asked(policy.needs_postmortem))
    if not asked:
        return _("The policy asks for no postmortem: policy.needs_postmortem is not set.")
    wanted = reduce(lambda some, other: _("{some}, or {other}", some=some, other=other), asked)
    parts = [
        _(
            "Of the incidents of the list that need a postmortem ({wanted}), the share that has a "
            "final one.",
            wanted=wanted,
        )
        if from_list
        else _(
            "Of the incidents of this archive that need a postmortem ({wanted}), the share that "
            "has a final one.",
            wanted=wanted,
        )
    ]
    if policy.needs_postmortem.revenue_over is not None:
        parts.append(_("Currencies are not converted."))
    if policy.deadline:
        parts.append(
            _(
                "Late: not final {limit} after the day of resolution or, where that is "
                "not known, of the incident.",
                limit=limit_words(policy.deadline),
            )
        )
    if not from_list:
        parts.append(
            _(
                "There is no list of all incidents, so those without any postmortem are not seen, "
                "and the true share can only be lower."
            )
        )
    return " ".join(parts)


def _asked(needs: NeedsPostmortem) -> Iterator[str]:
    if needs.severities:
        yield reduce(lambda some, other: _("{some} or {other}", some=some, other=other),
                     needs.severities)  # fmt: skip
    if needs.data_loss:
        yield _("data was lost")
    if needs.data_exposed:
        yield _("data was exposed")
    if needs.revenue_over is not None:
        yield _("revenue over {limit} was lost", limit=needs.revenue_over)


@dataclass(frozen=True, slots=True)
class _Period:
    since: date | None
    until: date | None

    def holds(self, day: date | None) -> bool:
        if day is None:
            return self.since is None and self.until is None
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


@dataclass(frozen=True, slots=True)
class _Judge:
    """Holds incidents against the policy, as it stands on a day."""

    file: ArchiveFile
    today: date

    def judged(
        self, listed: ListedIncident | None, postmortem: Postmortem | None
    ) -> Qualifying | None:
        """The incident if it qualifies, without a reason if nobody can tell, or None."""
        why = tuple(self.reasons(listed, postmortem))
        if not why and not self._is_unclear(listed, postmortem):
            return None
        source = listed or postmortem
        assert source is not None
        due, late = self._deadline(listed, postmortem)
        title = (listed and listed.title) or (postmortem and postmortem.title) or source.id
        return Qualifying(source.id, title, source.day, why, postmortem, due, late)

    def reasons(
        self, listed: ListedIncident | None, postmortem: Postmortem | None
    ) -> Iterator[Reason]:
        """Why it qualifies, by what the list or the postmortem says of it."""
        needs = self.file.policy.needs_postmortem
        impact = (postmortem.front.impact if postmortem else None) or Impact()
        said = [one for one in (listed, impact) if one]
        for severity in dict.fromkeys(self._severities(listed, postmortem)):
            if severity in needs.severities:
                yield Reason("{severity}", (("severity", severity),))
        if needs.data_loss and any(was_lost(one.data_loss) for one in said):
            yield Reason(N_("data was lost"))
        if needs.data_exposed and any(was_exposed(one.data_exposed) for one in said):
            yield Reason(N_("data was exposed"))
        figures = [one.revenue for one in said if _is_over(one.revenue, needs.revenue_over)]
        if figures:
            values = (("revenue", figures[0]), ("limit", needs.revenue_over))
            yield Reason(N_("revenue {revenue} over {limit}"), values)

    def _is_unclear(self, listed: ListedIncident | None, postmortem: Postmortem | None) -> bool:
        if not self.file.policy.needs_postmortem.severities:
            return False
        scale = self.file.severities
        severities = list(self._severities(listed, postmortem))
        return not any(scale is None or severity in scale for severity in severities)

    def _severities(
        self, listed: ListedIncident | None, postmortem: Postmortem | None
    ) -> Iterator[str]:
        if listed and listed.severity:
            yield listed.severity
        if postmortem and postmortem.front.severity:
            yield postmortem.front.severity

    def _deadline(
        self, listed: ListedIncident | None, postmortem: Postmortem | None
    ) -> tuple[date | None, bool]:
        """The last day of the deadline, and whether it was missed."""
        start = _resolved(listed, postmortem)
        limit, holidays = self.file.policy.deadline, frozenset(self.file.policy.holidays)
        if limit is None or start is None:
            return None, False
        done: date | None = self.today
        if postmortem and postmortem.status == "final":
            done = postmortem.front.published
        late = done is not None and limit.is_over(start, done, holidays)
        return limit.end(start, holidays), late


def _resolved(listed: ListedIncident | None, postmortem: Postmortem | None) -> date | None:
    """The day from which the deadline runs: of resolution, or else of the incident."""
    if postmortem and (resolved := resolved_day(postmortem.front)):
        return resolved
    if listed:
        return listed.resolved_day or listed.day
    return postmortem.day if postmortem else None


def _is_over(figure: Figure | None, limit: int | None) -> bool:
    """Whether revenue is above the policy's number; a percentage cannot be compared with it."""
    if figure is None or limit is None:
        return False
    return figure.unit != "%" and figure.value > limit


def _owner(listed: ListedIncident, archive: Archive) -> Postmortem | None:
    return next(iter(archive.claims[listed.id]), None)


def _kind(listed: ListedIncident, archive: Archive) -> str:
    """What the list says unless it is silent, which means incident; then what was written."""
    owner = _owner(listed, archive)
    return owner.front.kind if owner and listed.kind == "incident" else listed.kind


def _unlisted(archive: Archive, written: Iterable[Postmortem]) -> list[Postmortem]:
    claimed = {p.path for claims in archive.claims.values() for p in claims}
    return [p for p in written if p.path not in claimed]


def _newest_first(one: Qualifying) -> tuple[int, str]:
    return -(one.day or date.min).toordinal(), one.id
