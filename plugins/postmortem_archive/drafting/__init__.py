"""Turns rough notes into the draft of a postmortem, and tells what an answer adds to the notes.

Nothing is invented: what a draft says stands in the notes, or is computed from what does, and each
of its lines knows the lines of the notes that it was made from. There is no network and no model.
"""

from postmortem_archive.drafting.composition import Drafted, compose
from postmortem_archive.drafting.people import Cast, Person, cast_of, people_in
from postmortem_archive.drafting.readers import read_notes, why_no_notes

__all__ = [
    "Cast",
    "Drafted",
    "Person",
    "cast_of",
    "compose",
    "people_in",
    "read_notes",
    "why_no_notes",
]
