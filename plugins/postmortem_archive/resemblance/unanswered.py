"""Which earlier incidents have to be answered, as archive.yml asks, and are not."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from postmortem_archive.model.archive import Archive, are_related
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.resemblance import ResemblancePolicy, Unanswered
from postmortem_archive.resemblance.index import Entry, Index
from postmortem_archive.resemblance.portrait import written
from postmortem_archive.resemblance.resembling import entry_of

_SHARED = 6


def asked(archive: Archive) -> list[Postmortem]:
    """The incidents that have to say how they are related to what they look like."""
    policy = archive.file.policy.resemblance
    return [p for p in archive.postmortems if policy.asks(p)] if policy else []


def unanswered(
    postmortems: Iterable[Postmortem],
    archive: Archive,
    index: Index,
    read: Callable[[str], Postmortem],
) -> Iterator[tuple[str, tuple[Unanswered, ...]]]:
    """For each postmortem its path, and what it leaves unanswered of what archive.yml asks.

    The first ones of the ranking are asked about, whether or not they are answered: an answer
    raises no new question. `read` gives a postmortem with its text, by path.
    """
    policy = archive.file.policy.resemblance or ResemblancePolicy()
    order = {p.path: at for at, p in enumerate(archive.postmortems) if _is_incident(p)}
    for postmortem in postmortems:
        yield postmortem.path, _unanswered(postmortem, archive, index, order, policy, read)


def _is_incident(postmortem: Postmortem) -> bool:
    return postmortem.front.kind == "incident" and postmortem.day is not None


def _unanswered(
    postmortem: Postmortem,
    archive: Archive,
    index: Index,
    order: Mapping[str, int],
    policy: ResemblancePolicy,
    read: Callable[[str], Postmortem],
) -> tuple[Unanswered, ...]:
    own = index.of(postmortem.path) or entry_of(read(postmortem.path))
    at = order[postmortem.path]
    # The newest stand first, by moment and then by id: of two, one only is the earlier.
    near = index.nearest(own.counts, policy.first, lambda path, _: order.get(path, -1) > at)
    left = [
        (path, score)
        for path, score in near
        if score >= policy.score and not are_related(postmortem, archive.by_path[path])
    ]
    return tuple(_described(own, left, index, read)) if left else ()


def _described(
    own: Entry, left: list[tuple[str, float]], index: Index, read: Callable[[str], Postmortem]
) -> Iterator[Unanswered]:
    text = read(own.path)
    for path, score in left:
        other = index.of(path)
        terms = index.shared(own.counts, other.counts if other else {}, _SHARED)
        yield Unanswered(path, score, tuple(written(text, terms).values()))
