"""The page of the action register, and what a postmortem's page says of its own actions."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.slug import slugs
from postmortem_archive.pages import words
from postmortem_archive.pages.action_rows import SHOWN, place_of, tables, titles
from postmortem_archive.pages.body import Heading
from postmortem_archive.pages.page import Link, Page, Rendered, fill
from postmortem_archive.pages.places import (
    ACTIONS,
    ACTIONS_CALENDAR,
    ACTIONS_TABLE,
    INDEX,
    OWNERS,
    Places,
)
from postmortem_archive.register import (
    DEFINITION,
    Completion,
    Entry,
    Issue,
    Register,
    completion_of,
    wording,
)
from postmortem_archive.statistics.wording import percent, percents
from postmortem_archive.translation import _, ngettext

GROUPS_SHOWN = 50
IN_GROUP_SHOWN = 10
ISSUES_SHOWN = 100
ALIKE_SHOWN = 3


def page(register: Register, archive: Archive, places: Places) -> Page:
    """Every action that is left to do, as far as a page holds them, and how much is done."""

    def render(link: Link) -> Rendered:
        states = tables(register, places, link)
        groups = [
            _groups(
                "owner",
                (_("By owner"), _("Owner"), _("nobody")),
                register.most_overdue_first(register.by_owner),
                link,
                lambda name: link(places.owner(name) or ""),
            ),
            _groups(
                "team",
                (_("By team"), _("Team"), _("no team")),
                register.most_overdue_first(register.by_team),
                link,
            ),
            _groups(
                "priority",
                (_("By priority"), _("Priority"), _("none")),
                {name: register.part(some) for name, some in register.by_priority.items()},
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
            owners=link(OWNERS),
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


def _section(entry: Entry) -> str:
    """The anchor of the last heading above the action, or ""."""
    sections = entry.postmortem.body.sections
    index = bisect_right(sections, entry.action.place.line, key=lambda s: s.place.line)
    return sections[index - 1].anchor if index else ""


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


def done_of(completion: Completion) -> str:
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
    parts: Mapping[str, Register],
    link: Link,
    own: Callable[[str], str | None] = lambda name: None,
) -> dict[str, Any]:
    """What each owner, team or priority has left to do, where `own` gives no page that says it.

    `named` are the title, the heading of the column, and what stands where there is no name.
    """
    title, column, none = named
    anchors = slugs(parts)
    all_of_it = sum(len(part.undone) for part in parts.values()) <= SHOWN
    return {
        "title": title,
        "anchor": f"by-{kind}",
        "column": column,
        "count": len(parts),
        "rows": [
            {
                "name": name or none,
                "address": own(name),
                "anchor": f"{kind}-{anchors[name]}",
                "undone": len(part.undone),
                "overdue": len(part.overdue),
                "done": done_of(part.completion),
                "entries": [] if own(name) else _entries(part, all_of_it, link),
            }
            for name, part in list(parts.items())[:GROUPS_SHOWN]
        ],
    }


def _entries(part: Register, all_of_it: bool, link: Link) -> list[tuple[str, str, str | None]]:
    shown = part.undone if all_of_it else part.undone[:IN_GROUP_SHOWN]
    return [(wording.when(e), e.action.text, place_of(e, link)) for e in shown]


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


def summary(
    postmortem: Postmortem, register: Register, places: Places, link: Link
) -> dict[str, Any] | None:
    """The state of a postmortem's actions in a line, and which were issued elsewhere too."""
    entries = register.of(postmortem)
    if not entries:
        return None
    completion = completion_of("", entries, 0)
    return {
        "done": _("{done} of {n} done", done=len(completion.done), n=completion.n),
        "rest": "".join(f"; {fact}" for fact in _left(entries, completion)),
        "own": f"#{_section(entries[0])}" if _section(entries[0]) else None,
        "owners": list(_owners(entries, places, link)),
        "register": link(ACTIONS),
        "issued": [
            (entry.action.text, *_around(issue, entry, link))
            for entry in entries
            if (issue := register.issue_of(entry))
        ],
    }


def _owners(
    entries: Sequence[Entry], places: Places, link: Link
) -> Iterator[tuple[str, str | None]]:
    """Those with a page who have something left to do here."""
    named = {owner.casefold(): owner for e in entries if e.undone for owner in e.owners}
    for owner in named.values():
        if page := places.owner(owner):
            yield owner, link(page)


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
        [*titles(shown, link), (_("{n} more", n=more), link(ACTIONS))]
        if more
        else titles(shown, link)
    )
