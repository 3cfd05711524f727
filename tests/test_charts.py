"""Charts: what they say, where they lead, and that they stand in a page as they are."""

import gzip
import itertools
import re
import statistics
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postmortem_archive import charts
from postmortem_archive.charts import drawing, periods
from postmortem_archive.charts.axes import duration_ticks, whole_step
from postmortem_archive.charts.chart import Chart
from postmortem_archive.charts.text_width import fitting, text_width

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
SCALE = ["SEV-1", "SEV-2", "SEV-3"]
HOSTILE = "<script>alert(1)</script> & \"q\" 'a' \x00\x1b خطأ 🚨 ユーザー"


def summary(seconds: Sequence[float]) -> tuple[float | None, float | None]:
    if len(seconds) < 3:
        return None, None
    return statistics.median(seconds), seconds[-1]


def by_severity(n: int = 60, text: str = "SEV-1") -> Chart:
    days = [date(2024, 1, 5) + timedelta(days=i * 11) for i in range(n)]
    names = itertools.cycle([text, *SCALE[1:]])
    counts = [charts.Count(d, s, 1, f"../{d.year}/") for d, s in zip(days, names, strict=False)]
    return charts.by_severity(counts, SCALE, prefix="m")


def over_time(n: int = 60, text: str = "Orders stuck") -> Chart:
    spans = [
        charts.Span(date(2024, 1, 5) + timedelta(days=i * 11), 37.0 * i**2, text, f"../{i}/")
        for i in range(n)
    ]
    return charts.over_time(spans, summary, prefix="m")


def phases(n: int = 4, text: str = "2024") -> Chart:
    groups = [charts.Phases(f"{text}-{i}", i, 60, 120 * i, 0, 420, "../y/") for i in range(n)]
    return charts.phases(groups, prefix="m")


def causes(n: int = 8, text: str = "deploy") -> Chart:
    return charts.causes(
        [charts.Cause(f"{text} {i}", 1.5 * i + 1, i, f"../{i}/") for i in range(n)], prefix="m"
    )


def of_week(n: int = 60, text: str = "UTC") -> Chart:
    hours = [charts.Hour(i * 5 % 7, i * 11 % 24, 1 + i % 6, "../x/") for i in range(n)]
    return charts.of_week(hours, prefix="m", zone=text)


def chains(n: int = 4, text: str = "DNS") -> Chart:
    links = [charts.Link(date(2024, 1 + i, 9), text, f"../{i}/") for i in range(5)]
    return charts.chains(
        [charts.Chain(text, tuple(links[: 2 + i % 3])) for i in range(n)], prefix="m"
    )


def by_source(n: int = 60, text: str = "alert") -> Chart:
    names = itertools.cycle([text, "customer", "staff", "a", "b", "c", "d"])
    counts = [
        charts.Count(date(2024, 1, 5) + timedelta(days=i * 11), name, 1, "../x/")
        for i, name in zip(range(n), names, strict=False)
    ]
    return charts.by_source(counts, prefix="m")


ALL: list[Callable[..., Chart]] = [
    by_severity, over_time, phases, causes, of_week, chains, by_source,
]  # fmt: skip
each_chart = pytest.mark.parametrize("draw", ALL, ids=lambda draw: draw.__name__)


def links(svg: str) -> list[ET.Element]:
    return ET.fromstring(svg).findall(f".//{SVG}a")


def texts(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter(f"{SVG}text")]


@each_chart
def test_both_drawings_are_described_and_their_ids_their_own(draw: Callable[..., Chart]) -> None:
    chart = draw()
    ids: list[str] = []
    for svg in (chart.wide, chart.narrow):
        root = ET.fromstring(svg)
        assert root.get("role") == "group"  # an image would hide its links from a screen reader
        title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert description is not None
        assert (title.text, description.text) == (chart.title, chart.description)
        assert root.get("aria-labelledby") == title.get("id")
        assert root.get("aria-describedby") == description.get("id")
        ids += [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids)) == 4
    assert all(name.startswith("m-") for name in ids)
    assert 'width="680"' in chart.wide
    assert 'width="340"' in chart.narrow


@each_chart
def test_every_mark_is_a_link_that_says_what_it_is(draw: Callable[..., Chart]) -> None:
    chart = draw()
    assert len(links(chart.wide)) == len(links(chart.narrow)) > 0
    for link in links(chart.svg.partition("</svg>")[0] + "</svg>"):
        title = link.find(f"{SVG}title")
        assert title is not None
        assert title.text
        assert link.attrib[HREF].startswith("../")
    hidden = ET.fromstring(chart.wide).findall(".//*[@aria-hidden='true']")
    assert not [group for group in hidden if group.find(f".//{SVG}a") is not None]


