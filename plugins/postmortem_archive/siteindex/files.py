"""Writes the index: a head, the table of documents, and shards of words, weights and places."""

import gc
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from postmortem_archive.analysis import common
from postmortem_archive.analysis.terms import LONGEST as LONGEST_TERM
from postmortem_archive.analysis.words import STOP_WORDS
from postmortem_archive.folder import digest
from postmortem_archive.load.redact import without_words
from postmortem_archive.model.address import aim, is_elsewhere
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.search import query, ranking
from postmortem_archive.search.matching import FACT_NAMES, MOST_TERMS
from postmortem_archive.search.parts import PARTS, WEIGHTS
from postmortem_archive.search.pieces import HEADINGS
from postmortem_archive.search.spelling import SHORTEST
from postmortem_archive.siteindex.index import Index
from postmortem_archive.siteindex.remembered import index
from postmortem_archive.siteindex.shards import file_name
from postmortem_archive.siteindex.table import number, table, text_of

FOLDER = "search"
RANKING = {
    "k1": ranking.K1,
    "b": ranking.B,
    "other_form": ranking.OTHER_FORM,
    "common": ranking.COMMON,
    "recent": ranking.RECENT,
}
HEAD, TABLE = "head.json", "documents.json"


@dataclass(frozen=True, slots=True)
class IndexFile:
    """A file of the index: its name in the folder of the index, and its bytes."""

    name: str
    content: bytes


def index_files(
    archive: Archive, address: Callable[[str], str], folder: Path | None = None
) -> list[IndexFile]:
    """The files of the index of what anyone may read of an archive, the head last.

    `address` gives that of a postmortem's page, relative to the folder of the index; of a file
    that is not on the site it is "". With the archive's own `folder`, what was analysed is
    remembered. The same archive makes the same bytes, whatever was remembered.
    """
    with _uncollected():
        return list(_files(archive, address, folder))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Nothing here makes cycles, and to look for some among so many objects doubles the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _files(
    archive: Archive, address: Callable[[str], str], folder: Path | None
) -> Iterator[IndexFile]:
    found = index(_without_dead_ends(archive.readable(), address), folder)
    for kind, shards in found.shards.items():
        for prefix, shard in shards.items():
            yield IndexFile(file_name(kind, prefix), shard.content)
    listed = f"{table(found.rows, found.columns, address)}\n".encode()
    yield IndexFile(TABLE, listed)
    yield IndexFile(HEAD, f"{text_of(_head(found, digest(listed)[:8]))}\n".encode())


def _without_dead_ends(archive: Archive, address: Callable[[str], str]) -> Archive:
    """Without the targets of links that lead nowhere: they may name what not all may read."""
    linking = (one for one in archive.postmortems if one.body.links)
    dead = {one.path: found for one in linking if (found := _dead_ends(one, address))}
    if not dead:
        return archive
    targets = sorted(set().union(*dead.values()), key=lambda one: (-len(one), one))
    words = re.compile(rf"(?<![\w./-])(?:{'|'.join(map(re.escape, targets))})(?![\w/-])")
    some = tuple(one for one in archive.postmortems if one.path in dead)
    changed = without_words(replace(archive, postmortems=some), words, "").by_path
    kept = tuple(changed.get(one.path, one) for one in archive.postmortems)
    return replace(archive, postmortems=kept)


def _dead_ends(postmortem: Postmortem, address: Callable[[str], str]) -> set[str]:
    return {
        link.target
        for link in postmortem.body.links
        if not is_elsewhere(link.target)
        if (path := aim(link.target, postmortem.path)[0]).endswith(".md") and not address(path)
    }


def _head(found: Index, listed: str) -> dict[str, Any]:
    """What a search needs first: constants, names, stop words, and which shards there are."""
    total = sum(one.length for one in found.rows)
    return {
        "documents": len(found.rows),
        "average": number(total / max(1, len(found.rows))),
        "ranking": RANKING,
        "analysis": {"stop": sorted(STOP_WORDS), "longest": LONGEST_TERM},
        "common": common(found.terms.split()),
        "parts": {name: {"weight": WEIGHTS[name], "headings": HEADINGS.get(name, ())}
                  for name in PARTS},
        "query": {
            "texts": query.TEXTS,
            "names": query.NAMES,
            "days": query.DAYS,
            "measures": query.MEASURES,
            "is": query.IS,
            "has": query.HAS,
            "fields": query.FACTS,
            "any": query.ANY,
            "facts": FACT_NAMES,
            "longest": query.LONGEST,
            "deepest": query.DEEPEST,
        },
        "limits": {"terms": MOST_TERMS, "spelling": SHORTEST},
        "table": {"name": TABLE, "digest": listed},
        "shards": {
            kind: {prefix: one.digest for prefix, one in some.items()}
            for kind, some in found.shards.items()
        },
    }  # fmt: skip
