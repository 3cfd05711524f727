"""The archive as files for other programs, beside its pages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from postmortem_archive.model.archive import Archive
from postmortem_archive.pages.places import ACTIONS_CALENDAR, ACTIONS_TABLE
from postmortem_archive.register import register
from postmortem_archive.register.calendar import calendar
from postmortem_archive.register.columns import csv_of


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file at `path`, relative to the archive's place on the site; `text` is its content."""

    path: str
    text: Callable[[], str]


def all_data(archive: Archive, today: date) -> Iterator[DataFile]:
    """Every data file of an archive. Each is made only when it is asked for."""
    whole = register(archive, today)
    name = f"{archive.file.name}: actions"
    yield DataFile(ACTIONS_TABLE, lambda: csv_of(whole, whole.by_urgency))
    yield DataFile(ACTIONS_CALENDAR, lambda: calendar(name, whole.undone))
