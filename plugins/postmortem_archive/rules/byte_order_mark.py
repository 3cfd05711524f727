"""The file begins with a byte-order mark.

Some editors on Windows write three invisible bytes at the start of a UTF-8 file. GitHub
and many tools then no longer see the front matter and show it as text.

Bad:

```markdown
\ufeff---
title: Orders stuck in the queue
status: draft
---
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

ID = "byte-order-mark"
BINDS: Status = "draft"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    yield from postmortem.problems_of(ID)
