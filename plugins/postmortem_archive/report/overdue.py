"""The action items of an archive that are overdue on a day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.postmortem import Action, Postmortem
from postmortem_archive.model.priority import limit_start, priority_of


@dataclass(frozen=True, slots=True)
class Overdue:
    """An action item, its postmortem, the day by which it was to be done, and days since then."""

    action: Action
    postmortem: Postmortem
    deadline: date
    days: int


@dataclass(frozen=True)
class Backlog:
    """What is overdue in an archive as of a day, looked for once."""

    archive: Archive
    today: date

    @cached_property
    def overdue(self) -> dict[str, tuple[Overdue, ...]]:
        """By the postmortem's path, in the order written; postmortems without any are left out."""
        found = {p.path: tuple(self._late(p)) for p in self.archive.postmortems if p.actions}
        return {path: late for path, late in found.items() if late}

    @cached_property
    def total(self) -> int:
        return sum(map(len, self.overdue.values()))

    def of(self, postmortems: Iterable[Postmortem]) -> tuple[Overdue, ...]:
        """Those of some postmortems, the longest overdue first."""
        found = (late for p in postmortems for late in self.overdue.get(p.path, ()))
        return tuple(sorted(found, key=lambda o: (-o.days, o.postmortem.id, o.action.place.line)))

    def _late(self, postmortem: Postmortem) -> Iterator[Overdue]:
        for action in postmortem.undone:
            deadline = action.due or self._limit(action, postmortem)
            if deadline and deadline < self.today:
                yield Overdue(action, postmortem, deadline, (self.today - deadline).days)

    def _limit(self, action: Action, postmortem: Postmortem) -> date | None:
        """The last day that its priority allows, where no due date is written."""
        policy = self.archive.file.policy
        priority = priority_of(action, policy.action_limits)
        start, _ = limit_start(postmortem.front)
        if not priority or not start:
            return None
        return policy.action_limits[priority].end(start, self._holidays)

    @cached_property
    def _holidays(self) -> frozenset[date]:
        return frozenset(self.archive.file.policy.holidays)