@each_chart
def test_all_colours_are_variables_and_nothing_is_fetched(draw: Callable[..., Chart]) -> None:
    svg = draw().svg
    for value in re.findall(r' (?:fill|stroke)="([^"]*)"', svg):
        assert value == "none" or re.fullmatch(
            r"var\(--(?:pm|md)-[a-z0-9-]+,#[0-9a-f]{3,6}\)", value
        )
    assert "#0abc" not in svg
    assert not re.search(r"font-family|style=|<script|url\(|<\?xml|class=| on\w+=", svg)
    spaces = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert set(re.findall(r"https?://[^\"]+", svg)) == spaces
    assert not re.search(r"[0-9]\.[0-9]{2}", re.sub(r">[^<]*<", "><", svg))


@each_chart
def test_a_drawing_is_small(draw: Callable[..., Chart]) -> None:
    chart = draw()
    for svg in (chart.wide, chart.narrow):
        assert len(svg) < 15_000
        assert len(gzip.compress(svg.encode())) < 4_000


@each_chart
def test_the_same_rows_make_the_same_bytes(draw: Callable[..., Chart]) -> None:
    first = draw()
    drawing._converted.cache_clear()
    assert draw() == first


@each_chart
def test_texts_are_escaped_and_kept(draw: Callable[..., Chart]) -> None:
    chart = draw(text=HOSTILE)
    assert "<script" not in chart.svg
    said = chart.wide + "".join(cell.text for row in chart.rows for cell in row)
    assert "خطأ" in said
    for svg in (chart.wide, chart.narrow):
        ET.fromstring(svg)


@each_chart
def test_the_table_has_a_cell_for_each_column(draw: Callable[..., Chart]) -> None:
    chart = draw()
    assert chart.rows
    assert {len(row) for row in chart.rows} == {len(chart.columns)}


@each_chart
def test_nothing_to_draw_is_said(draw: Callable[..., Chart]) -> None:
    chart = draw(0)
    assert (chart.svg, chart.rows) == ("", ())
    assert chart.description.startswith("Nothing to draw: ")


@each_chart
def test_one_row_is_enough(draw: Callable[..., Chart]) -> None:
    assert links(draw(2 if draw is phases else 1).wide)


@each_chart
def test_what_vega_is_told_is_valid(
    draw: Callable[..., Chart], monkeypatch: pytest.MonkeyPatch
) -> None:
    import altair

    seen: list[Any] = []
    specification = drawing._specification

    def checked(plot: drawing.Drawing, top: int) -> str:
        seen.append(altair.layer(*plot.layers).to_dict(validate=True))
        return specification(plot, top)

    monkeypatch.setattr(drawing, "_specification", checked)
    draw()
    assert len(seen) == 2


def test_unlinked_marks_keep_their_titles_and_are_no_links() -> None:
    count = charts.Count(date(2026, 1, 5), "SEV-1")
    for address in (
        None,
        "javascript:alert(1)",
        " JavaScript:a()",
        "java\nscript:a()",
        "data:text/html,x",
    ):
        svg = charts.by_severity([count._replace(address=address)], SCALE, prefix="m").wide
        assert [link.get(HREF) for link in links(svg)] in ([], ["java script:a()"])
        assert "2026-01, SEV-1: 1 incident" in svg
    assert ET.fromstring(charts.by_severity([count], SCALE, prefix="m").wide).get("role") == "img"


def test_months_without_incidents_keep_their_place() -> None:
    counts = [
        charts.Count(date(2026, 1, 5), "SEV-1", 2, "a/"),
        charts.Count(date(2026, 1, 9), "SEV-1", 1, "b/"),
        charts.Count(date(2026, 4, 1), "SEV-3", 1, "c/"),
    ]
    chart = charts.by_severity(counts, SCALE, prefix="m", until=date(2026, 6, 30))
    assert chart.columns == ("Month", "SEV-1", "SEV-3", "All")
    # January 2 + 1, April 1, and four of six months with none.
    assert [[cell.text for cell in row] for row in chart.rows] == [
        ["2026-01", "3", "0", "3"], ["2026-02", "0", "0", "0"], ["2026-03", "0", "0", "0"],
        ["2026-04", "0", "1", "1"], ["2026-05", "0", "0", "0"], ["2026-06", "0", "0", "0"],
    ]  # fmt: skip
    assert chart.rows[0][1].address == "a/"
    assert chart.description == (
        "4 incidents per month, 2026-01 to 2026-06: SEV-1 3 and SEV-3 1. "
        "Most in 2026-01 (3); none in 4 of 6 months."
    )
    assert [link.get(HREF) for link in links(chart.wide)] == ["a/", "c/"]


