"""Tells who acted and where it is recorded, from the words of an event."""

import re
from collections.abc import Collection
from dataclasses import replace

from postmortem_archive.drafting.people import Cast
from postmortem_archive.drafting.timing import Timed

# Where responders read and are told things, by the names that these go by.
_SOURCES = re.compile(
    r"\b(?:PagerDuty|Opsgenie|Datadog|Grafana|Prometheus|Alertmanager|CloudWatch|New Relic|Sentry"
    r"|Splunk|Kibana|Zendesk|Intercom|Statuspage|Nagios|Zabbix|Honeycomb|Pingdom|Slack|Zoom|Jira"
    r"|status page|deploy log|runbook)\b",
    re.IGNORECASE,
)
_LATER = re.compile(r"^[^,.;:]{1,40}? later,? ", re.IGNORECASE)
_ROLE_FIRST = re.compile(
    r"(?:the )?(?P<role>on-?call(?: engineer| SRE)?"
    r"|incident commander|IC|SRE|DBA|(?:database|platform|network"
    r"|support|infra|security|backend|frontend) (?:team|engineer|lead))\b",
    re.IGNORECASE,
)


def with_origin(event: Timed, cast: Cast) -> Timed:
    """The event with source and actor, where its words name them and the notes have no column."""
    note, text = event.note, cast.of(event.note.text)
    named = _SOURCES.search(text[:300])
    source = note.source or (named[0] if named else "")
    actor = cast.of(note.actor) or _actor(text, cast.roles.values())
    return replace(event, note=replace(note, source=source, actor=actor))


def _actor(text: str, roles: Collection[str]) -> str:
    """The role that a text begins with, "ten minutes later" aside."""
    text = _LATER.sub("", text, count=1)
    head = text[:100].casefold()
    for role in sorted(set(roles), key=len, reverse=True):
        if head.startswith(f"{role.casefold()} "):
            return role
    first = _ROLE_FIRST.match(text)
    return first["role"] if first else ""
