"""`postmortem stats`: every form tells the same numbers."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from postmortem_archive.cli.figures.as_text import bar, spark
from postmortem_archive.cli.stats import BY, FORMS
from postmortem_archive.statistics import BY as DIMENSIONS
from tests.helpers import ROOT, make, with_field

TODAY = "2026-11-21"


def stats(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "postmortem_archive", "stats", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def data(*arguments: str, cwd: Path = ROOT) -> Any:
    done = stats("--today", TODAY, "--format", "json", *arguments, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_choices_are_all_there_is() -> None:
    assert set(BY) == set(DIMENSIONS)


def test_text_and_markdown_show_what_json_holds() -> None:
    found = data()["figures"]
    for form in ("text", "markdown"):
        shown = stats("--today", TODAY, "--format", form).stdout
        for key, name in (("detect", "Time to detect"), ("recover", "Time to recover")):
            row = next(line for line in shown.splitlines() if name in line and ":" not in line)
            assert re.search(rf"{name}[ |]+{found[key]['n']}\b", row)
            assert f"not known of {found[key]['missing']}" in row
        repeats = found["repeats"]
        assert f"{repeats['n']} of {repeats['of']} ({round(100 * repeats['share'])} %" in shown
        assert f"{round(found['impact']['minutes'] / 60)} h in {found['impact']['n']}" in shown


def test_csv_holds_every_number_of_the_json() -> None:
    rows = list(
        csv.DictReader(
            io.StringIO(stats("--today", TODAY, "--format", "csv", "--by", "severity").stdout)
        )
    )
    told = {(r["by"], r["slice"], r["figure"], r["statistic"]): r["value"] for r in rows}
    assert len(told) == len(rows)
    json_ = data("--by", "severity")
    for by, part in [("", json_), *(("severity", each) for each in json_["slices"]["severity"])]:
        for key in ("detect", "recover"):
            for statistic in ("n", "missing", "median", "p90", "mean"):
                value = part["figures"][key][statistic]
                shown = told[by, part["name"], key, statistic]
                assert shown == ("" if value is None else str(value))
    low, _ = json_["figures"]["detect"]["median_interval"]
    assert told["", "All", "detect", "median_interval.low"] == str(low)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_day_prints_the_same_bytes(form: str) -> None:
    runs = {
        stats("--today", TODAY, "--format", form, "--by", "service", "--by", "quarter").stdout
        for _ in range(2)
    }
    assert len(runs) == 1


def test_a_quarter_given_by_its_days_is_compared_with_the_quarter_before() -> None:
    shown = stats("--since", "2021-04-01", "--until", "2021-06-30", "--today", TODAY).stdout
    assert "2021-Q2, as of" in shown
    # Two 503 outages in June; two Flux changes and the certificates in the first quarter.
    assert "2 incidents against 3 in 2021-Q1: no evidence" in shown
    assert "no evidence of change" in shown


def test_a_period_that_is_not_over_says_how_much_of_it_is() -> None:
    shown = stats("--since", "2026-04-01", "--until", "2026-06-30", "--today", "2026-04-15").stdout
    assert "15 days of 91 are over." in shown


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--service", "chekout"), "checkout"),
        (("--since", "2026-02-01", "--until", "2026-01-01"), "exchange them"),
        (("--since", "yesterday"), "2026-02-15"),
        (("--by", "colour"), "severity"),
        (("--format", "xml"), "markdown"),
    ],
)
def test_what_cannot_be_asked_is_told(arguments: tuple[str, ...], told: str) -> None:
    done = stats(*arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_an_archive_without_incidents_has_figures_too(tmp_path: Path) -> None:
    make(tmp_path, {})
    for form in FORMS:
        done = stats("--format", form, "--by", "quarter", "--by", "service", cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
    assert "0 incidents" in stats(cwd=tmp_path).stdout


def test_restricted_postmortems_are_left_out_and_said_to_be(tmp_path: Path) -> None:
    make(
        tmp_path,
        {
            "2026/2026-02-15-a.md": with_field("title: Seen"),
            "2026/2026-02-16-b.md": with_field("title: Secret\nvisibility: restricted"),
        },
    )
    done = stats("--format", "json", cwd=tmp_path)
    assert json.loads(done.stdout)["figures"]["incidents"]["n"] == 1
    assert "1 restricted postmortem left out" in done.stderr
    assert "2026-02-16" not in done.stdout


def test_names_of_postmortems_are_no_markup_and_no_commands(tmp_path: Path) -> None:
    make(tmp_path, {"2026/2026-02-15-a.md": with_field('services: ["a|b <i>x\\e[31m"]')})
    shown = stats("--format", "markdown", "--by", "service", cwd=tmp_path).stdout
    assert "a\\|b \\<i\\>x" in shown
    assert "\x1b" not in stats("--by", "service", cwd=tmp_path).stdout


def test_bars_and_sparklines() -> None:
    assert bar(12, 12) == "█" * 12
    assert bar(3, 12) == "███" + " " * 9
    assert bar(0, 0) == " " * 12
    assert spark([0, 7, 14]) == "▁▅█"
