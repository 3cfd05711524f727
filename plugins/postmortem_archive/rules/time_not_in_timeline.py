"""A time in the prose, within the incident, is a time that no row of the timeline has.

What happened at 14:40 belongs into the timeline, or the time is a slip. Checked are times between
the first row and the last, to the minute. Left alone are times marked as approximate, bounds
("before 14:40"), times that come round ("daily at 14:40"), other days and other clocks, quotations
and code, and timelines of fewer than three rows or of a day and more.

Bad:

```markdown
## Timeline

All times in UTC.

| Time | Event |
|------|-------|
| 14:23 | The connection pool is full |
| 14:25 | The alert fires |
| 15:08 | All orders are through |

## Root cause

The change that held back the connections was found at 14:40.
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

## Root cause

The change that held back the connections was found about 14:40, and all orders
were through at 15:08.
```
"""

from collections.abc import Iterator

from postmortem_archive.claims.clocks import known_times, time_claims
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "time-not-in-timeline"
BINDS: Status = "final"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    known = known_times(postmortem)
    if known is None:
        return
    for claim in time_claims(postmortem, known):
        if known.spans(claim.at):
            place = postmortem.body.place(claim.offset)
            message = (
                f"no row of the timeline has {claim.text}; add the row, correct the time, "
                f"or write ~{claim.at:%H:%M} if it is not known exactly"
            )
            yield Problem(place.line, place.column, message)
