"""The parts of the comment about one postmortem: its durations, findings, likenesses, rubric."""

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from postmortem_archive import times
from postmortem_archive.message import code, counted, inert, listed
from postmortem_archive.model.finding import Finding
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.register import Entry, wording
from postmortem_archive.review.composing import Alike, Reviewed
from postmortem_archive.review.places import Places
from postmortem_archive.review.spans import Span
from postmortem_archive.review.verdict import verdict_lines
from postmortem_archive.rubric import Line, Rubric
from postmortem_archive.rules import resemblance_unanswered

# More than this is folded away: what stands open must be worth everybody's time.
_OPEN = {"errors": 10, "notes": 3}
_ACTIONS, _NAMES = 3, 8
_MESSAGE, _ACTION = 500, 160
_VERDICTS = {
    ("repeat_of", False): "this one is recorded as a repeat of it",
    ("repeat_of", True): "it is recorded as a repeat of this one",
    ("related", False): "recorded as related",
    ("related", True): "recorded as related, in its own file",
}


def linked(text: str, address: str) -> str:
    """A text that leads to an address, if there is one."""
    return f"[{inert(text)}]({address})" if address else inert(text)


def folded(rows: Sequence[str], most: int = 10) -> str:
    """A list, of which what is beyond so many rows is folded away."""
    shown, rest = rows[:most], rows[most:]
    text = "\n".join(f"- {row}" for row in shown)
    if not rest:
        return text
    hidden = _hidden(f"{len(rest)} {'more' if shown else ''}".strip(), rest)
    return f"{text}\n\n{hidden}" if shown else hidden


def names(some: Sequence[str]) -> str:
    """Names as code, the first few of them."""
    shown = [code(name) for name in some[:_NAMES]]
    rest = len(some) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")


def _hidden(summary: str, rows: Iterable[str]) -> str:
    lines = "\n".join(f"- {row}" for row in rows)
    return f"<details><summary>{summary}</summary>\n\n{lines}\n\n</details>"


def durations(each: Reviewed) -> Iterator[str]:
    """One line of what is known, each with its moments, and what the rest lacks."""
    timed = [span for span in each.spans if span.length is not None]
    first = next((span for span in timed if span.start), None)
    known = [_span(span, first.start if first and span is not first else None) for span in timed]
    missing = [
        f"{span.measure.name.lower()} ({_named(span.why)})" for span in each.spans if span.why
    ]
    told = f"{' · '.join(known)}." if known else ""
    lacking = f"Not computed: {', '.join(missing)}." if missing else ""
    if line := " ".join(filter(None, [told, lacking])):
        yield line


def _span(span: Span, said: datetime | None) -> str:
    length = f"{span.measure.name} **{times.words(span.length or timedelta())}**"
    if span.start is None or span.end is None:
        return f"{length} (stated, without moments)"
    return f"{length} ({between(span.start, span.end, said)})"


def between(start: datetime, end: datetime, said: datetime | None = None) -> str:
    """Two moments; a day and a zone that are `said` already, by another moment, are left out."""
    if said and all(_day(each) == _day(said) for each in (start, end)):
        return f"{start:%H:%M} → {end:%H:%M}"
    if _zone(start) != _zone(end):
        return f"{start:%Y-%m-%d %H:%M} {_zone(start)} → {end:%Y-%m-%d %H:%M} {_zone(end)}"
    last = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%Y-%m-%d %H:%M}"
    return f"{start:%Y-%m-%d %H:%M} → {last} {_zone(end)}"


def _day(moment: datetime) -> tuple[date, str]:
    return moment.date(), _zone(moment)


def _zone(moment: datetime) -> str:
    offset = moment.strftime("%z")
    return "UTC" if offset in ("+0000", "") else f"{offset[:3]}:{offset[3:5]}"


def _named(why: str) -> str:
    """The names of fields in it as code."""
    words = why.split(" ")
    return " ".join(w if w in ("no", "and", "is", "before") else code(w) for w in words)


def findings_block(
    level: str, findings: Sequence[Finding], places: Places, with_path: bool = False
) -> Iterator[str]:
    """Errors or notes under their number, those beyond the first folded away."""
    if not findings:
        return
    fails = ": the check fails" if level == "errors" else ": nothing fails, yet"
    yield f"**{counted(len(findings), level.removesuffix('s'))}**{fails}"
    yield folded([_finding(f, places, with_path) for f in findings], _OPEN[level])


def in_short(findings: Sequence[Finding], alike: Sequence[Alike]) -> list[Finding]:
    """Without the remedy of what asks for a verdict whose lines stand below."""
    below = tuple(f"looks like {one.resemblance.other.id}" for one in alike if one.is_open)
    return [
        replace(finding, message=f"{about}; the lines that answer it stand below")
        if finding.rule == resemblance_unanswered.ID
        and (about := finding.message.partition(": ")[0]) in below
        else finding
        for finding in findings
    ]


