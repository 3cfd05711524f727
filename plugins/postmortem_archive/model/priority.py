"""Priorities of action items: which one an action has, and from which day its time limit counts."""

import re
from collections.abc import Iterable
from datetime import date

from postmortem_archive.model.front_matter import FrontMatter
from postmortem_archive.model.postmortem import Action

_WORD_END = re.compile(r"[\s,;:(—–]")


def priority_of(action: Action, known: Iterable[str]) -> str | None:
    """The priority that an action's cell names or begins with, or None."""
    said = action.priority.strip().casefold()
    by_name = {name.casefold(): name for name in known}
    return by_name.get(said) or by_name.get(_WORD_END.split(said, maxsplit=1)[0])


def limit_start(front: FrontMatter) -> tuple[date | None, str]:
    """The day that limits count from, the later one if there are two, and what happened on it."""
    resolved = front.resolved.date() if front.resolved else None
    if front.published and (resolved is None or front.published >= resolved):
        return front.published, "publication"
    return resolved, "the end of the incident"
