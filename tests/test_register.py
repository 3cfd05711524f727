"""The action register: deadlines by hand, every count with its list, and what leaves the house."""

import csv
import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from postmortem_archive.model.archive import Archive, newest_first
from postmortem_archive.model.owners import owners_of
from postmortem_archive.pages import all_data, all_pages
from postmortem_archive.register import Entry, Register, register
from postmortem_archive.register.calendar import calendar
from postmortem_archive.register.columns import COLUMNS, VERSION, csv_of, data_of, rows
from postmortem_archive.spreadsheet import as_csv
from tests.helpers import PATH, POSTMORTEM, archive_of, lines_run, make, with_field, with_section
from tests.test_commands import clean, postmortem

ARCHIVE = """\
name: Test archive
teams: {platform: Runs the clusters., Search and Discovery: Finds things.}
services: {order-service: Takes orders., checkout: Takes money.}
policy:
  action_limits: {P0: 5 business days, P1: 1 month}
  holidays: [2026-02-23]
"""
HEAD = "| Action | Priority | Owner | Due date | Status |\n|---|---|---|---|---|\n"


def with_actions(*lines: str, text: str = POSTMORTEM) -> str:
    return with_section(
        f"## Action items\n\n{HEAD}" + "".join(f"| {row} |\n" for row in lines), text
    )


# Resolved on 2026-02-15, a Sunday, and published on 2026-02-18, a Wednesday.
FIRST = with_actions(
    "Limit the pool of the exports | P0 | platform | | open",
    "Alert when the pool is full | P1 | platform (Ann), backend | | in progress",
    "Rotate the old credentials | P0 | Search and Discovery | 2026-03-02 | ",
    "Write a runbook for exports | | | 2026-03-01 | ✅ Done",
    "Rewrite the export in Rust | P1 | backend | 2026-02-20 | declined",
    "Ask what the customers need | soon | Backend | next week | half way",
)
LATER = "2026/2026-03-01-orders-stuck-again.md"
SECOND = with_field(
    "started: 2026-03-01T10:00Z\nresolved: 2026-03-01T11:00Z\nstatus: draft\nkind: near-miss",
    with_actions("Alert, when the pools are full! | | | | "),
).replace("published: 2026-02-18\n", "")
TODAY = date(2026, 3, 2)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return archive_of(tmp_path, {PATH: FIRST, LATER: SECOND}, ARCHIVE)


@pytest.fixture
def whole(archive: Archive) -> Register:
    return register(archive, TODAY)


def by_text(whole: Register) -> dict[str, Entry]:
    return {entry.action.text.split()[0]: entry for entry in whole.entries}


def test_the_limit_of_a_priority_counts_business_days_from_publication(whole: Register) -> None:
    # After Wednesday the 18th: Thu 19, Fri 20, (Mon 23 is a holiday) Tue 24, Wed 25, Thu 26.
    entry = by_text(whole)["Limit"]
    assert entry.limit == entry.deadline == date(2026, 2, 26)
    assert entry.deadline_from == "priority"
    # Two days are left of February, and two have gone of March.
    assert entry.days_overdue == 4
    # Ten days from the 18th to the 28th, and two more.
    assert entry.age == 12


def test_a_written_due_date_comes_before_the_limit(whole: Register) -> None:
    entry = by_text(whole)["Rotate"]
    assert (entry.limit, entry.deadline) == (date(2026, 2, 26), date(2026, 3, 2))
    assert entry.deadline_from == "due date"
    assert not entry.overdue  # it is due today


def test_overdue_is_the_day_after_the_deadline(archive: Archive) -> None:
    entry = by_text(register(archive, TODAY + timedelta(days=1)))["Rotate"]
    assert (entry.overdue, entry.days_overdue) == (True, 1)


def test_what_is_done_or_declined_is_neither_late_nor_old(whole: Register) -> None:
    for word, state in (("Write", "done"), ("Rewrite", "declined")):
        entry = by_text(whole)[word]
        assert (entry.state, entry.undone, entry.overdue, entry.age) == (state, False, False, None)


def test_a_status_that_is_missing_or_not_understood_counts_as_not_done(whole: Register) -> None:
    for word in ("Rotate", "Ask"):
        entry = by_text(whole)[word]
        assert (entry.state, entry.undone) == ("unknown", True)


def test_without_priority_and_date_there_is_no_deadline(whole: Register) -> None:
    entry = by_text(whole)["Ask"]
    assert (entry.priority, entry.said_priority) == (None, "soon")
    assert (entry.deadline, entry.deadline_from, entry.days_overdue) == (None, "", 0)