@pytest.mark.parametrize(
    ("years", "unit", "rows"),
    [(0, "Month", 1), (3, "Month", 37), (5, "Quarter", 21), (12, "Quarter", 49), (40, "Year", 41)],
)
def test_long_times_are_drawn_in_longer_periods(years: int, unit: str, rows: int) -> None:
    days = {date(2020 - years, 1, 1), date(2020, 1, 31)}
    chart = charts.by_severity([charts.Count(d, "SEV-1") for d in days], SCALE, prefix="m")
    assert (chart.columns[0], len(chart.rows)) == (unit, rows)


def test_severities_have_the_colour_of_their_place() -> None:
    days = [date(2026, 1, 5)] * 2
    counts = [charts.Count(d, s) for d, s in zip(days, ("SEV-3", "odd"), strict=True)]
    svg = charts.by_severity(counts, SCALE, prefix="m").wide
    assert "--pm-s3" in svg
    assert "--pm-s4" in svg  # a name that is not on the scale stands behind it
    assert "--pm-s1" not in svg


def test_durations_of_zero_have_a_place_and_medians_come_from_outside() -> None:
    day = date(2026, 1, 5)
    spans = [charts.Span(day, seconds, "A", "a/") for seconds in (0, 60, 600, 3600)]
    chart = charts.over_time(spans, lambda seconds: (330.0, None), prefix="m")
    assert "0" in texts(chart.wide)
    assert [cell.text for cell in chart.rows[0]] == ["2026-Q1", "4", "6 min", "–", "1 h"]
    assert chart.description == (
        "Time to recover of 4 incidents by quarter, on a logarithmic scale: 0 min to 1 h. "
        "Median in 2026-Q1: 6 min. 1 duration of zero at the lower edge."
    )
    assert len(links(chart.wide)) == 4


@pytest.mark.parametrize(
    ("per_day", "unit", "dots"),
    # 500 dots at most. One a day: the quarters from 2024-Q4 (92 + 90 + 91 + 92 + 92 days).
    # Five a day: 3 months of 30 and 31 days (305 for 61 days, 460 for 92).
    [(1, "Quarter", 457), (5, "Month", 460), (600, "Month", 500)],
)
def test_of_too_many_dots_the_most_recent_are_drawn(per_day: int, unit: str, dots: int) -> None:
    days = [date(2025, 12, 31) - timedelta(days=i) for i in range(1200 if per_day < 600 else 1)]
    spans = [charts.Span(d, 60.0 + i, "A", "a/") for d in days for i in range(per_day)]
    chart = charts.over_time(spans, summary, prefix="m")
    assert chart.columns[0] == unit
    assert len(links(chart.wide)) == dots
    assert f"{len(spans) - dots:,} earlier incidents not drawn" in chart.description
    drawn = sum(int(row[1].text) for row in chart.rows)
    assert drawn == (dots if per_day < 600 else 600)


def test_dots_end_where_the_incidents_do_if_there_are_too_many() -> None:
    spans = [charts.Span(date(2015, 1, 1 + i % 9), 60.0, "A", "a/") for i in range(501)]
    chart = charts.over_time(spans, summary, prefix="m", until=date(2026, 1, 1))
    assert len(links(chart.wide)) == 500
    assert [row[0].text for row in chart.rows] == ["2015-01"]


def test_ticks_of_durations_are_words_people_use() -> None:
    assert [name for _, name in duration_ticks([90, 700_000])] == [
        "1 min", "10 min", "1 h", "10 h", "1 d", "10 d",
    ]  # fmt: skip
    assert [name for _, name in duration_ticks([3600])] == ["1 h", "10 h"]
    spans = [charts.Span(date(2026, 1, 1), seconds, "A") for seconds in (5e6, 5e7)]
    assert {"10 d", "100 d", "1000 d"} <= set(
        texts(charts.over_time(spans, summary, prefix="m").wide)
    )


@given(st.integers(1, 10**7))
def test_counts_have_few_whole_steps(most: int) -> None:
    assert most / 6 <= whole_step(most) <= max(1, most)


def test_phases_are_shares_of_their_group() -> None:
    group = charts.Phases("2026", 3, 60, 120, 0, 420, "y/")  # of 600 s: 10 %, 20 %, 0 %, 70 %
    chart = charts.phases([group], prefix="m")
    assert [cell.text for cell in chart.rows[0]] == [
        "2026", "3", "1 min (10 %)", "2 min (20 %)", "0 min (0 %)", "7 min (70 %)", "10 min",
    ]  # fmt: skip
    assert {"10 %", "20 %", "70 %"} <= set(texts(chart.wide))
    assert len(links(chart.wide)) == 3


