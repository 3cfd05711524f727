"""Reads a query into what is looked for; whatever is wrong with it gets a message with a remedy."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from postmortem_archive.analysis import terms
from postmortem_archive.model.finding import ArchiveError
from postmortem_archive.model.nearest import suggestion
from postmortem_archive.search.parts import PARTS
from postmortem_archive.search.periods import read_last, read_period, read_test

LONGEST, DEEPEST = 4000, 20
# Where the words after a name and a colon are looked for; `cause` is a field of its own.
TEXTS: dict[str, tuple[str, ...]] = {
    part: (part,) for part in PARTS if part not in ("fields", "cause")
} | {
    "error": ("code",),
    "alert": ("detection", "timeline"),
}
FACTS = ("service", "tag", "severity", "cause", "team", "status", "kind", "detected")
DAYS = ("date", "since", "until")
MEASURES = ("detect", "acknowledge", "mitigate", "recover")
IS = ("repeat", "overdue")
ANY = "*"
# Fields that a postmortem may lack, by what a query calls them after `has:`.
HAS = {"overdue-actions": "overdue", "detection": "detected"} | {
    name: name for name in FACTS if name not in ("status", "kind", "detected")
}
NAMES = (*TEXTS, "section", *FACTS, *DAYS, *MEASURES, "is", "has")

_FIELD = re.compile(r"([A-Za-z]{2,20}):(.*)", re.DOTALL)
_FUZZY = re.compile(r"(.+)~([12]?)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Words:
    """A word or, if `phrase`, several in their order, in these parts or, if there are none, in any.

    `fuzzy` is how many letters may be others; `wild` says that * and ? stand for any; `fielded`
    that its parts are its own, and not those of a `section:` beside it.
    """

    source: str
    text: str
    parts: tuple[str, ...] = ()
    phrase: bool = False
    fielded: bool = False
    fuzzy: int = 0
    wild: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that a field must have; * and ? stand for any letters."""

    source: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day on which it may have begun."""

    source: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Span:
    """How long a measure may be, in minutes: a comparison and a number."""

    source: str
    measure: str
    sign: str
    minutes: float


@dataclass(frozen=True, slots=True)
class Overdue:
    """That an action of it is overdue."""

    source: str


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be."""

    source: str
    node: Node


@dataclass(frozen=True, slots=True)
class Group:
    """Several: `all` of them, `any`, or `some`: all but mere words, of which any will do."""

    source: str
    how: str
    nodes: tuple[Node, ...]


Node = Words | Fact | Days | Span | Overdue | Not | Group


def read_query(text: str, today: date) -> Group:
    """What a query asks for. Raises ArchiveError if it cannot be read."""
    text = text.encode("utf-8", "replace").decode()  # a terminal may hand over broken letters
    if len(text) > LONGEST:
        raise ArchiveError(f"a query has at most {LONGEST} characters, this one {len(text)}")
    return _Reading(_tokens(text), today).whole()


@dataclass(frozen=True, slots=True)
class _Token:
    """A bracket, an operator or something to look for: a name with a colon before it, its value."""

    kind: str
    text: str
    name: str = ""
    quoted: bool = False


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at, depth = 0, 0
    while at < len(text):
        letter = text[at]
        if letter.isspace():
            at += 1
        elif letter == "(":
            found.append(_Token("(", "("))
            at, depth = at + 1, depth + 1
        elif letter == ")" and depth:
            found.append(_Token(")", ")"))
            at, depth = at + 1, depth - 1
        elif letter == "-" and _negates(text[at + 1 : at + 2]):
            found.append(_Token("NOT", "NOT"))
            at += 1
        else:
            token, at = _item(text, at, depth)
            found.append(token)
    return found


def _negates(following: str) -> bool:
    """Whether a hyphen before this letter is a NOT: `-staging`, and not `--force` or `-1`."""
    return following.isalpha() or (following in ('"', "(") and bool(following))


def _item(text: str, start: int, depth: int) -> tuple[_Token, int]:
    if text[start] == '"':
        value, end = _quoted(text, start)
        return _Token("item", value, quoted=True), end
    end = start
    while end < len(text) and not text[end].isspace() and text[end] != '"':
        end += 1
    word = text[start:end]
    if end < len(text) and text[end] == '"':
        name = word[:-1]
        if word.endswith(":") and name.isalpha():
            value, end = _quoted(text, end)
            return _Token("item", value, name, quoted=True), end
    while depth and word.endswith(")") and word.count(")") > word.count("("):
        word, end, depth = word[:-1], end - 1, depth - 1
    if word in ("AND", "OR", "NOT"):
        return _Token(word, word), end
    field = _FIELD.fullmatch(word)
    if field and _is_field(field[1], field[2]):
        return _Token("item", field[2], field[1]), end
    return _Token("item", word), end


def _quoted(text: str, start: int) -> tuple[str, int]:
    end = text.find('"', start + 1)
    if end < 0:
        raise ArchiveError(
            f'the quotation mark before "{text[start + 1 : start + 31]}" is never closed; '
            'write a phrase as "connection pool", or leave the mark out'
        )
    return text[start + 1 : end], end + 1


def _is_field(name: str, value: str) -> bool:
    """Whether it is a field and its value, and not an address, a port or the like."""
    return name.lower() in NAMES or not (not value or value[0] in ":/\\" or value[0].isdigit())


