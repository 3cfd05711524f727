"""The lines of all terms, of which shards are made: put together from chunks, and remembered.

After an edit, what was put together is mended: only the terms of the changed chunks that differ
are written anew, and only as far as those chunks go. The memory stays as it was meanwhile, so
that nothing large is written for each edit.
"""

import json
from collections.abc import Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from postmortem_archive.inspection.memory import Drawer
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.siteindex.chunks import Names, analysed, chunks, cut, remembered
from postmortem_archive.siteindex.postings import Entry, Run, entries, entry, outside
from postmortem_archive.siteindex.table import Row

# With more chunks changed than this, it is faster to put all together again.
_MOST_MENDED = 4


class Lines(NamedTuple):
    """The rows of all documents, and what each kind of shard has of each term."""

    rows: list[Row]
    terms: dict[str, str]
    places: dict[str, str]
    words: dict[str, str]

    def put(self, text: str, one: Entry) -> None:
        name = json.dumps(text)
        self.terms[text] = f"{name}:{one.weights}"
        self.places[text] = f"{name}:{one.places}"
        self.words[text] = f"[{name},{one.having}]"

    def drop(self, text: str) -> None:
        del self.terms[text], self.places[text], self.words[text]


class _Kept(NamedTuple):
    names: tuple[Names, ...]
    lines: Lines


def lines(archive: Archive, folder: Path | None) -> Lines:
    """The lines of what anyone may read, remembered if the archive's folder is given."""
    named = cut(archive)
    if not folder:
        return _put_together(archive, named, None)
    drawer = Drawer("siteindex", folder, archive.digest)
    kept = drawer.read()
    if isinstance(kept, _Kept) and _mended(kept, archive, named, folder):
        return kept.lines
    made = _put_together(archive, named, folder)
    drawer.write(_Kept(tuple(named), made))
    return made


def _put_together(
    archive: Archive, named: Mapping[Names, list[Postmortem]], folder: Path | None
) -> Lines:
    parts = chunks(archive, named, folder)
    starts = accumulate((len(part.rows) for part in parts), initial=0)
    made = Lines([row for part in parts for row in part.rows], {}, {}, {})
    numbered = ((start, part.runs) for start, part in zip(starts, parts, strict=False))
    for text, one in entries(numbered).items():
        made.put(text, one)
    return made


def _mended(
    kept: _Kept, archive: Archive, named: Mapping[Names, list[Postmortem]], folder: Path
) -> bool:
    """Whether what was kept is now as if all were put together; if not, it is of no more use."""
    changed = _changed(kept.names, tuple(named))
    if changed is None:
        return False
    starts = [0, *accumulate(map(len, kept.names))]
    for at in changed:
        before = remembered(kept.names[at], archive, folder)
        if before is None:
            return False
        after = analysed(tuple(named.values())[at], archive)
        span = range(starts[at], starts[at + 1])
        kept.lines.rows[span.start : span.stop] = after.rows
        for text in before.runs.keys() | after.runs.keys():
            if before.runs.get(text) != after.runs.get(text):
                _mend(kept.lines, text, span, after.runs.get(text))
    return True


def _changed(before: Sequence[Names], now: Sequence[Names]) -> list[int] | None:
    """Which chunks have changed; None if other documents would have other numbers, or too many."""
    if len(before) != len(now):
        return None
    changed = [at for at, both in enumerate(zip(before, now, strict=True)) if both[0] != both[1]]
    # The last one may have grown.
    shifted = any(len(before[at]) != len(now[at]) for at in changed if at + 1 < len(now))
    return None if shifted or len(changed) > _MOST_MENDED else changed


def _mend(lines: Lines, text: str, span: range, run: Run | None) -> None:
    """Puts a run, or none, in the place of what a term has in the documents of a span."""
    some: list[tuple[int, Run]] = []
    if text in lines.terms:
        terms = json.loads(f"{{{lines.terms[text]}}}")[text]
        places = json.loads(f"{{{lines.places[text]}}}")[text]
        some = outside(span, terms, places)
    if run:
        some.append((span.start, run))
        some.sort(key=lambda one: one[0] + one[1].row.first)
    if some:
        lines.put(text, entry(some))
    else:
        lines.drop(text)
