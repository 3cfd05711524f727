"""Holds an answer to the notes: the times, dates, spans, numbers and names that they do not say.

What can be computed from the notes' times is said by them. Headings' numbers, lists' numbers and
what a template prints itself are no claims.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property

from postmortem_archive import times
from postmortem_archive.drafting.notes import Notes
from postmortem_archive.drafting.timing import Course, course
from postmortem_archive.load.source import decode
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.nearest import nearest
from postmortem_archive.model.template import bare
from postmortem_archive.times import SpanMention

_MOMENT = re.compile(
    r"(?<![\w-])[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:?[0-9]{2})"
)
_URL = re.compile(r"https?://[^\s<>()|\"'`\]]{1,2000}")
_NUMBER = re.compile(
    r"(?<![\w.,/:@#-])(?:[$€£~≈<>≤≥+] ?)?"
    r"(?P<digits>[0-9]{1,3}(?:,[0-9]{3}){1,4}(?![0-9])|[0-9]{1,15}(?:\.[0-9]{1,6})?)"
    r"(?P<scale> ?(?:K|k|M|thousand|million)\b)?(?P<more>[A-Za-z0-9._-]{0,40})"
)
_IDENTIFIER = re.compile(
    r"(?<![\w.])(?:v[0-9]{1,4}(?:\.[0-9]{1,5}){1,3}|(?:PR |#)[0-9]{1,8}|[A-Z]{2,10}-[0-9]{2,8})\b"
)
# A field is told by its value; a colon and a space before it are no place for a comment sign.
_COMMENT = re.compile(r"\s#\s")
_UNITS = re.compile(r"(?:x|s|ms|us|th|st|nd|rd|GB|MB|KB|TB|h|min|m|k|%|\+)?[.-]*", re.IGNORECASE)
_STRUCTURE = re.compile(
    r"\s{0,20}(?:#{1,6} {1,4}(?:[0-9]{1,2}[.)]?(?: |$))?|[-*+] |[0-9]{1,3}[.)] "
    r"|\|\s{0,9}[0-9]{1,3}\s{0,9}(?=\|))"
)
_NAME = re.compile(r"(?<![\w@./-])[A-Z][^\W\d_]{1,30}(?![\w@/-])")
_HANDLE = re.compile(r"(?<![\w./@-])@[A-Za-z][\w-]{1,30}(?![/\w@])")
# A day without a year is read for its time all the same.
_ANY_YEAR = 2000
_COUNTED = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_SCALES = {"k": 1000, "thousand": 1000, "m": 1_000_000, "million": 1_000_000}
_SHOWN = timedelta(minutes=1)
_DAYS = {"day": 1, "business day": 1, "week": 7, "month": 30, "quarter": 91}
_PARTS = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that an answer says and the notes do not: what, where, and what comes closest."""

    line: int
    column: int
    kind: str
    text: str
    nearest: str = ""


@dataclass(frozen=True)
class Said:
    """What the notes say, for looking up claims."""

    lines: tuple[tuple[int, str], ...]
    course: Course
    limits: frozenset[timedelta] = frozenset()

    @cached_property
    def text(self) -> str:
        return "\n".join(text for _, text in self.lines)

    @cached_property
    def folded(self) -> str:
        return self.text.casefold()

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(_PARTS.findall(self.folded))

    @cached_property
    def times(self) -> dict[time, int]:
        """The times of day, as the notes' clock and UTC show them, with their lines."""
        found: dict[time, int] = {}
        year = self.course.day.year if self.course.day else _ANY_YEAR
        for line, text in self.lines:
            for mention in times.find_clocks(text, year):
                until = mention.clock.until[1] if mention.clock.until else None
                for at in filter(None, (mention.clock.time, until)):
                    found.setdefault(_minute(at), line)
        for event in self.course.events:
            shown = [event.start, event.start.astimezone(UTC)] if event.start.tzinfo else []
            for moment in shown or [event.start]:
                found.setdefault(_minute(moment.time()), event.note.line)
        return found

    @cached_property
    def days(self) -> dict[date, int]:
        found: dict[date, int] = {}
        year = self.course.day.year if self.course.day else None
        for line, text in self.lines:
            for match in times.DAY.finditer(text[:20_000]):
                if day := _day(match, year):
                    found.setdefault(day, line)
        if self.course.day:
            found.setdefault(self.course.day, 0)
        for event in self.course.events:
            if event.day_known:
                found.setdefault(event.start.date(), event.note.line)
        return found

    @cached_property
    def numbers(self) -> dict[float, int]:
        found: dict[float, int] = {}
        for line, told in self.lines:
            text = _without_times(told)
            for match in _NUMBER.finditer(text):
                found.setdefault(_value(match), line)
            for digits in re.findall(r"[0-9]{1,15}(?:\.[0-9]{1,6})?", text.replace(",", "")):
                found.setdefault(float(digits), line)
            for word in _PARTS.findall(text.casefold()) if text else ():
                if word in _COUNTED:
                    found.setdefault(float(_COUNTED.index(word) + 1), line)
        found |= {float(day.year): line for day, line in self.days.items()}
        return found

    @cached_property
    def in_order(self) -> list[float]:
        return sorted(self.numbers)

    @cached_property
    def spans(self) -> list[SpanMention]:
        """The spans that the notes state, each length once."""
        found = (span for _, text in self.lines for span in times.find_spans(text))
        return list({(span.low, span.high): span for span in found}.values())

    @cached_property
    def moments(self) -> list[float]:
        """Seconds of the notes' times, on the course of the events or else on one day."""
        placed = {_seconds(event.start) for event in self.course.events}
        placed |= {_seconds(event.end) for event in self.course.events if event.end}
        if self.course.when:
            placed.add(_seconds(self.course.when))
        base = self.course.events[0].start if self.course.events else datetime(2000, 1, 1)
        days = {base.date()} | {event.start.date() for event in self.course.events}
        for at in self.times:
            placed |= {
                _seconds(datetime.combine(day, at, base.tzinfo)) for day in days if len(days) < 4
            }
        return sorted(placed)

    def has_span(self, span: SpanMention) -> bool:
        """Whether the notes state such a span, or two of their times lie so far apart."""
        exact = span.high or span.low
        if any(s.low == span.low and s.high == span.high for s in self.spans):
            return True
        if span.low in self.limits or any(s.allows(exact, exact) for s in self.spans if s.high):
            return True
        low = (span.low - _SHOWN).total_seconds()
        high = (exact + _SHOWN).total_seconds() if span.high else float("inf")
        for start in self.moments:
            index = bisect_left(self.moments, start + max(low, 0))
            if index < len(self.moments) and self.moments[index] <= start + high:
                return True
        return False


