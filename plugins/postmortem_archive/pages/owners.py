"""The pages of those who own actions: all of them side by side, and what each has to do."""

from collections.abc import Iterator, Mapping
from typing import Any

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.owners import no_people, team_of
from postmortem_archive.pages import words
from postmortem_archive.pages.action_rows import place_of, tables
from postmortem_archive.pages.actions import done_of
from postmortem_archive.pages.body import Heading
from postmortem_archive.pages.page import Link, Page, Rendered, fill
from postmortem_archive.pages.places import ACTIONS, ACTIONS_TABLE, INDEX, OWNERS, Places
from postmortem_archive.register import Register
from postmortem_archive.translation import _

# Of each state: there is such a page for each owner.
SHOWN = 100


def listed(register: Register, archive: Archive) -> list[str]:
    """The owners who have a page, and "" for what nobody owns.

    In an archive that names roles they are those that are no people as far as words tell: a list
    of what a person has not done is nothing that such an archive wants.
    """
    owners = register.by_owner
    if archive.file.policy.people == "names":
        return list(owners)
    known = (*(archive.file.teams or ()), *(archive.file.services or ()))
    return [name for name in owners if not name] + list(
        no_people(filter(None, owners), known, archive.language)
    )


def pages(register: Register, archive: Archive, places: Places) -> Iterator[Page]:
    """The overview, and a page for each owner who may have one."""
    parts = {
        name: part
        for name, part in register.most_overdue_first(register.by_owner).items()
        if places.owner(name)
    }
    yield _overview(parts, register, archive, places)
    for name, part in parts.items():
        yield _page(name, part, archive, places)


def _overview(
    parts: Mapping[str, Register], register: Register, archive: Archive, places: Places
) -> Page:
    def render(link: Link) -> Rendered:
        html = fill(
            "owners.html",
            up=_up(archive, link),
            today=words.day(register.today),
            rows=[_row(name, part, places, link) for name, part in parts.items()],
            apart=len(register.by_owner) - len(parts),
            register=f"{link(ACTIONS) or ''}#by-owner",
        )
        return Rendered(html)

    description = _(
        "Who owns the actions of {archive}, and how much of them is left to do.",
        archive=archive.file.name,
    )
    return Page(OWNERS, _("Owners"), description, render, only_lists=True)


def _up(archive: Archive, link: Link) -> list[tuple[str, str | None]]:
    return [(archive.file.name, link(INDEX)), (_("Actions"), link(ACTIONS))]


def _row(name: str, part: Register, places: Places, link: Link) -> dict[str, Any]:
    oldest = part.by_age[0] if part.by_age else None
    return {
        "name": name or _("nobody"),
        "address": link(places.owner(name) or ""),
        "overdue": len(part.overdue),
        "due": len(part.due),
        "without_deadline": len(part.without_deadline),
        "done": done_of(part.completion),
        "oldest": (words.day(oldest.since), place_of(oldest, link)) if oldest else None,
    }


def _page(name: str, part: Register, archive: Archive, places: Places) -> Page:
    title = name or _("Owned by nobody")
    here = places.owner(name) or OWNERS

    def render(link: Link) -> Rendered:
        shown = tables(part, places, lambda path: None if path == here else link(path), SHOWN)
        states = [state for state in shown if state["count"]]
        team = team_of(name, archive.file.teams or ())
        page = places.of("teams", team) if team else None
        html = fill(
            "owner.html",
            up=[*_up(archive, link), (_("Owners"), link(OWNERS))],
            title=title,
            team=(team, link(page)) if team and page else None,
            today=words.day(part.today),
            all=len(part.entries),
            undone=len(part.undone),
            overdue=len(part.overdue),
            table=link(ACTIONS_TABLE),
            states=states,
        )
        headings = (Heading(2, state["title"], state["anchor"]) for state in states)
        return Rendered(html, tuple(headings))

    told = _("What {owner} has to do after incidents, and what is done.", owner=name)
    description = told if name else _("Actions that nobody owns.")
    return Page(here, title, description, render, only_lists=True)
