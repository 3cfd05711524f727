"""What the names of columns and keys mean: synonyms, with the zone or the unit that they state."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from postmortem_archive import times
from postmortem_archive.importers.synonyms import field_of
from postmortem_archive.model.front_matter import MEASURES, MOMENTS

# Names that are clear in a list of incidents, where elsewhere they could be anything.
_IN_LISTS = {
    **dict.fromkeys(("name", "subject", "headline", "short description"), "title"),
    **dict.fromkeys(("reference", "number", "key", "incident reference", "issue key"), "tracker"),
    **dict.fromkeys(("permalink", "incident url", "html url"), "links.source"),
}
# Of several ids, the one that people say.
_RANKS = {"id": 3, "incident": 2, "issue": 2, "key": 2, "ticket": 2, "name": 2, "subject": 2}
# Names of texts. The first are told first, and lend their words where there is no title.
PROSE = (
    *("summary", "description", "what happened", "details", "incident summary", "overview"),
    *("executive summary", "message", "problem", "problem statement", "symptoms", "impact"),
    *("customer impact", "user impact", "business impact", "customer impact summary"),
    *("impact summary", "root cause", "root causes", "cause", "trigger", "detection", "response"),
    *("mitigation", "resolution", "recovery", "workaround", "fix", "lessons learned", "lessons"),
    *("timeline", "what went well", "what went wrong", "what went poorly", "where we got lucky"),
    *("action items", "actions", "follow up", "follow ups", "follow up actions", "next steps"),
    *("notes", "comments", "remediation", "prevention", "contributing factors", "background"),
)
_RECORDED = frozenset(
    (
        *("created", "created at", "created on", "created date", "date created", "creation date"),
        *("created time", "opened", "opened at", "opened on", "open date", "logged at"),
    )
)
_ZONES = frozenset(("timezone", "time zone", "tz"))
_PRIVATE = frozenset(("private", "restricted", "confidential", "is private", "is restricted"))
_SPANS = frozenset(measure.stated for measure in MEASURES.values())
_ASIDE = re.compile(r"[\s_]{0,5}\((?:in )?([^()]{1,40})\)\s{0,5}$")
_LAST = re.compile(r"(?:[\s_.-]{1,3}|(?<=[a-z])(?=[A-Z]))(?:in[\s_]{1,3})?([A-Za-z]{1,10})$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "seconds"),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "minutes"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "hours"),
    **dict.fromkeys(("d", "day", "days"), "days"),
}
_NO_MAPPING: Mapping[str, str] = {}
_ZONE_WORDS = frozenset(("utc", "gmt"))
# Names that only lists of incidents have; a list of tasks has titles and dates as well.
_OF_INCIDENTS = re.compile(
    r"incident|outage|post-?\s?mortem|severity|\bsev\b|\bdetected|\backnowledged|\bmitigat"
    r"|\bresolved|\bresolution|\bttr\b|\bttd\b|\bmttr\b|root cause|\bimpact",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """The field that a name means, or a heading, and what else the name states."""

    field: str
    zone: str = ""
    unit: str = ""
    rank: int = 1


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A name in lower case and single spaces: `customerImpact_summary` is three words."""
    words = _CAMEL.sub(" ", name[:200])
    letters = "".join(letter if letter.isalnum() else " " for letter in words)
    return " ".join(letters.casefold().split())


@lru_cache(maxsize=4096)
def meaning_of(name: str) -> Meaning:
    """What a column or key means, by its own words only."""
    bare = name.removesuffix(".name")  # an object is called by its name
    if found := _known(bare):
        aside = _ASIDE.search(bare)
        return _stating(bare, found, aside[1] if aside else "")
    last = _LAST.search(bare)
    if last and last[1].casefold() in (*_UNITS, *_ZONE_WORDS):
        found = _known(bare[: last.start()])
        stated = _stating(bare, found, last[1])
        return stated if stated.zone or stated.unit else Meaning("")
    return Meaning("")


def _known(name: str) -> str:
    if plain(name) in PROSE:
        return ""
    return _IN_LISTS.get(plain(name)) or field_of(name)


def _stating(name: str, found: str, said: str) -> Meaning:
    rank = _RANKS.get(plain(name), 1 if found != "title" or plain(name) != "title" else 0)
    if found in _SPANS and said.casefold() in _UNITS:
        return Meaning(found, unit=_UNITS[said.casefold()], rank=rank)
    if said and (found in MOMENTS or found == "window") and _is_zone(said):
        return Meaning(found, zone=said, rank=rank)
    return Meaning(found, rank=rank)


def _is_zone(text: str) -> bool:
    try:
        times.parse_zone(text)
    except ValueError:
        return False
    return True


def heading_of(name: str) -> str:
    """A name as a heading: its words, the first letter large."""
    words = " ".join(_CAMEL.sub(" ", name).replace("_", " ").split()) or "Text"
    return words[:1].upper() + words[1:]


def is_recording(name: str) -> bool:
    """Whether a name says when the record was made, which is not when anything happened."""
    return plain(name) in _RECORDED


def is_zone(name: str) -> bool:
    return plain(name) in _ZONES


def is_private(name: str, text: str) -> bool:
    return plain(name) in _PRIVATE and text.strip().casefold() in ("true", "yes", "y", "1", "x")


def signs_of_incidents(
    names: Iterable[str], file_name: str, mapping: Mapping[str, str] = _NO_MAPPING
) -> tuple[Sequence[str], str]:
    """Why a list is one of incidents, or why it is not: reasons, and what is missing.

    A person who maps one of its names says by that what the list is.
    """
    names = list(names)
    known: dict[str, str] = {}
    for name in names:
        means = mapping.get(name) or ("told" if plain(name) in PROSE else meaning_of(name).field)
        if means:
            known.setdefault("told" if means.startswith("#") else means, name)
    reasons = [f'"{name}" is {means}' for means, name in known.items() if means != "told"]
    if not known.keys() & {"title", "tracker", "told"}:
        return (), "none of its names is a title, an id or a summary"
    if not known.keys() & {"day", "severity", "window", *MOMENTS, *_SPANS}:
        return (), "none of its names is a date, a moment, a duration or a severity"
    spelled = [_CAMEL.sub(" ", name).replace("_", " ")[:200] for name in (*names, file_name)]
    if mapping.keys().isdisjoint(names) and not any(map(_OF_INCIDENTS.search, spelled)):
        return (), "no name of it is one of incidents only (Severity, Resolved, Incident ID)"
    return [f"{len(known)} known names", *reasons[:2]], ""
