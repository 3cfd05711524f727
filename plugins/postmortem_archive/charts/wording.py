"""Numbers in the words of descriptions and titles, in the language that is spoken."""

from collections.abc import Sequence
from datetime import timedelta
from unicodedata import bidirectional

from postmortem_archive import times
from postmortem_archive.message import capitalised
from postmortem_archive.translation import _, ngettext, number

__all__ = [
    "capitalised",
    "hours",
    "incidents",
    "isolated",
    "listed",
    "number",
    "share",
    "span",
]


def incidents(n: int) -> str:
    """1 incident, 2 incidents."""
    return ngettext("{n} incident", "{n} incidents", n)


def isolated(text: str) -> str:
    """A name that stands among other words, so that it does not turn their order round."""
    foreign = any(bidirectional(character) in ("R", "AL", "RLE", "RLO") for character in text)
    return f"\u2068{text}\u2069" if foreign else text


def listed(names: Sequence[str]) -> str:
    """a, b and c."""
    if len(names) < 2:
        return "".join(names)
    return _("{some} and {last}", some=", ".join(names[:-1]), last=names[-1])


def span(seconds: float) -> str:
    """The span in the words that the rest of the site uses."""
    return times.words(timedelta(seconds=seconds))


def hours(value: float) -> str:
    """Hours with one decimal where they are few: 0.4 h, 12 h, 1,250 h."""
    return f"{number(value, 1 if value < 10 else 0)} h"


def share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"
