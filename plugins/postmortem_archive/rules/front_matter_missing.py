"""The file has no front matter.

The block between two lines of three hyphens at the very top says what the archive needs to
know: title, severity, when it started. Without it the file is no postmortem that can be
listed, counted or found.

Bad:

```markdown
# Orders stuck in the queue

It began at 14:23.
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

ID = "front-matter-missing"
BINDS: Status = "draft"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    yield from postmortem.problems_of(ID)
