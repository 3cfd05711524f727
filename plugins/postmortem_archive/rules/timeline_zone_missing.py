"""The timeline's times name no time zone.

A time without its zone cannot be compared with a log, a chart or another team's notes. One
sentence above the table is enough, or the zone in the column's name: `Time (UTC)`. Zones
by name (`Europe/London`) follow daylight saving; `PST` is taken literally.

Bad:

```markdown
## Timeline

| Time | Event |
|------|-------|
| 14:23 | The connection pool is full |
```

Good:

```markdown
## Timeline

All times in Europe/London.

| Time | Event |
|------|-------|
| 14:23 | The connection pool is full |
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "timeline-zone-missing"
BINDS: Status = "in-review"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    yield from postmortem.problems_of(ID)
