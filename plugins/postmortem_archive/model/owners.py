"""Whose an action item is: the owners that its cell names, and which of them are no people."""

import re
from collections.abc import Collection, Iterable, Iterator

from postmortem_archive.model.language import Language

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
_WORD = re.compile(r"[^\W\d_]{2,40}")


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


def team_of(owner: str, teams: Collection[str]) -> str | None:
    """The known team that an owner is: of `checkout` also `Checkout team` and `@acme/checkout`."""
    bare = _bare(owner)
    return next((team for team in teams if _bare(team) == bare), None)


def _bare(name: str) -> str:
    """A name without case, without the sign and the organisation of a handle, without "team"."""
    name = " ".join(name.casefold().split())
    if name.startswith("@"):
        name = name[1:].rpartition("/")[2]
    for ending in (" team", "-team"):
        name = name.removesuffix(ending)
    return name.removeprefix("the ").removeprefix("team ")


def no_people(owners: Iterable[str], known: Collection[str], language: Language) -> Iterator[str]:
    """Those owners that are teams or roles as far as words tell; of the others it is not known.

    Such an owner is one of the `known` names, or ends as a role does (`checkout on-call`,
    `backend lead`), or begins with "team"; without a known name, it has no common first name in
    it and is no handle or address.
    """
    first_names = {name.casefold() for name in language.names}
    roles = {role.casefold() for role in language.roles}
    endings = tuple(f"{between}{role}" for role in roles for between in " -")
    bare = {_bare(name) for name in known}
    for owner in owners:
        name = owner.casefold()
        is_role = name in roles or name.endswith(endings) or name.startswith("team ")
        may_be_person = "@" in name or not first_names.isdisjoint(_WORD.findall(name))
        if _bare(owner) in bare or (is_role and not may_be_person):
            yield owner
