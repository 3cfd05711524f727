"""Mends an index after an edit: what the changed documents had and have, and nothing else."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.search.occurrences import Occurrences, occurrences
from postmortem_archive.siteindex.entries import Having, changed, having
from postmortem_archive.siteindex.index import Index, Kept
from postmortem_archive.siteindex.table import alike, columns
from postmortem_archive.siteindex.texts import Name, Text, chunk_of, name, remembered, text

# With more postmortems changed than this, it is faster to analyse all of them.
_MOST = 64


def changes(before: Sequence[Name], now: Sequence[Name]) -> list[int]:
    """The numbers under which another file stands than before, or none, or a new one."""
    both = enumerate(zip_longest(before, now))
    return [number for number, (one, other) in both if one != other] if before != now else []


def mended(
    index: Index,
    postmortems: Sequence[Postmortem],
    numbers: Sequence[int],
    archive: Archive,
    folder: Path,
) -> Index | None:
    """The index of these postmortems, in order, from one with others under these numbers.

    None if they are too many, or if it is no longer known what they were.
    """
    names = tuple(map(name, postmortems))
    before = _texts(index.names, numbers, archive, folder) if len(numbers) <= _MOST else None
    if before is None:
        return None
    rows, same = index.rows[: len(names)], set(index.columns)
    if len(rows) < len(index.rows):
        same.clear()
    terms: defaultdict[str, dict[int, Having | None]] = defaultdict(dict)
    for number in numbers:
        had, has = _found(before.get(number)), None
        if number < len(names):
            now = text(postmortems[number], archive)
            has = _found(now)
            row = now.row._replace(length=has.length)
            same &= alike(index.rows[number], row) if number < len(index.rows) else set()
            rows[number : number + 1] = [row]
        for term, one in _differences(had, has):
            terms[term][number] = one
    kept = Kept(index)
    made = kept.changed(
        {term: changed(kept.weights_and_places(term), of) for term, of in terms.items()}
    )
    known = {name: column for name, column in index.columns.items() if name in same}
    return made._replace(names=names, rows=rows, columns=columns(rows, known))


def _texts(
    names: Sequence[Name], numbers: Sequence[int], archive: Archive, folder: Path
) -> dict[int, Text] | None:
    """What stood under these numbers, as far as something did; None if that is not known."""
    found: dict[int, Text] = {}
    for number in numbers:
        if number < len(names) and number not in found:
            chunk = chunk_of(names, number)
            texts = remembered(names[chunk.start : chunk.stop], archive, folder)
            if texts is None:
                return None
            found |= zip(chunk, texts, strict=True)
    return found


def _found(one: Text | None) -> Occurrences:
    return occurrences(one.told if one else ())


def _differences(
    before: Occurrences, now: Occurrences | None
) -> Iterator[tuple[str, Having | None]]:
    """What a document has now of each term of which it has something else than before."""
    had, has = having(before), having(now) if now else {}
    for term in had.keys() | has.keys():
        if had.get(term) != has.get(term):
            yield term, has.get(term)
