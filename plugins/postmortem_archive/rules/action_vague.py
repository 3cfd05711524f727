"""An action item names no object, or no end by which it is done.

"Improve monitoring" is done when everyone is tired of it. What is watched, at which value, or what
exists afterwards that did not before? And an action that asks people to take more care changes
nothing that let care be needed.

Bad:

```markdown
## Action items

| Action | Priority | Owner | Due date | Status |
|---|---|---|---|---|
| Improve monitoring | P0 | platform | 2026-02-22 | open |
```

Bad:

```markdown
## Action items

| Action | Priority | Owner | Due date | Status |
|---|---|---|---|---|
| Make sure engineers check the schema before updating | P0 | platform | 2026-02-22 | open |
```

Good:

```markdown
## Action items

| Action | Priority | Owner | Due date | Status |
|---|---|---|---|---|
| Alert when the pool is over 80 % for 2 minutes | P0 | platform | 2026-02-22 | open |
| Set up a monitor for p99 latency over 2 s on /checkout | P1 | platform | 2026-02-22 | open |
```
"""

import re
from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.language import Phrase, lower
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "action-vague"
BINDS: Status = "in-review"

# A longer action says something.
_LONGEST = 400
# What may follow an action without making it any clearer: references and full stops.
_REFERENCE = re.compile(
    r"(?:\s|\([^()]{0,120}\)|https?://\S{1,300}+|#[0-9]{1,9}|\b(?:issue|pr|ticket)\b|[.:;,!?])+"
)


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    whole = archive.language.phrases.get(ID, ())
    anywhere = archive.language.phrases.get(f"{ID}-anywhere", ())
    for action in postmortem.actions:
        text = lower(action.text[:_LONGEST])
        vague = next((p for p in whole if _is_all(text, p)), None)
        vague = vague or next((p for p in anywhere if any(p.spans(text))), None)
        if vague and action.status not in ("done", "declined"):
            message = f'"{action.text[:60]}" is too vague to be done; {vague.wording.say}'
            yield Problem(action.place.line, action.place.column, message)


def _is_all(text: str, phrase: Phrase) -> bool:
    """Whether an action begins with the words and says nothing after them."""
    return any(
        not text[:start].strip() and _REFERENCE.fullmatch(text[end:] + " ")
        for start, end in phrase.spans(text)
    )