def test_age_counts_from_the_end_of_the_incident_until_it_is_published(whole: Register) -> None:
    assert by_text(whole)["Alert,"].age == 1


def test_order_is_that_of_urgency(whole: Register) -> None:
    assert [entry.action.text.split()[0] for entry in whole.undone] == [
        "Limit",  # overdue since February 26
        "Rotate",  # due on March 2
        "Alert",  # P1, one month after publication: March 18
        "Ask",  # without a deadline, open since February 18
        "Alert,",  # since March 1
    ]


def test_completion_is_done_of_all_that_were_not_declined(whole: Register) -> None:
    # Seven actions, one of them declined, one done; three of the six have no status.
    completion = whole.completion
    assert (completion.n, len(completion.done), completion.without_status) == (6, 1, 3)
    assert completion.share == pytest.approx(1 / 6)
    # Clopper and Pearson for 1 of 6: 1 - 0.975 ** (1 / 6) is the lower bound.
    assert completion.interval is not None
    assert completion.interval.low == pytest.approx(1 - 0.975 ** (1 / 6))
    by_priority = {each.name: (len(each.done), each.n) for each in whole.completion_by_priority}
    assert by_priority == {"P0": (0, 2), "P1": (0, 1), "soon": (0, 1), "": (1, 2)}
    assert list(by_priority)[:2] == ["P0", "P1"]
    assert all(each.withheld for each in whole.completion_by_priority)


def test_the_median_age_is_that_of_what_is_not_done(whole: Register) -> None:
    # 1 day in the later postmortem, 12 days four times in the earlier one.
    assert [entry.age for entry in whole.by_age] == [12, 12, 12, 12, 1]
    assert whole.median_age == 12


def test_the_same_words_in_another_postmortem_were_issued_again(whole: Register) -> None:
    earlier, later = by_text(whole)["Alert"], by_text(whole)["Alert,"]
    issue = whole.issue_of(later)
    assert issue is not None
    assert issue.entries == (earlier, later)
    assert issue.postmortems == (earlier.postmortem, later.postmortem)
    assert issue.beside(later) == (earlier.postmortem, None)
    assert issue.beside(earlier) == (None, later.postmortem)
    assert whole.issues == (issue,)
    assert whole.issue_of(by_text(whole)["Limit"]) is None


def test_a_part_still_knows_what_was_issued_elsewhere(whole: Register) -> None:
    part = whole.where(lambda entry: entry.postmortem.path == LATER)
    assert len(part.entries) == 1
    assert [len(issue.postmortems) for issue in part.issues] == [2]


def test_the_same_words_twice_in_one_postmortem_are_not_issued_again(tmp_path: Path) -> None:
    row = "Alert when the pool is full | P1 | platform | | open"
    whole = register(archive_of(tmp_path, {PATH: with_actions(row, row)}, ARCHIVE), TODAY)
    assert whole.issues == ()


def test_owners_are_split_and_counted_in_their_usual_spelling(whole: Register) -> None:
    assert {name: len(some) for name, some in whole.by_owner.items()} == {
        "backend": 3, "platform": 2, "Search and Discovery": 1, "": 2
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "owners"),
    [
        ("Alice, Platform team", ("Alice", "Platform team")),
        ("Platform (Marcus)", ("Platform",)),
        ("Search and Discovery", ("Search and Discovery",)),
        ("Research and Development & Legal", ("Research and Development", "Legal")),
        ("  ", ()),
        ("(to be found)", ()),
    ],
)
def test_owners_of_a_cell(cell: str, owners: tuple[str, ...]) -> None:
    assert owners_of(cell, {"search and discovery"}) == owners


def test_every_count_has_its_list(whole: Register) -> None:
    undone = (*whole.overdue, *whole.due, *whole.without_deadline)
    assert set(undone) == set(whole.undone)
    assert len(undone) == len(whole.undone)
    assert len(whole.by_urgency) == len(whole.entries) == 7
    assert len(whole.completion.counted) == whole.completion.n
    assert set(whole.completion.done) == set(whole.done)


