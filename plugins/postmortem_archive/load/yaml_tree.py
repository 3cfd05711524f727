"""The one door to PyYAML: YAML as a tree of texts with places, never as guesses.

YAML turns `1:30` into 90, `no` into False and `010` into 8, and lets the second of two
equal keys win in silence. So the node tree is read instead: every scalar stays the text
that was typed, and what it means is decided by the field's declared type.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from postmortem_archive.model.body import Place
from postmortem_archive.model.finding import Problem

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML without libyaml: slower, the same nodes
    from yaml import SafeLoader  # type: ignore[assignment]

Path = tuple[str | int, ...]

# More than any front matter or archive.yml needs; an alias bomb passes it at once.
MOST_VALUES = 20_000
# libyaml's composer recurses in C, so depth is bounded before it is called.
DEEPEST = 50

_NULL = ("", "~", "null", "Null", "NULL")


class _Loader(SafeLoader):
    """Composes nodes without the guess, by its spelling, of what each value is."""

    def resolve(self, kind: type[yaml.Node], value: str, implicit: object) -> str:
        return "tag:yaml.org,2002:str"


@dataclass(slots=True)
class Tree:
    """The values (text, None, list, dict), where each stands, and what was wrong."""

    value: Any = None
    places: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def parse(text: str, first_line: int = 1) -> Tree:
    """Reads YAML whose first line is line `first_line` of its file. Never raises."""
    tree = Tree()
    if deep := _too_deep(text):
        tree.problems.append(_problem(deep + first_line - 1, 1, "is nested too deeply to read"))
        return tree
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        tree.problems.append(_syntax(text, error, first_line))
        return tree
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + first_line
        code = error.character if isinstance(error.character, int) else ord(error.character)
        message = f"contains the unprintable character U+{code:04X}; remove it"
        tree.problems.append(_problem(line, 1, message))
        return tree
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        tree.problems.append(_problem(first_line, 1, f"cannot be read as YAML: {error}"))
        return tree
    if node is not None:
        try:
            tree.value = _Reader(tree, first_line).value(node, ())
        except _EndlessError as endless:
            tree.problems = [endless.problem]
    return tree


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value of one word or line as it was typed, and where it stands, without its quotes."""

    text: str
    start: Place
    end: Place


def scalars(text: str, first_line: int = 1) -> dict[Path, Scalar]:
    """The values that stand in the text letter by letter, so that other letters could.

    None if the text has anchors, for one value would then stand for several.
    """
    if _ANCHOR.search(text) or _too_deep(text):
        return {}
    try:
        node = yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return {}
    rows = text.split("\n")
    return {
        path: scalar
        for path, one in _walk(node, ())
        if (scalar := _as_typed(one, rows, first_line))
    }


_ANCHOR = re.compile(r"(?:^|[\s\[{,:-])[&*]\w", re.MULTILINE)


def _walk(node: yaml.Node | None, path: Path) -> Iterator[tuple[Path, yaml.ScalarNode]]:
    """The scalars by the reader's paths: the first of two equal keys, empty items left out."""
    if isinstance(node, yaml.ScalarNode):
        yield path, node
    elif isinstance(node, yaml.SequenceNode):
        items = (one for one in node.value if not _is_nothing(one))
        for index, item in enumerate(items):
            yield from _walk(item, (*path, index))
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value not in seen:
                seen.add(key.value)
                yield from _walk(value, (*path, key.value))


