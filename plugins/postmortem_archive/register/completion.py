"""How many of the action items are done, with n, an interval and the actions behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from postmortem_archive.register.entries import Entry
from postmortem_archive.translation import N_

if TYPE_CHECKING:  # numpy takes longer to import than most registers take to make
    from postmortem_archive.statistics.intervals import Interval

# The English; a page says it with `_`.
DEFINITION = N_(
    "Action items marked as done, divided by all that were not declined. What has no status "
    "counts as not done. Postmortems do not say when an action was done, so what was done too "
    "late counts as done."
)


@dataclass(frozen=True, eq=False)
class Completion:
    """A share of action items, withheld where there are fewer than `smallest_n`.

    `counted` are all that were not declined, `done` those of them that are done.
    """

    name: str
    counted: tuple[Entry, ...]
    done: tuple[Entry, ...]
    smallest_n: int

    @property
    def n(self) -> int:
        return len(self.counted)

    @property
    def without_status(self) -> int:
        """How many of those counted have no status that is understood."""
        return sum(entry.state == "unknown" for entry in self.counted)

    @property
    def withheld(self) -> bool:
        return self.n < max(1, self.smallest_n)

    @property
    def share(self) -> float | None:
        """From 0 to 1, or None if it is withheld."""
        return None if self.withheld else len(self.done) / self.n

    @cached_property
    def interval(self) -> "Interval | None":
        """Bounds of the share with 95 % confidence (Clopper and Pearson), or None if withheld."""
        from postmortem_archive.statistics import intervals

        return None if self.withheld else intervals.of_share(len(self.done), self.n)


def completion_of(name: str, entries: Iterable[Entry], smallest_n: int) -> Completion:
    """The completion of some entries."""
    counted = tuple(entry for entry in entries if entry.state != "declined")
    done = tuple(entry for entry in counted if entry.state == "done")
    return Completion(name, counted, done, smallest_n)
