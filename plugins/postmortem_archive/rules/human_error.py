"""Human error is named as a cause.

It is where the questions begin: what let a reasonable action have this effect, and what will it
do the next time? As a risk to be reduced it may be named.

Bad:

```markdown
## Root cause

Human error.
```

Good:

```markdown
## Root cause

The system allowed a single action to have an outsized impact without confirmation. A dry run
would reduce human error.
```

The words stand in a file that an archive extends: see
[Choose the words](../how-to/choose-the-words.md).
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status
from postmortem_archive.rules.language import found

ID = "human-error"
BINDS: Status = "in-review"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    return found(postmortem, archive, ID, "is where the questions begin, not a cause")
