"""A field is given twice.

YAML keeps the second of two equal keys without a word, so one of the two values would be
lost.

Bad:

```yaml
tracker: INC-7
tracker: INC-8
```

Good:

```yaml
tracker: INC-8
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "field-duplicate"
BINDS: Status = "draft"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    yield from postmortem.problems_of(ID)
