"""Numbers in the words of descriptions and titles."""

from collections.abc import Sequence
from datetime import timedelta
from unicodedata import bidirectional

from postmortem_archive import times


def counted(number: int, noun: str) -> str:
    """1 incident, 2 incidents."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def listed(parts: Sequence[str]) -> str:
    """a, b and c."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


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
