"""A short text to be sent somewhere: a title, paragraphs and lists, in the form of the receiver."""

from postmortem_archive.message.comment import code, inert
from postmortem_archive.message.forms import FORMS
from postmortem_archive.message.parts import Line, Linked, Message, Part
from postmortem_archive.message.words import capitalised, counted, listed, long_day, spelled

__all__ = [
    "FORMS",
    "Line",
    "Linked",
    "Message",
    "Part",
    "capitalised",
    "code",
    "counted",
    "inert",
    "listed",
    "long_day",
    "spelled",
]
