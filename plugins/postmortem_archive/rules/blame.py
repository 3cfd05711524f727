"""A sentence blames a person or a team.

A system that lets one person cause an outage is the problem, not the person; and who is blamed
tells less the next time. Accountability is in the action items, which have owners and dates.

Bad:

```markdown
## Root cause

The new developer pushed broken code, and the reviewer ignored the warning.
```

Bad:

```markdown
## Contributing factors

- The team was careless.
```

Good:

```markdown
## Root cause

A configuration change was deployed that contained a regression.
```

Quotations, code and the words of customers are left alone. The words that are looked for, and
what is offered in their place, stand in a file that an archive extends: see
[Choose the words](../how-to/choose-the-words.md).
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status
from postmortem_archive.rules.language import found

ID = "blame"
BINDS: Status = "in-review"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    return found(postmortem, archive, ID, "blames a person, not the system")
