"""Takes an archive apart into chunks, each remembered until a file of it changes."""

from __future__ import annotations  # a type that is no type at run time, in Document

import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from postmortem_archive.folder import digest
from postmortem_archive.inspection.memory import Drawer
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.search.document import Document, document
from postmortem_archive.siteindex.postings import Run, runs

# How many postmortems a chunk has on average: more are analysed again after an edit, fewer
# make more chunks to put together.
_ABOUT = 128

# The paths and digests of a chunk's files.
Names = tuple[tuple[str, str], ...]


class Chunk(NamedTuple):
    """Some postmortems in the order of their paths: their rows of the table, and their terms.

    A row is a document without its terms and its text. Runs count from the chunk's first.
    """

    rows: tuple[Document, ...]
    runs: dict[str, Run]


def chunks(archive: Archive, folder: Path | None = None) -> list[Chunk]:
    """The chunks of what anyone may read, remembered if the archive's folder is given.

    Files that show a credential are remembered as masked as they are here.
    """
    named = {_names(some): some for some in _cut(archive.readable().postmortems)}
    if not folder:
        return [_chunk(some, archive) for some in named.values()]
    drawer = Drawer("siteindex", folder, archive.digest)
    kept = drawer.read()
    # Each by itself as bytes: those that stay as they are need not be packed again.
    known: dict[Names, bytes] = kept if isinstance(kept, dict) else {}
    found = {names: known.get(names) or _packed(some, archive) for names, some in named.items()}
    if found.keys() != known.keys():
        drawer.write(found)
    return [pickle.loads(each) for each in found.values()]


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


def _packed(some: Sequence[Postmortem], archive: Archive) -> bytes:
    return pickle.dumps(_chunk(some, archive), pickle.HIGHEST_PROTOCOL)


def _chunk(some: Sequence[Postmortem], archive: Archive) -> Chunk:
    documents = [document(one, archive) for one in some]
    return Chunk(tuple(map(_row, documents)), runs(documents))


def _row(one: Document) -> Document:
    return replace(one, terms=[], forms=[], card={"title": one.card["title"]})
