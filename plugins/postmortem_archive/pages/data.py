"""The archive as files for other programs, beside its pages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from postmortem_archive.model.archive import Archive


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file at `path`, relative to the archive's place on the site; `text` is its content."""

    path: str
    text: Callable[[], str]


def all_data(archive: Archive, today: date) -> Iterator[DataFile]:
    """Every data file of an archive. Each is made only when it is asked for."""
    yield from ()
