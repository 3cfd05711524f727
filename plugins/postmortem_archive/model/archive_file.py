"""What archive.yml may say: the archive's vocabulary and its policy, each key declared once."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated, Literal

from postmortem_archive import times
from postmortem_archive.model.declared import (
    Count,
    Day,
    Declared,
    Flag,
    Form,
    Names,
    Reason,
    Span,
    Text,
    declare,
    from_text,
    written,
)
from postmortem_archive.model.front_matter import Amount, Kind, Objective
from postmortem_archive.model.resemblance import ResemblancePolicy
from postmortem_archive.model.status import Status

DEFAULT_TEMPLATE = "incident"
# Kinds that an incident's questions do not fit: without impact, or without an incident at all.
_TEMPLATE_OF_KIND = {"near-miss": "near-miss", "project": "project"}

Vocabulary = dict[Text, Text | None]


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A number of days, business days, weeks, months or quarters."""

    count: int
    unit: str

    def end(self, start: date, holidays: frozenset[date]) -> date:
        """The last day of the limit that begins on a day."""
        if self.unit == "business day":
            return times.add_business_days(start, self.count, holidays)
        if self.unit in ("month", "quarter"):
            return times.add_months(start, self.count * (3 if self.unit == "quarter" else 1))
        return start + timedelta(days=self.count * (7 if self.unit == "week" else 1))

    def is_over(self, start: date, day: date, holidays: frozenset[date]) -> bool:
        """Whether more than the limit has passed on a day.

        Not on the weekend behind the last of so many business days: none of them has passed.
        """
        if self.unit == "business day":
            return times.business_days(start, day, holidays) > self.count
        return day > self.end(start, holidays)

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


_LIMIT = re.compile(r"([0-9]{1,4})\s+(business day|day|week|month|quarter)s?")


def read_limit(text: str) -> TimeLimit:
    """Reads `5 business days`, `1 week`, `2 months` or `1 quarter`."""
    match = _LIMIT.fullmatch(text.strip().lower())
    if not match:
        raise ValueError(
            f'"{text[:40]}" is not a limit; write 5 business days, 7 days, 2 weeks, '
            "1 month or 1 quarter"
        )
    return TimeLimit(int(match[1]), match[2])


_UNITS = "(?:[Bb]usiness [Dd]ay|[Dd]ay|[Ww]eek|[Mm]onth|[Qq]uarter)s?"
Limit = Annotated[
    TimeLimit,
    from_text(read_limit),
    Form("time limit", "5 business days", written(rf"[0-9]{{1,4}}\s+{_UNITS}")),
]


class SeverityWhen(Declared):
    """What makes an incident at least this severe: any one of these is enough."""

    data_loss: Flag = declare("Data was lost.", example="true", default=False)
    data_exposed: Flag = declare("Customer data was exposed.", example="true", default=False)
    users_over: Amount | None = declare("More users than this were affected.", example="10%")
    requests_over: Amount | None = declare("More requests than this failed.", example="10000")
    revenue_over: Amount | None = declare("More revenue than this was lost.", example="10000 USD")
    tickets_over: Amount | None = declare("More tickets than this were opened.", example="100")
    longer_than: Span | None = declare(
        "From start to recovery it took longer than this.", example="1 hour"
    )


@dataclass(frozen=True, slots=True)
class Internal:
    """Addresses that are internal: networks, and domains with everything below them."""

    said: str
    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.said


_PRIVATE = (
    *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"),
    *("fc00::/7", "fe80::/10"),
)
_PRIVATE_NAMES = ("internal", "local", "lan", "corp", "intranet", "home.arpa")
_DOMAIN = re.compile(r"(?:\*\.)?((?:[a-z0-9-]{1,63}\.){0,8}[a-z][a-z0-9-]{1,62})")


def read_internal(text: str) -> Internal:
    """Reads `private`, a network such as `10.0.0.0/8`, or a domain such as `corp.acme.io`."""
    said = text.strip().lower()
    if said == "private":
        return Internal(said, tuple(ip_network(net) for net in _PRIVATE), _PRIVATE_NAMES)
    try:
        return Internal(said, (ip_network(said, strict=False),))
    except ValueError:
        match = _DOMAIN.fullmatch(said)
    if not match:
        raise ValueError(
            f'"{text[:60]}" is neither a network nor a domain; write private, 10.0.0.0/8 '
            "or corp.acme.io"
        )
    return Internal(said, names=(match[1],))


InternalAddress = Annotated[
    Internal, from_text(read_internal), Form("network or domain", "private", {"type": "string"})
]


class Severity(Declared):
    """One step of the severity scale."""

    label: Text | None = declare("Its name in a word.", example="Critical")
    definition: Text = declare(
        "When an incident has it.", example="Service down for all users.", default=...
    )
    when: SeverityWhen | None = declare(
        "The figures in the definition, for the check to compare with an incident's own.",
        example="{data_loss: true, users_over: 10000}",
    )