class _Reading:
    """The tokens, and how far they have been read."""

    def __init__(self, tokens: list[_Token], today: date) -> None:
        self._tokens = tokens
        self._at = 0
        self._today = today

    def whole(self) -> Group:
        node = self._some(0)
        if self._tokens and not node.nodes:
            raise ArchiveError(
                f"{node.source[:60]}: every text has these words; add one that says more"
            )
        if not node.nodes:
            raise ArchiveError(
                'nothing to look for; write words, such as: postmortem search "pool exhausted"'
            )
        return node

    def _peek(self) -> str:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else ""

    def _next(self) -> _Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _some(self, depth: int) -> Group:
        if depth > DEEPEST:
            raise ArchiveError(f"more than {DEEPEST} brackets within one another; leave some out")
        nodes: list[Node] = []
        while self._peek() not in ("", ")"):
            nodes.append(self._any(depth))
        return _within_section(nodes)

    def _any(self, depth: int) -> Node:
        nodes = [self._all(depth)]
        while self._peek() == "OR":
            self._next()
            nodes.append(self._all(depth, "OR"))
        return _group("any", " OR ", nodes)

    def _all(self, depth: int, after: str = "") -> Node:
        nodes = [self._one(depth, after)]
        while self._peek() == "AND":
            self._next()
            nodes.append(self._one(depth, "AND"))
        return _group("all", " AND ", nodes)

    def _one(self, depth: int, after: str) -> Node:
        kind = self._peek()
        if kind in ("", ")", "AND", "OR"):
            there = f"before {kind}" if kind in ("AND", "OR") else f"after {after or 'it'}"
            raise ArchiveError(
                f"there is nothing {there}; write pool {kind or after or 'AND'} leak, or, to look "
                "for the word itself, in lower case"
            )
        token = self._next()
        if token.kind == "NOT":
            if depth > DEEPEST:
                raise ArchiveError(f"more than {DEEPEST} times NOT; leave some out")
            node = self._one(depth + 1, "NOT")
            return Not(f"NOT {node.source}", node)
        if token.kind == "(":
            inner = self._some(depth + 1)
            if self._peek() != ")":
                raise ArchiveError("a bracket is never closed; add ) or leave ( out")
            self._next()
            if not inner.source:
                raise ArchiveError("there is nothing between ( and ); leave them out")
            return replace(inner, source=f"({inner.source})")
        return _item_node(token, self._today)


def _group(how: str, between: str, nodes: list[Node]) -> Node:
    if len(nodes) == 1:
        return nodes[0]
    kept = tuple(node for node in nodes if not _says_nothing(node))
    return Group(between.join(node.source for node in nodes), how, kept)


def _says_nothing(node: Node) -> bool:
    """Whether it consists of stop words and signs."""
    if isinstance(node, Words):
        return not node.wild and not any(terms(node.text))
    return isinstance(node, Group) and not node.nodes


def _within_section(nodes: list[Node]) -> Group:
    """`section:timeline` holds for all words beside it."""
    source = " ".join(node.source for node in nodes)
    parts = tuple(n.value for n in nodes if isinstance(n, Fact) and n.name == "section")
    others = [n for n in nodes if not (isinstance(n, Fact) and n.name == "section")]
    if parts and not others:
        raise ArchiveError(f"{source}: what is to be found there? write section:{parts[0]} timeout")
    return Group(source, "some", tuple(_in_parts(n, parts) for n in others if not _says_nothing(n)))


def _in_parts(node: Node, parts: tuple[str, ...]) -> Node:
    if not parts:
        return node
    if isinstance(node, Words):
        return node if node.parts else replace(node, parts=parts)
    if isinstance(node, Not):
        return replace(node, node=_in_parts(node.node, parts))
    if isinstance(node, Group):
        return replace(node, nodes=tuple(_in_parts(one, parts) for one in node.nodes))
    return node


def _item_node(token: _Token, today: date) -> Node:
    name, value = token.name.lower(), token.text.strip()
    shown = f'"{token.text}"' if token.quoted else token.text
    source = f"{token.name}:{shown}" if name else shown
    if not name:
        period = read_last(value, today) if token.quoted else None
        return Days(source, *period) if period else _words(source, value, token.quoted)
    if name not in NAMES:
        raise ArchiveError(
            f'"{token.name}" is no field to search (to look for the text itself, put it in '
            f'quotes: "{source}"); {suggestion(token.name, NAMES, limit=30)}'
        )
    if not value:
        raise ArchiveError(f"{name}: lacks what to look for; write it right after the colon")
    if name in TEXTS:
        return _words(source, value, token.quoted, TEXTS[name])
    if name in DAYS:
        return Days(source, *read_period(name, value, today))
    if name in MEASURES:
        return Span(source, name, *read_test(name, value))
    return _fact(source, name, value)


def _fact(source: str, name: str, value: str) -> Node:
    if name == "section":
        if value.lower() not in PARTS:
            raise ArchiveError(f'section: "{value}" is none; {suggestion(value, PARTS)}')
        return Fact(source, name, value.lower())
    if name in ("is", "has"):
        known = (*IS, *HAS)
        meant = HAS.get(value.lower(), value.lower())
        if name == "has" and meant in FACTS:
            return Fact(source, meant, ANY)
        if meant not in IS:
            raise ArchiveError(f'{name}: "{value}" is nothing known; {suggestion(value, known)}')
        return Overdue(source) if meant == "overdue" else Fact(source, "is", meant)
    return Fact(source, name, value)


def _words(source: str, value: str, quoted: bool, parts: tuple[str, ...] = ()) -> Node:
    fielded = bool(parts)
    if quoted:
        return Words(source, value, parts, phrase=True, fielded=fielded)
    fuzzy = _FUZZY.fullmatch(value)
    if fuzzy and any(terms(fuzzy[1])):
        return Words(source, fuzzy[1], parts, fuzzy=int(fuzzy[2] or 1), fielded=fielded)
    wild = "*" in value or "?" in value.rstrip("?")
    wild = wild and sum(letter.isalnum() for letter in value) > 1
    return Words(source, value, parts, wild=wild, fielded=fielded)
