"""The timeline of an incident: rows that agree with its moments, and the writing of times."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from scripts.synthetic.clock import Clock
from scripts.synthetic.scene import Scene

# A reader takes a time that goes back by more than six hours for one of the next day.
_NIGHT = timedelta(hours=6)
_FIRST_TOLD = {
    "alert": "alerted",
    "synthetic-check": "probed",
    "engineer": "noticed",
    "customer-report": "reported",
    "provider-notice": "notified",
}
_ACTORS = {
    "alert": "monitoring",
    "synthetic-check": "probe",
    "engineer": "engineer",
    "customer-report": "customer service",
    "provider-notice": "supplier",
}


@dataclass(frozen=True, slots=True)
class Row:
    at: datetime
    text: str
    actor: str


def rows(scene: Scene) -> list[Row]:
    """8 to 20 rows in the order of time."""
    return [*_until_noticed(scene), *_until_stopped(scene), *_until_over(scene)]


def _until_noticed(scene: Scene) -> Iterator[Row]:
    voice, mechanism, phrases = scene.voice, scene.incident.mechanism, scene.phrases
    clock, detection = scene.incident.clock, scene.incident.detection
    yield Row(clock.before, voice.pick(mechanism.before), "system")
    yield Row(clock.started, voice.pick(mechanism.begins), "system")
    if scene.incident.kind == "incident" and clock.detected - clock.started >= timedelta(minutes=3):
        at = _between(scene, clock.started, clock.detected)
        yield Row(at, voice.pick(mechanism.signs), "system")
    yield Row(clock.detected, voice.pick(phrases[_FIRST_TOLD[detection]]), _ACTORS[detection])
    yield Row(clock.acknowledged, voice.pick(phrases["acknowledged"]), "on-call engineer")


def _until_stopped(scene: Scene) -> Iterator[Row]:
    """The search: a wrong suspicion first, then clues, with the work around it in between."""
    voice, mechanism, phrases = scene.voice, scene.incident.mechanism, scene.phrases
    clock, rng = scene.incident.clock, scene.voice.rng
    clues = voice.in_order(mechanism.clues, rng.randint(1, 4))
    search = [(text, "on-call engineer") for text in clues]
    if scene.went_wrong_way:
        search[0:0] = [
            (voice.pick(phrases["suspected"]), "on-call engineer"),
            (voice.pick(phrases["ruled_out"]), "on-call engineer"),
        ]
    for text in voice.several(phrases["talk"], rng.randint(1, 3)):
        search.insert(rng.randint(0, len(search)), (text, scene.slots["commander"]))
    times = sorted(_between(scene, clock.acknowledged, clock.mitigated) for _ in search)
    for at, (text, actor) in zip(times, search, strict=True):
        yield Row(at, text, actor)
    yield Row(clock.mitigated, voice.pick(phrases["mitigated"]), "on-call engineer")


def _until_over(scene: Scene) -> Iterator[Row]:
    voice, phrases, clock = scene.voice, scene.phrases, scene.incident.clock
    rng = voice.rng
    texts = voice.several(phrases["settling"], rng.randint(0, 3))
    times = sorted(_between(scene, clock.mitigated, clock.resolved) for _ in texts)
    for at, text in zip(times, texts, strict=True):
        yield Row(at, text, "system")
    yield Row(clock.resolved, voice.pick(phrases["resolved"]), scene.slots["commander"])
    if voice.chance(30):
        late = clock.resolved + timedelta(minutes=rng.randint(20, 240))
        yield Row(late, voice.pick(phrases["after"]), scene.slots["commander"])


def _between(scene: Scene, first: datetime, last: datetime) -> datetime:
    minutes = int((last - first).total_seconds()) // 60
    return first + timedelta(minutes=scene.voice.rng.randint(0, minutes))


def table(scene: Scene) -> str:
    """The sentence on the zone, if the header does not name it, and the table."""
    rng, clock = scene.voice.rng, scene.incident.clock
    in_header = rng.random() < 0.2
    header = ["Time" + f" ({clock.zone_label})" * in_header, "Event"]
    with_actor = rng.random() < 0.25
    if with_actor:
        header.insert(1, "Actor")
    lines = [_line(header), _line(["---"] * len(header))]
    dated = rng.random() < 0.12
    before: datetime | None = None
    for row in rows(scene):
        cells = [_time(clock, row.at, before, dated), row.text]
        if with_actor:
            cells.insert(1, row.actor)
        lines.append(_line(cells))
        before = row.at
    zone = scene.world.zones[clock.zone]
    sentence = [] if in_header else [rng.choice(zone), ""]
    return "\n".join([*sentence, *lines])


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _time(clock: Clock, at: datetime, before: datetime | None, dated: bool) -> str:
    """The time of day, with the day where the row before does not tell it."""
    text = clock.written(at)
    if dated or (before is not None and not _follows(before, at)):
        return f"{at:%Y-%m-%d} {text}"
    return text


def _follows(before: datetime, at: datetime) -> bool:
    """Whether a reader of `at` without its day would place it right behind `before`."""
    days = (at.date() - before.date()).days
    if days == 0:
        return True
    night = timedelta(hours=before.hour - at.hour, minutes=before.minute - at.minute) > _NIGHT
    return days == 1 and night
