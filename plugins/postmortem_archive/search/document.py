"""A postmortem as the index keeps it: its terms with weight and places, its facts, its card."""

from __future__ import annotations  # array[int] is no type at run time before Python 3.12

from array import array
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.front_matter import MEASURES, duration
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.register.entries import entries_of
from postmortem_archive.search.occurrences import occurrences, weight_of
from postmortem_archive.search.parts import Piece
from postmortem_archive.search.pieces import pieces

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Document:
    """What is written into the index of one postmortem.

    `terms`: text, weight (how often it stands in each part, times the part's weight) and
    positions. `forms`: the forms that differ from their terms, each with its weight. `length` is
    the number of positions, weighted likewise. `facts` are such as `service:checkout`. `day` and
    `due` count days from 1 January of the year 1, 0 if there is none; `due` is the earliest
    deadline of what is not done. `minutes` are those of each measure that is known. `card` is
    what a list shows of it.
    """

    path: str
    terms: list[tuple[str, float, array[int]]]
    forms: list[tuple[str, float]]
    length: float
    facts: tuple[str, ...]
    day: int
    due: int
    minutes: dict[str, float]
    card: dict[str, Any]


def document(postmortem: Postmortem, frame: Archive) -> Document:
    """The document of a postmortem. Credentials in it are masked."""
    told = list(pieces(postmortem))
    found = occurrences(told)
    minutes = minutes_of(postmortem)
    return Document(
        path=postmortem.path,
        terms=[(text, weight_of(at), array("I", at)) for text, at in sorted(found.places.items())],
        forms=sorted(found.forms.items()),
        length=found.length,
        facts=tuple(facts_of(postmortem)),
        day=day_of(postmortem),
        due=due_of(postmortem, frame),
        minutes=minutes,
        card=_card(postmortem, minutes, told),
    )


def minutes_of(postmortem: Postmortem) -> dict[str, float]:
    """The minutes of each measure that is known."""
    spans = ((name, duration(postmortem.front, each)) for name, each in MEASURES.items())
    return {name: known.span / _MINUTE for name, known in spans if known}


def day_of(postmortem: Postmortem) -> int:
    """Its day, counted from 1 January of the year 1; 0 if there is none."""
    return postmortem.day.toordinal() if postmortem.day else 0


def due_of(postmortem: Postmortem, frame: Archive) -> int:
    """The earliest deadline of what is not done, counted likewise; 0 if there is none."""
    if not postmortem.undone:
        return 0
    one = replace(frame, postmortems=(postmortem,))
    entries = entries_of(one, date.min)
    return min((e.deadline.toordinal() for e in entries if e.undone and e.deadline), default=0)


def facts_of(postmortem: Postmortem) -> list[str]:
    """Such as `service:checkout`, the values of each name in the order of the file."""
    front = postmortem.front
    found = [f"status:{postmortem.status}", f"kind:{front.kind}"]
    for name, values in (
        ("service", front.services), ("tag", front.tags), ("cause", front.causes),
        ("team", front.teams), ("severity", (front.severity,)), ("detection", (front.detection,)),
    ):  # fmt: skip
        found += (f"{name}:{value}" for value in values if value)
    if postmortem.day:
        found.append(f"year:{postmortem.day.year:04}")
    if front.repeat_of:
        found.append("is:repeat")
    return found


def _card(postmortem: Postmortem, minutes: dict[str, float], told: list[Piece]) -> dict[str, Any]:
    front, mask = postmortem.front, postmortem.mask
    return {
        "id": postmortem.id,
        "path": postmortem.path,
        "title": mask(postmortem.title),
        "date": postmortem.day.isoformat() if postmortem.day else None,
        "severity": front.severity,
        "status": postmortem.status,
        "kind": front.kind,
        "services": list(front.services),
        "causes": list(front.causes),
        "tags": list(front.tags),
        "minutes_to_recover": minutes.get("recover"),
        "pieces": [tuple(piece) for piece in told],
    }
