"""What must not stand in a text that leaves the house, found where the text was written."""

import re
from collections.abc import Iterator
from dataclasses import replace

from postmortem_archive.load.body import read_body
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.archive_file import Policy, read_internal
from postmortem_archive.model.finding import Finding
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.rules import (
    blame,
    check_alone,
    credential_shown,
    email_address,
    human_error,
    internal_address,
    person_named,
    phone_number,
    placeholder_left,
)

_INSIDE = frozenset(
    rule.ID
    for rule in (credential_shown, email_address, phone_number, internal_address, person_named)
)
_OUTSIDE = _INSIDE | {rule.ID for rule in (blame, human_error, placeholder_left)}
_DIGIT_AND_LETTER = re.compile(r"(?=.*[0-9])(?=.*[^\W\d_])")
_LETTER = re.compile(r"[^\n]")
_MARKS = re.compile(r"[\"“”«»'‘’`]|^[ >]+", re.MULTILINE)
_PLAIN_WORD = re.compile(r"[^\W\d_]+")


def doubts(text: str, line: int, postmortem: Postmortem, archive: Archive) -> list[Finding]:
    """What even colleagues should not read, in a text that begins on a line of the file."""
    found = check_alone(_excerpt(text, line, postmortem), archive).findings
    return [finding for finding in found if finding.rule in _INSIDE]


def unfit(text: str, line: int, postmortem: Postmortem, archive: Archive) -> list[Finding]:
    """What customers must not read, in a text that begins on a line of the postmortem's file.

    Stricter than the check of a postmortem: names and private addresses count whatever
    the archive's policy is, and of waivers only those that stand in the text itself.
    """
    policy = archive.file.policy
    strict = Policy(
        people="roles", internal_addresses=(*policy.internal_addresses, read_internal("private"))
    )
    file = archive.file.model_copy(update={"policy": strict})
    found = check_alone(_excerpt(text, line, postmortem), replace(archive, file=file)).findings
    told = [finding for finding in found if finding.rule in _OUTSIDE]
    return sorted([*told, *_inside_words(text, line, postmortem, archive)], key=_place)


def _place(finding: Finding) -> tuple[int, int]:
    return finding.line, finding.column


def _excerpt(text: str, line: int, postmortem: Postmortem) -> Postmortem:
    """The postmortem as if it had only this text, on the same lines.

    Its comments are gone, for nobody is told them, and its quotation marks and code marks:
    a rule may pass over what somebody else said, and here it is said to others.
    """
    for comment in read_body(text).comments:
        blank = _LETTER.sub(" ", text[comment.offset : comment.end])
        text = text[: comment.offset] + blank + text[comment.end :]
    text = _MARKS.sub(" ", text)
    lines = text.split("\n")
    last = line + len(lines) - 1
    within = [w for w in postmortem.waivers if line <= w.first_line and w.last_line <= last]
    return replace(
        postmortem,
        body=read_body(text, line),
        lines=(*[""] * (line - 1), *lines),
        events=(),
        actions=(),
        waivers=tuple(within),
        problems=(),
    )


def _inside_words(
    text: str, line: int, postmortem: Postmortem, archive: Archive
) -> Iterator[Finding]:
    for word, what in dict(_words(postmortem, archive)).items():
        shape = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
        for number, row in enumerate(text.split("\n"), line):
            if match := shape.search(row):
                message = f"{what}, which is of no use to customers; say it without"
                yield Finding(postmortem.path, number, match.start() + 1, "", message)
                break


def _words(postmortem: Postmortem, archive: Archive) -> Iterator[tuple[str, str]]:
    """What the fields say and only colleagues understand, each with what it is."""
    front, file = postmortem.front, archive.file
    for name in (*(file.severities or ()), front.severity or ""):
        # "Major" is also a word of the language, "SEV-1" is not.
        if _DIGIT_AND_LETTER.match(name):
            yield name, "a severity"
    if front.tracker:
        yield front.tracker, "the incident's id in the tracker"
    for address in (one for some in front.links.values() for one in some):
        yield address, "an address from `links`"
    for person in (front.incident_commander or "", *front.responders, *front.authors):
        if len(person) > 2:
            yield person, "a person or role of the response"
    owners = [action.owner for action in postmortem.actions if action.owner]
    for team in (*front.teams, *(file.teams or ()), *owners):
        # "backend" alone may be anything; "backend team" is one of ours.
        yield (f"{team} team" if _PLAIN_WORD.fullmatch(team) else team), "a team or an owner"
