"""Times are read the way people write them, or refused with the right form."""

import re
import time as stopwatch
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postmortem_archive.times import (
    UNKNOWN_DAY,
    Clock,
    Placed,
    business_days,
    find_zone,
    parse_clock,
    parse_day,
    parse_moment,
    parse_span,
    parse_zone,
    place,
    split_clock,
    words,
)


def hours(east: float) -> timezone:
    return timezone(timedelta(hours=east))


NEW_YORK = ZoneInfo("America/New_York")
LONDON = ZoneInfo("Europe/London")
FEB_15 = date(2026, 2, 15)

# Moments


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-02-15T14:23Z", datetime(2026, 2, 15, 14, 23, tzinfo=UTC)),
        ("2026-02-15T14:23:07Z", datetime(2026, 2, 15, 14, 23, 7, tzinfo=UTC)),
        ("2026-02-15T14:23:07.25Z", datetime(2026, 2, 15, 14, 23, 7, 250_000, UTC)),
        ("2026-02-15 14:23 UTC", datetime(2026, 2, 15, 14, 23, tzinfo=UTC)),
        ("2026-02-15T14:23-05:00", datetime(2026, 2, 15, 14, 23, tzinfo=hours(-5))),
        ("2026-02-15 14:23+0530", datetime(2026, 2, 15, 14, 23, tzinfo=hours(5.5))),
        (" 2026-02-15T14:23:00-00:00\n", datetime(2026, 2, 15, 14, 23, tzinfo=UTC)),
    ],
)
def test_a_moment_is_iso_8601_with_an_offset(text: str, moment: datetime) -> None:
    read = parse_moment(text)
    assert read == moment
    assert read.utcoffset() == moment.utcoffset()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "2026-02-15 14:23",
            '"2026-02-15 14:23" has no offset; write 2026-02-15T14:23Z, '
            "or 2026-02-15T14:23-05:00 for a local time",
        ),
        ("2026-02-15T14:23:07", "has no offset; write 2026-02-15T14:23:07Z, or "),
        ("2026-02-15 14:23 PST", "write 2026-02-15T14:23-08:00"),
        ("2026-07-15 14:23 ET", "write 2026-07-15T14:23-04:00"),
        ("2026-02-15 14:23 CEST (UTC+2)", "write 2026-02-15T14:23+02:00"),
        ("2026-02-15 14:23 IST", "Asia/Kolkata, Europe/Dublin or Asia/Jerusalem"),
        ("2026-2-5T9:03Z", "write 2026-02-05T09:03Z"),
        ("2026-02-15T9:03:00-00:00", "write 2026-02-15T09:03Z"),
        ("2026/02/15 14:23 UTC", "write 2026-02-15T14:23Z"),
        ("2026-02-15T14:23z", "write 2026-02-15T14:23Z"),
        ("2026-02-15T14:23+05", "write 2026-02-15T14:23+05:00"),
        ("2026-02-15  14:23Z", "write 2026-02-15T14:23Z"),
        ("2026-02-15 14:23:00 +0000", "write 2026-02-15T14:23Z"),
        ("Feb 15 2026, 2:23 PM UTC", "write 2026-02-15T14:23Z"),
        ("14:23 UTC on 2026-02-15", "write 2026-02-15T14:23Z"),
        ("05/02/2026 14:23", "write 2026-02-05T14:23Z or 2026-05-02T14:23Z"),
        ("15/02/2026", "has no time of day; write 2026-02-15T14:23Z"),
        ("2026-02-15", "has no time of day; write 2026-02-15T14:23Z"),
        ("2:23 PM", "has no day; put it first, as in 2026-02-15T14:23Z"),
        ("Feb 15 14:23", "has no year"),
        ("2026-02-15 14:23 - 14:50", "is a range; write one moment: 2026-02-15T14:23Z"),
        ("~2026-02-15T14:23Z", "write the best estimate: 2026-02-15T14:23Z"),
        ("2026-02-30T10:00Z", "2026-02-30 does not exist; write a day from 2026-02-01 to"),
        ("2026-13-02T10:00Z", "months run from 01 to 12; write 2026-02-13 if you mean that"),
        ("2026-02-28T24:00Z", "write 2026-03-01T00:00Z"),
        ("2026-02-15T25:00Z", "hours run from 00 to 23"),
        ("2026-02-15T14:61Z", "minutes and seconds run from 00 to 59"),
        ("2026-02-15T14:23+19:00", "they run from UTC-12:00 to UTC+14:00"),
        ("0026-02-15T14:23Z", "has an unlikely year"),
        ("20202-01-24 12:00", "has a year of too many digits; write YYYY-01-24"),
        ("2026-02-15T14:23Z, later fixed", "has more than a moment"),
        ("1771165380", "is a Unix time; write 2026-02-15T14:23Z"),
        ("1771165380123", "is a Unix time; write 2026-02-15T14:23Z"),
        ("YYYY-MM-DDTHH:MMZ", "is still the placeholder"),
        ("yesterday", '"yesterday" is not a moment; write it as 2026-02-15T14:23Z'),
        ("", "the moment is empty; write it as 2026-02-15T14:23Z"),
    ],
)
def test_what_is_no_moment_is_refused_with_the_right_form(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)) as refusal:
        parse_moment(text)
    for offered in re.findall(r"\d{4}-\d\d-\d\dT[\d:+-]+Z?", str(refusal.value).split("; ")[-1]):
        assert parse_moment(offered)


