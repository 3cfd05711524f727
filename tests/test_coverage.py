"""Coverage, compared with counting by hand."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.archive_file import ArchiveFile, Limit, read_limit
from postmortem_archive.model.incident_list import ListedIncident
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.statistics import coverage
from postmortem_archive.statistics.coverage import Coverage, Qualifying
from postmortem_archive.times import business_days
from tests.helpers import ARCHIVE, archive_of, with_field

# 2026-02-16 is a Monday and a holiday here.
POLICY = ARCHIVE.replace(
    "policy: {",
    "policy: {smallest_n: 1, deadline: 5 business days, holidays: [2026-02-16], needs_postmortem: "
    "{severities: [SEV-1], data_loss: true, data_exposed: true, revenue_over: 10000}, ",
)
TODAY = date(2026, 3, 2)


def archive(folder: Path, posts: dict[str, str], listed: str = "", file: str = POLICY) -> Archive:
    files: dict[str, str | bytes] = {
        f"2026/{name}.md": with_field(f"title: {name}\n{line}") for name, line in posts.items()
    }
    if listed:
        files["incidents.csv"] = listed
    return archive_of(folder, files, file)


def of(archive: Archive, today: date = TODAY, **period: date) -> Coverage:
    return coverage(archive, archive.postmortems, today, **period)


def ids(found: tuple[Qualifying, ...] | tuple[Postmortem, ...]) -> list[str]:
    return sorted(one.id for one in found)


# Resolved on Wednesday, 11 February. Five business days later is Thursday the 19th: after the
# 12th, 13th, 17th and 18th.
WHEN = "started: 2026-02-11T10:00Z\nresolved: 2026-02-11T11:00Z\ndetected: 2026-02-11T10:01Z\n"
SEV1 = WHEN + "severity: SEV-1\n"
POSTS = {
    "2026-02-11-in-time": SEV1 + "tracker: INC-1\npublished: 2026-02-19",
    "2026-02-11-late": SEV1 + "tracker: INC-2\npublished: 2026-02-20",
    "2026-02-11-draft": SEV1 + "tracker: INC-3\nstatus: draft",
    "2026-02-11-minor": WHEN + "severity: SEV-2\ntracker: INC-4",
    "2026-02-11-lost": WHEN + "severity: SEV-2\nimpact: {data_loss: 3 rows}\ntracker: INC-5",
    "2026-02-11-near": SEV1 + "kind: near-miss",
    "2026-02-11-drill": SEV1 + "kind: drill",
    "2026-02-11-unjudged": WHEN + "severity:\ntracker: INC-6",
}
LIST = """\
id,title,severity,started,resolved,kind,revenue,data_loss,data_exposed
INC-1,One,SEV-1,2026-02-11,2026-02-11,,,,
INC-2,Two,SEV-1,2026-02-11,2026-02-11,,,,
INC-3,Three,SEV-1,2026-02-11,2026-02-11,,,,
INC-4,Four,SEV-2,2026-02-11,2026-02-11,,~12000 USD,,
INC-6,Six,,2026-02-11,2026-02-11,,,,
INC-7,Seven,SEV-2,2026-02-18,2026-02-20,,,none,yes
INC-8,Eight,SEV-1,2026-02-27,2026-02-27,,,,
INC-9,Nine,,2026-02-27,,,10000,,
INC-10,Ten,SEV-1,2026-02-27,,maintenance,,,
INC-11,Eleven,SEV-1,2026-02-27,,drill,,,
"""


def test_without_a_list_the_archives_own_incidents_count(tmp_path: Path) -> None:
    found = of(archive(tmp_path, POSTS))
    assert ids(found.covered) == ["2026-02-11-in-time", "2026-02-11-late", "2026-02-11-lost"]
    assert ids(found.unfinished) == ["2026-02-11-draft"]
    assert found.missing == ()
    assert found.share == 0.75  # 3 of 4
    assert not found.from_list
    assert "without any postmortem are not seen, and the true share can only be lower" in (
        found.definition
    )
    assert ids(found.unjudged) == ["2026-02-11-unjudged"]
    assert ids(found.near_misses) == ["2026-02-11-near"]


def test_the_list_knows_what_was_never_written(tmp_path: Path) -> None:
    found = of(archive(tmp_path, POSTS, LIST))
    # SEV-1: 1, 2, 3, 8; by its revenue 4; by the data exposed 7. 10 and 11 are no incidents.
    assert ids(found.qualifying) == ["INC-1", "INC-2", "INC-3", "INC-4", "INC-7", "INC-8"]
    assert ids(found.covered) == ["INC-1", "INC-2", "INC-4"]
    assert ids(found.unfinished) == ["INC-3"]
    assert ids(found.missing) == ["INC-7", "INC-8"]
    assert found.share == 0.5  # 3 of 6
    assert found.from_list
    assert "not seen" not in found.definition
    assert ids(found.unjudged) == ["INC-6", "INC-9"]
    assert ids(found.unlisted) == ["2026-02-11-lost"]  # qualifies, and the list does not know it
    assert found.other_kinds == {"drill": 1, "maintenance": 1}
    # With a true share of 11.8 % three or more of six are met in 2.5 % of cases, and with one of
    # 88.2 % three or fewer are (Clopper and Pearson).
    assert found.interval is not None
    assert found.interval == pytest.approx((0.1181172, 0.8818828), abs=1e-6)


def test_an_ordinary_incident_that_the_list_does_not_know_is_not_named(tmp_path: Path) -> None:
    posts = {"2026-02-11-minor": WHEN + "severity: SEV-2", "2026-02-11-major": SEV1}
    found = of(archive(tmp_path, posts, "id,severity,started\nINC-1,SEV-2,2026-02-11\n"))
    assert ids(found.unlisted) == ["2026-02-11-major"]


def test_an_end_before_the_beginning_starts_no_deadline(tmp_path: Path) -> None:
    listed = """\
