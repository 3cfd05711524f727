"""Finds the people whom notes name, and puts roles in their place."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from string import ascii_uppercase

from postmortem_archive.drafting.notes import Note, Notes

_NAME = r"[A-Z][^\W\d_]{1,30}"
_CAPITALISED = re.compile(rf"(?<![\w@./-]){_NAME}(?![\w@/-])")
_SURNAME = re.compile(rf" (?:{_NAME}(?:-{_NAME})?)(?![\w@/])")
_ROLE = re.compile(r" ?\(([^()\n]{2,40})\)")
_LISTED = re.compile(rf"(?P<name>{_NAME}(?: {_NAME}){{0,2}})\s?(?:\((?P<role>[^()\n]{{2,40}})\))?")
_HANDLE = re.compile(r"(?<![\w./@-])@[A-Za-z][\w.-]{1,30}(?<![.-])(?![/\w@])")
_MAIL = re.compile(
    r"(?<![\w.+-])(?P<local>[\w+-]{1,30}(?:\.[\w+-]{1,30}){0,3})@[\w-]{1,60}\.[\w.-]{2,60}"
)
_NO_HANDLE = frozenset(["@here", "@channel", "@everyone", "@oncall", "@on-call"])
_BETWEEN = re.compile(r"[,;|\n]|\band\b")
# What a list of responders holds besides people.
_ROLE_WORDS = re.compile(
    r"\b(?:team|engineers?|engineering|lead|manager|ops|sre|dba|on-?call|support|platform|database"
    r"|infra\w{0,30}|backend|frontend|security|network\w{0,30}|customer|vendor|staff|responders?|devs?|data)\b",
    re.IGNORECASE,
)
# Not people, though they follow a first name.
_NO_SURNAME = frozenset(["PagerDuty", "Slack", "Datadog", "Zendesk", "Redis", "Grafana", "UTC"])
_EXPANDED = {"ic": "incident commander"}


@dataclass(frozen=True)
class Person:
    """A person whom the notes name: all the names, the line of the first, and a role if said."""

    names: tuple[str, ...]
    line: int
    role: str = ""


@dataclass(frozen=True)
class Cast:
    """The roles of the people in the notes, by name; where names may stay, there are none."""

    roles: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        names = sorted(map(re.escape, self.roles), key=len, reverse=True)
        return re.compile(rf"(?<![\w])(?:{'|'.join(names)})(?![\w])") if names else None

    def of(self, text: str) -> str:
        """The text with roles in the place of names."""
        if self._pattern is None:
            return text

        def role(match: re.Match[str]) -> str:
            return self.roles[match[0]]

        told = self._pattern.sub(role, text)
        return _without_repeated_role(told, self.roles.values()) if told != text else text


def _without_repeated_role(text: str, roles: Collection[str]) -> str:
    """`Jamie (backend)` becomes `backend`, not `backend (backend)`."""
    for role in set(roles):
        text = text.replace(f"{role} ({role})", role)
    return text


def people_in(notes: Notes, first_names: Collection[str]) -> list[Person]:
    """The people whom notes name, in order: a system's users, those in lists, names, handles."""
    found: dict[str, Person] = {}
    for names in notes.people:
        _add(found, Person((*names, *_short(names[0])), 1))
    for note in notes.notes:
        for person in (*_listed(note), *_written(note, first_names)):
            _add(found, person)
    return list(dict.fromkeys(found.values()))


def _add(found: dict[str, Person], person: Person) -> None:
    """Adds a person, or the names and the role of one who is known by one of the names."""
    known = next((found[name] for name in person.names if name in found), None)
    if known:
        names = tuple(dict.fromkeys((*known.names, *person.names)))
        person = Person(names, known.line, known.role or person.role)
    for name in person.names:
        found[name] = person


def _short(name: str) -> Iterator[str]:
    """The first name of a full one."""
    first, _, rest = name.partition(" ")
    if rest and _CAPITALISED.fullmatch(first):
        yield first


def _listed(note: Note) -> Iterator[Person]:
    if note.topic not in ("responders", "commander"):
        return
    for part in _BETWEEN.split(note.text):
        match = _LISTED.fullmatch(part.strip().rstrip("."))
        if not match or (_ROLE_WORDS.search(match["name"]) or match["name"].isupper()):
            continue
        role = _EXPANDED.get((match["role"] or "").casefold(), match["role"] or "")
        role = role or ("incident commander" if note.topic == "commander" else "")
        yield Person((match["name"], *_short(match["name"])), note.line, role)


def _written(note: Note, first_names: Collection[str]) -> Iterator[Person]:
    cells = [text for _, text in note.cells]
    for text in (note.text, note.actor, *cells):
        for match in _CAPITALISED.finditer(text):
            if match[0] in first_names:
                yield _at(text, match, note)
        for handle in _HANDLE.findall(text):
            if handle.casefold() not in _NO_HANDLE and not _ROLE_WORDS.search(handle):
                yield Person((handle, handle[1:], handle[1:].title()), note.line)
        for mail in _MAIL.finditer(text):
            first = mail["local"].partition(".")[0].title()
            if first in first_names:
                yield Person((mail[0],), note.line)


def _at(text: str, match: re.Match[str], note: Note) -> Person:
    surname = _SURNAME.match(text, match.end())
    if surname and surname[0].strip() in _NO_SURNAME:
        surname = None
    end = surname.end() if surname else match.end()
    aside = _ROLE.match(text, end)
    role = aside[1] if aside and not re.search("[0-9]", aside[1]) else ""
    full = (text[match.start() : end],) if surname else ()
    return Person((*full, match[0]), note.line, _EXPANDED.get(role.casefold(), role))


def cast_of(
    people: Iterable[Person],
    given: Mapping[str, str],
    ask: Callable[[Person, str], str] | None = None,
) -> Cast:
    """Each person's role: the one given, or in the notes, or asked for, or `responder A`."""
    roles = {short: role for name, role in given.items() for short in _short(name)} | dict(given)
    by_name = {name.casefold(): role for name, role in roles.items()}
    strangers = []
    for person in people:
        known = next((by_name[n.casefold()] for n in person.names if n.casefold() in by_name), "")
        role = known or person.role
        if not role:
            strangers.append(person)
        roles |= {name: roles.get(name) or role for name in person.names if role}
    for number, person in enumerate(strangers):
        unnamed = "a responder" if len(strangers) == 1 else f"responder {_letters(number)}"
        role = (ask(person, unnamed) if ask else "") or unnamed
        roles |= dict.fromkeys(person.names, role)
    return Cast({name: role for name, role in roles.items() if name and role})


def _letters(number: int) -> str:
    """A, B, … Z, AA, AB, …"""
    more, last = divmod(number, 26)
    return (_letters(more - 1) if more else "") + ascii_uppercase[last]
