"""A stated time to detect, acknowledge, mitigate or recover disagrees with the moments.

The moments in the front matter are what the page and the statistics compute from; a figure typed
beside them is either a slip or counts from elsewhere. Say from where, and it is respected:
`Time to resolve: 154 minutes (from declaration)`, `3 hours of support hours`. Checked are figures
named as such, a `Duration:` or `Total outage:` at the start of a paragraph, item or row, and times
that are said to lie so many minutes after impact began, detection, acknowledgement or resolution.

`check --fix` writes the span between the moments, if there is but one: a time to recover may be
meant to end at `mitigated` or at `resolved`. Where a time and a distance disagree, either may be
wrong, and nothing is rewritten.

Bad:

```markdown
## Detection

Time to detect: 14 minutes.
```

Bad:

```markdown
## Detection

The status page followed at 14:40 (15 minutes after users were affected).
```

Good:

```markdown
## Detection

Time to detect: 2 minutes. Time to resolve: 30 minutes from declaration.
```
"""

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from postmortem_archive import times
from postmortem_archive.claims.clocks import zone_of
from postmortem_archive.claims.measures import (
    DistanceClaim,
    MeasureClaim,
    distance_claims,
    measure_claims,
)
from postmortem_archive.claims.ranges import range_claims
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Edit, Problem
from postmortem_archive.model.front_matter import MEASURES, FrontMatter, duration
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status
from postmortem_archive.rules.spans import rewritten_span

ID = "measure-differs"
BINDS: Status = "in-review"

# Moments are given to the minute, and both ends of a span may be cut off.
_SHOWN = timedelta(minutes=1)
_DAY = timedelta(days=1)
_STATED = frozenset(measure.stated for measure in MEASURES.values())


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    zone = zone_of(postmortem)
    claims = [claim for passage in postmortem.passages for claim in measure_claims(passage)]
    wrong = [(c, message) for c in claims if (message := _of_measure(c, postmortem.front))]
    beside_times = _beside_times(postmortem) if wrong else frozenset()
    for claim, message in wrong:
        # The two times say something too, and any of the three may be wrong.
        edit = None if claim.offset in beside_times else _edit(postmortem, claim)
        yield _problem(postmortem, claim.offset, message, edit)
    for timed in postmortem.timed:
        for distance in distance_claims(timed):
            if message := _of_distance(distance, postmortem.front, zone):
                yield _problem(postmortem, distance.offset, message)


def _problem(
    postmortem: Postmortem, offset: int, message: str, edit: Edit | None = None
) -> Problem:
    place = postmortem.body.place(offset)
    return Problem(place.line, place.column, message, edit=edit)


def _edit(postmortem: Postmortem, claim: MeasureClaim) -> Edit | None:
    """The span between the moments, if that can only be one; none that is merely stated."""
    spans = dict(_spans(claim.measure, postmortem.front))
    if len(set(spans.values())) != 1 or not _STATED.isdisjoint(spans):
        return None
    return rewritten_span(postmortem, claim.span, claim.offset, next(iter(spans.values())))


def _beside_times(postmortem: Postmortem) -> frozenset[int]:
    """Where the durations stand that have two times beside them."""
    return frozenset(claim.offset for timed in postmortem.timed for claim in range_claims(timed))


def _of_measure(claim: MeasureClaim, front: FrontMatter) -> str:
    computed = list(_spans(claim.measure, front))
    if not computed or any(_allows(claim, span) for _, span in computed):
        return ""
    name, span = computed[0]
    return (
        f'{claim.label} "{claim.span.text}" disagrees with {name}, which is '
        f"{times.exact_words(span)}; correct it, or say from where it counts"
    )


def _spans(key: str, front: FrontMatter) -> Iterator[tuple[str, timedelta]]:
    """What may be meant by a measure; the length of an incident is counted in several ways."""
    keys = {"total": ("recover", "mitigate"), "recover": ("recover", "mitigate")}.get(key, (key,))
    for measure in (MEASURES[key] for key in keys):
        if found := duration(front, measure):
            name = measure.stated if found.stated else f"{measure.start} → {measure.end}"
            yield name, found.span
    if key == "total" and front.detected:
        for end in ("resolved", "mitigated"):
            if (moment := getattr(front, end)) and moment >= front.detected:
                yield f"detected → {end}", moment - front.detected


def _allows(claim: MeasureClaim, span: timedelta) -> bool:
    return claim.span.allows(span - _SHOWN, span + _SHOWN)


def _of_distance(claim: DistanceClaim, front: FrontMatter, zone: tzinfo | None) -> str:
    moment: datetime | None = getattr(front, claim.moment)
    zone = claim.clock.zone or zone
    if moment is None or claim.clock.time is None or zone is None:
        return ""
    moment = moment.astimezone(zone)
    at = datetime.combine(claim.clock.day or moment.date(), claim.clock.time, zone)
    distance = at - moment if claim.clock.day else (at - moment) % _DAY
    if claim.span.allows(distance - _SHOWN, distance + _SHOWN) or distance > _DAY / 2:
        return ""
    return (
        f'{claim.time} is said to be "{claim.span.text}" after {claim.moment} '
        f"({moment:%H:%M}), but is {times.exact_words(distance)} after it; correct one of them"
    )
