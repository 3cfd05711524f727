"""The table of all postmortems that scripts of the site filter, count and sort in the browser.

It is internal: its form may change with any version, unlike that of postmortems.json, and it says
of each postmortem only what a list shows. It is a script, not JSON, because a page that was opened
as a file may load a script beside it but fetch nothing.

There is a list for each column, and the same place in every column is the same postmortem, the
oldest first: a new one is mostly added at the end. Values that repeat stand once, in `names`, and a
column has their numbers there.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.front_matter import MEASURES, duration
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import STATUSES
from postmortem_archive.pages import exercise
from postmortem_archive.pages.page import Link
from postmortem_archive.pages.places import Places
from postmortem_archive.translation import N_

VERSION = 1
_NO_LETTERS = re.compile("[^a-z0-9]+")
# Nothing that could end a script or a line of one, whatever the table is put into.
_ESCAPED = str.maketrans({"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"})


@dataclass(frozen=True, slots=True)
class Facet:
    """What postmortems are told apart by: its name in addresses, its label, and their values.

    The label is to be said with `_`. `folder` is that of its values' pages, if they have any. A
    postmortem has one value at most, unless there may be `many`.
    """

    name: str
    label: str
    values: Callable[[Postmortem], Iterable[str | None]]
    folder: str = ""
    many: bool = False


FACETS = (
    Facet("severity", N_("Severity"), lambda p: [p.front.severity], "severities"),
    Facet("service", N_("Service"), lambda p: p.front.services, "services", many=True),
    Facet("team", N_("Team"), lambda p: p.front.teams, "teams", many=True),
    Facet("cause", N_("Cause"), lambda p: p.front.causes, "causes", many=True),
    Facet("tag", N_("Tag"), lambda p: p.front.tags, "tags", many=True),
    Facet("year", N_("Year"), lambda p: [str(p.day.year) if p.day else None], "years"),
    Facet("status", N_("Status"), lambda p: [p.status]),
    Facet("kind", N_("Kind"), lambda p: [p.front.kind]),
    Facet("detection", N_("Detection"), lambda p: [p.front.detection]),
)


def script(archive: Archive, places: Places, link: Link) -> str:
    """The table as a script that hands it to the element which loads it: no name is left behind.

    Whoever adds a `script` element with its address hears the event "postmortems" on that element.
    """
    columns = table(archive, places, link)
    lines = ",\n".join(f"{_json(name)}:{_json(column)}" for name, column in columns.items())
    made = f'new CustomEvent("postmortems",{{detail:{{\n{lines}\n}}}})'
    return f"document.currentScript.dispatchEvent({made});\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)


def table(archive: Archive, places: Places, link: Link) -> dict[str, Any]:
    """The columns, by name; `null` is what is not known.

    Of each postmortem: `titles`; `addresses`, below the table's folder, as `_address` writes them
    with `ending`; `days` as YYYY-MM-DD; `minutes` to recover, not rounded to whole ones; and by the
    name of each facet the number of its value, or the list of them. `stated` are the places of
    those whose minutes are as stated. `exercise` has a 1 at the place of each that can be practised
    with, else a 0: as a text, which is smaller than a list. By facet: `names`, in the order in
    which they are listed, and `pages`, the address of each. Of severities, in the order of their
    names: `ranks`, 1 is the worst and 0 not on the scale, and `meanings`.
    """
    posts = archive.postmortems[::-1]
    names = {facet.name: values(facet, archive) for facet in FACETS}
    spans = [duration(p.front, MEASURES["recover"]) for p in posts]
    scale = archive.file.severities or {}
    of_severity = [scale.get(name) for name in names["severity"]]
    ending = "/" if any((link(p.path) or "").endswith("/") for p in posts) else ".html"
    return {
        "version": VERSION,
        "names": names,
        "pages": {f.name: _pages(f, names[f.name], places, link) for f in FACETS if f.folder},
        "ranks": [list(scale).index(n) + 1 if n in scale else 0 for n in names["severity"]],
        "meanings": [step.definition if step else "" for step in of_severity],
        "ending": ending,
        "addresses": [_address(p, ending, link) for p in posts],
        "titles": [p.title for p in posts],
        "days": [p.day.isoformat() if p.day else None for p in posts],
        "minutes": [minutes(each.span) if each else None for each in spans],
        "stated": [place for place, each in enumerate(spans) if each and each.stated],
        "exercise": "".join(str(int(exercise.fits(p))) for p in posts),
        **{facet.name: _column(facet, names[facet.name], posts) for facet in FACETS},
    }


def values(facet: Facet, archive: Archive) -> list[str]:
    """The values that occur, as they are listed: a scale in its order, years newest first."""
    found = sorted({v for p in archive.postmortems for v in facet.values(p) if v})
    if facet.name == "year":
        return sorted(found, key=int, reverse=True)
    scales: dict[str, list[str]] = {
        "severity": list(archive.file.severities or ()),
        "status": list(STATUSES),
    }
    scale = scales.get(facet.name, [])
    return sorted(found, key=lambda v: (scale.index(v) if v in scale else len(scale), v.casefold()))


def _pages(facet: Facet, names: list[str], places: Places, link: Link) -> list[str]:
    years = facet.name == "year"
    paths = (places.year(name) if years else places.of(facet.folder, name) for name in names)
    return [link(path or "") or "" for path in paths]


def _column(facet: Facet, names: list[str], posts: Sequence[Postmortem]) -> list[Any]:
    number = {name: place for place, name in enumerate(names)}
    found = ([number[v] for v in dict.fromkeys(facet.values(p)) if v] for p in posts)
    return [each if facet.many else each[0] if each else None for each in found]


def minutes(span: timedelta) -> float:
    exact = span.total_seconds() / 60
    return int(exact) if exact == int(exact) else max(round(exact, 4), 0.0001)


def _address(postmortem: Postmortem, ending: str, link: Link) -> str | int:
    """The address, or how much of the title makes it: a third of the table is saved by that.

    A number says that the address is YYYY/YYYY-MM-DD-, so many characters of the title in lower
    case with hyphens for all but a to z and digits (0 for all of them), and the ending.
    """
    address = link(postmortem.path) or ""
    words = _NO_LETTERS.sub("-", postmortem.title.lower()).strip("-")
    day = str(postmortem.day or "")
    before = f"{day[:4]}/{day}-" if day else ""
    if not before or not (address.startswith(before) and address.endswith(ending)):
        return address
    slug = address[len(before) : -len(ending)]
    if not slug or not words.startswith(slug):
        return address
    return 0 if slug == words else len(slug)
