"""Puts the notes' events in time: days, zones, and times that count from another one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from postmortem_archive import times
from postmortem_archive.drafting.notes import Note, Notes, Unclear

# Half a day on a clock without a date can be either way.
_TOO_LONG = timedelta(hours=12)
_WORD = re.compile(r"\w")
_SAYING = re.compile(r"\b(?:all|dates?|and|times?|are|is|in|the|time ?zone|note)\b", re.IGNORECASE)
# As people write them, and as `times` reads them.
_SPOKEN = {
    "America/New_York": "ET",
    "America/Chicago": "CT",
    "America/Denver": "MT",
    "America/Los_Angeles": "PT",
}


@dataclass(frozen=True, slots=True)
class Timed:
    """An event and when it was: with a zone only if one is known, and the day only if `day_known`.

    `computed` says from what a time that the notes do not write was computed.
    """

    note: Note
    start: datetime
    end: datetime | None = None
    approximate: bool = False
    day_known: bool = True
    computed: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """The events in order, the zone that their times are told in, and what was unclear.

    `when` is the moment that the notes give for the whole incident, in `when_note`; `used` are the
    notes of which nothing is left to tell.
    """

    events: tuple[Timed, ...] = ()
    zone: tzinfo | None = None
    when: datetime | None = None
    when_note: Note | None = None
    day: date | None = None
    unclear: tuple[Unclear, ...] = ()
    used: frozenset[Note] = frozenset()


def course(notes: Notes, zone: tzinfo | None, day: date | None) -> Course:
    """What happened when; `zone` and `day` are those to take where the notes do not say."""
    unclear: list[Unclear] = []
    used: set[Note] = set()
    when, when_note = _when(notes, used) or (None, None)
    stated = _stated_zone(notes, used, unclear)
    events = [note for note in notes.notes if note.is_event]
    own = {str(event.clock.zone) for event in events if event.clock and event.clock.zone}
    shown = stated or (when.zone if when else None) or _first_zone(events) or zone
    if own - {str(shown)} and not stated:
        bare = [event for event in events if event.clock and not event.clock.zone]
        why = f"the notes use several zones and this time names none; taken as {zone_name(shown)}"
        unclear += [Unclear(event.line, why) for event in bare if shown]
    if any(event.moment for event in events):
        shown = zone or shown or next(e.moment.tzinfo for e in events if e.moment)
    first = day or (when.day if when else None) or _day_in(notes)
    placed = [*_absolute(events, shown), *_placed(events, shown, first, when, unclear)]
    moment = _moment(when, shown)
    events_in_order = _in_order(placed)
    if moment and moment not in {event.start for event in placed}:
        used.discard(when_note)  # nothing else tells this time
    return Course(events_in_order, shown, moment, when_note, first, tuple(unclear), frozenset(used))


def zone_name(zone: tzinfo | None) -> str:
    """A zone as a postmortem states it."""
    if isinstance(zone, ZoneInfo):
        return _SPOKEN.get(zone.key, zone.key)
    return (zone.tzname(None) or "UTC") if zone else "no zone"


def _first_zone(events: Iterable[Note]) -> tzinfo | None:
    """The zone of the first time, which people name once and mean for all that follow."""
    return next((event.clock.zone for event in events if event.clock), None)


def _when(notes: Notes, used: set[Note]) -> tuple[times.Clock, Note] | None:
    """The day, and the time if there is one, that the notes give for the whole incident."""
    for note in notes.about("when"):
        for read in (_whole, _inside):
            if clock := read(note.text):
                if not _WORD.search(_after_clock(note.text)):
                    used.add(note)
                return clock, note
    return None


def _after_clock(text: str) -> str:
    """What stands behind the day, the time and the zone at the start of a text."""
    match = times.DAY.match(text[:80])
    rest = text[match.end() :] if match else text
    mention = next(times.find_clocks(rest), None)
    rest = rest[: mention.start] + rest[mention.end :] if mention else rest
    return "" if _zone(rest) else rest


def _whole(text: str) -> times.Clock | None:
    try:
        return times.parse_clock(text)
    except ValueError:
        return None


def _inside(text: str) -> times.Clock | None:
    clock = next((m.clock for m in times.find_clocks(text) if m.start == 0), None)
    if clock and clock.day:
        return clock
    match = times.DAY.match(text[:80])
    found = _first_day(text) if match and len(text) < 60 else None
    return times.Clock(day=found, zone=_zone(text[match.end() :])) if match and found else None


def _zone(text: str) -> tzinfo | None:
    try:
        return times.parse_zone(text.strip(" ,.()"))
    except ValueError:
        return None


def _first_day(text: str) -> date | None:
    for match in times.DAY.finditer(text[:2000]):
        try:
            return times.read_day(match)
        except ValueError:
            continue
    return None


def _day_in(notes: Notes) -> date | None:
    """The first day that a heading or a note names, where nothing gives the incident's."""
    told = (n for n in notes.notes if n.topic in ("title", "when", "", "summary", "timeline"))
    return next((day for note in told if (day := _first_day(note.text))), None)


