"""What is kept of a file once it has been read and checked."""

from dataclasses import dataclass
from pathlib import Path

from postmortem_archive.load import read_one
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.kept import Kept
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.rules import Alone, check_alone


@dataclass(frozen=True, slots=True)
class Inspected(Kept):
    """A file's outline, and what was found in it alone, if that was asked for."""

    postmortem: Postmortem
    alone: Alone | None = None


def inspect_one(folder: Path, frame: Archive, file: tuple[str, bool]) -> Inspected:
    """Reads one file and, if it is wanted, checks it. A file: its path, whether it is wanted."""
    path, wanted = file
    postmortem = read_one(folder, path, frame)
    alone = check_alone(postmortem, frame) if wanted else None
    return Inspected(postmortem.outline(), alone)
