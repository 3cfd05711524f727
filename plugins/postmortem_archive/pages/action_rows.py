"""Actions as the rows of tables, one table for each state: the same wherever they are listed."""

from collections.abc import Iterable
from typing import Any

from postmortem_archive.model.address import quoted
from postmortem_archive.model.incident_list import bare_id
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.pages import words
from postmortem_archive.pages.page import Link
from postmortem_archive.pages.places import Places
from postmortem_archive.pages.rows import action_anchors
from postmortem_archive.register import Entry, Register, wording
from postmortem_archive.translation import N_, _

# A page that people can still open; everything is in the table beside it.
OVERDUE_SHOWN = 500
SHOWN = 200

_STATES = (
    (N_("Overdue"), "overdue", OVERDUE_SHOWN),
    (N_("Due"), "due", SHOWN),
    (N_("Without a deadline"), "without_deadline", SHOWN),
    (N_("Done"), "done", SHOWN),
    (N_("Declined"), "declined", SHOWN),
)


def tables(
    register: Register, places: Places, link: Link, most: int = OVERDUE_SHOWN
) -> list[dict[str, Any]]:
    """A table of the actions of each state, the overdue first; of more than `most`, the first."""
    return [
        _state(title, name, min(limit, most), register, places, link)
        for title, name, limit in _STATES
    ]


def _state(
    title: str, name: str, limit: int, register: Register, places: Places, link: Link
) -> dict[str, Any]:
    entries: tuple[Entry, ...] = getattr(register, name)
    return {
        "title": _(title),
        "anchor": name.replace("_", "-"),
        "count": len(entries),
        "rows": [_row(entry, register, places, link) for entry in entries[:limit]],
    }


def _row(entry: Entry, register: Register, places: Places, link: Link) -> dict[str, Any]:
    postmortem = entry.postmortem
    issue = register.issue_of(entry)
    before, after = issue.beside(entry) if issue else (None, None)
    return {
        "when": wording.when(entry),
        "text": entry.action.text,
        "address": place_of(entry, link),
        "priority": entry.said_priority,
        "owners": owners(entry, places, link),
        "teams": [(name, link(places.of("teams", name) or "")) for name in postmortem.front.teams],
        "aside": _aside(entry),
        "facts": _facts(entry),
        "postmortem": postmortem.title,
        "marks": wording.marks(entry),
        "tracker": _tracker(entry),
        "before": titles([before] if before else [], link),
        "after": titles([after] if after else [], link),
    }


def _aside(entry: Entry) -> list[str]:
    """Its deadline and how long it has been waiting; without a deadline its age is said already."""
    if entry.deadline is None:
        return []
    age = [] if entry.age is None else [wording.old(entry.age)]
    return [words.day(entry.deadline), *age]


def _facts(entry: Entry) -> str:
    """What the columns do not say: its status, and where its deadline is from if not written."""
    odd = "" if entry.action.due else wording.deadline(entry)
    return ", ".join(filter(None, [wording.status(entry), odd])) if entry.undone else ""


def owners(entry: Entry, places: Places, link: Link) -> list[tuple[str, str | None]]:
    """Whose it is, as the cell has it or each by itself, with the pages of those who have one."""
    found = [(owner, link(places.owner(owner) or "")) for owner in entry.owners]
    return (
        [(entry.action.owner, address) for _owner, address in found] if len(found) == 1 else found
    )


def _tracker(entry: Entry) -> tuple[str, str | None] | None:
    """Where it is tracked, as written, and the address if the cell is one or links to one."""
    text = entry.action.tracker
    if not text:
        return None
    body, line = entry.postmortem.body, entry.action.place.line
    targets = (link.target for link in body.links if body.place(link.offset).line == line)
    for address in (text, *targets):
        same = bare_id(address) == bare_id(text).removeprefix("#")
        if address.startswith(("https://", "http://")) and (same or address == text):
            return text, quoted(address)
    return text, None


def place_of(entry: Entry, link: Link) -> str | None:
    """The action's row on the postmortem's page."""
    address = link(entry.postmortem.path)
    anchor = action_anchors(entry.postmortem)[entry.action.place]
    return f"{address}#{anchor}" if address else None


def titles(postmortems: Iterable[Postmortem], link: Link) -> list[tuple[str, str | None]]:
    return [(f"{p.title} ({words.day(p.day)})", link(p.path)) for p in postmortems]
