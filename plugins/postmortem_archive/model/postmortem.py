"""A postmortem as it was read: its fields, its body, its events and its action items."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from posixpath import basename, splitext
from typing import Literal

from postmortem_archive.credentials import Credential, Mask, find
from postmortem_archive.model.body import Body, Place, Section
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.front_matter import FrontMatter
from postmortem_archive.model.kept import Kept
from postmortem_archive.model.language import lower, words_of
from postmortem_archive.model.passages import Passage, Timed, passages, timed
from postmortem_archive.model.status import Status
from postmortem_archive.model.template import Template, TemplateSection, bare

_DATED = re.compile(r"(\d{4})-(\d{2})-(\d{2})-.+")
_SENTENCE_END = re.compile(r"[.!?](?:\s|$)")
_WORDS = re.compile(r"\w+")
_SMALL = frozenset(
    ["a", "an", "and", "are", "at", "be", "by", "for", "from", "in", "into", "is", "it", "of"]
) | {"on", "or", "our", "so", "that", "the", "to", "we", "with"}
_NOT_MADE = "?"
# The fields that are held against those of other postmortems.
_NAMING = frozenset(
    (name,)
    for name in (
        *("title", "services", "teams", "tags", "causes"),
        *("repeat_of", "related", "not_repeat_of", "aliases"),
    )
)
ActionStatus = Literal["open", "in progress", "done", "declined"]


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the timeline.

    `start` and `end` are moments with an offset, or None where the time cannot be read
    or no zone is known; `local` is the clock time without zone, which can still be ordered.
    `problem` says why a time is not a moment.
    """

    text: str
    time: str
    place: Place
    start: datetime | None = None
    end: datetime | None = None
    local: datetime | None = None
    day_only: bool = False
    source: str = ""
    actor: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Action(Kept):
    """An action item. `due` is None where no ISO date is written; `due_text` says what is.

    `key` is what two actions of the same words share, or empty if there are too few of them.
    """

    text: str
    place: Place
    id: str = ""
    type: str = ""
    why: str = ""
    priority: str = ""
    owner: str = ""
    due: date | None = None
    due_text: str = ""
    status: ActionStatus | None = None
    status_text: str = ""
    tracker: str = ""
    # Made once, when a file is read: it is remembered with the rest.
    key: str = _NOT_MADE

    def __post_init__(self) -> None:
        if self.key == _NOT_MADE:
            object.__setattr__(self, "key", _key(self.text))


def _key(text: str) -> str:
    """The words of the first sentence in order of the alphabet, without case and plurals."""
    first = _SENTENCE_END.split(text[:400].casefold(), maxsplit=1)[0]
    words = {word.rstrip("s") or word for word in _WORDS.findall(first) if word not in _SMALL}
    return " ".join(sorted(words)) if len(words) > 2 else ""


@dataclass(frozen=True, slots=True)
class Waiver:
    """An author's exemption from one rule, for a span of lines, with a reason."""

    rule: str
    reason: str
    place: Place
    first_line: int
    last_line: int