@settings(max_examples=25)
@given(st.randoms(use_true_random=False), st.dates(date(2026, 1, 1), date(2027, 1, 1)))
def test_the_order_of_files_and_the_day_do_not_change_what_there_is(
    tmp_path_factory: pytest.TempPathFactory, random: object, today: date
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    archive = archive_of(folder, {PATH: FIRST, LATER: SECOND}, ARCHIVE)
    posts = list(archive.postmortems)
    random.shuffle(posts)  # type: ignore[attr-defined]
    one = register(archive, today)
    other = register(replace(archive, postmortems=newest_first(posts)), today)
    assert rows(one, one.undone) == rows(other, other.undone)
    assert one.completion.share == other.completion.share
    assert len(one.overdue) + len(one.due) + len(one.without_deadline) == 5
    assert all(entry.overdue is (entry.deadline < today) for entry in one.undone if entry.deadline)


def test_the_register_takes_time_in_proportion(tmp_path: Path) -> None:
    def lines(number: int) -> int:
        actions = [
            f"Alert when pool {'same' if n % 2 else n} is full | P0 | a | | open"
            for n in range(number)
        ]
        files: dict[str, str | bytes] = {
            f"2026/2026-02-15-orders-{i}.md": with_actions(*actions) for i in range(4)
        }
        archive = archive_of(tmp_path / str(number), files, ARCHIVE)

        def run() -> None:
            whole = register(archive, TODAY)
            csv_of(whole, whole.by_urgency)
            assert whole.issues
            assert whole.by_owner

        return lines_run(run)

    once, twice = lines(50), lines(100)
    assert twice < 2.2 * once


# What leaves the house


def test_the_table_has_the_documented_columns(whole: Register) -> None:
    table = list(csv.DictReader(io.StringIO(csv_of(whole, whole.by_urgency))))
    assert tuple(table[0]) == tuple(COLUMNS)
    assert all(meaning.endswith(".") for meaning in COLUMNS.values())
    assert table[0]["action"] == "Limit the pool of the exports"
    assert (table[0]["deadline"], table[0]["days_overdue"]) == ("2026-02-26", "4")
    assert (table[4]["issued"], table[4]["issued_before"]) == ("2", "2026-02-15-orders-stuck")
    assert table[2]["owners"] == "platform;backend"


def test_json_has_the_same_rows_and_its_version(whole: Register) -> None:
    data = json.loads(json.dumps(data_of(whole, whole.overdue)))
    assert (data["version"], data["today"]) == (VERSION, "2026-03-02")
    assert data["actions"] == rows(whole, whole.overdue)
    assert data["completion"]["n"] == 6
    assert data["completion"]["by_priority"]["P0"]["share"] is None


@pytest.mark.parametrize("sign", list("=+-@\t\n＝＋－＠"))
def test_no_cell_is_a_formula(sign: str) -> None:
    text = as_csv(["a", "b"], [{"a": f"{sign}cmd|' /C calc'!A0", "b": [f"{sign}1", "x"]}])
    cells = list(csv.reader(io.StringIO(text, newline="")))[1]
    assert all(cell.startswith(f"'{sign}") for cell in cells)


def test_a_carriage_return_does_not_end_a_row() -> None:
    text = as_csv(["a"], [{"a": "one\r=1+1"}, {"a": "\r=1"}])
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["a"], ["one\n=1+1"], ["'\n=1"]]


def test_a_formula_of_a_postmortem_does_not_reach_a_spreadsheet(tmp_path: Path) -> None:
    row = '=HYPERLINK("https://x.example") and so on | P0 | @SUM(1) | | -2+3'
    whole = register(archive_of(tmp_path, {PATH: with_actions(row)}, ARCHIVE), TODAY)
    (cells,) = csv.DictReader(io.StringIO(csv_of(whole, whole.entries)))
    assert cells["action"].startswith("'=HYPERLINK")
    assert cells["owner"] == "'@SUM(1)"
    assert cells["status"] == "'-2+3"


def events(text: str) -> list[dict[str, str]]:
    feed = Calendar.from_ical(text)
    return [
        {name: str(event.decoded(name, "") if name.startswith("DT") else event[name])
         for name in ("UID", "SUMMARY", "DESCRIPTION", "DTSTART", "DTEND", "DTSTAMP", "TRANSP")}
        for event in feed.walk("VEVENT")
    ]  # fmt: skip


def test_the_calendar_has_a_day_for_each_deadline_ahead_or_behind(whole: Register) -> None:
    text = calendar("Acme: actions", whole.by_urgency)
    found = events(text)
    assert [event["DTSTART"] for event in found] == ["2026-02-26", "2026-03-02", "2026-03-18"]
    assert found[0]["DTEND"] == "2026-02-27"
    assert found[0]["SUMMARY"] == "P0: Limit the pool of the exports (platform)"
    assert "P0 allows until this day" in found[0]["DESCRIPTION"]
    assert found[0]["DTSTAMP"].startswith("2026-02-18 00:00:00")
    assert found[0]["TRANSP"] == "TRANSPARENT"


