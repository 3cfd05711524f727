"""A service is not in the archive's vocabulary.

Two spellings of one service are two services in every list and figure. Correct the
spelling, or add the service to `services` in archive.yml.
`check --fix` rewrites one that only differs in case, spaces and hyphens.

Bad:

```yaml
services: [order-servcie]
```

Bad:

```yaml
services: [Order Service]
```

Good:

```yaml
services: [order-service]
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status
from postmortem_archive.rules.vocabulary import unknown_values

ID = "service-unknown"
BINDS: Status = "draft"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    yield from unknown_values(postmortem, "services", archive.file.services)
