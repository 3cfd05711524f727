"""How a set of incidents divides: by what noticed them first, by their phases, by their causes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from postmortem_archive.model.front_matter import MEASURES, FrontMatter, duration
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.statistics import intervals
from postmortem_archive.statistics.intervals import Interval


@dataclass(frozen=True, slots=True)
class Share:
    """Some of a number: the postmortems that are meant, of how many, with the share's bounds."""

    postmortems: tuple[Postmortem, ...]
    of: int

    @property
    def n(self) -> int:
        return len(self.postmortems)

    @property
    def share(self) -> float | None:
        """From 0 to 1, or None of nothing."""
        return self.n / self.of if self.of else None

    @property
    def bounds(self) -> Interval:
        return intervals.of_share(self.n, self.of) if self.of else Interval(None, None)


@dataclass(frozen=True, slots=True)
class Detection:
    """What noticed incidents first: those of each source, and those of which none is told."""

    sources: Mapping[str, Share]
    missing: tuple[Postmortem, ...]


def detection(incidents: Sequence[Postmortem], order: Iterable[str]) -> Detection:
    """Sources as the archive lists them, then others by name; shares of those that tell one."""
    groups = grouped(incidents, lambda p: [p.front.detection] if p.front.detection else [])
    known = sum(len(group) for group in groups.values())
    names = [name for name in order if name in groups]
    names += sorted(groups.keys() - set(names))
    missing = tuple(p for p in incidents if not p.front.detection)
    return Detection({name: Share(tuple(groups[name]), known) for name in names}, missing)


@dataclass(frozen=True, slots=True)
class Hours:
    """Time added up: `spans` are the incidents behind it, the longest first."""

    spans: tuple[tuple[timedelta, Postmortem], ...]
    missing: tuple[Postmortem, ...]

    @property
    def n(self) -> int:
        return len(self.spans)

    @property
    def total(self) -> timedelta:
        return sum((span for span, _ in self.spans), timedelta())


def impact_span(front: FrontMatter) -> timedelta | None:
    """How long users were hurt: until it was mitigated, else until it was over."""
    found = duration(front, MEASURES["mitigate"]) or duration(front, MEASURES["recover"])
    return found.span if found else None


def impact(incidents: Iterable[Postmortem]) -> Hours:
    """The hours in which users were hurt; two incidents at once count twice."""
    known, missing = [], []
    for postmortem in incidents:
        span = impact_span(postmortem.front)
        if span is None:
            missing.append(postmortem)
        else:
            known.append((span, postmortem))
    known.sort(key=lambda pair: (-pair[0], pair[1].id))
    return Hours(tuple(known), tuple(missing))


def impact_by_cause(incidents: Sequence[Postmortem]) -> dict[str, Hours]:
    """Hours of impact by cause, the largest first; of several causes each has all of them."""
    groups = grouped(incidents, lambda p: p.front.causes)
    found = {name: impact(group) for name, group in groups.items()}
    return dict(sorted(found.items(), key=lambda each: (-each[1].total, each[0])))


PHASES = ("undetected", "unacknowledged", "unmitigated", "unresolved")
_EDGES = ("started", "detected", "acknowledged", "mitigated", "resolved")


@dataclass(frozen=True, slots=True)
class Phases:
    """Where the time went, over the incidents of which all five moments are known, in order."""

    totals: Mapping[str, timedelta]
    incidents: tuple[Postmortem, ...]
    missing: tuple[Postmortem, ...]

    def share(self, phase: str) -> float | None:
        """The part of the whole time that a phase took, from 0 to 1."""
        whole = sum(self.totals.values(), timedelta())
        return self.totals[phase] / whole if whole else None


def phases(incidents: Sequence[Postmortem]) -> Phases:
    """The time of each phase, added up."""
    totals = dict.fromkeys(PHASES, timedelta())
    complete, missing = [], []
    for postmortem in incidents:
        moments = [getattr(postmortem.front, name) for name in _EDGES]
        if None in moments or moments != sorted(moments):
            missing.append(postmortem)
            continue
        complete.append(postmortem)
        for phase, start, end in zip(PHASES, moments, moments[1:], strict=False):
            totals[phase] += end - start
    return Phases(totals, tuple(complete), tuple(missing))


def grouped(
    postmortems: Iterable[Postmortem], keys: Callable[[Postmortem], Iterable[str]]
) -> dict[str, list[Postmortem]]:
    """The postmortems under each of their keys, in the order of first appearance."""
    groups: dict[str, list[Postmortem]] = {}
    for postmortem in postmortems:
        for key in dict.fromkeys(keys(postmortem)):
            groups.setdefault(key, []).append(postmortem)
    return groups