def test_the_calendar_is_folded_and_the_same_each_time(whole: Register) -> None:
    text = calendar("Acme: actions", whole.undone)
    assert text == calendar("Acme: actions", whole.undone)
    assert text.endswith("END:VCALENDAR\r\n")
    assert text.count("\n") == text.count("\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_an_event_stays_the_same_when_its_day_owner_and_line_change(
    archive: Archive, tmp_path: Path
) -> None:
    other = with_actions(
        "Another one of these days | | | 2026-04-01 | open",
        "Limit the pool of the exports | P1 | backend | 2026-04-02 | in progress",
    )
    before = events(calendar("x", register(archive, TODAY).overdue))
    changed = archive_of(tmp_path / "other", {PATH: other}, ARCHIVE)
    after = events(calendar("x", register(changed, TODAY).undone))
    assert before[0]["UID"] == after[1]["UID"] != after[0]["UID"]


def test_uids_differ_even_for_the_same_words(tmp_path: Path) -> None:
    row = "Alert on it | P1 | platform | | open"
    whole = register(archive_of(tmp_path, {PATH: with_actions(row, row, row)}, ARCHIVE), TODAY)
    uids = [event["UID"] for event in events(calendar("x", whole.undone))]
    assert len(set(uids)) == 3


def test_a_text_cannot_add_lines_to_the_calendar(tmp_path: Path) -> None:
    row = "Alert&#13;&#10;END:VEVENT \x07 now; or, never \\n x | P1 | a | | open"
    whole = register(archive_of(tmp_path, {PATH: with_actions(row)}, ARCHIVE), TODAY)
    assert len(events(calendar("x", whole.undone))) == 1
    assert "\x07" not in calendar("x", whole.undone)


# The command


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make(tmp_path, {PATH: FIRST, LATER: SECOND}, ARCHIVE)


def said(root: Path, *arguments: str, status: int = 0) -> str:
    run = postmortem("actions", "--archive", root, "--today", "2026-03-02", *arguments, cwd=root)
    return clean(run, status)


def test_the_command_shows_what_is_not_done_the_overdue_first(root: Path) -> None:
    text = said(root)
    assert text.startswith(
        "Overdue: 1\n\n"
        "4 days overdue  P0 · Limit the pool of the exports · platform\n"
        "                open, P0 allows until 2026-02-26 · Orders stuck in the queue\n"
        f"                {PATH}:67\n\nDue: 2\n"
    )
    assert "  today  P0 · Rotate" in text
    assert "in 16 days  P1 · Alert" in text
    assert 'status "half way", which counts as not done, due "next week", which is no date' in text
    assert (
        "before in 2026-02-15-orders-stuck · Orders stuck in the queue (draft, near-miss)" in text
    )
    assert text.endswith(
        "5 actions not done on 2026-03-02: 1 overdue, 2 due, 2 without a deadline.\n"
        "1 of 6 done (17 %, 95 % interval 0 to 64 %); 1 declined and not counted; "
        "3 without a status count as not done.\n"
        "Not done for 12 days (median of 5), 12 at most (2026-02-15-orders-stuck).\n"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Limit Rotate Alert Ask Alert,"),
        (("--open",), "Limit Rotate Alert Ask Alert,"),
        (("--all",), "Limit Rotate Alert Ask Alert, Write Rewrite"),
        (("--overdue",), "Limit"),
        (("--owner", "BACKEND"), "Alert Ask"),
        (("--owner", ""), "Alert,"),
        (("--owner", "", "--all"), "Alert, Write"),
        (("--priority", "p0"), "Limit Rotate"),
        (("--team", "platform"), ""),
        (("--service", "order-service"), "Limit Rotate Alert Ask Alert,"),
        (("--service", "checkout"), ""),
        (("--due-within", "0d"), "Limit Rotate"),
        (("--due-within", "15d"), "Limit Rotate"),
        (("--due-within", "16 days"), "Limit Rotate Alert"),
        # From Monday the 2nd, 11 business days lead to Tuesday the 17th, 12 to the 18th.
        (("--due-within", "11 business days"), "Limit Rotate"),
        (("--due-within", "12 business days"), "Limit Rotate Alert"),
        (("--due-within", "3W"), "Limit Rotate Alert"),
        (("--due-within", "3 weeks", "--owner", "platform", "--overdue"), "Limit"),
    ],
    ids=" ".join,
)
def test_the_command_filters(root: Path, arguments: tuple[str, ...], words: str) -> None:
    table = csv.DictReader(io.StringIO(said(root, *arguments, "--format", "csv")))
    assert " ".join(row["action"].split()[0] for row in table) == words


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--owner", "platfrom"), 'did you mean "platform"?'),
        (("--team", "platfrom"), 'did you mean "platform"?'),
        (("--priority", "P9"), "is not known to this archive"),
        (("--service", "chekout"), 'did you mean "checkout"?'),
        (("--due-within", "soon"), "write 14d, 2w, 10 business days or 1 month"),
        (("--due-within", "-3d"), "write 14d, 2w, 10 business days or 1 month"),
        (("--today", "tomorrow"), "write it as 2026-02-15"),
        (("--fail-on", "open"), "overdue"),
    ],
    ids=" ".join,
)
def test_wrong_use_of_the_command(root: Path, arguments: tuple[str, ...], message: str) -> None:
    run = postmortem("actions", "--archive", root, *arguments, cwd=root)
    clean(run, 2)
    assert message in run.stderr


