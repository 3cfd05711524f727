"""What the fields of a postmortem say, in sentences; what they do not say is left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from postmortem_archive.message import capitalised, long_day, spelled
from postmortem_archive.model.front_matter import MEASURES, Figure, duration
from postmortem_archive.model.postmortem import Postmortem

_NONE = re.compile(r"(?:no|none|nothing|0|false|-|–)\.?", re.IGNORECASE)
_YES = re.compile(r"(?:yes|true)\.?", re.IGNORECASE)
_UNSURE = re.compile(
    r"(?:no|none|not|nothing|never|zero|0|false|n/?a|without|unknown|unclear|maybe|possibly|tb[dac])"
    r"\b|[-–?]+$|.{0,300}\b(?:recovered|restored|replayed|reprocessed|recoverable)\b",
    re.IGNORECASE,
)
# The field, what one and what several of it are called, and what happened to them.
_FIGURES = {
    "users": ("user", "users", "was affected", "were affected"),
    "requests": ("request", "requests", "failed", "failed"),
    "tickets": ("support ticket", "support tickets", "was opened", "were opened"),
}
_DATA = {"data_loss": "lost", "data_exposed": "exposed"}


def moment(value: datetime) -> str:
    """A moment's time of day on its own clock, with the zone: 14:23 UTC."""
    return f"{value:%H:%M} {value.tzname()}"


def when(postmortem: Postmortem) -> str:
    """From when to when it hurt, and how long that is, or as much of it as is known."""
    front = postmortem.front
    start, end = front.started, front.resolved
    lasted = duration(front, MEASURES["recover"])
    how_long = f"It lasted {spelled(lasted.span)}" if lasted else ""
    if start and end and lasted:
        return f"{how_long}, {_from_to(start, end)}."
    if start:
        also = f" {how_long}." if lasted else _stopped(postmortem)
        return f"It began on {long_day(start)} at {moment(start)}.{also}"
    if end:
        return (
            f"It was over on {long_day(end)} at {moment(end)}.{f' {how_long}.' if lasted else ''}"
        )
    return f"{how_long}." if lasted else ""


def _from_to(start: datetime, end: datetime) -> str:
    if (start.date(), start.utcoffset()) == (end.date(), end.utcoffset()):
        return f"on {long_day(start)} from {start:%H:%M} to {moment(end)}"
    return f"from {long_day(start)}, {moment(start)}, to {long_day(end)}, {moment(end)}"


def _stopped(postmortem: Postmortem) -> str:
    start, stopped = postmortem.front.started, postmortem.front.mitigated
    if not start or not stopped or stopped < start or postmortem.front.resolved:
        return ""
    return f" The impact was stopped on {long_day(stopped)} at {moment(stopped)}."


def figure(name: str, postmortem: Postmortem) -> str:
    """A figure of the impact as a sentence: About 28,000 users were affected."""
    impact = postmortem.front.impact
    value: Figure | None = getattr(impact, name, None) if impact else None
    if value is None:
        return ""
    one, many, was, were = _FIGURES[name]
    if not value.value:
        return f"No {value.unit if value.unit not in ('', '%') else many} {were}."
    number = f"{'about ' if value.estimate else ''}{_bare(value)}"
    if value.unit == "%":
        return capitalised(f"{number}% of {many} {were}.")
    alone = value.value == 1
    noun = value.unit or (one if alone else many)
    return capitalised(f"{number} {noun} {was if alone else were}.")


def revenue(postmortem: Postmortem) -> str:
    """About 15,000 USD of revenue was lost."""
    impact = postmortem.front.impact
    value = impact.revenue if impact else None
    if value is None:
        return ""
    if not value.value:
        return "No revenue was lost."
    unit = f" {value.unit}" if value.unit and value.unit != "%" else value.unit
    about = "about " if value.estimate else ""
    return capitalised(f"{about}{_bare(value)}{unit} of revenue was lost.")


def _bare(value: Figure) -> str:
    return str(Figure(value.value))


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of data, by one field; `in_short` is empty where the field is not sure.

    Its own words were written for colleagues: they stand only in `in_full`.
    """

    field: str
    in_full: str
    in_short: str

    @property
    def is_told_in_full(self) -> bool:
        return self.in_full == self.in_short


def data(postmortem: Postmortem) -> Iterator[Fate]:
    """What the fields say of data that was lost or exposed."""
    impact = postmortem.front.impact
    for name, what in _DATA.items():
        said = str(getattr(impact, name, None) or "").strip()
        if not said:
            continue
        if _NONE.fullmatch(said):
            none = f"No data was {what}."
            yield Fate(name, none, none)
        else:
            short = "" if _UNSURE.match(said) else f"Data was {what}."
            full = short if _YES.fullmatch(said) else f"Data {what}: {said.rstrip('.')}."
            yield Fate(name, full, short)
