"""A weekday stands beside a date that was another day of the week.

One of the two is a slip, most often the date, and often the timeline carries it on. A date without
a year is taken in the year that brings it nearest to the incident.

Bad:

```markdown
## Trigger

The deployment of Friday, 14 February 2026.
```

Good:

```markdown
## Trigger

The deployment of Saturday, 14 February 2026, and the e-mail of Sunday 15 February.
```
"""

from collections.abc import Iterator

from postmortem_archive.claims.dates import WEEKDAYS, weekday_claims
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "weekday-differs"
BINDS: Status = "in-review"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    words, _ = postmortem.lowered
    if words.isdisjoint(WEEKDAYS):
        return
    for passage in postmortem.passages:
        for claim in weekday_claims(passage, postmortem.day):
            if claim.weekday != claim.day.weekday():
                place = postmortem.body.place(claim.offset)
                message = (
                    f'"{claim.text}" names the wrong weekday: {claim.day} was a '
                    f"{claim.day:%A}; correct the weekday or the date"
                )
                yield Problem(place.line, place.column, message)
