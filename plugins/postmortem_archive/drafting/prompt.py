"""Writes the prompt for people who use an assistant: the rules, the template, and the notes."""

from collections.abc import Iterator

from postmortem_archive.drafting.notes import Notes
from postmortem_archive.drafting.people import Cast
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.template import Template
from postmortem_archive.rules import RULES
from postmortem_archive.rules.manual import summary
from postmortem_archive.writer import draft_of

_TASK = """\
Write the postmortem of the incident that the notes below are about, in Markdown, in the form of the
template below. Answer with the postmortem alone.

- Say only what the notes say. No time, number, name, date, address or cause of your own; a span
  may be computed from two times of the notes.
- What the notes do not say stays open: leave the field empty, or the comment with its question in
  place, and write nothing under it.
- Everything that the notes say has its place in the postmortem.
- Ask what in the system made it possible, not who.
- Keep the template's headings, columns and fields. Remove a comment once its question is answered.
"""
_ROLES = "- Name roles as the notes do, never people.\n"
# What is wrong with a file as a file does not happen in an answer.
_OF_FILES = ("byte-order-mark", "file-unreadable", "template-unreadable", "id-repeated")


def prompt(notes: Notes, template: Template, archive: Archive, cast: Cast) -> str:
    """The whole prompt; people stand in it as roles, for it may leave the house."""
    return "\n".join(
        [
            _TASK + (_ROLES if archive.file.policy.people == "roles" else ""),
            "The postmortem is checked by these rules; each says what is wrong:\n",
            *(f"- {line}" for line in _rules(archive)),
            f"\n## Template: {template.name}\n",
            f"````markdown\n{draft_of(template, archive.file).rstrip()}\n````",
            "\n## Notes\n",
            "````text",
            *_told(notes, cast),
            "````\n",
        ]
    )


def _rules(archive: Archive) -> Iterator[str]:
    """The rules that this archive uses, a line each."""
    settings = archive.file.policy.rules
    for rule in RULES:
        setting = settings.get(rule.ID)
        if rule.ID not in _OF_FILES and not (setting and setting.off):
            yield summary(rule)


def _told(notes: Notes, cast: Cast) -> Iterator[str]:
    """The notes as they are, or, of an export, a line for each record."""
    if not any(note.moment for note in notes.notes):
        yield from (cast.of(line).replace("````", "'''") for line in notes.lines)
        return
    for note in notes.notes:
        when = f"{note.moment:%Y-%m-%d %H:%M %Z}" if note.moment else note.topic
        parts = (when, note.source, cast.of(note.actor), cast.of(note.text))
        yield " | ".join(filter(None, parts)).replace("````", "'''")
