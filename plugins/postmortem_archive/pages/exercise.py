"""The exercise with past incidents: which fit, what their pages say for it, and its own page.

The form is that of the "Wheel of Misfortune" of Google's Site Reliability Engineering, chapters
"Postmortem Culture" and "Accelerating SREs to On-Call and Beyond".
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from postmortem_archive.announcement import sections
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.body import Section
from postmortem_archive.model.front_matter import MOMENTS, FrontMatter
from postmortem_archive.model.postmortem import Action, Postmortem
from postmortem_archive.pages import rows, words
from postmortem_archive.pages.page import Link, Page, Rendered, fill
from postmortem_archive.pages.places import EXERCISE, INDEX, TABLE
from postmortem_archive.pages.rows import Row
from postmortem_archive.translation import N_, _, ngettext

TITLE = N_("Practise with past incidents")
SCRIPTS = (("messages.js", "table.js", "filters.js", "reenactment.js", "exercise.js"),)
# With fewer rows there is hardly a moment at which to ask what to do next.
FEWEST = 5
# What the page lists itself, for readers without scripts.
LISTED = 30
# Drills and plans surprise nobody.
_KINDS = ("incident", "near-miss")
# Words of headings, where the template marks none.
_CAUSE = {"cause", "causes", "contributing"}
_REACHED = {
    "detected": N_("Detected {when}"),
    "acknowledged": N_("Acknowledged {when}"),
    "mitigated": N_("Mitigated {when}"),
    "resolved": N_("Resolved {when}"),
}


def fits(postmortem: Postmortem) -> bool:
    """Whether it can be gone through step by step: told of to the minute, and past the draft.

    Where it was imported, its author finished it before it came here as a draft.
    """
    front = postmortem.front
    if front.kind not in _KINDS or (postmortem.status == "draft" and not front.imported_from):
        return False
    return len(rows.timeline(postmortem)) >= FEWEST


def script(postmortem: Postmortem) -> str:
    """What the page of a postmortem that fits says to the exercise, as JSON; else nothing.

    `rows`: the anchor and the elapsed time of each, in order of time. `reached`: after how many
    rows a phase is reached, whether that is told before the next row is asked for, and how it
    reads. `opening`: how many rows are told at once: those up to the detection, but never all.
    `began` and `detection` in words; the anchors of the `summary` and of what tells the `causes`;
    the actions that are `undone`.
    """
    if not fits(postmortem):
        return ""
    placed = sorted(rows.timeline(postmortem), key=lambda row: row.offset)
    front = postmortem.front
    known = _rows_until(front.detected, front, placed) or 1
    said = {
        "rows": [(row.anchor, rows.elapsed(row.offset)) for row in placed],
        "reached": list(_reached(front, placed)),
        "opening": min(known, len(placed) - 1),
        "began": words.moment(front.started) if front.started else "",
        "detection": front.detection or "",
        "summary": _summary(postmortem),
        "causes": [section.anchor for section in _causes(postmortem)],
        "undone": [_action(action) for action in postmortem.undone],
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _rows_until(moment: datetime | None, front: FrontMatter, placed: Sequence[Row]) -> int:
    """How many rows are at a moment or before it; none if either is not known."""
    if moment is None or front.started is None:
        return 0
    return sum(row.offset <= moment - front.started for row in placed)


def _reached(front: FrontMatter, placed: Sequence[Row]) -> Iterator[tuple[int, bool, str]]:
    """The phases. One that no row is at comes with the next row: it would give that away."""
    for name in MOMENTS[1:]:
        moment = getattr(front, name)
        if moment is None or front.started is None:
            continue
        offset = moment - front.started
        number = _rows_until(moment, front, placed)
        exact = number > 0 and placed[number - 1].offset == offset
        yield number, exact or name == "detected", _(_REACHED[name], when=_since(offset))


def _since(offset: timedelta) -> str:
    return rows.from_start(offset) if offset else _("at the start")


def _summary(postmortem: Postmortem) -> str:
    told = sections.summary(postmortem)
    titles = {section.title: section.anchor for section in postmortem.body.sections}
    return titles.get(told.title, "") if told else ""


def _causes(postmortem: Postmortem) -> list[Section]:
    """The sections that the template marks as telling the cause, else those that say so."""
    told = [section for part, section in postmortem.told("cause")]
    named = [s for s in postmortem.body.sections if _CAUSE & set(s.wording.split())]
    inside = (other for other in named for s in named if s.start < other.start < s.end)
    nested = {section.start for section in inside}
    return told or [section for section in named if section.start not in nested]


def _action(action: Action) -> str:
    return f"{action.text} ({action.owner})" if action.owner else action.text


def page(archive: Archive) -> Page:
    """The page that picks one and goes through it; without scripts, a list to pick from."""

    def render(link: Link) -> Rendered:
        fitting = [each for each in archive.postmortems if fits(each)]
        html = fill(
            "exercise.html",
            title=_(TITLE),
            up=[(archive.file.name, link(INDEX))],
            table=link(TABLE),
            fewest=FEWEST,
            told=_told(len(fitting)),
            listed=[_listed(each, link) for each in fitting[:LISTED]],
        )
        return Rendered(html, scripts=SCRIPTS if fitting else ())

    description = _("Past incidents to practise with, told one row of the timeline at a time.")
    return Page(EXERCISE, _(TITLE), description, render, only_lists=True)


def _told(number: int) -> str:
    """What the list for readers without scripts is a list of."""
    if number > LISTED:
        return ngettext(
            "{n} postmortem with at least {fewest} rows at known moments, the newest of them.",
            "{n} postmortems with at least {fewest} rows at known moments, the newest of them.",
            number,
            fewest=FEWEST,
        )
    return ngettext(
        "{n} postmortem with at least {fewest} rows at known moments.",
        "{n} postmortems with at least {fewest} rows at known moments.",
        number,
        fewest=FEWEST,
    )


def _listed(postmortem: Postmortem, link: Link) -> dict[str, Any]:
    """Without the title, which tells the end; the address leads to the timeline's first row."""
    first = rows.timeline(postmortem)[0].anchor
    return {
        "day": words.day(postmortem.day),
        "services": ", ".join(postmortem.front.services) or _("no service named"),
        "severity": postmortem.front.severity or "",
        "address": f"{link(postmortem.path)}#{first}",
    }
