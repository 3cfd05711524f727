"""The text gives the incident a date on which, by the moments, it was not under way.

Checked is a `Date:` or `Incident date:` at the start of a paragraph, item or table row, against the
days from `started` to `resolved`. Best leave it out: the page shows the date of the front matter.

Bad:

```markdown
## Impact

**Date:** 2026-02-14
```

Good:

```markdown
## Impact

**Date:** 15 February 2026
```
"""

from collections.abc import Iterator

from postmortem_archive.claims.dates import date_claim
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "date-differs"
BINDS: Status = "in-review"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    started = postmortem.front.started
    if started is None:
        return
    last = postmortem.front.resolved or started
    for passage in postmortem.passages:
        claim = date_claim(passage, started.date())
        if claim and not started.date() <= claim.day <= last.date():
            place = postmortem.body.place(claim.offset)
            message = (
                f'"{claim.text}" is given as the date, but started is {started:%Y-%m-%d}; '
                "correct the one that is wrong"
            )
            yield Problem(place.line, place.column, message)
