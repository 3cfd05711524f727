"""The pages that list postmortems: the index, the years, and one for each value of a group."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Finding
from postmortem_archive.model.front_matter import MEASURES, Duration, duration
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.pages import exercise, home, words
from postmortem_archive.pages.body import Heading
from postmortem_archive.pages.group import about
from postmortem_archive.pages.overview import alike_names, meanings_of, overview
from postmortem_archive.pages.page import Link, Page, Rendered, fill
from postmortem_archive.pages.places import EXERCISE, GROUPS, INDEX, TABLE, Places, feed_of
from postmortem_archive.pages.table import FACETS, Facet, values
from postmortem_archive.register import Register
from postmortem_archive.statistics import Figures
from postmortem_archive.translation import _, ngettext
from postmortem_archive.translation import number as written

WITHOUT_DAY = "Undated"
# How many the index lists itself: a browser takes seconds to lay out ten thousand.
LISTED = 200
RECOVER = MEASURES["recover"]
SCRIPTS = (("messages.js", "table.js", "filters.js", "listing.js"),)
_FACETS = {facet.folder: facet.name for facet in FACETS}
_GROUPS = {group.folder: group for group in GROUPS}


def index(whole: Figures, places: Places, told: dict[str, list[Finding]]) -> Page:
    """The archive's front, and below it all postmortems, newest first, with the ways into them."""
    archive = whole.archive

    def render(link: Link) -> Rendered:
        years = _by_year(archive.postmortems)
        front = home.front(whole, lambda posts: rows(posts, archive, places, link), places, link)
        html = fill(
            "index.html",
            title=archive.file.name,
            description=archive.file.description or "",
            count=_count(len(archive.postmortems)),
            ways=[_way(facet, archive, places, link) for facet in FACETS],
            table=link(TABLE),
            home=front,
            years=[
                {
                    "name": _year(name),
                    "anchor": _anchor(name),
                    "address": link(places.year(name)),
                    "count": written(len(years[name])),
                    "rows": rows(posts, archive, places, link),
                    "rest": len(years[name]) - len(posts),
                }
                for name, posts in _newest(years).items()
            ],
            findings=_file_findings(told),
        )
        headings = [*home.headings(front), Heading(2, _("All postmortems"), "all")]
        headings += (Heading(3, _year(name), _anchor(name)) for name in years)
        return Rendered(html, tuple(headings), SCRIPTS)

    described = _("All {archive}, newest first.", archive=archive.file.name)
    description = archive.file.description or described
    return Page(INDEX, archive.file.name, description, render, only_lists=True)


def _count(number: int) -> str:
    return _(
        "{postmortems}, newest first.",
        postmortems=ngettext("{n} postmortem", "{n} postmortems", number),
    )


def _year(name: str) -> str:
    return _("Undated") if name == WITHOUT_DAY else name


def _file_findings(told: dict[str, list[Finding]]) -> list[Finding]:
    """Findings of archive.yml and of templates, which have no page of their own."""
    return [
        f
        for path, group in told.items()
        for f in group
        if not path.endswith(".md") or path.startswith("_")
    ]


def _by_year(postmortems: Iterable[Postmortem]) -> dict[str, list[Postmortem]]:
    years: dict[str, list[Postmortem]] = {}
    for postmortem in postmortems:
        year = str(postmortem.day.year) if postmortem.day else WITHOUT_DAY
        years.setdefault(year, []).append(postmortem)
    return years


def _anchor(year: str) -> str:
    return f"year-{year.lower()}"


def _newest(years: dict[str, list[Postmortem]]) -> dict[str, list[Postmortem]]:
    """So many of the newest; the rest stands on the pages of the years, but for what has none."""
    left = LISTED
    shown = {}
    for name, posts in years.items():
        shown[name] = posts if name == WITHOUT_DAY else posts[:left]
        left -= len(shown[name])
    return shown


def _way(facet: Facet, archive: Archive, places: Places, link: Link) -> dict[str, Any]:
    """A facet: without scripts links to the pages of its values, with them a filter."""
    names = values(facet, archive)
    group = _GROUPS.get(facet.folder)
    members = places.members[group.folder] if group else {}
    return {
        "name": facet.name,
        "label": _(facet.label),
        "filters": len(names) + _is_lacking(facet, archive) > 1,
        "many": _(group.many) if group else "",
        "all": _(group.all) if group else "",
        "overview": link(places.overview(group.folder)) if group else "",
        "values": [
            (name, link(places.of(facet.folder, name) or ""), written(len(members[name])))
            for name in (names if group else ())
        ],
    }


def _is_lacking(facet: Facet, archive: Archive) -> bool:
    """Whether a postmortem has no value of it, which is a choice too."""
    return any(not any(facet.values(postmortem)) for postmortem in archive.postmortems)


