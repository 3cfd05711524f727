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

# An incident begins before its first signal far more often than with it, so that the signal is no
# evidence of the start: it is kept in its place, and told as what it is.
FIRST_SIGNAL = "first signal"


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
    r"triggered:",
    r"pager ?duty (?:fires|fired|alert|page)",
    r"monitor(?:ing)? (?:detect|notice|fire|trigger|alert)",
)  # fmt: skip
_PAGE = _any(
    r"paged\b",
    r"pager (?:goes|went|fires|fired|buzz)",
    r"pages\b(?: on-?call| the)",
    r"page (?:fired|went out|triggers)",
)
_COMPLAINT = _any(
    r"(?:first |customer |user |support )(?:complaints?|reports?|tickets?)\b",
    r"(?:customers?|users?) (?:complain|report|tell|say|call)", r"complaints? (?:from|by|in)\b",
)  # fmt: skip
_NOTICED = _any(
    r"noticed\b", r"spotted\b", r"seeing\b", r"reported\b(?! no)", r"reports?\b (?:that|of|in)\b",
    r"(?:is|are|was|were) (?:first )?seen\b",
)  # fmt: skip
_IMPACT = _any(
    "impact (?:begins|began|starts|started)", "outage (?:begins|began|starts|started)",
    r"start(?:s|ed)? (?:failing|returning [45]|to fail)", r"begins? to fail",
    r"(?:is|are|was|were|went|goes) (?:down|unavailable|unreachable|out of reach)\b",
    "exhausted", "(?:fully|completely) (?:consumed|used)", r"(?:is|are|was|were) full\b",
    r"(?:is|are) fail(?:s|ing)\b", r"(?:does|do|did) not (?:start|work|respond|answer)\b",
    r"no longer (?:work|start|respond|answer|possible|reach)", "crash-?loop", r"5[0-9][0-9]s\b",
    r"answers? (?:with )?[45][0-9][0-9]\b", r"(?:hits|hit|reaches|reached) 100 ?%",
    r"queu(?:ing|e up)\b", "users? (?:cannot|could not)", "stop(?:s|ped)? (?:working|answering)",
)  # fmt: skip
_ACKNOWLEDGED = _any(
    "acknowledg", r"ack(?:s|ed|'d)?\b", r"(?:takes|took|picked|picks) (?:it|this) (?:on|up)\b",
    r"looking into it\b", r"i'?m on it\b", r"on it\b$", r"investigating now\b",
)  # fmt: skip
_LIMIT = r"(?:pool|limit|capacity|quota|memory|size|replicas|connections|nodes|max\w{1,20})"
_FIXED = _any(
    r"rolled back\b", r"roll(?:ed)?[- ]?back (?:completed?|done|finished|deployed|is out)",
    r"(?:hot)?-?fix (?:is )?(?:deployed|rolled out|live|released|applied)",
    r"deployed (?:the |a )?(?:hot)?-?fix", r"failed over\b", r"failover (?:completed?|done)",
    r"(?:all )?\w{2,20} restarted\b", r"restarted (?:all|the)\b", r"disabled the\b",
    rf"(?:increased|raised|enlarged|scaled up) .{{0,30}}{_LIMIT}\b", r"reverted\b",
    rf"{_LIMIT}\b.{{0,30}}(?:increased|raised|enlarged|scaled)", r"queries (?:were )?killed\b",
    r"(?:flag|feature|traffic|job) (?:disabled|turned off|drained|paused)",
    r"index (?:was )?(?:re)?created\b", r"workaround (?:applied|in place)",
    r"(?:creation|restart|restore) (?:completes?|completed|done|finished)",
)  # fmt: skip
_MITIGATED = _any(r"mitigate[sd]\b")
_IN_VAIN = _any(
    "but .{0,40}(?:persist|remain|still|continue|again)",
    "no effect",
    "did not help",
    "failed to",
    r"errors? (?:still|persist|remain|continue)",
    r"still (?:at|fail|down|high|elevated|see)\w{0,9}",
)
_RESOLVED = _any(
    r"(?:re)?solved\b", r"all[- ]clear\b", r"(?:incident|outage) (?:is )?(?:over|closed)\b",
    r"ends the (?:incident|outage)", r"SEV-?[0-9] closed",
)  # fmt: skip
_STABLE = _any(
    r"stable\b", r"recovered\b", r"back to normal\b", r"back up\b", r"works? again\b",
    r"return(?:s|ed)? to (?:normal|baseline|0)", r"(?:is|are) back\b", r"(?:is|are|was) restored\b",
    r"confirmed to work\b", r"everything (?:else )?works\b", r"checked and works\b",
    r"(?:everything|all) (?:is )?(?:green|normal|working)", r"errors? (?:are |is )?gone\b",
    r"error rate\b.{0,20}(?:back to|below|under|baseline|usual)",
)  # fmt: skip
_NOT = re.compile(
    r"\b(?:not|no|never|un|until|before|once|if|when|should|would|waiting|false|isn't|wasn't"
    r"|without|nor|neither)\b[^.;]{0,25}$",
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
    start = found.get("started")
    if course.when and course.when_note and (start is None or is_signal(start)):
        found["started"] = Recognised("started", course.when, course.when_note, "label")
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
    # A complaint waits for someone to read it; what an alarm or a colleague tells is known.
    signal = _earliest(filter(None, (alarm, noticed))) or complaint
    first = _earliest(filter(None, (alarm, complaint, noticed)))
    if signal:
        kind = "alert" if signal is alarm else "report" if signal is complaint else "engineer"
        yield "detected", kind, signal
    impact = next((event for event in events if _tells_of_impact(event)), None)
    if impact and first and impact.start <= first.start:
        yield "started", "impact", impact
    elif first:
        yield "started", FIRST_SIGNAL, first
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


def _tells_of_impact(event: Timed) -> bool:
    """Whether an event is the impact itself, not a report of it or the change before it."""
    told = _says(event, _COMPLAINT) or _says(event, _NOTICED) or _is_change(event)
    return not told and _says(event, _IMPACT)


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
_NOUNS = {
    "detected": "detection",
    "acknowledged": "acknowledgement",
    "mitigated": "mitigation",
    "resolved": "resolution",
}


def phases(moments: dict[str, Recognised]) -> Iterator[Phase]:
    """The spans between one moment and the next, and those that the statistics count."""
    start = moments.get("started")
    for name, end in (("detect", "detected"), ("mitigate", "mitigated"), ("recover", "resolved")):
        if start and end in moments:
            to = f"First signal to {_NOUNS[end]}" if is_signal(start) else f"Time to {name}"
            yield Phase(to, start, moments[end])
    later = [moments[name] for name in MOMENTS[1:] if name in moments]
    for one, next_ in pairwise(later):
        known_by = _KNOWN_BY.get(one.kind) if one.name == "detected" else None
        noun = known_by or _NOUNS[one.name].capitalize()
        yield Phase(f"{noun} to {_NOUNS[next_.name]}", one, next_)


def is_signal(one: Recognised) -> bool:
    """Whether a moment is the first signal, and not the start."""
    return one.kind == FIRST_SIGNAL
