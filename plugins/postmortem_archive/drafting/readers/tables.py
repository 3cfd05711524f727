"""Reads rows between bars: a timeline or action items that were noted as a table."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from postmortem_archive import times
from postmortem_archive.drafting.notes import Note
from postmortem_archive.model.template import wording

if TYPE_CHECKING:
    from postmortem_archive.drafting.readers.blocks import Block

NO_COLUMNS: Mapping[int, str] = MappingProxyType({})
_CELLS = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s|:-]+")
_ZONE = re.compile(r"\(([^()]{1,40})\)")
# What the columns are called; the first known one in a row makes it the header.
_COLUMNS = {
    **dict.fromkeys(("time", "when", "timestamp"), "Time"),
    **dict.fromkeys(("event", "description", "what happened", "details"), "Event"),
    **dict.fromkeys(("actor", "who", "actor/system"), "Actor"),
    **dict.fromkeys(("source", "where recorded"), "Source"),
    **dict.fromkeys(("action", "action item", "task", "what"), "Action"),
    **dict.fromkeys(("owner", "assignee", "responsible", "dri"), "Owner"),
    **dict.fromkeys(("due date", "due", "deadline"), "Due date"),
    **dict.fromkeys(("status", "state"), "Status"),
    **dict.fromkeys(("priority", "prio"), "Priority"),
    **dict.fromkeys(("type", "kind"), "Type"),
    "why": "Why",
    **dict.fromkeys(("id", "#", "no"), "ID"),
}
_ENOUGH = 2
_OF_EVENTS = ("Time", "Event", "Actor", "Source")


def is_header(line: str) -> bool:
    """Whether a line names the columns of a table."""
    cells = _CELLS.split(line[1:200]) if line.startswith("|") else []
    return sum(wording(cell) in _COLUMNS for cell in cells) >= _ENOUGH


def read(
    block: "Block", topic: str, columns: Mapping[int, str]
) -> tuple[Mapping[int, str], Iterator[Note]]:
    """The columns that hold from here on, and the note of a row if it is one."""
    cells = [cell.strip().replace("\\|", "|") for cell in _CELLS.split(block.text[1:-1])]
    if _RULE.fullmatch(block.text):
        return columns, iter(())
    named = {i: _COLUMNS[w] for i, cell in enumerate(cells) if (w := wording(cell)) in _COLUMNS}
    if not columns and len(named) >= _ENOUGH:
        zones = (_ZONE.search(cells[i]) for i, name in named.items() if name == "Time")
        return named, iter([Note(block.line, zone[1], "zone") for zone in zones if zone])
    return columns, iter([_row(block, topic, columns, cells)] if any(cells) else [])


def _row(block: "Block", topic: str, columns: Mapping[int, str], cells: list[str]) -> Note:
    texts: dict[str, str] = {}
    rest = []
    for index, text in enumerate(cells):
        name = columns.get(index, "" if columns or index else "Time")
        if name and name not in texts:
            texts[name] = text
        else:
            rest.append(text)
    clock = _clock(texts.get("Time", ""))
    if clock and clock.time:
        event = _joined(texts.get("Event", ""), *rest, *_others(texts, _OF_EVENTS))
        actor, source = texts.get("Actor", ""), texts.get("Source", "")
        return Note(block.line, event, "timeline", clock, actor=actor, source=source)
    if texts.get("Action"):
        text = _joined(texts["Action"], *rest, *(texts.get(name, "") for name in _OF_EVENTS))
        kept = {name: text for name, text in texts.items() if name not in _OF_EVENTS and text}
        return Note(block.line, text, "actions", cells=tuple(kept.items()))
    return Note(block.line, _joined(*cells), "" if topic == "timeline" else topic)


def _others(texts: Mapping[str, str], known: tuple[str, ...]) -> Iterator[str]:
    return (text for name, text in texts.items() if name not in known)


def _joined(*texts: str) -> str:
    return " — ".join(filter(None, texts))


def _clock(text: str) -> times.Clock | None:
    try:
        return times.parse_clock(text)
    except ValueError:
        return None
