"""A waiver exempts a place from a rule that finds nothing there.

Either what was wrong has been mended and the waiver can go, or the rule's name is mistyped.

Bad:

```yaml
tags: [database]  # allow tag-unknown: we are merging two archives
```

Good:

```yaml
tags: [database]
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "waiver-unused"
BINDS: Status = "draft"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    """The runner hands over a postmortem with only those waivers that nothing used."""
    for waiver in postmortem.waivers:
        message = (
            f"nothing here breaks {waiver.rule}; remove the waiver, or correct the rule's name"
        )
        yield Problem(waiver.place.line, waiver.place.column, message)
