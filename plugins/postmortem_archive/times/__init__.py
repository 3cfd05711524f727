"""Reads the moments, days, spans, zones and clock times that people write, or says what is wrong.

Every reader raises ValueError alone, and its message offers the right form: the author's own value
rewritten where that can be computed. Where nobody could mean another, it is a MisspeltError, which
has the right form by itself. None of them looks at the clock on the wall.
"""

from postmortem_archive.times.clocks import Clock, parse_clock, split_clock
from postmortem_archive.times.days import (
    DAY,
    FIRST_YEAR,
    LAST_YEAR,
    add_business_days,
    add_months,
    business_days,
    parse_day,
    read_day,
)
from postmortem_archive.times.mentions import (
    ClockMention,
    SpanMention,
    find_clocks,
    find_spans,
)
from postmortem_archive.times.moments import parse_moment
from postmortem_archive.times.placing import UNKNOWN_DAY, Placed, place
from postmortem_archive.times.spans import exact_words, parse_span, words
from postmortem_archive.times.styles import in_style_of
from postmortem_archive.times.wording import MisspeltError
from postmortem_archive.times.zones import find_zone, parse_zone

__all__ = [
    "DAY",
    "FIRST_YEAR",
    "LAST_YEAR",
    "UNKNOWN_DAY",
    "Clock",
    "ClockMention",
    "MisspeltError",
    "Placed",
    "SpanMention",
    "add_business_days",
    "add_months",
    "business_days",
    "exact_words",
    "find_clocks",
    "find_spans",
    "find_zone",
    "in_style_of",
    "parse_clock",
    "parse_day",
    "parse_moment",
    "parse_span",
    "parse_zone",
    "place",
    "read_day",
    "split_clock",
    "words",
]
