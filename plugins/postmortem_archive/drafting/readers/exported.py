"""What exports in JSON share: their records, the values in them, and the lines they stand on."""

from collections.abc import Iterator
from typing import Any

_LONGEST_VALUE = 20_000


def records(data: Any, *keys: str) -> list[dict[str, Any]]:
    """The objects of a list, or of the list under one of some keys."""
    if isinstance(data, dict):
        data = next((data[key] for key in keys if isinstance(data.get(key), list)), [])
    return [each for each in data if isinstance(each, dict)] if isinstance(data, list) else []


def value(record: Any, *path: str) -> str:
    """The text at a path of keys, on one line, or "" if there is none."""
    for key in path:
        record = record.get(key) if isinstance(record, dict) else None
    return " ".join(record[:_LONGEST_VALUE].split()) if isinstance(record, str) else ""


class Lines:
    """Finds the lines on which values stand that come in the order of the file."""

    def __init__(self, written: str) -> None:
        self.written = written
        self.at = 0
        self.line = 1

    def of(self, wanted: str) -> int:
        """The line of the next place where a text stands, or of the last one found."""
        found = self.written.find(f'"{wanted}"', self.at) if wanted else -1
        if found >= 0:
            self.line += self.written.count("\n", self.at, found)
            self.at = found
        return self.line


def first(values: Iterator[str]) -> str:
    """The first text that is not empty."""
    return next(filter(None, values), "")
