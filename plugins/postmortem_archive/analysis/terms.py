"""The terms of a text, in order, by the four rules that the package states."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from postmortem_archive.analysis.stems import stem
from postmortem_archive.analysis.words import STOP_WORDS

Kind = Literal["word", "exact", "part"]

LONGEST = 80
_TOKEN = re.compile(r"\w++(?:[-./:@=<>#\\]{1,2}+\w++)*+")
_PIECE = re.compile(r"[0-9]+|[A-Z]{1,80}s?(?![a-z])|[A-Z]?[a-z]+")
_FOREIGN_PIECE = re.compile(r"\d+|[^\W\d_]+")


class Term(NamedTuple):
    """What a text is found by.

    `position` counts pieces from 0. `kind` is `word` for a word by itself, `exact` for a whole
    that has digits or several pieces, `part` for a piece of one. The token that the term is
    taken from stands at `text[start:end]`. `form` is the term before it was stemmed.
    """

    text: str
    position: int
    kind: Kind
    start: int
    end: int
    form: str


def terms(text: str) -> Iterator[Term]:
    """The terms of a text in order; a whole comes before its parts, at its first one's position.

    Takes time in proportion to the text.
    """
    position = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        count, found = read(match[0])
        for term, form, offset, kind in found:
            yield Term(term, position + offset, kind, start, end, form)
        position += count


def tokens(text: str) -> list[str]:
    """The tokens of a text in order: to `read` each is faster than to ask for `terms`."""
    return _TOKEN.findall(text)


# A term, its form, its offset from the token's first position, and its kind.
Found = tuple[str, str, int, Kind]


def read(token: str) -> tuple[int, tuple[Found, ...]]:
    """How many positions a token takes, and its terms."""
    return _remembered(token) if len(token) <= LONGEST else _taken_apart(token)


def _taken_apart(token: str) -> tuple[int, tuple[Found, ...]]:
    plain = token if token.isascii() else _plain(token)
    pieces = (_PIECE if plain.isascii() else _FOREIGN_PIECE).findall(plain)
    whole = plain.strip("_").lower()
    if len(pieces) < 2 and (not pieces or pieces[0].lower() == whole):
        kind: Kind = "word" if whole.isalpha() else "exact"
        return len(pieces), tuple((text, whole, 0, kind) for text in _term(whole))
    found: list[Found] = [(text, whole, 0, "exact") for text in _term(whole)]
    for offset, piece in enumerate(pieces):
        form = piece.lower()
        found.extend((text, form, offset, "part") for text in _term(form))
    return len(pieces), tuple(found)


_remembered = lru_cache(maxsize=65536)(_taken_apart)


def _plain(token: str) -> str:
    """Without accents: `Überlast` is found by `uberlast`."""
    apart = unicodedata.normalize("NFD", token)
    return "".join(letter for letter in apart if unicodedata.category(letter) != "Mn")


def _term(text: str) -> list[str]:
    """The term that a token or a piece is, if it is one."""
    if not text or len(text) > LONGEST or text in STOP_WORDS:
        return []
    return [stem(text) if len(text) > 3 else text]
