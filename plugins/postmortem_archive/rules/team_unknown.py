"""A team is not in the archive's vocabulary.

Correct the spelling, or add the team to `teams` in archive.yml.
`check --fix` rewrites one that only differs in case, spaces and hyphens.

Bad:

```yaml
teams: [platfrom]
```

Bad:

```yaml
teams: [Platform]
```

Good:

```yaml
teams: [platform]
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status
from postmortem_archive.rules.vocabulary import unknown_values

ID = "team-unknown"
BINDS: Status = "draft"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    yield from unknown_values(postmortem, "teams", archive.file.teams)