@given(st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30)), st.integers(-12, 14))
def test_a_moment_reads_back(local: datetime, east: int) -> None:
    moment = local.replace(tzinfo=hours(east), fold=0)
    assert parse_moment(moment.isoformat()) == moment


# Days


def test_a_day_has_one_form() -> None:
    assert parse_day("2026-02-15") == FEB_15
    assert parse_day(" 2024-02-29 ") == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Feb 15 2026", "write 2026-02-15"),
        ("Sunday, 15 February 2026", "write 2026-02-15"),
        ("April 2nd, 2026", "write 2026-04-02"),
        ("15.02.2026", "write 2026-02-15"),
        ("2026/02/15", "write 2026-02-15"),
        ("2026-2-5", "write 2026-02-05"),
        ("20260215", "write 2026-02-15"),
        ("15/02/2026", "order that is unclear in other countries; write 2026-02-15"),
        ("05/02/2026", "write 2026-02-05 or 2026-05-02"),
        ("02/15/26", "write 2026-02-15"),
        ("2026-02-15T14:23Z", "is more than a date; write 2026-02-15 alone"),
        ("Apr 17", "has no year; add it, as in 2026-04-17"),
        ("17 April", "has no year; add it, as in 2026-04-17"),
        ("2026-02-30", "2026-02-30 does not exist; write a day from 2026-02-01 to 2026-02-28"),
        ("2026-00-10", "months run from 01 to 12"),
        ("1026-02-15", "has an unlikely year"),
        ("2026-02-??", "does not say which day"),
        ("YYYY-MM-DD", "is still the placeholder"),
        ("2026", '"2026" is not a date; write it as 2026-02-15'),
        ("", "the date is empty"),
    ],
)
def test_what_is_no_day_is_refused_with_the_right_form(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        parse_day(text)


@pytest.mark.parametrize(
    ("start", "end", "holidays", "days"),
    [
        ("2026-02-16", "2026-02-17", [], 1),  # Monday to Tuesday
        ("2026-02-16", "2026-02-16", [], 0),
        ("2026-02-17", "2026-02-16", [], 0),
        ("2026-02-13", "2026-02-16", [], 1),  # over a weekend
        ("2026-02-14", "2026-02-15", [], 0),
        ("2026-02-15", "2026-02-16", [], 1),
        ("2026-02-13", "2026-02-20", [], 5),
        ("2026-02-13", "2026-02-20", ["2026-02-18"], 4),
        ("2026-02-13", "2026-02-20", ["2026-02-13", "2026-02-14", "2026-02-23"], 5),
    ],
)
def test_business_days(start: str, end: str, holidays: list[str], days: int) -> None:
    off = frozenset(map(date.fromisoformat, holidays))
    assert business_days(date.fromisoformat(start), date.fromisoformat(end), off) == days


@given(st.dates(), st.integers(0, 60), st.sets(st.dates(FEB_15, date(2026, 3, 31))))
def test_business_days_agree_with_counting(start: date, length: int, holidays: set[date]) -> None:
    end = date.fromordinal(min(start.toordinal() + length, date.max.toordinal()))
    after = map(date.fromordinal, range(start.toordinal() + 1, end.toordinal() + 1))
    counted = sum(day.weekday() < 5 and day not in holidays for day in after)
    assert business_days(start, end, frozenset(holidays)) == counted


# Spans


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("93 min", 93),
        ("93 minutes", 93),
        ("93m", 93),
        ("1 MINUTE", 1),
        ("1h47m", 107),
        ("1h 47m", 107),
        ("1 h 47 min", 107),
        ("1 hour 47 minutes", 107),
        ("1 hour, 47 minutes", 107),
        ("1 hour and 47 minutes", 107),
        ("20 hours 20 minutes.", 1220),
        ("24h40m", 1480),
        ("1.5 hours", 90),
        ("2 days", 2880),
        ("11 Days", 15_840),
        ("1 week", 10_080),
        ("1 w 2 d 3 h 4 min 30 s", 13_144.5),
        ("45 s", 0.75),
        ("0 minutes", 0),
    ],
)
def test_a_span_names_its_units(text: str, minutes: float) -> None:
    assert parse_span(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("93", "has no unit; say the unit: 93 min"),
        ("1:30", "write 1 h 30 min, or 1 min 30 s"),
        ("01:47:00", "write 1 h 47 min"),
        ("PT1H47M", "write 1 h 47 min"),
        ("-5 min", "is negative; a span runs forwards, as in 5 min"),
        ("−5 min", "is negative"),
        ("3 months", "a month has none; say it in days"),
        ("1.5 years", "a year has none; say it in days"),
        ("9" * 60 + " days", "is longer than a century"),
        ("200 years", "say it in days"),
        ("1,5 hours", "write 1.5 hours, or 15 hours"),
        ("1,440 minutes", "or 1440 minutes"),
        ("47 min 1 h", "the largest first: 1 h 47 min"),
        ("5 min 5 min", "write each unit once"),
        ("about 45 minutes", "write it as 45 min"),
        ("279 minutes [^3]", "write it as 4 h 39 min"),
        ("N/A", "leave the field out"),
        ("?", "leave the field out"),
        ("half an hour", "is not a span of time; write it as 1 h 33 min"),
        ("", "the span is empty"),
    ],
)
def test_what_is_no_span_is_refused_with_the_right_form(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        parse_span(text)


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0, "0 min"),
        (0.001, "< 1 min"),
        (59.9, "< 1 min"),
        (60, "1 min"),
        (90, "2 min"),
        (47 * 60, "47 min"),
        (59.6 * 60, "1 h"),
        (93 * 60, "1 h 33 min"),
        (7200, "2 h"),
        (86_340, "23 h 59 min"),
        (86_399, "1 d"),
        (28 * 3600, "1 d 4 h"),
        (24 * 3600 + 40 * 60, "1 d 1 h"),
        (12 * 86_400, "12 d"),
        (-47 * 60, "-47 min"),
    ],
)
def test_words_give_two_units_at_most(seconds: float, written: str) -> None:
    assert words(timedelta(seconds=seconds)) == written


