"""What is kept of a file once it has been read and checked."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from postmortem_archive.inspection.shown import shown_entry
from postmortem_archive.load import read_one
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.kept import Kept
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.resemblance import Entry
from postmortem_archive.rules import Alone, check_alone


@dataclass(frozen=True, slots=True)
class Inspected(Kept):
    """A file's outline, and what was found in it alone, if that was asked for."""

    postmortem: Postmortem
    alone: Alone | None = None


class File(NamedTuple):
    """A file to be read: whether it is to be checked, and whether to be laid out for the index."""

    path: str
    checked: bool
    portrayed: bool


def inspect_one(folder: Path, frame: Archive, file: File) -> tuple[Inspected, Entry | None]:
    """What is kept of a file that is read, and what the index of resemblance keeps of it."""
    postmortem = read_one(folder, file.path, frame)
    alone = check_alone(postmortem, frame) if file.checked else None
    entry = shown_entry(postmortem, frame) if file.portrayed else None
    return Inspected(postmortem.outline(), alone), entry
