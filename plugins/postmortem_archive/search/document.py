"""A postmortem as the index keeps it: its terms with weight and places, its facts, its card."""

from __future__ import annotations  # array[int] is no type at run time before Python 3.12

import re
from array import array
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from postmortem_archive.analysis import terms
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.front_matter import MEASURES, duration
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.register.entries import entries_of
from postmortem_archive.search.parts import PARTS, ROOM, WEIGHTS, Piece
from postmortem_archive.search.pieces import pieces

_CODE = re.compile(r"`([^`\n]{1,200})`")
_MINUTE = timedelta(minutes=1)
_LONGEST_TEXT = 200_000


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
    found, forms, length = _weighed([*told, *_code(told)])
    minutes = _minutes(postmortem)
    return Document(
        path=postmortem.path,
        terms=found,
        forms=forms,
        length=length,
        facts=tuple(_facts(postmortem)),
        day=postmortem.day.toordinal() if postmortem.day else 0,
        due=_due(postmortem, frame),
        minutes=minutes,
        card=_card(postmortem, minutes, told),
    )


def _weighed(
    told: list[Piece],
) -> tuple[list[tuple[str, float, array[int]]], list[tuple[str, float]], float]:
    weights: dict[str, float] = {}
    forms: dict[str, float] = {}
    places: dict[str, array[int]] = {}
    ends = {part: index * ROOM for index, part in enumerate(PARTS)}
    length = 0.0
    for part, _, text in told:
        weight, start, last = WEIGHTS[part], ends[part], -1
        for term in terms(text[:_LONGEST_TEXT]):
            last = term.position
            if term.text not in weights:
                weights[term.text], places[term.text] = 0.0, array("I")
            weights[term.text] += weight
            places[term.text].append(start + last)
            if term.form != term.text:
                forms[term.form] = forms.get(term.form, 0.0) + weight
        ends[part] = start + last + 2  # no phrase runs from one text into the next
        length += weight * (last + 1)
    found = [(text, weights[text], places[text]) for text in sorted(weights)]
    return found, sorted(forms.items()), length


def _code(told: list[Piece]) -> list[Piece]:
    """What stands in code, once more: error texts and commands are written there."""
    found = []
    for piece in told:
        inside = False
        for line in piece.text.splitlines():
            fence = line.lstrip().startswith(("```", "~~~"))
            inside ^= fence
            if inside and not fence:
                found.append(Piece("code", piece.heading, line))
            elif not fence:
                found.extend(Piece("code", piece.heading, m[1]) for m in _CODE.finditer(line))
    return found


def _minutes(postmortem: Postmortem) -> dict[str, float]:
    spans = ((name, duration(postmortem.front, each)) for name, each in MEASURES.items())
    return {name: known.span / _MINUTE for name, known in spans if known}


def _due(postmortem: Postmortem, frame: Archive) -> int:
    one = replace(frame, postmortems=(postmortem,))
    entries = entries_of(one, date.min)
    return min((e.deadline.toordinal() for e in entries if e.undone and e.deadline), default=0)


def _facts(postmortem: Postmortem) -> list[str]:
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