def rows(
    postmortems: Iterable[Postmortem], archive: Archive, places: Places, link: Link
) -> list[dict[str, Any]]:
    """Postmortems as the lines of a list."""
    return [_row(postmortem, archive, places, link) for postmortem in postmortems]


def _row(postmortem: Postmortem, archive: Archive, places: Places, link: Link) -> dict[str, Any]:
    front = postmortem.front
    recovered = duration(front, RECOVER)
    return {
        "day": words.day(postmortem.day),
        "severity": severity(postmortem, archive, places, link),
        "title": postmortem.title,
        "address": link(postmortem.path),
        "services": _linked(places, link, "services", front.services),
        "tags": _linked(places, link, "tags", front.tags),
        "span": words.span(recovered.span if recovered else None),
        "span_title": _span_title(recovered),
        "status": postmortem.status,
        "kind": front.kind,
    }


def _span_title(recovered: Duration | None) -> str:
    if recovered is None:
        return _("Time to recover: not known")
    return _("Time to recover (as stated in the report)") if recovered.stated else _(RECOVER.name)


def severity(
    postmortem: Postmortem, archive: Archive, places: Places, link: Link
) -> dict[str, Any] | None:
    """A severity as a badge: its name, label, meaning, rank on the scale (1 is worst), page."""
    name = postmortem.front.severity
    if not name:
        return None
    scale = archive.file.severities or {}
    step = scale.get(name)
    return {
        "name": name,
        "label": (step.label if step else None) or "",
        "meaning": step.definition if step else "",
        "rank": list(scale).index(name) + 1 if step else 0,
        "address": link(places.of("severities", name) or ""),
    }


def _linked(
    places: Places, link: Link, folder: str, names: Iterable[str]
) -> list[tuple[str, str | None]]:
    return [(name, link(places.of(folder, name) or "")) for name in names if name]


def years(archive: Archive, places: Places) -> Iterator[Page]:
    """A page for each year."""
    for year, posts in places.years.items():
        yield _listing(
            places.year(year),
            year,
            _("Postmortems of incidents in {year}.", year=year),
            posts,
            places,
            archive,
            up=(archive.file.name, INDEX),
            facet="year",
            report=places.report(year),
        )


def groups(archive: Archive, places: Places, register: Register) -> Iterator[Page]:
    """For each group an overview of its values, and a page for each value with its figures."""
    for group in GROUPS:
        yield overview(group, archive, places)
        meanings, alike = meanings_of(group, archive), alike_names(group, archive)
        for name, posts in places.members[group.folder].items():
            yield _listing(
                places.of(group.folder, name) or "",
                name,
                meanings.get(name) or "",
                posts,
                places,
                archive,
                up=(_(group.many), places.overview(group.folder)),
                facet=_FACETS[group.folder],
                register=register,
                alike=[(other, places.of(group.folder, other)) for other in alike.get(name, ())],
            )


def _practise(facet: str, name: str, posts: list[Postmortem], link: Link) -> str:
    """Where to practise with the incidents of a service, if any of them can be."""
    if facet != "service" or not any(map(exercise.fits, posts)):
        return ""
    return f"{link(EXERCISE) or ''}?{urlencode({facet: name})}"


def _listing(
    path: str,
    title: str,
    meaning: str,
    posts: list[Postmortem],
    places: Places,
    archive: Archive,
    up: tuple[str, str],
    facet: str,
    register: Register | None = None,
    report: str | None = None,
    alike: Iterable[tuple[str, str | None]] = (),
) -> Page:
    """A list of postmortems; with the register, figures as of its day stand before the list."""

    def render(link: Link) -> Rendered:
        found = about(posts, archive, register, link) if register else None
        html = fill(
            "listing.html",
            title=title,
            meaning=meaning,
            alike=[(name, link(page or "")) for name, page in alike],
            up=(up[0], link(up[1])),
            about=found,
            count=_count(len(posts)),
            rows=rows(posts, archive, places, link),
            report=link(report) if report else None,
            feed=link(f"{feed_of(path)}.xml"),
            practise=_practise(facet, title, posts, link),
            filtered=f"{link(INDEX) or ''}?{urlencode({facet: title})}" if len(posts) > 1 else "",
        )
        parts = ((_("Read these first"), "read-these-first"), (_("All"), "all"))
        headings = (Heading(2, name, anchor) for name, anchor in parts)
        return Rendered(html, tuple(headings) if found and found["first"] else ())

    description = meaning or _("Postmortems: {of}.", of=title)
    return Page(path, title, description, render, only_lists=True, feed=feed_of(path))
