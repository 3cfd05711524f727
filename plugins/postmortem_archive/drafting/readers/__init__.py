"""Readers of notes, each for one form, told apart by what stands in the notes."""

import json
from typing import Any, Protocol

from postmortem_archive.drafting.notes import Notes
from postmortem_archive.drafting.readers import pagerduty, slack, text
from postmortem_archive.load.source import decode


class Reader(Protocol):
    """A form of exported notes: whether these are such, and what they say."""

    FORM: str

    def recognises(self, data: Any) -> bool:
        """Whether what JSON says is in this form."""

    def read(self, data: Any, written: str) -> Notes:
        """The notes; `written` is the JSON, for the lines."""


# The exports that are known; whatever else is there is read as text.
EXPORTS: tuple[Reader, ...] = (pagerduty, slack)


def read_notes(data: bytes) -> Notes:
    """The notes in a file, whatever their form. Never raises."""
    written = decode(data).text
    exported = _json(written)
    for reader in EXPORTS:
        if exported is not None and reader.recognises(exported):
            return reader.read(exported, written)
    return text.read(written)


def why_no_notes(name: str, data: bytes, notes: Notes) -> str:
    """Why what was read of a file of this name is not to be drafted from, or an empty text."""
    if b"\0" in data:
        return "is not text (it has zero bytes); save the notes as UTF-8"
    if not notes.notes:
        return "there is nothing in these notes"
    if name.endswith(".json") and notes.form not in {reader.FORM for reader in EXPORTS}:
        known = " and ".join(f"a {reader.FORM}" for reader in EXPORTS)
        return f"is no JSON that is known here, such as {known}; save it again, or as text"
    return ""


def _json(written: str) -> Any:
    if not written.lstrip().startswith(("[", "{")):
        return None
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        return None
