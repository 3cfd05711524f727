"""A verdict names a postmortem that the archive does not have.

`repeat_of`, `related` and `not_repeat_of` name other postmortems by id, which is the file's
name without `.md`. A mistyped id would silently link nothing and count nothing.

Bad:

```yaml
repeat_of: [2026-02-15-orders-stuk]
```

Good:

```yaml
not_repeat_of: {}
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive, verdicts
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.nearest import suggestion
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "verdict-unknown"
BINDS: Status = "draft"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    for field, other in verdicts(postmortem):
        if other == postmortem.id:
            message = f"{field}: names this postmortem itself; name the other one"
        elif other not in archive.by_id:
            message = f'{field}: "{other}" is no postmortem; {_meant(other, archive)}'
        else:
            continue
        values = getattr(postmortem.front, field)
        key = values.index(other) if isinstance(values, tuple) else other
        place = postmortem.place_of(field, key)
        yield Problem(place.line, place.column, message)


def _meant(other: str, archive: Archive) -> str:
    """What is probably meant. A finding may stand on a page: nothing restricted is offered."""
    now = archive.formerly.get(other)
    if now and not now.restricted:
        return f"its file was renamed: write {now.id}"
    known = [p.id for p in archive.postmortems if not p.restricted]
    return suggestion(other, known, limit=0)
