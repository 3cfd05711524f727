"""Estimates how wide a text is, and cuts it to a width, alike on every machine."""

import unicodedata

_SIZE = 12
_NARROW = frozenset("iljftrI.,:;'|!()[] ")
_BROAD = frozenset("mwMW%@—…")
_JOINER = "\u200d"


def text_width(text: str, size: float = _SIZE) -> float:
    """Pixels that a text takes in ordinary fonts, rather too many than too few."""
    return size * sum(map(_share, text))


def fitting(text: str, pixels: float, size: float = _SIZE) -> str:
    """The text in one line, cut to so many pixels with an ellipsis if it is longer."""
    text = " ".join("".join(c if c.isprintable() or c == _JOINER else " " for c in text).split())
    if text_width(text, size) <= pixels:
        return text
    cut, room = "", pixels / size - _share("…")
    for character in text:
        room -= _share(character)
        if room < 0:
            break
        cut += character
    return cut.rstrip().rstrip(_JOINER) + "…"


def _share(character: str) -> float:
    """The width of a character as a share of the font's size."""
    if unicodedata.combining(character) or character == _JOINER:
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.1
    if character in _NARROW:
        return 0.36
    if character in _BROAD:
        return 0.92
    return 0.72 if character.isupper() else 0.6
