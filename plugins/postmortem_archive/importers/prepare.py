"""One postmortem of a source becomes what will stand in the archive, but for its place there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from postmortem_archive import times
from postmortem_archive.importers.body import build_body, moved_lines
from postmortem_archive.importers.facts import Facts, read_facts
from postmortem_archive.importers.headers import zone_of
from postmortem_archive.importers.layout import Doubt, Incoming, Layout, Wishes
from postmortem_archive.importers.links import Spot, relative_links
from postmortem_archive.importers.matter import as_values
from postmortem_archive.importers.source import SourceFile
from postmortem_archive.importers.templates import fitting
from postmortem_archive.load.body import read_body
from postmortem_archive.load.postmortem import read_postmortem
from postmortem_archive.model.archive import Archive, spelling
from postmortem_archive.model.front_matter import MOMENTS

_LONGEST_TITLE = 100
_ID_IN_NAME = re.compile(r"(?P<id>[A-Z]{2,10}-?[0-9]{1,6}(?:-[0-9]{1,6})?)(?:[ _-]{1,5}|$)")
_DAY_IN_NAME = re.compile(r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ _.-]{1,5}|$)")
_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,1000}\)")
_SECRET = re.compile(
    r"\W{0,6}(?:strictly |highly |company |this (?:document|report|postmortem) is )?"
    r"(?:confidential|restricted|top secret|privileged and confidential"
    r"|internal only: ?legal|legally privileged|attorney[- ]client privileged?)\b[^|]{0,80}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A postmortem that is ready to be put somewhere. Its links still point from the source."""

    origin: str
    source: Path
    layout: str
    title: str
    day: date | None
    values: Mapping[str, object]
    body: str
    line_end: str
    links: tuple[Spot, ...]
    doubts: tuple[Doubt, ...] = ()
    unknown: tuple[str, ...] = field(default=())
    key: str = ""


def prepare(
    source: SourceFile, layout: Layout, incoming: Incoming, archive: Archive, wishes: Wishes
) -> Prepared:
    """Reads the facts, keeps the rest as the body, and says what is doubtful."""
    listed, source = incoming.page is not None, incoming.page or source
    zone = wishes.zone if listed else zone_of(source, wishes)
    facts = read_facts(incoming, archive.file, zone)
    values = as_values(facts)
    title_moved = _choose_title(values, incoming) and incoming.day in (None, facts.day)
    if incoming.day not in (None, facts.day):
        why = f"the title's day; the facts say {facts.day}, which names the file"
        line = min(incoming.title_lines, default=1)
        facts.doubts.append(Doubt(line, "day", str(incoming.day), why))
    gone = moved_lines(incoming, facts, title_moved=title_moved)
    text = build_body(source, incoming, gone)
    body = read_body(text.replace("\r", " ") if source.line_end != "\n" else text, 1)
    if not listed:
        _from_name(values, facts, source)
    title = str(values.get("title") or _stand_in(values, facts, source))
    day = facts.day or _other_day(facts, values, text, archive, incoming.recorded)
    if day is None:
        why = "no day is known; rename the file to its day once it is"
        facts.doubts.append(Doubt(1, "day", "", why))
    _keep_secret(values, facts, source)
    if source.windows:
        why = (
            "the bytes are no UTF-8 and were read as Windows-1252; look at the letters beyond ASCII"
        )
        facts.doubts.append(Doubt(1, "", "", why))
    template = fitting(body, archive, incoming.kind)
    about = {"kind": incoming.kind, "template": template, "status": "draft"}
    origin = source.origin + (f"#{incoming.key}" if incoming.key else "")
    return Prepared(
        origin=origin,
        source=source.path,
        layout=layout.NAME,
        title=title,
        day=day,
        values={
            **values,
            **{name: value for name, value in about.items() if value},
            "imported_from.path": origin,
            "imported_from.layout": layout.NAME,
        },
        body=text,
        line_end=source.line_end,
        links=_with_lines(relative_links(body), source, incoming.line if listed else 0),
        doubts=tuple(_in_order(facts.doubts, incoming.line if listed else 0)),
        unknown=tuple(facts.unknown),
        key=incoming.key,
    )


def _in_order(doubts: list[Doubt], line: int) -> list[Doubt]:
    """The doubts by their lines; all of an entry of a list are about the line where it begins."""
    if line:
        return [replace(doubt, line=line) for doubt in doubts]
    return sorted(doubts, key=lambda doubt: doubt.line)


