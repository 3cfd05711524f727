"""Atlassian's published postmortem template: lead-up, fault, recovery, five whys, backlog check.

Its summary's first sentence states the window of the incident, and from that come the
moments: the sentence itself stays where it is.

Source:

```markdown
# Sign-in failed

## Incident summary

Between the hours of 14:23 and 15:08 UTC on 2026-02-15, 340 users could not sign in.

## Leadup

A certificate was replaced.

## Fault

The new one lacked a name.

## Recovery

The old one was put back.

## Recurrence

None.
```

Read:

```yaml
title: Sign-in failed
started: 2026-02-15T14:23Z
resolved: 2026-02-15T15:08Z
```
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from postmortem_archive.importers.headers import headings, lines_under, read_header, sections
from postmortem_archive.importers.layout import MARKDOWN, Incoming, Label, Wishes
from postmortem_archive.importers.source import SourceFile

NAME = "atlassian"
ENDINGS = MARKDOWN
_OWN = ("leadup", "lead up", "fault", "recovery", "backlog check", "recurrence")
_WHYS = "root cause identification"
_BETWEEN = re.compile(
    r"Between (?:the hours? of )?(?P<start>[0-9]{1,2}:[0-9]{2}) (?:and|to|[-–—]) "
    r"(?P<end>[0-9]{1,2}:[0-9]{2}) ?(?P<zone>\(?[A-Z][A-Za-z/+:0-9-]{1,20}\)?)? ?"
    r"on (?P<day>[^,.;\n]{4,20}(?:, [0-9]{4})?)[,.; ]"
)


def evidence(source: SourceFile) -> Sequence[str]:
    names = [heading.words for heading in sections(headings(source))]
    own = [name for name in _OWN if name in names]
    if any(name.startswith(_WHYS) for name in names):
        own.append(_WHYS)
    return [f"section {name}" for name in own] if len(own) > 2 else []


def read(source: SourceFile, wishes: Wishes) -> Iterator[Incoming]:
    incoming = read_header(source, wishes)
    yield replace(incoming, labels=(*incoming.labels, *_window(source)))


def _window(source: SourceFile) -> Iterator[Label]:
    for heading in sections(headings(source)):
        if heading.words in ("incident summary", "summary"):
            for number, line in lines_under(source, heading):
                if match := _BETWEEN.match(line[:400].strip()):
                    zone = (match["zone"] or "").strip("()")
                    times = f"{match['day']} {match['start']} – {match['end']} {zone}".strip()
                    yield Label(match[0], times, number, field="window")
