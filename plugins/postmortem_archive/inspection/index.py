"""The index of resemblance, remembered: only files that have changed are read again."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from postmortem_archive.folder import contents, digest
from postmortem_archive.inspection.memory import Drawer
from postmortem_archive.inspection.shown import Fresh, shown_entry
from postmortem_archive.load import postmortem_paths, read_one
from postmortem_archive.model.archive import Archive
from postmortem_archive.processes import spread
from postmortem_archive.resemblance import Entry, Index, index_of

# Below this, starting a process takes longer than it saves.
_WORTH_A_PROCESS = 200


class _Kept(NamedTuple):
    """The portraits, and the digest of each file; restricted ones are in the second only."""

    portraits: Index
    digests: dict[str, str]


def index_on_disk(
    folder: Path, frame: Archive, jobs: int = 1, fresh: Fresh = MappingProxyType({})
) -> tuple[Index, str]:
    """The index of what anyone may read of an archive, and a notice for the person who waits.

    `frame` is what `load.survey` returns; `jobs` is how many processes may read at once; `fresh`
    is what has been read just now, and need not be again.
    """
    digests = {}
    for path in postmortem_paths(frame):
        data = contents(folder, path)
        digests[path] = digest(data) if isinstance(data, bytes) else ""

    def read(paths: list[str]) -> Iterator[Entry | None]:
        yield from (fresh[path] for path in paths if path in fresh)
        yield from _entries(folder, frame, [path for path in paths if path not in fresh], jobs)

    return _index(folder, frame.digest, digests, read)


def index_of_loaded(folder: Path, archive: Archive) -> Index:
    """The same, for those who have read the archive whole."""
    digests = {p.path: p.digest for p in archive.postmortems}

    def read(paths: list[str]) -> Iterator[Entry | None]:
        return (shown_entry(archive.by_path[path], archive) for path in paths)

    return _index(folder, archive.digest, digests, read)[0]


def _entries(folder: Path, frame: Archive, paths: list[str], jobs: int) -> Iterator[Entry | None]:
    processes = min(jobs, len(paths) // _WORTH_A_PROCESS)
    if processes > 1:
        return spread(_entry, folder, frame, paths, processes)
    return (_entry(folder, frame, path) for path in paths)


def _entry(folder: Path, frame: Archive, path: str) -> Entry | None:
    return shown_entry(read_one(folder, path, frame), frame)


def _index(
    folder: Path,
    settings: str,
    digests: Mapping[str, str],
    read: Callable[[list[str]], Iterable[Entry | None]],
) -> tuple[Index, str]:
    """The index of the files with these digests; `read` is given the paths of new ones."""
    drawer = Drawer("resemblance", folder, settings)
    kept = drawer.read()
    notice = f"{drawer.path} was damaged and is made anew" if drawer.damaged else ""
    known = kept if isinstance(kept, _Kept) else _Kept(index_of(()), {})
    if known.digests == digests and "" not in digests.values():
        return known.portraits, notice
    rows = {path: row for row, path in enumerate(known.portraits.paths)}
    same = [path for path, name in digests.items() if name and known.digests.get(path) == name]
    new = sorted(digests.keys() - set(same))
    entries = [known.portraits.entry(rows[path]) for path in same if path in rows]
    entries += filter(None, read(new))
    index = index_of(entries)
    drawer.write(_Kept(index, dict(digests)))
    return index, notice
