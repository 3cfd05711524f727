"""What the page of a service, team or cause says before its list: figures, what to read, to do."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.front_matter import MEASURES
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.pages import words
from postmortem_archive.pages.page import Link
from postmortem_archive.pages.places import ACTIONS, STATISTICS
from postmortem_archive.register import Entry, Register
from postmortem_archive.register import wording as register_words
from postmortem_archive.statistics import DurationFigure, Share, wording
from postmortem_archive.statistics.counts import frequency
from postmortem_archive.statistics.durations import duration_figure
from postmortem_archive.statistics.shares import impact_span
from postmortem_archive.translation import _, ngettext, number

# Of fewer postmortems everyone can choose for themselves.
_CHOSEN_FROM = 6
_CHOSEN = 3
_ACTIONS = 10


def about(
    posts: Sequence[Postmortem], archive: Archive, register: Register, link: Link
) -> dict[str, Any]:
    """Small figures, at most three postmortems to read first, and actions that are not done."""
    incidents = tuple(p for p in posts if p.front.kind == "incident")
    mine = register.part(tuple(entry for p in posts for entry in register.of(p)))
    left = mine.by_urgency
    return {
        "values": list(_values(incidents, archive, register.today)) if len(incidents) > 1 else [],
        "statistics": link(STATISTICS),
        "first": list(_first(posts, archive, link)),
        "undone": _undone(left, mine.overdue),
        "actions": [_action(entry, link) for entry in left[:_ACTIONS]],
        "more": _more(left),
        "register": link(ACTIONS),
    }


def _undone(left: Sequence[Entry], overdue: Sequence[Entry]) -> str:
    if not overdue:
        return ngettext(
            "{n} action not marked as done", "{n} actions not marked as done", len(left)
        )
    return ngettext(
        "{n} action not marked as done, {overdue} of them overdue",
        "{n} actions not marked as done, {overdue} of them overdue",
        len(left),
        overdue=len(overdue),
    )


def _more(left: Sequence[Entry]) -> str:
    if len(left) <= _ACTIONS:
        return ""
    return _("The {shown} most urgent of {n}.", shown=_ACTIONS, n=len(left))


def _action(entry: Entry, link: Link) -> dict[str, Any]:
    postmortem = entry.postmortem
    return {
        "when": register_words.when(entry),
        "text": entry.action.text,
        "owner": entry.action.owner,
        "title": postmortem.title,
        "address": link(postmortem.path),
        "day": words.day(postmortem.day),
    }


def recovery(incidents: Sequence[Postmortem], archive: Archive) -> DurationFigure:
    return duration_figure(MEASURES["recover"], incidents, archive.file.policy.smallest_n)


def repeated(incidents: Sequence[Postmortem]) -> Share:
    """Those with a verdict, as in statistics.repeats, which also looks at all titles."""
    return Share(tuple(p for p in incidents if p.front.repeat_of), len(incidents))


def _values(
    incidents: Sequence[Postmortem], archive: Archive, today: date
) -> Iterator[tuple[str, str, str]]:
    """Each figure: name, value, and what stands small beside it."""
    often = frequency(incidents, None, today, archive.file.policy.smallest_n)
    recover = recovery(incidents, archive)
    share = repeated(incidents)
    yield _("Incidents"), number(len(incidents)), ""
    yield _("A month"), wording.number(often.per_month), wording.interval(often.bounds)
    if recover.median is None:
        few = _("n = {n}, below {fewest}", n=recover.n, fewest=recover.smallest_n)
        yield _("Median time to recover"), _(wording.WITHHELD), few
    else:
        bounds = wording.bounds(recover.median_bounds)
        small = ", ".join(filter(None, [bounds, _("n = {n}", n=recover.n)]))
        yield _("Median time to recover"), wording.span(recover.median), small
    yield _("Repeats"), wording.share(share), ""


def _first(posts: Sequence[Postmortem], archive: Archive, link: Link) -> Iterator[dict[str, Any]]:
    """The postmortems worth most of a reader's time, as far as fields can tell."""
    if len(posts) < _CHOSEN_FROM:
        return
    scale = list(archive.file.severities or ())
    for postmortem in sorted(posts, key=lambda p: _place(p, archive, scale))[:_CHOSEN]:
        yield {
            "title": postmortem.title,
            "address": link(postmortem.path),
            "day": words.day(postmortem.day),
            "reasons": ", ".join(_reasons(postmortem, archive)),
        }


def _place(
    postmortem: Postmortem, archive: Archive, scale: list[str]
) -> tuple[int, int, int, timedelta, int, str]:
    """The smaller, the sooner to be read; the newer of two that are alike."""
    repeats, others = _named(postmortem, archive)
    severity = postmortem.front.severity
    rank = scale.index(severity) if severity in scale else len(scale)
    impact = impact_span(postmortem.front) or timedelta()
    day = postmortem.day or date.min
    return -repeats, -others, rank, -impact, -day.toordinal(), postmortem.id


def _named(postmortem: Postmortem, archive: Archive) -> tuple[int, int]:
    """How many say that they repeat it, and how many others name it in a verdict."""
    by = archive.named_by.get(postmortem.id, ())
    repeats = {p.id for verdict, p in by if verdict == "repeat_of"}
    return len(repeats), len({p.id for verdict, p in by} - repeats)


def _reasons(postmortem: Postmortem, archive: Archive) -> Iterator[str]:
    repeats, others = _named(postmortem, archive)
    if repeats:
        yield ngettext("repeated once", "repeated {n} times", repeats)
    if others:
        yield ngettext("named by {n} other", "named by {n} others", others)
    if postmortem.front.severity:
        yield postmortem.front.severity
    impact = impact_span(postmortem.front)
    if impact is not None:
        yield _("{span} of impact", span=wording.span(impact))
