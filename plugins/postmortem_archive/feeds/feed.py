"""A feed before it has a format: which postmortems it names, and what it says of each."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import NAMESPACE_URL, uuid5

from postmortem_archive.announcement.quoting import quoted
from postmortem_archive.announcement.sections import summary
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.front_matter import MEASURES, duration
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.statistics import wording
from postmortem_archive.translation import _
from postmortem_archive.translation.months import MONTHS

MOST = 50
# What no XML can hold (XML 1.0, 2.2), and what text has no use for.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A postmortem in a feed.

    `id` stays the same wherever the site stands. `address` is absolute. `facts` is one line,
    `paragraphs` are those of its summary, all plain text.
    """

    id: str
    title: str
    address: str
    moment: datetime
    facts: str
    paragraphs: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed, its newest entry first. `home` is the page of what it is a feed of, `address` its
    own; both are absolute. It has at least one entry, whose day is that of the feed."""

    title: str
    description: str
    home: str
    address: str
    entries: tuple[Entry, ...]


def entries_of(
    postmortems: Iterable[Postmortem], archive: Archive, address: Callable[[Postmortem], str]
) -> list[Entry]:
    """The newest fifty, by the day they were published, or else that of the incident.

    Drafts are left out, and so is what bears no day. Credentials are masked; the archive is
    one that has no restricted postmortems.
    """
    dated = [(day, p.id, p) for p in postmortems if (day := day_of(p))]
    newest = sorted(dated, key=lambda one: one[:2], reverse=True)[:MOST]
    return [_entry(p, day, archive, address(p)) for day, known, p in newest]


def day_of(postmortem: Postmortem) -> date | None:
    """The day under which a feed tells of a postmortem, if it does."""
    return None if postmortem.status == "draft" else postmortem.front.published or postmortem.day


def _entry(postmortem: Postmortem, day: date, archive: Archive, address: str) -> Entry:
    def clean(text: str) -> str:
        return _CONTROL.sub("", postmortem.mask(text))

    told = summary(postmortem)
    front = postmortem.front
    return Entry(
        # The id of a postmortem never changes; the archive's name tells it from another's.
        id=uuid5(NAMESPACE_URL, f"{archive.file.name}/{postmortem.id}").urn,
        title=clean(postmortem.title),
        address=address,
        moment=datetime.combine(day, time(), UTC),
        facts=clean(_facts(postmortem)),
        paragraphs=tuple(clean(one.text) for one in quoted(told.text)) if told else (),
        names=tuple(map(clean, dict.fromkeys((*front.services, *front.causes, *front.tags)))),
    )


def _facts(postmortem: Postmortem) -> str:
    """What, how bad, how long: SEV-1 · checkout · 15 January 2025 · 2 h to recover."""
    front = postmortem.front
    recovered = duration(front, MEASURES["recover"])
    parts = (
        front.kind if front.kind != "incident" else "",
        front.severity or "",
        ", ".join(front.services),
        _long(postmortem.day) if postmortem.day else "",
        _("{span} to recover", span=wording.span(recovered.span)) if recovered else "",
    )
    return " · ".join(filter(None, parts))


def _long(day: date) -> str:
    """15 January 2025."""
    month = _(MONTHS[day.month - 1])
    return _("{day} {month} {year}", day=str(day.day), month=month, year=str(day.year))
