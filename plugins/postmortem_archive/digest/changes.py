"""What is different about a postmortem, in words that its readers care about."""

from collections.abc import Iterator
from dataclasses import dataclass

from postmortem_archive.message import counted
from postmortem_archive.model.postmortem import Postmortem

_STAGES = {"draft": "a draft", "in-review": "in review", "final": "final"}


@dataclass(frozen=True, slots=True)
class Change:
    """A postmortem that was changed, and what of it is worth telling; else only its text was."""

    postmortem: Postmortem
    told: tuple[str, ...] = ()


def change(before: Postmortem, now: Postmortem) -> Change:
    """What became of a postmortem from one version to another."""
    return Change(now, tuple(_told(before, now)))


def _told(before: Postmortem, now: Postmortem) -> Iterator[str]:
    was, now_is = before.front.status, now.front.status
    if was and now_is and was != now_is:
        yield f"now {_STAGES[now_is]} (was {_STAGES[was]})"
    severity = now.front.severity
    if severity and before.front.severity and before.front.severity != severity:
        yield f"now {severity} (was {before.front.severity})"
    done = _done(now) - _done(before)
    if done > 0:
        yield f"{counted(done, 'more action')} done"
    added = len(now.actions) - len(before.actions)
    if added > 0:
        yield f"{counted(added, 'action')} added"
    if set(now.front.repeat_of) - set(before.front.repeat_of):
        yield "found to be a repeat"


def _done(postmortem: Postmortem) -> int:
    return sum(action.status == "done" for action in postmortem.actions)
