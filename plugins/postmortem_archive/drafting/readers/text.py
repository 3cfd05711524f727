"""Reads notes that people typed: labels with values, bullets, tables and prose, as they are mixed.

`labels` finds what announces a topic, `items` the lines that begin with a time, `sentences` the
times within prose, `tables` rows between bars.
"""

import re
from collections.abc import Iterator

from postmortem_archive import times
from postmortem_archive.drafting.notes import Note, Notes, Unclear
from postmortem_archive.drafting.readers import items, labels, sentences, tables
from postmortem_archive.drafting.readers.blocks import Block, blocks

# Topics whose notes are facts as they stand, also where a time stands in them.
_EVENTS = ("", "timeline", "summary")
# Topics of which more than a line is told.
_LONG = frozenset(
    ["impact", "summary", "cause", "trigger", "factors", "resolution", "detection", "response"]
) | {"well", "poorly", "luck", "lessons", "actions", "links"}
_DATED = re.compile(r"[\s,(]{0,4}(?:[A-Za-z][A-Za-z/_]{1,30})?[\s.,)]{0,4}")
_RULER = re.compile(r"[-=*_~\s]{3,}|```.{0,40}|~~~.{0,40}|[>\"“”]{1,3}")
_LONGEST_TITLE = 90


def read(written: str) -> Notes:
    """The notes of a text. Never raises."""
    lines = tuple(written.split("\n"))
    notes = tuple(_notes(lines))
    unclear = tuple(
        Unclear(note.line, problem)
        for note in notes
        if not note.is_event and note.topic in _EVENTS and (problem := items.problem(note.text))
    )
    return Notes(_form(notes, lines), notes, (), unclear, lines)


def _notes(lines: tuple[str, ...]) -> Iterator[Note]:
    topic, columns, is_first, passing = "", tables.NO_COLUMNS, True, False
    for block in blocks(lines):
        if block.kind == "row":
            columns, row = tables.read(block, topic, columns)
            yield from row
            is_first = False
            continue
        columns = tables.NO_COLUMNS
        if _RULER.fullmatch(block.text[:60]):
            continue
        for part in labels.split(block):
            if part.topic is not None:
                topic, passing = part.topic, bool(part.block.text)
            elif block.kind == "heading" or (passing and _ends(topic, part.block)):
                topic = ""
            if part.block.text:
                yield from _of_block(part.block, topic, is_first=is_first)
                is_first = False


def _ends(topic: str, block: Block) -> bool:
    """Whether a block is no longer about the topic of a line that had its value beside it."""
    other = labels.LABEL.match(block.text[:200])
    return topic not in _LONG or items.begins_with_time(block.text) or bool(other)


def _of_block(block: Block, topic: str, *, is_first: bool) -> Iterator[Note]:
    text = block.text
    if block.kind == "heading":
        yield Note(block.line, text, "title" if is_first else "")
    elif (
        not (not topic and _is_date(text))
        and topic in _EVENTS
        and (found := list(items.read(block, topic)))
    ):
        yield from found
    elif is_first and not topic and _is_title(block):
        yield Note(block.line, text, "title")
    elif not topic and _is_date(text):
        yield Note(block.line, text, "when")
    elif topic in _EVENTS:
        yield from sentences.read(block, topic)
    elif topic == "actions":
        yield from (Note(block.line, each, topic) for each in items.numbered(text))
    else:
        yield Note(block.line, text, topic)


def _is_date(text: str) -> bool:
    """Whether a line is a date, perhaps with the zone behind it."""
    match = times.DAY.match(text[:80])
    return bool(match and _DATED.fullmatch(text[match.end() :]))


def _is_title(block: Block) -> bool:
    """Whether the first line of notes is a heading without marks: short, no sentence, no time."""
    text = block.text
    short = len(text) <= _LONGEST_TITLE and not text.endswith((".", ":", "!"))
    return (
        short
        and block.kind == "plain"
        and not _is_date(text)
        and next(times.find_clocks(text), None) is None
    )


def _form(notes: tuple[Note, ...], lines: tuple[str, ...]) -> str:
    """What the notes mostly are, for people to see that they were understood."""
    if any(tables.is_header(line) for line in lines):
        return "a table"
    labelled = sum(bool(labels.LABEL.match(line)) for line in lines)
    itemised = sum(bool(items.MARK.match(line)) for line in lines)
    if labelled > 2:
        return "labelled text"
    return "bullet points" if 2 * itemised >= len(notes) > 0 else "prose"
