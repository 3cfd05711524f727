"""Cuts a postmortem into the texts by which it is found, each of one part."""

from collections.abc import Iterator
from functools import lru_cache

from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.template import wording
from postmortem_archive.search.parts import Piece

# A heading belongs to the first part of which it has a word; one without any, to that above it.
HEADINGS: dict[str, tuple[str, ...]] = {
    "timeline": ("timeline", "chronology", "sequence"),
    "actions": ("action", "actions", "remediation", "remediations", "follow", "followup", "todo"),
    "impact": ("impact", "impacted", "affected", "customers", "damage", "harm"),
    "cause": ("cause", "causes", "why", "whys", "trigger", "contributing", "fault", "analysis"),
    "detection": ("detection", "detected", "alert", "alerts", "alerting", "monitoring"),
    "response": ("response", "mitigation", "resolution", "recovery", "fix", "workaround"),
    "lessons": ("lessons", "learned", "learnt", "well", "poorly", "wrong", "lucky", "improve"),
    "summary": ("summary", "overview", "tl", "abstract", "happened", "synopsis"),
}  # fmt: skip


def pieces(postmortem: Postmortem) -> Iterator[Piece]:
    """All that a postmortem is found by, credentials masked, in the order of the file."""
    mask = postmortem.mask
    yield Piece("title", "", mask(postmortem.title))
    yield Piece("fields", "", mask(", ".join(_names(postmortem))))
    for part, heading, text in _sections(postmortem):
        if text.strip():
            yield Piece(part, mask(heading), mask(text))


def _names(postmortem: Postmortem) -> Iterator[str]:
    front = postmortem.front
    yield from (*front.services, *front.tags, *front.causes, *front.teams)
    yield from filter(None, (front.severity, front.detection, front.tracker))


def _sections(postmortem: Postmortem) -> Iterator[tuple[str, str, str]]:
    """The body without its comments, heading by heading: part, heading, text."""
    body = postmortem.body
    known = {section.start: title for title, section in postmortem.by_template.items()}
    above: list[tuple[int, str]] = []
    first = body.sections[0].start if body.sections else len(body.text)
    yield "other", "", _readable(postmortem, 0, first)
    for index, section in enumerate(body.sections):
        following = body.sections[index + 1 : index + 2]
        end = following[0].start if following else len(body.text)
        above = [(level, part) for level, part in above if level < section.level]
        part = part_of(known.get(section.start, "")) or part_of(section.title)
        part = part or (above[-1][1] if above else "other")
        above.append((section.level, part))
        yield part, section.title, _readable(postmortem, section.start, end)


@lru_cache(maxsize=4096)  # most headings are those of a template
def part_of(heading: str) -> str:
    """The part that a heading speaks of, or ""."""
    words = wording(heading).split()
    found = (part for part, known in HEADINGS.items() if any(word in known for word in words))
    return next(found, "")


def _readable(postmortem: Postmortem, start: int, end: int) -> str:
    """The text between two offsets without comments, and without the next section's heading."""
    body, found = postmortem.body, []
    for comment in body.comments:
        if start <= comment.offset < end:
            found.append(body.text[start : comment.offset])
            start = comment.end
    found.append(body.text[start:end])
    lines = "".join(found).splitlines()
    while lines and end < len(body.text) and (not lines[-1].strip() or _ends_heading(lines[-1])):
        if _ends_heading(lines.pop()):
            break
    return "\n".join(lines)


def _ends_heading(line: str) -> bool:
    return line.lstrip(" >").startswith(("#", "---", "==="))
