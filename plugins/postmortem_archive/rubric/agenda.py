"""The meeting that reviews a postmortem: its minutes, who speaks, and what there is to ask."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Finding
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.rubric import questions
from postmortem_archive.rubric.facts import is_severest


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the meeting as it always is: so many minutes, for what, led by whom.

    `asks` are generic; `topics` name what is asked about this postmortem.
    """

    minutes: int
    what: str
    who: str
    asks: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of this meeting, from minute to minute, with all its questions."""

    start: int
    end: int
    what: str
    who: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """The meeting for one postmortem."""

    slots: tuple[Slot, ...]
    presents: str
    invite: tuple[str, ...]

    @property
    def minutes(self) -> int:
        return self.slots[-1].end


# Reading together first, so that nobody has to have prepared.
READING = (
    Step(5, "Read the postmortem, in silence", "everyone"),
    Step(10, "Timeline and cause", "author", topics=("timeline",)),
    Step(
        20,
        "Discussion",
        "everyone",
        ("What surprised you? What is missing? What else had to be true for it to happen?",),
        ("well", "causes", "earlier"),
    ),
    Step(
        15,
        "Action items",
        "everyone",
        ("Would they be enough? Is the order right?",),
        ("factors", "actions", "owners"),
    ),
    Step(5, "Where else", "everyone", topics=("elsewhere",)),
    Step(5, "Next steps", "facilitator", topics=("close",)),
)

_TONE = Step(2, "Set the tone", "facilitator", ("Say the ground rules below in your own words.",))
_TO_THE_END = (
    Step(
        5,
        "Rank them",
        "everyone",
        ("What prevents comes before what detects, mitigates or mends the process; then effort.",),
    ),
    Step(5, "Owners and dates", "facilitator", topics=("owners",)),
    Step(3, "Close", "facilitator", topics=("close",)),
)
# Factor by factor, for a file that is built of factors.
FACTORS = (
    _TONE,
    Step(
        10,
        "Walk through the timeline",
        "author",
        ("What is to be corrected or added?",),
        ("timeline",),
    ),
    Step(
        15,
        "Contributing factors",
        "everyone",
        ("What else made this likely? What else had to be true?",),
        ("well", "causes", "earlier"),
    ),
    Step(
        10,
        "Find actions",
        "everyone",
        ("Factor by factor: what would make it less likely, or less harmful?",),
        ("factors", "actions"),
    ),
    *_TO_THE_END,
)
PROJECT = (
    _TONE,
    Step(10, "Walk through goals and milestones", "author", ("What is to be corrected or added?",)),
    Step(
        15,
        "What helped, what hindered",
        "everyone",
        ("What made it likely that a goal was met, or not? What would we do otherwise?",),
        ("well", "earlier"),
    ),
    Step(
        10,
        "Find actions",
        "everyone",
        ("What would help the next team, and who has to change what?",),
        ("actions",),
    ),
    *_TO_THE_END,
)
BY_TEMPLATE = {"contributing-factors": FACTORS, "project": PROJECT}

RULES_OF_THE_MEETING = (
    "We ask what made it likely, not who did it.",
    "Everyone acted sensibly on what they knew at that minute.",
    "We are here for the next time. Owners and dates still bind.",
    "Who disagrees with the analysis is heard: they may be right.",
    "What is said goes into the file, during the meeting.",
)
REDIRECTIONS = (
    ("names who did it", "What would have let anyone else do the same?"),
    ('says what somebody "should have" done', "What was to be seen at that minute, and where?"),
    ("settles on one root cause", "That alone: would it have happened? What else was in place?"),
    ("offers a vague action", "How will we see that it is done: which figure, which threshold?"),
    ("falls silent", "What is the part that you understand least?"),
)


def agenda_of(postmortem: Postmortem, archive: Archive, findings: Sequence[Finding]) -> Agenda:
    """The meeting that its template's source suggests, with this postmortem's questions."""
    topics = _topics(postmortem, archive, findings)
    slots, start = [], 0
    for step in BY_TEMPLATE.get(postmortem.template.name, READING):
        concrete = (text for topic in step.topics for text in topics[topic]())
        end = start + step.minutes
        slots.append(Slot(start, end, step.what, step.who, (*step.asks, *concrete)))
        start = end
    presents = ", ".join(postmortem.front.authors) or "the author"
    return Agenda(tuple(slots), presents, tuple(_invited(postmortem, archive)))


def _topics(
    postmortem: Postmortem, archive: Archive, findings: Sequence[Finding]
) -> dict[str, Callable[[], Iterator[str]]]:
    return {
        "timeline": partial(questions.on_timeline, postmortem),
        "well": partial(questions.on_what_went_well, postmortem),
        "causes": partial(questions.on_causes, postmortem),
        "earlier": partial(questions.on_earlier_incidents, postmortem, archive),
        "factors": partial(questions.on_factors, postmortem),
        "actions": partial(questions.on_actions, postmortem, findings),
        "owners": partial(questions.on_owners, postmortem, findings),
        "elsewhere": partial(questions.on_elsewhere, postmortem),
        "close": partial(questions.on_closing, postmortem),
    }


def _invited(postmortem: Postmortem, archive: Archive) -> Iterator[str]:
    """Who is needed, and for what."""
    front = postmortem.front
    if front.kind == "project":
        yield "all who worked on it"
    else:
        yield _with("all who responded", [front.incident_commander or "", *front.responders])
        yield _with("who owns the services", front.services)
        yield "who sees many incidents (SRE, platform)"
    yield "who can make room for the actions"
    if front.kind != "near-miss":
        yield "if you like, who knows what customers felt"
    if is_severest(postmortem, archive):
        yield f"because it is {front.severity}, one of those who lead the organisation"


def _with(what: str, names: Sequence[str]) -> str:
    told = ", ".join(filter(None, names))
    return f"{what} ({told})" if told else what
