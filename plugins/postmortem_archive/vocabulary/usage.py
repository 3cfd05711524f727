"""How often an archive uses each name, when last, and which names look like another one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from postmortem_archive.model.alike import families
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.key import Key
from postmortem_archive.model.postmortem import Postmortem

# The fields of a postmortem that hold such names; in archive.yml they are called the same.
FIELDS = ("services", "teams", "causes", "tags")

LISTED = (
    Key("name", "text", "As it is written."),
    Key("postmortems", "integer", "How many have it; 0 if it stands in archive.yml only."),
    Key("incidents", "integer", "How many of them are incidents."),
    Key("last", "text", "The day of the latest of them.", "YYYY-MM-DD"),
    Key("in_vocabulary", "true or false", "Whether archive.yml has it; null if archive.yml has no "
        "such list."),
    Key("alike", "list", "Names that differ from it in case, plural, spaces and hyphens, or in one "
        "letter within a long word, unless archive.yml tells them apart."),
)  # fmt: skip
COLUMNS = tuple(key.name for key in LISTED)


@dataclass(frozen=True, slots=True)
class Name:
    """A name and its `postmortems`, newest first: none if it stands in archive.yml only.

    `known` is whether archive.yml has it, or None if that has no such list. `alike` are the
    names that may be this one in another spelling, the most frequent first.
    """

    name: str
    postmortems: tuple[Postmortem, ...]
    known: bool | None
    alike: tuple[str, ...]

    @property
    def incidents(self) -> int:
        return sum(postmortem.front.kind == "incident" for postmortem in self.postmortems)

    @property
    def last(self) -> date | None:
        """The day of the latest postmortem, or None if there is none or it has none."""
        return self.postmortems[0].day if self.postmortems else None


def usage(archive: Archive, field: str) -> tuple[Name, ...]:
    """Each name of one of FIELDS in an archive, the most frequent first, then by name.

    Names of archive.yml that no postmortem has are there too: they come last.
    """
    vocabulary: Mapping[str, object] | None = getattr(archive.file, field)
    having = archive.grouped(lambda postmortem: filter(None, getattr(postmortem.front, field)))
    names = {name: tuple(having.get(name, ())) for name in (*having, *(vocabulary or ()))}
    counts = {name: len(some) for name, some in names.items()}
    alike = families(counts, partial(archive.told_apart, field))
    found = (
        Name(name, some, None if vocabulary is None else name in vocabulary, alike.get(name, ()))
        for name, some in names.items()
    )
    return tuple(sorted(found, key=lambda one: (-len(one.postmortems), one.name)))


def listed(one: Name) -> dict[str, Any]:
    """A name by the names of COLUMNS."""
    return {
        "name": one.name,
        "postmortems": len(one.postmortems),
        "incidents": one.incidents,
        "last": one.last.isoformat() if one.last else None,
        "in_vocabulary": one.known,
        "alike": list(one.alike),
    }