def _finding(finding: Finding, places: Places, with_path: bool) -> str:
    name = f"{code(places.path(finding.path))} " if with_path else ""
    line = linked(f"line {finding.line}", places.file(finding.path, finding.line))
    mark = ", `check --fix` mends it" if finding.edit else ""
    return f"{name}{line}: {inert(finding.message, _MESSAGE)} ({code(finding.rule)}{mark})"


def alike_blocks(each: Reviewed, places: Places) -> Iterator[str]:
    """The earlier incidents it looks like, and how to answer those that nobody has."""
    alike = each.alike or ()
    if alike:
        yield "**Looks like** (ranked by their words; what it is worth, people say)"
        yield "\n".join(line for one in alike for line in _alike(one, places))
    undecided = [one.resemblance.other for one in alike if one.is_open]
    if undecided:
        yield _answers(each.postmortem, undecided)
    if each.aside:
        ids = listed([code(one.other.id) for one in each.aside])
        yield f"Recorded as another incident: {ids}."


def _alike(one: Alike, places: Places) -> Iterator[str]:
    found, other = one.resemblance, one.resemblance.other
    marks = [mark for mark in (other.status, other.front.kind) if mark not in ("final", "incident")]
    facts = [str(other.day or "no date"), inert(other.front.severity or ""), *marks]
    verdict = _VERDICTS[found.verdict] if found.verdict else ""
    about = " · ".join(filter(None, [*facts, code(other.id), verdict]))
    yield f"- {linked(other.title, places.page(other.path))} · {about}"
    same = _groups(("", found.shared), ("services", found.services), ("causes", found.causes))
    if same:
        yield f"  - alike: {same}"
    here = _groups(("", found.only_here), ("causes", found.causes_here))
    there = _groups(("", found.only_there), ("causes", found.causes_there))
    yield from (f"  - {side}: {words}" for side, words in
                (("only here", here), ("only there", there)) if words)  # fmt: skip
    yield from _undone(one)


def _groups(*groups: tuple[str, Sequence[str]]) -> str:
    parts = (f"{name} {names(words)}".strip() for name, words in groups if words)
    return "; ".join(parts)


def _undone(one: Alike) -> Iterator[str]:
    """Its actions that are not done, the longest overdue first."""
    if not one.undone:
        return
    yield f"  - {_how_many(len(one.undone), len(one.resemblance.other.actions))}:"
    yield from (f"    - {_action(entry)}" for entry in one.undone[:_ACTIONS])
    if len(one.undone) > _ACTIONS:
        yield f"    - and {len(one.undone) - _ACTIONS} more"


def _how_many(undone: int, of: int) -> str:
    if undone < of:
        return f"{undone} of its {of} actions {'is' if undone == 1 else 'are'} not done"
    return "its one action is not done" if of == 1 else f"none of its {of} actions is done"


def _action(entry: Entry) -> str:
    action = entry.action
    when = f"**{wording.when(entry)}**" if entry.overdue else wording.when(entry)
    owner = inert(action.owner) or "no owner"
    due = inert(wording.deadline(entry) or wording.status(entry))
    parts = [inert(entry.said_priority), inert(action.text, _ACTION), owner]
    return f"{when}: {' · '.join(filter(None, parts))} ({due})"


def _answers(postmortem: Postmortem, others: Sequence[Postmortem]) -> str:
    """What to write into the front matter, folded away: the one place that says it."""
    text = "\n\n".join("\n".join(verdict_lines(postmortem, other)) for other in others)
    summary = "Nobody has answered yet: the line for the front matter, whichever is true"
    return f"<details><summary>{summary}</summary>\n\n```yaml\n{text}\n```\n\n</details>"


def rubric_block(rubric: Rubric, path: str) -> Iterator[str]:
    """How far the rubric is ticked, what is not, and where the questions for people stand.

    Those are the same for every postmortem, and a comment is mailed to all who follow it.
    """
    lines = list(rubric.lines)
    good = sum(line.state == "good" for line in lines)
    bad = [line for line in lines if line.state == "bad"]
    unchecked = [line for line in lines if line.state == "open" and line.unchecked]
    asked = counted(sum(line.state == "open" for line in lines), "item")
    whole = code(f"postmortem rubric {shlex.quote(path)}")
    yield (
        f"**Rubric**: rules ticked {good} of the {good + len(bad)} items that they decide, "
        f"{asked} for people: {whole}"
    )
    rows = [_item(line) for line in (*bad, *unchecked)]
    if rows:
        yield folded(rows, 3)


def _item(line: Line) -> str:
    if line.state == "bad":
        rules = listed([code(rule) for rule in dict.fromkeys(f.rule for f in line.findings)])
        return f"{line.item.text} (found: {rules})"
    return f"{line.item.text}{f' (not checked: {inert(line.unchecked)})' if line.unchecked else ''}"