id,severity,started,resolved
INC-1,SEV-1,2026-02-11T10:00Z,2026-02-11T09:00Z
INC-2,SEV-1,2026-02-11,2026-01-11
INC-3,SEV-1,2026-02-11T10:00Z,2026-02-11
"""
    began = "started: 2026-02-11T10:00Z\nresolved: 2026-01-11T11:00Z"
    found = of(archive(tmp_path, {"2026-02-11-a": f"{began}\ntracker: INC-3"}, listed))
    assert [one.due for one in found.qualifying] == [date(2026, 2, 19)] * 3


def test_late_is_what_was_final_or_is_not_yet_after_the_deadline(tmp_path: Path) -> None:
    found = of(archive(tmp_path, POSTS, LIST))
    # 1: on the last day. 2: the day after. 3: a draft. 4: published on 18 February, as helpers
    # have it. 7: resolved on Friday the 20th, so due on Friday the 27th. 8: due on 6 March.
    assert ids(found.late) == ["INC-2", "INC-3", "INC-7"]
    due = {one.id: one.due for one in found.qualifying}
    assert due["INC-1"] == date(2026, 2, 19)
    assert due["INC-7"] == date(2026, 2, 27)
    assert due["INC-8"] == date(2026, 3, 6)
    assert ids(of(archive(tmp_path, POSTS, LIST), date(2026, 2, 27)).late) == ["INC-2", "INC-3"]
    assert "INC-8" in ids(of(archive(tmp_path, POSTS, LIST), date(2026, 3, 9)).late)


def test_the_weekend_after_the_last_business_day_is_not_late(tmp_path: Path) -> None:
    listed = "id,severity,started\nINC-1,SEV-1,2026-02-20\n"  # due on Friday the 27th
    some = archive(tmp_path, {}, listed)
    late = [day for day in range(25, 29) if of(some, date(2026, 2, day)).late]
    assert late == []
    assert not of(some, date(2026, 3, 1)).late  # Sunday
    assert of(some, date(2026, 3, 2)).late  # Monday, the sixth business day


def test_why_an_incident_qualifies(tmp_path: Path) -> None:
    listed = """\
