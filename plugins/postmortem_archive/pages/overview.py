"""The page of a group: all its values with their meaning, how often, when last, what is alike."""

from collections.abc import Iterable

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.pages import words
from postmortem_archive.pages.page import Link, Page, Rendered, fill
from postmortem_archive.pages.places import INDEX, Group, Places
from postmortem_archive.translation import _, ngettext
from postmortem_archive.vocabulary import FIELDS, usage


def overview(group: Group, archive: Archive, places: Places) -> Page:
    """All values of a group, each with its page."""
    members = places.members[group.folder]
    meanings, alike = meanings_of(group, archive), alike_names(group, archive)

    def render(link: Link) -> Rendered:
        values = [
            {
                "name": name,
                "address": link(places.of(group.folder, name) or ""),
                "meaning": meanings.get(name, ""),
                "count": ngettext("{n} postmortem", "{n} postmortems", len(members[name])),
                "incidents": _incidents(members[name]),
                "last": words.day(members[name][0].day),
                "alike": [
                    (other, link(places.of(group.folder, other) or ""))
                    for other in alike.get(name, ())
                ],
            }
            for name in ordered(group, members, archive)
        ]
        unused = [name for name in meanings if name not in members]
        html = fill(
            "overview.html",
            title=_(group.many),
            up=(archive.file.name, link(INDEX)),
            values=values,
            unused=unused,
        )
        return Rendered(html)

    description = _(group.about, archive=archive.file.name)
    path = places.overview(group.folder)
    return Page(path, _(group.many), description, render, only_lists=True)


def _incidents(posts: list[Postmortem]) -> str:
    """How many of them are incidents, if not all are."""
    number = sum(p.front.kind == "incident" for p in posts)
    if number == len(posts):
        return ""
    return ngettext("{n} incident", "{n} incidents", number) if number else _("no incident")


def ordered(group: Group, members: Iterable[str], archive: Archive) -> list[str]:
    """Severities from the worst down, as archive.yml has them; everything else by name."""
    scale = list(archive.file.severities or ()) if group.folder == "severities" else []
    return sorted(
        members,
        key=lambda name: (scale.index(name) if name in scale else len(scale), name.casefold()),
    )


def alike_names(group: Group, archive: Archive) -> dict[str, tuple[str, ...]]:
    """For each name of a group those that may be it in another spelling."""
    names = usage(archive, group.folder) if group.folder in FIELDS else ()
    return {one.name: one.alike for one in names}


def meanings_of(group: Group, archive: Archive) -> dict[str, str]:
    """What archive.yml says that each name means; "" if it only lists it."""
    if group.folder == "severities":
        scale = archive.file.severities or {}
        return {
            name: f"{s.label + ': ' if s.label else ''}{s.definition}" for name, s in scale.items()
        }
    vocabulary = getattr(archive.file, group.folder) or {}
    return {name: meaning or "" for name, meaning in vocabulary.items()}
