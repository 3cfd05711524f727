"""The front matter: split from the body, read strictly, with a place for every value.

The one door to python-frontmatter, which splits and joins; what stands in the block is
read by our own handler, because a YAML loader's guesses cannot be taken back.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from frontmatter.default_handlers import BaseHandler

from postmortem_archive.load import yaml_tree
from postmortem_archive.load.yaml_tree import Path, Scalar
from postmortem_archive.model.body import Place
from postmortem_archive.model.declared import Defect, Model, read
from postmortem_archive.model.finding import Edit, Problem

# What is the same text to YAML with and without quotes, in a list and outside one.
_SAFE = re.compile(
    r"(?!.*: |null$)(?=.*[A-Za-z])[A-Za-z0-9](?:[\w .:+/-]*[A-Za-z0-9])?|[0-9]{4}-[0-9]{2}-[0-9]{2}"
)


class Handler(BaseHandler):
    """Front matter between lines of exactly three hyphens. Its text is read by `yaml_tree`."""

    FM_BOUNDARY = re.compile(r"^---[ \t]*$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "---"


@dataclass(frozen=True, slots=True)
class Split:
    """A file's two parts, the line on which each begins, and what is wrong with the block."""

    matter: str
    body: str
    matter_line: int = 1
    body_line: int = 1
    problem: Problem | None = None


def split(text: str) -> Split:
    """Parts the front matter from the body; without a whole block, all is body."""
    if not text.strip():
        return Split("", text, problem=_missing("the file is empty"))
    begin = text[: len(text) - len(text.lstrip())]
    if not re.match(r"---[ \t]*(\n|$)", text[len(begin) :]):
        return Split("", text, problem=_missing("the file does not begin with front matter"))
    lead = begin.count("\n")
    try:
        matter, body = Handler().split(text)
    except ValueError:
        return Split("", text, problem=_unclosed(text, lead + 1))
    problem = _missing("something stands before the front matter's first line") if begin else None
    body_line = text.count("\n") - body.count("\n") + 1
    return Split(matter.removeprefix("\n"), body, lead + 2, body_line, problem)


def _missing(what: str) -> Problem:
    remedy = "; begin the file with a line ---, the fields (title: …), and a line ---"
    return Problem(1, 1, what + remedy, "front-matter-missing")


def _unclosed(text: str, first: int) -> Problem:
    """Points at where the closing line belongs: at the first blank line or heading."""
    rows = text.split("\n")
    ends = (n for n in range(first, len(rows)) if not rows[n].strip() or rows[n].startswith("## "))
    message = "the front matter is never closed; put a line --- here, before the text begins"
    return Problem(next(ends, len(rows) - 1) + 1, 1, message, "front-matter-unclosed")


def typed_values(lines: Sequence[str]) -> dict[Path, Scalar]:
    """The values of a file's front matter that stand there letter by letter."""
    parts = split("\n".join(lines))
    return yaml_tree.scalars(parts.matter, parts.matter_line)


def respelling(typed: Scalar | None, value: str, right: str) -> Edit | None:
    """The edit that writes `right` where `value` stands, whatever quotes are around it."""
    if typed is None or typed.text.strip() != value.strip() or not _SAFE.fullmatch(right):
        return None
    return Edit(typed.start, typed.end, right)


def to_problems(
    defects: list[Defect], places: Mapping[Path, Place], typed: Mapping[Path, Scalar]
) -> list[Problem]:
    """Defects of declared values, at the places of the values."""
    problems = []
    for defect in defects:
        path = defect.path
        while path and path not in places:
            path = path[:-1]
        place = places.get(path, Place(1, 1))
        rule = "field-unknown" if defect.unknown else "field-unreadable"
        scalar = typed.get(defect.path)
        edit = respelling(scalar, scalar.text, defect.right) if scalar and defect.right else None
        problems.append(Problem(place.line, place.column, defect.message, rule, edit=edit))
    return problems


def read_declared(
    model: type[Model], text: str, first_line: int, *, mend: bool = False
) -> tuple[Model, dict[Path, Place], list[Problem]]:
    """YAML text as a declared mapping: what can be read, the places, and all problems.

    With `mend`, the problem of a misspelt value carries the edit that mends it.
    """
    tree = yaml_tree.parse(text, first_line)
    data = tree.value
    if data is None:
        data = {}
    if not isinstance(data, dict):
        place = tree.places.get((), Place(first_line, 1))
        message = "holds no fields; write one `field: value` a line, such as title: …"
        tree.problems.append(Problem(place.line, place.column, message, "yaml-unreadable"))
        data = {}
    value, defects = read(model, data)
    misspelt = mend and any(defect.right for defect in defects)
    typed = yaml_tree.scalars(text, first_line) if misspelt else {}
    return value, tree.places, [*tree.problems, *to_problems(defects, tree.places, typed)]
