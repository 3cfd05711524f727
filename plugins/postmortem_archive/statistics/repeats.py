"""Incidents that happened again: by the verdicts of their postmortems, never by machine."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from postmortem_archive.model.archive import Archive, are_related, spelling
from postmortem_archive.model.postmortem import Action, Postmortem
from postmortem_archive.statistics.shares import Share


@dataclass(frozen=True, slots=True)
class Repeat:
    """An incident, the earlier ones that it repeats, and what was agreed then and is not done."""

    incident: Postmortem
    earlier: tuple[Postmortem, ...]
    undone: tuple[tuple[Action, Postmortem], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """An incident, and the earlier ones it looks like, of which nobody says how they are related.

    By title, or by content as far as archive.yml asks.
    """

    incident: Postmortem
    earlier: tuple[Postmortem, ...]


@dataclass(frozen=True, slots=True)
class Repeats:
    """Repeats among incidents, those that found an earlier action undone, and what is unanswered.

    An action that is not done today was not done when the repeat happened; of one that is done,
    no postmortem says since when. So `despite` can only be too few. `chains` are incidents that
    repeat one another, each from the first on, the longest chain first. `unanswered` are the
    incidents with a question, `questions` these questions, in the order of the incidents; neither
    is counted as a repeat. `asked` is how many incidents archive.yml asks to answer for what they
    look like by content; None if it asks none.
    """

    share: Share
    repeats: tuple[Repeat, ...]
    despite: Share
    chains: tuple[tuple[Postmortem, ...], ...]
    unanswered: Share
    questions: tuple[Question, ...]
    asked: int | None


def repeats(incidents: Sequence[Postmortem], archive: Archive) -> Repeats:
    """The repeats among the incidents; the earlier ones may be any of the archive."""
    found = [_repeat(p, archive) for p in incidents if p.front.repeat_of]
    repeated = tuple(each.incident for each in found)
    despite = tuple(each.incident for each in found if each.undone)
    questions = tuple(_questions(incidents, archive))
    policy = archive.file.policy.resemblance
    asked = sum(map(policy.asks, incidents)) if policy else None
    return Repeats(
        Share(repeated, len(incidents)),
        tuple(found),
        Share(despite, len(found)),
        chains(found),
        Share(tuple(each.incident for each in questions), len(incidents)),
        questions,
        asked,
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


def _questions(incidents: Iterable[Postmortem], archive: Archive) -> Iterator[Question]:
    for incident in incidents:
        alike = {
            p.path: p for p in (*_of_title(incident, archive), *_of_content(incident, archive))
        }
        if alike:
            yield Question(incident, tuple(sorted(alike.values(), key=_in_time)))


def _of_title(incident: Postmortem, archive: Archive) -> list[Postmortem]:
    """The earlier incidents of the same title, unless there is a verdict on one of them."""
    group = archive.by_title[spelling(incident.title)]
    earlier = [
        p for p in group if p.front.kind == incident.front.kind and _in_time(p) < _in_time(incident)
    ]
    return [] if any(are_related(incident, p) for p in earlier) else earlier


def _of_content(incident: Postmortem, archive: Archive) -> Iterator[Postmortem]:
    """What archive.yml asks about, as far as it is among the postmortems that are looked at."""
    for each in archive.unanswered.get(incident.path, ()):
        if each.path in archive.by_path:
            yield archive.by_path[each.path]


def _in_time(postmortem: Postmortem) -> tuple[date, str]:
    return postmortem.day or date.min, postmortem.id
