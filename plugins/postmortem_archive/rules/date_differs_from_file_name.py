"""The file's name and `started` tell different days, or the name tells none.

The name, `YYYY-MM-DD-slug.md`, is the postmortem's id: links use it, and lists are sorted
by it. The day is the one on the incident's own clock, in the offset in which `started` is
written. The folder, if it is named for a year, is the same year.

Bad:

```yaml
started: 2026-02-14T14:23Z
```

Good:

```yaml
started: 2026-02-15T14:23Z
```
"""

import re
from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "date-differs-from-file-name"
BINDS: Status = "draft"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    named, started = postmortem.name_date, postmortem.front.started
    place = postmortem.place_of("started")
    if named is None:
        day = started.date().isoformat() if started else "YYYY-MM-DD"
        slug = re.sub(r"^[\d-]+", "", postmortem.id) or "what-happened"
        message = f"the file's name does not begin with its day; rename it to {day}-{slug}.md"
        yield Problem(1, 1, message)
    elif started and started.date() != named:
        right = f"{started.date()}{postmortem.id[10:]}.md"
        message = (
            f"started is on {started.date()}, the file's name says {named}; "
            f"correct the one that is wrong (the name would be {right})"
        )
        yield Problem(place.line, place.column, message)
    elif (folder := _year_folder(postmortem.path)) and folder != f"{named.year}":
        message = f"the file stands in the folder {folder}; move it to {named.year}/"
        yield Problem(1, 1, message)


def _year_folder(path: str) -> str:
    folder = path.rpartition("/")[0].rpartition("/")[2]
    return folder if re.fullmatch(r"\d{4}", folder) else ""
