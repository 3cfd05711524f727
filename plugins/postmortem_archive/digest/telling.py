"""A digest as a message: each part a list, long ones cut with the number that is left out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from postmortem_archive import times
from postmortem_archive.digest import Change, Digest, Due
from postmortem_archive.message import Line, Linked, Message, Part, counted, long_day
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.front_matter import MEASURES, duration
from postmortem_archive.model.postmortem import Postmortem

# From a postmortem's path to the address that leads to it.
Address = Callable[[str], str]
_MOST = 10


def message(digest: Digest, archive: Archive, address: Address) -> Message:
    """The digest to be sent; if there is nothing to tell, one line that says so."""
    if digest.is_empty:
        return Message(f"{archive.file.name}: nothing new since {long_day(digest.since)}.")
    title = f"{archive.file.name}: {_days(digest.since, digest.until)}"
    return Message(title, tuple(_parts(digest, archive.readable(), address)))


def _days(since: date, until: date) -> str:
    return long_day(since) if since == until else f"{long_day(since)} to {long_day(until)}"


def _parts(digest: Digest, archive: Archive, address: Address) -> Iterator[Part]:
    def link(postmortem: Postmortem) -> Linked:
        return Linked(postmortem.title, address(postmortem.path))

    news = [_new(one, archive, link) for one in digest.new]
    if news or digest.changed:
        yield from _part(counted(len(news), "new postmortem"), news)
    else:
        yield Part(lines=(("No postmortem is new.",),))
    changes = [_change(one, link) for one in digest.changed]
    yield from _part(counted(len(changes), "changed postmortem"), changes)
    due = [_due(one, link) for one in digest.due]
    yield from _part(f"{counted(len(due), 'action')} due within 7 days", due)
    overdue = [_due(one, link) for one in digest.overdue]
    yield from _part(counted(len(overdue), "overdue action"), overdue)
    late = [(link(one), f", due on {long_day(day)}") for one, day in digest.late]
    yield from _part(f"{counted(len(late), 'postmortem')} not final in time", late)
    years = [(link(one), f", {long_day(one.day)}") for one in digest.earlier_years if one.day]
    yield from _part("On these days in earlier years", years)
    by_dates = f"the dates in the files: {digest.by_dates}"
    source = by_dates if digest.by_dates else "the history of git"
    yield Part(lines=((f"What is new is told by {source}.",),))


def _part(heading: str, items: Sequence[Line]) -> Iterator[Part]:
    # One more line says no less than "and 1 more".
    shown = _MOST if len(items) > _MOST + 1 else len(items)
    rest: Iterable[Line] = [(f"and {len(items) - shown:,} more",)] if shown < len(items) else []
    if items:
        yield Part(heading, items=(*items[:shown], *rest))


def _new(one: Postmortem, archive: Archive, link: Callable[[Postmortem], Linked]) -> Line:
    """A new postmortem with what it is, and the earlier incidents that it repeats."""
    front = one.front
    recovered = duration(front, MEASURES["recover"])
    facts = [
        front.kind if front.kind != "incident" else "",
        front.severity or "",
        ", ".join(front.services),
        long_day(one.day) if one.day else "",
        times.words(recovered.span) if recovered else "",
        "" if one.status == "final" else one.status.replace("-", " "),
    ]
    about = " · ".join(filter(None, facts))
    earlier = [archive.by_id[other] for other in front.repeat_of if other in archive.by_id]
    repeats = (piece for other in earlier for piece in (", a repeat of ", link(other)))
    return (link(one), f" · {about}" if about else "", *repeats)


def _change(one: Change, link: Callable[[Postmortem], Linked]) -> Line:
    return (link(one.postmortem), f": {', '.join(one.told) or 'in its text'}")


def _due(one: Due, link: Callable[[Postmortem], Linked]) -> Line:
    action, left = one.action, one.days_left
    late = f"{counted(-left, 'day')} overdue" if left < 0 else f"due {_soon(left)}"
    beside = ", ".join(filter(None, [action.priority, action.owner, late]))
    return (f"{action.text.rstrip('.')} ({beside}), from ", link(one.postmortem))


def _soon(days: int) -> str:
    return "today" if days == 0 else "tomorrow" if days == 1 else f"in {counted(days, 'day')}"
