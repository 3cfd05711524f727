"""Whether data was lost or exposed, by what a postmortem says of it."""

import re

# How people say that there was none of it, or that they do not know.
_NONE = re.compile(
    r"(?:no|none|not(?! (?:all|only|every))|nothing|never|zero|0(?![.,])|false|n/a|without"
    r"|unknown|unclear|maybe|possibly)\b|[-–]+$",
    re.IGNORECASE,
)
_CAME_BACK = re.compile(
    r"\b(?:recovered|restored|replayed|reprocessed|recoverable)\b", re.IGNORECASE
)
_NOT_ALL = re.compile(
    r"\b(?:not|never|cannot|nor|partly|partially|mostly|except|but)\b|n['’]t\b", re.IGNORECASE
)
# Enough to say in a few words what; and no pattern has to read more.
_LONGEST = 300


def was_lost(text: str | None) -> bool:
    """Whether `impact.data_loss` says that data was lost for good."""
    said = (text or "").strip()[:_LONGEST]
    back = _CAME_BACK.search(said) and not _NOT_ALL.search(said)
    return _some(said) and not back


def was_exposed(text: str | None) -> bool:
    """Whether `impact.data_exposed` says that data was exposed: nothing takes that back."""
    return _some((text or "").strip()[:_LONGEST])


def _some(said: str) -> bool:
    return bool(said) and not _NONE.match(said)
