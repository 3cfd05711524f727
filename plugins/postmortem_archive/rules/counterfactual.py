"""A sentence tells what should have, or could have, happened instead of what did.

"The engineer should have checked" describes a world that was not there, with knowledge that
nobody had. Why the check was not made, or not needed by any process, is what can be mended.
Failing and forgetting are the same thing in other words; a machine may fail to start.

Bad:

```markdown
## Detection

The on-call engineer failed to notice the alerts.
```

Bad:

```markdown
## What went poorly

- The export should have been tested against
  the full table.
```

Good:

```markdown
## Detection

The alerting system did not surface the issue prominently enough, and a pod failed to start.
```

Quotations, code and the words of customers are left alone, and so is what might have happened
under "Where we got lucky". The words stand in a file that an archive extends: see
[Choose the words](../how-to/choose-the-words.md).
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status
from postmortem_archive.rules.language import found

ID = "counterfactual"
BINDS: Status = "in-review"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    return found(postmortem, archive, ID, "tells what did not happen")
