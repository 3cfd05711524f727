"""Two moments stand in an order that cannot be.

Impact starts before it is detected, detection comes before acknowledgement, and nothing is
mitigated or resolved before it started. A moment out of order is most often a wrong date or
a wrong offset, and would give a negative duration.

Bad:

```yaml
detected: 2026-02-15T14:20Z
```

Good:

```yaml
detected: 2026-02-15T14:25Z
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "moments-out-of-order"
BINDS: Status = "draft"

# What must not come after what. Mitigation may precede acknowledgement (automation does that).
PAIRS = (
    ("started", "detected"),
    ("detected", "acknowledged"),
    ("started", "mitigated"),
    ("mitigated", "resolved"),
    ("detected", "resolved"),
    ("started", "resolved"),
)


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    front = postmortem.front
    told: set[str] = set()
    for earlier, later in PAIRS:
        first, second = getattr(front, earlier), getattr(front, later)
        if first and second and second < first and later not in told:
            told.add(later)
            place = postmortem.place_of(later)
            message = (
                f"{later} ({second.isoformat(timespec='minutes')}) is before {earlier} "
                f"({first.isoformat(timespec='minutes')}); check the day and the offset of both"
            )
            yield Problem(place.line, place.column, message)
    if front.published and front.resolved and front.published < front.resolved.date():
        place = postmortem.place_of("published")
        message = (
            f"published ({front.published}) is before resolved ({front.resolved.date()}); "
            "published is the day the postmortem was final"
        )
        yield Problem(place.line, place.column, message)
