"""Gives every imported postmortem its place: the one it had, or a new one that nobody has."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from postmortem_archive.folder import contents
from postmortem_archive.importers.prepare import Prepared
from postmortem_archive.load import postmortem_paths, yaml_tree
from postmortem_archive.load.front_matter import split
from postmortem_archive.load.source import decode
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.slug import slug

_MARK = b"imported_from:"


def known_origins(folder: Path, archive: Archive) -> dict[str, str]:
    """Where postmortems that were imported before stand now: path by origin."""
    found: dict[str, str] = {}
    for path in postmortem_paths(archive):
        data = contents(folder, path)
        if isinstance(data, bytes) and _MARK in data:
            tree = yaml_tree.parse(split(decode(data).text).matter)
            origin = tree.value.get("imported_from") if isinstance(tree.value, dict) else None
            if isinstance(origin, dict) and isinstance(origin.get("path"), str):
                found.setdefault(origin["path"], path)
    return found


def places(
    prepared: Iterable[Prepared], known: Mapping[str, str], taken: Iterable[str]
) -> dict[str, str]:
    """The path of each postmortem by its origin; two of one day and title get numbers.

    What has a place keeps it. New ones take theirs in the order of their origins, so that the
    same sources get the same places.
    """
    ids = {_id(path) for path in taken}
    found: dict[str, str] = {}
    numbers: dict[str, int] = {}
    by_name: dict[str, list[str]] = {}
    for origin in known:
        by_name.setdefault(_name(origin), []).append(origin)
    for one in sorted(prepared, key=lambda one: one.origin):
        if before := _before(one.origin, known, by_name):
            found[one.origin] = known[before]
            continue
        stem = _stem(one)
        path, number = f"{stem}.md", numbers.get(stem, 1)
        while _id(path) in ids:
            number += 1
            path = f"{stem}-{number}.md"
        numbers[stem] = number
        ids.add(_id(path))
        found[one.origin] = path
    return found


def _before(origin: str, known: Mapping[str, str], by_name: Mapping[str, list[str]]) -> str:
    """What a source was called when it was imported from a folder higher up or further down."""
    if origin in known:
        return origin
    same = [
        one
        for one in by_name.get(_name(origin), ())
        if one.endswith(f"/{origin}") or origin.endswith(f"/{one}")
    ]
    return same[0] if len(same) == 1 else ""


def _name(origin: str) -> str:
    return origin.rpartition("/")[2]


def _stem(one: Prepared) -> str:
    folder = f"{one.day.year}/{one.day}-" if one.day else "undated/"
    return folder + (slug(one.title) or "incident")


def _id(path: str) -> str:
    return re.sub(r"\.md$", "", path.rpartition("/")[2]).casefold()
