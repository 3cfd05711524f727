"""A mean is stated for one incident.

MTTR and MTTD are means over many incidents; one incident has a time to recover. A reader who
compares "MTTR: 154 minutes" with the archive's figure compares different things. A mean that says
over which incidents or which time it runs is respected.

Bad:

```markdown
## Detection

Mean time to recovery (MTTR): 45 minutes.
```

Good:

```markdown
## Detection

Time to recover: 45 minutes. The MTTR of the last quarter was 50 minutes.
```
"""

from collections.abc import Iterator

from postmortem_archive.claims.measures import mean_claims
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "mean-of-one"
BINDS: Status = "in-review"

# Without one of these there is no mean, and most postmortems have none.
_OF_MEANS = frozenset({"mean", "average", "mttd", "mtta", "mttm", "mttr"})


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    words, _ = postmortem.lowered
    if postmortem.front.kind != "incident" or words.isdisjoint(_OF_MEANS):
        return
    for claim in mean_claims(postmortem.passages):
        place = postmortem.body.place(claim.offset)
        message = (
            f'"{claim.label}" is a mean, and "{claim.text}" is of one incident; write '
            f'"{claim.right}", or say over which incidents the mean runs'
        )
        yield Problem(place.line, place.column, message)
