"""The file cannot be read at all.

A postmortem is a text file in UTF-8 inside the archive's folder. A folder whose name ends
in `.md`, a link to somewhere else, a file without read permission, and text in another
encoding cannot be checked, searched or shown.

Bad (saved as Latin-1):

```latin-1
---
title: Café orders stuck
---
```

Good:

```yaml
title: Café orders stuck
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "file-unreadable"
BINDS: Status = "draft"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    yield from postmortem.problems_of(ID)
