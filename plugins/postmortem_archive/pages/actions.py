"""The page of the action register, and what a postmortem's page says of its own actions."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.slug import slugs
from postmortem_archive.pages import words
from postmortem_archive.pages.body import Heading
from postmortem_archive.pages.page import Link, Page, Rendered, fill
from postmortem_archive.pages.places import ACTIONS, ACTIONS_CALENDAR, ACTIONS_TABLE, INDEX, Places
from postmortem_archive.pages.rows import action_anchors
from postmortem_archive.register import (
    DEFINITION,
    Completion,
    Entry,
    Groups,
    Issue,
    Register,
    completion_of,
    wording,
)
from postmortem_archive.statistics.wording import percent, percents
from postmortem_archive.translation import N_, _, ngettext

# A page that people can still open; everything is in the table beside it.
OVERDUE_SHOWN = 500
SHOWN = 200
GROUPS_SHOWN = 50
IN_GROUP_SHOWN = 10
ISSUES_SHOWN = 100
ALIKE_SHOWN = 3

_STATES = (
    (N_("Overdue"), "overdue", OVERDUE_SHOWN),
    (N_("Due"), "due", SHOWN),
    (N_("Without a deadline"), "without_deadline", SHOWN),
    (N_("Done"), "done", SHOWN),
    (N_("Declined"), "declined", SHOWN),
)


def page(register: Register, archive: Archive, places: Places) -> Page:
    """Every action that is left to do, as far as a page holds them, and how much is done."""

    def render(link: Link) -> Rendered:
        states = [_state(*each, register, places, link) for each in _STATES]
        groups = [
            _groups(
                "owner",
                (_("By owner"), _("Owner"), _("nobody")),
                register.by_owner,
                register,
                link,
            ),
            _groups(
                "team", (_("By team"), _("Team"), _("no team")), register.by_team, register, link
            ),
            _groups(
                "priority",
                (_("By priority"), _("Priority"), _("none")),
                register.by_priority,
                register,
                link,
            ),
        ]
        html = fill(
            "actions.html",
            up=(archive.file.name, link(INDEX)),
            today=words.day(register.today),
            all=len(register.entries),
            undone=len(register.undone),
            without_status=len(register.without_status),
            table=link(ACTIONS_TABLE),
            calendar=link(ACTIONS_CALENDAR),
            states=states,
            definition=_(DEFINITION),
            smallest=register.smallest_n,
            completion=[_completion(register.completion, _("All")), *_by_priority(register)],
            ages=_ages(register, link),
            groups=groups,
            issues=[_issue(issue, link) for issue in register.issues[:ISSUES_SHOWN]],
            issues_all=len(register.issues),
        )
        named = [(state["title"], state["anchor"]) for state in states[:3]]
        named += [(_("How much is done"), "completion")]
        named += [(group["title"], group["anchor"]) for group in groups]
        named += [(_("Issued again"), "issued-again")]
        named += [(state["title"], state["anchor"]) for state in states[3:]]
        return Rendered(html, tuple(Heading(2, title, anchor) for title, anchor in named))

    description = _("Action items of all postmortems: open, overdue, by owner, team and priority.")
    return Page(ACTIONS, _("Actions"), description, render, only_lists=True)


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
        "owner": entry.action.owner,
        "teams": [(name, link(places.of("teams", name) or "")) for name in postmortem.front.teams],
        "aside": _aside(entry),
        "facts": _facts(entry),
        "postmortem": postmortem.title,
        "marks": wording.marks(entry),
        "before": _named([before] if before else [], link),
        "after": _named([after] if after else [], link),
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


def place_of(entry: Entry, link: Link) -> str | None:
    """The action's row on the postmortem's page."""
    address = link(entry.postmortem.path)
    anchor = action_anchors(entry.postmortem)[entry.action.place]
    return f"{address}#{anchor}" if address else None


def _section(entry: Entry) -> str:
    """The anchor of the last heading above the action, or ""."""
    sections = entry.postmortem.body.sections
    index = bisect_right(sections, entry.action.place.line, key=lambda s: s.place.line)
    return sections[index - 1].anchor if index else ""


def _named(postmortems: Iterable[Postmortem], link: Link) -> list[tuple[str, str | None]]:
    return [(f"{p.title} ({words.day(p.day)})", link(p.path)) for p in postmortems]


def _completion(completion: Completion, name: str) -> dict[str, Any]:
    interval = completion.interval
    return {
        "name": name,
        "done": len(completion.done),
        "n": completion.n,
        "without_status": completion.without_status,
        "share": percent(completion.share),
        "interval": percents(interval) if interval else "",
    }


def _done_of(completion: Completion) -> str:
    return _("{n} of {of}", n=str(len(completion.done)), of=str(completion.n))


def _by_priority(register: Register) -> list[dict[str, Any]]:
    return [
        _completion(each, each.name or _("none"))
        for each in register.completion_by_priority[:GROUPS_SHOWN]
    ]


def _ages(register: Register, link: Link) -> dict[str, Any] | None:
    if register.median_age is None:
        return None
    oldest = register.by_age[0]
    return {
        "n": len(register.by_age),
        "median": round(register.median_age),
        "oldest": oldest.age or 0,
        "text": oldest.action.text,
        "address": place_of(oldest, link),
    }


def _groups(
    kind: str,
    named: tuple[str, str, str],
    groups: Groups,
    register: Register,
    link: Link,
) -> dict[str, Any]:
    """What is left to do by owner, team or priority: those with the most overdue first.

    `named` are the title, the heading of the column, and what stands where there is no name.
    """
    title, column, none = named
    parts = {name: register.part(some) for name, some in groups.items()}
    if kind != "priority":
        order = sorted(
            parts, key=lambda name: (-len(parts[name].overdue), -len(parts[name].undone))
        )
        parts = {name: parts[name] for name in order}
    anchors = slugs(parts)
    few = len(register.undone) <= SHOWN
    return {
        "title": title,
        "anchor": f"by-{kind}",
        "column": column,
        "count": len(parts),
        "rows": [
            {
                "name": name or none,
                "anchor": f"{kind}-{anchors[name]}",
                "undone": len(part.undone),
                "overdue": len(part.overdue),
                "done": _done_of(part.completion),
                "entries": [
                    (wording.when(entry), entry.action.text, place_of(entry, link))
                    for entry in part.undone[: len(part.undone) if few else IN_GROUP_SHOWN]
                ],
            }
            for name, part in list(parts.items())[:GROUPS_SHOWN]
        ],
    }


def _issue(issue: Issue, link: Link) -> dict[str, Any]:
    latest = issue.entries[-1]
    shown = issue.entries[-ALIKE_SHOWN:]
    return {
        "text": latest.action.text,
        "count": len(issue.postmortems),
        "more": len(issue.entries) - len(shown),
        "entries": [
            (words.day(e.postmortem.day), e.postmortem.title, place_of(e, link), wording.status(e))
            for e in shown
        ],
    }


def summary(postmortem: Postmortem, register: Register, link: Link) -> dict[str, Any] | None:
    """The state of a postmortem's actions in a line, and which were issued elsewhere too."""
    entries = register.of(postmortem)
    if not entries:
        return None
    completion = completion_of("", entries, 0)
    return {
        "done": _("{done} of {n} done", done=len(completion.done), n=completion.n),
        "rest": "".join(f"; {fact}" for fact in _left(entries, completion)),
        "own": f"#{_section(entries[0])}" if _section(entries[0]) else None,
        "register": link(ACTIONS),
        "issued": [
            (entry.action.text, *_around(issue, entry, link))
            for entry in entries
            if (issue := register.issue_of(entry))
        ],
    }


