"""The index of an archive, cut into shards: made of all entries, or of those that changed."""

from __future__ import annotations  # array[int] is no type at run time before Python 3.12

import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from postmortem_archive.folder import digest
from postmortem_archive.siteindex.entries import Entry
from postmortem_archive.siteindex.shards import prefix_of, shards
from postmortem_archive.siteindex.table import Row, columns
from postmortem_archive.siteindex.texts import Name

# How many characters a shard may have: as a server sends it, it has a third of them.
MOST = {"terms": 32_000, "places": 64_000, "words": 64_000}
_BRACKETS = {"terms": ("{", "}"), "places": ("{", "}"), "words": ("[", "]")}


class Shard(NamedTuple):
    """The terms of a shard, with spaces between them, since none has any; its bytes, their name."""

    terms: str
    content: bytes
    digest: str


class Index(NamedTuple):
    """The files that are indexed, the row of each, and of each kind all shards, by prefix.

    `columns` are what the table says of the rows. `terms` are all terms, in order, with spaces
    between them; `sizes` how many characters each takes in each kind of shard.
    """

    names: tuple[Name, ...]
    rows: list[Row]
    columns: dict[str, str]
    terms: str
    sizes: dict[str, array[int]]
    shards: dict[str, dict[str, Shard]]


def index_of(names: tuple[Name, ...], rows: list[Row], entries: Mapping[str, Entry]) -> Index:
    """The index of these entries."""
    terms = sorted(entries)
    made = Index(names, rows, columns(rows), " ".join(terms), {}, {})
    lines = {term: _lines(term, entries[term]) for term in terms}
    for kind, most in MOST.items():
        made.sizes[kind] = array("i", [len(of[kind]) for of in lines.values()])
        made.shards[kind] = {
            prefix: _shard(kind, some, [lines[term][kind] for term in some])
            for prefix, some in shards(terms, made.sizes[kind], most).items()
        }
    return made


class Kept:
    """An index that was made before, of which single entries can be read and changed."""

    def __init__(self, index: Index) -> None:
        self._index, self._terms = index, index.terms.split()
        self._opened: dict[tuple[str, str], dict[str, str]] = {}

    def __contains__(self, term: str) -> bool:
        at = bisect_left(self._terms, term)
        return self._terms[at : at + 1] == [term]

    def weights_and_places(self, term: str) -> tuple[str, str] | None:
        """What the index has of a term, as JSON, if it has anything."""
        if term not in self:
            return None
        name = len(json.dumps(term)) + 1
        return self._line("terms", term)[name:], self._line("places", term)[name:]

    def _line(self, kind: str, term: str) -> str:
        return self._shard(kind, prefix_of(term, self._index.shards[kind]))[term]

    def _shard(self, kind: str, prefix: str) -> dict[str, str]:
        """The lines of a shard, by term; none if there is no such shard."""
        if (kind, prefix) not in self._opened:
            shard = self._index.shards[kind].get(prefix)
            self._opened[kind, prefix] = dict(self._read(kind, shard)) if shard else {}
        return self._opened[kind, prefix]

    def _read(self, kind: str, shard: Shard) -> Iterator[tuple[str, str]]:
        text, start = shard.content.decode("ascii"), 1
        for term in shard.terms.split():
            end = start + self._index.sizes[kind][bisect_left(self._terms, term)]
            yield term, text[start:end]
            start = end + 1

    def changed(self, entries: Mapping[str, Entry | None]) -> Index:
        """The index after some entries have changed; those that are None are there no more.

        Shards that have none of them, and are cut as before, stay as they were.
        """
        terms, made = list(self._terms), self._index._replace(sizes={}, shards={})
        made.sizes.update({kind: sizes[:] for kind, sizes in self._index.sizes.items()})
        lines = {term: _lines(term, one) for term, one in entries.items() if one}
        for term in entries:
            at = bisect_left(terms, term)
            instead = slice(at, at + (terms[at : at + 1] == [term]))
            terms[instead] = [term] if term in lines else []
            for kind in MOST:
                size = [len(lines[term][kind])] if term in lines else []
                made.sizes[kind][instead] = array("i", size)
        for kind, most in MOST.items():
            cut = shards(terms, made.sizes[kind], most)
            made.shards[kind] = self._shards(kind, cut, lines, entries)
        return made._replace(terms=" ".join(terms))

    def _shards(
        self,
        kind: str,
        cut: Mapping[str, Sequence[str]],
        lines: Mapping[str, Mapping[str, str]],
        changed: Iterable[str],
    ) -> dict[str, Shard]:
        def line(prefix: str, term: str) -> str:
            if term in lines:
                return lines[term][kind]
            # Nearly all stand where they stood.
            return self._shard(kind, prefix).get(term) or self._line(kind, term)

        kept = self._index.shards[kind]
        other = {prefix_of(term, kept) for term in changed if term in self}
        return {
            prefix: kept[prefix]
            if prefix in kept and prefix not in other and kept[prefix].terms == " ".join(some)
            else _shard(kind, some, map(partial(line, prefix), some))
            for prefix, some in cut.items()
        }


def _lines(term: str, one: Entry) -> dict[str, str]:
    """What stands of a term in each kind of shard."""
    name = json.dumps(term)
    return {
        "terms": f"{name}:{one.weights}",
        "places": f"{name}:{one.places}",
        "words": f"[{name},{one.having}]",
    }


def _shard(kind: str, terms: Sequence[str], lines: Iterable[str]) -> Shard:
    first, last = _BRACKETS[kind]
    content = f"{first}{','.join(lines)}{last}\n".encode()
    return Shard(" ".join(terms), content, digest(content)[:8])