@given(st.timedeltas(timedelta(minutes=1), timedelta(days=36_000)))
def test_words_read_back_within_their_rounding(span: timedelta) -> None:
    rounding = timedelta(seconds=30) if span < timedelta(days=1) else timedelta(minutes=30)
    assert abs(parse_span(words(span)) - span) <= rounding


@given(st.timedeltas())
def test_every_span_has_words(span: timedelta) -> None:
    assert words(span)


# Zones


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("UTC", UTC),
        ("utc", UTC),
        ("GMT", UTC),
        ("Z", UTC),
        ("UTC+1", hours(1)),
        ("GMT+2", hours(2)),
        ("UTC-7", hours(-7)),
        ("UTC−7", hours(-7)),
        ("UTC +1", hours(1)),
        ("+01:00", hours(1)),
        ("-0330", hours(-3.5)),
        ("UTC+05:30", hours(5.5)),
        ("UTC±0", UTC),
        ("Europe/London", LONDON),
        ("europe/london", LONDON),
        ("US/Pacific", ZoneInfo("US/Pacific")),
        ("PST", hours(-8)),
        ("PDT", hours(-7)),
        ("EST", hours(-5)),
        ("CST", hours(-6)),
        ("CET", hours(1)),
        ("CEST", hours(2)),
        ("BST", hours(1)),
        ("MEZ", hours(1)),
        ("JST", hours(9)),
        ("AEDT", hours(11)),
        ("ET", NEW_YORK),
        ("EST/EDT", NEW_YORK),
        ("Eastern time", NEW_YORK),
        ("US Eastern", NEW_YORK),
        ("PT", ZoneInfo("America/Los_Angeles")),
        ("Pacific", ZoneInfo("America/Los_Angeles")),
        ("Mountain Time", ZoneInfo("America/Denver")),
        ("Eastern Standard Time", hours(-5)),
        ("PST (UTC-7)", hours(-7)),
        ("CEST (UTC+2)", hours(2)),
        ("CET (GMT+1)", hours(1)),
        ("CET (Europe/London)", LONDON),
        ("UTC+1 (Zurich time)", hours(1)),
        ("Central European Time (CET)", hours(1)),
        ("IST (UTC+5:30)", hours(5.5)),
    ],
)
def test_a_zone(text: str, zone: tzinfo) -> None:
    assert parse_zone(text) == zone


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("IST", "means three zones; write Asia/Kolkata, Europe/Dublin or Asia/Jerusalem"),
        ("UC/Pacific", "did you mean US/Pacific"),
        ("Europe/Londn", "did you mean Europe/London"),
        ("PSTT", "did you mean PST"),
        ("Zurich time", "did you mean Europe/Zurich?"),
        ("UTC+5.5", "write UTC+05:30"),
        ("UTC+99", "they run from UTC-12:00 to UTC+14:00"),
        ("local time", "a different zone for each reader"),
        ("here", "write UTC, an offset such as UTC+1, or a name such as Europe/London"),
        ("", "the time zone is empty"),
    ],
)
def test_what_is_no_zone_is_refused_with_the_right_form(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        parse_zone(text)


@pytest.mark.parametrize(
    ("sentence", "zone", "written"),
    [
        ("All times in UTC.", UTC, "UTC"),
        ("**All times in UTC. Key decision points in bold.**", UTC, "UTC"),
        ("> All times are UTC", UTC, "UTC"),
        ("All times UTC", UTC, "UTC"),
        ("Times are UTC", UTC, "UTC"),
        ("Times in UTC unless noted otherwise.", UTC, "UTC"),
        ("Note: times are in UTC", UTC, "UTC"),
        ("All times in AWS logs are UTC", UTC, "UTC"),
        ("It took an hour to find. All times are in CET.", hours(1), "CET"),
        ("All times in PST (UTC-7)", hours(-7), "PST (UTC-7)"),
        ("All times in CET (GMT+1)", hours(1), "CET (GMT+1)"),
        ("All times in UTC+1 (Zurich time)", hours(1), "UTC+1 (Zurich time)"),
        ("All times in Central European Time (CET)", hours(1), "Central European Time (CET)"),
        ("All times listed are in Europe/London", LONDON, "Europe/London"),
        ("_All times in America/New_York_", NEW_YORK, "America/New_York"),
        ("All times listed below are Eastern.", NEW_YORK, "Eastern"),
        ("All times are given in -05:00.", hours(-5), "-05:00"),
        ("Timezone: PST", hours(-8), "PST"),
        ("**Time zone:** Europe/London", LONDON, "Europe/London"),
        ("Time (UTC)", UTC, "UTC"),
        ("Time [UTC]", UTC, "UTC"),
        ("Time UTC", UTC, "UTC"),
        ("Time, UTC", UTC, "UTC"),
        ("UTC", UTC, "UTC"),
        ("Time (ET)", NEW_YORK, "ET"),
        ("Start time (PST)", hours(-8), "PST"),
        ("Date and Time in CET", hours(1), "CET"),
        ("Timeline (UTC)", UTC, "UTC"),
        ("## Timeline (all times in UTC)", UTC, "UTC"),
        ("Zeit (MEZ)", hours(1), "MEZ"),
    ],
)
def test_a_statement_names_its_zone(sentence: str, zone: tzinfo, written: str) -> None:
    assert find_zone(sentence) == (zone, written)


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "Time",
        "Timeline",
        "Time (HH:MM)",
        "Time (ms)",
        "Timeline (AWS)",
        "Timeline: ET team joins",
        "Time to detect: 5 minutes",
        "Timezone: unknown",
        "All times in {{ most convenient timezone}}",
        "All times in the log are relative",
        "All times in AWS logs are relative",
        "It was all about the ET team",
        "The service must be up at all times in CT",
        "The pods failed three times in ET",
        "The last time PST mattered was in March, when the team moved",
    ],
)
def test_ordinary_words_name_no_zone(sentence: str) -> None:
    assert find_zone(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("All times in UC/Pacific", "did you mean US/Pacific"),
        ("All times in IST", "Asia/Kolkata"),
        ("All times in IST unless noted", "Asia/Kolkata"),
        ("All times in Zurich time", "Europe/Zurich"),
        ("All times in XQZ.", "no known time zone"),
        ("All times in UTC+5.5", "write UTC+05:30"),
        ("All times in local time.", "a different zone for each reader"),
        ("Time (IST)", "Asia/Kolkata"),
        ("Time zone: Europe/Londn", "Europe/London"),
    ],
)
def test_a_statement_that_names_no_known_zone_is_refused(sentence: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        find_zone(sentence)


# Clocks


def at(hour: int, minute: int = 0, second: int = 0) -> Clock:
    return Clock(time=time(hour, minute, second))


def between(start: time, end: time) -> Clock:
    return Clock(time=start, until=(None, end))


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("14:23", at(14, 23)),
        ("9:05", at(9, 5)),
        ("14:23:07", at(14, 23, 7)),
        ("14:23:07.5", Clock(time=time(14, 23, 7, 500_000))),
        ("2:23 PM", at(14, 23)),
        ("2:23\u202fPM", at(14, 23)),
        ("2 pm", at(14)),
        ("2 p.m.", at(14)),
        ("7:01am", at(7, 1)),
        ("12:05 am", at(0, 5)),
        ("12 pm", at(12)),
        ("17:14pm", at(17, 14)),
        ("**14:23**", at(14, 23)),
        ("`14:23`", at(14, 23)),
        ("_14:23_", at(14, 23)),
        ("[14:23]", at(14, 23)),
        ("14:23 UTC", Clock(time=time(14, 23), zone=UTC)),
        ("14:23Z", Clock(time=time(14, 23), zone=UTC)),
        ("14:23 (UTC)", Clock(time=time(14, 23), zone=UTC)),
        ("14:23+01:00", Clock(time=time(14, 23), zone=hours(1))),
        ("14:23 -0800", Clock(time=time(14, 23), zone=hours(-8))),
        ("4:23PM PST", Clock(time=time(16, 23), zone=hours(-8))),
        ("14:23 CET (GMT+1)", Clock(time=time(14, 23), zone=hours(1))),
        ("14:23 Europe/London", Clock(time=time(14, 23), zone=LONDON)),
        ("~14:30", Clock(time=time(14, 30), approximate=True)),
        ("ca. 14:30", Clock(time=time(14, 30), approximate=True)),
        ("about 14:30", Clock(time=time(14, 30), approximate=True)),
        ("14:30~", Clock(time=time(14, 30), approximate=True)),
        ("14:30?", Clock(time=time(14, 30), approximate=True)),
        ("14:30 (approx.)", Clock(time=time(14, 30), approximate=True)),
        ("2026-02-15 14:23", Clock(FEB_15, time(14, 23))),
        ("2026-02-15   8:40", Clock(FEB_15, time(8, 40))),
        ("2026-02-15T14:23Z", Clock(FEB_15, time(14, 23), zone=UTC)),
        ("2026-02-15T14:23:00+01:00", Clock(FEB_15, time(14, 23), zone=hours(1))),
        ("2026-02-15T14:23-05:00", Clock(FEB_15, time(14, 23), zone=hours(-5))),
        ("2026-02-15 14:23-05:00", Clock(FEB_15, time(14, 23), zone=hours(-5))),
        ("2026-02-15 16:22 PST", Clock(FEB_15, time(16, 22), zone=hours(-8))),
        ("2026-02-15 ca. 18:30", Clock(FEB_15, time(18, 30), approximate=True)),
        ("~2026-02-15 19:30", Clock(FEB_15, time(19, 30), approximate=True)),
        ("2026-02-15", Clock(FEB_15)),
        ("2026-02-15 --:--", Clock(FEB_15)),
        ("2026-02-15 ??:??", Clock(FEB_15)),
        ("Feb 15 2026, 10:05", Clock(FEB_15, time(10, 5))),
        ("February 15th, 2026 01:13:04", Clock(FEB_15, time(1, 13, 4))),
        ("Sunday, 15 Feb 2026 10:05", Clock(FEB_15, time(10, 5))),
        ("Feb 15 14:23", Clock(FEB_15, time(14, 23))),
        ("15. February, 11:00", Clock(FEB_15, time(11, 0))),
        ("07:33–07:51", between(time(7, 33), time(7, 51))),
        ("09:00 - 11:00", between(time(9), time(11))),
        ("17:00-18:00", between(time(17), time(18))),
        ("23:00-01:00", between(time(23), time(1))),
        ("14:23 to 14:50", between(time(14, 23), time(14, 50))),
        ("2:00 - 3:00 PM", between(time(14), time(15))),
        ("11:30 AM - 1:00 PM", between(time(11, 30), time(13))),
        ("~13:30-13:45", Clock(None, time(13, 30), (None, time(13, 45)), approximate=True)),
        ("14:23 UTC - 16:57 UTC", Clock(None, time(14, 23), (None, time(16, 57)), UTC)),
        ("14:23 — 16:57 UTC", Clock(None, time(14, 23), (None, time(16, 57)), UTC)),
        ("2026-02-15 09:00 - 11:00", Clock(FEB_15, time(9), (None, time(11)))),
        (
            "2026-02-15 23:00 – 2026-02-16 01:00",
            Clock(FEB_15, time(23), (date(2026, 2, 16), time(1))),
        ),
    ],
)
def test_a_clock(text: str, clock: Clock) -> None:
    assert parse_clock(text, year_hint=2026) == clock


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the time is empty"),
        ("HH:MM", "is still the placeholder; write the time as 14:23"),
        ("[HH:MM]", "is still the placeholder"),
        ("{{ hh:mm }}", "is still the placeholder"),
        ("--:--", "is still the placeholder"),
        ("(timestamp)", "is still the placeholder"),
        ("TBD", "is still the placeholder"),
        ("14.23", "write 14:23"),
        ("1423", "write 14:23"),
        ("14h23", "write 14:23"),
        ("2026-02-15 1423", "write 2026-02-15 14:23"),
        ("T+5", "counts from another moment"),
        ("24:00", "is on the next day; write 00:00"),
        ("2026-02-28 24:10", "is on the next day; write 2026-03-01 00:10"),
        ("22:00 - 24:00", "is on the next day; write 00:00"),
        ("25:10", "hours run from 00 to 23"),
        ("14:61", "minutes and seconds run from 00 to 59"),
        ("17:14am", "write 17:14"),
        ("0:30 pm", "write 00:30 or 12:30"),
        ("20202-01-24 12:00", "has a year of too many digits; write YYYY-01-24"),
        ("15/02/2026 14:23", "write 2026-02-15 14:23"),
        ("05/02/2026 14:23", "write 2026-02-05 14:23 or 2026-05-02 14:23"),
        ("2026-2-5 9:03", "write 2026-02-05 9:03"),
        ("14:23 on 2026-02-15", "write 2026-02-15 14:23"),
        ("02/15 14:23", "has no year"),
        ("Feb 15 14:23", "has no year; add it, as in 2026-02-15"),
        ("2026-02-30 10:00", "2026-02-30 does not exist"),
        ("2026-02-?? 10:00", "does not say which day"),
        ("2026-02-15 HH:mm", "or 2026-02-15 alone if only the day is known"),
        ("2026-02-15 14:??", "write ~2026-02-15 14:00 if roughly known"),
        ("2X:XX", "does not say the whole time"),
        ("2026-02-15 12:26-12:??", "write its start alone: 2026-02-15 12:26"),
        ("14:23 Alert", 'write 14:23 and put "Alert" into the event'),
        ("14:23 IST", "Asia/Kolkata"),
        ("14:23 XQZ", "is no known time zone"),
        ("14:23 UTC - 16:57 CET", "names two zones"),
        ("11:00 - 1:00 PM", "write both times"),
        ("2026-02-15 03:00-05:00", "write 2026-02-15 03:00 – 05:00, or 2026-02-15T03:00-05:00"),
        ("14:23-08:00", "write 14:23 – 08:00, or 14:23 UTC-08:00"),
        ("noon", "is not a time; write it as 14:23 or 2026-02-15 14:23"),
        ("x" * 1_000_000, "is too long to be a time"),
    ],
)
def test_what_is_no_clock_is_refused_with_the_right_form(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)) as refusal:
        parse_clock(text)
    assert len(str(refusal.value)) < 300


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("07:42 - Launches are back to normal", ("07:42", "Launches are back to normal")),
        ("14:23 — Alert fires", ("14:23", "Alert fires")),
        ("14:23–Alert fires", ("14:23", "Alert fires")),
        ("14:23: Alert", ("14:23", "Alert")),
        ("14:23 | Alert", ("14:23", "Alert")),
        ("14:23 Alert", ("14:23", "Alert")),
        ("2026-02-15 06:30", ("2026-02-15 06:30", "")),
        ("2026-02-15 Report published", ("2026-02-15", "Report published")),
        ("8:20 - 8:24", ("8:20 - 8:24", "")),
        ("8:20 - 8:24 Retries", ("8:20 - 8:24", "Retries")),
        ("09:14 — Alert: 50% > 10:1", ("09:14", "Alert: 50% > 10:1")),
        ("14:23 - 3 pods restarted", ("14:23", "3 pods restarted")),
        ("14:23 -5% orders", ("14:23", "-5% orders")),
        ("14:23 .NET upgraded", ("14:23", ".NET upgraded")),
        ("07:30am - First report", ("07:30am", "First report")),
        ("2 pm: Handover", ("2 pm", "Handover")),
        ("~13:30-13:45", ("~13:30-13:45", "")),
        ("22:52 (maybe earlier?)", ("22:52", "(maybe earlier?)")),
        ("14:23 PST Alert", ("14:23 PST", "Alert")),
        ("14:23 IST Alert", ("14:23 IST", "Alert")),
        ("14:23 AWS reports errors", ("14:23", "AWS reports errors")),
        ("14:23 Central database fails", ("14:23", "Central database fails")),
        ("Feb 15 14:23 - Alert", ("Feb 15 14:23", "Alert")),
        ("15. February, 11:00", ("15. February, 11:00", "")),
        ("20202-01-24 12:00 Alert", ("20202-01-24 12:00", "Alert")),
        ("25:10 - Alert", ("25:10", "Alert")),
        ("2X:XX (not sure)", ("2X:XX", "(not sure)")),
        ("[HH:MM] - Event", ("HH:MM", "Event")),
        ("**14:23** - Alert", ("14:23", "Alert")),
        ("**14:23:** Alert", ("14:23", "Alert")),
        ("**14:23 - Alert**", ("14:23", "**Alert**")),
        ("`14:23` **Alert**", ("14:23", "**Alert**")),
        ("[14:23] Alert", ("14:23", "Alert")),
        ("14:23 " + "x" * 500, ("14:23", "x" * 500)),
    ],
)
def test_a_heading_begins_with_its_time(text: str, parts: tuple[str, str]) -> None:
    assert split_clock(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Process improvements",
        "3 replicas restarted",
        "2 pods",
        "2018 retrospective",
        "May 5 pods fail",
        "5 may be enough",
        "March 3 replicas",
        "Mon and Tue",
        "1:1 meeting",
        "16:9 display",
        "80:20 rule",
        "10.128.0.5 is down",
        "1.2.3 released",
        "12:34:56:78:9a:bc is the address",
        "10:00x",
        "About 20 pods",
        "- 14:23 Alert",
    ],
)
def test_what_begins_with_no_time_is_not_split(text: str) -> None:
    assert split_clock(text) is None


