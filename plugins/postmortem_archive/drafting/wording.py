"""Makes a note's words safe to stand in a postmortem: as text, never as markup or a comment."""

import re
from unicodedata import category

# Control characters, halves of pairs, line ends, and what is no character at all.
_UNSEEN = frozenset(["Cc", "Cs", "Zl", "Zp"])
_NO_LETTERS = frozenset("\ufffe\uffff")
_WAIVER = re.compile(r"(?<!\S)# ?allow\b")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_OPENING = re.compile(r"(?:[#>+*=~-](?=[\s#>+*=~-]|$)|[-=_*~]{3}|\|)")
_NUMBERED = re.compile(r"([0-9]{1,9})([.)])(?=\s|$)")
_DEFINITION = re.compile(r"\[(?=[^\]\n]{1,200}\]:)")


def clean(text: str) -> str:
    """The text on one line, without what YAML or a terminal would not take."""
    if text.isprintable():
        return " ".join(text.split())
    kept = (
        " " if category(letter) in _UNSEEN or letter in _NO_LETTERS else letter for letter in text
    )
    return " ".join("".join(kept).split())


def value(text: str) -> str:
    """The text of a field, in which no comment begins that a waiver could be."""
    return _WAIVER.sub("allow", clean(text))


def sentence(text: str) -> str:
    """A note as the text of a paragraph or an item."""
    text = _escaped(clean(text))
    if _OPENING.match(text) or _DEFINITION.match(text):
        return f"\\{text}"
    return _NUMBERED.sub(r"\1\\\2", text, count=1) if _NUMBERED.match(text) else text


def cell(text: str) -> str:
    """A note as the text of a table's cell."""
    return _escaped(clean(text)).replace("|", "\\|")


def quotation(text: str, longest: int = 60) -> str:
    """The beginning of a note for a comment of front matter, without signs that mean something."""
    plain = clean(text).replace("#", "").replace('"', "'")
    return f'"{plain[: longest - 1].rstrip()}…"' if len(plain) > longest else f'"{plain}"'


def comment(text: str) -> str:
    """Text for an HTML comment, which ends where it should."""
    return clean(text).replace("--", "–").replace(">", "›")


def _escaped(text: str) -> str:
    """With no tag outside code, and no code without an end."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return _TAG.sub(r"\\<", text.replace("`", "\\`"))
    return "`".join(part if i % 2 else _TAG.sub(r"\\<", part) for i, part in enumerate(parts))
