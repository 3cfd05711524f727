"""Incidents that happened again: by the verdicts of their postmortems, never by machine."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from postmortem_archive.model.archive import Archive, are_related
from postmortem_archive.model.postmortem import Action, Postmortem
from postmortem_archive.statistics.shares import Share


@dataclass(frozen=True, slots=True)
class Repeat:
    """An incident, the earlier ones that it repeats, and what was agreed then and is not done."""

    incident: Postmortem
    earlier: tuple[Postmortem, ...]
    undone: tuple[tuple[Action, Postmortem], ...]


@dataclass(frozen=True, slots=True)
class Repeats:
    """Repeats among incidents, those that found an earlier action undone, and what is unanswered.

    An action that is not done today was not done when the repeat happened; of one that is done,
    no postmortem says since when. So `despite` can only be too few. `chains` are incidents that
    repeat one another, each from the first on, the longest chain first. `unanswered` are
    groups of incidents of one title of which none says whether it is a repeat.
    """

    share: Share
    repeats: tuple[Repeat, ...]
    despite: Share
    chains: tuple[tuple[Postmortem, ...], ...]
    unanswered: tuple[tuple[Postmortem, ...], ...]


def repeats(incidents: Sequence[Postmortem], archive: Archive) -> Repeats:
    """The repeats among the incidents; the earlier ones may be any of the archive."""
    found = [_repeat(p, archive) for p in incidents if p.front.repeat_of]
    repeated = tuple(each.incident for each in found)
    despite = tuple(each.incident for each in found if each.undone)
    return Repeats(
        Share(repeated, len(incidents)),
        tuple(found),
        Share(despite, len(found)),
        chains(found),
        _unanswered(incidents, archive),
    )


def _repeat(incident: Postmortem, archive: Archive) -> Repeat:
    known = (archive.by_id.get(other) for other in incident.front.repeat_of)
    earlier = tuple(p for p in known if p)
    undone = ((action, p) for p in earlier for action in p.undone)
    return Repeat(incident, earlier, tuple(undone))


def chains(found: Iterable[Repeat]) -> tuple[tuple[Postmortem, ...], ...]:
    """Incidents joined by repeats, each chain in the order of time, the longest first."""
    chain_of: dict[str, dict[str, Postmortem]] = {}
    for repeat in found:
        joined = {p.id: p for p in (repeat.incident, *repeat.earlier)}
        for name in tuple(joined):
            joined |= chain_of.get(name, {})
        chain_of |= dict.fromkeys(joined, joined)
    apart = {id(chain): chain for chain in chain_of.values() if len(chain) > 1}
    sorted_each = [tuple(sorted(chain.values(), key=_in_time)) for chain in apart.values()]
    return tuple(sorted(sorted_each, key=lambda chain: (-len(chain), _in_time(chain[0]))))


def _unanswered(
    incidents: Sequence[Postmortem], archive: Archive
) -> tuple[tuple[Postmortem, ...], ...]:
    asked = {p.id for p in incidents}
    groups = (
        tuple(sorted((p for p in group if p.front.kind == "incident"), key=_in_time))
        for group in archive.by_title.values()
        if len(group) > 1
    )
    return tuple(
        group
        for group in groups
        if any(
            later.id in asked and not any(are_related(later, other) for other in group[:at])
            for at, later in enumerate(group)
            if at
        )
    )


def _in_time(postmortem: Postmortem) -> tuple[date, str]:
    return postmortem.day or date.min, postmortem.id
