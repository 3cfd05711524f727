"""A written duration disagrees with the two times it stands beside.

`14:23 to 15:08 (45 minutes)` says the same thing twice, and a reader cannot tell which of the two
is right once they differ. Best leave the duration out: the site computes it. A duration in words,
a round one (`about an hour`), a range and a bound (`over 40 minutes`) are read as loosely as they
are written. "Every 5 minutes from 14:00 to 15:00" and a sum over several ranges are left alone.

`check --fix` writes the duration that the two times have, in the style of the one that stood there.
Where the two times leave it in doubt, it is left to you: a range of durations, a bound, and times
that are approximate or may be days apart.

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
from datetime import timedelta

from postmortem_archive import times
from postmortem_archive.claims.ranges import RangeClaim, range_claims
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Edit, Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status
from postmortem_archive.rules.spans import rewritten_span

ID = "duration-differs"
BINDS: Status = "in-review"

# Longer ones without days are either two times in the wrong order or any number of days.
_MIDNIGHT_IN_DOUBT = timedelta(hours=12)


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
                yield Problem(place.line, place.column, message, edit=_edit(postmortem, claim))


def _edit(postmortem: Postmortem, claim: RangeClaim) -> Edit | None:
    """The computed duration in place of the written one, where the times leave no doubt."""
    clock = claim.range.clock
    dated = clock.day is not None and clock.until is not None and clock.until[0] is not None
    if claim.rough or not (dated or claim.computed < _MIDNIGHT_IN_DOUBT):
        return None
    return rewritten_span(postmortem, claim.span, claim.offset, claim.computed)
