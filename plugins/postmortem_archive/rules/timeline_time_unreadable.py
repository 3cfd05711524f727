"""The time of a timeline row is not one that can be placed.

`14:23`, `2:23 PM`, `2026-02-15 14:23`, `~14:23` and `14:23–14:40` are read; a row over
midnight needs no date, a row days later does. Only what can be placed can be drawn to scale
and compared with the moments in the front matter.

Bad:

```markdown
## Timeline

All times in UTC.

| Time | Event |
|------|-------|
| 14.23 h | The connection pool is full |
```

Good:

```markdown
## Timeline

All times in UTC.

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

ID = "timeline-time-unreadable"
BINDS: Status = "in-review"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    for event in postmortem.events:
        if event.problem:
            yield Problem(event.place.line, event.place.column, event.problem)