def unsupported(
    data: bytes, notes: Notes, archive: Archive, zone: tzinfo | None = None, day: date | None = None
) -> list[Claim]:
    """What an answer claims without support in the notes, in the order of its lines."""
    said = _said(notes, archive, zone, day)
    printed = {line for t in archive.templates.values() for s in t.sections for line in s.own_lines}
    found = []
    in_matter = False
    for number, line in enumerate(_without_comments(decode(data).text).split("\n"), 1):
        if line.rstrip() == "---":
            in_matter = number == 1
        if in_matter:
            line = _COMMENT.split(line, maxsplit=1)[0]
        if bare(line) not in printed:
            found += sorted(_in_line(number, line, said, archive), key=lambda claim: claim.column)
    return found


def _said(notes: Notes, archive: Archive, zone: tzinfo | None, day: date | None) -> Said:
    lines = [(n.line, f"{n.text} {n.actor}") for n in notes.notes]
    if not any(note.moment for note in notes.notes):
        lines += list(enumerate(notes.lines, 1))
    limits = archive.file.policy.action_limits.values()
    spans = frozenset(timedelta(days=limit.count * _DAYS[limit.unit]) for limit in limits)
    return Said(tuple(lines), course(notes, zone, day), spans)


def _without_comments(text: str) -> str:
    """The text with spaces in the place of HTML comments, so that places stay."""
    pieces, at = [], 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start)
        end = end + 3 if end >= 0 else len(text)
        pieces += [text[at:start], re.sub(r"[^\n]", " ", text[start:end])]
        at = end
    return "".join([*pieces, text[at:]])


def _in_line(number: int, line: str, said: Said, archive: Archive) -> Iterator[Claim]:
    structure = _STRUCTURE.match(line)
    rest = line
    if structure:
        rest = " " * structure.end() + line[structure.end() :]
    for look in (_addresses, _moments, _clocks, _days, _spans, _identifiers, _numbers):
        claimed, spots = look(rest, said)
        yield from (Claim(number, start + 1, *claim) for start, claim in claimed)
        rest = _blanked(rest, spots)
    yield from _names(number, rest, said, archive)


_Look = tuple[list[tuple[int, tuple[str, str, str]]], list[tuple[int, int]]]


def _addresses(line: str, said: Said) -> _Look:
    found = [(m.start(), m[0].rstrip(".,;:"), m.end()) for m in _URL.finditer(line)]
    claims = [(at, ("address", url, "")) for at, url, _ in found if url not in said.text]
    return claims, [(at, end) for at, _, end in found]


def _moments(line: str, said: Said) -> _Look:
    claims, spots = [], []
    for match in _MOMENT.finditer(line):
        try:
            moment = times.parse_moment(match[0])
        except ValueError:
            continue
        spots.append(match.span())
        own = moment.astimezone(said.course.zone) if said.course.zone else moment
        if own.date() not in said.days:
            claims.append((match.start(), ("date", match[0], _near_day(own.date(), said))))
        elif _minute(own.time()) not in said.times:
            claims.append((match.start(), ("time", match[0], _near_time(own.time(), said))))
    return claims, spots


