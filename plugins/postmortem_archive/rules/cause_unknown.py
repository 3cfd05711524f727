"""A kind of cause is not in the archive's vocabulary.

Take the nearest known one, or add it, with its meaning, to `causes` in archive.yml.
`check --fix` rewrites one that only differs in case, spaces and hyphens.

Bad:

```yaml
causes: [conection-leak]
```

Bad:

```yaml
causes: [Connection leak]
```

Good:

```yaml
causes: [connection-leak]
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status
from postmortem_archive.rules.vocabulary import unknown_values

ID = "cause-unknown"
BINDS: Status = "draft"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    yield from unknown_values(postmortem, "causes", archive.file.causes)