# Placing


def starts(texts: list[str], zone: tzinfo | None, anchor: datetime | None) -> list[str]:
    clocks = [parse_clock(text) for text in texts]
    placed = place(clocks, zone, anchor)
    return [row.start.isoformat(" ", "minutes") if row else "" for row in placed]


NOON = datetime(2026, 2, 15, 12, 0, tzinfo=UTC)


def test_rows_without_a_day_follow_the_dated_row_before_them() -> None:
    assert starts(["2026-02-15 22:00", "23:10", "2026-02-20", "08:00"], UTC, None) == [
        "2026-02-15 22:00+00:00",
        "2026-02-15 23:10+00:00",
        "2026-02-20 00:00+00:00",
        "2026-02-20 08:00+00:00",
    ]


def test_a_row_much_earlier_than_the_one_before_has_crossed_midnight() -> None:
    assert starts(["2026-02-15 23:50", "00:10", "23:55", "00:05"], UTC, None) == [
        "2026-02-15 23:50+00:00",
        "2026-02-16 00:10+00:00",
        "2026-02-16 23:55+00:00",
        "2026-02-17 00:05+00:00",
    ]


def test_a_row_a_little_earlier_is_out_of_order_and_stays_on_its_day() -> None:
    rows = ["2026-02-15 14:49", "14:43", "08:43", "02:42"]
    assert [row[8:10] for row in starts(rows, UTC, None)] == ["15", "15", "15", "16"]


