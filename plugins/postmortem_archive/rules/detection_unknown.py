"""The source of detection is not in the archive's vocabulary.

How many incidents customers reported first can only be counted if everyone uses the same
words. They stand in archive.yml under `detection`.
`check --fix` rewrites one that only differs in case, spaces and hyphens.

Bad:

```yaml
detection: alrt
```

Bad:

```yaml
detection: Alert
```

Good:

```yaml
detection: alert
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status
from postmortem_archive.rules.vocabulary import unknown_values

ID = "detection-unknown"
BINDS: Status = "draft"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    yield from unknown_values(postmortem, "detection", archive.file.detection)
