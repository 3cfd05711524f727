"""The postmortem of Google's SRE book: its parts as labels or sections, marks in the timeline.

Of the timeline, the marks that the book defines become moments: the outage begins, it is
mitigated, the incident ends.

Source:

```markdown
# Search Postmortem (incident #465)

**Date:** 2026-02-15
**Authors:** search team
**Status:** Complete, action items in progress
**Summary:** Search was down during a period of high interest.
**Impact:** 1.2 million queries lost.
**Root Causes:** A latent leak of file descriptors.
**Trigger:** A sudden rise of traffic.
**Resolution:** Traffic was sent to another cluster.
**Detection:** An alert on the error rate.

## Lessons Learned

### Where we got lucky

A colleague had a copy of the new text.

## Timeline

2026-02-15 (*all times UTC*)

- 14:54 **OUTAGE BEGINS** — Search backends start to fail
- 15:01 **INCIDENT BEGINS** The on-call engineer declares an incident
- 16:00 **OUTAGE MITIGATED**, all clusters answer
- 16:30 **INCIDENT ENDS**, half an hour without errors
```

Read:

```yaml
title: "Search Postmortem (incident #465)"
authors: [search team]
started: 2026-02-15T14:54Z
mitigated: 2026-02-15T16:00Z
resolved: 2026-02-15T16:30Z
```
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from postmortem_archive import times
from postmortem_archive.importers.headers import headings, lines_under, read_header, sections
from postmortem_archive.importers.layout import MARKDOWN, Incoming, Label, Wishes
from postmortem_archive.importers.source import SourceFile

NAME = "sre-book"
ENDINGS = MARKDOWN
_PARTS = ("summary", "impact", "root causes", "trigger", "resolution", "detection")
_LABEL = re.compile(r"[ \t]{0,3}(?:\*\*|__)?([A-Z][A-Za-z ]{2,20}?)(?::(?:\*\*|__)?|(?:\*\*|__):)")
_MARKS = {
    "started": re.compile(r"\bOUTAGE BEGINS\b"),
    "mitigated": re.compile(r"\bOUTAGE MITIGATED\b"),
    "resolved": re.compile(r"\b(?:INCIDENT|OUTAGE) ENDS\b"),
}
_BULLET = re.compile(r"[ \t]{0,8}(?:[-*+][ \t]{1,4})?")


def evidence(source: SourceFile) -> Sequence[str]:
    found = sections(headings(source))
    names = {heading.words for heading in found}
    names |= {m[1].casefold() for _, line in source.body() if (m := _LABEL.match(line))}
    parts = [f"part {name.capitalize()}" for name in _PARTS if name in names]
    if "where we got lucky" in names:
        parts.append("section Where we got lucky")
    marks = [f"mark {mark}" for mark in _marks(source)]
    return [*parts, *marks] if len(parts) > 5 else []


def read(source: SourceFile, wishes: Wishes) -> Iterator[Incoming]:
    incoming = read_header(source, wishes)
    labels = [
        Label(text[:80], time, number, field=name)
        for name, mark in _MARKS.items()
        for number, time, text in _events(source)
        if time and mark.search(text[:200])
    ]
    yield replace(incoming, labels=(*incoming.labels, *labels))


def _marks(source: SourceFile) -> list[str]:
    texts = [text[:200] for _, _, text in _events(source)]
    return [name for name, mark in _MARKS.items() if any(map(mark.search, texts))]


def _events(source: SourceFile) -> list[tuple[int, str, str]]:
    """The lines of the timeline that begin with a time: line, the time with its day, the rest."""
    rows: list[tuple[int, times.Clock, str]] = []
    for heading in sections(headings(source)):
        if heading.words == "timeline":
            for number, line in lines_under(source, heading):
                if row := _row(line):
                    rows.append((number, *row))
    placed = times.place([clock for _, clock, _ in rows], None, None)
    return [
        (number, place.start.isoformat(" ") if _is_sure(clock, place) and place else "", rest)
        for (number, clock, rest), place in zip(rows, placed, strict=True)
    ]


def _row(line: str) -> tuple[times.Clock, str] | None:
    start = _BULLET.match(line)
    try:
        parts = times.split_clock(line[start.end() if start else 0 :])
        return (times.parse_clock(parts[0]), parts[1]) if parts else None
    except ValueError:
        return None


def _is_sure(clock: times.Clock, place: times.Placed | None) -> bool:
    return bool(clock.time and place and place.day_known and not clock.approximate)
