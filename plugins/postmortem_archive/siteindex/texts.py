"""What each postmortem is found by, and its row of the table, remembered in chunks."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from postmortem_archive.folder import digest
from postmortem_archive.inspection.memory import Drawer
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.search.parts import Piece
from postmortem_archive.search.pieces import pieces
from postmortem_archive.siteindex.table import Row, row

# How many postmortems a chunk has on average: fewer make more files, more are read for one.
_ABOUT = 128

# The path and the digest of a file.
Name = tuple[str, str]


class Text(NamedTuple):
    """The row of a postmortem, but for its length, and the texts that it is found by."""

    row: Row
    told: list[Piece]


def text(one: Postmortem, archive: Archive) -> Text:
    """Credentials in it are masked."""
    return Text(row(one, archive), list(pieces(one)))


def texts(postmortems: Sequence[Postmortem], archive: Archive, folder: Path | None) -> list[Text]:
    """Those of postmortems in order, remembered if the archive's folder is given."""
    if not folder:
        return [text(one, archive) for one in postmortems]
    found: list[Text] = []
    for names in cut(list(map(name, postmortems))):
        kept = remembered(names, archive, folder)
        if kept is None:
            some = postmortems[len(found) : len(found) + len(names)]
            kept = [text(one, archive) for one in some]
            _drawer(names, archive, folder).write((names, kept))
        found += kept
    return found


def remembered(names: Sequence[Name], archive: Archive, folder: Path) -> list[Text] | None:
    """The texts of a chunk as they were when it had these files, if that is remembered."""
    kept = _drawer(names, archive, folder).read()
    return kept[1] if isinstance(kept, tuple) and kept[0] == names else None


def name(one: Postmortem) -> Name:
    return one.path, one.digest


def cut(names: Sequence[Name]) -> Iterator[tuple[Name, ...]]:
    """The chunks of all files."""
    start = 0
    while start < len(names):
        chunk = chunk_of(names, start)
        yield tuple(names[chunk.start : chunk.stop])
        start = chunk.stop


def chunk_of(names: Sequence[Name], number: int) -> range:
    """The numbers of the files in the chunk of one."""
    start = next(at for at in range(number, -1, -1) if at == 0 or _begins(names[at]))
    after = (at for at in range(number + 1, len(names)) if _begins(names[at]))
    return range(start, next(after, len(names)))


def _begins(one: Name) -> bool:
    """Whether a chunk begins with a file: a new postmortem changes no chunk but its own."""
    return int(digest(one[0])[:8], 16) % _ABOUT == 0


def _drawer(names: Sequence[Name], archive: Archive, folder: Path) -> Drawer:
    """That of the chunks that begin with the same path, of which it keeps one."""
    return Drawer(f"siteindex/{digest(names[0][0])[:16]}", folder, archive.digest)
