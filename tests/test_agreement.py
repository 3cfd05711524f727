"""The site, the terminal, the reports and the data tell the same numbers."""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest

from postmortem_archive import times
from postmortem_archive.load import load
from postmortem_archive.pages import all_data, all_pages
from tests.helpers import ROOT

TODAY = date(2026, 11, 21)


def run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "postmortem_archive", *arguments, "--today", str(TODAY)],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    )
    return done.stdout


def plain(text: str) -> str:
    """Words and numbers alone: without tags, table bars, bars, brackets and line breaks."""
    text = unescape(re.sub(r"<[^>]+>", " ", text))
    return " ".join(re.sub(r"[()|\\;█▏▎▍▌▋▊▉]", " ", text).split())


@pytest.fixture(scope="module")
def forms() -> dict[str, str]:
    """All figures as the terminal prints them, and as the site's page shows them."""
    archive = load(ROOT / "postmortems").readable()
    pages = {page.path: page for page in all_pages(archive, [], TODAY)}
    html = pages["statistics.md"].render(lambda path: path).html
    return {
        "text": plain(run("stats")),
        "markdown": plain(run("stats", "--format", "markdown")),
        "site": plain(html),
    }


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("stats", "--format", "json"))
    return found


def span(minutes: float | None) -> str:
    return "" if minutes is None else times.words(timedelta(minutes=minutes))


def bounds(low: str, high: str) -> str:
    return f"{low} to {high}" if low and high else f"at least {low}"


def percents(figure: dict[str, Any]) -> str:
    """6 of 19, 32 %: rounded here anew."""
    return f"{figure['n']} of {figure['of']} {round(100 * figure['share'])} %"


def told(figures: dict[str, Any]) -> Iterator[str]:
    """What every form must say, made from the numbers of the JSON alone."""
    for key in ("detect", "mitigate", "recover"):
        figure = figures[key]
        for statistic in ("median", "p90", "mean"):
            low, high = map(span, figure[f"{statistic}_interval"])
            yield f"{span(figure[statistic])} {bounds(low, high)}"
        yield f"not known of {figure['missing']}"
    for source in figures["detection"]["sources"].values():
        yield f"{round(100 * source['share'])} %"
    yield f"{round(figures['impact']['minutes'] / 60)} h"
    for budget in figures["budgets"]:
        for window in budget["windows"]:
            yield f"{round(100 * window['share'])} %"
    yield percents(figures["repeats"])
    yield percents(figures["coverage"])
    for part in figures["completion"]["by_priority"].values():
        if part["share"] is not None:
            yield f"{round(100 * part['share'])} %"


@pytest.mark.parametrize("form", ["text", "markdown", "site"])
def test_every_form_tells_the_numbers_of_the_json(
    forms: dict[str, str], data: dict[str, Any], form: str
) -> None:
    wanted = list(told(data["figures"]))
    assert len(wanted) > 25
    assert [each for each in wanted if each not in forms[form]] == []


def test_the_site_s_json_is_the_terminal_s(data: dict[str, Any]) -> None:
    archive = load(ROOT / "postmortems").readable()
    files = {file.path: file for file in all_data(archive, TODAY)}
    site = json.loads(files["statistics.json"].text(lambda path: path))
    assert site["figures"] == data["figures"]


def test_csv_is_the_json(data: dict[str, Any]) -> None:
    rows = csv.DictReader(io.StringIO(run("stats", "--format", "csv")))
    told = {(row["figure"], row["statistic"]): row["value"] for row in rows}
    for name, figure in data["figures"].items():
        for statistic, value in figure.items() if isinstance(figure, dict) else ():
            if isinstance(value, int | float):
                assert told[name, statistic] == str(value)


def test_a_report_says_of_change_what_stats_says() -> None:
    days = ("--since", "2021-01-01", "--until", "2021-12-31")
    shown = plain(run("stats", *days))
    report = plain(run("report", "2021"))
    page = next(
        page
        for page in all_pages(load(ROOT / "postmortems").readable(), [], TODAY)
        if page.path == "reports/2021.md"
    )
    on_site = plain(page.render(lambda path: path).html)
    changes = json.loads(run("stats", *days, "--format", "json"))["changes"]
    for change in changes:
        assert f"{change['n']:,} " in report
    sentences = [
        line.removeprefix("- ")
        for line in run("report", "2021").split("## What changed")[1].split("\n\n")[1].splitlines()
    ]
    assert len(sentences) == len(changes)
    for sentence in map(plain, sentences):
        assert sentence in shown
        assert sentence in on_site
