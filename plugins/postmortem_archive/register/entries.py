"""An action item as the register knows it: its state, its deadline, and how late or old it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.archive_file import TimeLimit
from postmortem_archive.model.owners import owners_of
from postmortem_archive.model.postmortem import Action, ActionStatus, Postmortem
from postmortem_archive.model.priority import limit_start, priority_of

State = ActionStatus | Literal["unknown"]
STATES: tuple[State, ...] = (*get_args(ActionStatus), "unknown")


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One action item of one postmortem, as of `today`.

    `priority` is the one of archive.yml that its cell names, or None. `limit` is the last
    day that this priority allows, counted from publication or the end of the incident,
    whichever is later; None without a priority, a limit or a day to count from. `owners`
    are the names in the owner's cell. `since` is the day its age counts from: that of the
    limit, or else the day of the incident. Two entries are equal if they are the same one.
    """

    postmortem: Postmortem
    action: Action
    today: date
    owners: tuple[str, ...] = ()
    priority: str | None = None
    limit: date | None = None
    since: date | None = None

    @property
    def state(self) -> State:
        """As written; `unknown` where no status is written, or none that is understood."""
        return self.action.status or "unknown"

    @property
    def undone(self) -> bool:
        """Neither done nor declined. What has no status counts as not done."""
        return self.action.status not in ("done", "declined")

    @property
    def deadline(self) -> date | None:
        """The due date that is written, or else the limit of the priority."""
        return self.action.due or self.limit

    @property
    def deadline_from(self) -> str:
        """What sets the deadline: `due date`, `priority`, or nothing."""
        return "due date" if self.action.due else "priority" if self.limit else ""

    @property
    def overdue(self) -> bool:
        """Not done, not declined, and the deadline lies before today: not on the day itself."""
        return self.days_overdue > 0

    @property
    def days_overdue(self) -> int:
        """Calendar days since the deadline; 0 if it is not over, or there is nothing to do."""
        deadline = self.deadline
        return max(0, (self.today - deadline).days) if deadline and self.undone else 0

    @property
    def age(self) -> int | None:
        """Calendar days since `since`; None for what is done or declined, or has no such day."""
        return max(0, (self.today - self.since).days) if self.since and self.undone else None

    @property
    def said_priority(self) -> str:
        """The priority by its name in archive.yml, or else as it is written, or ""."""
        return self.priority or self.action.priority.strip()


def entries_of(archive: Archive, today: date) -> Iterator[Entry]:
    """Every action item of every postmortem, of whatever kind and status."""
    policy = archive.file.policy
    holidays = frozenset(policy.holidays)
    teams = {team.casefold() for team in archive.file.teams or ()}
    # Few limits and few days, many actions: business days are counted one by one.
    ends: dict[tuple[TimeLimit, date], date] = {}
    owners: dict[str, tuple[str, ...]] = {}
    priorities: dict[str, str | None] = {}
    for postmortem in archive.postmortems:
        start, _ = limit_start(postmortem.front)
        for action in postmortem.actions:
            if action.priority not in priorities:
                priorities[action.priority] = priority_of(action, policy.action_limits)
            priority = priorities[action.priority]
            end = None
            if start and priority:
                key = (policy.action_limits[priority], start)
                end = ends.get(key) or ends.setdefault(key, key[0].end(start, holidays))
            if action.owner not in owners:
                owners[action.owner] = owners_of(action.owner, teams)
            since = start or postmortem.day
            named = owners[action.owner]
            yield Entry(postmortem, action, today, named, priority, end, since)
