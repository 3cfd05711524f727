"""What most Markdown layouts share: the title heading with its day, and the header's labels."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, tzinfo

from postmortem_archive import times
from postmortem_archive.importers.keys import entries_of, read_keys
from postmortem_archive.importers.labels import labels_in
from postmortem_archive.importers.layout import Incoming, Label, Lines, Wishes
from postmortem_archive.importers.source import SourceFile
from postmortem_archive.importers.synonyms import field_of
from postmortem_archive.model.front_matter import MEASURES, MOMENTS

HEADING = re.compile(r" {0,3}(#{1,6})[ \t]{1,20}(.{0,1000}?)[ \t]{0,20}#{0,20}[ \t]{0,20}$")
_UNDERLINE = re.compile(r" {0,3}(?:={2,200}|-{3,200})[ \t]{0,20}$")
# A line of labels, a list item, a quotation or a row above a rule is meant as what it is.
_TITLE = re.compile(r" {0,3}[^\s*_#|>+:-][^:|]{0,200}$")
_KIND_OF_PAGE = re.compile(
    r"(?:incident |outage )?(?:post-?mortem|post mortem|pir|rca|incident report|incident review"
    r"|root cause analysis)(?: report| review)?[ \t]{0,3}[:–—-][ \t]{0,3}(?=\S)",
    re.IGNORECASE,
)
_DATED = re.compile(r"(?:incident date|date)[ \t]{0,3}:[ \t]{0,3}", re.IGNORECASE)
_ABOUT_TIMES = re.compile(r"\btimes?\b", re.IGNORECASE)
_AFTER_DAY = re.compile(r"[ \t]{0,5}(?:[,:–—-][ \t]{0,5}|[ \t])(?=\S)")
# Sections whose labels tell of the incident as a whole.
_OF_FACTS = frozenset(
    (
        *("incident summary", "metadata", "incident details", "details", "incident information"),
        *("incident overview", "overview", "general information", "basic information", "header"),
        *("incident", "at a glance", "key facts", "facts", "stats", "statistics", "incident data"),
        *("incident metadata", "document information", "summary", "key information"),
        *("impact", "business impact", "user impact", "customer impact", "impact assessment"),
    )
)
# Sections beside whose events and sentences stated spans and moments stand.
_OF_TIMES = frozenset(
    (
        *("timeline", "detection", "resolution", "metrics", "metrics and impact", "key metrics"),
        *("technical metrics", "response metrics", "key timestamps", "mitigation", "response"),
        *("incident timeline", "timeline utc", "recovery", "time metrics"),
    )
)
_TIMES = frozenset({*MOMENTS, *(measure.stated for measure in MEASURES.values()), "window"})


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading outside code: its line, level and text, and the line on which the next one is."""

    line: int
    level: int
    text: str
    underlined: bool
    end: int

    @property
    def words(self) -> str:
        plain = "".join(c if c.isalnum() else " " for c in self.text.casefold())
        return " ".join(plain.split())


def headings(source: SourceFile) -> list[Heading]:
    """The headings, with number signs before them or a line below."""
    found: list[tuple[int, int, str, bool]] = []
    before = (0, "")
    for number, line in source.body():
        if line.lstrip(" ")[:1] == "#" and (match := HEADING.match(line[:1200])):
            found.append((number, len(match[1]), match[2].strip(), False))
        elif _UNDERLINE.match(line) and before[0] == number - 1 and _TITLE.match(before[1]):
            level = 1 if line.strip()[0] == "=" else 2
            found.append((number - 1, level, before[1].strip(), True))
        before = (number, line)
    ends = [number for number, *_ in found[1:]] + [len(source.lines) + 1]
    return [Heading(*one, end) for one, end in zip(found, ends, strict=False)]


def sections(found: list[Heading]) -> list[Heading]:
    """The headings but for the title; some give their sections its level."""
    return found[1:] if found and found[0].level == 1 else found


@dataclass(frozen=True, slots=True)
class Title:
    """The title heading as title and day, and its lines if nothing else stands on them."""

    text: str = ""
    day: date | None = None
    lines: Lines = frozenset()


