"""The front matter has a field that nobody reads.

A mistyped name (`serverity`) would otherwise be lost in silence.

Bad:

```yaml
serverity: SEV-2
```

Good:

```yaml
severity: SEV-2
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "field-unknown"
BINDS: Status = "draft"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    yield from postmortem.problems_of(ID)
