"""Writes a whole synthetic archive: archive.yml and a folder of postmortems for each year."""

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

from scripts.synthetic.actions import LIMITS
from scripts.synthetic.body import body
from scripts.synthetic.clock import starts
from scripts.synthetic.data import World, read_world
from scripts.synthetic.front import front_matter, quote
from scripts.synthetic.incident import History, Incident
from scripts.synthetic.scene import Scene

_OBJECTIVES = ("checkout", "payments", "orders")


def synthesize(folder: Path, count: int, seed: int) -> None:
    """Fills an empty folder with an archive of `count` postmortems, all of them final."""
    world = read_world()
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "archive.yml", "\n".join(_settings(world)))
    for path, text in postmortems(world, count, seed):
        target = folder / path
        target.parent.mkdir(exist_ok=True)
        _write(target, text)


def _write(path: Path, text: str) -> None:
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def postmortems(world: World, count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Paths and texts, the oldest first, since a postmortem refers to earlier ones."""
    history = History(world, seed)
    taken: set[str] = set()
    titles: set[str] = set()
    for started in starts(Random(f"{seed}/days"), count):
        incident = history.next(started)
        scene = Scene(world, incident)
        incident.title = _unused(_title(scene), incident, titles)
        incident.id = _id(incident, taken)
        text = f"{front_matter(scene)}\n\n{body(scene)}"
        yield f"{incident.clock.started.year}/{incident.id}.md", text


def _title(scene: Scene) -> str:
    title = scene.voice.pick(scene.incident.mechanism.titles).replace("`", "")
    if scene.incident.kind == "near-miss":
        pattern = scene.voice.rng.choice(scene.phrases["title"])
        title = pattern.replace("{title}", title)
    return title


def _unused(title: str, incident: Incident, titles: set[str]) -> str:
    """A title that no earlier incident has: with its month, its day, or its tracker behind it."""
    start = incident.clock.started
    months = (f"{title} in {start:%B %Y}", f"{title} on {start.day} {start:%B %Y}")
    candidates = (title, *months, f"{title} ({incident.tracker})")
    unused = next(each for each in candidates if each.lower() not in titles)
    titles.add(unused.lower())
    return unused


def _id(incident: Incident, taken: set[str]) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", incident.title.lower()).strip("-")[:60].rstrip("-")
    base = name = f"{incident.clock.started:%Y-%m-%d}-{slug}"
    number = 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    taken.add(name)
    return name


def _settings(world: World) -> Iterator[str]:
    """The lines of archive.yml."""
    company = world.company
    yield f"name: {quote(company['name'])}"
    yield f"description: {quote(company['description'])}"
    yield "severities:"
    for name, each in company["severities"].items():
        yield f"  {name}:\n    label: {each['label']}\n    definition: {quote(each['definition'])}"
    for section in ("teams", "tags", "causes", "detection"):
        yield f"{section}:"
        yield from (f"  {name}: {quote(about)}" for name, about in company[section].items())
    yield "services:"
    yield from (f"  {each.name}: {quote(each.about)}" for each in world.services.values())
    yield "policy:"
    yield "  needs_postmortem:\n    severities: [SEV-1, SEV-2]\n    data_loss: true"
    yield "  deadline: 5 business days"
    yield "  action_limits:"
    yield from (f"    {priority}: {days} days" for priority, days in LIMITS.items())
    yield "  objectives:"
    yield from (f"    {name}: {{objective: 99.9%, window: 30 days}}" for name in _OBJECTIVES)
    yield "  people: roles"
    yield "  rules:"
    yield "    action-repeated: {off: Invented incidents of a kind share a list of actions.}"
