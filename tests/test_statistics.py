"""Figures compared with arithmetic done by hand."""

from datetime import timedelta
from pathlib import Path

import pytest

from postmortem_archive.model.front_matter import MEASURES, duration
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.statistics import (
    duration_figure,
    incidents,
    measure_slice,
    quantile,
    sliced,
)
from tests.helpers import POSTMORTEM, archive_of, with_field

# Started at 14:23 each; detected after 2, recovered after 10, 20, 30, 40 and 200 minutes.
RESOLVED = ("14:33Z", "14:43Z", "14:53Z", "15:03Z", "17:43Z")


def posts(folder: Path, *lines: str) -> tuple[Postmortem, ...]:
    files = {f"2026/2026-02-15-n{number}.md": with_field(line) for number, line in enumerate(lines)}
    return archive_of(folder, dict(files)).postmortems


def minutes(value: timedelta | None) -> float | None:
    return None if value is None else value.total_seconds() / 60


def test_mean_median_and_p90(tmp_path: Path) -> None:
    figure = duration_figure(
        MEASURES["recover"],
        posts(tmp_path, *(f"resolved: 2026-02-15T{end}" for end in RESOLVED)),
        smallest_n=5,
    )
    assert figure.n == 5
    assert minutes(figure.mean) == 60  # (10 + 20 + 30 + 40 + 200) / 5
    assert minutes(figure.median) == 30
    assert minutes(figure.p90) == pytest.approx(136)  # 40 + 0.6 * (200 - 40)
    assert [minutes(span) for span, _ in figure.spans] == [200, 40, 30, 20, 10]
    # With five values even the range from least to greatest holds the median with 93.75 % only.
    assert figure.low is None


def test_the_interval_of_the_median_of_six_is_their_range(tmp_path: Path) -> None:
    ends = (*RESOLVED, "14:24Z")
    figure = duration_figure(
        MEASURES["recover"],
        posts(tmp_path, *(f"resolved: 2026-02-15T{end}" for end in ends)),
        smallest_n=5,
    )
    # 2 * (1/2)^6 = 3.1 % lies outside the range, 2 * (1 + 6) / 64 = 22 % outside the next pair.
    assert (minutes(figure.low), minutes(figure.high)) == (1, 200)


def test_moments_come_before_stated_spans_and_both_are_told_apart(tmp_path: Path) -> None:
    both, stated, neither = reversed(
        posts(
            tmp_path,
            "resolved: 2026-02-15T14:33Z\ntime_to_recover: 3 h",
            "resolved:\ntime_to_recover: 20 min",
            "resolved:",
        )
    )
    figure = duration_figure(MEASURES["recover"], (both, stated, neither), smallest_n=1)
    assert [minutes(span) for span, _ in figure.spans] == [20, 10]
    assert (figure.n, figure.stated, figure.missing) == (2, 1, (neither,))


def test_an_impossible_duration_is_missing_not_negative(tmp_path: Path) -> None:
    (post,) = posts(tmp_path, "resolved: 2026-02-15T14:00Z")
    assert duration(post.front, MEASURES["recover"]) is None


def test_few_incidents_are_withheld(tmp_path: Path) -> None:
    figure = duration_figure(
        MEASURES["recover"], posts(tmp_path, "resolved: 2026-02-15T14:33Z"), smallest_n=5
    )
    assert (figure.withheld, figure.mean, figure.median) == (True, None, None)


def test_near_misses_drills_and_projects_do_not_count(tmp_path: Path) -> None:
    kinds = posts(tmp_path, "kind: near-miss", "kind: drill", "kind: project", "kind: incident")
    assert len(incidents(kinds)) == 1
    assert measure_slice("All", kinds, 1).figures["detect"].n == 1


def test_slices_add_up(tmp_path: Path) -> None:
    some = posts(tmp_path, "severity: SEV-1", "severity: SEV-2", "severity: SEV-2")
    slices = sliced(some, lambda p: [p.front.severity or ""], 1)
    assert {s.name: len(s.incidents) for s in slices} == {"SEV-1": 1, "SEV-2": 2}


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([1, 2, 3, 4], 0.5, 2.5), ([7], 0.9, 7), ([0, 10], 0.9, 9), ([1, 2, 3], 1.0, 3)],
)
def test_quantile(values: list[float], share: float, expected: float) -> None:
    assert quantile(values, share) == pytest.approx(expected)


def test_the_example_in_the_helpers_took_45_minutes(tmp_path: Path) -> None:
    (post,) = posts(tmp_path, "title: Orders stuck")
    assert POSTMORTEM.count("14:23Z") == 1
    found = duration(post.front, MEASURES["recover"])
    assert found is not None
    assert found.span == timedelta(minutes=45)
