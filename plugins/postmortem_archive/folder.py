"""An archive's folder on disk: where it is, which files it has, and their bytes."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

FOLDER = "postmortems"
ARCHIVE_FILE = "archive.yml"
TEMPLATES = "_templates"
# Pages that people keep beside postmortems, and that are none.
NO_POSTMORTEMS = frozenset({"readme.md", "index.md", "statistics.md", "actions.md"})


def find_archive(start: Path) -> Path | None:
    """The archive's folder: `postmortems/` of the nearest folder upward that has one.

    A folder of another name is found where the site's plugin is told it.
    """
    return next(filter(None, map(usual_folder, (start, *start.parents))), None)


def usual_folder(folder: Path) -> Path | None:
    """The archive in a folder: `postmortems/`, the folder itself, or what mkdocs.yml names."""
    if (folder / FOLDER / ARCHIVE_FILE).is_file():
        return folder / FOLDER
    if (folder / ARCHIVE_FILE).is_file():
        return folder
    from postmortem_archive.load.site import named_folder  # which reads YAML

    named = named_folder(folder)
    return folder / named if named and (folder / named / ARCHIVE_FILE).is_file() else None


def postmortem_files(folder: Path) -> list[str]:
    """The files of a folder that should be postmortems, in the order of their names."""
    return sorted(name for name in walk(folder) if is_postmortem(name))


def contents(folder: Path, path: str) -> bytes | str:
    """The bytes of a file of the archive, or why they cannot be had."""
    full = os.path.join(folder, path)  # noqa: PTH118 - ten thousand paths are read so in no time
    if os.path.islink(full) and not _stays_inside(folder, path):  # noqa: PTH114
        return "this is a link to a file outside the archive; copy the file here"
    try:
        with open(full, "rb") as stream:  # noqa: PTH123
            return stream.read()
    except IsADirectoryError:
        return _IS_A_FOLDER
    except FileNotFoundError:
        return "this is a link to a file that is not there"
    except OSError as error:
        if (folder / path).is_dir():  # which Windows calls a missing permission
            return _IS_A_FOLDER
        reason = error.strerror or "cannot be opened"
        return f"the file cannot be read ({reason}); check its permissions"


_IS_A_FOLDER = "this is a folder; a postmortem is a file (rename the folder)"


def _stays_inside(folder: Path, path: str) -> bool:
    return (folder / path).resolve().is_relative_to(folder.resolve())


def walk(folder: Path) -> Iterator[str]:
    """All files and Markdown-named folders, but for hidden ones; links are not followed out."""
    for root, folders, names in os.walk(folder):
        for name in list(folders):
            if name.startswith((".", "_")):
                folders.remove(name)
            elif name.endswith(".md"):
                folders.remove(name)
                names.append(name)
        inside = relative(Path(root), folder)
        for name in names:
            if not name.startswith("."):
                yield name if inside == "." else f"{inside}/{name}"


def relative(path: Path, folder: Path) -> str:
    """A path as seen from a folder, with forward slashes."""
    return Path(os.path.relpath(path, folder)).as_posix()


def is_postmortem(name: str) -> bool:
    """Whether a file that the archive has is read as a postmortem."""
    return name.endswith(".md") and name.rsplit("/", 1)[-1].lower() not in NO_POSTMORTEMS


def would_be_postmortem(path: str) -> bool:
    """Whether a file of this path, which need not be there any more, is read as a postmortem."""
    folders = path.split("/")[:-1]
    hidden = any(name.startswith((".", "_")) or name.endswith(".md") for name in folders)
    return not hidden and not path.rsplit("/", 1)[-1].startswith(".") and is_postmortem(path)


def digest(data: bytes | str) -> str:
    """A short name that only these bytes have: other bytes are another file."""
    content = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(content, digest_size=16).hexdigest()
