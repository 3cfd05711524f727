"""A tag is another one, written differently.

What has two names is found under neither: half of the incidents stand on one page, half on the
other, and each figure counts half. Told are names that differ in case, plural, spaces and hyphens,
or in one letter within a long word; for tags, services, teams and causes. Numbers make a
difference: v1 and v2, us-east-1 and us-east-2 are left alone. `postmortem tags`, `services`,
`causes` and `teams` show all names with what looks like them.

In an archive whose archive.yml lists its tags, this is told there, of the later one:

    tags:
      database: A database was part of it.
      data-base: Something with data.

Without such a list it is told in each postmortem that has the rarer one, if another has

    tags: [database, timeout]

and this one has

    tags: [Database, timeouts]

Two names in archive.yml that look alike and mean two things are kept apart by a comment with the
reason on the line: `# allow tags-alike: the old product was called so`.
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "tags-alike"
BINDS: Status = "in-review"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    for field in ("services", "teams", "tags", "causes"):
        if getattr(archive.file, field) is not None:
            continue  # the list is looked at in archive.yml, and what it lacks is unknown
        for index, name in enumerate(getattr(postmortem.front, field)):
            if other := archive.double_of(field, name):
                place = postmortem.place_of(field, index)
                message = f'{field}: "{name}" is called "{other}" in other postmortems; write that'
                yield Problem(place.line, place.column, message)
