"""A review of one postmortem: its checklist, filled in from findings, and its meeting's agenda."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.archive_file import RuleSetting
from postmortem_archive.model.finding import Finding
from postmortem_archive.model.postmortem import Postmortem, Waiver
from postmortem_archive.rubric.agenda import Agenda, agenda_of
from postmortem_archive.rubric.checklist import THEMES, Item
from postmortem_archive.rubric.facts import FACTS, NEEDS
from postmortem_archive.rules import UNREADABLE, check, is_unreadable

# Good: the rules looked and found nothing. Bad: they found something. Open: for people.
State = Literal["good", "bad", "open"]


@dataclass(frozen=True, slots=True)
class Line:
    """An item of the checklist as it stands for one postmortem.

    `fact` is told beside it; `unchecked` says, for an item of rules, why they say nothing.
    """

    item: Item
    state: State
    findings: tuple[Finding, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    fact: str = ""
    unchecked: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A theme of the checklist with those of its lines that concern this postmortem."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Rubric:
    """The review of one postmortem."""

    postmortem: Postmortem
    parts: tuple[Part, ...]
    agenda: Agenda

    @property
    def lines(self) -> Iterator[Line]:
        return (line for part in self.parts for line in part.lines)


def rubric_of(postmortem: Postmortem, archive: Archive) -> Rubric:
    """The checklist and the agenda for the review of one postmortem."""
    findings = _findings(postmortem, archive)
    parts = []
    for theme in THEMES:
        lines = tuple(filter(None, (_line(i, postmortem, archive, findings) for i in theme.items)))
        if lines:
            parts.append(Part(theme.title, lines))
    return Rubric(postmortem, tuple(parts), agenda_of(postmortem, archive, findings))


def _findings(postmortem: Postmortem, archive: Archive) -> list[Finding]:
    """What the rules find, in such words that no restricted postmortem but this one is named.

    To a restricted postmortem the rules name others; its review is read by more people.
    """
    if not postmortem.restricted:
        return check(archive, {postmortem.path})
    everyone = tuple(replace(p, restricted=p.restricted and p is not postmortem)
                     for p in archive.postmortems)  # fmt: skip
    return check(replace(archive, postmortems=everyone), {postmortem.path})


def _line(
    item: Item, postmortem: Postmortem, archive: Archive, findings: Sequence[Finding]
) -> Line | None:
    """The item for this postmortem, or None if it is for another kind and nothing was found."""
    found = tuple(f for f in findings if f.rule in item.rules)
    if not found and postmortem.front.kind not in item.kinds:
        return None
    fact = FACTS[item.fact](postmortem, archive) if item.fact else ""
    waivers = tuple(_used(item, postmortem, findings))
    unchecked = _unchecked(item, postmortem, archive)
    if item.for_people:
        return Line(item, "open", found, waivers, fact, unchecked if item.rules else "")
    state: State = "bad" if found else "open" if unchecked else "good"
    return Line(item, state, found, waivers, fact, unchecked)


def _used(item: Item, postmortem: Postmortem, findings: Sequence[Finding]) -> Iterator[Waiver]:
    """The waivers of an item's rules that excuse something: an unused one is a finding."""
    unused = {(f.line, f.column) for f in findings if f.rule == "waiver-unused"}
    for waiver in postmortem.waivers:
        place = (waiver.place.line, waiver.place.column)
        if waiver.rule in item.rules and place not in unused:
            yield waiver


def _unchecked(item: Item, postmortem: Postmortem, archive: Archive) -> str:
    """Why rules that are silent do not mean that all is well, or an empty text."""
    # The other rules were not asked then, so their silence says nothing.
    if is_unreadable(postmortem) and UNREADABLE.isdisjoint(item.rules):
        return "the file cannot be read as a postmortem"
    for rule in item.rules:
        setting = archive.file.policy.rules.get(rule, RuleSetting())
        if setting.off:
            return f"this archive does not use {rule}: {setting.off}"
        if setting.since and postmortem.day and postmortem.day < setting.since:
            return f"this archive holds no incident before {setting.since} to {rule}"
    return NEEDS[item.needs](postmortem, archive) if item.needs else ""
