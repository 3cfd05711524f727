"""Reads time zones, alone or out of the sentence or column header that names one."""

import difflib
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from postmortem_archive.times import zone_names
from postmortem_archive.times.wording import bounded, quoted, tidy

_FORMS = "UTC, an offset such as UTC+1, or a name such as Europe/London"
_FARTHEST_WEST, _FARTHEST_EAST = -12 * 60, 14 * 60


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


# In running text a zone must be unmistakable: abbreviations in capitals, long names with "time".
_OFFSET = (
    r"(?i:UTC|GMT)\ ?[+±-](?:1[0-4]|0?[0-9])(?::?(?:00|15|30|45))?(?!:?[0-9]|\.[0-9])"
    r"|[+-](?:1[0-4]|0[0-9]):?(?:00|15|30|45)(?![0-9:])"
)
_IANA = rf"(?i:{_any(zone_names.AREAS)})/[A-Za-z_]{{1,30}}(?:[+-][0-9]{{1,2}}|/[A-Za-z_]{{1,30}})?"
_SHORT = (
    rf"(?:{_any([*zone_names.GENERIC, *zone_names.ABBREVIATIONS, 'IST', 'AST', 'GST'])}"
    r"|(?i:utc|gmt))"
)
_LONG = (
    rf"(?i:(?:US )?(?:{_any([*zone_names.LONG, *zone_names.ALONE])})"
    r" time(?: ?zone)?|local time)"
)
_CITY_TIME = r"[A-Z][a-z]{1,20}(?: [A-Z][a-z]{1,20}){0,2} [Tt]ime"
# "UTC+5.5" is not UTC, while "14:23 UTC-16:57" is a range.
_ONE = rf"(?:{_OFFSET}|(?:{_IANA}|{_SHORT}|{_LONG})(?![A-Za-z0-9/]|\+[0-9]|-[0-9]{{1,2}}\.[0-9]))"
_WRITTEN = rf"{_ONE}(?: ?\((?:{_ONE}|{_CITY_TIME})\))?".replace(r"\ ", " ")
WRITTEN = re.compile(_WRITTEN)
# Pacific, Eastern …: common words, so only where a sentence ends with them.
_ALONE = re.compile(rf"(?:US )?(?:{_any(zone_names.ALONE)})(?=[\s.,;)]*$)", re.IGNORECASE)

# What stands where a zone should and looks like one, known or not.
ZONE_LIKE = re.compile(
    rf"(?:(?:UTC|GMT)[+-][0-9:.]{{1,9}}|[A-Za-z]{{1,30}}/[A-Za-z_]{{1,30}}|{_CITY_TIME}|[A-Z]{{2,5}}|local)"
    r"(?![A-Za-z0-9/])"
)
_UNKNOWN_IN_HEADER = re.compile(r"[A-Z]{2,4}T|(?:UTC|GMT)[+-].*|[A-Z][A-Za-z]+/[A-Z][a-z_A-Z]+")

_ALL_TIMES = re.compile(
    r"(?:(?<!\bat )(?<!\bof )\ball (?:of )?(?:the )?"
    r"|(?:^|[.!?:;(>-]\s{0,3})(?:note that |note: ?)?(?:the )?)"
    r"(?:dates? and )?(?:event )?(?:times|timestamps)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^\W*(?:time ?zone|tz)(?: used)?(?=\s*(?::|=|is\b))", re.IGNORECASE)
_BEFORE_ZONE = re.compile(r"^\s+|(?:\b(?:in|are|is|as|use|using)\b|[:=(])\s*(?:the )?")
_SENTENCE = re.compile(r"(?:[^.!?\n]|[.](?=[0-9])){0,150}")
_HEADER = re.compile(
    r"^\W*(?:(?:start|end|date|local|event)s?(?: and | ?[/&] ?| ))?"
    r"(?:time|timeline|timestamp|date|when|start|end|zeit|uhrzeit)s?\b"
    r"(?:,? in |[,:]? ?[(\[] ?|, ?|: ?| )"
    r"(?P<zone>[^()\[\]]{1,40}(?:\([^()]{1,40}\))?)[)\]]?:?$",
    re.IGNORECASE,
)
_UTC_ALONE = re.compile(r"^\W*(?P<zone>UTC)(?: times?)?\W*$")
_READ_AHEAD = 2000

_PARTS = re.compile(r"[()\[\],;]")
_OFFSET_ALONE = re.compile(
    r"(?:UTC|GMT|Z)? ?(?P<sign>[+±-]) ?(?P<hours>[0-9]{1,2})(?::?(?P<minutes>[0-9]{2}))?(?: ?h)?",
    re.IGNORECASE,
)
_DECIMAL = re.compile(r"(?:UTC|GMT)? ?([+-])([0-9]{1,2})[.,]([0-9]{1,2})", re.IGNORECASE)
_PADDING = re.compile(r"^(?:the|us) |(?: time| time ?zone)$", re.IGNORECASE)


def parse_zone(text: str) -> tzinfo:
    """The zone: an offset, a name from the IANA list in any case, or a known abbreviation.

    Where several stand together, the most definite wins: `PST (UTC-7)` is UTC-7, and
    `CET (Europe/Copenhagen)` follows Copenhagen's daylight saving.
    """
    written = bounded(text, f"a time zone; write {_FORMS}").strip("*_`").replace("–", "-")
    if not written:
        raise ValueError(f"the time zone is empty; write {_FORMS}")
    parts = [part.strip() for part in _PARTS.split(written) if part.strip()]
    for read in (_offset, _iana, _abbreviation, _long_name):
        for part in parts:
            if zone := read(part):
                return zone
    raise ValueError(_unknown(text, parts))


