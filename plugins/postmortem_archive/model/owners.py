"""Whose an action item is: the owners that its cell names."""

import re
from collections.abc import Collection

_ASIDE = re.compile(r"\([^()]{0,80}\)")
_BETWEEN = re.compile(r"\s(?:\+|/|and|und|or|with)\s|[,;]\s|\s&\s(?=\w)|(?<=\w)\s@", re.IGNORECASE)
# Trades of two words; the owner is one all the same.
_ONE = re.compile(
    r"\b(?:research (?:and|&) development|trust (?:and|&) safety|build (?:and|&) release"
    r"|security (?:and|&) compliance|risk (?:and|&) compliance|learning (?:and|&) development"
    r"|sales (?:and|&) marketing|legal (?:and|&) compliance|data (?:and|&) analytics"
    r"|network(?:s|ing)? (?:and|&) security|identity (?:and|&) access)\b",
    re.IGNORECASE,
)


def owner_of(cell: str) -> str:
    """A cell's owner or owners in one line, without what stands in brackets behind a name."""
    return " ".join(_ASIDE.sub(" ", cell[:200]).split())


def owners_of(cell: str, teams: Collection[str]) -> tuple[str, ...]:
    """The owners that a cell names, in its order. `teams` are known names, in lower case.

    A known team is one owner, whatever its name contains.
    """
    owner = owner_of(cell)
    if not owner or owner.casefold() in teams:
        return (owner,) if owner else ()
    parts: list[str] = []
    start = 0
    trades = [match.span() for match in _ONE.finditer(owner)]
    for between in _BETWEEN.finditer(owner):
        if any(first <= between.start() < last for first, last in trades):
            continue
        parts.append(owner[start : between.start()])
        start = between.end()
    parts.append(owner[start:])
    return tuple(part.strip() for part in parts if part.strip())