@pytest.mark.parametrize(
    ("first", "day"), [("11:50", "15"), ("23:50", "15"), ("00:10", "16"), ("12:00", "15")]
)
def test_the_first_row_is_on_the_day_nearest_to_the_anchor(first: str, day: str) -> None:
    evening = NOON.replace(hour=18)
    assert starts([first], UTC, evening)[0][8:10] == day


def test_the_first_row_may_be_the_evening_before_the_anchor() -> None:
    past_midnight = datetime(2026, 2, 15, 0, 30, tzinfo=UTC)
    assert starts(["23:40", "00:30"], UTC, past_midnight) == [
        "2026-02-14 23:40+00:00",
        "2026-02-15 00:30+00:00",
    ]


def test_the_anchor_is_seen_from_the_zone_of_the_rows() -> None:
    late = datetime(2026, 2, 15, 23, 30, tzinfo=UTC)
    assert starts(["08:30"], ZoneInfo("Asia/Tokyo"), late) == ["2026-02-16 08:30+09:00"]


def test_the_zone_of_a_row_beats_the_stated_one() -> None:
    assert starts(["2026-02-15 10:00", "10:05 PST"], UTC, None) == [
        "2026-02-15 10:00+00:00",
        "2026-02-15 10:05-08:00",
    ]


