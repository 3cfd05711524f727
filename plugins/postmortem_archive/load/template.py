"""A template file becomes a Template: its directives, guidance, tables and fields.

A directive is an HTML comment that begins with a colon and follows its heading:

    <!-- :optional -->                     the section may be left out
    <!-- :required final -->               … must be there from that status (else: in-review)
    <!-- :also What went wrong, … -->      other headings that count as this one
    <!-- :table timeline: Time = When, Date; Event; Source?; Actor? -->
                                           the section's table: columns, other names, ? optional
    <!-- :about impact -->                 … tells this (or: cause, customers)
    <!-- :sentences 3 -->                  … has no more sentences than this

A table row of the skeleton with only its first cell is one that the author fills in.
Any other comment is guidance: `new` copies it, readers never see it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, get_args

from postmortem_archive.load import yaml_tree
from postmortem_archive.load.body import read_body
from postmortem_archive.load.front_matter import split
from postmortem_archive.load.source import decode
from postmortem_archive.model.body import Body, Comment, Section
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.front_matter import FrontMatter, Kind
from postmortem_archive.model.nearest import suggestion
from postmortem_archive.model.status import STATUSES, Status
from postmortem_archive.model.template import (
    SUBJECTS,
    Column,
    TableShape,
    Template,
    TemplateSection,
    bare,
)

RULE = "template-unreadable"
ROLES = {"timeline": ("Time", "Event"), "actions": ("Action",)}
_KNOWN_COLUMNS = {
    "timeline": ("Date", "Time", "Event", "Source", "Actor"),
    "actions": (
        "ID",
        "Action",
        "Type",
        "Why",
        "Priority",
        "Owner",
        "Due date",
        "Status",
        "Tracker",
    ),
}

_SENTENCES = re.compile(r"[1-9][0-9]?")
_OTHERS = (
    ":required STATUS, :also HEADINGS, :table ROLE: COLUMNS, "
    f":about {' or '.join(SUBJECTS)}, :sentences NUMBER"
)


@dataclass(slots=True)
class _Reading:
    body: Body
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, comment: Comment, message: str) -> None:
        place = self.body.place(comment.offset)
        self.problems.append(Problem(place.line, place.column, message, RULE))


def read_template(name: str, data: bytes, *, own: bool = False) -> tuple[Template, list[Problem]]:
    """A template and what is wrong with its file. Never raises."""
    source = decode(data)
    parts = split(source.text)
    problems = [*source.problems, *([parts.problem] if parts.problem else [])]
    tree = yaml_tree.parse(parts.matter, parts.matter_line)
    matter = tree.value if isinstance(tree.value, dict) else {}
    kind, fields = _kind(tree, matter), _fields(tree, matter)
    describes = str(matter.get("describes") or "")
    reading = _Reading(read_body(parts.body, parts.body_line), [*problems, *tree.problems])
    body = reading.body
    sections = [_section(reading, section) for section in body.sections]
    skeleton = _skeleton(body)
    return Template(name, describes, fields, tuple(sections), skeleton, own, kind), reading.problems


def _kind(tree: yaml_tree.Tree, data: dict[str, Any]) -> Kind | None:
    kind = data.get("kind")
    if kind is None or kind in get_args(Kind):
        return kind
    _refuse(tree, ("kind",), f'kind: "{kind}" is none of {", ".join(get_args(Kind))}')
    return None


def _fields(tree: yaml_tree.Tree, data: dict[str, Any]) -> dict[str, Status | None]:
    known, keys = list(FrontMatter.model_fields), ("describes", "kind", "fields")
    fields: dict[str, Status | None] = {"title": "draft", "status": "draft"}
    if data.get("kind"):
        fields["kind"] = "draft"
    for key in data:
        if key not in keys:
            _refuse(tree, (key,), f'"{key}" is not known in a template; known: {", ".join(keys)}')
    wanted: Any = data.get("fields")
    for name, need in (wanted if isinstance(wanted, dict) else {}).items():
        if name not in known:
            _refuse(tree, ("fields", name), f'"{name}" is not a field; {suggestion(name, known)}')
        elif need not in (*STATUSES, "optional"):
            choices = ", ".join((*STATUSES, "optional"))
            _refuse(tree, ("fields", name), f'{name}: "{need}" is none of {choices}')
        else:
            fields[name] = None if need == "optional" else need
    return fields


def _refuse(tree: yaml_tree.Tree, path: tuple[str | int, ...], message: str) -> None:
    place = tree.places[path]
    tree.problems.append(Problem(place.line, place.column, message, RULE))


def _section(reading: _Reading, section: Section) -> TemplateSection:
    body = reading.body
    own = _own_part(body, section)
    also: tuple[str, ...] = ()
    required: Status | None = "in-review"
    table: TableShape | None = None
    about, sentences = "", None
    guidance = []
    for comment in body.comments:
        if not section.start <= comment.offset < own:
            continue
        word, _, rest = comment.text.partition(" ")
        if word == ":optional":
            required = None
        elif word == ":required" and rest.strip() in STATUSES:
            required = rest.strip()  # type: ignore[assignment]  # narrowed by the line above
        elif word == ":also":
            also = tuple(name.strip() for name in rest.split(",") if name.strip())
        elif word == ":table":
            table = _table(reading, comment, rest)
        elif word == ":about" and rest.strip() in SUBJECTS:
            about = rest.strip()
        elif word == ":sentences" and _SENTENCES.fullmatch(rest.strip()):
            sentences = int(rest)
        elif comment.text.startswith(":"):
            message = f"<!-- {comment.text[:40]} --> is no directive; known: :optional, "
            reading.refuse(comment, message + _OTHERS)
        else:
            guidance.append(comment.text)
    lines = frozenset(bare(line) for line in body.text[section.start : own].split("\n"))
    return TemplateSection(
        section.title,
        section.level,
        also,
        required,
        "\n\n".join(guidance),
        table,
        lines - {""},
        frozenset(_rows(body, section.start, own)),
        about,
        sentences,
    )


def _rows(body: Body, start: int, end: int) -> Iterator[str]:
    """The first cells of the rows that the author is to fill in."""
    for table in body.tables:
        if start <= table.offset < end:
            yield from (cell.text for cell in table.labels())


def _own_part(body: Body, section: Section) -> int:
    """Where a section's own text ends: at its first sub-heading."""
    inside = (s for s in body.within(section))
    first = next(inside, None)
    if first is None:
        return section.end
    return body.line_starts[first.place.line - body.first_line]


