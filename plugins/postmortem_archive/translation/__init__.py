"""Says what the site says in the language of the site.

English stands in the code, as `_("…")`; other languages, and other English, stand in message files
(gettext's `.po`). A build begins with `speak`; what has not said in which language it speaks, as
the terminal has not, speaks English as it stands in the code.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from postmortem_archive.translation.catalogue import ENGLISH, Catalogue
from postmortem_archive.translation.files import MessagesError, catalogue_of, languages

__all__ = [
    "N_",
    "Catalogue",
    "MessagesError",
    "_",
    "catalogue_of",
    "in_english",
    "language",
    "languages",
    "ngettext",
    "number",
    "pgettext",
    "said",
    "speak",
]

_spoken: ContextVar[Catalogue] = ContextVar("catalogue", default=ENGLISH)


def speak(catalogue: Catalogue) -> None:
    """From now on, in this thread, all is said as this catalogue says it."""
    _spoken.set(catalogue)


@contextmanager
def in_english() -> Iterator[None]:
    """What is said inside is said as it stands in the code: programs read it, in any language."""
    before = _spoken.set(ENGLISH)
    try:
        yield
    finally:
        _spoken.reset(before)


def language() -> str:
    """The code of the language that is spoken: `en`, `de`."""
    return _spoken.get().language


def said() -> Catalogue:
    """The catalogue that is spoken, for those who hand it on: the scripts of the pages."""
    return _spoken.get()


def _(text: str, **values: object) -> str:
    """A text in the language that is spoken, with its values put where `{name}` stands.

    A value that is a whole number is written as the language writes numbers: 1,240 or 1.240. What
    is no amount, a year say, is handed over as text.
    """
    return _spoken.get().filled(_spoken.get().text(text), values)


def ngettext(one: str, many: str, n: int, **values: object) -> str:
    """Such a text in the form that goes with `n`, which stands in it as `{n}`."""
    spoken = _spoken.get()
    return spoken.filled(spoken.text_of(one, many, n), {"n": n, **values})


def pgettext(context: str, text: str, **values: object) -> str:
    """Such a text where the same English has several meanings; `context` tells which is meant."""
    spoken = _spoken.get()
    return spoken.filled(spoken.text(text, context), values)


def N_(text: str) -> str:
    """Marks a text that is said later, with `_`: the value of a table, say."""
    return text


def number(value: float, digits: int = 0) -> str:
    """A number as the language writes it: 1,240.5 or 1.240,5."""
    return _spoken.get().number(value, digits)
