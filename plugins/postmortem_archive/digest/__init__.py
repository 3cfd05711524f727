"""What happened in an archive in some days: for a weekly mail or channel."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from postmortem_archive.digest.changes import Change, change
from postmortem_archive.load.history import History
from postmortem_archive.load.postmortem import read_postmortem
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.postmortem import Action, Postmortem
from postmortem_archive.register import register

__all__ = ["Change", "Digest", "Due", "digest", "earlier_years"]

_SOON = timedelta(days=7)
# The days of a digest that a year before are looked at: a week, of a longer digest the last.
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Due:
    """An action that is not done, and how many days are left until its deadline."""

    action: Action
    postmortem: Postmortem
    days_left: int


@dataclass(frozen=True, slots=True)
class Digest:
    """What is new, changed and due, each the newest or most urgent first.

    `by_dates` says why not git but the dates in the files tell what is new; nothing is
    known to be changed then. `late` are unfinished ones with the day they were due.
    """

    since: date
    until: date
    new: tuple[Postmortem, ...] = ()
    changed: tuple[Change, ...] = ()
    due: tuple[Due, ...] = ()
    overdue: tuple[Due, ...] = ()
    late: tuple[tuple[Postmortem, date], ...] = ()
    earlier_years: tuple[Postmortem, ...] = ()
    by_dates: str = ""

    @property
    def is_empty(self) -> bool:
        parts = (self.new, self.changed, self.due, self.overdue, self.late, self.earlier_years)
        return not any(parts)


def digest(archive: Archive, since: date, until: date, today: date, history: History) -> Digest:
    """The digest of some days, both ends included; what is due or late is so by `today`.

    The archive may be an outline. Restricted postmortems are left out.
    """
    shown = archive.readable()
    before = dict(_before(shown, history))
    if history.unknown:
        new = [p for p in shown.postmortems if since <= (_told(p) or date.min) <= until]
    else:
        new = [p for p in shown.postmortems if _is_new(p, history, before)]
    changed = [
        change(before[p.path], p) for p in shown.postmortems if p.path in before and p not in new
    ]
    due = sorted(_undone(shown, today), key=lambda one: (one.days_left, one.postmortem.id))
    return Digest(
        since,
        until,
        tuple(new),
        # What is told of a change in words comes before a change of words.
        tuple(sorted(changed, key=lambda one: not one.told)),
        tuple(one for one in due if 0 <= one.days_left <= _SOON.days),
        tuple(one for one in due if one.days_left < 0),
        tuple(_late(shown, today)),
        tuple(earlier_years(shown, since, until)),
        history.unknown,
    )


def _told(postmortem: Postmortem) -> date | None:
    """The day on which a postmortem is new: of publication, else of the incident."""
    return postmortem.front.published or postmortem.day


def _before(archive: Archive, history: History) -> Iterator[tuple[str, Postmortem]]:
    """The postmortems that were changed, as they were before."""
    for path, data in history.before.items():
        now = archive.by_path.get(path)
        before = read_postmortem(path, data, archive.file, archive.templates)
        # A file that was only moved is no news.
        if now and now.digest != before.digest:
            yield path, before


def _is_new(postmortem: Postmortem, history: History, before: Mapping[str, Postmortem]) -> bool:
    """Whether its readers see it for the first time."""
    was = before.get(postmortem.path)
    return was.restricted if was else postmortem.path in history.added


def _undone(archive: Archive, today: date) -> Iterator[Due]:
    """What is not done, as the action register has it, if it has a deadline."""
    for entry in register(archive, today).undone:
        if entry.deadline:
            yield Due(entry.action, entry.postmortem, (entry.deadline - today).days)


def _late(archive: Archive, today: date) -> Iterator[tuple[Postmortem, date]]:
    """Incidents without a final postmortem after the policy's deadline, the longest first."""
    limit = archive.file.policy.deadline
    holidays = frozenset(archive.file.policy.holidays)
    for postmortem in reversed(archive.postmortems):
        resolved = postmortem.front.resolved
        if limit and resolved and postmortem.status != "final":
            last = limit.end(resolved.date(), holidays)
            if last < today and postmortem.front.kind == "incident":
                yield postmortem, last


def earlier_years(archive: Archive, since: date, until: date) -> Iterator[Postmortem]:
    """What happened on these days of the year, in years before; of more days on the last seven."""
    length = min((until - since).days + 1, _WEEK)
    days = [until - timedelta(days=ago) for ago in range(length)]
    years = {(day.month, day.day): day.year for day in days}
    for postmortem in archive.postmortems:
        day = postmortem.day
        if day and day.year < years.get((day.month, day.day), 0):
            yield postmortem
