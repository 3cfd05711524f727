"""The text speaks of an earlier incident and does not say which.

"See the previous postmortem" is clear to who was there. A year later there are three of them, and
nobody can say whether this was the same again. A link answers the reader; a verdict in the front
matter (`repeat_of`, `related`, `not_repeat_of`) answers the archive, which counts repeats by it.

Bad:

```markdown
## Lessons learned

An almost identical outage happened in June. See the previous postmortem.
```

Bad:

```markdown
## Contributing factors

- This had happened before, in March.
```

Good:

```markdown
## Lessons learned

The pool was full in [the earlier incident](2026-02-14-pool-full.md), too.
```

Good:

```yaml
related: [2026-02-14-pool-full]
```

A link or an identifier (`INC-42`, `#42`) in the same paragraph is enough, and so is any verdict.
The wordings stand under `earlier-incident-without-link` in a file that an archive extends: see
[Choose the words](../how-to/choose-the-words.md).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from postmortem_archive.model.archive import Archive, verdicts
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.passages import Passage
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status
from postmortem_archive.rules.language import hits

ID = "earlier-incident-without-link"
BINDS: Status = "in-review"

# What a reader can look up: an address, the id of a postmortem or a ticket.
_NAMED = re.compile(
    r"https?://|\b[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z]|\b[A-Z]{2,10}[0-9]{0,4}-[0-9]{1,8}\b|#[0-9]"
)


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    if any(verdicts(postmortem)):
        return
    links = sorted(link.offset for link in postmortem.body.links)
    for passage, (start, end), phrase in hits(postmortem, archive, ID):
        first, last = _extent(postmortem, passage)
        at = bisect_left(links, first)
        linked = at < len(links) and links[at] < last
        if linked or _NAMED.search(postmortem.body.text, first, last):
            continue
        place = postmortem.body.place(passage.offset(start))
        message = f'"{passage.text[start:end]}" is another incident; {phrase.wording.say}'
        yield Problem(place.line, place.column, message)


def _extent(postmortem: Postmortem, passage: Passage) -> tuple[int, int]:
    """From the beginning of the passage's first line to the end of its last."""
    body = postmortem.body
    first, last = passage.offset(0), passage.offset(len(passage.text) - 1)
    end = body.line_start(last) + len(body.line_at(last))
    return body.line_start(first), end
