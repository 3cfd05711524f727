"""A title heading, sections, and a last section Stats with the category and stated spans.

Source:

```markdown
# Logs were not shipped

## Timeline

All times in UTC.

| Time             | Event               |
|------------------|---------------------|
| 2026-02-15 14:23 | The first log stops |

## Stats

- Category: Observability
- Time to detection: 19 hours 43 minutes.
- Time to recovery: N/A
```

Read:

```yaml
title: Logs were not shipped
tags: [Observability]
time_to_detect: 19 hours 43 minutes
```
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from postmortem_archive.importers.headers import (
    Heading,
    headings,
    lines_under,
    read_header,
    sections,
)
from postmortem_archive.importers.labels import labels_in
from postmortem_archive.importers.layout import MARKDOWN, Frame, Incoming, Wishes
from postmortem_archive.importers.source import SourceFile

NAME = "heading-and-stats"
ENDINGS = MARKDOWN
_WORDS = frozenset({"stats", "statistics", "incident stats"})


def _stats(source: SourceFile) -> Heading | None:
    return next((h for h in sections(headings(source)) if h.words in _WORDS), None)


def evidence(source: SourceFile) -> Sequence[str]:
    stats = _stats(source)
    if stats is None:
        return []
    labels = [label.label for label in labels_in(source, lines_under(source, stats))]
    if not labels:
        return []
    return [f"section {stats.text}", *(f"{stats.text}: {label}" for label in labels)]


def read(source: SourceFile, wishes: Wishes) -> Iterator[Incoming]:
    stats = _stats(source)
    incoming = read_header(source, wishes)
    if stats is not None:
        under = lines_under(source, stats)
        filled = frozenset(number for number, line in under if line.strip())
        frame = Frame(frozenset({stats.line}), filled)
        incoming = replace(incoming, frames=(*incoming.frames, frame))
    yield incoming
