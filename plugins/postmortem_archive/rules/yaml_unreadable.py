"""The front matter, or archive.yml, is not readable as YAML.

A tab, a colon inside an unquoted text, or a bracket that is never closed makes YAML
something else than what was meant. The message points at the character and says what to
write instead.

Bad:

```yaml
title: Outage: orders stuck
```

Good:

```yaml
title: "Outage: orders stuck"
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "yaml-unreadable"
BINDS: Status = "draft"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    yield from postmortem.problems_of(ID)
