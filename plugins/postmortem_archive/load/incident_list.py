"""Reads the list of all incidents, as far as it can be read; what cannot be is a problem."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from posixpath import basename
from typing import Any

from postmortem_archive.credentials import Mask, find
from postmortem_archive.load.listed import Listed, Listing, read_csv, read_json
from postmortem_archive.load.source import BYTE_ORDER_MARK, Source, decode
from postmortem_archive.model.archive_file import ArchiveFile
from postmortem_archive.model.body import Place
from postmortem_archive.model.declared import read
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.incident_list import (
    LIST_FILES,
    Columns,
    ListedIncident,
    column_of,
)
from postmortem_archive.model.nearest import nearest, respelled, suggestion

# A list of ten thousand with the same mistake in each row is one mistake.
_MOST_PROBLEMS = 20
# Nothing that belongs in a list of incidents is longer.
_LONGEST = 1000
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BETWEEN_NAMES = re.compile("[,;\n]")


@dataclass(frozen=True, slots=True)
class IncidentList:
    """The incidents, or None if there is no list; problems and sources by the file's path."""

    incidents: tuple[ListedIncident, ...] | None = None
    problems: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)


def read_incident_list(found: Mapping[str, bytes | str], file: ArchiveFile) -> IncidentList:
    """The list among the files that may be it: their bytes by name, or why there are none.

    Its incidents stand in the file's order. An incident without an id or a day is left
    out, which is a problem of the file.
    """
    if not found:
        return IncidentList()
    path = next(name for name in LIST_FILES if name in found)
    data = found[path]
    if isinstance(data, str):
        problem = Problem(1, 1, data, "file-unreadable")
        return IncidentList(None, {path: (problem,)}, {path: Source("")})
    source, listing = _listing(path, data)
    incidents = _incidents(listing, file) if listing.whole else None
    problems = {path: _bounded([*source.problems, *listing.problems])}
    sources = {path: source}
    for other in [name for name in found if name != path]:
        message = f"is not read, for there is {path} as well; keep one of the two"
        problems[other] = (Problem(1, 1, message, "file-unreadable"),)
        sources[other] = Source("")
    return IncidentList(incidents, problems, sources)


def _listing(path: str, data: bytes) -> tuple[Source, Listing]:
    if b"\0" in data[:1000]:
        problem = Problem(1, 1, "is no text in UTF-8; save it so", "file-unreadable")
        return Source("", (problem,)), Listing(whole=False)
    # Spreadsheets write the mark, and here it hides nothing.
    source = _masked(decode(data.removeprefix(BYTE_ORDER_MARK)))
    return source, (read_csv if path.endswith(".csv") else read_json)(source.text)


def _masked(source: Source) -> Source:
    """The text without the credentials in it, for its titles are shown to everybody."""
    credentials = tuple(find(source.lines))
    if not credentials:
        return source
    problems = [
        Problem(
            one.line,
            one.column,
            f"{one.kind} in the list; revoke it now, for git history keeps it, then take it out",
            "credential-shown",
        )
        for one in credentials
    ]
    return Source(Mask(credentials)(source.text), (*source.problems, *problems))


def _bounded(problems: list[Problem]) -> tuple[Problem, ...]:
    """The first of many problems, and how many more there are."""
    problems.sort(key=lambda problem: (problem.line, problem.column))
    kept, left = problems[:_MOST_PROBLEMS], problems[_MOST_PROBLEMS:]
    if left:
        first = left[0]
        message = f"there are {len(left)} more problems from here on; mend those above first"
        kept.append(Problem(first.line, first.column, message, "field-unreadable"))
    return tuple(kept)


def _incidents(listing: Listing, file: ArchiveFile) -> tuple[ListedIncident, ...] | None:
    columns = _columns(listing)
    if listing.names and not _has_needed(columns, listing):
        return None
    found: dict[str, ListedIncident] = {}
    for listed in listing.listed:
        incident = _incident(listed, columns, file, listing)
        if incident is None:
            continue
        first = found.setdefault(incident.id.casefold(), incident)
        if first is not incident:
            message = f'the id "{incident.id[:60]}" stands on line {first.line} too; keep one'
            listing.refuse(_find(listed, columns, "id"), message, "id-repeated")
    return tuple(found.values())


