"""The text of one postmortem: what each must tell, then more until it is as long as was drawn."""

from collections.abc import Callable, Iterator
from functools import partial

from scripts.synthetic import actions, timeline
from scripts.synthetic.data import Fence
from scripts.synthetic.draft import Draft
from scripts.synthetic.front import sells
from scripts.synthetic.incident import Incident
from scripts.synthetic.scene import Scene

FEWEST, MOST = 600, 900

More = Iterator[Callable[[], None]]


def body(scene: Scene) -> str:
    draft = Draft(scene.voice)
    for write in (_summary, _impact, _cause, _course, _retrospect):
        write(scene, draft)
    tasks = scene.voice.several(scene.incident.mechanism.actions, scene.voice.rng.randint(2, 3))
    more = [*_more(scene, draft), *_more_lists(scene, draft), *_more_tasks(scene, draft, tasks)]
    scene.voice.rng.shuffle(more)
    target = scene.voice.rng.randint(FEWEST + 30, MOST - 50)
    # A row of the table has some eight words besides its action, and a section two of heading.
    while draft.words() + sum(len(task.split()) + 8 for task in tasks) < target and more:
        more.pop()()
    draft.block("Action items", actions.table(scene, tasks))
    return draft.text()


def _summary(scene: Scene, draft: Draft) -> None:
    for name in ("summary_open", "summary_noticed", "summary_end"):
        draft.say("Summary", scene.phrases[name])


def _impact(scene: Scene, draft: Draft) -> None:
    phrases = scene.phrases
    if scene.incident.kind == "near-miss":
        for _ in range(3):
            draft.say("Impact", phrases["impact_text"])
        return
    draft.item("Impact", ["Duration: {at_started}–{at_resolved} {zone}, {duration}."])
    draft.item("Impact", _labelled("Users", phrases["impact_users"]))
    draft.item("Impact", _labelled(_capital(scene.slots["unit"]), phrases["impact_requests"]))
    if sells(scene):
        draft.item("Impact", _labelled("Revenue", phrases["impact_money"]))
    draft.item("Impact", _labelled("Data loss", phrases["impact_data"]))


def _labelled(label: str, patterns: list[str]) -> list[str]:
    return [f"{label}: {pattern}" for pattern in patterns]


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _cause(scene: Scene, draft: Draft) -> None:
    incident = scene.incident
    draft.block("Timeline", timeline.table(scene))
    draft.say("Root cause", incident.variant.root)
    draft.say("Root cause", incident.mechanism.why)
    if incident.repeat_of:
        link = _link(scene, incident.repeat_of)
        draft.say("Root cause", [p.replace("{link}", link) for p in scene.common["linked_repeat"]])
    draft.say("Trigger", incident.variant.trigger)


def _course(scene: Scene, draft: Draft) -> None:
    """How it was noticed, searched for and stopped."""
    phrases = scene.phrases
    draft.say("Detection", phrases[f"detection_{scene.incident.detection}"])
    draft.say("Response", phrases["response"])
    if scene.went_wrong_way:
        draft.say("Response", phrases["wrong_turn"])
    draft.say("Response", phrases["breakthrough"])
    draft.say("Mitigation", phrases["mitigation_stop"])
    draft.say("Mitigation", phrases["mitigation_fix"])
    draft.say("Mitigation", phrases["mitigation_verified"])


def _retrospect(scene: Scene, draft: Draft) -> None:
    mechanism, phrases = scene.incident.mechanism, scene.phrases
    own = scene.incident.kind == "incident"
    for _ in range(2):
        draft.item("Contributing factors", mechanism.factors)
        draft.item("What went well", phrases["well"])
    draft.item("What went poorly", mechanism.poorly if own else phrases["poorly"])
    draft.item("What went poorly", phrases["poorly"])
    draft.item("Lessons learned", mechanism.lessons)
    draft.item("Lessons learned", scene.common["lessons"])
    _references(scene, draft)


