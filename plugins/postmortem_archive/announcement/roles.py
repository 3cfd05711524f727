"""Names of people become what they were, as far as the front matter says it."""

import re
from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.postmortem import Postmortem

_ROLES = (
    ("incident_commander", "incident commander"),
    ("responders", "responder"),
    ("authors", "author"),
)


class Roles:
    """Replaces the people of one postmortem by their roles, where its archive names roles."""

    def __init__(self, postmortem: Postmortem, archive: Archive) -> None:
        by_name: dict[str, str] = {}
        if archive.file.policy.people == "roles":
            for name, role in _people(postmortem, archive):
                by_name.setdefault(name, role)
        self._role = {name.casefold(): role for name, role in by_name.items()}
        longest_first = sorted(by_name, key=lambda name: (-len(name), name))
        either = "|".join(map(re.escape, longest_first))
        self._shape = re.compile(rf"(?<![\w@])(?:{either})(?!\w)", re.I) if either else None

    def __call__(self, text: str) -> str:
        """The text with "the incident commander" where their name stood."""
        if not self._shape:
            return text
        return self._shape.sub(lambda match: f"the {self._role[match[0].casefold()]}", text)


def _people(postmortem: Postmortem, archive: Archive) -> Iterator[tuple[str, str]]:
    """Each name that stands for a person in the front matter, with the role."""
    for field, role in _ROLES:
        value = getattr(postmortem.front, field) or ()
        for name in (value,) if isinstance(value, str) else value:
            first = name.split()[0] if name.split() else ""
            if name.startswith("@"):
                yield from ((name, role), (name[1:], role))
            elif first in archive.language.names:
                yield from ((name, role), (first, role))
