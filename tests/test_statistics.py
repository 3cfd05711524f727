"""Figures compared with arithmetic done by hand."""

import json
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.front_matter import MEASURES, duration
from postmortem_archive.statistics import (
    BY,
    DEFINITIONS,
    NAMES,
    Figures,
    as_data,
    figures,
    read_period,
    sliced,
    unit_of,
    units,
    wording,
)
from postmortem_archive.statistics.change import COMPARED
from postmortem_archive.statistics.durations import DurationFigure, duration_figure, quantile
from tests.helpers import ARCHIVE, POSTMORTEM, archive_of, with_field

TODAY = date(2026, 11, 21)

# Started at 14:23 each; detected after 2, recovered after 10, 20, 30, 40 and 200 minutes.
RESOLVED = ("14:33Z", "14:43Z", "14:53Z", "15:03Z", "17:43Z")


def archive(folder: Path, *fields: str, vocabulary: str = ARCHIVE) -> Archive:
    files = {f"2026/2026-02-15-n{n}.md": with_field(each) for n, each in enumerate(fields)}
    return archive_of(folder, dict(files), vocabulary)


def recover(folder: Path, *fields: str, smallest_n: int = 5) -> DurationFigure:
    return duration_figure(
        MEASURES["recover"], archive(folder, *fields).postmortems, smallest_n=smallest_n
    )


def minutes(value: timedelta | None) -> float | None:
    return None if value is None else value.total_seconds() / 60


def all_figures(folder: Path, *fields: str, vocabulary: str = ARCHIVE) -> Figures:
    return figures(archive(folder, *fields, vocabulary=vocabulary), TODAY)


def incident(day: str, minutes: int = 30, more: str = "") -> str:
    """The fields of an incident of a day, from 10:00 on."""
    hours, rest = divmod(minutes, 60)
    return (
        f"started: {day}T10:00Z\ndetected: {day}T10:00Z\nresolved: {day}T{10 + hours}:{rest:02}Z"
        f"\npublished:\n{more}"
    )


def test_mean_median_and_p90(tmp_path: Path) -> None:
    figure = recover(tmp_path, *(f"resolved: 2026-02-15T{end}" for end in RESOLVED))
    assert figure.n == 5
    assert minutes(figure.mean) == 60  # (10 + 20 + 30 + 40 + 200) / 5
    assert minutes(figure.median) == 30
    assert minutes(figure.p90) == pytest.approx(136)  # 40 + 0.6 * (200 - 40)
    assert [minutes(span) for span, _ in figure.spans] == [200, 40, 30, 20, 10]
    # With five values even the range from least to greatest holds the median with 93.75 % only.
    assert figure.median_bounds == (None, None)


def test_the_interval_of_the_median_of_six_is_their_range(tmp_path: Path) -> None:
    figure = recover(tmp_path, *(f"resolved: 2026-02-15T{end}" for end in (*RESOLVED, "14:24Z")))
    # 2 * (1/2)^6 = 3.1 % lies outside the range, 2 * (1 + 6) / 64 = 22 % outside the next pair.
    assert [minutes(bound) for bound in figure.median_bounds] == [1, 200]
    # P(at most 3 of 6 below p90) = 1.6 %, P(at most 4) = 11 %; no sixth value bounds it from above.
    assert [minutes(bound) for bound in figure.p90_bounds] == [30, None]


def test_moments_come_before_stated_spans_and_both_are_told_apart(tmp_path: Path) -> None:
    both, stated, neither = reversed(
        archive(
            tmp_path,
            "resolved: 2026-02-15T14:33Z\ntime_to_recover: 3 h",
            "resolved:\ntime_to_recover: 20 min",
            "resolved:",
        ).postmortems
    )
    figure = duration_figure(MEASURES["recover"], (both, stated, neither), smallest_n=1)
    assert [minutes(span) for span, _ in figure.spans] == [20, 10]
    assert (figure.n, figure.stated, figure.missing) == (2, 1, (neither,))


def test_what_ends_before_it_starts_is_reported_not_averaged(tmp_path: Path) -> None:
    figure = recover(tmp_path, "resolved: 2026-02-15T14:00Z", "resolved: 2026-02-15T14:33Z")
    assert [p.id for p in figure.impossible] == ["2026-02-15-n0"]
    assert figure.missing == figure.impossible
    assert figure.n == 1


def test_few_incidents_are_withheld(tmp_path: Path) -> None:
    figure = recover(tmp_path, "resolved: 2026-02-15T14:33Z")
    assert (figure.withheld, figure.mean, figure.median, figure.p90) == (True, None, None, None)


