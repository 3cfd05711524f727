"""Takes an archive apart into chunks, each remembered until a file of it changes."""

import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from postmortem_archive.folder import digest
from postmortem_archive.inspection.memory import Drawer
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import ArchiveError
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.processes import can_start_others, processors, spread
from postmortem_archive.search.occurrences import occurrences
from postmortem_archive.search.parts import Piece
from postmortem_archive.search.pieces import pieces
from postmortem_archive.siteindex.postings import Run, runs
from postmortem_archive.siteindex.table import Row, row

# How many postmortems a chunk has on average: more are analysed again after an edit, fewer
# make more chunks to put together.
_ABOUT = 64

# Below this, starting a process takes longer than it saves.
_WORTH_A_PROCESS = 200

# The paths and digests of a chunk's files.
Names = tuple[tuple[str, str], ...]
# Of each postmortem of a chunk its row, and all that it is found by.
Texts = list[tuple[Row, list[Piece]]]


class Chunk(NamedTuple):
    """Some postmortems in the order of their paths: their rows of the table, and their terms.

    Runs count from the chunk's first.
    """

    rows: tuple[Row, ...]
    runs: dict[str, Run]


def chunks(
    archive: Archive, named: Mapping[Names, list[Postmortem]], folder: Path | None = None
) -> list[Chunk]:
    """The chunks of what was `cut`, remembered if the archive's folder is given.

    Files that show a credential are remembered as masked as they are here.
    """
    if not folder:
        return [analysed(some, archive) for some in named.values()]
    drawers = {names: _drawer(names, archive, folder) for names in named}
    found = {names: _kept(drawer, names) for names, drawer in drawers.items()}
    new = [names for names, packed in found.items() if packed is None]
    made = _packed(folder, archive, [named[names] for names in new])
    for names, packed in zip(new, made, strict=True):
        found[names] = packed
        drawers[names].write((names, packed))
    return [pickle.loads(packed) for packed in found.values() if packed]


def remembered(names: Names, archive: Archive, folder: Path) -> Chunk | None:
    """A chunk as it was when it had these files, if that is remembered."""
    packed = _kept(_drawer(names, archive, folder), names)
    return pickle.loads(packed) if packed else None


def _drawer(names: Names, archive: Archive, folder: Path) -> Drawer:
    """That of the chunks that begin with the same path, of which it keeps one."""
    return Drawer(f"siteindex/{digest(names[0][0])[:16]}", folder, archive.digest)


def _kept(drawer: Drawer, names: Names) -> bytes | None:
    kept = drawer.read()
    return kept[1] if isinstance(kept, tuple) and kept[0] == names else None


def cut(archive: Archive) -> dict[Names, list[Postmortem]]:
    """What anyone may read of an archive, in the order of the paths, in chunks."""
    return {_names(some): some for some in _cut(archive.readable().postmortems)}


def _cut(postmortems: Iterable[Postmortem]) -> Iterator[list[Postmortem]]:
    """Where a chunk begins depends on one path: a new postmortem changes no chunk but its own."""
    some: list[Postmortem] = []
    for one in sorted(postmortems, key=lambda each: each.path):
        if some and int(digest(one.path)[:8], 16) % _ABOUT == 0:
            yield some
            some = []
        some.append(one)
    if some:
        yield some


def _names(some: Iterable[Postmortem]) -> Names:
    return tuple((one.path, one.digest) for one in some)


def _packed(folder: Path, archive: Archive, new: Sequence[Sequence[Postmortem]]) -> list[bytes]:
    """The chunks of these postmortems, in several processes if there are many."""
    frame = replace(archive, postmortems=())
    processes = min(processors(), sum(map(len, new)) // _WORTH_A_PROCESS)
    if processes > 1 and can_start_others():
        texts = (_texts(some, archive) for some in new)
        # A process that was ended from outside, for want of memory say, need not end the build.
        with suppress(ArchiveError):
            return list(spread(_pack, folder, frame, texts, processes, at_once=1))
    return [_pack(folder, frame, _texts(some, archive)) for some in new]


def _pack(_folder: Path, _frame: Archive, texts: Texts) -> bytes:
    return pickle.dumps(_chunk(texts), pickle.HIGHEST_PROTOCOL)


def _texts(some: Sequence[Postmortem], archive: Archive) -> Texts:
    return [(row(one, archive), list(pieces(one))) for one in some]


def analysed(some: Sequence[Postmortem], archive: Archive) -> Chunk:
    """The chunk of these postmortems."""
    return _chunk(_texts(some, archive))


def _chunk(texts: Texts) -> Chunk:
    found = [occurrences(told) for _, told in texts]
    rows = (row._replace(length=of.length) for (row, _), of in zip(texts, found, strict=True))
    return Chunk(tuple(rows), runs(found))