id,severity,started,revenue,data_loss,data_exposed
INC-1,SEV-1,2026-02-11,120000,300 rows,addresses
INC-2,SEV-2,2026-02-11,10000,none,unknown
INC-3,SEV-2,2026-02-11,~10001 EUR,all recovered,no
INC-4,SEV-2,2026-02-11,40%,,
"""
    found = of(archive(tmp_path, {}, listed))
    assert {one.id: one.why for one in found.qualifying} == {
        "INC-1": ("SEV-1", "data was lost", "data was exposed", "revenue 120,000 over 10,000"),
        "INC-3": ("revenue ~10,001 EUR over 10,000",),
    }
    assert "Currencies are not converted." in found.definition


def test_what_either_says_counts(tmp_path: Path) -> None:
    posts = {"2026-02-11-a": SEV1 + "tracker: INC-1", "2026-02-11-b": SEV1 + "tracker: INC-2"}
    listed = "id,severity,started,data_loss\nINC-1,SEV-2,2026-02-11,\nINC-2,,2026-02-11,3 rows\n"
    found = of(archive(tmp_path, posts, listed))
    assert [one.why for one in found.qualifying] == [("SEV-1",), ("SEV-1", "data was lost")]


def test_a_near_miss_that_the_list_calls_nothing_is_no_incident(tmp_path: Path) -> None:
    posts = {"2026-02-11-a": SEV1 + "kind: near-miss\ntracker: INC-1"}
    found = of(archive(tmp_path, posts, "id,severity,started\nINC-1,SEV-1,2026-02-11\n"))
    assert found.n == 0
    assert found.other_kinds == {"near-miss": 1}


def test_the_period_limits_the_list_and_the_archive_by_day(tmp_path: Path) -> None:
    some = archive(tmp_path, POSTS, LIST)
    first = of(some, since=date(2026, 2, 11), until=date(2026, 2, 17))
    assert ids(first.qualifying) == ["INC-1", "INC-2", "INC-3", "INC-4"]
    second = of(some, since=date(2026, 2, 18), until=date(2026, 2, 27))
    assert ids(second.qualifying) == ["INC-7", "INC-8"]
    assert (ids(second.unlisted), second.near_misses) == ([], ())
    assert of(some, until=date(2026, 2, 10)).n == 0


def test_a_share_of_few_is_withheld_and_its_incidents_are_named(tmp_path: Path) -> None:
    few = archive(tmp_path, POSTS, LIST, POLICY.replace("smallest_n: 1", "smallest_n: 7"))
    found = of(few)
    assert (found.share, found.interval, found.withheld) == (None, None, True)
    assert len(found.missing) == 2


def test_nothing_qualifies_where_nothing_is_asked(tmp_path: Path) -> None:
    found = of(archive(tmp_path, POSTS, LIST, ARCHIVE))
    assert (found.n, found.share, found.unjudged) == (0, None, ())
    assert found.definition.startswith("The policy asks for no postmortem")


def test_without_a_deadline_nothing_is_late(tmp_path: Path) -> None:
    found = of(archive(tmp_path, POSTS, LIST, POLICY.replace("deadline: 5 business days, ", "")))
    assert (found.n, found.late) == (6, ())
    assert "Late" not in found.definition


def test_a_restricted_postmortems_incident_is_neither_missed_nor_named(tmp_path: Path) -> None:
    posts = {"2026-02-11-a": SEV1 + "tracker: INC-1\nvisibility: restricted"}
    some = archive(tmp_path, posts, "id,severity,started\nINC-1,SEV-1,2026-02-11\n")
    assert of(some).n == 1
    assert of(some.readable()).n == 0


_DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
_INCIDENTS = st.lists(
    st.builds(
        ListedIncident,
        id=st.integers(1, 999).map(lambda n: f"INC-{n}"),
        severity=st.sampled_from([None, "SEV-1", "SEV-2", "P9"]),
        kind=st.sampled_from(["incident", "drill"]),
        started=_DAYS,
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return archive(tmp_path_factory.mktemp("list"), {})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_INCIDENTS, _DAYS, st.randoms())
def test_parts_of_a_list_add_up_in_any_order(
    empty: Archive, listed: list[ListedIncident], cut: date, random: object
) -> None:
    whole = of(replace(empty, incident_list=tuple(listed)))
    turned = of(replace(empty, incident_list=tuple(reversed(listed))))
    assert whole == turned
    before = of(replace(empty, incident_list=tuple(listed)), until=cut)
    after = of(replace(empty, incident_list=tuple(listed)), since=cut + timedelta(days=1))
    assert before.n + after.n == whole.n
    assert len(whole.covered) + len(whole.unfinished) + len(whole.missing) == whole.n
    kinds = sum((whole.other_kinds or {}).values())
    ordinary = sum(one.kind == "incident" and one.severity == "SEV-2" for one in listed)
    assert whole.n + len(whole.unjudged) + kinds + ordinary == len(listed)


_LIMITS = st.sampled_from(["1 day", "10 days", "2 weeks", "1 month", "1 quarter"]).map(read_limit)


@given(_LIMITS, _DAYS, st.integers(-5, 200))
def test_a_limit_in_days_is_over_on_the_day_after_its_end(
    limit: Limit, start: date, later: int
) -> None:
    day = start + timedelta(days=later)
    assert limit.is_over(start, day, frozenset()) == (day > limit.end(start, frozenset()))


@given(st.integers(0, 30), _DAYS, st.integers(-5, 80), st.frozensets(_DAYS, max_size=5))
def test_a_limit_in_business_days_is_over_when_more_of_them_have_passed(
    count: int, start: date, later: int, holidays: frozenset[date]
) -> None:
    limit = read_limit(f"{count} business days")
    day = start + timedelta(days=later)
    over = limit.is_over(start, day, holidays)
    assert over == (business_days(start, day, holidays) > count)
    assert over <= (day > limit.end(start, holidays))


def test_the_policy_of_a_new_archive_asks_for_nothing() -> None:
    assert ArchiveFile().policy.needs_postmortem.severities == ()