def test_the_day_carries_over_into_another_zone() -> None:
    assert starts(["2026-02-15 00:30 CET", "23:45 UTC", "2026-02-15", "14:00 UTC"], None, None) == [
        "2026-02-15 00:30+01:00",
        "2026-02-14 23:45+00:00",
        "2026-02-15 00:00",
        "2026-02-15 14:00+00:00",
    ]


def test_without_a_zone_rows_are_naive() -> None:
    assert starts(["10:00"], None, NOON) == ["2026-02-15 10:00"]


def test_without_any_day_rows_are_naive_on_the_unknown_day_and_still_in_order() -> None:
    first, second = place([parse_clock("23:50"), parse_clock("00:10")], UTC, None)
    assert first == Placed(datetime.combine(UNKNOWN_DAY, time(23, 50)), day_known=False)
    assert second
    assert second.start - first.start == timedelta(minutes=20)
    assert not second.day_known


def test_a_row_with_a_day_alone_says_so() -> None:
    (row,) = place([parse_clock("2026-02-15 --:--")], UTC, None)
    assert row == Placed(datetime(2026, 2, 15, tzinfo=UTC), day_only=True)


def test_unread_rows_stay_empty_and_disturb_nothing() -> None:
    assert place([None, Clock(), None], UTC, NOON) == [None, None, None]
    placed = place([parse_clock("2026-02-15 10:00"), None, parse_clock("10:05")], UTC, None)
    assert placed[2] == Placed(datetime(2026, 2, 15, 10, 5, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2026-02-15 09:00 - 11:00", "2026-02-15 11:00+00:00"),
        ("2026-02-15 23:00 - 01:00", "2026-02-16 01:00+00:00"),
        ("2026-02-15 23:00 - 2026-02-17 01:00", "2026-02-17 01:00+00:00"),
    ],
)
def test_a_range_ends_on_its_day_or_the_next(text: str, end: str) -> None:
    (row,) = place([parse_clock(text)], UTC, None)
    assert row
    assert row.end
    assert row.end.isoformat(" ", "minutes") == end


