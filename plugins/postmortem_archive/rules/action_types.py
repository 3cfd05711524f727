"""What the rules on types of action items share: the types and their other names."""

import re

from postmortem_archive.model.postmortem import Action

TYPES: dict[str, tuple[str, ...]] = {
    "prevent": ("prevention", "preventive", "preventative", "prevents"),
    "detect": ("detection", "detective", "detects"),
    "mitigate": ("mitigation", "mitigative", "mitigates"),
    "process": ("processes",),
    "repair": ("fix", "corrective", "correct"),
    "investigate": ("investigation", "investigative"),
    "other": (),
}
_BY_WORD = {word: name for name, also in TYPES.items() for word in (name, *also)}


def types_of(action: Action) -> frozenset[str]:
    """The types that an action's cell names; none if it names any other."""
    words = re.findall(r"\w+", action.type[:80].casefold())
    found = {_BY_WORD.get(word) for word in words if word not in ("and", "or")}
    return frozenset(name for name in found if name) if None not in found else frozenset()
