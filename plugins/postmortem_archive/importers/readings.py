"""The readings of single texts that need neither a day nor the archive: figures, links, ids."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo

from postmortem_archive.model.archive_file import ArchiveFile
from postmortem_archive.model.front_matter import read_figure as parse_figure


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says: values by field, whether that is all it says, and what is doubtful."""

    values: Mapping[str, object] = field(default_factory=dict)
    whole: bool = True
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What the reading of one text depends on: the archive's words, the day and the zone."""

    file: ArchiveFile
    day: date | None = None
    zone: tzinfo | None = None


class Plain(str):
    """A value that YAML takes as it is: a moment, a day, a span, a figure."""

    __slots__ = ()


_ABOUT = re.compile(
    r"(?:~|≈|about\b|approximately\b|approx\.?|around\b|circa\b|ca\.|roughly\b|estimated\b|est\.?)"
    r"[ \t]*",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"(?P<currency>[$€£]?)[ \t]?(?P<number>[0-9]{1,3}(?:,[0-9]{3}){1,4}(?![0-9])|[0-9]{1,15}"
    r"(?![0-9,]))(?P<fraction>\.[0-9]{1,6})?(?P<scale>[kKM](?![A-Za-z]))?"
    r"(?P<percent>[ \t]?%)?(?P<code>[ \t]?(?:USD|EUR|GBP)\b)?"
)
# What the figures of a field count: to say it again adds nothing.
_NOUNS = {
    "impact.users": ("users", "customers"),
    "impact.requests": ("requests",),
    "impact.tickets": ("tickets", "support tickets"),
}
_DIGIT = re.compile(r"[0-9]")
_CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP"}
_NO_FIGURE = re.compile(r"(?:none|no|zero|nil)\.?", re.IGNORECASE)
_BOUND = re.compile(
    r"\b(?:up to|over|more than|at least|less than|at most|under|almost|nearly)\b|[<>]",
    re.IGNORECASE,
)


def read_figure(name: str, text: str) -> Reading:
    """One number, perhaps an estimate, perhaps with words after it, which then stay."""
    if _NO_FIGURE.fullmatch(text):
        return Reading({name: Plain("0")})
    about = _ABOUT.match(text)
    start = about.end() if about else 0
    match = _FIGURE.match(text, start)
    if not match:
        return Reading(doubt="does not begin with a figure; write ~15000 or 125000 USD")
    rest = text[match.end() :].strip()
    if _DIGIT.search(rest) or _BOUND.search(text):
        return Reading(doubt="says more than one figure, or a bound; write the one that counts")
    number = match["number"].replace(",", "") + (match["fraction"] or "")
    if match["scale"]:
        number = f"{float(number) * (1000 if match['scale'] in 'kK' else 1_000_000):.0f}"
    unit = "%" if match["percent"] else (match["code"] or "").strip()
    unit = unit or _CURRENCIES.get(match["currency"], "")
    estimate = bool(about or match["scale"] or re.search(r"\bestimated\b|\bapprox", rest))
    figure = f"{'~' if estimate else ''}{number}{'' if unit in ('', '%') else ' '}{unit}"
    parse_figure(figure)
    return Reading({name: Plain(figure)}, whole=rest.casefold() in ("", *_NOUNS.get(name, ())))


_URL = re.compile(r"<?(?P<url>https?://[^\s<>()\[\]\"']{3,2000})>?")
_LINK = re.compile(r"\[(?P<text>[^\[\]]{1,200})\]\((?P<url>https?://[^\s()]{3,2000})\)")


def read_link(name: str, text: str) -> Reading:
    """An address, bare or as a Markdown link; a channel's name is one too."""
    if match := _URL.fullmatch(text):
        return Reading({name: match["url"]})
    if match := _LINK.fullmatch(text):
        return Reading({name: match["url"]}, whole=False)
    if name == "links.channel" and re.fullmatch(r"#[\w.-]{1,80}", text):
        return Reading({name: text})
    return Reading(doubt="is no address; write https://…")


_ID = re.compile(r"#?(?:[A-Za-z]{1,12}[-_]?)?[0-9][A-Za-z0-9]{0,12}(?:[-_.][A-Za-z0-9]{1,40}){0,6}")
_LINKED_ID = re.compile(r"\[([^\[\]]{1,80})\]\((https?://[^\s()]{3,2000})\)")


def read_tracker(text: str) -> Reading:
    """The incident's id elsewhere, perhaps as a link to it."""
    if _ID.fullmatch(text) or re.fullmatch(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", text):
        return Reading({"tracker": text})
    if (match := _LINKED_ID.fullmatch(text)) and _ID.fullmatch(match[1]):
        return Reading({"tracker": match[1], "links.tracker": match[2]})
    if match := _URL.fullmatch(text):
        return Reading({"links.tracker": match["url"]})
    return Reading(doubt="does not look like an id; write tracker: INC-2026-0042")
