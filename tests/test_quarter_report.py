"""The report of a quarter or year: what it says, in which words, and that all its formats agree."""

import os
import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from postmortem_archive.load import load
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import ArchiveError
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.pages.reports import document
from postmortem_archive.report import Report, markdown, report, reports
from postmortem_archive.statistics import figures, read_period
from tests.helpers import ARCHIVE, ROOT, archive_of, make, with_field, with_section
from tests.test_commands import clean, postmortem

TODAY = date(2026, 4, 20)
GOLDEN = ROOT / "tests" / "quarter" / "expected.md"

# 99.9 % of 30 days allow 0.001 * 30 * 24 * 60 = 43.2 minutes.
POLICY = """\
policy:
  smallest_n: 3
  deadline: 5 business days
  needs_postmortem: {severities: [SEV-1]}
  objectives: {order-service: {objective: 99.9%, window: 30 days}}
  action_limits: {P0: 1 week, P1: 2 weeks, P2: 1 month}
"""
VOCABULARY = ARCHIVE[: ARCHIVE.index("policy:")] + POLICY

ACTIONS = """\
## Action items

| Action | Priority | Owner | Due date | Status |
|--------|----------|-------|----------|--------|
| Alert when the pool is over 80 % for 2 minutes | P0 | platform | 2025-10-20 | done |
| Close every connection that the export opens | P1 | platform | 2025-10-27 | open |
| Rehearse the failover of the database | P2 |  |  | in progress |
| Buy a larger database | P2 | platform | 2025-11-01 | declined |
"""
NONE = "## Action items\n\nNone.\n"
FIRST = "2025-10-07-pool-full"


def incident(start: str, end: str, more: str = "", actions: str = NONE) -> str:
    """An incident detected five minutes after its start, by an alert."""
    day, minutes = start.split("T")
    hour, minute = minutes.split(":")
    published = "" if "published:" in more else "published:\n"
    fields = (
        f"started: {start}Z\ndetected: {day}T{hour}:{int(minute) + 5:02}Z\nresolved: {end}\n"
        f"{published}{more}"
    )
    return with_field(fields, with_section(actions))


def three(day: str, end: str, more: str = "", actions: str = NONE) -> str:
    return incident(f"{day}T10:00", f"{day}T{end}Z", more, actions)


# Two quarters of three incidents each: 60, 30 and 30 minutes; then 90, 30 and one without end.
FILES: dict[str, str | bytes] = {
    f"2025/{FIRST}.md": three("2025-10-07", "11:00", "published: 2025-10-10", ACTIONS),
    "2025/2025-11-05-b.md": three("2025-11-05", "10:30", "title: Carts are empty"),
    "2025/2025-12-01-c.md": three("2025-12-01", "10:30", "title: Carts are slow"),
    "2026/2026-01-10-again.md": three(
        "2026-01-10", "11:30",
        f"severity: SEV-1\ntitle: Orders stuck once more\nrepeat_of: [{FIRST}]",
    ),
    "2026/2026-02-15-tax.md": three(
        "2026-02-15", "10:30",
        "title: 'Tax | <b>duty</b> [free](javascript:alert) & https://example.com'\n"
        "services: [checkout]\nstatus: draft\ndetection: customer-report",
        ACTIONS.replace("2025", "2026"),
    ),
    "2026/2026-02-20-open.md": incident(
        "2026-02-20T10:00", "", "title: Nobody knows when it was over\ndetection:"
    ),
    "2026/2026-03-01-seen.md": three(
        "2026-03-01", "10:30", "kind: near-miss\ntitle: Seen in time"
    ),
    "2026/2026-03-02-hidden.md": three(
        "2026-03-02", "19:00", "visibility: restricted\ntitle: A secret"
    ),
}  # fmt: skip


def shown(tmp_path: Path) -> Archive:
    return archive_of(tmp_path, FILES, VOCABULARY).readable()


def path(postmortem: Postmortem) -> str:
    return postmortem.path


def of(archive: Archive, period: str, today: date = TODAY) -> Report:
    return report(archive, read_period(period), today)


