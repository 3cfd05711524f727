"""What is said of an action wherever it is shown: how late it is, its state, its deadline."""

from postmortem_archive.register.entries import Entry, State
from postmortem_archive.translation import N_, _, ngettext

# The English of each state.
_STATES: dict[State, str] = {
    "open": N_("open"),
    "in progress": N_("in progress"),
    "done": N_("done"),
    "declined": N_("declined"),
    "unknown": N_("unknown"),
}


def days(number: int) -> str:
    """1 day, 2 days."""
    return ngettext("{n} day", "{n} days", number)


def state(entry: Entry) -> str:
    """Its state in words."""
    return _(_STATES[entry.state])


def when(entry: Entry) -> str:
    """45 days overdue, today, in 3 days, 12 days old; or that it is done or declined."""
    if not entry.undone:
        return state(entry)
    if entry.overdue:
        return ngettext("{n} day overdue", "{n} days overdue", entry.days_overdue)
    if entry.deadline:
        left = (entry.deadline - entry.today).days
        return ngettext("in {n} day", "in {n} days", left) if left else _("today")
    return old(entry.age) if entry.age is not None else "–"


def old(age: int) -> str:
    """12 days old."""
    return ngettext("{n} day old", "{n} days old", age)


def status(entry: Entry) -> str:
    """Its state, or that there is no status, or none that is understood."""
    if entry.state == "unknown":
        written = entry.action.status_text
        if not written:
            return _("no status")
        return _('status "{written}", which counts as not done', written=written)
    return state(entry)


def deadline(entry: Entry) -> str:
    """Its deadline and what sets it; or the due date that is no date; or nothing."""
    if entry.deadline_from == "priority":
        return _("{priority} allows until {day}", priority=entry.priority, day=entry.deadline)
    if entry.deadline:
        return _("due {day}", day=entry.deadline)
    written = entry.action.due_text
    return _('due "{written}", which is no date', written=written) if written else ""


def marks(entry: Entry) -> list[str]:
    """What is not usual about its postmortem: a draft, a near-miss."""
    postmortem = entry.postmortem
    return [
        mark
        for mark in (postmortem.status, postmortem.front.kind)
        if mark not in ("final", "incident")
    ]
