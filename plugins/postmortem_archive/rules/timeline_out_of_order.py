"""A timeline row is earlier than the row before it.

Either a time is mistyped or the row stands in the wrong place. A time that goes back by
more than six hours is read as the next day; a row days later needs its date. `check --fix` puts the
rows of a table into order, each moved whole, if all keep the moment that they have now. Look at
what moved: a row with a mistyped time moves too.

Bad:

```markdown
## Timeline

All times in UTC.

| Time | Event |
|------|-------|
| 14:25 | The alert fires |
| 14:23 | The connection pool is full |
```

Good:

```markdown
## Timeline

All times in UTC.

| Time | Event |
|------|-------|
| 14:23 | The connection pool is full |
| 14:25 | The alert fires |
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Event, Postmortem
from postmortem_archive.model.status import Status
from postmortem_archive.rules.row_order import Edits

ID = "timeline-out-of-order"
BINDS: Status = "in-review"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    before: Event | None = None
    edits: Edits | None = None
    for event in postmortem.events:
        if event.local is None:
            continue
        if before is not None and _earlier(event, before):
            message = (
                f"{event.time} is before {before.time} of the row above it; move the row, "
                "correct the time, or write the date if it was another day"
            )
            edits = edits or Edits(postmortem)
            edit = edits.of(event)
            yield Problem(event.place.line, event.place.column, message, edit=edit)
            continue  # the rows that follow are compared with the last one in order
        before = event


def _earlier(event: Event, before: Event) -> bool:
    if event.day_only or before.day_only:
        return _day(event) < _day(before)
    if event.start and before.start:
        return event.start < before.start
    return event.local is not None and before.local is not None and event.local < before.local


def _day(event: Event) -> int:
    return event.local.toordinal() if event.local else 0