def test_causes_are_sorted_and_their_shares_added_up() -> None:
    known = [charts.Cause("b", 3, 1), charts.Cause("a", 6, 2), charts.Cause("c", 1, 1)]
    chart = charts.causes(known, prefix="m")  # of 10 h: 6, then 9, then 10
    assert [[cell.text for cell in row] for row in chart.rows] == [
        ["a", "6.0 h", "2", "60 %"], ["b", "3.0 h", "1", "90 %"], ["c", "1.0 h", "1", "100 %"],
    ]  # fmt: skip
    many = charts.causes([charts.Cause(f"c{i}", i, 1, "x/") for i in range(1, 21)], prefix="m")
    assert (len(links(many.wide)), len(many.rows)) == (15, 20)
    assert "5 smaller ones are in the table only" in many.description


def test_hours_of_the_week_begin_on_monday() -> None:
    hours = [charts.Hour(0, 3, 2, "a/"), charts.Hour(0, 3, 1, "b/"), charts.Hour(6, 23, 8, "c/")]
    chart = charts.of_week(hours, prefix="m")
    assert (chart.rows[0][0].text, chart.rows[0][4]) == ("Monday", charts.Cell("3", "a/"))
    assert (chart.rows[6][0].text, chart.rows[6][24]) == ("Sunday", charts.Cell("8", "c/"))
    assert texts(chart.wide)[:4] == ["1–2", "3–4", "5–6", "7–8"]
    assert {"3", "8"} <= set(texts(chart.wide))
    assert len(links(chart.wide)) == 2


def test_of_many_chains_fifteen_are_drawn() -> None:
    pair = (charts.Link(date(2025, 1, 1), "A", "a/"), charts.Link(date(2026, 1, 1), "B", "b/"))
    chart = charts.chains([charts.Chain(f"c{i}", pair) for i in range(20)], prefix="m")
    assert (len(links(chart.wide)), len(chart.rows)) == (30, 40)
    assert "5 more are in the table only" in chart.description


def test_rare_sources_are_summed_up() -> None:
    days = [date(2026, 1, 1)] * 8
    names = ["a", "a", "b", "c", "d", "e", "f", "g"]
    counts = [charts.Count(d, n) for d, n in zip(days, names, strict=True)]
    chart = charts.by_source(counts, prefix="m")
    assert chart.columns == ("Quarter", "a", "b", "c", "d", "e", "others", "All")
    assert [cell.text for cell in chart.rows[0]] == ["2026-Q1", "2", *"1111", "2", "8"]
    chart = charts.by_source(counts, prefix="m", unstated="a")
    assert chart.columns == ("Quarter", "b", "c", "d", "e", "others", "a", "All")
    few = charts.by_source(counts[:3], prefix="m", unstated="a")
    assert few.columns == ("Quarter", "b", "a", "All")
    assert "--pm-c6" in few.wide  # the grey


def test_long_names_are_cut_and_right_to_left_ones_stay_apart() -> None:
    assert fitting("short", 100) == "short"
    assert fitting("a\nlong  name that does not fit", 80) == "a long nam…"
    assert text_width(fitting("ユーザー" * 20, 100)) <= 100
    assert all(len(text) < 120 for text in texts(by_severity(text="long " * 99).narrow))
    chart = chains(1, text="خطأ")
    assert "\u2068خطأ\u2069 · 2 incidents" in texts(chart.wide)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.dates(), st.floats(0, 1e9), st.text(max_size=20), st.integers(0, 10**6)),
        min_size=1,
        max_size=12,
    )
)
def test_any_rows_make_charts(rows: list[tuple[date, float, str, int]]) -> None:
    drawn = [
        charts.by_severity([charts.Count(d, t, n, t) for d, _, t, n in rows], [], prefix="a"),
        charts.over_time([charts.Span(d, s, t, t) for d, s, t, _ in rows], summary, prefix="b"),
        charts.causes([charts.Cause(t, s, n, t) for _, s, t, n in rows], prefix="c"),
        charts.chains(
            [charts.Chain(t, (charts.Link(d, t, t),)) for d, _, t, _ in rows], prefix="d"
        ),
    ]
    for chart in drawn:
        for svg in filter(None, (chart.wide, chart.narrow)):
            ET.fromstring(svg)
            assert "NaN" not in re.sub(r">[^<]*<", "><", svg)


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(0, 20_000))
def test_periods_follow_one_another(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    for unit in (periods.MONTH, periods.QUARTER, periods.YEAR):
        found = periods.between(first, last, unit)
        assert found[0].first <= first < found[0].end
        assert found[-1].first <= last < found[-1].end
        assert all(a.end == b.first for a, b in itertools.pairwise(found))
        assert len(found) == periods.count(first, last, unit)
        assert periods.labelled(found, 300)
