"""Finds the labels in notes: `Impact: …`, `root_cause: |`, a heading with a known name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from postmortem_archive.drafting.topics import labels, topic_of

if TYPE_CHECKING:
    from postmortem_archive.drafting.readers.blocks import Block

LABEL = re.compile(
    r"[\s>*_•-]{0,12}(?P<label>[A-Za-z][A-Za-z/_' ]{0,40}(?:\([^()\n]{1,40}\))?)"
    r"[*_]{0,3} ?:[*_]{0,3}"
    r"(?=\s|$)[ \t]*(?:[|>][+-]?(?=\s|$))?"
)
# Several on one line, as forms are pasted: only the names that forms have, which no prose has.
_FORM_NAMES = "|".join(
    sorted((re.escape(name.replace(" ", "_")) for name in labels() if " " in name), key=len)
)
_PASTED = ("duration", "severity", "responders", "timeline", "resolution", "detection")
_NEXT = re.compile(rf"(?<=\s)(?=(?:{_FORM_NAMES}|{'|'.join(_PASTED)}):\s)")
_FORM_LABEL = re.compile(rf"(?:{_FORM_NAMES}):")
_QUOTES = '"“”'


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a block: the topic that its label announces, None if it has no label."""

    topic: str | None
    block: "Block"


def topic_at(text: str) -> str | None:
    """The topic of the label with which a text begins, or None."""
    label = LABEL.match(text[:200])
    return topic_of(label["label"]) or None if label else None


def split(block: "Block") -> Iterator[Part]:
    """The parts of a block by its labels, without them."""
    if block.kind == "heading" and (topic := topic_of(block.text)):
        yield Part(topic, block.part(len(block.text)))
        return
    is_form = bool(_FORM_LABEL.match(block.text[:200]))
    starts = [0, *(match.start() for match in _NEXT.finditer(block.text) if is_form), None]
    for start, end in pairwise(starts):
        part = block.part(start or 0, end)
        label = LABEL.match(part.text[:200])
        topic = topic_of(label["label"]) if label else ""
        if not label or not topic:
            yield Part(None, part)
            continue
        rest = part.part(label.end())
        if rest.text[:1] in _QUOTES and rest.text[-1:] in _QUOTES:
            rest = rest.part(1, -1)
        yield Part(topic, rest)
