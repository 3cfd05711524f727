"""What a postmortem's page suggests to look at: the nearest others on which nobody has decided."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from postmortem_archive.model.archive import Archive, verdicts
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.resemblance.index import Index
from postmortem_archive.resemblance.portrait import written

# From this score on, and so many. Chosen by measurement: see scripts/resemblance.
NOTABLE, MOST = 0.17, 3
_SHARED = 6


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another postmortem, earlier or later, its score, and what both say."""

    other: Postmortem
    score: float
    shared: tuple[str, ...]


def suggestions(postmortem: Postmortem, archive: Archive, index: Index) -> list[Suggestion]:
    """At most three that resemble it notably and have no verdict with it, the nearest first.

    `index` is that of the archive; of a postmortem that is not in it, nothing is suggested.
    """
    own = index.of(postmortem.path)
    if own is None:
        return []
    aside = {postmortem.path, *_decided(postmortem, archive)}
    near = index.nearest(own.counts, MOST, lambda path, _: path not in aside)
    notable = [one for one in near if one.score >= NOTABLE]
    words = [index.shared(own.counts, _counts(index, one.path), _SHARED) for one in notable]
    # Read once for all of them: most of what weighs much stands in the title and the summary.
    forms = written(postmortem, tuple(dict.fromkeys(chain(*words))))
    return [
        Suggestion(archive.by_path[path], score, tuple(forms[t] for t in terms if t in forms))
        for (path, score), terms in zip(notable, words, strict=True)
    ]


def _counts(index: Index, path: str) -> Mapping[str, int]:
    entry = index.of(path)
    return entry.counts if entry else {}


def _decided(postmortem: Postmortem, archive: Archive) -> Iterator[str]:
    """The paths of those that have a verdict with it, whichever of the two records it."""
    for _, name in verdicts(postmortem):
        if name in archive.by_id:
            yield archive.by_id[name].path
    yield from (other.path for _, other in archive.named_by.get(postmortem.id, ()))