def certain_zone(zone: tzinfo, wall: datetime) -> tzinfo | None:
    """The zone, if its clocks showed `wall` at one moment only and it was in force then.

    PST in July is none: people write it for the time in Los Angeles, which was PDT. Nor is CST,
    which is used on three continents.
    """
    name = None if isinstance(zone, ZoneInfo) else zone.tzname(None)
    if name in zone_names.ABBREVIATIONS and zone != UTC:
        home = ZoneInfo(zone_names.HOMES.get(name, "UTC"))
        there = [wall.replace(tzinfo=home, fold=fold) for fold in (0, 1)]
        shown = {(moment.tzname(), moment.utcoffset()) for moment in there}
        return zone if (name, zone.utcoffset(None)) in shown else None
    offsets = {wall.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)}
    return zone if len(offsets) == 1 else None


def find_zone(sentence: str) -> tuple[tzinfo, str] | None:
    """The zone that a sentence, heading or column header states, and how it is written there.

    None where no zone is named. Prose is full of capitals, so only the patterns of a statement
    count; where one of those names something that is no zone, the ValueError says so.
    """
    text = tidy(sentence[:_READ_AHEAD].replace("*", "").replace("`", ""))
    text = re.sub(r"(?<!\w)_+|_+(?!\w)", "", text)
    label = _LABEL.match(text)
    for statement in [label] if label else _ALL_TIMES.finditer(text):
        rest = _SENTENCE.match(text, statement.end())
        if rest and (written := _zone_in(rest[0])):
            return parse_zone(written), written
    written = _zone_of_header(text)
    return (parse_zone(written), written) if written else None


def _zone_in(rest: str) -> str:
    """The zone named by the rest of a sentence on times, or what stands where it should."""
    for lead in _BEFORE_ZONE.finditer(rest):
        if known := WRITTEN.match(rest, lead.end()) or _ALONE.match(rest, lead.end()):
            return known[0]
        like = ZONE_LIKE.match(rest, lead.end())
        # "in AWS logs" goes on; "in UC/Pacific" ends where a zone would.
        if like and lead[0].strip() and not rest[like.end() :].strip(" )"):
            return like[0]
    return ""


def _zone_of_header(text: str) -> str:
    header = _HEADER.match(text) if len(text) < 120 else None
    header = header or _UTC_ALONE.match(text)
    if not header:
        return ""
    written = header["zone"].strip()
    known = WRITTEN.fullmatch(written) or _ALONE.match(written)
    return written if known or _UNKNOWN_IN_HEADER.fullmatch(written) else ""


def _offset(part: str) -> tzinfo | None:
    match = _OFFSET_ALONE.fullmatch(part)
    if not match:
        return None
    east = int(match["hours"]) * 60 + int(match["minutes"] or 0)
    east = -east if match["sign"] == "-" else east
    if not _FARTHEST_WEST <= east <= _FARTHEST_EAST or int(match["minutes"] or 0) > 59:
        raise ValueError(
            f"{quoted(part)} is no offset of any zone; they run from UTC-12:00 to UTC+14:00"
        )
    return timezone(timedelta(minutes=east)) if east else UTC


def _iana(part: str) -> tzinfo | None:
    name = _PADDING.sub("", part).replace(" ", "_").casefold()
    known = _iana_names().get(name) if "/" in name else None
    return ZoneInfo(known) if known else None


def _abbreviation(part: str) -> tzinfo | None:
    name = _PADDING.sub("", part).upper()
    if name in zone_names.GENERIC:
        return ZoneInfo(zone_names.GENERIC[name])
    return zone_names.ABBREVIATIONS.get(name)


def _long_name(part: str) -> tzinfo | None:
    while (shorter := _PADDING.sub("", part)) != part:
        part = shorter
    name = part.casefold()
    if name in zone_names.ALONE:
        return ZoneInfo(zone_names.ALONE[name])
    return zone_names.ABBREVIATIONS.get(zone_names.LONG.get(name, ""))


@lru_cache(maxsize=1)
def _iana_names() -> dict[str, str]:
    """The IANA names by their case-folded form; listing them costs 20 ms, so once."""
    return {name.casefold(): name for name in available_timezones() if "/" in name}


def _unknown(text: str, parts: list[str]) -> str:
    for part in parts:
        name = _PADDING.sub("", part).upper()
        if name in zone_names.AMBIGUOUS:
            count, choice = zone_names.AMBIGUOUS[name]
            return f"{quoted(part)} means {count}; write {choice}"
    if decimal := _DECIMAL.fullmatch(text.strip()):
        minutes = round(60 * float(f"0.{decimal[3]}"))
        right = f"UTC{decimal[1]}{int(decimal[2]):02}:{minutes:02}"
        return f"{quoted(text)} has its offset as a decimal; write {right}"
    near = list(dict.fromkeys(name for part in parts for name in _near(part)))[:3]
    if near:
        return f"{quoted(text)} is no known time zone; did you mean {' or '.join(near)}?"
    return f"{quoted(text)} is no known time zone; write {_FORMS}"


def _near(part: str) -> Iterator[str]:
    name = _PADDING.sub("", part).replace(" ", "_").casefold()
    names = _iana_names()
    yield from (known for folded, known in names.items() if folded.endswith(f"/{name}"))
    known = names if "/" in name else {key.casefold(): key for key in zone_names.ABBREVIATIONS}
    cutoff = 0.75 if "/" in name else 0.6
    yield from (known[key] for key in difflib.get_close_matches(name, known, 3, cutoff))
