"""Which postmortem is meant: by its id, a part of it that only one has, or its file."""

import os
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from postmortem_archive.model.finding import ArchiveError
from postmortem_archive.model.nearest import nearest

if TYPE_CHECKING:
    from postmortem_archive.model.archive import Archive

_MOST = 5


def path_of(given: str, frame: "Archive", root: Path) -> str:
    """The path of the postmortem, relative to the archive; `frame` is what `load.survey` returns.

    The file may stand outside the archive. Raises ArchiveError with what is nearest.
    """
    from postmortem_archive.load import postmortem_paths

    full = Path(os.path.normpath(Path.cwd() / given))  # unlike resolve, follows no link
    if given.endswith(".md") and full.is_file():
        return os.path.relpath(full, root.absolute()).replace(os.sep, "/")
    paths = postmortem_paths(frame)
    ids = {path: PurePosixPath(path).stem for path in paths}
    wanted = given.removesuffix(".md").replace("\\", "/").rsplit("/", 1)[-1]
    found = _matching(wanted, ids)
    if len(found) == 1:
        return found[0]
    if found:
        some = ", ".join(ids[path] for path in found[:_MOST])
        more = ", …" if len(found) > _MOST else ""
        raise ArchiveError(f'"{given}" is the id of several: {some}{more}; say more of it')
    near = nearest(wanted, ids.values())
    hint = f'did you mean "{near}"?' if near else "postmortem list shows them all"
    raise ArchiveError(f'"{given}": no postmortem has this id or file; {hint}')


def _matching(wanted: str, ids: dict[str, str]) -> Sequence[str]:
    """The paths of this id, else of ids that begin so, else of ids in which it stands."""
    sought = wanted.casefold()
    fits = (str.__eq__, str.startswith, str.__contains__)
    for fit in fits if sought else ():
        if found := [path for path, name in ids.items() if fit(name.casefold(), sought)]:
            return found
    return ()