def test_what_is_no_incident_is_counted_apart(tmp_path: Path) -> None:
    found = all_figures(tmp_path, "kind: near-miss", "kind: drill", "kind: drill", "kind: incident")
    assert found.count.n == 1
    assert {kind: len(posts) for kind, posts in found.apart.items()} == {"drill": 2, "near-miss": 1}
    assert found.durations["detect"].n == 1
    assert {part.name: part.count.n for part in sliced(found, "kind")} == {
        "drill": 2,
        "incident": 1,
        "near-miss": 1,
    }


def test_incidents_per_month(tmp_path: Path) -> None:
    days = ("2026-02-03", "2026-02-13", "2026-05-04")
    found = figures(archive(tmp_path, *map(incident, days)), date(2026, 5, 31))
    frequency = found.frequency
    assert {name: len(posts) for name, posts in frequency.months.items()} == {
        "2026-02": 2,
        "2026-03": 0,
        "2026-04": 0,
        "2026-05": 1,
    }
    assert frequency.days == 28 + 31 + 30 + 31  # from the first of February to today
    assert frequency.per_month == pytest.approx(3 * 30.4375 / 120)
    # Garwood's bounds of a count of 3: 0.619 and 8.767.
    assert frequency.bounds == pytest.approx((0.619 * 30.4375 / 120, 8.767 * 30.4375 / 120), 1e-3)
    assert sorted(frequency.gaps) == [10, 80]  # 18 left of February, 31, 30 and 4
    assert frequency.median_gap is None  # two gaps are too few


def test_what_noticed_first(tmp_path: Path) -> None:
    found = all_figures(
        tmp_path, "detection: alert", "detection: alert", "detection: customer-report", "detection:"
    ).detection
    assert {name: (each.n, each.of) for name, each in found.sources.items()} == {
        "alert": (2, 3),
        "customer-report": (1, 3),
    }
    assert len(found.missing) == 1


def test_hours_of_impact_end_with_mitigation(tmp_path: Path) -> None:
    found = all_figures(
        tmp_path,
        "mitigated: 2026-02-15T14:53Z\nresolved: 2026-02-15T18:23Z\ncauses: [connection-leak]",
        "resolved: 2026-02-15T15:23Z\ncauses: [connection-leak]",
        "resolved:\ntime_to_recover: 2 h",
        "resolved:",
    )
    assert minutes(found.impact.total) == 30 + 60 + 120
    assert (found.impact.n, len(found.impact.missing)) == (3, 1)
    assert {name: minutes(hours.total) for name, hours in found.causes.items()} == {
        "connection-leak": 90
    }


def test_where_the_time_went(tmp_path: Path) -> None:
    found = all_figures(
        tmp_path,
        "detected: 2026-02-15T14:33Z\nacknowledged: 2026-02-15T14:35Z\n"
        "mitigated: 2026-02-15T15:03Z\nresolved: 2026-02-15T16:03Z",
        "acknowledged:",
    ).phases
    # 14:23 to 14:33, to 14:35, to 15:03, to 16:03: 10, 2, 28 and 60 minutes of 100.
    assert [minutes(span) for span in found.totals.values()] == [10, 2, 28, 60]
    assert found.share("undetected") == pytest.approx(0.1)
    assert (len(found.incidents), len(found.missing)) == (1, 1)


OBJECTIVE = ARCHIVE.replace(
    "policy: {", "policy: {objectives: {checkout: {objective: 99.9%, window: 30 days}}, "
)


def test_error_budgets_by_window(tmp_path: Path) -> None:
    (budget,) = all_figures(
        tmp_path,
        # Two hours across midnight of the month's end: one in January, one in February.
        "services: [checkout]\nstarted: 2026-01-31T23:00Z\ndetected:\nresolved: 2026-02-01T01:00Z",
        # Half of the requests for 24 minutes, until it was mitigated.
        "services: [checkout]\nstarted: 2026-02-10T10:00Z\ndetected:\n"
        "mitigated: 2026-02-10T10:24Z\nresolved: 2026-02-10T12:00Z\nimpact: {requests: 50%}",
        "services: [checkout]\nresolved:",
        "services: [order-service]",
        vocabulary=OBJECTIVE,
    ).budgets
    assert minutes(budget.allowed) == pytest.approx(43.2)  # 0.1 % of 30 days
    spent = {each.window.name: minutes(each.span) for each in budget.windows}
    assert spent == {"2026-02": 72, "2026-01": 60}  # 60 + 24 / 2
    assert budget.windows[0].share == pytest.approx(72 / 43.2)
    assert len(budget.overspent) == 2
    assert len(budget.unknown) == 1


