"""What is said of an action wherever it is shown: how late it is, its state, its deadline."""

from postmortem_archive.message import counted
from postmortem_archive.register.entries import Entry


def days(number: int) -> str:
    """1 day, 2 days."""
    return counted(number, "day")


def when(entry: Entry) -> str:
    """45 days overdue, today, in 3 days, 12 days old; or that it is done or declined."""
    if not entry.undone:
        return entry.state
    if entry.overdue:
        return f"{days(entry.days_overdue)} overdue"
    if entry.deadline:
        left = (entry.deadline - entry.today).days
        return f"in {days(left)}" if left else "today"
    return f"{days(entry.age)} old" if entry.age is not None else "–"


def status(entry: Entry) -> str:
    """Its state, or that there is no status, or none that is understood."""
    if entry.state == "unknown":
        written = entry.action.status_text
        return f'status "{written}", which counts as not done' if written else "no status"
    return entry.state


def deadline(entry: Entry) -> str:
    """Its deadline and what sets it; or the due date that is no date; or nothing."""
    if entry.deadline_from == "priority":
        return f"{entry.priority} allows until {entry.deadline}"
    if entry.deadline:
        return f"due {entry.deadline}"
    written = entry.action.due_text
    return f'due "{written}", which is no date' if written else ""


def marks(entry: Entry) -> list[str]:
    """What is not usual about its postmortem: a draft, a near-miss."""
    postmortem = entry.postmortem
    return [
        mark
        for mark in (postmortem.status, postmortem.front.kind)
        if mark not in ("final", "incident")
    ]
