"""The fields of a postmortem's front matter, each declared once.

From this follow the reading, the messages, the skeleton that `new` writes, the JSON
Schema and the reference page.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from postmortem_archive.model.declared import (
    Day,
    Declared,
    Form,
    Moment,
    Names,
    Percent,
    Span,
    Text,
    Texts,
    declare,
    from_text,
    written,
)
from postmortem_archive.model.kept import Kept
from postmortem_archive.model.status import Status
from postmortem_archive.translation import N_

Kind = Literal["incident", "near-miss", "drill", "project", "maintenance"]
Visibility = Literal["internal", "public", "restricted"]


@dataclass(frozen=True, slots=True)
class Figure(Kept):
    """A stated number: its value, its unit or currency if any, and whether it is an estimate."""

    value: float
    unit: str = ""
    estimate: bool = False

    def __str__(self) -> str:
        number = f"{self.value:,.0f}" if self.value == int(self.value) else f"{self.value:,}"
        return f"{'~' if self.estimate else ''}{number}{' ' + self.unit if self.unit else ''}"


_FIGURE = re.compile(r"(~?)\s{0,9}([0-9]{1,15}(?:\.[0-9]{1,6})?)\s{0,9}(%|[A-Za-z]{1,20})?")


def read_figure(text: str) -> Figure:
    """Reads `15000`, `~15000`, `~125000 USD` or `40%`; `~` marks an estimate."""
    match = _FIGURE.fullmatch(text.strip())
    if not match:
        raise ValueError(f'"{text[:40]}" is not a figure; write 15000, ~15000 or ~125000 USD')
    return Figure(float(match[2]), match[3] or "", bool(match[1]))


_AMOUNT = written(r"~?\s*[0-9]{1,15}(?:\.[0-9]{1,6})?\s*(?:%|[A-Za-z]{1,20})?")
Amount = Annotated[
    Figure,
    from_text(read_figure),
    Form("figure", "~15000", {**_AMOUNT, "type": ["string", "number"], "minimum": 0}),
]


class Objective(Declared):
    """A service level objective, from which the error budget is computed."""

    objective: Percent = declare("Share of good time or good requests.", example="99.9%")
    window: Span = declare("Over which time.", example="30 days")


class Impact(Declared):
    """Whom the incident hurt and how much; `~` before a figure marks an estimate."""

    users: Amount | None = declare("Users affected.", example="~15000")
    requests: Amount | None = declare("Requests, orders or jobs that failed.", example="3200")
    revenue: Amount | None = declare("Revenue lost, with its currency.", example="~125000 USD")
    tickets: Amount | None = declare("Support tickets or calls.", example="14")
    data_loss: Text | None = declare("What data was lost, or none.", example="none")
    data_exposed: Text | None = declare(
        "What customer data others could see or take, or none.", example="none"
    )
    slo: Objective | None = declare(
        "The objective that the incident counts against; the budget it used is never typed.",
        example="{objective: 99.9%, window: 30 days}",
    )


class Origin(Declared):
    """Where an imported postmortem came from; a second import knows it by this."""

    path: Text = declare(
        "The source, as seen from the folder that holds the archive; an entry of a list after #.",
        example="old-reports/2019-04-03-ingress.md",
        default=...,
    )
    layout: Text | None = declare("The layout that it was read as.", example="bold-fields")


class FrontMatter(Declared):
    """What is known about a postmortem before its text is read."""

    title: Text | None = declare(
        "What happened, in a few words.", example="Orders stuck in the queue"
    )
    status: Status | None = declare(
        "How far it has come. A draft is told everything and fails on little; a final "
        "postmortem fails on everything.",
        example="draft",
    )
    severity: Text | None = declare("How bad it was, by the scale in archive.yml.", example="SEV-2")
    kind: Kind = declare(
        "What is looked back on. Only incidents enter the duration figures.",
        example="near-miss",
        default="incident",
    )
    services: Names = declare("Services affected.", example="[order-service]", default=())
    teams: Names = declare("Teams involved.", example="[platform]", default=())
    started: Moment | None = declare("When the impact began.", example="2026-02-15T14:23Z")
    detected: Moment | None = declare(
        "When someone or something of ours first knew: the alert, the report.",
        example="2026-02-15T14:25Z",
    )
    acknowledged: Moment | None = declare(
        "When a responder took it on.", example="2026-02-15T14:28Z"
    )
    mitigated: Moment | None = declare(
        "When the impact was stopped, if not yet for good.", example="2026-02-15T14:55Z"
    )
    resolved: Moment | None = declare("When it was over.", example="2026-02-15T15:08Z")
    published: Day | None = declare("The day the postmortem was final.", example="2026-02-18")
    time_to_detect: Span | None = declare(
        "Stated span from start to detection, for reports without moments.", example="5 min"
    )
    time_to_acknowledge: Span | None = declare(
        "Stated span from detection to acknowledgement.", example="3 min"
    )
    time_to_mitigate: Span | None = declare(
        "Stated span from start to mitigation.", example="32 min"
    )
    time_to_recover: Span | None = declare(
        "Stated span from start to resolution.", example="45 min"
    )
    detection: Text | None = declare("What noticed it first, from archive.yml.", example="alert")
    causes: Names = declare(
        "Kinds of cause, from archive.yml.", example="[code-defect]", default=()
    )
    tags: Names = declare("What else to find it by, from archive.yml.", example="[dns]", default=())
    incident_commander: Text | None = declare(
        "Who led the response: a role or handle.", example="on-call engineer"
    )
    responders: Names = declare(
        "Who else responded: roles or handles.", example="[database team]", default=()
    )
    authors: Names = declare(
        "Who wrote it: roles, handles or teams.", example="[platform team]", default=()
    )
    impact: Impact | None = declare("Stated figures of the impact.", example="{users: ~28000}")
    repeat_of: Names = declare(
        "Verdict: earlier incidents of which this is a repeat, by id.",
        example="[2025-11-04-pool-exhausted]",
        default=(),
    )
    related: Names = declare(
        "Verdict: incidents that have something to do with this one, by id.",
        example="[2025-11-04-pool-exhausted]",
        default=(),
    )
    not_repeat_of: dict[Text, Text] = declare(
        "Verdict: incidents that look like this one and are not, each with the reason.",
        example='{2025-11-04-pool-exhausted: "Same symptom; there a leak, here a missing index."}',
        default={},
    )
    aliases: Texts = declare(
        "Former paths of a renamed file, as seen from the archive's folder; on the site they "
        "lead here.",
        example="[2026/2026-02-15-old-name.md]",
        default=(),
    )
    visibility: Visibility = declare(
        "Who may read it. A restricted postmortem is left out of the site.",
        example="internal",
        default="internal",
    )
    template: Text | None = declare("The template that it follows.", example="incident")
    links: dict[Text, Texts] = declare(
        "Addresses by label of your choice: source, channel, dashboard.",
        example='{channel: "https://chat.example.com/inc-42"}',
        default={},
    )
    tracker: Text | None = declare("The incident's id elsewhere.", example="INC-2026-0042")
    imported_from: Origin | None = declare(
        "Where `postmortem import` read it; leave it, so that it is not imported twice.",
        example="{path: old-reports/2019-04-03-ingress.md, layout: bold-fields}",
    )


MOMENTS = ("started", "detected", "acknowledged", "mitigated", "resolved")


@dataclass(frozen=True, slots=True)
class Measure:
    """A duration figure: from which field to which, the field that may state it, and why."""

    name: str
    start: str
    end: str
    stated: str
    definition: str


MEASURES = {
    "detect": Measure(
        N_("Time to detect"),
        "started",
        "detected",
        "time_to_detect",
        N_(
            "From the start of the impact until someone or something of ours knew. "
            "Its mean is MTTD."
        ),
    ),
    "acknowledge": Measure(
        N_("Time to acknowledge"),
        "detected",
        "acknowledged",
        "time_to_acknowledge",
        N_("From detection until a responder took it on."),
    ),
    "mitigate": Measure(
        N_("Time to mitigate"),
        "started",
        "mitigated",
        "time_to_mitigate",
        N_("From the start of the impact until it was stopped."),
    ),
    "recover": Measure(
        N_("Time to recover"),
        "started",
        "resolved",
        "time_to_recover",
        N_("From the start of the impact until it was over. Its mean is MTTR."),
    ),
}


@dataclass(frozen=True, slots=True)
class Duration:
    """One incident's span for a measure; `stated` if the report says it without moments."""

    span: timedelta
    stated: bool


def duration(front: FrontMatter, measure: Measure) -> Duration | None:
    """The measured span: between moments if both are known (and in order), else as stated."""
    start: datetime | None = getattr(front, measure.start)
    end: datetime | None = getattr(front, measure.end)
    if start and end:
        return Duration(end - start, stated=False) if end >= start else None
    stated: timedelta | None = getattr(front, measure.stated)
    return Duration(stated, stated=True) if stated is not None else None


def resolved_day(front: FrontMatter) -> date | None:
    """The day of resolution by the incident's own clock; None too if it ended before it began."""
    if front.resolved is None or (front.started and front.resolved < front.started):
        return None
    return front.resolved.date()
