"""The front matter's closing line is missing.

Without the second line of three hyphens, everything below is taken for fields, or the
whole block for text, depending on the tool.

Bad:

```markdown
---
title: Orders stuck in the queue
status: draft

## Summary

Orders were stuck.
```

Good:

```yaml
title: Orders stuck in the queue
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "front-matter-unclosed"
BINDS: Status = "draft"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    yield from postmortem.problems_of(ID)