def test_overdue_actions_fail_where_that_is_asked_for(root: Path) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        done = postmortem(
            "actions", "--archive", root, "--today", "2026-03-02", *arguments, cwd=root
        )
        return done.returncode, done.stderr

    assert run() == (0, "")
    assert run("--fail-on", "overdue") == (1, "1 action overdue on 2026-03-02.\n")
    assert run("--fail-on", "overdue", "--owner", "backend") == (0, "")


def test_the_command_prints_a_calendar(root: Path) -> None:
    assert len(events(said(root, "--format", "ics"))) == 3


def test_an_archive_without_actions(tmp_path: Path) -> None:
    root = make(tmp_path, {}, ARCHIVE)
    assert said(root) == "No action fits.\n"
    assert json.loads(said(root, "--format", "json"))["actions"] == []
    assert events(said(root, "--format", "ics")) == []


def test_restricted_postmortems_are_left_out(tmp_path: Path) -> None:
    root = make(
        tmp_path, {PATH: with_field("visibility: restricted", FIRST), LATER: SECOND}, ARCHIVE
    )
    text = said(root, "--all")
    assert "Alert, when" in text
    assert "Limit" not in text
    assert "before in" not in text


def test_what_would_command_the_terminal_is_not_printed(tmp_path: Path) -> None:
    root = make(
        tmp_path, {PATH: with_actions("Alert \x1b[31m when full | P0 | a | | open")}, ARCHIVE
    )
    assert "\x1b" not in said(root)


# The pages


@pytest.fixture
def pages(archive: Archive) -> dict[str, str]:
    """The HTML of each page, with links that say where they lead."""
    found = all_pages(archive, [], TODAY)
    return {page.path: page.render(lambda path: f"/{path}").html for page in found}


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_the_page_shows_each_action_once_in_the_table_of_its_state(pages: dict[str, str]) -> None:
    html = pages["actions.md"]
    counts = re.findall(r'<h2 id="([\w-]+)">[^<]+<span class="pm-count">(\d+)', html)
    assert dict(counts) == {
        "overdue": "1", "due": "2", "without-deadline": "2", "issued-again": "1",
        "done": "1", "declined": "1",
    }  # fmt: skip
    assert html.count('<td class="pm-when">') == 7
    text = words_of(html)
    assert "7 actions in the postmortems, 5 of them not done on 2026-03-02." in text
    assert "3 have no status that is understood and count as not done." in text
    assert "All 1 6 17 % < 1 % to 64 % 3" in text
    assert "P0 0 2 withheld" in text
    assert "12 days at the median (n 5)" in text


def test_rows_lead_to_the_row_of_the_postmortem(pages: dict[str, str]) -> None:
    found = re.findall(
        rf'<a href="/{re.escape(PATH)}#([^"]+)">Limit the pool of the exports</a>',
        pages["actions.md"],
    )
    # In its table, as the oldest, and under its team (none) and its priority.
    assert len(found) == 4
    (anchor,) = set(found)
    row = pages[PATH].split(f'<tr id="{anchor}">')[1].split("</tr>")[0]
    assert "Limit the pool of the exports" in row