def _stated_zone(notes: Notes, used: set[Note], unclear: list[Unclear]) -> tzinfo | None:
    for note in notes.notes:
        try:
            if note.topic == "zone" and not note.is_event:
                zone = times.parse_zone(note.text)
                used.add(note)
                return zone
            found = None if note.is_event else times.find_zone(note.text[:300])
        except ValueError as error:
            unclear.append(Unclear(note.line, str(error)))
            continue
        if found:
            if len(note.text) < 60 and not _WORD.search(
                _SAYING.sub("", note.text.replace(found[1], ""))
            ):
                used.add(note)
            return found[0]
    return None


def _absolute(events: Iterable[Note], zone: tzinfo | None) -> Iterator[Timed]:
    for event in events:
        if event.moment:
            # To the minute, as its row shows it, so that spans agree with the rows.
            shown = event.moment.astimezone(zone).replace(second=0, microsecond=0)
            yield Timed(event, shown)


def _placed(
    events: Sequence[Note],
    zone: tzinfo | None,
    day: date | None,
    when: times.Clock | None,
    unclear: list[Unclear],
) -> Iterator[Timed]:
    clocks: list[times.Clock] = []
    kept: list[tuple[Note, str]] = []
    for event in events:
        clock, computed = _clock_of(event, clocks, unclear)
        if clock and not clocks and day and not clock.day and not (when and when.time):
            clock = replace(clock, day=day)
        if clock:
            clocks.append(clock)
            kept.append((event, computed))
    anchor = _anchor(day, when, zone)
    for (event, computed), clock, row in zip(
        kept, clocks, times.place(clocks, zone, anchor), strict=True
    ):
        if row:
            about = clock.approximate
            yield Timed(event, row.start, row.end, about, row.day_known, computed)


def _clock_of(
    event: Note,
    clocks: list[times.Clock],
    unclear: list[Unclear],
) -> tuple[times.Clock | None, str]:
    """The clock of an event, and from what it was computed if it counts from another."""
    if event.clock:
        return event.clock, ""
    if event.after is None:
        return None, ""
    if not clocks or event.after > _TOO_LONG:
        why = "no time stands before it" if not clocks else "that is too long without a date"
        unclear.append(Unclear(event.line, f"counts from another time, but {why}"))
        return None, ""
    index = 0 if event.from_first else len(clocks) - 1
    base = clocks[index]
    moment = datetime.combine(base.day or times.UNKNOWN_DAY, base.time or datetime.min.time())
    moment += event.after
    day = moment.date() if base.day else None
    computed = f"{base.time:%H:%M} + {times.exact_words(event.after)}"
    return times.Clock(day, moment.time(), zone=base.zone, approximate=base.approximate), computed


def _anchor(day: date | None, when: times.Clock | None, zone: tzinfo | None) -> datetime | None:
    if when and when.time and when.day:
        return datetime.combine(day or when.day, when.time, when.zone or zone)
    return datetime.combine(day, datetime.min.time(), zone) if day else None


def _moment(when: times.Clock | None, zone: tzinfo | None) -> datetime | None:
    if when is None or when.time is None or when.day is None:
        return None
    return datetime.combine(when.day, when.time, when.zone or zone)


def _in_order(placed: list[Timed]) -> tuple[Timed, ...]:
    """By time if that can be compared; as noted otherwise."""
    aware = {event.start.tzinfo is not None for event in placed}
    return tuple(sorted(placed, key=lambda e: e.start)) if len(aware) == 1 else tuple(placed)
