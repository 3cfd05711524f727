"""The action register as people read it in a terminal."""

from collections.abc import Iterator
from pathlib import Path

from postmortem_archive.cli.options import printable, shown
from postmortem_archive.message import counted
from postmortem_archive.register import Entry, Register, wording


def as_text(register: Register, entries: tuple[Entry, ...], root: Path) -> str:
    """The entries by what is to be done about them, and a summary of the whole register given."""
    lines = []
    for title, some in _groups(entries):
        if some:
            width = max(len(wording.when(entry)) for entry in some)
            lines.append(f"{title}: {len(some):,}\n")
            lines += [_entry(entry, register, root, width) for entry in some]
            lines.append("")
    return "\n".join([*lines, *_summary(register, entries)])


def _groups(entries: tuple[Entry, ...]) -> Iterator[tuple[str, list[Entry]]]:
    yield "Overdue", [e for e in entries if e.overdue]
    yield "Due", [e for e in entries if e.undone and e.deadline and not e.overdue]
    yield "Without a deadline", [e for e in entries if e.undone and not e.deadline]
    yield "Done", [e for e in entries if e.state == "done"]
    yield "Declined", [e for e in entries if e.state == "declined"]


def _entry(entry: Entry, register: Register, root: Path, width: int) -> str:
    """What, whose and until when; below it from which postmortem, and where it stands."""
    postmortem, action = entry.postmortem, entry.action
    what = " · ".join(filter(None, [entry.said_priority, action.text, action.owner or "no owner"]))
    marks = wording.marks(entry)
    title = f"{postmortem.title} ({', '.join(marks)})" if marks else postmortem.title
    facts = (wording.status(entry), wording.deadline(entry), action.tracker)
    said = ", ".join(filter(None, (*facts, _issued(entry, register))))
    place = f"{shown(postmortem.path, root)}:{action.place.line}"
    first, *rest = map(printable, (what, f"{said} · {title}", place))
    indent = " " * (width + 2)
    return "\n".join(
        [f"{wording.when(entry):>{width}}  {first}", *(f"{indent}{row}" for row in rest)]
    )


def _issued(entry: Entry, register: Register) -> str:
    issue = register.issue_of(entry)
    before, after = issue.beside(entry) if issue else (None, None)
    said = [f"before in {before.id}"] if before else []
    return ", ".join([*said, f"again in {after.id}"] if after else said)


def _summary(register: Register, entries: tuple[Entry, ...]) -> Iterator[str]:
    """How many there are, and how many are done: of all that fit, whether shown or not."""
    if not register.entries:
        yield "No action fits."
        return
    if not entries:
        yield "Nothing to show."
    late, due, free = register.overdue, register.due, register.without_deadline
    undone = f"{counted(len(register.undone), 'action')} not done"
    yield (
        f"{undone} on {register.today}: {len(late):,} overdue, {len(due):,} due, "
        f"{len(free):,} without a deadline."
    )
    yield _completion(register)
    if register.undone:
        yield from _ages(register)


def _completion(register: Register) -> str:
    completion = register.completion
    parts = [f"{len(completion.done):,} of {completion.n:,} done"]
    if completion.interval and completion.share is not None:
        low, high = (f"{100 * (bound or 0):.0f}" for bound in completion.interval)
        parts.append(f"({100 * completion.share:.0f} %, 95 % interval {low} to {high} %)")
    elif completion.n:
        parts.append(f"(no share of fewer than {register.smallest_n})")
    declined = f"; {len(register.declined):,} declined and not counted" if register.declined else ""
    unknown = completion.without_status
    without = f"; {unknown:,} without a status count as not done" if unknown else ""
    return f"{' '.join(parts)}{declined}{without}."


def _ages(register: Register) -> Iterator[str]:
    if register.by_age and register.median_age is not None:
        oldest = register.by_age[0]
        yield (
            f"Not done for {register.median_age:,.0f} days (median of "
            f"{len(register.by_age):,}), {oldest.age:,} at most ({oldest.postmortem.id})."
        )