def _is_nothing(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in _NULL


def _as_typed(node: yaml.ScalarNode, rows: list[str], first_line: int) -> Scalar | None:
    start, end, quoted = node.start_mark, node.end_mark, node.style in ("'", '"')
    first, last = start.column + quoted, end.column - quoted
    if start.line != end.line or start.line >= len(rows) or node.style in ("|", ">"):
        return None
    if not node.value or rows[start.line][first:last] != node.value:
        return None
    line = start.line + first_line
    return Scalar(node.value, Place(line, first + 1), Place(line, last + 1))


def quote(text: str) -> str:
    """A text as one YAML scalar on one line, quoted only where YAML would misread it."""
    plain = yaml.safe_dump(text, width=float("inf"), allow_unicode=True).strip()
    plain = plain.removesuffix("...").strip()
    if plain != text and not plain.startswith('"'):
        plain = yaml.safe_dump(text, default_style='"', width=float("inf"), allow_unicode=True)
    return plain.strip()


def quote_inside(text: str) -> str:
    """A text as one YAML scalar within brackets or braces, where a comma ends it."""
    listed = yaml.safe_dump([text], width=float("inf"), allow_unicode=True, default_flow_style=True)
    return listed.strip()[1:-1]


def _problem(line: int, column: int, message: str, rule: str = "yaml-unreadable") -> Problem:
    return Problem(line, column, message, rule)


def _too_deep(text: str) -> int:
    """The line (from 1) on which flow or indentation nests beyond all reason, or 0."""
    depth = 0
    for number, line in enumerate(text.split("\n"), 1):
        depth = max(
            0, depth + line.count("[") + line.count("{") - line.count("]") - line.count("}")
        )
        dashes = line.lstrip(" -?:")
        if depth > DEEPEST or len(line) - len(dashes) > 4 * DEEPEST:
            return number
        if line.count("[") > 4 * DEEPEST or line.count("{") > 4 * DEEPEST:
            return number
    return 0


def _syntax(text: str, error: yaml.MarkedYAMLError, first_line: int) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    rows = text.split("\n")
    shown = rows[line] if line < len(rows) else ""
    return _problem(line + first_line, column + 1, _remedy(error, shown, column))


def _remedy(error: yaml.MarkedYAMLError, line: str, column: int) -> str:
    problem = error.problem or ""
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent or "\\t" in problem or line[column : column + 1] == "\t":
        return "a tab stands where YAML wants spaces; indent with spaces"
    if "mapping values are not allowed" in problem:
        return 'a text with ": " in it needs quotes: title: "Outage: orders stuck"'
    if "could not find expected ':'" in problem or "simple key" in problem:
        return "this line is no `field: value`; add the colon, or indent it under its field"
    if "found unexpected end of stream" in problem:
        return "a quotation mark or bracket opened here is never closed"
    if "undefined alias" in problem or "alias" in problem:
        return "a value beginning with * is an alias to YAML; put it in quotes"
    if "cannot start any token" in problem:
        character = line[column : column + 1]
        return f"a value cannot begin with {character}; put it in quotes"
    if "expected ',' or" in problem:
        return f"the list or mapping in brackets is not closed before this ({problem})"
    return f"is not YAML here: {problem or error}"


class _EndlessError(Exception):
    """The tree repeats itself through aliases; nothing of it is kept."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


class _Reader:
    """Walks the nodes once, noting places, and refuses what would not be what it looks like."""

    def __init__(self, tree: Tree, first_line: int) -> None:
        self.tree = tree
        self.first_line = first_line
        self.values = 0
        self.open: list[yaml.Node] = []

    def value(self, node: yaml.Node, path: Path) -> Any:
        mark = node.start_mark
        place = Place(mark.line + self.first_line, mark.column + 1)
        self.tree.places.setdefault(path, place)
        self.values += 1
        if self.values > MOST_VALUES or self._is_open(node):
            message = "aliases (*name) repeat values without end; write the values out"
            raise _EndlessError(_problem(place.line, place.column, message))
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        self.open.append(node)
        try:
            if isinstance(node, yaml.SequenceNode):
                return self._list(node, path)
            return self._mapping(node, path)
        finally:
            self.open.pop()

    def _is_open(self, node: yaml.Node) -> bool:
        """Whether a list or mapping stands within itself."""
        return not isinstance(node, yaml.ScalarNode) and any(node is one for one in self.open)

    def _scalar(self, node: yaml.ScalarNode) -> str | None:
        if not node.style and node.value in _NULL:
            return None
        return str(node.value)

    def _list(self, node: yaml.SequenceNode, path: Path) -> list[Any]:
        values: list[Any] = []
        for item in node.value:
            value = self.value(item, (*path, len(values)))
            if value is None:
                self._refuse(item, "a list item is empty; write its value or remove it")
            else:
                values.append(value)
        return values

    def _mapping(self, node: yaml.Node, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        first: dict[str, int] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._refuse(key_node, "a field's name must be a plain word")
                continue
            key = str(key_node.value)
            if key in values:
                message = (
                    f'"{key}" is given twice: on line {first[key]} and here; '
                    "keep one (most readers would silently use the second)"
                )
                self._refuse(key_node, message, "field-duplicate")
                continue
            line = key_node.start_mark.line + self.first_line
            self.tree.places[(*path, key)] = Place(line, key_node.start_mark.column + 1)
            first[key] = line
            values[key] = self.value(value_node, (*path, key))
        return values

    def _refuse(self, node: yaml.Node, message: str, rule: str = "yaml-unreadable") -> None:
        line, column = node.start_mark.line + self.first_line, node.start_mark.column + 1
        self.tree.problems.append(_problem(line, column, message, rule))
