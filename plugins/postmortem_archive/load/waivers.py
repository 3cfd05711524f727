"""Waivers: comments in which an author exempts a place from a rule, with a reason.

    <!-- allow action-without-due-date: no date until the vendor answers -->
    severity: SEV-9   # allow severity-unknown: the scale of the acquired company

At the end of a line a waiver covers that line; on a line of its own, the block that
follows, and a whole section if that block is a heading; before the first heading, the
whole file.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from postmortem_archive.model.body import Body, Place
from postmortem_archive.model.postmortem import Waiver

_ALLOW = re.compile(r"allow ([a-z][a-z-]{1,60})(?: ?: ?(.*))?", re.DOTALL)
_YAML = re.compile(r"(?:^|\s)# {0,9}allow ([a-z][a-z-]{1,60})(?:$| ?: ?(.*))")


def read_waivers(matter: str, matter_line: int, body: Body) -> tuple[Waiver, ...]:
    """The waivers of a file, from the comments of its front matter and of its body."""
    return (*_in_matter(matter, matter_line), *_in_body(body))


def _in_matter(matter: str, first_line: int) -> Iterator[Waiver]:
    for number, line in enumerate(matter.split("\n"), first_line):
        if match := _YAML.search(line):
            alone = not line[: match.start()].strip()
            covered = number + 1 if alone else number
            place = Place(number, line.index("#", match.start()) + 1)
            yield Waiver(match[1], (match[2] or "").strip(), place, covered, covered)


def _in_body(body: Body) -> Iterator[Waiver]:
    for comment in body.comments:
        if match := _ALLOW.fullmatch(comment.text):
            place = body.place(comment.offset)
            first, last = _covered(body, comment.offset, comment.end)
            yield Waiver(match[1], (match[2] or "").strip(), place, first, last)


def _covered(body: Body, start: int, end: int) -> tuple[int, int]:
    line = body.place(start).line
    if body.line_at(start).strip() != body.text[start:end].strip():
        return line, line
    if not body.sections or line < body.sections[0].place.line:
        return 1, body.place(len(body.text)).line
    index = bisect_left(body.blocks, end)
    index += index % 2  # blocks are pairs of start and end
    if index == len(body.blocks):
        return line, line
    following, last = body.blocks[index : index + 2]
    first = body.place(following).line
    section = bisect_left(body.sections, first, key=lambda section: section.place.line)
    if section < len(body.sections) and body.sections[section].place.line == first:
        last = body.sections[section].end
    return first, body.place(max(following, last - 1)).line
