"""What the rules on priorities share: which of the archive's priorities an action has."""

import re
from collections.abc import Iterable

from postmortem_archive.model.postmortem import Action

_WORD_END = re.compile(r"[\s,;:(—–]")


def priority_of(action: Action, known: Iterable[str]) -> str | None:
    """The priority that an action's cell names or begins with, or None."""
    said = action.priority.strip().casefold()
    by_name = {name.casefold(): name for name in known}
    return by_name.get(said) or by_name.get(_WORD_END.split(said, maxsplit=1)[0])
