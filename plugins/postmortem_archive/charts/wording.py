"""Numbers in the words of descriptions and titles."""

from datetime import timedelta
from unicodedata import bidirectional

from postmortem_archive import times
from postmortem_archive.message import counted, listed

__all__ = ["counted", "hours", "isolated", "listed", "share", "span"]


def isolated(text: str) -> str:
    """A name that stands among other words, so that it does not turn their order round."""
    foreign = any(bidirectional(character) in ("R", "AL", "RLE", "RLO") for character in text)
    return f"\u2068{text}\u2069" if foreign else text


def span(seconds: float) -> str:
    """The span in the words that the rest of the site uses."""
    return times.words(timedelta(seconds=seconds))


def hours(number: float) -> str:
    """Hours with one decimal where they are few: 0.4 h, 12 h, 1,250 h."""
    return f"{number:.1f} h" if number < 10 else f"{number:,.0f} h"


def share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"
