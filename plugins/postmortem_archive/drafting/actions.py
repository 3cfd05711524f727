"""Action items in notes become rows: what they say is taken over, what they do not is left open."""

import re
from collections.abc import Iterable, Iterator, Mapping

from postmortem_archive.drafting import wording
from postmortem_archive.drafting.notes import Note
from postmortem_archive.drafting.people import Cast
from postmortem_archive.model.template import TableShape

_PRIORITY = re.compile(r"[(\[]?\b(?P<priority>P[0-9])\b[)\]]?(?: ?[:–—-] ?)?")
_BOX = re.compile(r"\[([ xX])\]\s")
_DONE = re.compile(
    r"\(\s?(?:already )?(?:done|completed?|merged|fixed|shipped)\b[^()]{0,60}\)", re.IGNORECASE
)


def action_rows(
    notes: Iterable[Note], cast: Cast, shape: TableShape
) -> Iterator[tuple[Mapping[str, str], int]]:
    """The rows, each with its note's line; what has no column stays with the action."""
    columns = {column.name for column in shape.columns}
    for number, note in enumerate(notes, 1):
        row = _of_cells(note, cast) if note.cells else _of_text(note, cast)
        row = {"ID": str(number)} | {name: text for name, text in row.items() if text}
        rest = [f"{name}: {text}" for name, text in row.items() if name not in columns | {"ID"}]
        row["Action"] = wording.cell("; ".join([row.get("Action", ""), *rest]))
        yield row, note.line


def _of_cells(note: Note, cast: Cast) -> dict[str, str]:
    row = {name: wording.cell(cast.of(text)) for name, text in note.cells}
    return row | {"Action": cast.of(note.text)}


def _of_text(note: Note, cast: Cast) -> dict[str, str]:
    text, row = cast.of(note.text), {}
    if box := _BOX.match(text):
        row["Status"] = "done" if box[1] in "xX" else ""
        text = text[box.end() :]
    if said := _PRIORITY.search(text[:200]):
        row["Priority"] = said["priority"]
        if said.start() == 0:
            text = text[said.end() :]
    if _DONE.search(text[-200:]):
        row["Status"] = "done"
    return row | {"Action": text[:1].upper() + text[1:]}
