"""What people call our fields, in headers, tables, front matter and exports."""

import re
from functools import lru_cache

# The field, and the labels that mean it. What several could mean stands nowhere.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "title": ("title", "incident title", "incident name"),
    "day": (
        *("date", "incident date", "date of incident", "day", "incident day", "date of outage"),
        *("incident date and time", "incident datetime", "date and time", "event date"),
    ),
    "severity": (
        *("severity", "severity level", "sev", "sev level", "incident severity", "priority"),
        *("incident priority", "impact level", "incident level"),
    ),
    "services": (
        *("service", "services", "services affected", "affected services", "affected service"),
        *("service affected", "impacted services", "services impacted", "impacted service"),
        *("affected systems", "systems affected", "affected components", "components affected"),
        *("affected", "component", "components", "affected system", "product", "products"),
    ),
    "teams": ("team", "teams", "teams involved", "owning team", "responsible team", "owner team"),
    "tags": ("tags", "tag", "labels", "category", "categories", "keywords", "topics"),
    "causes": ("cause category", "root cause category", "root cause type", "cause type"),
    "started": (
        *("started", "started at", "start", "start time", "incident start", "incident started"),
        *("impact start", "impact started", "impact start time", "impact began", "began"),
        *("incident start time", "outage start", "start of incident", "start of impact"),
        *("beginning", "fault start", "time started", "start date", "occurred at"),
    ),
    "detected": (
        *("detected", "detected at", "detection time", "time detected", "incident detected"),
        *("reported at", "time of detection", "discovered", "discovered at", "identified at"),
    ),
    "acknowledged": ("acknowledged", "acknowledged at", "time acknowledged", "acked at"),
    "mitigated": ("mitigated", "mitigated at", "time mitigated", "mitigation time"),
    "resolved": (
        *("resolved", "resolved at", "end", "end time", "incident end", "incident resolved"),
        *("impact end", "impact ended", "impact end time", "time resolved", "resolution time"),
        *("resolved when", "incident end time", "outage end", "end of incident", "end date"),
        *("end of impact", "ended", "ended at", "recovered at", "time of resolution"),
    ),
    "published": (
        *("published", "published on", "publication date", "postmortem date", "report date"),
        *("post mortem date", "published at", "date published", "date of postmortem"),
    ),
    "time_to_detect": ("time to detect", "time to detection", "ttd", "detection delay"),
    "time_to_acknowledge": ("time to acknowledge", "time to acknowledgement", "tta"),
    "time_to_mitigate": ("time to mitigate", "time to mitigation", "ttm"),
    "time_to_recover": (
        *("time to recover", "time to recovery", "time to resolve", "time to resolution", "ttr"),
        *("time to restore", "total outage", "duration", "incident duration", "outage duration"),
        *("total duration", "duration of impact", "impact duration", "outage length"),
    ),
    "window": (
        *("outage window", "impact window", "incident window", "time window", "impact time"),
        *("time of incident", "incident time", "time frame", "timeframe"),
    ),
    "incident_commander": (
        *("incident commander", "ic", "incident lead", "incident manager", "commander"),
        *("incident coordinator", "lead responder", "major incident manager"),
    ),
    "responders": ("responders", "responder", "incident responders"),
    "authors": (
        *("author", "authors", "postmortem author", "postmortem authors", "written by"),
        *("report author", "postmortem owner", "post mortem owner", "prepared by"),
    ),
    "impact.users": (
        *("users affected", "affected users", "customers affected", "affected customers"),
        *("users impacted", "impacted users", "customers impacted", "number of users affected"),
    ),
    "impact.requests": (
        *("failed requests", "requests failed", "failed api requests", "requests affected"),
        *("failed orders", "orders affected", "affected requests"),
    ),
    "impact.revenue": ("revenue impact", "revenue loss", "lost revenue", "revenue lost"),
    "impact.tickets": (
        *("support tickets", "tickets", "customer support tickets", "tickets filed"),
        *("support tickets created", "tickets raised", "support requests raised"),
    ),
    "impact.data_loss": ("data loss", "data lost"),
    "impact.data_exposed": ("data exposed", "data exposure", "customer data exposed"),
    "visibility": ("visibility", "classification", "confidentiality", "document classification"),
    "tracker": (
        *("incident id", "incident number", "incident", "id", "incident key", "ticket"),
        *("tracking ticket", "incident ticket", "jira", "jira ticket", "tracking id", "issue"),
        *("reference", "incident reference", "case number"),
    ),
    "links.source": ("url", "source", "source url", "link", "report", "original report"),
    "links.archive": ("archive url", "archived at"),
    "links.channel": ("slack channel", "incident channel", "incident slack channel", "channel"),
    "links.dashboard": ("dashboard", "monitoring dashboard"),
    "links.status page": ("status page", "status page incident", "statuspage"),
}

_FIELDS = {name: field for field, names in SYNONYMS.items() for name in names}
_ASIDE = re.compile(r"\([^()]{0,40}\)")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=4096)
def field_of(label: str) -> str:
    """The field that a label means, or ""."""
    plural = label.replace("(s)", "").replace("(S)", "")
    words = _CAMEL.sub(" ", _ASIDE.sub(" ", plural[:80]))
    plain = "".join(letter if letter.isalnum() else " " for letter in words)
    return _FIELDS.get(" ".join(plain.casefold().split()), "")
