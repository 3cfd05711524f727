"""The front of the archive, above the list of all: figures, what is new, overdue, and came back."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from postmortem_archive.announcement.quoting import quoted
from postmortem_archive.announcement.sections import summary
from postmortem_archive.digest import earlier_years
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.pages import words
from postmortem_archive.pages.action_rows import owners, place_of
from postmortem_archive.pages.body import Heading
from postmortem_archive.pages.page import Link
from postmortem_archive.pages.places import (
    ACTIONS,
    EXERCISE,
    INDEX,
    REPORTS,
    SEARCH,
    STATISTICS,
    Places,
    feed_of,
)
from postmortem_archive.register import Register
from postmortem_archive.register import wording as register_words
from postmortem_archive.statistics import Figures, Share, last_year, wording
from postmortem_archive.statistics.repeats import Repeat
from postmortem_archive.translation import _, ngettext, number, pgettext

# How much of each part is shown; of fewer postmortems the list below says as much.
SHOWN = 3
_AROUND = timedelta(days=3)
# Of one incident a figure is only a fact.
_FEWEST = 2
_SENTENCE_ENDS = re.compile(r"[.!?](?=\s|$)")
_LETTERS = 220
_OF_CUSTOMERS = ("customer", "client", "user")

# Postmortems as lines of the list, with their addresses.
Listed = Callable[[Iterable[Postmortem]], list[dict[str, Any]]]


def front(whole: Figures, listed: Listed, places: Places, link: Link) -> dict[str, Any]:
    """What is there of the front; what is empty is left out."""
    ways = (
        (_("Statistics"), STATISTICS),
        (_("Reports"), REPORTS),
        (_("Actions"), ACTIONS),
        (_("Exercise"), EXERCISE),
        (_("Feed"), f"{feed_of(INDEX)}.xml"),
    )
    parts = (
        _overdue(whole.register, places, link),
        _repeated(whole, link),
        _on_this_day(whole, link),
    )
    return {
        "search": link(SEARCH),
        "figures": list(_figures(whole, link)),
        "newest": _newest(whole.archive.postmortems, listed),
        "parts": [part for part in parts if part["entries"]],
        "ways": [(name, link(path)) for name, path in ways if link(path)],
    }


def headings(shown: dict[str, Any]) -> Iterator[Heading]:
    """The headings of the parts that are there."""
    if shown["newest"]:
        yield Heading(2, pgettext("postmortems", "Newest"), "newest")
    for part in shown["parts"]:
        yield Heading(2, part["title"], part["anchor"])


def _part(
    kind: str, title: str, entries: list[dict[str, Any]], more: tuple[str, str | None] = ("", None)
) -> dict[str, Any]:
    return {"anchor": kind, "title": title, "entries": entries, "more": more}


def _newest(postmortems: Sequence[Postmortem], listed: Listed) -> list[dict[str, Any]]:
    """As in the list, with the beginning of the summary; of what has no day, none is newer."""
    dated = [p for p in postmortems if p.day] if len(postmortems) > SHOWN else []
    newest = dated[:SHOWN]
    return [
        {**row, "text": _beginning(postmortem), "is_timed": row["span"] != words.UNKNOWN}
        for row, postmortem in zip(listed(newest), newest, strict=True)
    ]


def _beginning(postmortem: Postmortem) -> str:
    """The first sentence or two of the summary, as far as they are short."""
    told = summary(postmortem)
    paragraphs = quoted(told.text) if told else []
    text = postmortem.mask(paragraphs[0].text) if paragraphs else ""
    ends = [match.end() for match in _SENTENCE_ENDS.finditer(text) if match.end() <= _LETTERS]
    if ends[:2]:
        return text[: ends[:2][-1]]
    short = text[:_LETTERS]
    return text if text == short else f"{short.rpartition(' ')[0] or short} …"


def _overdue(register: Register, places: Places, link: Link) -> dict[str, Any]:
    overdue = register.overdue
    entries = [
        {
            "note": register_words.when(entry),
            "title": entry.action.text,
            "address": place_of(entry, link),
            "about": [*owners(entry, places, link), (entry.postmortem.title, "")],
        }
        for entry in overdue[:SHOWN]
    ]
    more = (_("All {n}", n=len(overdue)), f"{link(ACTIONS)}#overdue")
    return _part("overdue", _("Most overdue"), entries, more if overdue[SHOWN:] else ("", None))


def _repeated(whole: Figures, link: Link) -> dict[str, Any]:
    """What repeated an incident that can be read here, in the last twelve months."""
    found = [each for each in whole.within(last_year(whole.today)).repeats.repeats if each.earlier]
    entries = [_repeat(each, link) for each in found[:SHOWN]]
    more = (_("All repeats"), f"{link(STATISTICS)}#repeats")
    return _part("repeated-lately", _("Repeated lately"), entries, more)


def _repeat(each: Repeat, link: Link) -> dict[str, Any]:
    undone = ngettext(
        "{n} action of then not done", "{n} actions of then not done", len(each.undone)
    )
    return {
        "note": words.day(each.incident.day),
        "title": each.incident.title,
        "address": link(each.incident.path),
        "about": [
            *((_repeats(postmortem), link(postmortem.path)) for postmortem in each.earlier),
            *([(undone, "")] if each.undone else []),
        ],
    }


def _repeats(earlier: Postmortem) -> str:
    return _("repeats {title} ({day})", title=earlier.title, day=words.day(earlier.day))


def _on_this_day(whole: Figures, link: Link) -> dict[str, Any]:
    today = whole.today
    found = list(earlier_years(whole.archive, today - _AROUND, today + _AROUND))
    entries = [
        {
            "note": words.day(postmortem.day),
            "title": postmortem.title,
            "address": link(postmortem.path),
            "about": [(", ".join(postmortem.front.services), "")],
        }
        for postmortem in found[:SHOWN]
    ]
    more = _("The newest {shown} of {n}", shown=SHOWN, n=len(found)) if found[SHOWN:] else ""
    return _part("earlier-years", _("Around this day"), entries, (more, None))


def _figures(whole: Figures, link: Link) -> Iterator[dict[str, Any]]:
    """The figures that matter, each with what it is made of and the place that explains it.

    They are those of the last twelve months where these have enough incidents to tell a median,
    and else of all.
    """
    if len(whole.incidents) < _FEWEST:
        return
    year = whole.within(last_year(whole.today))
    tells = year.durations["recover"].median is not None
    part, which = (year, _("in these 12 months")) if tells else (whole, _("in all years"))
    for key, label, value, small in (_count(whole, year), *_of_part(part, which)):
        address = f"{link(STATISTICS)}#{key}"
        yield {"label": label, "value": value, "small": small, "address": address}


def _count(whole: Figures, year: Figures) -> tuple[str, str, str, str]:
    change = year.changes[0]
    if not change.n and not change.n_before:
        newest = max((p.day for p in whole.incidents if p.day), default=None)
        told = _("the newest of {day}", day=newest) if newest else ""
        return "incidents", _("Incidents"), number(len(whole.incidents)), told
    before = _(
        "against {n} in the 12 before: {change}",
        n=change.n_before,
        change=wording.in_short(change),
    )
    return "changes", _("Incidents in 12 months"), number(change.n), before


def _of_part(part: Figures, which: str) -> Iterator[tuple[str, str, str, str]]:
    recover = part.durations["recover"]
    if recover.median is not None:
        small = _("n = {n} {when}", n=recover.n, when=which)
        yield "recover", _("Median time to recover"), wording.span(recover.median), small
    source, share = _noticed(part)
    if share.of:
        yield "detection", _("Noticed first: {source}", source=source), *_share(share, which)
    yield "repeats", _("Repeats"), *_share(part.repeats.share, which)


def _noticed(part: Figures) -> tuple[str, Share]:
    """How many customers noticed first, or whoever else did most often."""
    sources = part.detection.sources
    known = max((share.of for share in sources.values()), default=0)
    names = (*(part.archive.file.detection or ()), *sources)
    customers = [name for name in names if name.casefold().startswith(_OF_CUSTOMERS)]
    often = sorted(sources, key=lambda name: -sources[name].n)
    name = next(iter((*customers, *often)), "")
    return name, sources.get(name, Share((), known))


def _share(share: Share, which: str) -> tuple[str, str]:
    told = _("{n} of {of} {when}", n=share.n, of=share.of, when=which)
    return wording.percent(share.share), told