def test_an_objective_of_all_allows_nothing(tmp_path: Path) -> None:
    slo = "impact: {slo: {objective: 100%, window: 30 days}}"
    whole = all_figures(tmp_path, slo)
    (spent,) = whole.budgets[0].windows
    assert wording.percent(spent.share) == "∞ %"
    text = json.dumps(as_data(whole), allow_nan=False)
    assert json.loads(text)["figures"]["budgets"][0]["windows"][0]["share"] is None


def test_a_postmortem_s_own_objective_comes_first(tmp_path: Path) -> None:
    found = all_figures(
        tmp_path,
        "services: [checkout]\nimpact: {slo: {objective: 99%, window: 7 days}}",
        vocabulary=OBJECTIVE,
    ).budgets
    used = {each.percent: [w.window.days for w in each.windows] for each in found}
    assert used == {99.0: [7], 99.9: []}


def test_repeats_and_what_was_not_done_before_them(tmp_path: Path) -> None:
    done = "\n".join(line.replace("| open |", "| done |") for line in POSTMORTEM.split("\n"))
    found = figures(
        archive_of(
            tmp_path,
            {
                "2026/2026-01-01-first.md": with_field(incident("2026-01-01", more="title: One")),
                "2026/2026-02-01-second.md": with_field(
                    incident("2026-02-01", more="title: Two\nrepeat_of: [2026-01-01-first]"), done
                ),
                "2026/2026-03-01-third.md": with_field(
                    incident("2026-03-01", more="title: Three\nrepeat_of: [2026-02-01-second]")
                ),
                "2026/2026-04-01-fourth.md": with_field(
                    incident("2026-04-01", more="title: THREE!")
                ),
            },
        ),
        TODAY,
    ).repeats
    assert (found.share.n, found.share.of, found.share.share) == (2, 4, 0.5)
    # The first one's action is open to this day; the second's is done, nobody knows since when.
    assert [p.id for p in found.despite.postmortems] == ["2026-02-01-second"]
    (chain,) = found.chains
    assert [p.id[11:] for p in chain] == ["first", "second", "third"]
    (question,) = found.questions
    assert (question.incident.id[11:], [p.id[11:] for p in question.earlier]) == (
        "fourth",
        ["third"],
    )
    assert (found.unanswered.n, found.unanswered.of) == (1, 4)


def test_periods() -> None:
    quarter = read_period("2026-Q1")
    assert (quarter.start, quarter.end, quarter.days) == (date(2026, 1, 1), date(2026, 3, 31), 90)
    assert quarter.previous().name == "2025-Q4"
    assert read_period("2026-03").previous().name == "2026-02"
    assert read_period("2026").previous().start == date(2025, 1, 1)
    assert quarter.elapsed(date(2026, 1, 10)) == 10
    assert [each.name for each in units(date(2025, 12, 31), date(2026, 2, 1), "month")] == [
        "2025-12",
        "2026-01",
        "2026-02",
    ]


@pytest.mark.parametrize(
    ("text", "remedy"),
    [("2026-Q5", "Q1 to Q4"), ("2026-13", "01 to 12"), ("Q1", "2026-Q1"), ("0026", "2026-Q1")],
)
def test_what_is_no_period_is_told(text: str, remedy: str) -> None:
    with pytest.raises(ValueError, match=remedy):
        read_period(text)


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([1, 2, 3, 4], 0.5, 2.5), ([7], 0.9, 7), ([0, 10], 0.9, 9), ([1, 2, 3], 1.0, 3)],
)
def test_quantile(values: list[float], share: float, expected: float) -> None:
    assert quantile(values, share) == pytest.approx(expected)


def test_the_example_in_the_helpers_took_45_minutes(tmp_path: Path) -> None:
    (post,) = archive(tmp_path, "title: Orders stuck").postmortems
    assert POSTMORTEM.count("14:23Z") == 1
    found = duration(post.front, MEASURES["recover"])
    assert found is not None
    assert found.span == timedelta(minutes=45)


