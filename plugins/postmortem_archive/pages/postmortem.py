"""The page of one postmortem: what, how bad, how long, whose, in what state; then its text."""

from typing import Any

from markupsafe import Markup

from postmortem_archive.announcement import sections
from postmortem_archive.model.address import aim
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Finding
from postmortem_archive.model.postmortem import Action, Postmortem
from postmortem_archive.pages import actions, body, exercise, facts, phases, rows, words
from postmortem_archive.pages.customers import set_apart
from postmortem_archive.pages.listing import severity
from postmortem_archive.pages.page import Link, Page, Rendered, fill
from postmortem_archive.pages.places import INDEX, Places
from postmortem_archive.register import Register
from postmortem_archive.resemblance import Index, suggestions
from postmortem_archive.translation import N_, _

# What draws the diagrams of a text.
_DIAGRAMS = "mermaid.js"
# What tells the rows of the timeline on the strip.
_STRIP = "strip.js"
# So many further facts stand in the open; more are folded.
_FEW = 2
# Each with how it leads to its postmortem, of some day.
_SIDES = (("before", N_("Before, {day}")), ("after", N_("After, {day}")))
_REPEATS = N_("Repeat of")
_VERDICTS = {
    "repeat_of": _REPEATS,
    "related": N_("Related to"),
    "not_repeat_of": N_("Not a repeat of"),
}
_REVERSED = {
    "repeat_of": N_("Repeated by"),
    "related": N_("Related to"),
    "not_repeat_of": N_("Not repeated by"),
}


def page(
    postmortem: Postmortem,
    archive: Archive,
    places: Places,
    findings: list[Finding],
    register: Register,
    index: Index,
    around: tuple[Postmortem | None, Postmortem | None] = (None, None),
) -> Page:
    """A postmortem's page, with its findings if it has any, and the state of its actions.

    `index` is that of resemblance; `around` are the postmortems before and after it in time.
    """

    def render(link: Link) -> Rendered:
        front = postmortem.front
        placed = rows.timeline(postmortem)
        strip = phases.strip(front, placed, len(postmortem.events) - len(placed))
        text = body.render(
            postmortem.body.text,
            lambda target: _resolve(target, postmortem, link),
            rows.notes(postmortem, placed, register.of(postmortem)),
        )
        further = facts.more(front)
        customers = _for_customers(postmortem)
        html = fill(
            "postmortem.html",
            title=postmortem.title,
            up=_up(archive, places, postmortem, link),
            kind=front.kind,
            severity=severity(postmortem, archive, places, link),
            status=postmortem.status,
            day=words.day(postmortem.day),
            strip=strip,
            times=facts.times(front, strip.phases if strip else ()),
            facts=facts.lines(front, places, link) + (further if len(further) <= _FEW else []),
            further=further if len(further) > _FEW else [],
            actions=actions.summary(postmortem, register, places, link),
            verdicts=_verdicts(postmortem, archive, link),
            alike=_alike(postmortem, archive, index, link),
            findings=findings,
            customers=customers,
            id=postmortem.id,
            exercise=exercise.script(postmortem),
            around=[_neighbour(*each, link) for each in zip(_SIDES, around, strict=True)],
            text=Markup(set_apart(text.html, text.headings, customers)),  # sanitised by render
            has_diagrams=text.has_diagrams,
        )
        ticked = strip is not None and bool(strip.ticks)
        needed = ((_DIAGRAMS, text.has_diagrams), (_STRIP, ticked))
        return Rendered(html, text.headings, tuple((name,) for name, is_so in needed if is_so))

    return Page(
        postmortem.path, postmortem.title, _description(postmortem), render, postmortem.path
    )


def _for_customers(postmortem: Postmortem) -> str | None:
    """The anchor of what was written for customers, if anything was."""
    told = sections.for_customers(postmortem)
    ours = (s.anchor for s in postmortem.body.sections if told and s.title == told.title)
    return next(ours, None)


def _neighbour(
    side: tuple[str, str], other: Postmortem | None, link: Link
) -> dict[str, Any] | None:
    if other is None:
        return None
    name, told = side
    return {
        "side": name,
        "title": other.title,
        "told": _(told, day=words.day(other.day)),
        "address": link(other.path),
    }


def _description(postmortem: Postmortem) -> str:
    services = ", ".join(postmortem.front.services)
    parts = [words.day(postmortem.day), postmortem.front.severity, services]
    facts = ", ".join(p for p in parts if p)
    return _("Postmortem: {title} ({facts}).", title=postmortem.title, facts=facts)


def _resolve(target: str, postmortem: Postmortem, link: Link) -> str | None:
    """The address of what a relative link in the text points at."""
    path, anchor = aim(target, postmortem.path)
    address = link(path)
    return f"{address}#{anchor}" if address is not None and anchor else address


def _up(
    archive: Archive, places: Places, postmortem: Postmortem, link: Link
) -> list[tuple[str, str | None]]:
    trail = [(archive.file.name, link(INDEX))]
    if postmortem.day:
        year = str(postmortem.day.year)
        trail.append((year, link(places.year(year))))
    return trail


def _verdicts(postmortem: Postmortem, archive: Archive, link: Link) -> list[dict[str, Any]]:
    """Verdicts of this postmortem and of others on it."""
    found = []
    front = postmortem.front
    for field, label in _VERDICTS.items():
        for other in getattr(front, field):
            reason = front.not_repeat_of.get(other, "") if field == "not_repeat_of" else ""
            found.append(_verdict(label, other, reason, archive, link))
    mine = {other for field in _VERDICTS for other in getattr(front, field)}
    for field, other_postmortem in archive.named_by.get(postmortem.id, []):
        if other_postmortem.id not in mine:
            reason = other_postmortem.front.not_repeat_of.get(postmortem.id, "")
            reason = reason if field == "not_repeat_of" else ""
            label = _REVERSED[field]
            found.append(_verdict(label, other_postmortem.id, reason, archive, link))
    return [verdict for verdict in found if verdict]


def _verdict(label: str, other: str, reason: str, archive: Archive, link: Link) -> dict[str, Any]:
    target = archive.by_id.get(other)
    if target is None:
        return {}  # unknown, or not for readers of this site: no trace of it
    return {
        "label": _(label),
        "title": target.title,
        "day": words.day(target.day),
        "address": link(target.path),
        "reason": reason,
        "amount": len(target.actions),
        "undone": [_action(action) for action in target.undone] if label == _REPEATS else [],
    }


def _alike(
    postmortem: Postmortem, archive: Archive, index: Index, link: Link
) -> list[dict[str, Any]]:
    """Others that nobody has decided on: what both say, and what causes they name."""
    return [
        {
            "title": each.other.title,
            "day": words.day(each.other.day),
            "address": link(each.other.path),
            "shared": each.shared,
            "causes": each.other.front.causes,
        }
        for each in suggestions(postmortem, archive, index)
    ]


def _action(action: Action) -> str:
    """An action as one line: its text, and whose it is and until when as far as that is said."""
    due = _("due {day}", day=action.due) if action.due else ""
    facts = [action.owner, due, action.status or _("no status")]
    return f"{action.text} ({', '.join(filter(None, facts))})"
