"""A tag is not in the archive's vocabulary.

Tags are worth something while there are few and everyone uses the same. Take the nearest
known one, or add the tag, with its meaning, to `tags` in archive.yml.
`check --fix` rewrites one that only differs in case, spaces and hyphens.

Bad:

```yaml
tags: [databse]
```

Bad:

```yaml
tags: [Database]
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
from postmortem_archive.rules.vocabulary import unknown_values

ID = "tag-unknown"
BINDS: Status = "draft"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    yield from unknown_values(postmortem, "tags", archive.file.tags)
