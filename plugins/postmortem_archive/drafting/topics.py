"""The labels and headings that people put before their notes, and what each is about."""

from collections.abc import Iterable

from postmortem_archive.model.front_matter import MOMENTS
from postmortem_archive.model.template import wording

TOPICS: dict[str, tuple[str, ...]] = {
    "title": ("title", "incident title", "incident name", "incident", "subject"),
    "when": (
        *("incident datetime", "incident date and time", "date and time", "datetime"),
        *("date", "incident date", "date of incident", "day", "when"),
    ),
    "zone": ("time zone", "timezone", "tz"),
    "duration": ("duration", "total duration", "outage duration", "length", "total outage"),
    "severity": ("severity", "sev", "severity level", "incident severity"),
    "services": (
        *("services affected", "services", "service", "affected services", "service affected"),
        *("systems affected", "affected systems", "components", "component"),
    ),
    "impact": (
        *("impact", "customer impact", "user impact", "business impact", "users affected"),
        *("impact assessment", "users", "customers", "revenue impact", "sla impact", "data loss"),
    ),
    "commander": ("incident commander", "commander", "ic", "incident lead", "incident manager"),
    "responders": (
        *("responders", "people involved", "people involved in response", "participants"),
        *("people", "who", "response team", "who was involved"),
    ),
    "timeline": (
        *("timeline", "timeline of events", "timeline data", "events", "log", "chronology"),
        *("notes", "raw notes", "incident log", "what happened when", "rough timeline"),
    ),
    "summary": ("summary", "incident summary", "executive summary", "description", "what happened"),
    "cause": ("root cause", "cause", "root causes", "root cause analysis", "why"),
    "trigger": ("trigger", "triggered by", "immediate cause"),
    "factors": ("contributing factors", "factors", "contributing", "causes"),
    "resolution": (
        *("resolution", "what mitigated or resolved it", "fix", "mitigation", "resolved by"),
        *("what fixed it", "recovery", "how it was fixed"),
    ),
    "detection": ("detection", "detection method", "how detected", "how it was detected"),
    "response": ("response", "response assessment"),
    "well": ("what went well", "went well", "good", "worked"),
    "poorly": (
        *("what went poorly", "what went wrong", "went badly", "went poorly", "bad"),
        *("what did not go well", "what slowed us down"),
    ),
    "luck": ("where we got lucky", "luck", "lucky"),
    "lessons": ("lessons learned", "lessons", "lessons learnt", "learnings"),
    "actions": (
        *("action items", "actions", "action items discussed", "todo", "to do", "todos"),
        *("follow ups", "follow up", "followups", "follow up actions", "next steps", "action"),
    ),
    "links": ("links", "related links", "references", "supporting information", "dashboards"),
    "tracker": ("incident id", "ticket", "tracker", "incident number", "issue"),
    **{name: (name, f"{name} at") for name in MOMENTS},
}
_BY_WORDING = {name: topic for topic, names in TOPICS.items() for name in names}
_STARTED = ("start", "start time", "began", "impact start", "outage start")
_BY_WORDING |= dict.fromkeys(_STARTED, "started")
_BY_WORDING |= dict.fromkeys(("end", "end time", "ended", "outage end", "all clear"), "resolved")


def topic_of(label: str) -> str:
    """What a label or heading announces, or "" if it is none that is known."""
    return _BY_WORDING.get(wording(label), "")


def labels() -> Iterable[str]:
    """All labels that are known."""
    return _BY_WORDING
