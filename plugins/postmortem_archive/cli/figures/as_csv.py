"""Figures as CSV: a row for each number, so that any spreadsheet can pivot it."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from postmortem_archive.statistics import Figures, as_data

# What stands behind a figure, or explains it.
_NOT_NUMBERS = frozenset(
    ["incidents", "without", "earlier", "definition", "actions", "postmortems"]
)

COLUMNS = ("by", "slice", "figure", "statistic", "value")


def render(figures: Figures, by: tuple[str, ...]) -> str:
    """The numbers of `as_data` under the same names; the lists of incidents are left out."""
    data = as_data(figures, by)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(("", *row) for row in _slice(data))
    for dimension, parts in data["slices"].items():
        writer.writerows((dimension, *row) for part in parts for row in _slice(part))
    return stream.getvalue()


def _slice(data: dict[str, Any]) -> Iterator[tuple[str, str, str, object]]:
    for kind, named in data["apart"].items():
        yield data["name"], "apart", kind, len(named)
    for figure, value in data["figures"].items():
        for statistic, number in _numbers(value, ""):
            yield data["name"], figure, statistic, number
    for change in data["changes"]:
        for statistic, number in _numbers(change, ""):
            if statistic != "figure":
                yield data["name"], f"change of {change['figure']}", statistic, number


def _numbers(value: Any, path: str) -> Iterator[tuple[str, object]]:
    """The numbers below a value, each with the keys that lead to it; of a list, how long it is."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key not in _NOT_NUMBERS:
                yield from _numbers(each, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        if path.endswith("interval"):
            low, high = value
            yield f"{path}.low", low
            yield f"{path}.high", high
            return
        if any(not isinstance(each, dict) or "id" in each for each in value) or not value:
            yield path, len(value)
            return
        for at, each in enumerate(value):
            yield from _numbers(each, f"{path}.{at}" if path else str(at))
    else:
        yield path, value