def title_of(source: SourceFile, found: list[Heading]) -> Title:
    """The first heading, if it is of level 1 and nothing but space and comments come before."""
    first = next((heading for heading in found if heading.level == 1), None)
    if first is None or not first.text:
        return _title_line(source)
    text, day, whole = split_day(first.text)
    lines = {first.line, first.line + 1} if first.underlined else {first.line}
    return Title(text, day, frozenset(lines if whole and first is found[0] else ()))


def _title_line(source: SourceFile) -> Title:
    """A first line such as `Postmortem: Orders stuck`, of a text that was copied from a page."""
    first = next(((n, line.strip()) for n, line in source.body() if line.strip()), None)
    if first is None or len(first[1]) > 200 or not _KIND_OF_PAGE.match(first[1]):
        return Title()
    text, day, whole = split_day(first[1])
    return Title(text, day, frozenset({first[0]}) if whole else frozenset())


def split_day(text: str) -> tuple[str, date | None, bool]:
    """A title without the words for postmortem and the day before it; whether that is all of it."""
    plain = _KIND_OF_PAGE.sub("", text, count=1) if _KIND_OF_PAGE.match(text) else text
    rest = _DATED.sub("", plain, count=1) if _DATED.match(plain) else plain
    match = times.DAY.match(rest[:100])
    if not match:
        return plain.strip(), None, True
    try:
        day = times.read_day(match)
    except ValueError:
        return plain.strip(), None, True
    after = _AFTER_DAY.match(rest, match.end())
    if not after:
        return plain.strip(), day, True
    title = rest[after.end() :].strip()
    clock = times.split_clock(title)
    if clock and clock[1]:
        return clock[1].lstrip(" ,:-–—"), day, False
    return title, day, True


def header_labels(source: SourceFile, found: list[Heading]) -> Iterator[Label]:
    """The labels of the lines before the first section, and of the sections that hold facts."""
    yield from labels_in(source, _lines_before_sections(source, found))
    for heading in sections(found):
        if heading.words in _OF_FACTS:
            yield from labels_in(source, lines_under(source, heading))
        elif heading.words in _OF_TIMES:
            under = labels_in(source, lines_under(source, heading))
            yield from (label for label in under if field_of(label.label) in _TIMES)


def _lines_before_sections(source: SourceFile, found: list[Heading]) -> list[tuple[int, str]]:
    """The lines up to the first section or the first sentence: below that, a colon is a colon."""
    end = next((heading.line for heading in sections(found)), len(source.lines) + 1)
    lines: list[tuple[int, str]] = []
    for number, line in source.body():
        if number >= end or _is_sentence(line):
            break
        lines.append((number, line))
    return lines


def _is_sentence(line: str) -> bool:
    words = line.strip()
    return len(words) > 40 and words[0] not in "#*_-+>|" and ":" not in words[:40]


def lines_under(source: SourceFile, heading: Heading) -> list[tuple[int, str]]:
    """The lines under a heading that are no code, up to the next heading of any level."""
    code = source.code_lines
    numbers = range(heading.line + 1, heading.end)
    return [(number, source.lines[number - 1]) for number in numbers if number not in code]


def read_header(source: SourceFile, wishes: Wishes) -> Incoming:
    """What any Markdown postmortem says of itself: in its front matter and at its top."""
    found = headings(source)
    title = title_of(source, found)
    keys = read_keys(source, entries_of(source), wishes.mapping)
    return Incoming(
        title=title.text,
        day=title.day,
        title_lines=title.lines,
        labels=(*keys.labels, *header_labels(source, found)),
        sections=keys.sections,
        empty=keys.empty,
    )


def stated_zone(source: SourceFile) -> tzinfo | None:
    """The zone in which a source says that all its times are. ValueError if that is no zone."""
    for _, line in source.body():
        if len(line) < 2000 and _ABOUT_TIMES.search(line) and (found := times.find_zone(line)):
            return found[0]
    return None


def zone_of(source: SourceFile, wishes: Wishes) -> tzinfo | None:
    """The zone of times that name none: what the source says, or else what the person says.

    A source that names a zone nobody knows has none: the person's is another one.
    """
    try:
        return stated_zone(source) or wishes.zone
    except ValueError:
        return None
