"""A dated title heading, and a timeline of headings that begin with times in a named zone.

The timeline stays as it is, for it is read where it stands. Of its events, only those that
say in so many words that the incident begins or ends become moments of the front matter.

Source:

```markdown
# 2026-02-15, too many pods

## Timeline

All times in CET (UTC+1)

### 2026-02-15 14:23

Start of incident. Launches fail.

### 15:08

Launches succeed. Incident ends.
```

Read:

```yaml
title: too many pods
started: 2026-02-15T14:23+01:00
resolved: 2026-02-15T15:08+01:00
```
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from postmortem_archive import times
from postmortem_archive.importers.headers import (
    Heading,
    headings,
    lines_under,
    read_header,
    zone_of,
)
from postmortem_archive.importers.layout import MARKDOWN, Incoming, Label, Wishes
from postmortem_archive.importers.source import SourceFile

NAME = "heading-timeline"
ENDINGS = MARKDOWN
_WORDS = frozenset({"timeline", "timeline of events", "incident timeline", "chronology"})
_MARKS = {
    "started": re.compile(
        r"(?:start of (?:the )?incident|(?:the )?incident (?:starts|started|begins|began)"
        r"|start of (?:the )?outage|(?:the )?(?:outage|problem) (?:starts|started|begins|began))",
        re.IGNORECASE,
    ),
    "resolved": re.compile(
        r"(?:end of (?:the )?incident|(?:the )?incident (?:ends|ended|is over|(?:is )?resolved)"
        r"|end of (?:the )?outage|(?:the )?outage (?:ends|ended|is over))",
        re.IGNORECASE,
    ),
}
_SENTENCES = re.compile(r"[.!?](?:\s{1,5}|$)")


def _times(source: SourceFile) -> list[tuple[Heading, str, str]]:
    """The headings of the timeline that begin with a time: heading, time, rest."""
    found = headings(source)
    begin = next((i for i, h in enumerate(found) if h.words in _WORDS), None)
    if begin is None:
        return []
    times_found = []
    for heading in found[begin + 1 :]:
        if heading.level <= found[begin].level:
            break
        if split := _split(heading.text):
            times_found.append((heading, *split))
    return times_found


def _split(text: str) -> tuple[str, str] | None:
    try:
        return times.split_clock(text)
    except ValueError:
        return None


def evidence(source: SourceFile) -> Sequence[str]:
    found = _times(source)
    if len(found) < 2:
        return []
    reasons = [f"{len(found)} headings of the timeline begin with a time"]
    zone = zone_of(source, Wishes())
    return [*reasons, f"times stated in {zone}"] if zone else reasons


def read(source: SourceFile, wishes: Wishes) -> Iterator[Incoming]:
    incoming = read_header(source, wishes)
    yield replace(incoming, labels=(*incoming.labels, *_moments(source)))


def _moments(source: SourceFile) -> Iterator[Label]:
    rows = _times(source)
    placed = _placed(rows)
    for (heading, _, rest), time in zip(rows, placed, strict=True):
        lines = [rest, *(line for _, line in lines_under(source, heading))]
        said = [part.strip() for line in lines for part in _SENTENCES.split(line[:2000])]
        for name, mark in _MARKS.items():
            if time and any(mark.fullmatch(part) for part in said):
                yield Label(heading.text, time, heading.line, field=name)


def _placed(rows: list[tuple[Heading, str, str]]) -> list[str]:
    """The times with their days, which a time alone takes from the times before it."""
    clocks: list[times.Clock | None] = []
    for _, time, _ in rows:
        try:
            clocks.append(times.parse_clock(time))
        except ValueError:
            clocks.append(None)
    written = []
    for clock, row in zip(clocks, times.place(clocks, None, None), strict=True):
        sure = clock and clock.time and row and row.day_known
        about = "~" if clock and clock.approximate else ""
        written.append(f"{about}{row.start.isoformat(' ')}" if sure and row else "")
    return written
