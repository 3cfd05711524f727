"""The earlier incidents that look like this one, and in what they do and do not."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from postmortem_archive.model.archive import verdicts
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.resemblance.index import Entry, Index
from postmortem_archive.resemblance.portrait import NAMES, Portrait, portrait_of

_SHARED, _DIFFERING = 8, 6


@dataclass(frozen=True, slots=True)
class Resemblance:
    """Another postmortem that looks like the one asked about, from 0 (not at all) to 1 (the same).

    `shared` are the terms that weigh most in both, as this one writes them. `only_here` and
    `only_there` are the heaviest terms of what each says about causes that stand nowhere in the
    other. `services`, `causes` and `tags` are those of both; `causes_here` and `causes_there`
    those of one only. `verdict` is what either has recorded about the other: the field of the
    front matter, and whether it is the other's; or None.
    """

    other: Postmortem
    score: float
    shared: tuple[str, ...]
    only_here: tuple[str, ...]
    only_there: tuple[str, ...]
    services: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    causes_here: tuple[str, ...] = ()
    causes_there: tuple[str, ...] = ()
    verdict: tuple[str, bool] | None = None


def entry_of(postmortem: Postmortem) -> Entry:
    """What the index has to know of a postmortem."""
    day = postmortem.day
    return Entry(postmortem.path, day.toordinal() if day else 0, portrait_of(postmortem).counts)


def resembling(
    subject: Postmortem | str,
    index: Index,
    read: Callable[[str], Postmortem],
    limit: int = 5,
    later: bool = False,
) -> list[Resemblance]:
    """The postmortems of the index that look like a postmortem or a plain text, nearest first.

    `read` gives a postmortem of the index, by path. Those of a later day are left out, unless
    `later` is asked for; a text has no day, and all are earlier. What shares no term is no
    resemblance, so there may be fewer than `limit`.
    """
    portrait = portrait_of(subject)
    own = subject.path if isinstance(subject, Postmortem) else ""
    day = subject.day if isinstance(subject, Postmortem) else None
    last = date.max.toordinal() if later or day is None else day.toordinal()

    def fits(path: str, its_day: int) -> bool:
        return path != own and its_day <= last

    near = index.nearest(portrait.counts, limit, fits)
    return [_described(subject, portrait, read(path), score, index) for path, score in near]


def _described(
    subject: Postmortem | str, ours: Portrait, other: Postmortem, score: float, index: Index
) -> Resemblance:
    theirs = portrait_of(other)
    here, there = index.weights(ours.counts), index.weights(theirs.counts)
    names = {field: _names(subject, field) for field in NAMES}
    its = {field: _names(other, field) for field in NAMES}
    both = {f: tuple(n for n in names[f].values() if n.casefold() in its[f]) for f in NAMES}
    return Resemblance(
        other,
        score,
        tuple(ours.written[term] for term in index.shared(ours.counts, theirs.counts, _SHARED)),
        _heaviest(_lacking(here, ours, theirs), ours.written, _DIFFERING),
        _heaviest(_lacking(there, theirs, ours), theirs.written, _DIFFERING),
        **both,
        causes_here=tuple(n for key, n in names["causes"].items() if key not in its["causes"]),
        causes_there=tuple(n for key, n in its["causes"].items() if key not in names["causes"]),
        verdict=verdict_on(subject, other) if isinstance(subject, Postmortem) else None,
    )


def _lacking(weights: Mapping[str, float], one: Portrait, other: Portrait) -> dict[str, float]:
    """What one says about causes in words that the other does not have."""
    return {term: weights[term] for term in one.causes if term not in other.written}


def _heaviest(
    weights: Mapping[str, float], written: Mapping[str, str], most: int
) -> tuple[str, ...]:
    first = sorted(weights, key=lambda term: (-weights[term], term))[:most]
    return tuple(written[term] for term in first)


def _names(subject: Postmortem | str, field: str) -> dict[str, str]:
    """The names of one field as written, by what they compare as."""
    found: Iterable[str] = () if isinstance(subject, str) else getattr(subject.front, field)
    return {name.casefold(): name for name in found}


def verdict_on(one: Postmortem, other: Postmortem) -> tuple[str, bool] | None:
    """The verdict that one records about the other, else the other about the one (True)."""
    for field, named in verdicts(one):
        if named == other.id:
            return field, False
    return next(((field, True) for field, named in verdicts(other) if named == one.id), None)
