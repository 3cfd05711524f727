"""The search page: what a browser searches with, and what stands there before anyone searches."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.front_matter import MEASURES, duration
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.pages.page import Link, Page, Rendered, fill
from postmortem_archive.pages.places import INDEX, SEARCH, SEARCH_INDEX, Places
from postmortem_archive.pages.table import FACETS
from postmortem_archive.search.pieces import pieces
from postmortem_archive.translation import _, pgettext

SCRIPTS = (("messages.js", "filters.js", "search.js"),)
# By what hits can be narrowed down, as the index can: names that the engine knows, and labels.
_FACETS = [(facet.name, facet.label) for facet in FACETS if facet.name != "kind"]
# What a hit shows of those that has a page of its own.
_LINKED = ("severity", "service", "tag")
_LONG = timedelta(hours=2)
# Names of exceptions, metrics and alerts: of several pieces, joined by signs or by capitals.
_EXACT = re.compile(
    r"`([A-Za-z][A-Za-z0-9]{1,20}(?:[_.-][A-Za-z0-9]{2,20}){1,4}|(?:[A-Z][a-z]{2,15}){2,5})`"
)
_ENOUGH = range(10, 36)


def page(archive: Archive, places: Places) -> Page:
    """The page on which the archive's text is searched."""

    def render(link: Link) -> Rendered:
        html = fill(
            "search.html",
            up=[(archive.file.name, link(INDEX))],
            title=pgettext("page", "Search"),
            number=len(archive.postmortems),
            head=link(SEARCH_INDEX),
            listing=link(INDEX),
            scale=json.dumps(list(archive.file.severities or ())),
            pages=json.dumps(_pages(places, link)),
            facets=[(name, _(label)) for name, label in _FACETS],
            examples=[(one, "?" + urlencode({"q": one})) for one in examples(archive, places)],
        )
        return Rendered(html, (), SCRIPTS)

    name = archive.file.name
    description = _("Search {archive}: words, error messages, names, commands.", archive=name)
    return Page(SEARCH, pgettext("page", "Search"), description, render, only_lists=True)


def _pages(places: Places, link: Link) -> dict[str, dict[str, str]]:
    """By facet, the address of each value's page: hits lead there, as rows of other lists do."""
    return {
        facet.name: {
            name: address
            for name in places.members[facet.folder]
            if (address := link(places.of(facet.folder, name) or ""))
        }
        for facet in FACETS
        if facet.name in _LINKED
    }


def examples(archive: Archive, places: Places) -> Iterator[str]:
    """Queries that find something: the service with most, what took long, an exact name."""
    services = places.members["services"]
    named = [name for name in services if re.fullmatch(r"[\w.-]+", name)]
    if named:
        most = min(named, key=lambda name: (-len(services[name]), name))
        yield f"service:{most}"
    if any(_took_long(one) for one in archive.postmortems):
        yield "recover:>2h"
    if exact := next(filter(None, map(_exact, archive.postmortems)), ""):
        yield exact


def _took_long(postmortem: Postmortem) -> bool:
    recovered = duration(postmortem.front, MEASURES["recover"])
    return bool(recovered and recovered.span > _LONG)


def _exact(postmortem: Postmortem) -> str:
    """The longest name in its text that stands in code, or ""."""
    texts = (piece.text for piece in pieces(postmortem) if piece.part != "title")
    found = [name for text in texts for name in _EXACT.findall(text)]
    return max(filter(lambda name: len(name) in _ENOUGH, found), key=len, default="")
