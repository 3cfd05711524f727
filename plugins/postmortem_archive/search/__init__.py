"""Finds postmortems by what is written in them: a query in, ranked hits out."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from postmortem_archive.analysis import is_common
from postmortem_archive.model.finding import ArchiveError
from postmortem_archive.search.matching import Found, Matcher
from postmortem_archive.search.parts import Piece
from postmortem_archive.search.passages import Passage, best_passages
from postmortem_archive.search.query import Group, read_query
from postmortem_archive.search.ranking import recency, worth
from postmortem_archive.search.spelling import respelling
from postmortem_archive.search.store import Reader
from postmortem_archive.search.upkeep import make_anew, opened

__all__ = ["FACETS", "Answer", "Hit", "Passage", "opened", "search", "search_archive"]

FACETS = ("severity", "service", "tag", "cause", "year")


@dataclass(frozen=True, slots=True)
class Hit:
    """A postmortem that was found. `score` has no unit and compares within one answer only.

    `card` has the keys `id`, `path`, `title`, `date`, `severity`, `status`, `kind`, `services`,
    `causes`, `tags` and `minutes_to_recover`. `why` are the parts of the query that it has.
    """

    score: float
    card: dict[str, Any]
    why: tuple[str, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The best hits, and how many there are.

    `facets` counts all hits by each value of `FACETS`, most frequent first. `spelling` are
    words of the query that nothing has, each with one that something has. `broader` is, if
    nothing was found, the query without what kept most from being found, and its count.
    `notice` is for the person who waits.
    """

    hits: tuple[Hit, ...]
    count: int
    facets: dict[str, list[tuple[str, int]]]
    spelling: dict[str, str]
    broader: tuple[str, int] | None
    notice: str = ""


def search_archive(
    folder: Path,
    query: str,
    today: date,
    limit: int = 10,
    say: Callable[[int, int], None] = lambda done, of: None,
) -> Answer:
    """Brings the index of an archive up to date and searches it.

    `say` is told how many files have been indexed, of how many. Raises ArchiveError if the
    query or the archive cannot be read. Restricted postmortems are not found.
    """
    wanted = read_query(query, today)
    try:
        with opened(folder, say) as (reader, notice):
            return search(reader, wanted, today, limit, notice)
    except ArchiveError:
        raise
    except Exception:  # damage that shows only where the index is read
        anew = make_anew(folder, say)
    with opened(folder, say) as (reader, _):
        return search(reader, wanted, today, limit, anew)


def search(reader: Reader, query: Group, today: date, limit: int = 10, notice: str = "") -> Answer:
    """The best hits of a query, the best first; of the same score the latest, then by path."""
    matcher = Matcher(reader, today)
    found = matcher.find(query)
    days = matcher.column("day")
    now = today.toordinal()
    ranked = sorted(found, key=lambda one: (-found[one] * recency(days[one], now), -days[one], one))
    shown = partial(_hit, reader, matcher)
    return Answer(
        hits=tuple(shown(one, found[one] * recency(days[one], now)) for one in ranked[:limit]),
        count=len(found),
        facets=_facets(reader, found),
        spelling=respelling(reader, matcher.unknown),
        broader=None if found else _broader(reader, query, today),
        notice=notice,
    )


def _hit(reader: Reader, matcher: Matcher, one: int, score: float) -> Hit:
    card = reader.card(one)
    told = [Piece(*piece) for piece in card.pop("pieces")]
    values = {
        term: worth(matcher.documents, reader.frequency(term), is_common(term))
        for needle in matcher.needles
        for term in needle.terms
    }
    why = tuple(
        dict.fromkeys(
            f"{needle.source} (in part)" if one in needle.in_part else needle.source
            for needle in matcher.needles
            if one in needle.found
        )
    )
    return Hit(round(score, 4), card, why, tuple(best_passages(told, matcher.needles, values)))


def _facets(reader: Reader, found: Found) -> dict[str, list[tuple[str, int]]]:
    counted = {}
    for name in FACETS:
        values = reader.values(name)
        counts = Counter({v: len(found.keys() & reader.having(f"{name}:{v}")) for v in values})
        some = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        counted[name] = [(value, count) for value, count in some if count]
    return counted


def _broader(reader: Reader, query: Group, today: date) -> tuple[str, int] | None:
    """The query without one of its items, that with which most is found."""
    node = query
    while len(node.nodes) == 1 and isinstance(node.nodes[0], Group):
        node = node.nodes[0]
    between = {"all": " AND ", "any": " OR ", "some": " "}[node.how]
    best: tuple[str, int] | None = None
    for index in range(len(node.nodes)) if len(node.nodes) > 1 else ():
        rest = (*node.nodes[:index], *node.nodes[index + 1 :])
        source = between.join(one.source for one in rest)
        count = len(Matcher(reader, today).find(Group(source, node.how, rest)))
        if count > (best[1] if best else 0):
            best = (source, count)
    return best
