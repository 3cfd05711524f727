"""Issues of a cState status page: front matter with `resolvedWhen`, `affected` and a severity.

Planned work is kept apart: an issue that cState marks as `informational`, or whose title
announces maintenance, an upgrade or a migration and no failure, becomes a postmortem of the
kind `maintenance`, which no figure of durations counts. A title that tells of neither, or of
both, is a doubt.

Source:

```markdown
---
title: Update centre unreachable
date: 2026-02-15T14:23:00-00:00
resolved: true
resolvedWhen: 2026-02-15T15:08:00-00:00
# Possible severity levels: down, disrupted, notice
severity: down
affected:
  - update centre
section: issue
---

The update centre cannot be reached.
```

Read:

```yaml
title: Update centre unreachable
severity: down
services: [update centre]
started: 2026-02-15T14:23Z
resolved: 2026-02-15T15:08Z
```
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from postmortem_archive.importers.headers import read_header
from postmortem_archive.importers.keys import NOTHING, Entry, entries_of
from postmortem_archive.importers.layout import MARKDOWN, Doubt, Incoming, Wishes
from postmortem_archive.importers.source import SourceFile

NAME = "cstate"
ENDINGS = MARKDOWN
_KEYS = {
    "title": "title",
    "date": "started",
    "resolvedWhen": "resolved",
    "severity": "severity",
    "affected": "services",
    "section": NOTHING,
    "informational": NOTHING,
}
_LEVELS = ("down", "disrupted", "notice")
_PLANNED = re.compile(
    r"\b(?:maintenance|planned|scheduled|upgrad(?:e|es|ed|ing)|migrations?|migrat(?:e|ed|ing)"
    r"|brownouts?|decommission(?:ing)?|deprecation|version update|dns update|operations?|restart"
    r"|reindex|removal|downgrad(?:e|ing)|signing keys)\b"
    # Update and the like are orders at the head of a title, and names elsewhere: update centre.
    r"|^\W{0,3}(?:update(?! cent| site)|convert|reset|ensure|enforced?|deploy|switch)\b",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"\b(?:outages?|unplanned|unscheduled|emergency|fail(?:s|ed|ing|ures?)?|down|broken|errors?"
    r"|unavailab\w{0,10}|unreachable|degrad\w{0,10}|issues?|problems?|disrupt\w{0,10}|after|not"
    r"|cannot|slow|incidents?|expired|exceeded|overload|blocked|flaky|timeouts?|crash\w{0,5}"
    r"|vulnerab\w{0,8}|disconnect\w{0,5}|high)\b",
    re.IGNORECASE,
)
_HOST = re.compile(r"\b[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}|\b\w{1,30}(?:-\w{1,30}){1,6}")


def evidence(source: SourceFile) -> Sequence[str]:
    if "resolved" not in source.parts.matter:
        return []
    entries = entries_of(source)
    found = [f"key {key}" for key in ("resolvedWhen", "affected") if key in entries]
    if _value(entries, "section") == "issue":
        found.append("section: issue")
    if _value(entries, "severity") in _LEVELS:
        found.append(f"severity: {_value(entries, 'severity')}")
    # Plain front matter finds its evidence in the same keys; this knows more of them.
    return [*found, *(f"key {key}" for key in entries)] if len(found) > 1 else []


def read(source: SourceFile, wishes: Wishes) -> Iterator[Incoming]:
    entries = entries_of(source)
    keys = {**_KEYS, **wishes.mapping}
    if "resolvedWhen" in entries:
        keys["resolved"] = NOTHING
    incoming = read_header(source, replace(wishes, mapping=keys))
    comments = frozenset(
        number
        for number in range(1, source.body_line)
        if source.lines[number - 1].startswith("# Possible severity levels")
    )
    kind, doubts = _kind(entries)
    yield replace(incoming, empty=incoming.empty | comments, kind=kind, doubts=doubts)


def _value(entries: Mapping[str, Entry], key: str) -> str:
    return str(entries[key].value) if key in entries else ""


def _kind(entries: Mapping[str, Entry]) -> tuple[str, tuple[Doubt, ...]]:
    """Planned work or an incident, by the title; where it says neither or both, that is a doubt."""
    if _value(entries, "informational") == "true":
        return "maintenance", ()
    title = _value(entries, "title")
    # The name of a host is no word of the title: issues.example.org has no issues.
    words = _HOST.sub(" ", title)
    failed, planned = _FAILED.search(words), _PLANNED.search(words)
    if bool(failed) != bool(planned):
        return "maintenance" if planned else "", ()
    why = "planned work or an incident? If it was planned, write kind: maintenance"
    line = min(entries["title"].lines, default=1) if "title" in entries else 1
    return "", (Doubt(line, "kind", title, why),)
