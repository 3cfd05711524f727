"""What colleagues are told: what happened, how bad it was, why, what changes, where to read on."""

from collections.abc import Iterator, Sequence

from postmortem_archive.announcement import facts, quoting, sections
from postmortem_archive.announcement.outward import doubts
from postmortem_archive.announcement.roles import Roles
from postmortem_archive.announcement.told import Announcement
from postmortem_archive.message import Line, Message, Part, capitalised, spelled
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Finding
from postmortem_archive.model.front_matter import MEASURES, duration
from postmortem_archive.model.postmortem import Action, Postmortem

# What happened, and since when its span counts. How long it took in all stands before.
_PHASES = {
    "detect": ("Detected", "after {}"),
    "acknowledge": ("taken on", "{} later"),
    "mitigate": ("mitigated", "after {}"),
}
_MOST_CHANGES = 10


def for_colleagues(postmortem: Postmortem, archive: Archive, link: str) -> Announcement:
    """The text for a channel or an all-hands; credentials are masked, people are roles."""
    roles = Roles(postmortem, archive)

    def shown(text: str) -> str:
        return postmortem.mask(roles(text)) if text else ""

    summary = sections.summary(postmortem)
    first = quoting.quoted(shown(summary.text))[:1] if summary else []
    lines = [one.text for one in first] + [shown(text) for text in _lines(postmortem, archive)]
    changes = tuple((shown(text),) for text in _changes(postmortem))
    message = Message(
        shown(_title(postmortem, archive)),
        (
            *(Part(lines=((line,),)) for line in lines),
            *([Part("What changes", items=changes)] if changes else []),
            *_repeated(postmortem, archive),
            *([Part(lines=((f"Read on: {link}",),))] if link else []),
        ),
    )
    return Announcement(
        message, tuple(_missing(postmortem)), doubts=_doubts(postmortem, archive, summary, roles)
    )


def _title(postmortem: Postmortem, archive: Archive) -> str:
    front = postmortem.front
    step = (archive.file.severities or {}).get(front.severity or "")
    marks = [front.severity or "", step.label or "" if step else ""]
    kind = "" if front.kind == "incident" else capitalised(front.kind)
    before = " ".join(filter(None, [kind, *marks]))
    return f"{before}: {postmortem.title}" if before else postmortem.title


def _lines(postmortem: Postmortem, archive: Archive) -> Iterator[str]:
    front, file = postmortem.front, archive.file
    step = (file.severities or {}).get(front.severity or "")
    if front.severity and step:
        yield f"{front.severity} means: {step.definition}"
    if front.services:
        known = file.services or {}
        services = (_with_meaning(name, known.get(name)) for name in front.services)
        yield f"Services: {'; '.join(services)}."
    if times := " ".join(filter(None, [facts.when(postmortem), *_durations(postmortem, archive)])):
        yield times
    if impact := " ".join(_impact(postmortem)):
        yield f"Impact: {impact}"
    if front.causes:
        known = file.causes or {}
        yield f"Why: {' '.join(_sentence(known.get(name) or name) for name in front.causes)}"


def _with_meaning(name: str, meaning: str | None) -> str:
    return f"{name} ({meaning.strip().rstrip('.')})" if meaning else name


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _durations(postmortem: Postmortem, archive: Archive) -> Iterator[str]:
    front = postmortem.front
    spans = {key: duration(front, MEASURES[key]) for key in _PHASES}
    told = [
        f"{_PHASES[key][0]} {_PHASES[key][1].format(spelled(d.span)) if d.span else 'at once'}"
        for key, d in spans.items()
        if d
    ]
    if told:
        yield capitalised(f"{', '.join(told)}.")
    if meaning := (archive.file.detection or {}).get(front.detection or ""):
        yield _sentence(meaning)


def _impact(postmortem: Postmortem) -> Iterator[str]:
    figures = (facts.figure(name, postmortem) for name in ("users", "requests"))
    tickets = facts.figure("tickets", postmortem)
    yield from filter(None, (*figures, facts.revenue(postmortem), tickets))
    yield from (fate.in_full for fate in facts.data(postmortem))


def _actions(postmortem: Postmortem) -> Sequence[Action]:
    return [action for action in postmortem.actions if action.status != "declined"]


def _changes(postmortem: Postmortem) -> Iterator[str]:
    actions = _actions(postmortem)
    # One more line says no less than "and 1 more".
    told = _MOST_CHANGES if len(actions) > _MOST_CHANGES + 1 else len(actions)
    yield from map(_change, actions[:told])
    if told < len(actions):
        yield f"and {len(actions) - told} more"


def _change(action: Action) -> str:
    """An action with its owner, and its day or that it is done."""
    due = f"due {action.due}" if action.due else ""
    state = "done" if action.status == "done" else due
    beside = ", ".join(filter(None, [action.owner, state]))
    return f"{action.text.rstrip('.')}{f' ({beside})' if beside else ''}"


def _repeated(postmortem: Postmortem, archive: Archive) -> Iterator[Part]:
    """The earlier incidents of which this is a repeat; of others there is no trace."""
    known = (archive.by_id.get(other) for other in postmortem.front.repeat_of)
    items: tuple[Line, ...] = tuple(
        (f"{other.mask(other.title)}{f', {other.day}' if other.day else ''} ({other.id})",)
        for other in known
        if other
    )
    if items:
        yield Part("It had happened before", items=items)


def _doubts(
    postmortem: Postmortem, archive: Archive, summary: sections.Passage | None, roles: Roles
) -> tuple[Finding, ...]:
    """What is found in the quoted texts once the known names are roles."""
    texts = [(summary.text, summary.line)] if summary else []
    texts += [(postmortem.title, postmortem.place_of("title").line)]
    texts += [(_change(action), action.place.line) for action in _actions(postmortem)]
    found = (f for text, line in texts for f in doubts(roles(text), line, postmortem, archive))
    return tuple(dict.fromkeys(found))


def _missing(postmortem: Postmortem) -> Iterator[str]:
    front = postmortem.front
    for name, why in (
        ("severity", "how bad it was"),
        ("services", "what was affected"),
        ("started", "when the impact began"),
        ("resolved", "when it was over"),
        ("impact", "how many were affected"),
        ("causes", "what kind of cause it had"),
    ):
        if not getattr(front, name):
            yield f"{name}: {why}"
    if not sections.summary(postmortem):
        yield "a summary: its first paragraph would be told"
    if not postmortem.actions:
        yield "action items: what changes"