def _table(reading: _Reading, comment: Comment, rest: str) -> TableShape | None:
    role, _, columns_text = rest.partition(":")
    role = role.strip()
    if role not in ROLES:
        reading.refuse(comment, f'a table holds timeline or actions, not "{role}"')
        return None
    columns = tuple(_column(text) for text in columns_text.split(";") if text.strip())
    for column in columns:
        if column.name not in _KNOWN_COLUMNS[role]:
            known = _KNOWN_COLUMNS[role]
            hint = suggestion(column.name, known)
            reading.refuse(comment, f'"{column.name}" is no column of a table of {role}; {hint}')
    for name in ROLES[role]:
        if name not in {column.name for column in columns}:
            reading.refuse(comment, f'a table of {role} needs the column "{name}"')
    return TableShape(role, columns)


def _column(text: str) -> Column:
    name, _, others = text.partition("=")
    also = tuple(other.strip() for other in others.split(",") if other.strip())
    return Column(name.strip().removesuffix("?"), also, name.strip().endswith("?"))


def _skeleton(body: Body) -> str:
    """The text that `new` copies: everything but the directives."""
    pieces, last = [], 0
    for comment in body.comments:
        if comment.text.startswith(":"):
            pieces.append(body.text[last : comment.offset])
            last = (
                comment.end + 1 if body.text[comment.end : comment.end + 1] == "\n" else comment.end
            )
    pieces.append(body.text[last:])
    return "".join(pieces).strip("\n") + "\n"
