"""Writes the index: a head, the table of documents, and shards of words, weights and places."""

import gc
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from postmortem_archive.analysis import is_common
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
from postmortem_archive.siteindex.lines import lines
from postmortem_archive.siteindex.shards import file_name, shards
from postmortem_archive.siteindex.table import Row, number, table

FOLDER = "search"
RANKING = {
    "k1": ranking.K1,
    "b": ranking.B,
    "other_form": ranking.OTHER_FORM,
    "common": ranking.COMMON,
    "recent": ranking.RECENT,
}
HEAD, TABLE = "head.json", "documents.json"
# How many characters a shard may have: as a server sends it, it has a third of them.
MOST = {"terms": 32_000, "places": 64_000, "words": 64_000}


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
    found = lines(_without_dead_ends(archive.readable(), address), folder)
    lists: dict[str, dict[str, str]] = {}
    for kind, written, brackets in (
        ("terms", found.terms, "{}"),
        ("places", found.places, "{}"),
        ("words", found.words, "[]"),
    ):
        lists[kind] = {}
        for prefix, content in _cut(written, MOST[kind], brackets):
            lists[kind][prefix] = digest(content)[:8]
            yield IndexFile(file_name(kind, prefix), content)
    listed = _json(table(found.rows, address))
    yield IndexFile(TABLE, listed)
    common = sorted(filter(is_common, found.terms))
    yield IndexFile(HEAD, _json(_head(found.rows, common, lists, digest(listed)[:8])))


def _without_dead_ends(archive: Archive, address: Callable[[str], str]) -> Archive:
    """Without the targets of links that lead nowhere: they may name what not all may read."""
    dead = {one.path: found for one in archive.postmortems if (found := _dead_ends(one, address))}
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


def _cut(written: Mapping[str, str], most: int, brackets: str) -> Iterator[tuple[str, bytes]]:
    """The prefix and the content of each shard."""
    first, last = brackets[0], brackets[1]
    for prefix, some in shards({text: len(line) for text, line in written.items()}, most).items():
        content = ",".join(map(written.__getitem__, some))
        yield prefix, f"{first}{content}{last}\n".encode()


def _head(
    documents: Sequence[Row],
    common: Sequence[str],
    lists: Mapping[str, Mapping[str, str]],
    listed: str,
) -> dict[str, Any]:
    """What a search needs first: constants, names, stop words, and which shards there are."""
    total = sum(one.length for one in documents)
    return {
        "documents": len(documents),
        "average": number(total / max(1, len(documents))),
        "ranking": RANKING,
        "analysis": {"stop": sorted(STOP_WORDS), "longest": LONGEST_TERM},
        "common": common,
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
        "shards": lists,
    }  # fmt: skip


def _json(data: Mapping[str, Any]) -> bytes:
    return (_text(data) + "\n").encode()


def _text(data: object) -> str:
    # ASCII, so that no server's idea of an encoding matters, and broken letters stay readable.
    return json.dumps(data, separators=(",", ":"))
