"""A moment of the front matter is on no row of the timeline.

`started`, `detected`, `acknowledged`, `mitigated` and `resolved` are what all durations are
computed from; a reader looks for them in the timeline, and finds there what made them so. A row
over a range of times holds every moment in it. Timelines of fewer than three rows are left alone.

Bad:

```markdown
## Timeline

All times in UTC.

| Time | Event |
|------|-------|
| 14:23 | The connection pool is full |
| 14:48 | The pool is enlarged |
| 15:08 | All orders are through |
```

Good:

```markdown
## Timeline

All times in UTC.

| Time | Event |
|------|-------|
| 14:23 | The connection pool is full |
| 14:25 | The alert fires |
| 15:08 | All orders are through |
```
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.front_matter import MOMENTS
from postmortem_archive.model.postmortem import Event, Postmortem
from postmortem_archive.model.status import Status

ID = "moment-not-in-timeline"
BINDS: Status = "final"

_FEWEST_ROWS = 3
_SHOWN = timedelta(minutes=1)


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    events = postmortem.events
    if len(events) < _FEWEST_ROWS or any(event.start is None for event in events):
        return
    for name in MOMENTS:
        moment: datetime | None = getattr(postmortem.front, name)
        if moment and not any(_has(event, moment) for event in events):
            place = postmortem.place_of(name)
            zone = events[0].start.tzinfo if events[0].start else None
            shown = moment.astimezone(zone).strftime("%H:%M on %Y-%m-%d")
            message = (
                f"{name}: no row of the timeline is at {shown}; "
                "add what happened then, or correct the moment"
            )
            yield Problem(place.line, place.column, message)


def _has(event: Event, moment: datetime) -> bool:
    if event.start is None:
        return False
    if event.day_only:
        return event.start.date() == moment.astimezone(event.start.tzinfo).date()
    return event.start - _SHOWN < moment < (event.end or event.start) + _SHOWN
