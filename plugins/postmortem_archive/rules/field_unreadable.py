"""A field's value is not of the form that the field takes.

Moments carry an offset, because "14:23" is another moment in Lisbon and in Lagos; spans
carry a unit; lists stand in brackets, also for one. The message shows the right form, and
`check --fix` writes it where the value can mean nothing else: never does it guess a zone, a year,
or which number is the month.

Bad:

```yaml
acknowledged: 2026-02-15 14:28
```

Bad:

```yaml
acknowledged: 15 Feb 2026, 14:28 UTC
```

Bad:

```yaml
published: Feb 18, 2026
```

Good:

```yaml
acknowledged: 2026-02-15T14:28Z
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "field-unreadable"
BINDS: Status = "draft"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    yield from postmortem.problems_of(ID)
