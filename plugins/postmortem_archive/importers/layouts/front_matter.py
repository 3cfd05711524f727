"""Front matter under other names: known ones by synonyms, the rest by a mapping file.

A mapping file says of each key what it is here: a field (`started`), a link (`links.source`),
a section that holds its text (`"## Summary"`), or `nothing` for what is not to be kept. A key
that nobody knows stays, in a block of code at the top of the text.

Source:

```markdown
---
title: Orders stuck in the queue
url: https://example.com/incidents/42
start_time: 2026-02-15T14:23:00Z
end_time: 2026-02-15T15:08:00Z
categories:
- config-change
---

Orders were stuck.
```

Read:

```yaml
title: Orders stuck in the queue
started: 2026-02-15T14:23Z
resolved: 2026-02-15T15:08Z
tags: [config-change]
links: {source: "https://example.com/incidents/42"}
```
"""

from collections.abc import Iterator, Sequence

from postmortem_archive.importers.headers import read_header
from postmortem_archive.importers.keys import entries_of
from postmortem_archive.importers.layout import MARKDOWN, Incoming, Wishes
from postmortem_archive.importers.source import SourceFile
from postmortem_archive.importers.synonyms import field_of

NAME = "front-matter"
ENDINGS = MARKDOWN


def evidence(source: SourceFile) -> Sequence[str]:
    if not source.parts.matter:
        return []
    return ["front matter", *(f"key {key}" for key in entries_of(source) if field_of(key))]


def read(source: SourceFile, wishes: Wishes) -> Iterator[Incoming]:
    yield read_header(source, wishes)
