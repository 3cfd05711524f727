"""Finds the spans and the clock times that stand in running text, and what each can mean."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from postmortem_archive.times import days
from postmortem_archive.times.clock_shape import scan
from postmortem_archive.times.clocks import Clock, parse_clock
from postmortem_archive.times.spans import UNITS
from postmortem_archive.times.wording import HYPHENS


@dataclass(frozen=True, slots=True)
class SpanMention:
    """A span as written, without the words that loosen it, and the spans it can mean.

    `high` is None where the words set no upper bound: over an hour. `plain` is False for
    bounds and for ranges of spans, which another figure cannot simply replace.
    """

    start: int
    end: int
    text: str
    low: timedelta
    high: timedelta | None
    plain: bool = True

    def allows(self, shortest: timedelta, longest: timedelta) -> bool:
        """Whether some span between these two can be what is meant."""
        return self.low <= longest and (self.high is None or shortest <= self.high)


@dataclass(frozen=True, slots=True)
class ClockMention:
    """A time of day, or a range of two, in a text, and where it begins and ends."""

    start: int
    end: int
    text: str
    clock: Clock


_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
_ONES += " sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_IN_WORDS = {
    **{word: number for number, word in enumerate(_ONES.split(), 1)},
    **{word: number for number, word in zip(range(20, 100, 10), _TENS.split(), strict=True)},
    "a": 1,
    "an": 1,
    "zero": 0,
    "half a": 0.5,
    "half an": 0.5,
}
_WORD = "|".join(sorted(_ONES.split(), key=len, reverse=True))
_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,7}(?:\.[0-9]{1,3})?"
_NUMBER = rf"{_DIGITS}|half an?|an?|zero|(?:{'|'.join(_TENS.split())})(?:[ -](?:{_WORD}))?|{_WORD}"
_NUMBER_UNIT = re.compile(
    rf"(?P<number>{_NUMBER})(?P<and_half> and a half)?\+?(?P<gap>[ -]?)(?P<unit>{_UNIT})(?![a-z])"
    r"(?P<half_after> and a half)?",
    re.IGNORECASE,
)
_NEXT_PART = re.compile(r"(?:,? and |, | |-)?(?=[0-9a-z])", re.IGNORECASE)
_SPAN_BEGINS = re.compile(rf"(?<![\w.,:/$€£#+–-])(?=[0-9]|{_NUMBER})", re.IGNORECASE)
_RANGE_BEGINS = re.compile(
    rf"(?P<low>[0-9]{{1,5}}(?:\.[0-9])?|{_WORD})(?: ?(?:-|–|—) ?| to | or )(?={_NUMBER})",
    re.IGNORECASE,
)

_BEFORE = 30
_ABOUT = re.compile(
    r"(?:[~≈]|\b(?:about|around|approximately|approx\.?|roughly|some|circa|ca\.?|c\.))\s{0,2}$",
    re.IGNORECASE,
)
_ALMOST = re.compile(r"\b(?:almost|nearly|just under|close to)\s$", re.IGNORECASE)
_AT_LEAST = re.compile(
    r"(?:[>≥]|\b(?:over|more than|at least|longer than|no less than|exceeding|minimum of))\s{0,2}$",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"(?:[<≤]|\b(?:under|less than|fewer than|within|up to|at most|no more than|inside|below"
    r"|not more than|in under|maximum of))\s{0,2}$",
    re.IGNORECASE,
)
_AFTER_ABOUT = re.compile(r" or so\b| \((?:approx|ca|about|est)", re.IGNORECASE)

# It begins with the digit and looks back afterwards, because the engine leaps to a digit.
_CLOCK_BEGINS = re.compile(
    r"[0-9](?<![\w.:/+-].)(?:(?:(?<=[0-2])[0-9])?:[0-5][0-9](?![0-9]|:[0-9]{2}:)"
    r"|(?<=1)[0-2] ?[ap]\.?m\b|(?<=[1-9]) ?[ap]\.?m\b)",
    re.IGNORECASE | re.DOTALL,
)
# A time that ends a cell or a clause is whole, and most are such.
_WHOLE = re.compile(r"(?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9])(?= \||[,;)]|\.?$|\. )")
_DAY_TO_TIME = re.compile(r"T|,? (?:at )?(?:[~≈]|about |around )?|, ?", re.IGNORECASE)
_LONGEST_DAY = 32
_LONGEST_CLOCK = 90


def find_spans(text: str) -> Iterator[SpanMention]:
    """The spans in a text: 93 min, ~1h47m, forty-five minutes, 10–15 minutes, over an hour."""
    end = 0
    for begin in _SPAN_BEGINS.finditer(text):
        if begin.start() < end:
            continue
        ranged = _RANGE_BEGINS.match(text, begin.start())
        found = _parts(text, ranged.end() if ranged else begin.start())
        if found is None:
            continue
        end, value, unit, slack = found
        more = "+" in text[begin.start() : end]
        low = value - slack
        if ranged:
            low = min(_number(ranged["low"]) * unit, value) - slack
        mention = _loosened(text, begin.start(), end, low, None if more else value + slack)
        yield replace(mention, plain=False) if ranged or more else mention


def find_clocks(text: str, year: int | None = None) -> Iterator[ClockMention]:
    """The clock times in a text, with the day and the zone that stand beside them."""
    end = 0
    for begin in _CLOCK_BEGINS.finditer(text):
        if begin.start() < end:
            continue
        start = _day_before(text, begin.start(), end) if begin.start() else 0
        whole = _WHOLE.match(text, start) if start == begin.start() else None
        if whole and not _ABOUT.search(text[max(0, start - _BEFORE) : start]):
            end = whole.end()
            clock = Clock(time=dt.time(int(whole["hour"]), int(whole["minute"])))
            yield ClockMention(start, end, whole[0], clock)
            continue
        head = text[start : start + _LONGEST_CLOCK].translate(HYPHENS)
        written = scan(head)
        if written is None or written.unclear or written.end <= begin.start() - start:
            continue
        piece = text[start : start + written.end]
        end = start + len(piece)
        try:
            clock = parse_clock(piece, year_hint=year)
        except ValueError:
            continue
        yield ClockMention(start, start + len(piece.rstrip()), piece.strip(), clock)


def _parts(text: str, start: int) -> tuple[int, timedelta, timedelta, timedelta] | None:
    """Where the span that begins here ends, its length, its first unit, and how exact it is."""
    at, total, last, slack = start, timedelta(), None, timedelta()
    first = timedelta()
    while part := _NUMBER_UNIT.match(text, at):
        unit = UNITS[part["unit"].casefold()]
        if last is not None and unit >= last:
            break
        # 2M is two million, 5 m may be metres, and "a h" is no hour.
        letter = part["unit"] if len(part["unit"]) == 1 else ""
        metres = letter == "m" and part["gap"] and last is None
        if letter and (metres or letter in "SMDW" or not part["number"][0].isdigit()):
            break
        number = _number(part["number"]) + (0.5 if part["and_half"] or part["half_after"] else 0)
        total += number * unit
        first = first or unit
        slack = _slack(part, number, unit, alone=last is None)
        last, end = unit, part.end()
        if part["half_after"]:
            break
        joint = _NEXT_PART.match(text, end)
        at = joint.end() if joint else end
    return (end, total, first, slack) if last is not None else None


def _slack(part: re.Match[str], number: float, unit: timedelta, *, alone: bool) -> timedelta:
    """By how much a rounded number can be off: half of its last place, a quarter at most."""
    half = part["and_half"] or part["half_after"] or part["number"].endswith(".5")
    decimals = len(part["number"].partition(".")[2])
    place = 0.5 if half else 10.0**-decimals
    return min(place * unit / 2, number * unit / 4) if alone else place * unit / 2


def _number(written: str) -> float:
    word = written.casefold()
    if word[0].isdigit():
        return float(word.replace(",", ""))
    if word in _IN_WORDS:
        return _IN_WORDS[word]
    tens, ones = re.split("[ -]", word, maxsplit=1)
    return _IN_WORDS[tens] + _IN_WORDS[ones]


def _loosened(
    text: str, start: int, end: int, low: timedelta, high: timedelta | None
) -> SpanMention:
    """The mention with its bounds as the words around it set them."""
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _BEFORE]
    about, plain = low / 5, False
    if _AT_LEAST.search(before):
        high = None
    elif _AT_MOST.search(before):
        low = timedelta()
    elif _ALMOST.search(before):
        low -= about
    else:
        plain = True
        if _ABOUT.search(before) or _AFTER_ABOUT.match(after):
            low, high = low - about, high + about if high else None
    return SpanMention(start, end, text[start:end], low, high, plain)


def _day_before(text: str, time: int, floor: int) -> int:
    """Where the clock begins whose time stands here: at its day, if one is written before it."""
    first = max(floor, time - _LONGEST_DAY)
    for day in days.DAY.finditer(text, first, time):
        joint = _DAY_TO_TIME.fullmatch(text, day.end(), time)
        if joint and (day.start() == 0 or not text[day.start() - 1].isalnum()):
            return day.start()
    return time
