"""A word tells how someone felt about it, where a fact would tell how bad it was.

Heat makes the next author careful and the reader none the wiser. Terms that only sound like it
(kernel panic, chaos engineering, disaster recovery, catastrophic failure) are left alone.

Bad:

```markdown
## Detection

The alerting was ridiculous.
```

Good:

```markdown
## Detection

Of 47 alerts in the day before, 46 asked for nothing. Disaster recovery was not needed.
```

Quotations, code and the words of customers are left alone. The words stand in a file that an
archive extends: see [Choose the words](../how-to/choose-the-words.md).
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status
from postmortem_archive.rules.language import found

ID = "animated-word"
BINDS: Status = "in-review"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    return found(postmortem, archive, ID, "is heat, not information")