def test_times_that_a_change_of_clocks_skips_or_repeats_are_placed() -> None:
    rows = ["2026-03-29 01:30", "2026-10-25 01:30"]  # London skips the first, repeats the second
    assert starts(rows, LONDON, None) == ["2026-03-29 01:30+00:00", "2026-10-25 01:30+01:00"]


def test_nothing_overflows_at_the_ends_of_the_calendar() -> None:
    last = Clock(date.max, time(23), (None, time(1)))
    first, following = place([last, Clock(time=time(0, 30))], hours(-12), None)
    assert first
    assert first.end == datetime.combine(date.max, time(1), hours(-12))
    assert following
    assert following.start.date() == date.max
    place([Clock(time=time(23))], hours(14), datetime.min.replace(tzinfo=hours(14)))


# No text and no rows raise anything but what is promised

FRAGMENTS = [*"0123456789:-–/.,+~?TZ []()*_`", "am", " pm", "UTC", "PST", "IST", "CET", " to "]
FRAGMENTS += ["2026-02-15", "15/02/2026", "20202-01-24", "Feb 15", "April 2nd, ", "24:00", "14:23"]
FRAGMENTS += ["HH:MM", "--:--", "ca. ", "Europe/London", "1h", " min", "all times in ", "Time ("]
TEXTS = st.text() | st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join)


