"""What the checklist tells beside its items, and what rules must have before they can be content.

Each is a sentence about one postmortem, or empty where there is nothing to say.
"""

from collections.abc import Callable

from postmortem_archive import times
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.front_matter import MEASURES, MOMENTS, duration
from postmortem_archive.model.postmortem import Postmortem

Fact = Callable[[Postmortem, Archive], str]


def severity(postmortem: Postmortem, archive: Archive) -> str:
    """What its severity means on the archive's scale."""
    step = (archive.file.severities or {}).get(postmortem.front.severity or "")
    return f"{postmortem.front.severity}: {step.definition.rstrip('.')}" if step else ""


def detection(postmortem: Postmortem, archive: Archive) -> str:
    """What noticed it first, and after how long."""
    first = postmortem.front.detection
    after = duration(postmortem.front, MEASURES["detect"])
    parts = [f"noticed by: {first}" if first else "", times.words(after.span) if after else ""]
    return ", after ".join(filter(None, parts)) if first else ""


def days_to_write(postmortem: Postmortem, archive: Archive) -> str:
    """How long after its end it was published, and within which time this archive wants it."""
    front, policy = postmortem.front, archive.file.policy
    wanted = f"this archive wants it within {policy.deadline}" if policy.deadline else ""
    if not front.published or not front.resolved or front.published < front.resolved.date():
        return wanted
    days = times.business_days(front.resolved.date(), front.published, frozenset(policy.holidays))
    took = f"published {days} business day{'' if days == 1 else 's'} after the end"
    return "; ".join(filter(None, [took, wanted]))


def responders(postmortem: Postmortem, archive: Archive) -> str:
    """Who took part, as the front matter says."""
    front = postmortem.front
    return ", ".join(filter(None, [front.incident_commander or "", *front.responders]))


def audience(postmortem: Postmortem, archive: Archive) -> str:
    """The severest incidents concern those who lead the organisation, too."""
    if is_severest(postmortem, archive):
        return f"{postmortem.front.severity} is the severest step: also those who lead"
    return ""


def visibility(postmortem: Postmortem, archive: Archive) -> str:
    """Who may read it."""
    return f"visibility: {'restricted' if postmortem.restricted else postmortem.front.visibility}"


def timeline(postmortem: Postmortem, archive: Archive) -> str:
    return "" if postmortem.events else "no row of a timeline could be read"


def moments(postmortem: Postmortem, archive: Archive) -> str:
    known = sum(getattr(postmortem.front, name) is not None for name in MOMENTS)
    return "" if known > 1 else "fewer than two moments are given"


def owners(postmortem: Postmortem, archive: Archive) -> str:
    return _lacking(postmortem, "owner", "owner")


def due_dates(postmortem: Postmortem, archive: Archive) -> str:
    return _lacking(postmortem, "due_text", "due date")


def states(postmortem: Postmortem, archive: Archive) -> str:
    if any(a.priority or a.type or a.status_text for a in postmortem.actions):
        return ""
    return _lacking(postmortem, "status_text", "priority, type or status")


def _lacking(postmortem: Postmortem, attribute: str, what: str) -> str:
    """Why a rule on a column of the action items had nothing to read."""
    if not postmortem.actions:
        return "no action item could be read"
    written = any(getattr(action, attribute) for action in postmortem.actions)
    return "" if written else f"no action item has a place for its {what}"


def is_severest(postmortem: Postmortem, archive: Archive) -> bool:
    """Whether its severity is the first of the archive's scale."""
    return postmortem.front.severity in list(archive.file.severities or ())[:1]


FACTS: dict[str, Fact] = {
    fact.__name__: fact
    for fact in (severity, detection, days_to_write, responders, audience, visibility)
}
NEEDS: dict[str, Fact] = {
    need.__name__: need for need in (timeline, moments, owners, due_dates, states)
}
