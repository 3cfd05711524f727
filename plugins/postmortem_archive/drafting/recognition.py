"""Recognises the incident's moments in what the notes say happened, by evidence."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from postmortem_archive import times
from postmortem_archive.drafting.notes import Note, Notes
from postmortem_archive.drafting.timing import Course, Timed
from postmortem_archive.model.front_matter import MOMENTS


@dataclass(frozen=True, slots=True)
class Recognised:
    """A moment of the incident: when it was, the note that says so, and what kind of evidence."""

    name: str
    at: datetime
    note: Note
    kind: str


def _any(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE)


_ALERT = _any(
    r"alerts?\b(?! (?:channel|fatigue|threshold))", r"alarms?\b", "alerted", r"alerting fired",
    r"pager ?duty (?:fires|fired|alert|page)",
    r"monitor(?:ing)? (?:detect|notice|fire|trigger|alert)",
)  # fmt: skip
_PAGE = _any(r"paged\b", r"pages\b(?: on-?call| the)", r"page (?:fired|went out|triggers)")
_COMPLAINT = _any(
    r"(?:first |customer |user |support )(?:complaints?|reports?|tickets?)\b",
    r"(?:customers?|users?) (?:complain|report)", r"complaints? (?:from|by|in)\b",
)  # fmt: skip
_NOTICED = _any(r"noticed\b", r"spotted\b", r"reported\b(?! no)", r"reports?\b (?:that|of|in)\b")
_IMPACT = _any(
    "impact (?:begins|began|starts|started)", "outage (?:begins|began|starts|started)",
    r"start(?:s|ed)? (?:failing|returning [45])", r"(?:is|are|was|were|went|goes) down\b",
    "exhausted", "fully consumed", r"(?:is|are) fail(?:s|ing)\b", "unavailable", "begins? to fail",
    r"(?:hits|hit|reaches|reached) 100 ?%", r"queu(?:ing|e up)\b", "users? cannot", "could not",
    r"5[0-9][0-9]s\b",
)  # fmt: skip
_ACKNOWLEDGED = _any(
    "acknowledg", r"ack(?:s|ed|'d)?\b", r"(?:takes|took|picked|picks) (?:it|this) (?:on|up)\b",
    r"looking into it\b", r"i'?m on it\b", r"on it\b$", r"investigating now\b",
)  # fmt: skip
_FIXED = _any(
    r"rolled back\b", r"roll(?:ed)?[- ]?back (?:completed?|done|finished|deployed|is out)",
    r"(?:hot)?-?fix (?:is )?(?:deployed|rolled out|live|released|applied)",
    r"deployed (?:the |a )?(?:hot)?-?fix", r"failed over\b", r"failover (?:completed?|done)",
    r"(?:all )?\w{2,20} restarted\b", r"restarted (?:all|the)\b",
    r"(?:increased|raised|scaled up|scaled to)\b", r"disabled the\b", r"reverted\b",
    r"(?:flag|feature|traffic|job) (?:disabled|turned off|drained|paused)",
    r"index (?:was )?(?:re)?created\b", r"queries (?:were )?killed\b",
    r"workaround (?:applied|in place)",
    r"(?:creation|restart|restore) (?:completes?|completed|done|finished)",
)  # fmt: skip
_MITIGATED = _any(r"mitigated\b")
_IN_VAIN = _any(
    "but .{0,40}(?:persist|remain|still|continue|again)", "no effect", "did not help", "failed to"
)
_RESOLVED = _any(r"resolved\b", r"all[- ]clear\b", "incident (?:is )?(?:over|closed)", r"closed\b")
_STABLE = _any(
    r"confirmed stable", r"stable\b", r"fully recovered\b", r"recovered\b", r"back to normal\b",
    r"returns? to (?:normal|baseline|0)", r"returned to (?:normal|baseline|0)", r"back up\b",
    r"(?:everything|all) (?:is )?(?:green|normal|working)",
)  # fmt: skip
_NOT = re.compile(
    r"\b(?:not|no|never|un|until|before|once|if|when|should|would|waiting|false|isn't|wasn't)\b"
    r"[^.;]{0,25}$",
    re.IGNORECASE,
)
_CHANGE = _any(r"deploy(?:ed|ment)?\b", "rollout", "rolled out", r"migration\b", "released")
_ONSET = re.compile(r"\bfrom $|\bbetween $|\bsince $|\bstarting (?:at )?$", re.IGNORECASE)


def recognise(notes: Notes, course: Course) -> dict[str, Recognised]:
    """The moments by name, in an order that can be: what would break it is left out."""
    events = [event for event in course.events if event.note.topic not in MOMENTS]
    found = dict(_stated(course))
    for name, kind, event in _by_evidence(events):
        found.setdefault(name, Recognised(name, event.start, event.note, kind))
    told = {event.note.topic for event in course.events}
    for name, at, note in _onset(notes, course):
        if name not in told:
            found[name] = Recognised(name, at, note, "impact")
    return _ordered(found)


def _stated(course: Course) -> Iterator[tuple[str, Recognised]]:
    """The moments that a label gives: `Detected: 14:25`."""
    for event in course.events:
        if event.note.topic in MOMENTS:
            yield event.note.topic, Recognised(event.note.topic, event.start, event.note, "label")


def _by_evidence(events: Sequence[Timed]) -> Iterator[tuple[str, str, Timed]]:
    known = _first(events, _ALERT, ("alert",)), _first(events, _PAGE, ("page",))
    alarm = _earliest(filter(None, known))
    complaint = _first(events, _COMPLAINT)
    noticed = _first([event for event in events if not _is_change(event)], _NOTICED)
    signal = alarm or complaint or noticed
    first = _earliest(filter(None, (alarm, complaint, noticed)))
    if signal:
        kind = "alert" if signal is alarm else "report" if signal is complaint else "engineer"
        yield "detected", kind, signal
    impact = next((e for e in events if _says(e, _IMPACT) and not _is_change(e)), None)
    if impact and first and impact.start <= first.start:
        yield "started", "impact", impact
    elif first:
        yield "started", "first signal", first
    elif impact:
        yield "started", "impact", impact
    later = [event for event in events if signal is None or event.start >= signal.start]
    if taken := _first(later, _ACKNOWLEDGED, ("acknowledged",)):
        yield "acknowledged", "acknowledged", taken
    end = _end(later)
    if mitigation := _mitigation(later, end):
        yield "mitigated", "mitigated", mitigation
    if end:
        yield "resolved", "resolved", end


def _mitigation(events: Sequence[Timed], end: Timed | None) -> Timed | None:
    """The event that stopped the impact: said so, or when it was stable, or else the last fix."""
    before = [event for event in events if end is None or event.start < end.start]
    explicit = _first(before, _MITIGATED)
    stable = _first(before, _STABLE) if end else None
    fixes = [e for e in before if _says(e, _FIXED) and not _IN_VAIN.search(e.note.text[:600])]
    return explicit or stable or (fixes[-1] if fixes else None)


def _end(events: Sequence[Timed]) -> Timed | None:
    """The event that ends the incident: said to be resolved, or else the last word on stability."""
    if resolved := _first(events, _RESOLVED, ("resolved",)):
        return resolved
    stable = [event for event in events if _says(event, _STABLE)]
    return stable[-1] if stable else None


def _first(
    events: Iterable[Timed], pattern: re.Pattern[str], kinds: Sequence[str] = ()
) -> Timed | None:
    return next((e for e in events if e.note.kind in kinds or _says(e, pattern)), None)


def _earliest(events: Iterable[Timed]) -> Timed | None:
    return min(events, key=lambda event: event.start, default=None)


def _says(event: Timed, pattern: re.Pattern[str]) -> bool:
    text = event.note.text[:600]
    return any(
        not _NOT.search(text[max(0, m.start() - 40) : m.start()]) for m in pattern.finditer(text)
    )


def _is_change(event: Timed) -> bool:
    return bool(_CHANGE.search(event.note.text[:200])) and not _ALERT.search(event.note.text[:200])


def _onset(notes: Notes, course: Course) -> Iterator[tuple[str, datetime, Note]]:
    """The start that notes on the impact or the duration give: from 09:14 to 10:47."""
    if not course.events:
        return
    first = course.events[0]
    for note in notes.about("impact", "duration", "summary"):
        for mention in times.find_clocks(note.text):
            before = note.text[max(0, mention.start - 12) : mention.start]
            clock = mention.clock
            if clock.time and (clock.until or _ONSET.search(before)):
                row = times.place([clock], clock.zone or course.zone, first.start)[0]
                if row and (row.start.tzinfo is None) == (first.start.tzinfo is None):
                    yield "started", row.start, note
                    return


def _ordered(found: dict[str, Recognised]) -> dict[str, Recognised]:
    kept: dict[str, Recognised] = {}
    last: datetime | None = None
    for name in MOMENTS:
        one = found.get(name)
        if one is None or (last and (one.at.tzinfo is None) != (last.tzinfo is None)):
            continue
        if last is None or one.at >= last:
            kept[name], last = one, one.at
    return kept


@dataclass(frozen=True, slots=True)
class Phase:
    """A span between two moments, as a postmortem tells it."""

    label: str
    first: Recognised
    last: Recognised

    @property
    def span(self) -> timedelta:
        return self.last.at - self.first.at


_KNOWN_BY = {"alert": "Alert", "report": "Report"}
_NOUNS = {"acknowledged": "acknowledgement", "mitigated": "mitigation", "resolved": "resolution"}


def phases(moments: dict[str, Recognised]) -> Iterator[Phase]:
    """The spans between one moment and the next, and those that the statistics count."""
    for name, first, last in (
        ("Time to detect", "started", "detected"),
        ("Time to mitigate", "started", "mitigated"),
        ("Time to recover", "started", "resolved"),
    ):
        if first in moments and last in moments:
            yield Phase(name, moments[first], moments[last])
    later = [moments[name] for name in MOMENTS[1:] if name in moments]
    for one, next_ in pairwise(later):
        noun = _NOUNS.get(one.name, "").capitalize() or _KNOWN_BY.get(one.kind, "Detection")
        yield Phase(f"{noun} to {_NOUNS[next_.name]}", one, next_)
