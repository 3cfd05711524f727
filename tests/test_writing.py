"""Time to postmortem, compared with counting days by hand."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_archive.model.archive import Archive
from postmortem_archive.statistics import writing
from postmortem_archive.statistics.writing import Writing
from tests.helpers import ARCHIVE, archive_of, with_field

# Monday, 16 February 2026 is a holiday here.
POLICY = ARCHIVE.replace(
    "policy: {", "policy: {smallest_n: 3, deadline: 5 business days, holidays: [2026-02-16], "
)
TODAY = date(2026, 3, 2)
WEDNESDAY = "started: 2026-02-11T10:00Z\ndetected: 2026-02-11T10:01Z\nresolved: 2026-02-11T11:00Z\n"


def archive(folder: Path, *lines: str, file: str = POLICY) -> Archive:
    usual = with_field(WEDNESDAY)
    posts = {
        f"2026/2026-02-11-n{number}.md": with_field(f"title: N{number}\n{line}", usual)
        for number, line in enumerate(lines)
    }
    return archive_of(folder, dict(posts), file)


def of(archive: Archive, today: date = TODAY) -> Writing:
    return writing(archive, archive.postmortems, today)


# Business days after Wednesday the 11th: Thu 12 (1), Fri 13 (2), Mon 16 off, Tue 17 (3),
# Wed 18 (4), Thu 19 (5), Fri 20 (6), Mon 23 (7), Tue 24 (8).
PUBLISHED = tuple(f"published: 2026-02-{day}" for day in (12, 11, 15, 19, 24, 20))
DAYS = (1, 0, 2, 5, 8, 6)


def test_business_days_median_p90_and_mean(tmp_path: Path) -> None:
    found = of(archive(tmp_path, *PUBLISHED))
    by_id = {one.postmortem.id: one.business_days for one in found.written}
    assert [by_id[f"2026-02-11-n{number}"] for number in range(6)] == list(DAYS)
    assert [one.business_days for one in found.written] == [8, 6, 5, 2, 1, 0]
    assert found.n == 6
    assert found.mean == pytest.approx(22 / 6)  # 0 + 1 + 2 + 5 + 6 + 8 = 22
    assert found.median == 3.5  # between 2 and 5
    assert found.p90 == 7.0  # at 0.9 * 5 = 4.5, half-way from 6 to 8
    assert found.interval == (0, 8)  # of six, the range: 2 * (1/2)^6 = 3.1 % lies outside


def test_in_time_is_up_to_and_including_the_last_day(tmp_path: Path) -> None:
    found = of(archive(tmp_path, *PUBLISHED))
    assert [one.business_days for one in found.late] == [8, 6]
    assert found.share_in_time == pytest.approx(4 / 6)
    # With a true share of 22.3 % four or more of six are met in 2.5 % of cases, and with one of
    # 95.7 % four or fewer are (Clopper and Pearson).
    assert found.interval_in_time == pytest.approx((0.2227781, 0.9567281), abs=1e-6)
    assert all(one.due == date(2026, 2, 19) for one in found.written)


def test_what_is_not_published_counts_as_late_once_it_is(tmp_path: Path) -> None:
    draft = "status: draft\npublished:"
    fresh = "started: 2026-02-27T10:00Z\ndetected: 2026-02-27T10:01Z\nresolved: 2026-02-27T11:00Z\n"
    some = archive(tmp_path, *PUBLISHED, draft, f"{fresh}{draft}")
    found = of(some)
    assert found.n == 6
    assert found.median == 3.5
    assert [one.postmortem.id[11:] for one in found.waiting] == ["n6", "n7"]
    # From the 11th to Monday, 2 March: two days, four (the Monday is off), five, and one.
    assert [one.business_days for one in found.waiting] == [12, 1]
    assert [one.postmortem.id[11:] for one in found.late] == ["n4", "n5", "n6"]
    assert found.share_in_time == pytest.approx(4 / 7)  # the fresh one has time left
    before = of(some, date(2026, 2, 19))
    assert before.share_in_time == pytest.approx(4 / 6)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("resolved:", "no moment of resolution is known"),
        ("resolved: 2026-02-11T09:59Z", "it was resolved before it started"),
        ("published:", "it is final, and on which day it was published is not known"),
        ("published: 2026-02-10", "it was published before the incident was resolved"),
    ],
)
def test_what_is_missing_and_why(tmp_path: Path, line: str, why: str) -> None:
    found = of(archive(tmp_path, line))
    assert [reason for _, reason in found.missing] == [why]
    assert (found.n, found.waiting, found.late) == (0, (), ())


def test_near_misses_and_drills_do_not_count(tmp_path: Path) -> None:
    found = of(archive(tmp_path, "kind: drill", "kind: near-miss", "kind: project"))
    assert (found.n, found.missing) == (0, ())


def test_figures_of_few_are_withheld(tmp_path: Path) -> None:
    found = of(archive(tmp_path, *PUBLISHED[:2]))
    assert found.withheld
    assert (found.mean, found.median, found.p90, found.interval) == (None, None, None, None)
    assert (found.share_in_time, found.interval_in_time) == (None, None)
    assert len(found.written) == 2


def test_without_incidents_there_is_nothing_to_divide(tmp_path: Path) -> None:
    found = of(archive(tmp_path, file=POLICY.replace("smallest_n: 3", "smallest_n: 0")))
    assert (found.n, found.mean, found.share_in_time) == (0, None, None)


def test_a_deadline_may_be_in_weeks_or_not_be_there(tmp_path: Path) -> None:
    week = of(archive(tmp_path, *PUBLISHED, file=POLICY.replace("5 business days", "1 week")))
    # Until Wednesday the 18th.
    assert sorted(one.published.day for one in week.late if one.published) == [19, 20, 24]
    assert "within 1 week" in week.definition
    none = of(archive(tmp_path, *PUBLISHED, file=POLICY.replace("deadline: 5 business days, ", "")))
    assert (none.late, none.share_in_time) == ((), None)
    assert none.median == 3.5
    assert "late" not in none.definition


def test_the_day_is_the_incidents_own(tmp_path: Path) -> None:
    # 23:30 in Honolulu is the next morning in UTC, a Thursday.
    line = "resolved: 2026-02-11T23:30-10:00\npublished: 2026-02-12"
    (one,) = of(archive(tmp_path, line)).written
    assert (one.resolved, one.business_days) == (date(2026, 2, 11), 1)


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    lines = (*PUBLISHED, "status: draft\npublished:", "resolved:", "kind: drill")
    return archive(tmp_path_factory.mktemp("several"), *lines)


@given(st.data())
def test_every_incident_is_in_one_list_whatever_the_order(
    several: Archive, data: st.DataObject
) -> None:
    order = data.draw(st.permutations(several.postmortems))
    part = order[: data.draw(st.integers(0, len(order)))]
    found = writing(several, part, TODAY)
    incidents = [p for p in part if p.front.kind == "incident"]
    assert len(found.written) + len(found.waiting) + len(found.missing) == len(incidents)
    assert len(found.due) <= len(found.written) + len(found.waiting)
    assert writing(several, order, TODAY).written == of(several).written
