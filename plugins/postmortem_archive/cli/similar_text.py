"""Resembling incidents as people read them in a terminal: what is alike, and what is not."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from postmortem_archive.cli.options import printable, shown
from postmortem_archive.message import counted
from postmortem_archive.register import Entry, Register, wording
from postmortem_archive.resemblance import Resemblance

_VERDICTS = {
    ("repeat_of", False): "this one is a repeat of it",
    ("repeat_of", True): "it is a repeat of this one",
    ("related", False): "related, says this one",
    ("related", True): "related, says the other",
    ("not_repeat_of", False): "not a repeat, says this one",
    ("not_repeat_of", True): "not a repeat, says the other",
}
_INDENT = " " * 4
_ACTIONS = 5
_USUAL = ("final", "incident")


def as_text(found: Sequence[Resemblance], register: Register, root: Path) -> str:
    """Each resemblance as a paragraph, the nearest first, and what they are."""
    if not found:
        return "No earlier incident of this archive shares a word with it."
    paragraphs = ["\n".join(map(printable, _paragraph(each, register, root))) for each in found]
    last = "The nearest first, from 0 (nothing alike) to 1 (the same): a ranking, not a verdict."
    return "\n\n".join([*paragraphs, last])


def _paragraph(each: Resemblance, register: Register, root: Path) -> Iterator[str]:
    other = each.other
    facts = [str(other.day or "no date"), other.front.severity or "", f"{each.score:.2f}"]
    unusual = [mark for mark in (other.status, other.front.kind) if mark not in _USUAL]
    marks = f" ({', '.join(unusual)})" if unusual else ""
    yield f"{'  '.join(filter(None, facts))}  {other.title}{marks}"
    yield f"{_INDENT}{shown(other.path, root)}"
    for label, values in _lines(each):
        if values:
            yield f"{_INDENT}{label + ':':<19}{', '.join(values)}"
    undone = [entry for entry in register.undone if entry.postmortem is other]
    if undone:
        yield f"{_INDENT}{len(undone)} of its {counted(len(other.actions), 'action')} not done:"
        yield from (f"{_INDENT * 2}{_action(entry)}" for entry in undone[:_ACTIONS])
        if len(undone) > _ACTIONS:
            yield f"{_INDENT * 2}… and {len(undone) - _ACTIONS} more: postmortem actions --open"


def _lines(each: Resemblance) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "verdict", (_VERDICTS[each.verdict],) if each.verdict else ()
    yield "both say", each.shared
    yield "only here", each.only_here
    yield "only there", each.only_there
    yield "shared services", each.services
    yield "shared tags", each.tags
    yield "shared causes", each.causes
    yield "causes only here", each.causes_here
    yield "causes only there", each.causes_there


def _action(entry: Entry) -> str:
    action = entry.action
    what = " · ".join(filter(None, [entry.said_priority, action.text, action.owner or "no owner"]))
    return f"{wording.when(entry)}: {what} ({wording.deadline(entry) or wording.status(entry)})"
