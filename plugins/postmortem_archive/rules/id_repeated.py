"""Two postmortems have one id.

The id is the file's name without folder and `.md`; links and verdicts use it. Of two files
with one name, in two folders, a verdict can only mean one. The later file by path is told.

Bad (this file stands beside one of the same name in 2026/):

```beside
2025/2026-02-15-orders-stuck.md
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

ID = "id-repeated"
BINDS: Status = "draft"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    first = min(archive.paths_by_id[postmortem.id])
    if first != postmortem.path:
        message = f"{first} has this name too; rename one of them, since links and verdicts use it"
        yield Problem(1, 1, message)
