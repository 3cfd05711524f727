"""A written duration disagrees with the two times it stands beside.

`14:23 to 15:08 (45 minutes)` says the same thing twice, and a reader cannot tell which of the two
is right once they differ. Best leave the duration out: the site computes it. A duration in words,
a round one (`about an hour`), a range and a bound (`over 40 minutes`) are read as loosely as they
are written. "Every 5 minutes from 14:00 to 15:00" and a sum over several ranges are left alone.

Bad:

```markdown
## Impact

Orders failed for 1 hour and 47 minutes (14:23–15:08 UTC).
```

Good:

```markdown
## Impact

Orders failed for 45 minutes (14:23–15:08 UTC); all was over within an hour.
```
"""

from collections.abc import Iterator

from postmortem_archive import times
from postmortem_archive.claims.ranges import range_claims
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "duration-differs"
BINDS: Status = "in-review"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    for timed in postmortem.timed:
        for claim in range_claims(timed):
            if not claim.holds:
                place = postmortem.body.place(claim.offset)
                right = times.exact_words(claim.computed)
                message = (
                    f'"{claim.span.text}" stands beside {claim.range.text}, which is {right}; '
                    "correct the one that is wrong"
                )
                yield Problem(place.line, place.column, message)
