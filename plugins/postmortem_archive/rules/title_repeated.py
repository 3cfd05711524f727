"""A title is that of an earlier postmortem, and neither says how the two are related.

Two incidents of one title are a repeat, or only look like one. Whoever finds both wants to
know which: give them titles that differ, or record the verdict (`repeat_of`, `related`, or
`not_repeat_of` with the reason).

Bad (this earlier postmortem has the same title):

```beside
2026/2026-02-14-orders-stuck.md
```

Good:

```yaml
title: Orders stuck in the queue
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive, are_related, spelling
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "title-repeated"
BINDS: Status = "in-review"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    if not postmortem.front.title:
        return
    alike = archive.by_title[spelling(postmortem.title)]
    # An id begins with the day, so ids sort by time. A finding may stand on a page: of a
    # restricted postmortem not even the title is told.
    earlier = [
        other
        for other in alike
        if other.id < postmortem.id and (postmortem.restricted or not other.restricted)
    ]
    if earlier and not any(are_related(postmortem, other) for other in earlier):
        other = max(earlier, key=lambda p: p.id)
        place = postmortem.place_of("title")
        message = (
            f"title: {other.id} has this title too; say what differs in the title, "
            "or record a verdict: repeat_of, related or not_repeat_of"
        )
        yield Problem(place.line, place.column, message)
