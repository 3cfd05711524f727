"""The incidents of a CSV or JSON list as the file has them, each with where its values stand."""

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from postmortem_archive.load.delimited import read_rows
from postmortem_archive.model.body import Place
from postmortem_archive.model.finding import Problem

# What an object that holds the list calls it.
_LIST_NAMES = ("incidents", "data", "issues", "items", "results")


@dataclass(frozen=True, slots=True)
class Listed:
    """What the file says of one incident, under the file's own names, and where."""

    place: Place
    values: dict[str, Any]
    find: Callable[[str], Place]


@dataclass(slots=True)
class Listing:
    """The incidents of a file, the names of its columns with their places, and what is wrong.

    `whole` is whether the file is a list at all.
    """

    names: dict[str, Place] = field(default_factory=dict)
    listed: list[Listed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    whole: bool = True

    def refuse(self, place: Place, message: str, rule: str = "file-unreadable") -> None:
        self.problems.append(Problem(place.line, place.column, message, rule))


def read_csv(text: str) -> Listing:
    """The rows below a header that names the columns."""
    raw = [*_with_ends(text)]
    read = read_rows(raw)
    listing = Listing()
    if read.error:
        message = (
            f"the rows from here on cannot be read ({read.error}); a value with quotes or a "
            'separator in it is written "so, with ""quotes"" around it"'
        )
        listing.refuse(Place(read.error_line, 1), message)
    if not read.rows:
        listing.whole = False
        if not read.error:
            listing.refuse(Place(1, 1), f"the list is empty; {_FIRST_LINE}")
        return listing
    line, header = read.rows[0]
    starts = _Starts(raw, read.separator)
    for name, place in zip(header, starts.all(line, len(header)), strict=True):
        if not name.strip():
            continue
        if name in listing.names:
            message = f'the column "{name[:60]}" is there twice; keep one'
            listing.refuse(place, message, "field-duplicate")
        listing.names.setdefault(name, place)
    for line, cells in read.rows[1:]:
        _add_row(listing, line, header, cells, starts)
    return listing


_FIRST_LINE = "begin it with a line that names its columns: id,title,severity,started,resolved"


def _with_ends(text: str) -> Iterator[str]:
    """Only a line feed ends a line here, as everywhere that lines are counted."""
    lines = text.split("\n")
    yield from (f"{line}\n" for line in lines[:-1])
    if lines[-1]:
        yield lines[-1]


def _add_row(
    listing: Listing, line: int, header: list[str], cells: list[str], starts: "_Starts"
) -> None:
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        message = (
            f"this row has {len(cells)} values and the header {len(header)}; put quotes around a "
            "value with a separator in it"
        )
        listing.refuse(starts.of(line, len(header)), message)
        return
    pairs = list(zip(header, cells, strict=False))
    nameless = (n for n, (name, cell) in enumerate(pairs) if cell.strip() and not name.strip())
    if (number := next(nameless, None)) is not None:
        listing.refuse(starts.of(line, number), "the column of this value has no name")
    values = dict(reversed(pairs))  # of two columns of one name the first
    place = Place(line, 1)
    listing.listed.append(Listed(place, values, lambda name: starts.of(line, header.index(name))))


@dataclass(frozen=True, slots=True)
class _Starts:
    """Finds where a value stands; looked up only for what is wrong."""

    raw: list[str]
    separator: str

    def of(self, line: int, number: int) -> Place:
        """The place of a row's value, counted from 0."""
        return self.all(line, number + 1)[number]

    def all(self, line: int, count: int) -> list[Place]:
        """The places of a row's first values; of the row, for those on its further lines."""
        found, quoted = [Place(line, 1)], False
        for at, letter in enumerate(self.raw[line - 1], 1):
            if letter == '"':
                quoted = not quoted
            elif letter == self.separator and not quoted:
                found.append(Place(line, at + 1))
        return (found + [found[0]] * count)[:count]


class _ProblemError(ValueError):
    """What makes a JSON file no list: where, and what."""

    def __init__(self, at: int, message: str) -> None:
        super().__init__(message)
        self.at, self.message = at, message


def read_json(text: str) -> Listing:
    """A list of objects, or an object that holds one."""
    listing = Listing()
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]

    def place(at: int) -> Place:
        line = bisect_right(starts, at)
        return Place(line, at - starts[line - 1] + 1)

    try:
        for at, end, members in _objects(text):
            listing.listed.append(_listed(text, at, end, members, place))
            for name in members:
                if name not in listing.names:
                    listing.names[name] = place(_key(text, name, at, end))
    except json.JSONDecodeError as error:
        message = f"is no JSON from here on ({error.msg}); save it again from where it comes from"
        listing.refuse(Place(error.lineno, error.colno), message)
        listing.whole = bool(listing.listed)
    except _ProblemError as error:
        listing.refuse(place(error.at), error.message)
        listing.whole = bool(listing.listed)
    except RecursionError:
        listing.refuse(Place(1, 1), "is nested too deeply to be a list of incidents")
        listing.whole = False
    return listing


