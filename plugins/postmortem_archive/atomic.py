"""Puts files on disk whole or not at all, whatever happens meanwhile."""

import os
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from postmortem_archive.model.finding import ArchiveError


def create_file(path: Path, data: bytes) -> None:
    """Puts bytes where no file is, whole or not at all, with the folders that it needs.

    Raises FileExistsError if there is one by now, and OSError if it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _beside(path, data) as temporary:
        temporary.chmod(0o666 & ~_umask())
        os.link(temporary, path)  # unlike rename, fails if the target is there


def write_made(folder: Path, files: Mapping[str, str], mark: str) -> None:
    """Writes files that are made anew each time, whole or not, and removes those of last time.

    Raises ArchiveError, with nothing written, if a file is there whose first line is not
    `mark`, for somebody else made it; and if a file cannot be written.
    """
    try:
        present = {path.name: path for path in folder.iterdir()} if folder.is_dir() else {}
        ours = {name for name, path in present.items() if path.is_file() and _begins(path, mark)}
        for name in files.keys() & present.keys() - ours:
            raise ArchiveError(
                f"{present[name]}: this file was not made here; move it, or name another folder"
            )
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            replace_file(folder / name, text.encode("utf-8"))
            (folder / name).chmod(0o666 & ~_umask())
        for name in ours - files.keys():
            present[name].unlink()
    except OSError as error:
        raise ArchiveError(f"{folder}: cannot be written ({error.strerror})") from error


def _begins(path: Path, mark: str) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(mark.encode()) + 1) == f"{mark}\n".encode()


def replace_file(path: Path, data: bytes) -> None:
    """Puts bytes in the place of a file, whole or not at all. Raises OSError if it cannot."""
    with _beside(path, data) as temporary:
        temporary.replace(path)


@contextmanager
def replacement(path: Path) -> Iterator[Path]:
    """A file to be filled, which takes the place of `path` when all went well.

    It has the permissions of the file that it replaces. Raises OSError if it cannot be made.
    """
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
    with _beside(path, b"") as temporary:
        yield temporary
        with temporary.open("rb+") as stream:
            os.fsync(stream.fileno())
        temporary.chmod(mode)
        temporary.replace(path)


def overwrite(path: Path, before: bytes, after: bytes) -> None:
    """Puts `after` in the place of a file that holds `before`, whole or not at all.

    What a link leads to is written, not the link. Raises ArchiveError, which names no file,
    if it cannot be written or holds anything else by now.
    """
    try:
        target = path.resolve(strict=True)
        status = target.stat()
        if not (status.st_mode & 0o222 and os.access(target, os.W_OK)):
            raise ArchiveError("it is read-only")
        with _beside(target, after) as temporary:
            with suppress(PermissionError):  # only root may leave it to its owner
                os.chown(temporary, status.st_uid, status.st_gid)
            temporary.chmod(stat.S_IMODE(status.st_mode))
            if target.read_bytes() not in (before, after):
                raise ArchiveError("it changed meanwhile; run the command again")
            temporary.replace(target)
    except OSError as error:
        raise ArchiveError(f"it cannot be written ({error.strerror})") from error


@contextmanager
def _beside(target: Path, data: bytes) -> Iterator[Path]:
    """A file with the data in the folder of the target, gone afterwards unless it was moved."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
