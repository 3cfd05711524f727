"""The front matter of one postmortem."""

import json
import re
from collections.abc import Iterator

from scripts.synthetic.clock import iso
from scripts.synthetic.scene import Scene

_PLAIN = re.compile(r"[A-Za-z][\w ,.;()/%’-]*")
_RESPONDERS = (
    "on-call engineer",
    "database engineer",
    "network engineer",
    "release lead",
    "customer service lead",
    "security engineer",
    "communications lead",
)
_SELLS = ("checkout", "payments", "orders", "basket", "storefront-web", "search", "promotions")


def front_matter(scene: Scene) -> str:
    return "\n".join(["---", *_lines(scene), "---"])


def _lines(scene: Scene) -> Iterator[str]:
    incident, slots, voice = scene.incident, scene.slots, scene.voice
    clock, rng = incident.clock, incident.rng
    yield f"title: {quote(incident.title)}"
    yield "status: final"
    yield f"severity: {incident.severity}"
    if incident.kind == "near-miss":
        yield "kind: near-miss"
        yield "template: incident"
    yield f"started: {iso(clock.started)}"
    yield f"detected: {iso(clock.detected)}"
    yield f"acknowledged: {iso(clock.acknowledged)}"
    yield f"mitigated: {iso(clock.mitigated)}"
    yield f"resolved: {iso(clock.resolved)}"
    yield f"published: {clock.published}"
    yield f"services: {_names([slots['svc'], slots['peersvc']][: 1 + voice.chance(35)])}"
    yield f"teams: {_names([slots['team'], slots['team2']][: 1 + voice.chance(60)])}"
    main, *others = incident.mechanism.tags
    tags = {main, *rng.sample(others, rng.randint(0, len(others)))}
    yield f"tags: {_names(sorted(tags))}"
    causes = incident.mechanism.causes
    yield f"causes: {_names(causes[: rng.randint(1, len(causes))])}"
    yield f"detection: {incident.detection}"
    yield f"incident_commander: {slots['commander']}"
    yield f"responders: {_names(rng.sample(_RESPONDERS, rng.randint(1, 3)))}"
    yield f"authors: {_names([slots['team'] + ' team'])}"
    yield from _impact(scene)
    yield from _verdicts(scene)
    yield f"tracker: {incident.tracker}"


def _impact(scene: Scene) -> Iterator[str]:
    slots, incident = scene.slots, scene.incident
    yield "impact:"
    if incident.kind == "incident":
        yield f"  users: ~{_digits(slots['n_users'])}"
        yield f"  requests: {_digits(slots['n_requests'])}"
        if sells(scene):
            yield f"  revenue: ~{_digits(slots['revenue'])} EUR"
        yield f"  tickets: {slots['tickets']}"
    yield "  data_loss: none"


def sells(scene: Scene) -> bool:
    """Whether the incident cost sales that are worth a figure."""
    incident = scene.incident
    severe = incident.severity in ("SEV-1", "SEV-2")
    return severe and incident.kind == "incident" and incident.service.name in _SELLS


def _verdicts(scene: Scene) -> Iterator[str]:
    incident = scene.incident
    if incident.repeat_of:
        yield f"repeat_of: [{incident.repeat_of.id}]"
    if incident.related:
        yield f"related: [{incident.related.id}]"
    if other := incident.not_repeat_of:
        yield f"not_repeat_of:\n  {other.id}: {quote(incident.unlike(other))}"


def quote(text: str) -> str:
    """A text as YAML: plain where nothing in it means anything to YAML."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _names(names: list[str]) -> str:
    return f"[{', '.join(names)}]"


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)
