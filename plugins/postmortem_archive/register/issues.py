"""Actions that were issued again: the same words, in several postmortems."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.register.entries import Entry


@dataclass(frozen=True, eq=False)
class Issue:
    """The actions of the same words (`Action.key`) in two or more postmortems, earliest first."""

    entries: tuple[Entry, ...]

    @cached_property
    def postmortems(self) -> tuple[Postmortem, ...]:
        """Where it stands, the earliest first."""
        return tuple(p for p, _ in groupby(e.postmortem for e in self.entries))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {postmortem.path: place for place, postmortem in enumerate(self.postmortems)}

    def place(self, entry: Entry) -> int:
        """How many postmortems had it before this one."""
        return self._places[entry.postmortem.path]

    def beside(self, entry: Entry) -> tuple[Postmortem | None, Postmortem | None]:
        """The postmortem that had it last before, and the next one that has it."""
        place = self.place(entry)
        before = self.postmortems[place - 1] if place else None
        return before, next(iter(self.postmortems[place + 1 : place + 2]), None)


def issues_of(entries: Iterable[Entry]) -> Mapping[str, Issue]:
    """What was issued more than once, by the actions' key; `entries` are newest first."""
    by_key: dict[str, list[Entry]] = {}
    for entry in entries:
        if key := entry.action.key:
            by_key.setdefault(key, []).append(entry)
    issues = ((key, Issue(tuple(reversed(same)))) for key, same in by_key.items() if same[1:])
    return {key: issue for key, issue in issues if len(issue.postmortems) > 1}
