"""Verdicts on two incidents say opposite things.

An incident repeats an earlier one, never a later one, and is not at once a repeat and no
repeat of the same. What one postmortem denies, the other must not claim.

Bad:

```yaml
repeat_of: [2026-02-14-pool-full]
not_repeat_of: {2026-02-14-pool-full: "Another pool."}
```

Good:

```yaml
related: []
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "verdicts-contradict"
BINDS: Status = "draft"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    for index, other in enumerate(postmortem.front.repeat_of):
        if message := _contradiction(postmortem, other, archive):
            place = postmortem.place_of("repeat_of", index)
            yield Problem(place.line, place.column, f"repeat_of: {message}")


def _contradiction(postmortem: Postmortem, other: str, archive: Archive) -> str:
    if other in postmortem.front.not_repeat_of:
        return f"{other} is also among not_repeat_of; keep the verdict that is true"
    named = archive.by_id.get(other)
    if named is None:
        return ""
    if postmortem.id in named.front.not_repeat_of:
        return f"{other} says that the two are no repeat; agree on one verdict"
    if _began_later(named, postmortem):
        return f"{other} came later; an incident repeats an earlier one (say it there)"
    return ""


def _began_later(one: Postmortem, other: Postmortem) -> bool:
    """By their moments if both have one, else by their days, which may be the same."""
    if one.front.started and other.front.started:
        return one.front.started > other.front.started
    return bool(one.day and other.day) and one.day > other.day  # type: ignore[operator]