def visible(html: str) -> str:
    """The text of a page as a reader sees it."""
    body = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_the_report_of_two_quarters_worked_out_by_hand(tmp_path: Path) -> None:
    """Each number in the golden text.

    Hours of impact: 90 + 30 = 120 minutes, 90 of them in the longest; one has no end.
    Budget: 90 of the 43.2 minutes of January, 208 %. Time to recover is known of 2, too few.
    90 days are compared with 92: 3 * 90 / 92 = 2.9.
    Earlier actions: of four one is declined; of three, one is done and two are not.
    Action items of the quarter: the same four, with the years changed: one of three is done;
    due 2026-10-27 is to come; the third has no date, and as nothing was published yet, the month
    of P2 runs from the end of the incident, 2026-02-15, to 2026-03-15, 36 days before 2026-04-20
    (16 of March and 20 of April).
    Of the incidents one is a SEV-1; its postmortem is final, and on which day it was published
    is not known, so neither is whether it was late: on 2026-01-10, a Saturday, it was over, and
    five business days later, on 2026-01-16, it was due. The draft of 2026-02-15 was due on
    2026-02-20 and is late; of the third nothing is known.
    In the whole archive also: 2025-10-27, and P2 from 2025-10-10 on: two more.
    """
    found = markdown(of(shown(tmp_path), "2026-Q1"), path)
    if os.environ.get("REWRITE_GOLDEN"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(found, encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8")


def test_the_figures_behind_the_words(tmp_path: Path) -> None:
    made = of(shown(tmp_path), "2026-Q1")
    assert [row.postmortem.id[11:] for row in made.incidents.shown] == ["again", "tax", "open"]
    assert [each.days_overdue for each in made.overdue.shown] == [36]
    assert made.in_short[-1].endswith("and 3 in the whole archive.")
    (again,) = made.repeats.shown
    assert (again.agreed, len(again.undone.shown), again.undone.more) == (3, 2, 0)
    assert made.spread.months == ("Jan", "Feb", "Mar")
    assert made.spread.rows == (("SEV-1", (1, 0, 0), 1), ("SEV-2", (0, 2, 0), 2))


def test_a_restricted_postmortem_is_in_no_format(tmp_path: Path) -> None:
    root = make(tmp_path, FILES, VOCABULARY)
    for form in ("markdown", "html"):
        run = postmortem("report", "2026-Q1", "--format", form, "--archive", root)
        text = clean(run, 0)
        assert "secret" not in text
        assert "9.0 h" not in text
        assert run.stderr == "1 restricted postmortem left out.\n"


def test_a_period_that_is_not_over_says_how_much_of_it_is(tmp_path: Path) -> None:
    """31 days of January and 9 of February; 3 * 40 / 92 = 1.3 incidents to be compared with."""
    made = of(shown(tmp_path), "2026-Q1", date(2026, 2, 9))
    assert made.about.endswith("not over yet. As of 2026-02-09, 40 of 90 days.")
    assert "against 3 in 2025-Q4, which makes 1.3 in as many days" in made.changed[0]


def test_a_period_without_incidents_is_told_kindly(tmp_path: Path) -> None:
    made = of(shown(tmp_path), "2026-Q2")
    assert made.counted == (
        "No postmortem tells of an incident in 2026-Q2: nothing happened that needed one, or it "
        "is not written yet."
    )
    (change,) = made.changed
    assert change.startswith("0 incidents against 3 in 2026-Q1")
    for text in (markdown(made, path), document(made, path)):
        assert "Incidents, the worst first" not in text
        assert "What repeated" not in text


def test_the_first_period_has_nothing_to_be_compared_with(tmp_path: Path) -> None:
    made = of(shown(tmp_path), "2025-Q4")
    assert made.changed == ()
    assert made.compared.endswith("there is nothing to compare with.")
    assert "## What changed\n" in markdown(made, path)


@pytest.mark.parametrize(
    ("period", "message"),
    [
        ("2027-Q1", "2027-Q1 has not begun; there are postmortems from 2025-Q4 to 2026-Q1"),
        ("2024", "2024 is before the first postmortem; there are postmortems from 2025 to 2026"),
        ("2026-05", "2026-05 has not begun; there are postmortems from 2025-10 to 2026-03"),
    ],
)
def test_a_period_beyond_the_archive_says_which_there_are(
    tmp_path: Path, period: str, message: str
) -> None:
    with pytest.raises(ArchiveError, match=re.escape(message)):
        of(shown(tmp_path), period)


def test_an_archive_without_days_has_no_report(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no postmortem here has a day yet"):
        of(archive_of(tmp_path, {}), "2026-Q1")
    assert reports(figures(archive_of(tmp_path, {}), TODAY), "quarter") == []


def test_titles_and_names_are_text_in_every_format(tmp_path: Path) -> None:
    made = of(shown(tmp_path), "2026-Q1")
    text = markdown(made, path)
    assert (
        r"[Tax \| \<b\>duty\</b\> \[free\](javascript:alert) & https:\//example.com]"
        "(2026/2026-02-15-tax.md)" in text
    )
    html = document(made, path)
    assert "<b>duty" not in html
    assert 'href="javascript' not in html
    assert "Tax | <b>duty</b> [free](javascript:alert) & https://example.com" in visible(html)


def test_names_of_services_and_sources_are_escaped_in_sentences(tmp_path: Path) -> None:
    field = "detection: '<img src=x>|*'\nservices: ['<i>|s']\npublished:"
    files: dict[str, str | bytes] = {"2026/2026-02-15-x.md": with_field(field)}
    made = of(archive_of(tmp_path, files), "2026-Q1")
    text, html = markdown(made, path), document(made, path)
    assert r"\<img src=x\>\|\* 1 (100 %)" in text
    assert r"| \<i\>\|s |" in text
    assert "<img" not in html
    assert "<i>" not in html


def test_a_name_begins_no_heading_and_no_list(tmp_path: Path) -> None:
    for name, begun in (("# Alarm", r"\# Alarm"), ("1. Alarm", r"1\. Alarm"), ("1.5", "1.5")):
        vocabulary = VOCABULARY.replace("name: Test archive", f"name: '{name}'")
        made = of(archive_of(tmp_path, FILES, vocabulary), "2026-Q1")
        assert f"\n{begun}: 2026-01-01" in markdown(made, path)


def test_markdown_and_html_say_the_same(tmp_path: Path) -> None:
    archive = shown(tmp_path)
    for made in (of(archive, "2026-Q1"), of(archive, "2026"), of(archive, "2026-02")):
        text = re.sub(r"\\([^\w\s])", r"\1", markdown(made, path))
        seen = visible(document(made, path))
        told = [made.about, made.counted, *made.changed, made.compared, *made.in_short]
        told += [row.recovered for row in made.incidents.shown]
        told += [again.told for again in made.repeats.shown]
        for sentence in told:
            assert sentence in text
            assert sentence in seen
        rows = [f"| {row.severity} | {row.day} | [" for row in made.incidents.shown]
        assert all(row in text for row in rows)


def test_all_reports_are_those_that_the_command_makes(tmp_path: Path) -> None:
    archive = shown(tmp_path)
    for unit in ("month", "quarter", "year"):
        several = reports(figures(archive, TODAY), unit)
        assert several
        for each in several:
            assert markdown(each, path) == markdown(of(archive, each.name), path)
    names = [each.name for each in reports(figures(archive, TODAY), "quarter")]
    assert names == ["2025-Q4", "2026-Q1"]  # 2026-Q2 has begun, but has no postmortem


def test_long_lists_are_cut_and_say_so(tmp_path: Path) -> None:
    days = [f"2026-{month:02}-{day:02}" for month in (1, 2) for day in range(1, 16)]
    files: dict[str, str | bytes] = {
        f"2026/{day}-n.md": three(
            day, f"1{1 + n % 2}:{n:02}", f"repeat_of: [{FIRST}]", ACTIONS.replace("2025", "2024")
        )
        for n, day in enumerate(days)
    }
    files[f"2025/{FIRST}.md"] = FILES[f"2025/{FIRST}.md"]
    made = of(archive_of(tmp_path, files, VOCABULARY), "2026-Q1")
    assert (len(made.incidents.shown), made.incidents.more) == (25, 5)
    # The longest: those that end at 12:29, 12:27 and so on; the shortest, 11:00 to 11:08, go.
    assert made.incidents.shown[0].recovered == "2 h 29 min"
    assert made.incidents.shown[-1].recovered == "1 h 10 min"
    assert (len(made.repeats.shown), made.repeats.more) == (4, 26)
    # Each has one item overdue by its date and one by its priority.
    assert (len(made.overdue.shown), made.overdue.more) == (6, 54)
    text = markdown(made, path)
    assert "and 5 more: `postmortem list --since 2026-01-01 --until 2026-03-31` has all." in text
    assert "- and 26 more" in text


def test_missing_and_late_postmortems_are_named(tmp_path: Path) -> None:
    """Of three that need one: none of the first, the second's is late, the third's in time."""
    listed = (
        "id,title,day,severity,postmortem\n"
        "INC-1,Nobody <b>wrote</b>,2026-01-05,SEV-1,\n"
        "INC-2,Written late,2026-01-06,SEV-1,2026-01-06-late\n"
        "INC-3,Written,2026-01-07,SEV-1,2026-01-07-good\n"
    )
    files: dict[str, str | bytes] = {
        "incidents.csv": listed,
        "2026/2026-01-06-late.md": three(
            "2026-01-06", "11:30", "severity: SEV-1\npublished: 2026-01-20"
        ),
        "2026/2026-01-07-good.md": three(
            "2026-01-07", "11:30", "severity: SEV-1\npublished: 2026-01-09"
        ),
    }
    made = of(archive_of(tmp_path, files, VOCABULARY), "2026-Q1")
    assert [one.id for one in made.unwritten.shown] == ["INC-1", "INC-2"]
    assert (
        "Incidents that need a postmortem and have a final one: 2 of 3 (67 %); 1 missing, 2 late."
        in made.in_short
    )
    text, html = markdown(made, path), document(made, path)
    assert r"| 2026-01-05 | Nobody \<b\>wrote\</b\> | SEV-1 | missing | 2026-01-12 |" in text
    assert "Nobody <b>wrote</b>" in visible(html)
    assert "<b>wrote" not in html


def test_an_objective_of_all_leaves_no_budget(tmp_path: Path) -> None:
    vocabulary = VOCABULARY.replace("99.9%", "100%")
    files: dict[str, str | bytes] = {"2026/2026-01-10-a.md": three("2026-01-10", "11:30")}
    told = of(archive_of(tmp_path, files, vocabulary), "2026-Q1").in_short
    assert (
        "These incidents overspent 1 error budget, the most that of order-service in 2026-01, "
        "whose objective of 100 % allows nothing." in told
    )


def test_the_command_links_to_files_or_to_the_site(tmp_path: Path) -> None:
    make(tmp_path, FILES, VOCABULARY)
    arguments = ("report", "2026-Q1", "--today", "2026-04-20")
    files = clean(postmortem(*arguments, cwd=tmp_path), 0)
    assert "(postmortems/2026/2026-01-10-again.md)" in files
    site = clean(postmortem(*arguments, "--site", "https://example.com/pm", cwd=tmp_path), 0)
    assert "(https://example.com/pm/2026/2026-01-10-again/)" in site
    html = clean(postmortem(*arguments, "--format", "html", cwd=tmp_path), 0)
    assert html.startswith('<!doctype html>\n<html lang="en">')
    assert "<title>Incidents in 2026-Q1</title>" in html
    assert 'href="postmortems/2026/2026-01-10-again.md"' in html
    assert re.findall(r"(?:src|url|@import|<link|<script)\b[=(]?", html) == []


def test_the_same_archive_and_day_give_the_same_bytes(tmp_path: Path) -> None:
    make(tmp_path, FILES, VOCABULARY)
    arguments = ("report", "2026", "--format", "html", "--today", "2026-04-20")
    found = {
        clean(postmortem(*arguments, cwd=tmp_path, env={"PYTHONHASHSEED": seed}), 0)
        for seed in ("1", "2", "3")
    }
    assert len(found) == 1
    epoch = {"SOURCE_DATE_EPOCH": "1776643200"}  # 2026-04-20
    assert clean(postmortem(*arguments[:4], cwd=tmp_path, env=epoch), 0) in found


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["2026-Q5"], "quarters run from Q1 to Q4; write 2026-Q1, 2026-03 or 2026"),
        (["last quarter"], '"last quarter" is not a period; write 2026-Q1'),
        (["2031-Q1", "--today", "2026-11-21"], "there are postmortems from 2018-Q1 to 2026-Q2"),
        (["2026-Q1", "--site", "example.com"], "write https://incidents.example.com/postmortems/"),
        (["2026-Q1", "--format", "pdf"], "'markdown', 'html'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_is_told_what_is_right(arguments: list[str], message: str) -> None:
    run = postmortem("report", *arguments)
    clean(run, 2)
    assert message in run.stderr


def test_the_shipped_archive_has_a_page_for_each_year_and_quarter(site: Path) -> None:
    archive = load(ROOT / "postmortems").readable()
    root = site / "postmortems" / "reports"
    today = date(2026, 2, 15)  # of the build
    known = figures(archive, today)
    made = [each for unit in ("year", "quarter") for each in reports(known, unit)]
    assert {each.name for each in made} == {p.name for p in root.iterdir() if p.is_dir()}
    for each in made:
        seen = visible((root / each.name / "index.html").read_text(encoding="utf-8"))
        for sentence in (each.about, each.counted, *each.changed, *each.in_short):
            assert sentence in seen
    overview = (root / "index.html").read_text(encoding="utf-8")
    assert all(f'href="{each.name}/"' in overview for each in made)


def test_reports_are_linked_from_the_pages_around_them(site: Path) -> None:
    root = site / "postmortems"

    def links(page: str) -> list[str]:
        return re.findall(r'href="([^"]*)"', (root / page).read_text(encoding="utf-8"))

    assert "reports/" in links("index.html")
    assert "../reports/" in links("statistics/index.html")
    assert "../reports/2021/" in links("2021/index.html")
    quarter = links("reports/2021-Q2/index.html")
    assert {"../2021-Q1/", "../2021-Q3/", "../../2021/"} <= set(quarter)
