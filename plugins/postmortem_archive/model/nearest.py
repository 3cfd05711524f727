"""The known word that a mistyped one most likely meant, or that an oddly spelled one is."""

import difflib
from collections.abc import Iterable

# A longer name is no slip of a short one, and reading it again and again would take long.
_LONGEST = 160


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word closest to `word`, ignoring case and punctuation, or None."""
    folded = {_fold(name): name for name in known if len(name) <= _LONGEST}
    close = difflib.get_close_matches(_fold(word[:80]), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def suggestion(word: str, known: Iterable[str], *, limit: int = 12) -> str:
    """The part of a message that offers what would be right: the nearest, or the choice.

    At most `limit` known ones are listed.
    """
    names = list(known)
    if match := nearest(word, names):
        return f'did you mean "{match}"?'
    if not names or not limit:
        return f"none of the {len(names)} known ones is close to it"
    more = ", …" if len(names) > limit else ""
    return f"known: {', '.join(names[:limit])}{more}"


def respelled(word: str, known: Iterable[str]) -> str:
    """The known word that differs in nothing but case, spaces, hyphens and underscores, or ""."""
    wanted = _joined(word[:80])
    same = [name for name in known if _joined(name) == wanted]
    return same[0] if len(same) == 1 and wanted else ""


def _joined(word: str) -> str:
    return "".join(letter for letter in word.casefold() if letter not in " -_")


def _fold(word: str) -> str:
    return "".join(letter for letter in word.casefold() if letter.isalnum())
