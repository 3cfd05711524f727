"""What incidents leave unanswered, remembered: nothing is ranked again until a file changes."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from postmortem_archive.folder import digest
from postmortem_archive.inspection.index import index_on_disk
from postmortem_archive.inspection.memory import Drawer
from postmortem_archive.inspection.shown import Fresh, shown_one
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.resemblance import Unanswered
from postmortem_archive.resemblance import Index
from postmortem_archive.resemblance.unanswered import asked, unanswered


class _Kept(NamedTuple):
    """What some incidents leave unanswered while all files of the archive are as they were."""

    files: str
    found: dict[str, tuple[Unanswered, ...]]


def with_unanswered(
    folder: Path,
    archive: Archive,
    chosen: Collection[str] | None = None,
    index: Index | None = None,
    jobs: int = 1,
    fresh: Fresh = MappingProxyType({}),
) -> tuple[Archive, str]:
    """The archive with its `unanswered`, and a notice for the person who waits.

    Only the chosen postmortems are asked, or all. An archive in outline will do. `index` is that
    of the archive, if somebody has it already: without an incident to ask, none is needed. `fresh`
    is what has been read just now.
    """
    paths = [p.path for p in asked(archive) if chosen is None or p.path in chosen]
    if not paths:
        return archive, ""
    drawer = Drawer("unanswered", folder, archive.digest)
    files, kept = _files(archive), drawer.read()
    known = dict(kept.found) if isinstance(kept, _Kept) and kept.files == files else {}
    # A file from elsewhere is not among the files: nobody would see that it has changed.
    missing = [path for path in paths if path not in known or path not in archive.files]
    if not missing:
        return _only(archive, known, paths), ""
    frame = replace(archive, postmortems=())
    notice = f"{drawer.path} was damaged and is made anew" if drawer.damaged else ""
    if index is None:
        index, told = index_on_disk(folder, frame, jobs, fresh)
        notice = notice or told
    postmortems = map(archive.by_path.__getitem__, missing)
    known |= unanswered(postmortems, archive, index, lambda path: shown_one(folder, path, frame))
    drawer.write(
        _Kept(files, {path: each for path, each in known.items() if path in archive.files})
    )
    return _only(archive, known, paths), notice


def _only(
    archive: Archive, known: Mapping[str, tuple[Unanswered, ...]], paths: Collection[str]
) -> Archive:
    return replace(archive, unanswered={path: known[path] for path in paths if known[path]})


def _files(archive: Archive) -> str:
    """A name that only these files with these contents have."""
    listed = sorted(f"{p.path}\0{p.digest}" for p in archive.postmortems if p.path in archive.files)
    return digest("\0".join(listed))