def _with_lines(spots: list[Spot], source: SourceFile, line: int) -> tuple[Spot, ...]:
    """The links with the lines of the source on which they stand."""
    if line:
        return tuple(replace(spot, line=line) for spot in spots)
    placed, number = [], 1
    for spot in spots:
        later = range(number, len(source.lines) + 1)
        number = next((n for n in later if spot.target in source.lines[n - 1]), number)
        placed.append(replace(spot, line=number))
    return tuple(placed)


def _choose_title(values: dict[str, object], incoming: Incoming) -> bool:
    """Takes the heading for the title if no field states one; whether the heading moved."""
    stated = values.get("title")
    if not stated and incoming.title:
        values["title"] = incoming.title
        return True
    return bool(stated) and spelling(str(stated)) == spelling(incoming.title)


def _from_name(values: dict[str, object], facts: Facts, source: SourceFile) -> None:
    """The id and the day that a file's name begins with, and its words if there is no title."""
    rest = source.path.stem
    if match := _ID_IN_NAME.match(rest):
        values.setdefault("tracker", match["id"])
        rest = rest[match.end() :]
    if match := _DAY_IN_NAME.match(rest):
        try:
            day = times.parse_day(match["day"])
            facts.day = facts.day or day
            if day != facts.day:
                why = f"the day in the file's name; the text says {facts.day}"
                facts.doubts.append(Doubt(1, "day", str(day), why))
        except ValueError as problem:
            facts.doubts.append(Doubt(1, "day", rest, f"in the file's name: {problem}"))
        rest = rest[match.end() :]
    words = " ".join(re.split(r"[\s_-]+", rest)).strip()
    if "title" not in values and len(words.split()) > 1 and not re.search(r"[0-9a-f]{8}", words):
        values["title"] = words[:1].upper() + words[1:]
        why = "no title stands in the source; these are the words of the file's name"
        facts.doubts.append(Doubt(1, "title", words, why))


def _stand_in(values: dict[str, object], facts: Facts, source: SourceFile) -> str:
    """The first words of the text, for a source that has no title at all."""
    lines = (_LINK.sub(r"\1", line[:1000]).strip("#>*_-+=|` \t") for _, line in source.body())
    first = next((line for line in lines if len(line) > 2), "Untitled").replace("`", "")
    title = first
    if len(first) > _LONGEST_TITLE:
        title = f"{first[:_LONGEST_TITLE].rpartition(' ')[0] or first[:_LONGEST_TITLE]} …"
    values["title"] = " ".join(title.split())
    why = "no title stands in the source; these are the first words of its text"
    facts.doubts.append(Doubt(1, "title", str(values["title"]), why))
    return str(values["title"])


def _other_day(
    facts: Facts,
    values: Mapping[str, object],
    text: str,
    archive: Archive,
    recorded: date | None,
) -> date | None:
    """The day of the first moment or event, or else on which it was recorded or published."""
    if facts.moments:
        return next(facts.moments[name] for name in MOMENTS if name in facts.moments).date()
    read = read_postmortem("", f"---\n---\n{text}".encode(), archive.file, archive.templates)
    for number, event in enumerate(read.events):
        moment = event.start or event.local
        if moment and moment.date() != times.UNKNOWN_DAY:
            if number:
                why = "the first rows of the timeline have no day that can be read"
                facts.doubts.append(Doubt(1, "day", str(moment.date()), why))
            return moment.date()
    if recorded:
        why = "no day of the incident is known; the file is named for the day it was recorded"
        facts.doubts.append(Doubt(1, "day", str(recorded), why))
        return recorded
    published = values.get("published")
    if not published:
        return None
    why = "no day of the incident is known; the file is named for the day of publication"
    facts.doubts.append(Doubt(1, "day", str(published), why))
    return times.parse_day(str(published))


def _keep_secret(values: dict[str, object], facts: Facts, source: SourceFile) -> None:
    """Restricts what calls itself confidential: showing it by mistake cannot be undone."""
    if "visibility" in values:
        return
    numbers = [*range(1, len(source.lines) + 1)]
    for number in dict.fromkeys([*numbers[:30], *numbers[-5:]]):
        line = source.lines[number - 1]
        if len(line) < 200 and _SECRET.fullmatch(line.strip()):
            values["visibility"] = "restricted"
            why = "kept restricted because of these words; say in visibility who may read it"
            facts.doubts.append(Doubt(number, "visibility", line.strip(), why))
            return
