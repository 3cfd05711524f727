"""Makes the final text of an imported postmortem, and puts it and its attachments on disk."""

import posixpath
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from postmortem_archive.atomic import create_file
from postmortem_archive.importers.layout import Doubt
from postmortem_archive.importers.links import Spot, file_of, rewritten
from postmortem_archive.importers.matter import front_matter
from postmortem_archive.importers.prepare import Prepared
from postmortem_archive.model.address import is_attachable
from postmortem_archive.writer import Draft, write_new

_NO_DAY = (
    "<!-- allow date-differs-from-file-name: the source names no day; "
    "rename the file once it is known -->"
)


@dataclass
class Target:
    """A postmortem with its path in the archive, its text, and the files to copy beside it."""

    prepared: Prepared
    path: str
    text: str = ""
    attachments: dict[str, Path] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)


def make_target(prepared: Prepared, path: str, moved: Mapping[str, str], root: Path) -> Target:
    """The text with its links followed. `moved` says where each source file went.

    Attachments are taken from below `root`, the folder that was given to be imported.
    """
    target = Target(prepared, path, doubts=list(prepared.doubts))
    body = rewritten(
        prepared.body, list(prepared.links), lambda spot: _follow(spot, target, moved, root)
    )
    end = prepared.line_end
    waiver = "" if prepared.day else f"{_NO_DAY}{end}{end}"
    target.text = front_matter(prepared.values, end) + waiver + body
    return target


def _follow(spot: Spot, target: Target, moved: Mapping[str, str], root: Path) -> str | None:
    """The new target of a link, or None if it stays as it is."""
    source, rest = file_of(spot.target, target.prepared.source)
    folder = posixpath.dirname(target.path)
    if source in moved:
        return quote(posixpath.relpath(moved[source], folder or "."), safe="/") + rest
    file = Path(source)
    if not _is_file(file):
        _doubt(target, spot, "leads to nothing that was imported; give its address")
    elif not is_attachable(file.name):
        _doubt(target, spot, "leads to a file that was not imported; import it too")
    elif not file.resolve().is_relative_to(root.resolve()):
        _doubt(target, spot, "leads out of the folder that is imported; copy the file")
    else:
        return quote(_attach(target, file), safe="/") + rest
    return None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # too long for this file system, or a zero byte in it
        return False


def _attach(target: Target, file: Path) -> str:
    """The place of an attachment as seen from the postmortem: in the folder named by its id."""
    folder = posixpath.basename(target.path).removesuffix(".md")
    for name in _names(file):
        before = target.attachments.setdefault(f"{folder}/{name}", file)
        if before == file:
            return f"{folder}/{name}"
    raise AssertionError("there is always a free name")


def _names(file: Path) -> Iterator[str]:
    yield file.name
    number = 2
    while True:
        yield f"{file.stem}-{number}{file.suffix}"
        number += 1


def _doubt(target: Target, spot: Spot, why: str) -> None:
    target.doubts.append(Doubt(spot.line, "link", spot.target, why))


def state_on_disk(target: Target, folder: Path) -> str:
    """new, unchanged, or differs: edited there, or another source or importer since."""
    path = folder / target.path
    if not path.exists():
        return "new"
    try:
        return "unchanged" if path.read_bytes() == target.text.encode("utf-8") else "differs"
    except OSError:
        return "differs"


def put(target: Target, folder: Path) -> None:
    """Writes a new postmortem and copies its attachments. Raises ArchiveError if it cannot."""
    for name, file in target.attachments.items():
        copy = folder / posixpath.dirname(target.path) / name
        with suppress(FileExistsError):  # from a run that was cut off, or edited since
            create_file(copy, file.read_bytes())
    write_new(folder, Draft(target.path, target.text))
