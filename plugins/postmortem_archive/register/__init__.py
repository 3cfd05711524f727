"""The action register: what became of every action item, as of a day."""

from postmortem_archive.register.actions import Groups, Register, register
from postmortem_archive.register.completion import DEFINITION, Completion, completion_of
from postmortem_archive.register.entries import STATES, Entry, State
from postmortem_archive.register.issues import Issue

__all__ = [
    "DEFINITION",
    "STATES",
    "Completion",
    "Entry",
    "Groups",
    "Issue",
    "Register",
    "State",
    "completion_of",
    "register",
]
