"""A former path that leads nowhere, or to two postmortems.

`aliases` holds the paths that a postmortem's file had before it was renamed, as seen from the
archive's folder; on the site, the old address leads to the new. Where another file stands at
that path today, or another postmortem claims it too, it cannot.

Bad:

```yaml
aliases: [/old-name]
```

Good:

```yaml
aliases: [2026/2026-02-15-old-name.md]
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive, is_former_path
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "alias-taken"
BINDS: Status = "draft"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    for number, path in enumerate(postmortem.front.aliases):
        message = _wrong(path, postmortem, archive)
        if message:
            place = postmortem.place_of("aliases", number)
            yield Problem(place.line, place.column, message)


def _wrong(path: str, postmortem: Postmortem, archive: Archive) -> str:
    """What keeps a former path from leading here, or ""."""
    if not is_former_path(path):
        return (
            f'aliases: "{path[:80]}" is no path of a file in the archive; '
            "write it as 2026/2026-02-15-old-name.md"
        )
    if path in archive.by_path:
        return f"aliases: a postmortem stands at {path} today; leave this path out"
    others = [p.path for p in archive.claiming(path) if p.path != postmortem.path]
    if others:
        return f"aliases: {others[0]} claims {path} too; leave it to the one that stood there last"
    return ""
