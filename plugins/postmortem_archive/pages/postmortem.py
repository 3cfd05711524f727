"""The page of one postmortem: what, how bad, how long, whose, in what state; then its text."""

from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from postmortem_archive.model.address import aim
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Finding
from postmortem_archive.model.front_matter import MEASURES, MOMENTS, duration
from postmortem_archive.model.postmortem import Action, Postmortem
from postmortem_archive.pages import actions, body, words
from postmortem_archive.pages.listing import severity
from postmortem_archive.pages.page import Link, Page, Rendered, fill
from postmortem_archive.pages.places import INDEX, Places
from postmortem_archive.register import Register
from postmortem_archive.resemblance import Index, suggestions

# What draws the diagrams of a text.
_DIAGRAMS = "mermaid.js"
_PEOPLE = (("incident_commander", "Led by"), ("responders", "Responded"), ("authors", "Written by"))
_GROUPS = (
    ("services", "Services"),
    ("teams", "Teams"),
    ("causes", "Causes"),
    ("tags", "Tags"),
)
_REPEATS = "Repeat of"
_VERDICTS = {"repeat_of": _REPEATS, "related": "Related to", "not_repeat_of": "Not a repeat of"}
_REVERSED = {
    "repeat_of": "Repeated by",
    "related": "Related to",
    "not_repeat_of": "Not repeated by",
}


def page(
    postmortem: Postmortem,
    archive: Archive,
    places: Places,
    findings: list[Finding],
    register: Register,
    index: Index,
) -> Page:
    """A postmortem's page, with its findings if it has any, and the state of its actions.

    `index` is that of resemblance.
    """

    def render(link: Link) -> Rendered:
        text = body.render(postmortem.body.text, lambda target: _resolve(target, postmortem, link))
        html = fill(
            "postmortem.html",
            title=postmortem.title,
            up=_up(archive, places, postmortem, link),
            kind=postmortem.front.kind,
            severity=severity(postmortem, archive, places, link),
            status=postmortem.status,
            day=words.day(postmortem.day),
            spans=_spans(postmortem),
            facts=_facts(postmortem, places, link),
            impact=_impact(postmortem),
            addresses=_addresses(postmortem),
            actions=actions.summary(postmortem, register, link),
            verdicts=_verdicts(postmortem, archive, link),
            alike=_alike(postmortem, archive, index, link),
            findings=findings,
            text=Markup(text.html),  # sanitised by body.render
        )
        return Rendered(html, text.headings, (_DIAGRAMS,) if text.has_diagrams else ())

    return Page(
        postmortem.path, postmortem.title, _description(postmortem), render, postmortem.path
    )


def _description(postmortem: Postmortem) -> str:
    services = ", ".join(postmortem.front.services)
    parts = [words.day(postmortem.day), postmortem.front.severity, services]
    return f"Postmortem: {postmortem.title} ({', '.join(p for p in parts if p)})."


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


def _spans(postmortem: Postmortem) -> list[dict[str, Any]]:
    spans = []
    for measure in MEASURES.values():
        found = duration(postmortem.front, measure)
        if found:
            spans.append(
                {
                    "name": measure.name,
                    "span": words.span(found.span),
                    "stated": found.stated,
                    "definition": measure.definition,
                }
            )
    return spans


def _facts(
    postmortem: Postmortem, places: Places, link: Link
) -> list[tuple[str, list[tuple[str, str | None]]]]:
    """The front matter as lines of name and values, each value with its page if it has one."""
    front = postmortem.front
    facts: list[tuple[str, list[tuple[str, str | None]]]] = []
    for name in MOMENTS:
        if value := getattr(front, name):
            facts.append((name.capitalize(), [(words.moment(value), None)]))
    if front.detection:
        facts.append(("Detected by", [(front.detection, None)]))
    for folder, label in _GROUPS:
        values = [(name, link(places.of(folder, name) or "")) for name in getattr(front, folder)]
        facts.append((label, values))
    for name, label in _PEOPLE:
        value = getattr(front, name) or ()
        people = [value] if isinstance(value, str) else value
        facts.append((label, [(person, None) for person in people]))
    if front.published:
        facts.append(("Published", [(words.day(front.published), None)]))
    if front.tracker:
        facts.append(("Tracker", [(front.tracker, _address(front.tracker))]))
    return [(label, values) for label, values in facts if values]


def _address(text: str) -> str | None:
    return text if text.startswith(("https://", "http://")) else None


def _short(address: str) -> str:
    """An address by its host: the whole of it is a click away."""
    return urlsplit(address).hostname or address if _address(address) else address


def _impact(postmortem: Postmortem) -> list[tuple[str, str]]:
    impact = postmortem.front.impact
    if impact is None:
        return []
    stated = [
        (name.replace("_", " ").capitalize(), str(getattr(impact, name)))
        for name in ("users", "requests", "revenue", "tickets", "data_loss", "data_exposed")
        if getattr(impact, name) is not None
    ]
    if impact.slo:
        objective = f"{impact.slo.objective:g} % over {words.span(impact.slo.window)}"
        stated.append(("Objective", objective))
    return stated


def _addresses(postmortem: Postmortem) -> list[tuple[str, str, str | None]]:
    return [
        (label, _short(address), _address(address))
        for label, addresses in postmortem.front.links.items()
        for address in addresses
    ]


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
        "label": label,
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
    facts = [action.owner, f"due {action.due}" if action.due else "", action.status or "no status"]
    return f"{action.text} ({', '.join(filter(None, facts))})"
