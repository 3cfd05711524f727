"""What a message is made of, before it has any form."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Linked:
    """A text that leads to an address; the address is already safe to stand in a link."""

    text: str
    address: str


# One paragraph or list item: texts and links, one after the other.
Line = tuple[str | Linked, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Paragraphs and then a list, under a heading if there is one. All texts are unescaped."""

    heading: str = ""
    lines: tuple[Line, ...] = ()
    items: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """A title and the parts below it."""

    title: str
    parts: tuple[Part, ...] = ()
