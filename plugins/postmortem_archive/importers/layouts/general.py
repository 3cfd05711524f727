"""Any other Markdown: the title heading, and whatever labels and sections have names we know.

Source:

```markdown
# 2026-02-15, Orders stuck in the queue

Orders were stuck for a while.

## What happened

A connection was not given back.
```

Read:

```yaml
title: Orders stuck in the queue
```
"""

from collections.abc import Iterator, Sequence

from postmortem_archive.importers.headers import headings, read_header
from postmortem_archive.importers.layout import MARKDOWN, Incoming, Wishes
from postmortem_archive.importers.source import SourceFile

NAME = "general"
ENDINGS = MARKDOWN


def evidence(source: SourceFile) -> Sequence[str]:
    """Every Markdown file that says anything; any other layout with evidence is preferred."""
    found = headings(source)
    return [f"{len(found)} headings"] if found else ["text"] if source.text.strip() else []


def read(source: SourceFile, wishes: Wishes) -> Iterator[Incoming]:
    yield read_header(source, wishes)
