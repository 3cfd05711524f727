"""Reads prose: a sentence with a time is an event, any other a note."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from postmortem_archive.drafting.figures import impact_figures
from postmortem_archive.drafting.notes import Note
from postmortem_archive.drafting.readers import clauses, items

if TYPE_CHECKING:
    from postmortem_archive.drafting.readers.blocks import Block

_CAUSE = re.compile(r"(?:the )?root cause\b", re.IGNORECASE)


def read(block: "Block", topic: str) -> Iterator[Note]:
    """The notes of a block of prose, a sentence each, or a clause that has its own time."""
    for sentence in clauses.sentences(block):
        if sentence.text:
            yield _note(sentence, topic)


def _note(sentence: "Block", topic: str) -> Note:
    if later := next(items.read(sentence, topic), None):
        return later
    text = sentence.text
    return clauses.event_within(sentence, topic) or Note(sentence.line, text, topic or _about(text))


def _about(text: str) -> str:
    """What a sentence without a time is about, where its words leave no doubt."""
    if _CAUSE.match(text):
        return "cause"
    return "impact" if impact_figures([Note(0, text)]) else ""