class NeedsPostmortem(Declared):
    """Which incidents need a postmortem: any one of these is enough."""

    severities: Names = declare("These severities.", example="[SEV-1, SEV-2]", default=())
    data_loss: Flag = declare("Data was lost.", example="true", default=False)
    data_exposed: Flag = declare("Customer data was exposed.", example="true", default=False)
    revenue_over: Count | None = declare("Revenue impact above this.", example="10000")


class RuleSetting(Declared):
    """How this archive treats one rule."""

    binds: Status | None = declare(
        "The status from which a finding fails the check.", example="final", alias="from"
    )
    since: Day | None = declare(
        "Incidents before this day are not held to it (grandfathered).", example="2026-01-01"
    )
    off: Reason | None = declare("Not used here, and why.", example="Actions live in the tracker.")


class Policy(Declared):
    """What the organisation asks of its postmortems."""

    needs_postmortem: NeedsPostmortem = declare(
        "Which incidents need a postmortem.",
        example="{severities: [SEV-1, SEV-2], data_loss: true}",
        default=NeedsPostmortem(),
    )
    deadline: Limit | None = declare(
        "From resolution to a final postmortem.", example="5 business days"
    )
    holidays: tuple[Day, ...] = declare(
        "Days that are no business days, besides Saturdays and Sundays.",
        example="[2026-12-25]",
        default=(),
    )
    action_limits: dict[Text, Limit] = declare(
        "Priorities of action items, the most urgent first, each with its time limit.",
        example="{P0: 1 week, P1: 2 weeks}",
        default={},
    )
    action_owners: Literal["any", "one"] = declare(
        "Whether a team may own an action item, or only one person or role.",
        example="one",
        default="any",
    )
    objectives: dict[Text, Objective] = declare(
        "Service level objectives by service.",
        example="{checkout: {objective: 99.9%, window: 30 days}}",
        default={},
    )
    resemblance: ResemblancePolicy | None = declare(
        "Which incidents must say whether they repeat an earlier one that they look like. "
        "Without this key, none; `{}` is all.",
        example="{severities: [SEV-1, SEV-2], since: 2026-01-01}",
    )
    people: Literal["roles", "names"] = declare(
        "Whether a postmortem names roles or people.", example="roles", default="roles"
    )
    internal_addresses: tuple[InternalAddress, ...] = declare(
        "Networks and domains that no postmortem names; `private` is all ranges and names for "
        "private use.",
        example="[private, corp.acme.io]",
        default=(),
    )
    smallest_n: Count = declare(
        "A figure of fewer incidents than this is withheld.", example="5", default=5
    )
    rules: dict[Text, RuleSetting] = declare(
        "Settings by rule.",
        example="{section-empty: {from: final}}",
        default={},
    )


class TemplateChoice(Declared):
    """Which template an incident follows that does not name one."""

    template: Text = declare("The template's name.", example="brief", default=...)
    kinds: tuple[Kind, ...] = declare("For these kinds.", example="[near-miss]", default=())
    severities: Names = declare("For these severities.", example="[SEV-4]", default=())


class ArchiveFile(Declared):
    """archive.yml: what this archive calls things, and what it asks of a postmortem."""

    name: Text = declare(
        "What the archive is called.", example="Acme incidents", default="Postmortems"
    )
    description: Text | None = declare(
        "One or two sentences for the index page.", example="What went wrong, and what we learned."
    )
    severities: dict[Text, Severity] | None = declare(
        "The severity scale, the worst first.",
        example="{SEV-1: {label: Critical, definition: Service down for all users.}}",
    )
    services: Vocabulary | None = declare(
        "Services by name, with what each is.", example="{checkout: Carts and payment.}"
    )
    teams: Vocabulary | None = declare(
        "Teams by name, with what each does.", example="{platform: Runs the clusters.}"
    )
    tags: Vocabulary | None = declare(
        "Tags by name, with what each means.", example="{dns: Names did not resolve.}"
    )
    causes: Vocabulary | None = declare(
        "Kinds of cause by name.", example="{code-defect: A change of code did it.}"
    )
    detection: Vocabulary | None = declare(
        "What can notice an incident first.", example="{alert: An automated alert came first.}"
    )
    templates: tuple[TemplateChoice, ...] = declare(
        "Which template an incident follows that names none; the first that fits. "
        "Otherwise: near-miss and project for these kinds, incident for all others.",
        example="[{template: brief, severities: [SEV-4]}]",
        default=(),
    )
    policy: Policy = declare(
        "What the organisation asks of its postmortems.",
        example="{deadline: 5 business days}",
        default=Policy(),
    )

    def template_for(self, kind: str, severity: str | None) -> str:
        """The name of the template for postmortems of a kind and severity."""
        for choice in self.templates:
            right_kind = not choice.kinds or kind in choice.kinds
            if right_kind and (not choice.severities or severity in choice.severities):
                return choice.template
        return _TEMPLATE_OF_KIND.get(kind, DEFAULT_TEMPLATE)