def _around(issue: Issue, entry: Entry, link: Link) -> Iterator[list[tuple[str, str | None]]]:
    """The postmortems that had it last before, and those that had it next."""
    all_of_it, place = issue.postmortems, issue.place(entry)
    last = all_of_it[max(0, place - ALIKE_SHOWN) : place][::-1]
    yield _few(last, place, link)
    yield _few(all_of_it[place + 1 : place + 1 + ALIKE_SHOWN], len(all_of_it) - place - 1, link)


def _left(entries: Sequence[Entry], completion: Completion) -> Iterable[str]:
    if late := [entry.days_overdue for entry in entries if entry.overdue]:
        yield _late(len(late), max(late))
    if declined := len(entries) - completion.n:
        yield _("{n} declined", n=declined)
    if unknown := completion.without_status:
        yield _("{n} without a status, which counts as not done", n=unknown)


def _late(overdue: int, days: int) -> str:
    if overdue == 1:
        return ngettext("1 overdue, by {n} day", "1 overdue, by {n} days", days)
    return ngettext(
        "{overdue} overdue, by up to {n} day",
        "{overdue} overdue, by up to {n} days",
        days,
        overdue=overdue,
    )


def _few(shown: Sequence[Postmortem], of: int, link: Link) -> list[tuple[str, str | None]]:
    more = of - len(shown)
    return (
        [*_named(shown, link), (_("{n} more", n=more), link(ACTIONS))]
        if more
        else _named(shown, link)
    )
