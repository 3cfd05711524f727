"""Pages of Confluence, as confluence-markdown-exporter writes them.

Above the title stand the pages that lead there, as links with `>` between them. Labels are
`tags` of the front matter, each with a number sign, and a table of page properties is front
matter or stands below the title as a table of two columns. Attachments are links into a
folder of their own, and are copied. Other exporters leave out the way there, and are read as
any Markdown is. See https://github.com/Spenhouet/confluence-markdown-exporter.

Source:

```markdown
---
severity: SEV-2
tags:
    - '#queue'
    - '#connection-pool'
---
[Operations](../Operations.md) > [Incidents](Incidents.md)

# Orders stuck in the queue

| Field | Value |
| --- | --- |
| Started | 2026-02-15 14:23 UTC |
| **Duration** | 45 minutes |

## Summary

Orders were stuck.
```

Read:

```yaml
title: Orders stuck in the queue
severity: SEV-2
tags: [queue, connection-pool]
started: 2026-02-15T14:23Z
time_to_recover: 45 minutes
```
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from postmortem_archive.importers.headers import headings, lines_under, read_header
from postmortem_archive.importers.keys import entries_of
from postmortem_archive.importers.labels import labels_in
from postmortem_archive.importers.layout import MARKDOWN, Incoming, Label, Wishes
from postmortem_archive.importers.source import SourceFile

NAME = "confluence"
ENDINGS = MARKDOWN
_LINK = r"\[[^\[\]\n]{1,200}\]\([^()\s]{1,500}\)"
_WAY = re.compile(rf"{_LINK}(?: > {_LINK}){{0,30}}")


def evidence(source: SourceFile) -> Sequence[str]:
    if not _way_there(source):
        return ()
    # Plain front matter and labels find their evidence too; this one knows what they are.
    labels = [label.label for label in _labels(source)]
    keys = [f"key {key}" for key in entries_of(source)]
    return ["links that lead to the page", *keys, *(f"label {label}" for label in labels)]


def read(source: SourceFile, wishes: Wishes) -> Iterator[Incoming]:
    incoming = read_header(source, wishes)
    known = {label.line for label in incoming.labels}
    below = (label for label in _labels(source) if label.line not in known)
    yield replace(incoming, labels=(*(_without_sign(label) for label in incoming.labels), *below))


def _way_there(source: SourceFile) -> int:
    """The line of the links above the title, or 0."""
    first = next(((n, line.strip()) for n, line in source.body() if line.strip()), (0, ""))
    found = headings(source)
    above = bool(found) and found[0].level == 1 and found[0].line > first[0]
    return first[0] if above and _WAY.fullmatch(first[1]) else 0


def _labels(source: SourceFile) -> list[Label]:
    """The labels between the title and the first section, which the links above hide."""
    found = headings(source)
    if not _way_there(source):
        return []
    return list(labels_in(source, lines_under(source, found[0])))


def _without_sign(label: Label) -> Label:
    """A list of tags without the number sign with which Confluence's labels are exported."""
    if label.field != "tags" or isinstance(label.text, str):
        return label
    return replace(label, text=[one.removeprefix("#") for one in label.text])