def _listed(
    text: str, at: int, end: int, members: dict[str, Any], place: Callable[[int], Place]
) -> Listed:
    return Listed(place(at), members, lambda name: place(_key(text, name, at, end)))


def _key(text: str, name: str, start: int, end: int) -> int:
    """Where a name stands in an object, or else where the object begins."""
    at = text.find(f'"{name}"', start, end)
    return at if at >= 0 else start


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _ProblemError(-1, f'"{twice[:60]}" is there twice in one object; keep one')
    return members


# Numbers stay as they are written.
_DECODER = json.JSONDecoder(
    strict=False,
    parse_int=str,
    parse_float=str,
    parse_constant=str,
    object_pairs_hook=_members,
)
_SPACE = re.compile(r"[ \t\r\n]*")


def _objects(text: str) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """The objects of the list, each with where it begins and ends."""
    start = _list_start(text)
    at = _skip(text, start + 1)
    while text[at : at + 1] != "]":
        value, end = _decoded(text, at)
        if not isinstance(value, dict):
            raise _ProblemError(at, "is no object; each incident is written {…}")
        yield at, end, value
        at = _skip(text, end)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at : at + 1] != "]":
            raise json.JSONDecodeError("a comma or the end of the list is missing", text, at)
    behind = _skip(text, at + 1)
    if start == _skip(text, 0) and behind < len(text):
        raise _ProblemError(behind, "something stands behind the list; take it out")


def _list_start(text: str) -> int:
    """Where the list begins: it is the file, or a member of the object that is the file."""
    at = _skip(text, 0)
    if at == len(text):
        raise _ProblemError(0, f"the list is empty; write {_EXAMPLE}")
    if text[at] != "{":
        if text[at] != "[":
            raise _ProblemError(at, f"is no list of incidents; write {_EXAMPLE}")
        return at
    whole, _ = _decoded(text, at)
    lists = [name for name, value in whole.items() if isinstance(value, list)]
    named = [name for name in _LIST_NAMES if name in lists] or lists
    if not named:
        raise _ProblemError(at, f"holds no list of incidents; write {_EXAMPLE}")
    return _member_start(text, at, named[0])


_EXAMPLE = '[{"id": "INC-42", "started": "2026-02-15", "severity": "SEV-2"}]'


def _member_start(text: str, at: int, wanted: str) -> int:
    """Where the value of an object's member begins."""
    at = _skip(text, at + 1)
    while True:
        name, end = _DECODER.raw_decode(text, at)
        start = _skip(text, _skip(text, end) + 1)  # behind the colon
        if name == wanted:
            return start
        _, end = _DECODER.raw_decode(text, start)
        at = _skip(text, _skip(text, end) + 1)  # behind the comma


def _decoded(text: str, at: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, at)
    except _ProblemError as error:  # the decoder does not tell where it was
        raise _ProblemError(at, error.message) from None


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
