"""PagerDuty's published postmortem template: owner and meeting, impact by severity, responders.

The severity is the worst in which any time was spent.

Source:

```markdown
# Notifications were late

**Post-Mortem Owner:** messaging team
**Meeting Scheduled For:** 2026-02-18
**Call Recording:** <https://example.com/calls/42>

## Overview

Notifications were late for some accounts.

## Impact

| Time in SEV-1 | 0 mins |
|---|---|
| Time in SEV-2 | 45 mins |
| Accounts Affected | 12 |
| Users Affected | 340 |
| Support Requests Raised | 7 |

## Timeline

All times are in UTC.

## How'd We Do?

### What Went Well?
```

Read:

```yaml
title: Notifications were late
authors: [messaging team]
severity: SEV-2
impact: {users: 340, tickets: 7}
```
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from postmortem_archive.importers.headers import headings, read_header, sections
from postmortem_archive.importers.layout import MARKDOWN, Incoming, Label, Wishes
from postmortem_archive.importers.source import SourceFile

NAME = "pagerduty"
ENDINGS = MARKDOWN
_LABELS = (
    *("post-mortem owner", "postmortem owner", "meeting scheduled for", "call recording"),
    *("time in sev-1", "time in sev-2", "support requests raised", "accounts affected"),
    *("notifications delivered out of sla", "events dropped"),
)
_SECTIONS = ("how d we do", "what didn t go so well", "messaging", "responders")
_TIME_IN = re.compile(
    r"[ \t|*-]{0,9}Time in (?P<level>SEV-?[1-5])[ \t|*:]{1,20}(?P<time>[0-9]{1,5}) ?"
    r"(?:s|sec|m|min|minute|h|hr|hour)s?\b",
    re.IGNORECASE,
)


def evidence(source: SourceFile) -> Sequence[str]:
    beginnings = [line.strip(" |*_-")[:60].casefold() for _, line in source.body()]
    found = [name for name in _LABELS if any(line.startswith(name) for line in beginnings)]
    names = {heading.words for heading in sections(headings(source))}
    labels = [f"label {name}" for name in found]
    return [*labels, *(f"section {n}" for n in _SECTIONS if n in names)] if len(found) > 1 else []


def read(source: SourceFile, wishes: Wishes) -> Iterator[Incoming]:
    incoming = read_header(source, wishes)
    levels = sorted(_levels(source))
    labels = [Label("Time in", levels[0][0], levels[0][1], field="severity")] if levels else []
    yield replace(incoming, labels=(*incoming.labels, *labels))


def _levels(source: SourceFile) -> Iterator[tuple[str, int]]:
    """The severities in which time was spent, each with its line."""
    for number, line in source.body():
        match = _TIME_IN.match(line)
        if match and int(match["time"]):
            yield match["level"].upper(), number
