"""Reads the clock cells of a timeline: a time, a day, or both, and whatever people put around."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import TypeGuard

from postmortem_archive.times import days, zones
from postmortem_archive.times.clock_shape import Written, scan
from postmortem_archive.times.wording import HYPHENS, LONGEST, bounded, quoted


@dataclass(frozen=True, slots=True)
class Clock:
    """What one cell says. No day: the rows around it tell. No time: only the day is known."""

    day: dt.date | None = None
    time: dt.time | None = None
    until: tuple[dt.date | None, dt.time] | None = None
    zone: dt.tzinfo | None = None
    approximate: bool = False


# Most cells are just this.
_PLAIN = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
# `__:__` is a placeholder, `_14:23_` is emphasis: only what holds a word is enclosed.
_ENCLOSED = re.compile(r"[\[({<_]++(?=.*[0-9A-Za-z])([^\[\](){}<>]*?)[\])}>_]+")
_UNKNOWN_TIME = re.compile(r"[?_-]{1,9}(?::[?_-]{1,9}){1,2}")
_PLACEHOLDER = re.compile(
    r"(?:yyyy|20xx)?-?(?:mm)?-?(?:dd)?\W*hh:mm(?::ss)?|(?:start |end )?time(?:stamp)?|when|tb[acd]"
    r"|n/a|unknown|[-–—?.…_:\s]+|(?:[-_?xhm]{1,2}:){1,2}[-_?xms]{2}",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"T\s?[+-]\s?[0-9].{0,20}|\+\s?[0-9].{0,20}", re.IGNORECASE)
_NO_COLON = re.compile(
    r"(?P<before>(?:[0-9]{4}-[0-9]{2}-[0-9]{2}[T ])?)(?P<hour>[01]?[0-9]|2[0-3])[.h]?"
    r"(?P<minute>[0-5][0-9])(?: ?h)?(?P<after>(?: ?[A-Za-z+-][A-Za-z0-9:+/-]{0,30})?)",
    re.IGNORECASE,
)
_PAST_MIDNIGHT = re.compile(r"(?<![0-9])24:(?=[0-5][0-9])")
_REST = re.compile(r"^[\s,]*(?:on )?")
_RIGHT_FORM = "write it as 14:23 or 2026-02-15 14:23"

_OPENED = re.compile(r"[\s*_`\[(]*")
_CLOSED = re.compile(r"[*_`\])]+")
_BETWEEN = re.compile(r"(?:\s*(?:->|[-–—:|,;.→](?=\s|$)|[:–—|→])(?P<closed>[*_`\])]*))?\s*")


def parse_clock(text: str, *, year_hint: int | None = None) -> Clock:
    """The clock that a whole cell states; a month and day without a year are in `year_hint`."""
    if plain := _PLAIN.fullmatch(text):
        return Clock(time=dt.time(int(plain[1]), int(plain[2])))
    cell = _unmarked(text)
    written = scan(cell)
    if written is None or written.end < len(cell):
        raise ValueError(_refusal(text, cell, written))
    _refuse_odd_forms(text, cell, written)
    return _read(cell, written, year_hint)


def split_clock(text: str) -> tuple[str, str] | None:
    """The time a heading or list item begins with, and the text after it.

    It goes by the shape: `25:10 - Foo` begins with a time, and reading that time says what is
    wrong. A number alone is no time, nor is a month's name with a number (`May 5 pods`).
    """
    head = text[: 2 * LONGEST]
    opened = _OPENED.match(head)
    start = opened.end() if opened else 0
    written = scan(head[start:].translate(HYPHENS))
    if written is None:
        return None
    end = start + written.end
    closed = _CLOSED.match(head, end)
    between = _BETWEEN.match(head, closed.end() if closed else end)
    rest = text[between.end() if between else end :].strip()
    # `**14:23 - Alert**`: what was opened before the time belongs to the rest.
    still_open = rest and not closed and not (between and between["closed"])
    return head[start:end].strip(), (head[:start].strip() if still_open else "") + rest


def respellings(text: str) -> list[str]:
    """How an oddly written clock could be written, where that can be told: none, one, or two."""
    cell = _unmarked(text)
    written = scan(cell)
    unread = written is None or written.end < len(cell)
    if unread and (match := _NO_COLON.fullmatch(cell)):
        return [_with_colon(match)]
    if written is None:
        return []
    if _is_odd(written.day):
        possible = days.possible_days(written.day)
        return [cell.replace(written.day[0], str(day), 1) for day in possible]
    if _is_past_midnight(written):
        return [_next_day(cell, written.day)]
    return _day_first(cell, written)


def only_reading(text: str) -> Clock | None:
    """The clock that an oddly written one means to everyone, or None. Raises ValueError too."""
    cell = _unmarked(text)
    written = scan(cell)
    if written is None or written.end < len(cell) or _is_past_midnight(written):
        spelled = respellings(cell)
        cell = spelled[0] if len(spelled) == 1 else cell
        written = scan(cell)
    if written is None or written.end < len(cell) or _lacks_half(cell, written):
        return None
    if written.day:
        day = days.certain_day(written.day)
        if day is None:
            return None
        cell = cell.replace(written.day[0], str(day), 1)
    return parse_clock(cell)


def _lacks_half(cell: str, written: Written) -> bool:
    """Whether an hour of one digit stands without am or pm: 2:23 may be 14:23, T2:23 may not."""
    time = written.time
    if time is None or len(time["hour"] or "00") == 2 or _half(time):
        return False
    return cell[max(0, time.start() - 1)] not in "Tt"


def _unmarked(text: str) -> str:
    """The cell without emphasis, code marks and enclosing brackets."""
    cell = bounded(text, f"a time; {_RIGHT_FORM}").replace("*", "").replace("`", "").strip()
    enclosed = _ENCLOSED.fullmatch(cell)
    return enclosed[1].strip() if enclosed else cell


def _read(cell: str, written: Written, year_hint: int | None) -> Clock:
    day = days.read_day(written.day, year_hint) if written.day else None
    until_day = days.read_day(written.until_day, year_hint) if written.until_day else None
    zone = _one_zone(cell, written.zones)
    if written.time is None or written.time["hole"]:
        return Clock(day=day, zone=zone, approximate=written.approximate)
    start = _time(written.time, _half(written.time))
    until = None
    if written.until:
        start, end = _range(cell, written.time, written.until)
        until = (until_day, end)
    return Clock(day, start, until, zone, written.approximate)


def _time(match: re.Match[str], half: str) -> dt.time:
    hour, minute = int(match["hour"] or match["hour12"]), int(match["minute"] or 0)
    second = int(match["second"] or 0)
    written = quoted(match[0].strip())
    if (half == "a" and hour > 12) or (half == "p" and hour == 0):
        right = f"write {hour:02}:{minute:02}" + (f" or 12:{minute:02}" if not hour else "")
        raise ValueError(f"{written} says both a 24-hour time and {half}m; {right}")
    if half:
        hour = hour % 12 + 12 * (half == "p") if hour <= 12 else hour
    if hour == 24:
        raise ValueError(f"{written} is on the next day; write 00:{minute:02}")
    if hour > 23:
        raise ValueError(f"{written} is no time of day; hours run from 00 to 23, as in 14:23")
    if minute > 59 or second > 59:
        raise ValueError(f"{written} is no time of day; minutes and seconds run from 00 to 59")
    return dt.time(hour, minute, second, int((match["fraction"] or "0").ljust(6, "0")[:6]))


def _half(match: re.Match[str]) -> str:
    return (match["half"] or match["half12"] or "").lower()


def _range(cell: str, first: re.Match[str], last: re.Match[str]) -> tuple[dt.time, dt.time]:
    """Both ends; `2:00 - 3:00 PM` says PM once and means it twice, if that runs forwards."""
    halves = _half(first), _half(last)
    shared = halves[0] or halves[1]
    start, end = (
        _time(one, half or shared) for one, half in zip((first, last), halves, strict=True)
    )
    if shared and "" in halves and start > end:
        raise ValueError(
            f"{quoted(cell)} says {shared}m once, but the range then runs backwards; "
            "write both times as 14:23 – 14:50"
        )
    return start, end


def _one_zone(cell: str, written: tuple[str, ...]) -> dt.tzinfo | None:
    found = [zones.parse_zone(zone) for zone in written]
    if len(found) > 1 and found[0] != found[1]:
        raise ValueError(f"{quoted(cell)} names two zones; write both times in one")
    return found[0] if found else None


def _is_odd(day: re.Match[str] | None) -> TypeGuard[re.Match[str]]:
    return day is not None and not day["iso"] and not day["named"]


def _is_past_midnight(written: Written) -> bool:
    return written.time is not None and written.time["hour"] == "24"


def _refuse_odd_forms(text: str, cell: str, written: Written) -> None:
    """Raises for what has the shape of a clock but must be written otherwise, with it rewritten."""
    if written.unclear:
        start, end = cell.rsplit("-", 1)
        joined = start.strip().replace(" ", "T", 1)
        iso = written.day and written.day["iso"]
        offset = f"{joined}-{end}" if iso else f"{start.strip()} UTC-{end}"
        raise ValueError(
            f"{quoted(text)} can be a range or an offset from UTC; "
            f"write {start.strip()} – {end}, or {offset}"
        )
    holes = [time[0] for time in (written.time, written.until) if time and time["hole"]]
    if holes:
        _refuse_holes(text, cell, written, holes)
    if _is_odd(written.day) and (spelled := respellings(cell)):
        why = days.why_rewrite(written.day, days.possible_days(written.day))
        raise ValueError(f"{quoted(text)} {why}; write {days.either(spelled)}")
    if _is_past_midnight(written) and (spelled := respellings(cell)):
        raise ValueError(f"{quoted(text)} is on the next day; write {spelled[0]}")


def _refuse_holes(text: str, cell: str, written: Written, holes: list[str]) -> None:
    day = written.day
    if day and day["iso"] and not written.until and _UNKNOWN_TIME.fullmatch(holes[0]):
        return
    if _is_odd(day):
        days.read_day(day)
    if not day and cell == holes[0] and not re.search("[0-9]", cell):
        raise ValueError(f"{quoted(text)} is still the placeholder; write the time as 14:23")
    before = f"{day[0]} " if day else ""
    if written.time and not written.time["hole"]:
        right = f"write its start alone: {before}{written.time[0].strip()}"
        raise ValueError(f"{quoted(text)} does not say when the range ends; {right}")
    hour = re.match("[0-9]{2}(?=:)", holes[0])
    near = f"write ~{before}{hour[0] + ':00' if hour else '14:23'} if roughly known"
    only = f", or {day[0]} alone if only the day is known" if day else ""
    raise ValueError(f"{quoted(text)} does not say the whole time; {near}{only}")


def _refusal(text: str, cell: str, written: Written | None) -> str:
    if not cell:
        return f"the time is empty; {_RIGHT_FORM}"
    if _PLACEHOLDER.fullmatch(cell):
        return f"{quoted(text)} is still the placeholder; write the time as 14:23"
    if _RELATIVE.fullmatch(cell):
        return f"{quoted(text)} counts from another moment; write the time of day, as in 14:23"
    if spelled := respellings(text):
        return f"{quoted(text)} is not in the form of a time; write {days.either(spelled)}"
    if written is None:
        return f"{quoted(text)} is not a time; {_RIGHT_FORM}"
    rest = cell[written.end :].strip()
    if zones.ZONE_LIKE.fullmatch(rest):
        return _zone_refusal(rest) or f"{quoted(text)} ends in something that is not a time zone"
    return (
        f"{quoted(text)} has more than a time; write {cell[: written.end].strip()} "
        f"and put {quoted(rest)} into the event"
    )


def _zone_refusal(written: str) -> str:
    try:
        zones.parse_zone(written)
    except ValueError as problem:
        return str(problem)
    return ""


def _with_colon(match: re.Match[str]) -> str:
    return f"{match['before']}{int(match['hour']):02}:{match['minute']}{match['after']}"


def _day_first(cell: str, written: Written) -> list[str]:
    """A cell such as `14:23 on 2026-02-15`, turned round."""
    rest = _REST.sub("", cell[written.end :])
    behind = scan(rest) if written.time and not written.day else None
    whole = behind and behind.day and not behind.time and behind.end == len(rest)
    return [f"{rest} {cell[: written.end]}"] if whole else []


def _next_day(cell: str, day: re.Match[str] | None) -> str:
    rest = _PAST_MIDNIGHT.sub("00:", cell, count=1)
    if not day:
        return rest
    following = days.read_day(day) + dt.timedelta(days=1) if day["iso"] else "YYYY-MM-DD"
    return rest.replace(day[0], str(following), 1)
