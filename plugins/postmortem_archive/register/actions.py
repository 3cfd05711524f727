"""The register of an archive's action items, with its look-ups and its few figures."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.register.completion import Completion, completion_of
from postmortem_archive.register.entries import Entry, entries_of
from postmortem_archive.register.issues import Issue, issues_of

Groups = Mapping[str, tuple[Entry, ...]]


@dataclass(frozen=True, eq=False)
class Register:
    """Every action item as of `today`; `entries` are in the archive's order, newest first.

    `priorities` are those of archive.yml, the most urgent first. A part of a register still
    knows from the `whole` what was issued again elsewhere.
    """

    entries: tuple[Entry, ...]
    today: date
    priorities: tuple[str, ...] = ()
    smallest_n: int = 0
    whole: "Register | None" = None

    def where(self, wanted: Callable[[Entry], bool]) -> "Register":
        """The part of the register that fits."""
        return self.part(tuple(entry for entry in self.entries if wanted(entry)))

    def part(self, entries: tuple[Entry, ...]) -> "Register":
        """The register of some of its entries."""
        return replace(self, entries=entries, whole=self.whole or self)

    @cached_property
    def undone(self) -> tuple[Entry, ...]:
        """Neither done nor declined: overdue ones first, then by deadline, then the oldest."""
        return tuple(sorted((e for e in self.entries if e.undone), key=_urgency))

    @property
    def by_urgency(self) -> tuple[Entry, ...]:
        """Everything: what is not done, then what is, then what was declined."""
        return (*self.undone, *self.done, *self.declined)

    @cached_property
    def overdue(self) -> tuple[Entry, ...]:
        """The longest overdue first."""
        return tuple(entry for entry in self.undone if entry.overdue)

    @cached_property
    def due(self) -> tuple[Entry, ...]:
        """Not done, and the deadline is today or later: the next one first."""
        return tuple(e for e in self.undone if e.deadline and not e.overdue)

    @cached_property
    def without_deadline(self) -> tuple[Entry, ...]:
        """Not done, with neither a due date nor a limit: the oldest first."""
        return tuple(entry for entry in self.undone if not entry.deadline)

    @cached_property
    def done(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.state == "done")

    @cached_property
    def declined(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.state == "declined")

    @cached_property
    def without_status(self) -> tuple[Entry, ...]:
        """Those that count as not done because no status is written, or none understood."""
        return tuple(entry for entry in self.entries if entry.state == "unknown")

    @cached_property
    def by_owner(self) -> Groups:
        """By each owner, in the usual spelling; "" has what nobody owns."""
        return _grouped(self.entries, lambda entry: entry.owners)

    def most_overdue_first(self, groups: Groups) -> Mapping[str, "Register"]:
        """The part of the register that each group is, by how much is overdue, then not done."""
        parts = {name: self.part(entries) for name, entries in groups.items()}
        order = sorted(
            parts, key=lambda name: (-len(parts[name].overdue), -len(parts[name].undone))
        )
        return {name: parts[name] for name in order}

    @cached_property
    def by_team(self) -> Groups:
        """By the teams of the postmortem."""
        return _grouped(self.entries, lambda entry: entry.postmortem.front.teams)

    @cached_property
    def by_service(self) -> Groups:
        """By the services of the postmortem."""
        return _grouped(self.entries, lambda entry: entry.postmortem.front.services)

    @cached_property
    def by_priority(self) -> Groups:
        """By priority, the most urgent first, then those archive.yml does not know, then none."""
        groups = _grouped(self.entries, lambda entry: [entry.said_priority])
        known = [name for name in self.priorities if name in groups]
        return {name: groups[name] for name in dict.fromkeys((*known, *groups))}

    @cached_property
    def by_postmortem(self) -> Groups:
        """By the postmortem's path, in the order written."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.postmortem.path, []).append(entry)
        return {path: tuple(entries) for path, entries in found.items()}

    def of(self, postmortem: Postmortem) -> tuple[Entry, ...]:
        """The actions of one postmortem, in the order written."""
        return self.by_postmortem.get(postmortem.path, ())

    @cached_property
    def completion(self) -> Completion:
        """How many are done, over all kinds and statuses of postmortems."""
        return completion_of("All", self.entries, self.smallest_n)

    @cached_property
    def completion_by_priority(self) -> tuple[Completion, ...]:
        """The same for each priority; "" is that of actions without one."""
        groups = self.by_priority.items()
        return tuple(completion_of(name, entries, self.smallest_n) for name, entries in groups)

    @cached_property
    def by_age(self) -> tuple[Entry, ...]:
        """What is not done and has an age: the oldest first."""
        aged = (entry for entry in self.undone if entry.since)
        return tuple(sorted(aged, key=lambda e: (e.since or date.min, *_place(e))))

    @cached_property
    def median_age(self) -> float | None:
        """The median age in days of what is not done; None where nothing has an age."""
        from postmortem_archive.statistics.durations import quantile

        ages = [entry.age or 0 for entry in reversed(self.by_age)]
        return quantile(ages, 0.5) if ages else None

    @cached_property
    def issues(self) -> tuple[Issue, ...]:
        """What was issued more than once, the most often first, then the latest."""
        ours = {entry.action.key for entry in self.entries} if self.whole else None
        found = [i for key, i in self._issues.items() if ours is None or key in ours]
        return tuple(sorted(found, key=lambda issue: -len(issue.postmortems)))

    def issue_of(self, entry: Entry) -> Issue | None:
        """Where an action was issued before and again, if it was."""
        return self._issues.get(entry.action.key)

    @cached_property
    def _issues(self) -> Mapping[str, Issue]:
        return self.whole._issues if self.whole else issues_of(self.entries)


def register(archive: Archive, today: date) -> Register:
    """The register of an archive as of a day; restricted postmortems are in it if in the archive.

    Takes time in proportion to the number of action items.
    """
    policy = archive.file.policy
    entries = tuple(entries_of(archive, today))
    return Register(entries, today, tuple(policy.action_limits), policy.smallest_n)


def _urgency(entry: Entry) -> tuple[object, ...]:
    return (entry.deadline or date.max, entry.since or date.max, *_place(entry))


def _place(entry: Entry) -> tuple[str, int]:
    return entry.postmortem.path, entry.action.place.line


def _grouped(entries: Iterable[Entry], keys: Callable[[Entry], Iterable[str]]) -> Groups:
    """Entries by name whatever its case, under its usual spelling, in order of the alphabet."""
    groups: defaultdict[str, list[Entry]] = defaultdict(list)
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        for folded, name in {key.casefold(): key for key in keys(entry) or ("",)}.items():
            groups[folded].append(entry)
            spellings[folded][name] += 1
    return {
        min(spellings[key], key=lambda name: (-spellings[key][name], name)): tuple(groups[key])
        for key in sorted(groups, key=lambda key: (not key, key))
    }
