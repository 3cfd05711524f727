"""Header lines of labels and values, in bold or plain, one a line or several on one.

Source:

```markdown
# Postmortem: Orders stuck in the queue

**Date:** 2026-02-15 | **Severity:** SEV-2 (Major)
**Started:** 14:23 UTC
- **Duration**: 45 minutes
Authors: platform team

## Summary

Orders were stuck.
```

Read:

```yaml
title: Orders stuck in the queue
severity: SEV-2
started: 2026-02-15T14:23Z
time_to_recover: 45 minutes
authors: [platform team]
```
"""

from collections.abc import Iterator, Sequence

from postmortem_archive.importers.headers import header_labels, headings, read_header
from postmortem_archive.importers.layout import MARKDOWN, Incoming, Wishes
from postmortem_archive.importers.source import SourceFile
from postmortem_archive.importers.synonyms import field_of

NAME = "bold-fields"
ENDINGS = MARKDOWN


def evidence(source: SourceFile) -> Sequence[str]:
    labels = [label.label for label in header_labels(source, headings(source))]
    known = list(dict.fromkeys(label for label in labels if field_of(label)))
    return [f"label {label}" for label in known] if len(known) > 1 else []


def read(source: SourceFile, wishes: Wishes) -> Iterator[Incoming]:
    yield read_header(source, wishes)
