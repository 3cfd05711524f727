"""A template: the sections, tables and fields that a postmortem of its kind has."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import takewhile

from postmortem_archive.model.front_matter import Kind
from postmortem_archive.model.status import Status

# What a section may be marked to tell, whatever its heading is.
SUBJECTS = ("impact", "cause", "customers")
_ASIDE = re.compile(r"\([^()]{0,60}\)")
_ZONE = re.compile(r" in [A-Z]{2,5}$| \([^()]{0,60}\)$")


@lru_cache(maxsize=4096)  # headings and columns are the same few words in every postmortem
def wording(text: str) -> str:
    """Headings and column names as they compare: without asides, markup, zone and case."""
    plain = _ASIDE.sub(" ", _ZONE.sub("", text[:200].strip()))
    letters = (letter if letter.isalnum() or letter in "#/" else " " for letter in plain)
    return " ".join("".join(letters).casefold().replace("’", "'").split())


def bare(line: str) -> str:
    """A line without table bars and spacing, which editors align at will."""
    return " ".join(line.replace("|", " ").split())


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column: its name, other names for it, and whether a table may lack it."""

    name: str
    also: tuple[str, ...] = ()
    optional: bool = False

    def matches(self, header: str) -> bool:
        return wording(header) in {wording(name) for name in (self.name, *self.also)}


@dataclass(frozen=True, slots=True)
class TableShape:
    """The table that a section holds: `timeline` or `actions`, and its columns."""

    role: str
    columns: tuple[Column, ...]

    def asks_for(self, name: str) -> bool:
        """Whether the template has the column and does not make it optional."""
        return any(column.name == name and not column.optional for column in self.columns)

    def positions(self, header: Iterable[str]) -> dict[str, int]:
        """Where each known column stands in a table with this header."""
        found: dict[str, int] = {}
        for index, text in enumerate(header):
            for column in self.columns:
                if column.name not in found and column.matches(text):
                    found[column.name] = index
                    break
        return found


@dataclass(frozen=True, slots=True)
class TemplateSection:
    """One heading of a template and what is asked of the section under it.

    `required` is the status from which the section must be there, or None if it never must.
    `own_lines` are the lines that the skeleton itself puts there, bare: they are no content.
    `rows` are the first cells of table rows whose other cells the author fills in.
    `about` is what the section tells, for those who look for it: one of `SUBJECTS`.
    `most_sentences` is how many sentences it may have.
    """

    title: str
    level: int
    also: tuple[str, ...] = ()
    required: Status | None = "in-review"
    guidance: str = ""
    table: TableShape | None = None
    own_lines: frozenset[str] = frozenset()
    rows: frozenset[str] = frozenset()
    about: str = ""
    most_sentences: int | None = None

    @property
    def wordings(self) -> tuple[str, ...]:
        return tuple(wording(name) for name in (self.title, *self.also))


@dataclass(frozen=True)
class Template:
    """A template: what `new` copies and what `check` holds a postmortem to.

    `kind` is what its postmortems look back on, or None if that is left to them.
    """

    name: str
    describes: str
    fields: dict[str, Status | None]
    sections: tuple[TemplateSection, ...]
    skeleton: str
    own: bool = field(default=False)
    kind: Kind | None = None

    @cached_property
    def by_wording(self) -> dict[str, TemplateSection]:
        pairs = ((name, section) for section in self.sections for name in section.wordings)
        return dict(reversed(list(pairs)))

    @cached_property
    def divided(self) -> dict[str, tuple[TemplateSection, ...]]:
        """The sub-headings of each section that has any, by the section's title."""
        pairs = (
            (parent.title, _parts(parent, self.sections[index + 1 :]))
            for index, parent in enumerate(self.sections)
        )
        return {title: parts for title, parts in pairs if parts}

    @cached_property
    def outline(self) -> "Template":
        """What of it is remembered with each postmortem: one and the same for all of them."""
        return replace(self, sections=(), skeleton="")

    def section_with(self, role: str) -> TemplateSection | None:
        """The section that holds the timeline or the actions, if the template has one."""
        return next((s for s in self.sections if s.table and s.table.role == role), None)


def _parts(
    parent: TemplateSection, following: Iterable[TemplateSection]
) -> tuple[TemplateSection, ...]:
    return tuple(takewhile(lambda section: section.level > parent.level, following))
