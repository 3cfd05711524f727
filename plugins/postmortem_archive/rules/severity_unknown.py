"""The severity is not on the archive's scale.

The scale and its definitions stand in archive.yml under `severities`, the worst first.
`check --fix` rewrites one that only differs in case, spaces and hyphens.

Bad:

```yaml
severity: SEV-22
```

Bad:

```yaml
severity: Sev 2
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
from postmortem_archive.rules.vocabulary import unknown_values

ID = "severity-unknown"
BINDS: Status = "draft"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    yield from unknown_values(postmortem, "severity", archive.file.severities)
