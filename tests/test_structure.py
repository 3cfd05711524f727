"""Sections, timelines and action items of a body, compared with what a person reads in it."""

from datetime import UTC, date, datetime

import pytest

from postmortem_archive.load.body import read_body
from postmortem_archive.model.postmortem import Postmortem
from tests.test_load import read

HEAD = "---\ntitle: x\nstarted: {started}\n---\n\n"


def timeline(text: str, started: str = "2026-02-15T23:50Z") -> Postmortem:
    return read(HEAD.format(started=started) + "## Timeline\n\n" + text)


def moments(postmortem: Postmortem) -> list[str]:
    return [
        event.start.astimezone(UTC).strftime("%m-%d %H:%M") if event.start else "?"
        for event in postmortem.events
    ]


TABLE = "| {head} | Event |\n|---|---|\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "All times in UTC.\n\n" + TABLE.format(head="Time")
            + "| 23:40 | a |\n| 23:55 | b |\n| 00:10 | c |\n"
            + "| 2026-02-17 08:00 | d |\n| 09:00 | e |\n",
            ["02-15 23:40", "02-15 23:55", "02-16 00:10", "02-17 08:00", "02-17 09:00"],
        ),
        (
            "All times in UTC.\n\n| Date | Time | Event |\n|---|---|---|\n"
            "| 2026-02-14 | 23:55 | a |\n| | 23:58 | b |\n| 2026-02-16 | 00:10 | c |\n",
            ["02-14 23:55", "02-14 23:58", "02-16 00:10"],
        ),
        (
            "All times in UTC.\n\n| Date | Event |\n|---|---|\n| 2026-02-14 23:55 | a |\n",
            ["02-14 23:55"],
        ),
        (TABLE.format(head="Time (PST)") + "| 4:00 PM | a |\n", ["02-16 00:00"]),
        (TABLE.format(head="Date and Time in CET") + "| 2026-02-16 01:00 | a |\n", ["02-16 00:00"]),
        ("**All times in Europe/London.**\n\n" + TABLE.format(head="When") + "| 23:55 | a |\n",
         ["02-15 23:55"]),
        ("All times in UTC\n\n### 2026-02-15 23:55\n\nAlert.\n\n### 00:20 Fixed\n\nDone.\n",
         ["02-15 23:55", "02-16 00:20"]),
        ("Times are UTC\n\n- 23:55 alert\n- 00:20 – fixed\n- not a time\n",
         ["02-15 23:55", "02-16 00:20"]),
        (TABLE.format(head="Time") + "| 23:55 UTC | a |\n| 00:20 UTC | b |\n",
         ["02-15 23:55", "02-16 00:20"]),
    ],
)  # fmt: skip
def test_times_become_moments(text: str, expected: list[str]) -> None:
    postmortem = timeline(text)
    assert moments(postmortem) == expected
    assert not postmortem.problems


def test_rows_keep_their_words_source_actor_and_place() -> None:
    postmortem = timeline(
        "All times in UTC.\n\n| Time | Event | Source | Actor/System |\n|---|---|---|---|\n"
        "| **23:55** | **Alert:** `error_rate > 10%` fires | Datadog | on-call |\n"
    )
    (event,) = postmortem.events
    assert event.text == "Alert: error_rate > 10% fires"
    assert (event.source, event.actor) == ("Datadog", "on-call")
    assert (event.place.line, event.place.column) == (12, 5)
    assert event.start == datetime(2026, 2, 15, 23, 55, tzinfo=UTC)


def test_a_heading_event_takes_its_first_line() -> None:
    postmortem = timeline("All times in UTC\n\n### 23:55\n\nThe *alert* fires.\nMore.\n")
    assert postmortem.events[0].text == "The alert fires."