def _clocks(line: str, said: Said) -> _Look:
    claims, spots = [], []
    year = said.course.day.year if said.course.day else None
    for mention in times.find_clocks(line, year):
        clock = mention.clock
        spots.append((mention.start, mention.end))
        if clock.day and clock.day not in said.days:
            claims.append((mention.start, ("date", str(clock.day), _near_day(clock.day, said))))
        for at in filter(None, (clock.time, clock.until[1] if clock.until else None)):
            if not _has_time(at, clock.day, clock.zone, said):
                where = mention.start + max(
                    line[mention.start : mention.end].find(f"{at:%H:%M}"), 0
                )
                claims.append((where, ("time", f"{at:%H:%M}", _near_time(at, said))))
    return claims, spots


def _has_time(at: time, day: date | None, zone: tzinfo | None, said: Said) -> bool:
    if _minute(at) in said.times:
        return True
    day = day or said.course.day
    if zone is None or day is None or said.course.zone is None:
        return False
    moment = datetime.combine(day, at.replace(tzinfo=None), zone).astimezone(said.course.zone)
    return _minute(moment.time()) in said.times


def _days(line: str, said: Said) -> _Look:
    claims, spots = [], []
    year = said.course.day.year if said.course.day else None
    for match in times.DAY.finditer(line):
        day = _day(match, year)
        if day is None or (match["named"] and not match["year"] and not said.days):
            continue
        spots.append(match.span())
        if day not in said.days:
            claims.append((match.start(), ("date", match[0].strip(" ,."), _near_day(day, said))))
    return claims, spots


def _spans(line: str, said: Said) -> _Look:
    found = list(times.find_spans(line))
    claims = [
        (span.start, ("span", span.text, _near_span(span, said)))
        for span in found
        if not said.has_span(span)
    ]
    return claims, [(span.start, span.end) for span in found]


def _identifiers(line: str, said: Said) -> _Look:
    found = list(_IDENTIFIER.finditer(line))
    claims = [
        (m.start(), ("identifier", m[0], ""))
        for m in found
        if m[0].casefold() not in said.folded
        and not m[0].startswith(("SEV-", "UTF-", "HTTP-", "SHA-"))
    ]
    return claims, [m.span() for m in found]


def _numbers(line: str, said: Said) -> _Look:
    claims = []
    for match in _NUMBER.finditer(line):
        written = match[0].strip(" .,-")
        more = match["more"]
        if _value(match) in said.numbers or (more and written.casefold() in said.folded):
            continue
        if _UNITS.fullmatch(more):
            claims.append((match.start(), ("number", written, _near_number(_value(match), said))))
    return claims, []


def _names(number: int, line: str, said: Said, archive: Archive) -> Iterator[Claim]:
    for match in _NAME.finditer(line):
        name = match[0]
        if name in archive.language.names and name.casefold() not in said.words:
            near = nearest(
                name, (w.title() for w in said.words if w.title() in archive.language.names)
            )
            yield Claim(number, match.start() + 1, "name", name, near or "")
    for match in _HANDLE.finditer(line):
        if match[0][1:].casefold() not in said.folded:
            yield Claim(number, match.start() + 1, "name", match[0])


def _without_times(text: str) -> str:
    """The text without its clock times, whose hours and minutes are no numbers."""
    return _blanked(text, [(mention.start, mention.end) for mention in times.find_clocks(text)])


def _blanked(text: str, spots: Iterable[tuple[int, int]]) -> str:
    """The text with spaces in some spots, which come in order."""
    pieces, at = [], 0
    for start, end in spots:
        pieces += [text[at:start], " " * (end - max(start, at))]
        at = end
    return "".join([*pieces, text[at:]])


def _day(match: re.Match[str], year: int | None) -> date | None:
    try:
        return times.read_day(match, year)
    except ValueError:
        return None


def _minute(at: time) -> time:
    return at.replace(second=0, microsecond=0, tzinfo=None)


def _seconds(moment: datetime) -> float:
    """Seconds on a scale of its own for moments without a zone."""
    return moment.timestamp() if moment.tzinfo else moment.replace(tzinfo=UTC).timestamp()


def _value(match: re.Match[str]) -> float:
    scale = _SCALES.get((match["scale"] or "").strip().casefold(), 1)
    return float(match["digits"].replace(",", "")) * scale


def _near_time(at: time, said: Said) -> str:
    def distance(other: time) -> int:
        return abs((other.hour - at.hour) * 60 + other.minute - at.minute)

    near = min(said.times, key=distance, default=None)
    return f"{near:%H:%M}, line {said.times[near]}" if near else ""


def _near_day(day: date, said: Said) -> str:
    near = min(said.days, key=lambda other: abs(other - day), default=None)
    line = said.days[near] if near else 0
    return (f"{near}, line {line}" if line else str(near)) if near else ""


def _near_number(value: float, said: Said) -> str:
    index = bisect_left(said.in_order, value)
    beside = said.in_order[max(index - 1, 0) : index + 1]
    near = min(beside, key=lambda other: abs(other - value), default=None)
    return f"{near:,g}, line {said.numbers[near]}" if near is not None else ""


def _near_span(span: SpanMention, said: Said) -> str:
    near: Iterable[SpanMention] = said.spans
    best = min(near, key=lambda other: abs(other.low - span.low), default=None)
    return best.text if best else ""