def test_every_figure_is_defined_and_every_comparison_named() -> None:
    assert NAMES.keys() == DEFINITIONS.keys()
    assert set(COMPARED) <= NAMES.keys()


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Forty incidents over two years, of two severities, two services, some without an end."""
    fields = []
    for n in range(40):
        day = date(2024, 12, 1) + timedelta(days=17 * n)
        more = f"severity: SEV-{1 + n % 2}\nservices: [{'checkout' if n % 3 else 'order-service'}]"
        fields.append(incident(str(day), 10 + 13 * n % 290, more + ("\nresolved:" * (n % 7 == 0))))
    return archive(tmp_path_factory.mktemp("many"), *fields)


@pytest.mark.parametrize("by", BY)
def test_slices_hold_every_incident(many: Archive, by: str) -> None:
    whole = figures(many, TODAY)
    parts = sliced(whole, by)
    named = {p.id for part in parts for p in part.incidents}
    assert named == {p.id for p in whole.incidents}


@pytest.mark.parametrize("by", ["severity", "month", "quarter", "year", "detection", "kind"])
def test_counts_of_a_split_add_up(many: Archive, by: str) -> None:
    whole = figures(many, TODAY)
    parts = sliced(whole, by)
    assert sum(part.count.n for part in parts) == whole.count.n
    assert sum((part.impact.total for part in parts), timedelta()) == whole.impact.total
    assert sum(part.durations["recover"].n for part in parts) == whole.durations["recover"].n


def fixed(value: object) -> object:
    """Data with its lists of incidents in order of their names."""
    if isinstance(value, dict):
        return {key: fixed(each) for key, each in sorted(value.items())}
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return sorted(value)
    return [fixed(each) for each in value] if isinstance(value, list) else value


@settings(max_examples=20)
@given(seed=st.integers(0, 1000))
def test_the_order_of_files_does_not_matter(many: Archive, seed: int) -> None:
    posts = list(many.postmortems)
    Random(seed).shuffle(posts)
    assert fixed(as_data(Figures(many, tuple(posts), TODAY))) == fixed(
        as_data(figures(many, TODAY))
    )


@settings(max_examples=50)
@given(some=st.sets(st.integers(0, 39)), more=st.integers(0, 39))
def test_another_incident_never_lowers_n(many: Archive, some: set[int], more: int) -> None:
    few = Figures(many, tuple(many.postmortems[n] for n in sorted(some)), TODAY)
    posts = tuple(many.postmortems[n] for n in sorted(some | {more}))
    next_ = Figures(many, posts, TODAY)
    assert next_.count.n >= few.count.n
    assert next_.impact.n >= few.impact.n
    assert all(next_.durations[key].n >= few.durations[key].n for key in MEASURES)


def test_every_figure_lists_as_many_as_it_counts(many: Archive) -> None:
    def lists(value: object) -> None:
        if isinstance(value, dict):
            if "n" in value and "incidents" in value:
                assert value["n"] == len(value["incidents"])
            if "missing" in value and "without" in value:
                assert value["missing"] == len(value["without"])
            for each in value.values():
                lists(each)
        elif isinstance(value, list):
            for each in value:
                lists(each)

    data = as_data(figures(many, TODAY, unit_of(date(2026, 1, 1), "year")), BY)
    assert data["figures"]["incidents"]["n"] == 16  # the 25th of them is on 2026-01-13
    lists(data)


def test_a_slice_of_a_period_is_compared_with_the_same_slice_before(many: Archive) -> None:
    year = figures(many, TODAY, read_period("2026"))
    for part in sliced(year, "severity"):
        assert part.before is not None
        assert part.before.period == read_period("2025")
        assert {p.front.severity for p in part.before.incidents} == {part.name}
    second = sliced(figures(many, TODAY), "year")[2]
    assert second.before is not None
    assert second.before.incidents == sliced(figures(many, TODAY), "year")[1].incidents


def test_bunched_incidents_need_more_for_a_change(tmp_path: Path) -> None:
    def fields(bunch: int) -> list[str]:
        """Six incidents in 2024 and 22 in 2025, in months of `bunch` each."""
        found = []
        for year, number in ((2024, 6), (2025, 22)):
            for n in range(number):
                month, day = 1 + n // bunch % 12, 1 + n % bunch + n // (12 * bunch)
                found.append(incident(f"{year}-{month:02}-{day:02}"))
        return found

    def change(bunch: int) -> bool:
        found = archive(tmp_path / str(bunch), *fields(bunch))
        return figures(found, date(2025, 12, 31), read_period("2025")).changes[0].is_change

    # Two a month at most: even enough. Eleven in a month, then none: no more than two bad months.
    assert change(2)
    assert not change(11)
