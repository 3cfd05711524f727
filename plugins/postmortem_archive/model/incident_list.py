"""The list of all incidents, which says what happened and was never written up."""

import re
from datetime import date, datetime
from typing import Annotated

from postmortem_archive import times
from postmortem_archive.model.declared import (
    Declared,
    Form,
    Names,
    Text,
    declare,
    from_text,
    written,
)
from postmortem_archive.model.front_matter import Amount, Kind

# An archive has one of them. The first counts if there are both.
LIST_FILES = ("incidents.csv", "incidents.json")

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?"
_NO_OFFSET = re.compile(rf"({_DAY})[T ]{_CLOCK}")


def read_when(text: str) -> date | datetime:
    """Reads a day or a moment; of a time without an offset only the day is taken.

    Raises ValueError with what would be right.
    """
    text = text.strip()
    if local := _NO_OFFSET.fullmatch(text):
        return times.parse_day(local[1])
    if ":" not in text:
        return times.parse_day(text)
    try:
        return times.parse_moment(text)
    except ValueError as error:
        raise ValueError(f"{error}, or the day alone") from None


When = Annotated[
    date | datetime,
    from_text(read_when),
    Form("day or moment", "2026-02-15T14:23Z", written(f"{_DAY}(?:[T ].*)?")),
]


class Columns(Declared):
    """What the list may say of each incident; an id and a day are needed."""

    id: Text = declare("The incident's id in the tracker.", example="INC-42", default="")
    title: Text | None = declare("What happened.", example="Orders stuck in the queue")
    severity: Text | None = declare("How bad it was, by the scale in archive.yml.", example="SEV-2")
    services: Names = declare(
        "Services affected, with commas or semicolons between them.",
        example="order-service; checkout",
        default=(),
    )
    started: When | None = declare("The moment or day it began.", example="2026-02-15T14:23Z")
    resolved: When | None = declare("The moment or day it was over.", example="2026-02-15T15:08Z")
    kind: Kind = declare(
        "Incident if nothing is said; other kinds are counted apart.",
        example="near-miss",
        default="incident",
    )
    revenue: Amount | None = declare("Revenue lost, with its currency.", example="~125000 USD")
    data_loss: Text | None = declare("What data was lost, or none.", example="none")
    data_exposed: Text | None = declare(
        "What customer data others could see or take, or none.", example="none"
    )
    postmortem: Text | None = declare(
        "The id of its postmortem, if neither its `tracker` nor its own id is this incident's id.",
        example="2026-02-15-order-service-connection-pool",
    )


# What trackers call these, without case and punctuation.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "id": ("incident", "incident id", "incident number", "number", "key", "issue key", "reference"),
    "title": ("name", "summary", "description"),
    "severity": ("sev", "priority", "incident severity"),
    "services": ("service", "service name", "affected services", "component", "components"),
    "started": ("date", "day", "start", "started at", "created", "created at", "created on"),
    "resolved": ("end", "ended", "resolved at", "resolved on", "closed", "closed at"),
    "kind": ("type", "issue type", "incident type"),
    "revenue": ("revenue lost", "revenue impact", "cost"),
    "data_loss": ("data lost",),
    "data_exposed": ("data exposure",),
    "postmortem": ("postmortem id", "post mortem"),
}
_NO_LETTER = re.compile(r"[\W_]+")


def column_of(name: str) -> str | None:
    """The column that a list's own name of it means."""
    return _BY_NAME.get(_plain(name[:80]))


def _plain(name: str) -> str:
    return _NO_LETTER.sub(" ", name.casefold()).strip()


_BY_NAME = {
    **{_plain(name): name for name in Columns.model_fields},
    **{synonym: name for name, synonyms in SYNONYMS.items() for synonym in synonyms},
}


class ListedIncident(Columns):
    """One incident of the list, and the line on which it stands (from 1)."""

    line: int = 0

    @property
    def day(self) -> date:
        """The day it began, else the day it was over: one of them is known."""
        return day_of(self.started) or day_of(self.resolved) or date.min

    @property
    def resolved_day(self) -> date | None:
        """The day it was over; None too if that is said to be before it began."""
        return None if self.ends_before_it_begins else day_of(self.resolved)

    @property
    def ends_before_it_begins(self) -> bool:
        """By the moments if both are known, else by the days."""
        begin, end = self.started, self.resolved
        if isinstance(begin, datetime) and isinstance(end, datetime):
            return end < begin
        first, last = day_of(begin), day_of(end)
        return bool(first and last and last < first)


def day_of(when: date | datetime | None) -> date | None:
    """The day of a moment, by its own clock."""
    return when.date() if isinstance(when, datetime) else when


def bare_id(tracker: str) -> str:
    """An incident's id without case; of an address, what its path ends with."""
    return tracker.strip().rstrip("/").rpartition("/")[2].casefold()
