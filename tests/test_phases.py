"""The phases of an incident to scale: places computed by hand, and what no drawing could tell."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_archive.model.body import Place
from postmortem_archive.model.front_matter import FrontMatter
from postmortem_archive.model.postmortem import Event
from postmortem_archive.pages.phases import Strip, strip
from postmortem_archive.pages.rows import Row, elapsed

START = datetime(2026, 2, 15, 14, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def front(**minutes: float) -> FrontMatter:
    moments: dict[str, Any] = {name: START + at * MINUTE for name, at in minutes.items()}
    return FrontMatter.model_construct(started=START, **moments)


def rows(*minutes: float) -> list[Row]:
    found = []
    for number, at in enumerate(minutes):
        moment = START + at * MINUTE
        event = Event(f"event {number}", f"{moment:%H:%M}", Place(1, 1), start=moment)
        found.append(Row(event, at * MINUTE, f"row-{number}"))
    return found


def drawn(front: FrontMatter, *minutes: float) -> Strip:
    found = strip(front, rows(*minutes))
    assert found
    return found


def places(strip: Strip) -> list[tuple[str, str, str]]:
    return [(f"{p.last} {p.next}", p.left, p.width) for p in strip.phases]


def test_phases_are_drawn_to_scale() -> None:
    # 0, 2, 5, 25, 40 of 40 minutes: 0 %, 5 %, 12.5 %, 62.5 %, 100 %.
    strip = drawn(front(detected=2, acknowledged=5, mitigated=25, resolved=40))
    assert places(strip) == [
        ("started detected", "0.00", "5.00"),
        ("detected acknowledged", "5.00", "7.50"),
        ("acknowledged mitigated", "12.50", "50.00"),
        ("mitigated resolved", "62.50", "37.50"),
    ]
    assert strip.phases[1].words == "Detected, not yet acknowledged: 3 min"
    assert [(label.left, label.words) for label in strip.scale] == [
        ("0.00", "T+0"), ("25.00", "T+10 min"), ("50.00", "T+20 min"), ("75.00", "T+30 min"),
    ]  # fmt: skip


def test_two_minutes_of_nine_days_stay_two_minutes() -> None:
    # 2 of 12,960 minutes are 0.015 %.
    strip = drawn(front(detected=2, resolved=9 * 1440))
    assert places(strip) == [
        ("started detected", "0.00", "0.02"), ("detected resolved", "0.02", "99.98"),
    ]  # fmt: skip
    assert [label.words for label in strip.scale] == [
        "T+0", "T+2 d", "T+4 d", "T+6 d", "T+8 d",
    ]  # fmt: skip


def test_what_happened_within_a_minute_is_told_in_seconds() -> None:
    strip = drawn(front(detected=0.25, resolved=0.75), 0, 0.25, 0.5, 0.75)
    assert [phase.words for phase in strip.phases] == [
        "Started, not yet detected: 15 s",
        "Detected, not yet resolved: 30 s",
    ]
    assert [tick.left for tick in strip.ticks] == ["0.00", "33.33", "66.67", "100.00"]
    assert strip.scale[-1].words == "T+40 s"


def test_rows_close_by_are_on_the_scale_and_far_ones_are_counted() -> None:
    # 40 minutes: a quarter of it, 10 minutes, to either side is still drawn, and widens the scale.
    strip = drawn(front(detected=4, resolved=40), -5000, -11, -10, 0, 40, 50, 51, 90)
    assert [tick.left for tick in strip.ticks] == ["0.00", "16.67", "83.33", "100.00"]
    assert places(strip)[0] == ("started detected", "16.67", "6.67")
    assert strip.before
    assert strip.before == (2, "T−3 d 11 h", "row-0")
    assert strip.after == (2, "T+1 h 30 min", "row-6")


def test_rows_too_close_to_be_told_apart_are_one_mark() -> None:
    # 0.8 % of 1,000 minutes are 8: the rows at 0, 3 and 7 are one mark, that at 8 is another.
    strip = drawn(front(resolved=1000), 0, 3, 7, 8)
    assert [(tick.left, tick.rows) for tick in strip.ticks] == [("0.00", 3), ("0.80", 1)]
    assert strip.ticks[0].words == "3 rows, 14:00 to 14:07. 14:00 (T+0 min): event 0"
    assert strip.ticks[1].words == "14:08 (T+8 min): event 3"


def test_an_end_that_is_not_known_is_not_drawn() -> None:
    strip = drawn(front(detected=5), 0, 5, 60)
    assert places(strip) == [("started detected", "0.00", "100.00")]
    assert strip.after == (1, "T+1 h", "row-2")
    assert drawn(front(), 0, 30, 60).phases == ()
    assert [tick.left for tick in drawn(front(), 0, 30, 60).ticks] == ["0.00", "50.00", "100.00"]


def test_stated_spans_are_drawn_without_moments() -> None:
    # 30 min to detect, then 10 to acknowledge, 60 in all: 50 %, 66.67 %.
    stated = FrontMatter.model_construct(
        time_to_detect=30 * MINUTE, time_to_acknowledge=10 * MINUTE, time_to_recover=60 * MINUTE
    )
    found = strip(stated, [], unplaced=3)
    assert found
    assert [phase.left for phase in found.phases] == ["0.00", "50.00", "66.67"]
    assert (found.unplaced, found.began) == (3, False)


@pytest.mark.parametrize(
    "minutes", [{}, {"resolved": 0}, {"resolved": -30}, {"resolved": 40}, {"detected": -5}]
)
def test_nothing_is_drawn_of_what_has_no_parts(minutes: dict[str, float]) -> None:
    assert strip(front(**minutes), []) is None


def test_orders_that_are_not_the_usual_ones() -> None:
    # Found out only after it was over; acknowledged before it was detected.
    assert places(drawn(front(resolved=10, detected=40))) == [
        ("started resolved", "0.00", "25.00"),
        ("resolved detected", "25.00", "75.00"),
    ]
    late = drawn(front(acknowledged=1, detected=2, resolved=4))
    assert late.phases[1].words == "Acknowledged, not yet detected: 1 min"
    # Over before it began: there is no place for that.
    assert places(drawn(front(detected=2, mitigated=4, resolved=-9)))[-1][0] == "detected mitigated"


NUMBERS = st.floats(-1e6, 1e6, allow_nan=False).map(lambda at: round(at, 2))


@given(
    st.dictionaries(
        st.sampled_from(["detected", "acknowledged", "mitigated", "resolved"]), NUMBERS
    ),
    st.lists(NUMBERS, max_size=30),
)
def test_everything_has_its_place_on_the_strip_or_is_counted(
    minutes: dict[str, float], times: list[float]
) -> None:
    found = strip(front(**minutes), rows(*times))
    if found is None:
        return
    assert all(0 <= float(tick.left) <= 100 for tick in found.ticks)
    assert all(float(p.left) + float(p.width) <= 100.01 for p in found.phases)
    assert len(found.scale) <= 6
    outside = sum(side.rows for side in (found.before, found.after) if side)
    assert sum(tick.rows for tick in found.ticks) + outside == len(times)
    assert len(found.ticks) <= 126


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "T+0 min"), (0.75, "T+45 s"), (9.5, "T+9 min 30 s"), (12.5, "T+13 min"), (-8, "T−8 min"),
     (92, "T+1 h 32 min"), (-1680, "T−1 d 4 h")],
)  # fmt: skip
def test_how_far_from_the_beginning(minutes: float, words: str) -> None:
    assert elapsed(minutes * MINUTE) == words