def _columns(listing: Listing) -> dict[str, str]:
    """The declared column that each of the list's own names means."""
    meant: dict[str, str] = {}
    if not any(map(column_of, listing.names)):
        return meant  # it has no names at all, of which one thing is to be said
    for name, place in listing.names.items():
        column = column_of(name)
        if column is None:
            message = f'"{_shown(name)}" is no column of this list; {_right(name)}'
            listing.refuse(place, message, "field-unknown")
        elif column in meant.values():
            other = next(known for known, means in meant.items() if means == column)
            message = f'"{_shown(name)}" and "{_shown(other)}" both say {column}; keep one'
            listing.refuse(place, message, "field-duplicate")
        else:
            meant[name] = column
    return meant


def _has_needed(columns: Mapping[str, str], listing: Listing) -> bool:
    lacks = [] if "id" in columns.values() else ["id"]
    if not {"started", "resolved"} & set(columns.values()):
        lacks.append("started")
    if lacks:
        right = "call what there is id, started, severity, and so on"
        message = f"there is no column {' and no column '.join(lacks)}; {right}"
        listing.refuse(Place(1, 1), message, "field-missing")
    return not lacks


def _right(name: str) -> str:
    near = nearest(name, Columns.model_fields)
    if near:
        return f'did you mean "{near}"?'
    return f"take it out, or give it one of these names: {', '.join(Columns.model_fields)}"


def _shown(name: str) -> str:
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", name)[:60]


def _incident(
    listed: Listed, columns: Mapping[str, str], file: ArchiveFile, listing: Listing
) -> ListedIncident | None:
    data: dict[str, Any] = {"line": listed.place.line}
    for name, column in columns.items():
        value = _value(column, listed.values.get(name))
        if isinstance(value, str) and len(value) > _LONGEST:
            message = f"{column}: {len(value):,} characters are too many; leave the rest out"
            listing.refuse(listed.find(name), message, "field-unreadable")
        elif value:
            data[column] = value
    if isinstance(data.get("severity"), str):
        data["severity"] = _spelled(data["severity"], file)
    row, defects = read(ListedIncident, data)
    for defect in defects:
        place = _find(listed, columns, str(defect.path[0]) if defect.path else "")
        listing.refuse(place, defect.message, "field-unreadable")
    if not row.id or not (row.started or row.resolved):
        _refuse_row(listed, columns, row, listing)
        return None
    if row.severity and file.severities and row.severity not in file.severities:
        hint = suggestion(row.severity, file.severities)
        message = f'severity: "{row.severity[:60]}" is none of archive.yml; {hint}'
        listing.refuse(_find(listed, columns, "severity"), message, "field-unreadable")
    if row.ends_before_it_begins:
        message = "resolved: this is before it started; correct the one that is wrong"
        listing.refuse(_find(listed, columns, "resolved"), message, "moments-out-of-order")
    return row


def _refuse_row(listed: Listed, columns: Mapping[str, str], row: Columns, listing: Listing) -> None:
    """Says what an incident lacks, unless it is a value of which that was said already."""
    lacks, instead = ("started", "resolved") if row.id else ("id", "id")
    told = [name for name, column in columns.items() if column in (lacks, instead)]
    if not any(_value(lacks, listed.values.get(name)) for name in told):
        what = "day" if row.id else "id"
        message = f"this incident has no {what} and is left out; fill in {_shown(told[0])}"
        listing.refuse(listed.find(told[0]), message, "field-missing")


def _find(listed: Listed, columns: Mapping[str, str], column: str) -> Place:
    name = next((name for name, means in columns.items() if means == column), None)
    return listed.place if name is None else listed.find(name)


def _spelled(severity: str, file: ArchiveFile) -> str:
    """A severity as the archive spells it: `sev1` is SEV-1."""
    known = file.severities or {}
    return severity if severity in known else respelled(severity, known) or severity


def _value(column: str, value: Any) -> Any:
    """A value of the file as the declared column takes it; empty if it says nothing."""
    if isinstance(value, bool):
        value = "true" if value else "false"
    if column == "services" and isinstance(value, str):
        value = _BETWEEN_NAMES.split(value)
    if isinstance(value, list):
        return [one for one in map(_clean, value) if one]
    text = _clean(value)
    if column == "kind" and isinstance(text, str):
        return text.casefold().replace(" ", "-")
    if column == "postmortem" and isinstance(text, str):
        return basename(text).removesuffix(".md")
    return text


def _clean(value: Any) -> Any:
    """A text on one line, with nothing that no terminal and no page takes."""
    if isinstance(value, str):
        return (value if value.isprintable() else _UNPRINTABLE.sub(" ", value)).strip()
    return value