@settings(max_examples=500)
@given(TEXTS)
def test_a_reader_raises_nothing_but_a_refusal(text: str) -> None:
    for read in (parse_moment, parse_day, parse_span, parse_zone, parse_clock, find_zone):
        try:
            read(text)
        except ValueError as refusal:
            message = str(refusal)
            assert len(message) < 500
            assert message.isprintable()


@settings(max_examples=500)
@given(TEXTS)
def test_splitting_never_raises_and_loses_no_words(text: str) -> None:
    if parts := split_clock(text):
        written = "".join(filter(str.isalnum, text))
        assert "".join(filter(str.isalnum, "".join(parts))) == written
        assert parts[0]


ZONES = st.none() | st.sampled_from(
    [UTC, LONDON, NEW_YORK, ZoneInfo("Pacific/Apia"), hours(14), hours(-12), hours(23.98)]
)
DAYS = st.none() | st.dates() | st.sampled_from([date.min, date.max, FEB_15])
CLOCKS = st.builds(
    Clock,
    day=DAYS,
    time=st.none() | st.times(),
    until=st.none() | st.tuples(DAYS, st.times()),
    zone=ZONES,
    approximate=st.booleans(),
)
ANCHORS = st.none() | st.datetimes(timezones=ZONES, allow_imaginary=True)


@given(st.lists(st.none() | CLOCKS, max_size=8), ZONES, ANCHORS)
def test_placing_never_raises(
    clocks: list[Clock | None], zone: tzinfo | None, anchor: datetime | None
) -> None:
    placed = place(clocks, zone, anchor)
    assert len(placed) == len(clocks)
    for clock, row in zip(clocks, placed, strict=True):
        if clock and row:
            known = row.day_known and bool(clock.zone or zone)
            assert (row.start.tzinfo is not None) == known
            assert row.end is None or (row.end.tzinfo is not None) == known


@pytest.mark.parametrize(
    "text",
    [
        "14:23 " * 100_000,
        "all times in " * 9_000,
        "Time (" * 9_000,
        "(" * 100_000,
        "a" + "_" * 1999 + "b",
        "9" * 100,
        "1h" * 50,
        "1 " * 50,
        "-" * 100,
        "2026-" * 20,
    ],
    ids=lambda text: text[:12],
)
def test_no_text_takes_long(text: str) -> None:
    start = stopwatch.perf_counter()
    for read in (parse_moment, parse_day, parse_span, parse_zone, parse_clock, find_zone):
        try:
            read(text)
        except ValueError:
            continue
    split_clock(text)
    assert stopwatch.perf_counter() - start < 1