@dataclass(frozen=True)
class Postmortem:
    """One file of the archive, read as far as it can be; `problems` tell where it could not.

    `path` is relative to the archive's folder, with forward slashes. `lines` are the
    file's lines, for showing where a finding stands. `restricted` is also true where the
    file speaks of restriction in a way that could not be read: better hidden than leaked.
    `digest` names the file's bytes.
    """

    path: str
    front: FrontMatter
    body: Body
    template: Template
    places: Mapping[tuple[str | int, ...], Place] = field(default_factory=dict)
    lines: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    actions: tuple[Action, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    restricted: bool = False
    problems: tuple[Problem, ...] = ()
    digest: str = ""

    @cached_property
    def id(self) -> str:
        """The file's stem, `YYYY-MM-DD-slug`: it never changes, and links use it."""
        return splitext(basename(self.path))[0]

    @property
    def title(self) -> str:
        """The title, or the first heading or the id of a file that has none."""
        first = self.body.sections[0].title if self.body.sections else ""
        return self.front.title or first or self.id

    @property
    def status(self) -> Status:
        return self.front.status or "draft"

    @cached_property
    def day(self) -> date | None:
        """The day of the incident: of `started`, else of the file's name, else of publication."""
        if self.front.started:
            return self.front.started.date()
        return self.name_date or self.front.published

    @property
    def name_date(self) -> date | None:
        """The date that the file's name begins with."""
        match = _DATED.fullmatch(self.id)
        try:
            return date(int(match[1]), int(match[2]), int(match[3])) if match else None
        except ValueError:
            return None

    def place_of(self, *path: str | int) -> Place:
        """Where a field stands, or the top of the file."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(1, 1))

    @cached_property
    def lowered(self) -> tuple[frozenset[str], str]:
        """The body in lower case, its words first: what cannot stand in it is soon found out."""
        text = lower(self.body.text)
        return words_of(text), text

    @cached_property
    def credentials(self) -> tuple[Credential, ...]:
        """What gives access to something, anywhere in the file: code and comments as well."""
        return tuple(find(self.lines))

    @cached_property
    def mask(self) -> Mask:
        """Hides the credentials of this file in a text that may quote them."""
        return Mask(self.credentials)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The body's prose, a paragraph, item or table row at a time."""
        return tuple(passages(self.body))

    @cached_property
    def timed(self) -> tuple[Timed, ...]:
        """The passages in which times of day stand."""
        return tuple(timed(self.passages, self.day.year if self.day else None))

    @property
    def undone(self) -> tuple[Action, ...]:
        """The actions that are neither marked as done nor declined."""
        return tuple(a for a in self.actions if a.status not in ("done", "declined"))

    def problems_of(self, rule: str) -> Iterator[Problem]:
        """What the reader found wrong of one kind."""
        return (problem for problem in self.problems if problem.rule == rule)

    def waivers_of(self, rule: str) -> list[Waiver]:
        """The exemptions from one rule, in the order written."""
        return self._waivers_by_rule.get(rule, [])

    @cached_property
    def _waivers_by_rule(self) -> dict[str, list[Waiver]]:
        found: dict[str, list[Waiver]] = {}
        for waiver in self.waivers:
            found.setdefault(waiver.rule, []).append(waiver)
        return found

    @cached_property
    def anchors(self) -> frozenset[str]:
        """The places of the body that can be linked to."""
        return frozenset(self.body.anchors)

    def sections_at(self, offset: int) -> list[Section]:
        """The sections that a place of the body is in, the outermost first."""
        index = bisect_right(self.body.sections, offset, key=lambda section: section.start)
        return [s for s in self._enclosing[index - 1] if offset < s.end] if index else []

    @cached_property
    def _enclosing(self) -> list[tuple[Section, ...]]:
        """Each section with those around it: a few, so that a look-up is not a search."""
        found: list[tuple[Section, ...]] = []
        for section in self.body.sections:
            around = found[-1] if found else ()
            found.append((*(s for s in around if section.start < s.end), section))
        return found

    @cached_property
    def by_template(self) -> dict[str, Section]:
        """The section found for each of the template's sections, by the template's title."""
        found: dict[str, Section] = {}
        for section in self.body.sections:
            known = self.template.by_wording.get(section.wording)
            if known:
                found.setdefault(known.title, section)
        return found

    def says_nothing_in(self, wanted: TemplateSection) -> bool:
        """Whether nothing stands in a section but what the template itself puts there."""
        return not any(self.lines_in(wanted))

    def lines_in(self, wanted: TemplateSection) -> Iterator[str]:
        """What the author wrote in a section, line by line, without table bars."""
        last = -1
        for offset in self.body.content_in(self.by_template[wanted.title]):
            start = self.body.line_start(offset)
            line = bare(self.body.line_at(offset)) if start != last else ""
            last = start
            if line and line not in wanted.own_lines:
                yield line

    def told(self, subject: str) -> Iterator[tuple[TemplateSection, Section]]:
        """The sections about a subject, with what the template asks of them; empty ones aside."""
        for wanted in self.template.sections:
            section = self.section(wanted) if wanted.about == subject else None
            if section and not self.says_nothing_in(wanted):
                yield wanted, section

    def outline(self) -> "Postmortem":
        """What other postmortems' checks ask of this one: its fields, actions, links, headings.

        The lines stay where a credential has to be masked in what quotes them.
        """
        body = self.body
        return replace(
            self,
            body=Body(
                first_line=body.first_line,
                line_starts=body.line_starts,
                sections=body.sections[:1],
                anchors=body.anchors,
                links=body.links,
            ),
            template=self.template.outline,
            places={path: at for path, at in self.places.items() if path[:1] in _NAMING},
            lines=self.lines if self.credentials else (),
            events=(),
        )

    def section(self, wanted: TemplateSection) -> Section | None:
        """The section of the body that answers one of the template's."""
        return self.by_template.get(wanted.title)