def _references(scene: Scene, draft: Draft) -> None:
    incident, common = scene.incident, scene.common
    if other := incident.related:
        link = _link(scene, other)
        patterns = [pattern.replace("{link}", link) for pattern in common["linked_related"]]
        draft.item("Supporting information", patterns)
    if other := incident.not_repeat_of:
        link, reason = _link(scene, other), incident.unlike(other)
        patterns = [
            pattern.replace("{link}", link).replace("{reason}", reason)
            for pattern in common["linked_not"]
        ]
        draft.item("Supporting information", patterns)


def _link(scene: Scene, other: Incident) -> str:
    """A link to an earlier postmortem, relative as GitHub resolves it."""
    here, there = scene.incident.clock.started.year, other.clock.started.year
    folder = "" if here == there else f"../{there}/"
    day = other.clock.started
    shown = scene.voice.rng.choice(
        (other.title, f"the incident of {day.day} {day:%B} {day.year}", other.tracker)
    )
    # The titles hold no brackets, and the voice takes brackets for a choice only with a bar.
    return f"[{shown}]({folder}{other.id}.md)"


def _more(scene: Scene, draft: Draft) -> More:
    """Sentences and code beyond what every postmortem has."""
    mechanism, phrases, common = scene.incident.mechanism, scene.phrases, scene.common
    rng = scene.voice.rng
    yield from _times(1, draft.say, "Root cause", mechanism.why)
    yield from _times(2, draft.say, "Root cause", common["root_more"])
    yield from _times(1, draft.say, "Trigger", phrases["trigger"])
    yield from _times(2, draft.say, "Detection", phrases["detection_more"])
    yield from _times(3, draft.say, "Response", phrases["response"])
    yield from _times(2, draft.say, "Mitigation", phrases["mitigation_verified"])
    yield from _times(2, draft.say, "Impact", phrases["impact_text"])
    if scene.incident.kind == "incident":
        yield from _times(1, draft.item, "Impact", _labelled("Support", phrases["impact_support"]))
        downstream = _labelled("Downstream", phrases["impact_downstream"])
        yield from _times(1, draft.item, "Impact", downstream)
    for fence in mechanism.fences:
        place = rng.choice(("Root cause", "Response", "Supporting information"))
        yield partial(_fence, scene, draft, place, fence)
    if rng.random() < 0.25:
        yield partial(_quote, scene, draft)


def _more_lists(scene: Scene, draft: Draft) -> More:
    mechanism, phrases, common = scene.incident.mechanism, scene.phrases, scene.common
    yield from _times(1, draft.item, "Contributing factors", mechanism.factors)
    yield from _times(3, draft.item, "Contributing factors", common["factors"])
    yield from _times(2, draft.item, "What went well", phrases["well"])
    yield from _times(2, draft.item, "What went poorly", phrases["poorly"])
    yield from _times(2, draft.item, "Where we got lucky", phrases["lucky"])
    yield from _times(1, draft.item, "Lessons learned", mechanism.lessons)
    yield from _times(1, draft.item, "Lessons learned", common["lessons"])
    yield from _times(3, draft.item, "Supporting information", common["supporting"])
    if scene.incident.kind == "incident":
        yield from _times(1, draft.item, "What went well", mechanism.well)


def _more_tasks(scene: Scene, draft: Draft, tasks: list[str]) -> More:
    def add(patterns: list[str]) -> None:
        tasks.extend(scene.voice.several(patterns, 1))

    while len(tasks) < 3:
        add(scene.common["actions"])
    for patterns in (scene.incident.mechanism.actions, scene.common["actions"]):
        yield partial(add, patterns)
        yield partial(add, patterns)
    if scene.voice.chance(30):
        yield partial(add, scene.common["actions"])


def _times(
    count: int, add: Callable[[str, list[str]], None], section: str, patterns: list[str]
) -> More:
    for _ in range(count):
        yield partial(add, section, patterns)


def _fence(scene: Scene, draft: Draft, place: str, fence: Fence) -> None:
    code = scene.voice.fill(fence.text.strip("\n")).replace("`", "")
    draft.block(place, f"{scene.voice.say(fence.intro)}\n\n```{fence.lang}\n{code}\n```")


def _quote(scene: Scene, draft: Draft) -> None:
    draft.block("Impact", f"> {scene.voice.pick(scene.phrases['quotes'])}")
