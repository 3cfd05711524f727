"""Reads the objects of a JSON file, each with the line on which it begins.

A list of objects, an object that holds one list of them, one object a line, or one object
alone. Numbers stay as they are written, and the second of two equal keys is kept as well.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any

from postmortem_archive.importers.listed_names import signs_of_incidents
from postmortem_archive.importers.records import Cell, printable
from postmortem_archive.importers.source import SourceFile

ENDINGS: tuple[str, ...] = (".json", ".jsonl", ".ndjson")
_DEEPEST = 20
_SPACE = re.compile(r"[ \t\r\n]*")
# One incident, as the tools hand it over.
_WRAPPERS = ("incident", "data", "alert")


@dataclass(frozen=True, slots=True)
class Object:
    """An object, its values as texts, and the line on which it begins."""

    line: int
    members: dict[str, Any]
    cells: tuple[Cell, ...]


class _TooDeepError(ValueError):
    """Nested beyond all reason."""


@lru_cache(maxsize=2)
def objects(source: SourceFile) -> tuple[Object, ...] | str:
    """The objects, or why there are none."""
    starts = [0, *accumulate(len(line) + 1 for line in source.lines)]
    try:
        found = _found(source.text)
        if isinstance(found, str):
            return found
        return tuple(
            Object(bisect_right(starts, at), members, tuple(_cells("", members, 0)))
            for at, members in found
        )
    except json.JSONDecodeError as error:
        return f"is no JSON: line {error.lineno}: {error.msg}"
    except (_TooDeepError, RecursionError):
        return f"is nested more than {_DEEPEST} deep, which no list of incidents is"


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which a key that stands there twice is there twice."""
    members: dict[str, Any] = {}
    counts: dict[str, int] = {}
    for key, value in pairs:
        name = key
        while name in members:
            counts[key] = counts.get(key, 1) + 1
            name = f"{key} ({counts[key]})"
        members[name] = value
    return members


_DECODER = json.JSONDecoder(
    strict=False,
    parse_int=str,
    parse_float=str,
    parse_constant=str,
    object_pairs_hook=_unique,
)

_Placed = list[tuple[int, dict[str, Any]]]


def _found(text: str) -> _Placed | str:
    at = _skip(text, 0)
    if text[at : at + 1] == "[":
        return _all_objects(list(_items(text, at)))
    values = list(_values(text, at))
    if len(values) > 1:
        return _all_objects(values)
    return _of_one(text, at, values[0][1]) if values else "says nothing"


def _of_one(text: str, at: int, value: Any) -> _Placed | str:
    """What one object holds: itself, if it is an incident, or else its only list of objects."""
    if not isinstance(value, dict):
        return "is no list of objects"
    plain = [key for key, one in value.items() if not isinstance(one, list | dict)]
    if signs_of_incidents(plain, "")[0]:
        return [(at, value)]
    lists = [key for key, one in value.items() if one and _is_objects(one)]
    if len(lists) == 1:
        start = _start(text, at, list(value).index(lists[0]))
        return _all_objects(list(_items(text, start)))
    for name in _WRAPPERS:
        if isinstance(value.get(name), dict):
            return [(_start(text, at, list(value).index(name)), value[name])]
    if lists:
        return f"holds several lists ({', '.join(lists[:4])}); save the one of incidents alone"
    return [(at, value)]


def _is_objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _all_objects(values: list[tuple[int, Any]]) -> _Placed | str:
    if not values:
        return "is an empty list"
    if all(isinstance(value, dict) for _, value in values):
        return values
    return "is no list of objects"


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _values(text: str, at: int) -> Iterator[tuple[int, Any]]:
    """Values one after the other, as on the lines of JSON lines."""
    while at < len(text):
        value, end = _DECODER.raw_decode(text, at)
        yield at, value
        at = _skip(text, end)


def _items(text: str, at: int) -> Iterator[tuple[int, Any]]:
    """The items of the list that begins here, which must be all there is if it is the first."""
    whole, at = at == _skip(text, 0), _skip(text, at + 1)
    while text[at : at + 1] != "]":
        value, end = _DECODER.raw_decode(text, at)
        yield at, value
        at = _skip(text, end)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at : at + 1] != "]":
            raise json.JSONDecodeError("a comma or the end of the list is missing", text, at)
    if whole and _skip(text, at + 1) < len(text):
        raise json.JSONDecodeError("something stands after the list", text, at)


def _start(text: str, at: int, wanted: int) -> int:
    """Where a value of an object begins that was read before, by its place among the others."""
    at = _skip(text, at + 1)
    for number in range(wanted + 1):
        _, end = _DECODER.raw_decode(text, at)
        start = _skip(text, _skip(text, end) + 1)
        if number < wanted:
            _, end = _DECODER.raw_decode(text, start)
            at = _skip(text, _skip(text, end) + 1)
    return start


def _cells(name: str, value: Any, depth: int) -> Iterator[Cell]:
    """Every value within, called by its way there: `severity.name`, `services.1.name`."""
    if depth > _DEEPEST:
        raise _TooDeepError
    if isinstance(value, dict):
        for key, one in value.items():
            spelled = " ".join(printable(key).split())
            yield from _cells(f"{name}.{spelled}" if name else spelled, one, depth + 1)
    elif isinstance(value, list) and any(isinstance(one, list | dict) for one in value):
        for number, one in enumerate(value, 1):
            yield from _cells(f"{name}.{number}", one, depth + 1)
    elif isinstance(value, list):
        texts = tuple(text for one in value if (text := _text(one)).strip())
        if texts:
            yield Cell(name, texts)
    elif (text := _text(value)).strip():
        yield Cell(name, text)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return printable(value) if isinstance(value, str) else str(value).lower()