def test_names_lead_to_what_they_have_left_to_do(pages: dict[str, str]) -> None:
    html = pages["actions.md"]
    anchors = set(re.findall(r' id="([^"]+)"', html))
    assert len(anchors) == html.count(' id="')
    wanted = set(re.findall(r'href="#([^"]+)"', html))
    assert wanted <= anchors
    assert {"team-unnamed", "priority-p0"} <= wanted
    for name in ("platform", "backend", "unnamed"):
        assert f'<tr id="owner-{name}"><th scope="row"><a href="/owners/{name}.md">' in html


def test_a_postmortem_shows_the_state_of_its_actions(pages: dict[str, str]) -> None:
    text = words_of(pages[PATH])
    state = "1 of 5 done ; 1 overdue, by 4 days; 1 declined; 2 without a status"
    assert state in text
    assert "“Alert when the pool is full”: later in Orders stuck in the queue (2026-03-01)" in text
    assert "before in Orders stuck in the queue (2026-02-15)" in words_of(pages[LATER])
    assert 'href="/actions.md"' in pages[PATH]
    assert 'href="/actions.md"' in pages["index.md"]


def test_of_many_postmortems_with_the_same_action_the_nearest_are_named(tmp_path: Path) -> None:
    action = with_actions("Alert when the pool is full | P1 | a | | open")
    files: dict[str, str | bytes] = {
        f"2026/2026-02-{day:02}-orders.md": with_field(
            f"title: Day {day}\nstarted: 2026-02-{day:02}T10:00Z", action
        )
        for day in range(1, 10)
    }
    archive = archive_of(tmp_path, files, ARCHIVE)
    pages = {page.path: page for page in all_pages(archive, [], TODAY)}
    html = pages["2026/2026-02-05-orders.md"].render(lambda path: f"/{path}").html
    names = re.findall(r">(Day \d \([\d-]+\)|\d more)<", html)
    days = [f"Day {day} (2026-02-0{day})" for day in (4, 3, 2, 6, 7, 8)]
    assert names == [*days[:3], "1 more", *days[3:], "1 more"]


def test_the_page_stays_small_and_says_so_and_its_counts_stay_whole(tmp_path: Path) -> None:
    rows = [f"Alert when pool {n} is full | P0 | owner {n} | 2026-02-20 | open" for n in range(600)]
    again = [f"Look at pool {n} again | P1 | a | | done" for n in range(210)]
    archive = archive_of(tmp_path, {PATH: with_actions(*rows, *again)}, ARCHIVE)
    (page,) = (page for page in all_pages(archive, [], TODAY) if page.path == "actions.md")
    html = page.render(lambda path: f"/{path}").html
    text = words_of(html)
    assert "Overdue 600 The first 500 of 600; all of them are in actions.csv" in text
    assert "Done 210 The first 200 of 210; all of them are in actions.csv" in text
    assert "By owner All owners side by side The first 50 of 601." in text
    assert "and more: all 600 are in actions.csv" in text
    assert html.count('<td class="pm-when">') == 700


def test_nothing_of_a_postmortem_is_markup_on_the_page(tmp_path: Path) -> None:
    row = 'Do `<script>alert(1)</script>` now | `<b>` | `"><i>` | `<u>` | `<s>`'
    archive = archive_of(tmp_path, {PATH: with_actions(row)}, ARCHIVE)
    (page,) = (page for page in all_pages(archive, [], TODAY) if page.path == "actions.md")
    html = page.render(lambda path: f"/{path}").html
    for tag in ("<script", "<b>", "<i>", "<u>", "<s>"):
        assert tag not in html
    assert "&lt;script&gt;" in html


def test_site_and_command_give_the_same_bytes(root: Path, archive: Archive) -> None:
    data = {each.path: each.text(lambda path: path) for each in all_data(archive, TODAY)}
    assert data["actions.csv"] == said(root, "--all", "--format", "csv")
    arguments = ["actions", "--archive", str(root), "--today", str(TODAY), "--format", "ics"]
    command = [sys.executable, "-m", "postmortem_archive", *arguments]
    run = subprocess.run(command, capture_output=True, check=True)
    assert data["actions.ics"].encode() == run.stdout


def test_an_archive_without_actions_has_its_page(tmp_path: Path) -> None:
    (page,) = (
        p for p in all_pages(archive_of(tmp_path, {}, ARCHIVE), [], TODAY) if p.path == "actions.md"
    )
    assert "0 actions in the postmortems, 0 of them not done" in words_of(
        page.render(lambda _: "x").html
    )
