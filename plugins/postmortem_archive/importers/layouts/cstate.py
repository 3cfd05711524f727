"""Issues of a cState status page: front matter with `resolvedWhen`, `affected` and a severity.

Planned work is kept apart: an issue that cState marks as `informational`, or whose title
announces maintenance, an upgrade or a migration and no failure, becomes a postmortem of the
kind `maintenance`, which no figure of durations counts.

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
from postmortem_archive.importers.layout import MARKDOWN, Incoming, Wishes
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
    r"\b(?:maintenance|planned|scheduled|upgrad(?:e|es|ing)|migrations?|migrat(?:e|ing)|brownouts?"
    r"|decommission(?:ing)?|deprecation|version update|dns update)\b",
    re.IGNORECASE,
)
_HOST = re.compile(r"\b[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_FAILED = re.compile(
    r"\b(?:outages?|unplanned|unscheduled|emergency|fail(?:s|ed|ing|ures?)?|down|broken|errors?"
    r"|unavailab\w{0,10}|unreachable|degrad\w{0,10}|issues?|problems?|disrupt\w{0,10}|after"
    r"|not working|slow)\b",
    re.IGNORECASE,
)


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
    kind = "maintenance" if _is_planned(entries) else ""
    yield replace(incoming, empty=incoming.empty | comments, kind=kind)


def _value(entries: Mapping[str, Entry], key: str) -> str:
    return str(entries[key].value) if key in entries else ""


def _is_planned(entries: Mapping[str, Entry]) -> bool:
    if _value(entries, "informational") == "true":
        return True
    # The name of a host is no word of the title: issues.example.org has no issues.
    words = _HOST.sub(" ", _value(entries, "title"))
    return bool(_PLANNED.search(words)) and not _FAILED.search(words)
