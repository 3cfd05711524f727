"""Keeps an archive's index in the user's cache folder, and brings it up to date on each call.

A file is read again if its size or time differs from when it was indexed, and indexed again if
its bytes do. The index of another program, or of other settings, is another index. One whose
files are not as they were written is made anew.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep
from typing import NamedTuple

from postmortem_archive.atomic import replace_file
from postmortem_archive.cache import cached, is_ours, program
from postmortem_archive.folder import ARCHIVE_FILE, TEMPLATES, contents, digest, postmortem_files
from postmortem_archive.model.finding import ArchiveError
from postmortem_archive.search import store
from postmortem_archive.search.seals import broken, seal

Say = Callable[[int, int], None]
_MANIFEST = "manifest.json"
# How long a search waits for another that is writing: with an index to search, and without.
_PATIENCE, _LONG_PATIENCE = 2.0, 300.0
_ATTEMPTS, _PAUSE = 20, 0.05
# A file that is written twice within this time may keep its time: some systems count seconds.
_SAME_TIME = 2_000_000_000


class Seen(NamedTuple):
    """A file as it was indexed."""

    size: int
    time: int
    digest: str


@contextmanager
def opened(folder: Path, say: Say = lambda done, of: None) -> Iterator[tuple[store.Reader, str]]:
    """The index of an archive as it is now, and what the person who waits is to be told, or "".

    Where the cache folder cannot be written, the index is made for this once.
    """
    with _place(folder) as place:
        try:
            notice = _brought_up_to_date(folder, place, say)
            reader = _reader(place)
        except ArchiveError:
            raise
        except Exception:  # whatever Whoosh meets in what is no index of its own
            notice = _made_anew(folder, place, say)
            reader = _reader(place)
        try:
            yield reader, notice
        finally:
            reader.close()


def _reader(place: Path) -> store.Reader:
    """The index, opened between two changes of it: the files of one go while the next come."""
    for _ in range(_ATTEMPTS):
        with suppress(OSError):
            return store.Reader(place)
        sleep(_PAUSE)
    return store.Reader(place)


def make_anew(folder: Path, say: Say = lambda done, of: None) -> str:
    """Makes the index of an archive anew whatever is there, and says so."""
    with _place(folder) as place:
        return _made_anew(folder, place, say)


def _made_anew(folder: Path, place: Path, say: Say) -> str:
    try:
        with _alone(place):
            for path in place.iterdir():
                if path.is_dir():
                    shutil.rmtree(path)
                elif path.name != store.LOCK:
                    path.unlink()
            _update(folder, place, _signatures(folder), {}, 0, say)
    except OSError as error:
        raise ArchiveError(f"{place}: the index cannot be written ({error.strerror})") from error
    return f"{place} was damaged and is made anew"


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    with store.locked(place, _LONG_PATIENCE) as ours:
        if not ours:
            raise ArchiveError("another search is making the index; try again when it is done")
        yield


@contextmanager
def _place(folder: Path) -> Iterator[Path]:
    """The folder for the index of this archive, this program and these settings."""
    home = cached("search", folder)
    key = hashlib.sha256(f"{program()} {_settings(folder)}".encode()).hexdigest()[:24]
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        (home / key).mkdir(mode=0o700, exist_ok=True)
        usable = is_ours(home) and is_ours(home / key) and os.access(home / key, os.W_OK)
    except OSError:
        usable = False
    if not usable:
        with tempfile.TemporaryDirectory() as once:
            yield Path(once)
        return
    for other in home.iterdir():
        if other.name != key:
            shutil.rmtree(other, ignore_errors=True)
    yield home / key


def _settings(folder: Path) -> str:
    """Names what a file is read by besides its own bytes."""
    paths = [folder / ARCHIVE_FILE, *sorted((folder / TEMPLATES).glob("*.md"))]
    if not paths[0].is_file():
        from postmortem_archive.load import survey

        survey(folder)  # which says what an archive is
    return digest("\0".join(f"{p.name}\0{digest(p.read_bytes())}" for p in paths if p.is_file()))


def _brought_up_to_date(folder: Path, place: Path, say: Say) -> str:
    if damaged := broken(place):
        raise ValueError(f"{damaged} is not as it was written")
    known, since = _manifest(place)
    now = _signatures(folder)
    if not _changed(now, known, since) and known.keys() == now.keys() and since:
        return ""
    with store.locked(place, _PATIENCE if since else _LONG_PATIENCE) as ours:
        if ours:
            known, since = _manifest(place)
            _update(folder, place, now, known, since, say)
            return ""
    if not since:
        raise ArchiveError("another search is making the index; try again when it is done")
    return "another search is bringing the index up to date; this one used it as it was"


def _update(
    folder: Path,
    place: Path,
    now: dict[str, tuple[int, int]],
    known: dict[str, Seen],
    since: int,
    say: Say,
) -> None:
    if not since:
        store.create(place)
    seen: dict[str, Seen] = {path: known[path] for path in now if path in known}
    read: list[tuple[str, bytes | str]] = []
    for path in _changed(now, known, since):
        data = contents(folder, path)
        name = digest(data) if isinstance(data, bytes) else ""
        if path not in known or known[path].digest != name:
            read.append((path, data))
        seen[path] = Seen(*now[path], name)
    gone = [*(known.keys() - now.keys()), *(path for path, _ in read if since)]
    if gone or read:
        # Where nothing has changed, nothing is read: a search then has no need of the readers.
        from postmortem_archive.search.indexing import documents

        store.write(place, sorted(gone), documents(folder, read, say))
        seal(place)
    replace_file(place / _MANIFEST, json.dumps(seen).encode())


def _signatures(folder: Path) -> dict[str, tuple[int, int]]:
    """The size and time of each file; of one that cannot be looked at, none that was ever seen."""
    found = {}
    for path in postmortem_files(folder):
        found[path] = (-1, -1)
        with suppress(OSError):
            status = os.stat(os.path.join(folder, path))  # noqa: PTH116, PTH118
            found[path] = (status.st_size, status.st_mtime_ns)
    return found


def _changed(now: dict[str, tuple[int, int]], known: dict[str, Seen], since: int) -> list[str]:
    """The files that have to be read: those that may differ from what is known of them."""
    return [
        path
        for path, (size, time) in now.items()
        if (one := known.get(path)) is None
        or (one.size, one.time) != (size, time)
        or time + _SAME_TIME > since
    ]


def _manifest(place: Path) -> tuple[dict[str, Seen], int]:
    """What has been indexed, and when that was written; 0 if it has not."""
    path = place / _MANIFEST
    if not path.is_file():
        return {}, 0
    data = json.loads(path.read_bytes())
    return {name: Seen(*one) for name, one in data.items()}, path.stat().st_mtime_ns
