"""The sections of a postmortem that an announcement quotes."""

from dataclasses import dataclass

from postmortem_archive.model.body import Section
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.template import wording

# The heading counts in a postmortem of a template that has no such section, too.
_FOR_CUSTOMERS = wording("For customers")
_SUMMARY = wording("Summary")


@dataclass(frozen=True, slots=True)
class Passage:
    """A section's own text, without its heading, and the line of the file it begins on."""

    title: str
    text: str
    line: int


def for_customers(postmortem: Postmortem) -> Passage | None:
    """What its author wrote for customers, if anything stands there."""
    told = next((section for _, section in postmortem.told("customers")), None)
    by_name = (s for s in postmortem.body.sections if s.wording == _FOR_CUSTOMERS)
    section = told or next(by_name, None)
    return _passage(postmortem, section) if section else None


def summary(postmortem: Postmortem) -> Passage | None:
    """The summary, by whichever of its names the template knows."""
    for wanted in postmortem.template.sections:
        section = postmortem.section(wanted) if _SUMMARY in wanted.wordings else None
        if section:
            return _passage(postmortem, section)
    return None


def _passage(postmortem: Postmortem, section: Section) -> Passage | None:
    body = postmortem.body
    if next(body.content_in(section), None) is None:
        return None
    text = body.text[section.start : section.end]
    return Passage(section.title, text, body.place(section.start).line)