@pytest.mark.parametrize("heading", ["Timeline (UTC)", "TIMELINE", "Timeline:", "1. Timeline"])
def test_a_section_is_known_by_its_wording(heading: str) -> None:
    body = read(f"---\ntitle: x\n---\n\n## {heading}\n\nText.\n")
    found = "Timeline" in body.by_template
    assert found is (heading != "1. Timeline")


def test_sections_end_where_the_next_of_their_level_begins() -> None:
    body = read_body("# A\n\n## B\n\nb\n\n### C\n\nc\n\n## D\n\nd\n")
    texts = {s.title: body.text[s.start : s.end] for s in body.sections}
    assert texts["B"] == "\nb\n\n### C\n\nc\n\n"
    assert texts["C"] == "\nc\n\n"
    assert texts["A"].endswith("d\n")


def test_headings_in_code_and_quotations_are_no_sections() -> None:
    body = read_body("## A\n\n```\n## B\n```\n\n> ## C\n\nSetext\n------\n")
    assert [(s.title, s.level) for s in body.sections] == [("A", 2), ("Setext", 2)]


def test_anchors_are_counted_over_all_headings_as_on_github() -> None:
    body = read_body("# A\n\n> ## A\n\n- ### A\n\n## A\n")
    assert body.anchors == ("a", "a-1", "a-2", "a-3")
    assert [s.anchor for s in body.sections] == ["a", "a-3"]


def test_links_of_raw_html_are_links() -> None:
    body = read_body('Text\n\n<img width="3" src="a&amp;b.png">\n\nmore <a href=c.md>c</a>\n')
    assert [(link.target, link.image) for link in body.links] == [
        ("a&b.png", True),
        ("c.md", False),
    ]
    assert body.text[body.links[1].offset :].startswith("<a href")


def test_raw_html_and_images_in_headings_make_anchors_as_on_github() -> None:
    body = read_body('## A ![chart](c.png)\n\n<a name="here"></a> <p id=there>\n')
    assert body.anchors == ("a", "here", "there")
    assert body.sections[0].title == "A"


ACTIONS = "---\ntitle: x\n---\n\n## Action items\n\n"


def test_actions_of_tables_under_subheadings() -> None:
    postmortem = read(
        ACTIONS + "### This week\n\n| ID | Action | Owner | Due | Status |\n|---|---|---|---|---|\n"
        "| 1 | Add an alert | platform | 2026-02-22 | ✅ Complete |\n\n"
        "### This month\n\n| # | Task | Assignee | Deadline | State | Ticket |\n|-|-|-|-|-|-|\n"
        "| 2 | Test it | backend | Mar 1 | 🟡 In Progress | OPS-7 |\n| | | | | | |\n"
    )
    first, second = postmortem.actions
    assert (first.id, first.text, first.owner) == ("1", "Add an alert", "platform")
    assert (first.due, first.status) == (date(2026, 2, 22), "done")
    assert (second.id, second.text, second.owner) == ("2", "Test it", "backend")
    assert (second.due, second.due_text, second.status) == (None, "Mar 1", "in progress")
    assert (second.tracker, second.place.line) == ("OPS-7", 17)


def test_actions_of_checklists() -> None:
    postmortem = read(ACTIONS + "- [x] Add an alert\n  - with a test\n- [ ] Test it\n* Write it\n")
    assert [(a.text, a.status) for a in postmortem.actions] == [
        ("Add an alert", "done"), ("Test it", "open"), ("Write it", None)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Done", "done"), ("**Closed**", "done"), ("In Progress", "in progress"),
        ("⚪ Not Started", "open"), ("Won't do", "declined"),
        ("Hotfix deployed; test pending", None), ("", None),
    ],
)  # fmt: skip
def test_statuses_as_people_write_them(text: str, status: str | None) -> None:
    row = f"| Add an alert | p | 2026-01-01 | {text} |\n"
    table = "| Action | Owner | Due date | Status |\n|---|---|---|---|\n"
    assert read(ACTIONS + table + row).actions[0].status == status
