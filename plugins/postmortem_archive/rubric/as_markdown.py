"""The review as Markdown that reads the same in a pull request, a wiki and a terminal."""

import re
from collections.abc import Iterator, Sequence

from postmortem_archive import times
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Finding
from postmortem_archive.model.front_matter import MEASURES, duration
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.rubric import Line, Rubric
from postmortem_archive.rubric.agenda import (
    REDIRECTIONS,
    RULES_OF_THE_MEETING,
    Agenda,
    Slot,
)

# More findings below one item are a matter for `check`.
MOST_FINDINGS = 5
# What may be markup in the middle of a line; between letters an underscore is no emphasis.
_MARKUP = re.compile(r"[\\`*<|~]|&(?=[#\w])|\](?=[(\[:])|(?<![^\W_])_|_(?![^\W_])")


def markdown(rubric: Rubric, archive: Archive, path: str) -> str:
    """The whole review; `path` is the postmortem's file as one would type it."""
    parts = [
        *_header(rubric, archive, path),
        *_checklist(rubric, path),
        *_agenda(rubric.agenda),
    ]
    return "\n".join(parts) + "\n"


def plain(text: str) -> str:
    """A text on one line in which nothing is markup."""
    shown = "".join(c if c.isprintable() else " " for c in text)
    return _MARKUP.sub(r"\\\g<0>", " ".join(shown.split()))


def _header(rubric: Rubric, archive: Archive, path: str) -> Iterator[str]:
    postmortem = rubric.postmortem
    yield f"# Review: {plain(postmortem.title)}\n"
    yield " · ".join(filter(None, _about(postmortem, archive))) + "  "
    if spans := " · ".join(_spans(postmortem)):
        yield f"{spans}  "
    yield f"`{path.replace('`', '')}`\n"


def _about(postmortem: Postmortem, archive: Archive) -> Iterator[str]:
    front = postmortem.front
    step = (archive.file.severities or {}).get(front.severity or "")
    label = f" {plain(step.label)}" if step and step.label else ""
    if front.kind != "incident":
        yield front.kind
    if front.severity:
        yield f"**{plain(front.severity)}{label}**"
    yield f"status {postmortem.status}"
    if front.started:
        yield f"{front.started:%Y-%m-%d %H:%M} {front.started.tzname()}"
    elif postmortem.day:
        yield postmortem.day.isoformat()
    yield plain(", ".join(front.services))


def _spans(postmortem: Postmortem) -> Iterator[str]:
    for measure in MEASURES.values():
        if found := duration(postmortem.front, measure):
            stated = " (stated)" if found.stated else ""
            yield f"{measure.name.lower()} {times.words(found.span)}{stated}"


def _checklist(rubric: Rubric, path: str) -> Iterator[str]:
    yield "## Checklist\n"
    yield f"{_count(rubric)}\n"
    for part in rubric.parts:
        yield f"### {part.title}\n"
        for line in part.lines:
            yield from _line(line)
        yield ""


def _count(rubric: Rubric) -> str:
    """What the rules have done, and what they leave."""
    lines = list(rubric.lines)
    good = sum(line.state == "good" for line in lines)
    checked = good + sum(line.state == "bad" for line in lines)
    found = sum(len(line.findings) for line in lines)
    questions = sum(line.state == "open" for line in lines)
    findings = "no finding" if not found else f"{found} finding{'' if found == 1 else 's'}"
    return (
        f"Rules checked {checked} of {len(lines)} items and ticked {good}, with {findings}; "
        f"{questions} are for people."
    )


def _line(line: Line) -> Iterator[str]:
    box = "x" if line.state == "good" else " "
    people = "_for people:_ " if line.state == "open" else ""
    unchecked = f"not checked: {line.unchecked}" if line.unchecked and not line.findings else ""
    beside = plain("; ".join(filter(None, [line.fact, unchecked])))
    yield f"- [{box}] {people}{line.item.text}{f' ({beside})' if beside else ''}"
    yield from _findings(line.findings)
    for waiver in line.waivers:
        reason = plain(waiver.reason) or "without a reason"
        yield f"  - exempt from {waiver.rule} (line {waiver.place.line}): {reason}"


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings[:MOST_FINDINGS]:
        yield f"  - line {finding.line}: {plain(finding.message)} ({finding.rule})"
    if len(findings) > MOST_FINDINGS:
        yield f"  - and {len(findings) - MOST_FINDINGS} more: `postmortem check` lists all"


def _agenda(agenda: Agenda) -> Iterator[str]:
    yield f"## Agenda: {agenda.minutes} minutes\n"
    yield f"Presents: {plain(agenda.presents)} · Facilitates: ____ · Writes into the file: ____\n"
    yield f"Invite: {plain('; '.join(agenda.invite))}.\n"
    for slot in agenda.slots:
        yield from _slot(slot)
    yield "\n### Ground rules\n"
    yield from (f"- {rule}" for rule in RULES_OF_THE_MEETING)
    yield "\n### To lead back to the matter\n"
    yield "| when someone | ask |\n|---|---|"
    yield from (f"| {when} | {ask} |" for when, ask in REDIRECTIONS)


def _slot(slot: Slot) -> Iterator[str]:
    yield f"- **{slot.start}–{slot.end} min: {slot.what}** ({slot.who})"
    yield from (f"  - {plain(question)}" for question in slot.questions)
