"""A waiver does not say why.

A waiver exempts a place from a rule. Whoever reads it in a year needs the reason.

Bad:

```yaml
tags: [databse]  # allow tag-unknown
```

Good:

```yaml
tags: [databse]  # allow tag-unknown: the tag of the archive that we are merging with
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "waiver-without-reason"
BINDS: Status = "draft"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    for waiver in postmortem.waivers:
        if not waiver.reason:
            message = f"this waiver gives no reason; write: allow {waiver.rule}: because …"
            yield Problem(waiver.place.line, waiver.place.column, message)
