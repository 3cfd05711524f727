"""The page of one postmortem, as HTML: its head, the notes in its text, its neighbours in time."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from postmortem_archive.pages import all_pages
from postmortem_archive.pages.body import Note, render
from tests.helpers import PATH, POSTMORTEM, archive_of, with_field, with_section

TODAY = date(2026, 3, 1)


def page(folder: Path, text: str = POSTMORTEM, more: dict[str, str | bytes] | None = None) -> str:
    """The HTML of the page of `text`, in an archive with some others."""
    archive = archive_of(folder, {PATH: text, **(more or {})}).readable()
    pages = {each.path: each for each in all_pages(archive, [], TODAY)}
    return pages[PATH].render(lambda path: f"/{path}").html


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def timeline(rows: str) -> str:
    return with_section(f"## Timeline\n\nAll times in UTC.\n\n{rows}")


TABLE = "| Time | Event |\n|---|---|\n"


def test_the_head_tells_how_long_and_who_was_hurt(tmp_path: Path) -> None:
    text = with_field(
        "impact: {users: ~28000, revenue: 500 EUR, data_loss: none}\nteams: [platform]\n"
        "mitigated: 2026-02-15T14:55Z\nresolved: 2026-02-16T15:08+01:00"
    )
    head = words(page(tmp_path, text)).split("Orders were stuck")[0]
    assert "Impact ~28,000 users, 500 EUR revenue, data loss: none" in head
    assert "Services order-service Teams platform" in head
    assert "Started 14:23 UTC 2026-02-15" in head
    assert "Time to detect 2 min detected 14:25, by alert" in head
    assert "Time to mitigate 32 min mitigated 14:55" in head
    # Another clock is named: 15:08 +01:00 is 14:08 UTC, 23 h 45 min after 14:23.
    assert "Time to recover 23 h 45 min resolved 2026-02-16 15:08 +01:00" in head


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("resolved: 2026-02-15T13:00Z",
         "Time to recover – resolved 13:00, which is before it started"),
        ("acknowledged: 2026-02-15T14:24Z",
         "Time to acknowledge – acknowledged 14:24, which is before it was detected"),
        ("resolved:", "Time to recover – when it was resolved is not known"),
        ("started:",
         "Time to recover – resolved 2026-02-15 15:08 UTC, when it started is not known"),
        ("resolved:\ntime_to_recover: 3 h", "Time to recover 3 h as stated"),
    ],
)  # fmt: skip
def test_what_is_not_known_or_cannot_be_is_said(tmp_path: Path, fields: str, told: str) -> None:
    assert told in words(page(tmp_path, with_field(fields)))


def test_what_has_no_times_has_no_strip(tmp_path: Path) -> None:
    text = with_field("started:\ndetected:\nresolved:\nkind: project")
    html = page(tmp_path, text)
    assert "pm-strip" not in html
    assert "pm-times" not in html


def test_what_noticed_it_is_told_without_a_time_too(tmp_path: Path) -> None:
    assert "Detected by alert" in words(page(tmp_path, with_field("detected:")))


def test_further_facts_are_folded_when_they_are_many(tmp_path: Path) -> None:
    few = page(tmp_path)
    assert "pm-further" not in few
    assert "Written by platform team Published 2026-02-18" in words(few)
    many = with_field('tracker: INC-1\nlinks: {channel: "https://chat.example.com/1"}')
    assert "<summary>Written by, Published, Tracker, Channel</summary>" in page(tmp_path, many)


def test_rows_of_a_table_say_how_far_into_the_incident_and_can_be_linked_to(tmp_path: Path) -> None:
    html = page(tmp_path)
    assert '<tr id="2026-02-15T14:23"><td>14:23 <a class="pm-note"' in html
    assert 'title="45 min after the start" href="#2026-02-15T15:08">T+45 min</a></td>' in html
    ticks = html.split("pm-ticks")[1].split("</div>")[0]
    assert 'href="#2026-02-15T15:08"' in ticks
    assert 'title="15:08 (T+45 min): All orders are through"' in ticks


def test_the_note_stands_in_the_cell_of_the_time(tmp_path: Path) -> None:
    rows = "| Event | Time |\n|---|---|\n| see https://example.com/a | 14:43 |\n"
    assert re.search(r"<td>14:43 <a [^>]*>T\+20 min</a></td>", page(tmp_path, timeline(rows)))


def test_items_and_headings_of_a_timeline_have_notes(tmp_path: Path) -> None:
    html = page(tmp_path, timeline("- 14:13 latent\n- 14:23 alert\n  - 14:24 not a row\n"))
    assert re.search(r'<li id="2026-02-15T14:13"> <a [^>]*>T−10 min</a>14:13 latent</li>', html)
    assert html.count("pm-note") == 3  # two rows, one action
    html = page(tmp_path, timeline("### 14:33 Alert *fires*\n\nText.\n"))
    assert re.search(
        r'<h3 id="1433-alert-fires">14:33 Alert <em>fires</em> <small [^>]*>T\+10 min', html
    )
    assert 'href="#1433-alert-fires" style="left:' in html


def test_two_rows_of_one_minute_have_two_places(tmp_path: Path) -> None:
    html = page(tmp_path, timeline(TABLE + "| 14:23 | a |\n| 14:23 | b |\n| 14:40 | c |\n"))
    ids = re.findall(r'<tr id="([^"]+)"', html)
    assert ids[:3] == ["2026-02-15T14:23", "2026-02-15T14:23:2", "2026-02-15T14:40"]
    assert len(ids) == len(set(ids))


def test_rows_without_a_moment_are_counted_and_left_as_they_are(tmp_path: Path) -> None:
    html = page(tmp_path, timeline(TABLE + "| soon | a |\n| 14:30 | b |\n"))
    assert "<tr><td>soon</td><td>a</td></tr>" in html
    assert "1 row of the timeline is not on it: the moment is not known." in words(html)


def test_hostile_rows_stay_text(tmp_path: Path) -> None:
    hostile = "<img src=x onerror=alert(1)>\"><script>alert(2)</script> ' onmouseover=x"
    html = page(tmp_path, timeline(TABLE + f"| 14:30 | `{hostile}` |\n| 14:31 | {hostile} |\n"))
    assert "<script" not in html
    assert "<img" not in html.split("pm-body")[0]
    for tick in re.findall(r"<a [^>]*href=\"#2026[^>]*>", html.split("pm-body")[0]):
        assert re.fullmatch(
            r'<a(?: class="pm-several")? href="#[\w:-]+" style="[^"]+" title="[^"]*">', tick
        )


def test_actions_say_how_late_and_how_old_they_are(tmp_path: Path) -> None:
    rows = (
        "## Action items\n\n| ID | Action | Priority | Owner | Due date | Status |\n"
        "|---|---|---|---|---|---|\n"
        "| A-1 | Late | P0 | platform | 2026-02-22 | open |\n"
        "| A-1 | Later | P0 | platform | 2026-03-05 | open |\n"
        "| | Over | P0 | platform | 2026-02-20 | done |\n"
    )
    html = page(tmp_path, with_section(rows))
    # Seven days after 22 February comes 1 March; published on the 18th: eleven days old.
    assert re.search(
        r'<tr id="action:a-1"><td>A-1</td><td>Late '
        r'<a class="pm-note pm-late" [^>]*>7 days overdue, 11 days old</a>', html
    )  # fmt: skip
    assert re.search(r'<tr id="action:a-1:2">.*>due in 4 days, 11 days old</a>', html)
    assert '<tr id="action:3"><td></td><td>Over</td>' in html


def test_a_checklist_of_actions_has_notes_too(tmp_path: Path) -> None:
    html = page(tmp_path, with_section("## Action items\n\n- [ ] Watch it\n- [x] Mend it\n"))
    assert re.search(r'<li class="task-list-item" id="action:1"> <a [^>]*>11 days old</a>', html)
    assert re.search(r'<li class="task-list-item" id="action:2"><label', html)


def test_a_note_that_is_given_is_given_once() -> None:
    body = render(
        "- - a\n\n| x |\n|---|\n| y |\n", lambda _: None, {0: Note("n", "t", "T"), 4: Note()}
    )
    assert body.html.count('id="T"') == 1
    assert "<td>y</td>" in body.html


def dated(day: str, more: str = "") -> str:
    return with_field(
        f"title: Of {day}\nstarted: {day}T10:00Z\n"
        f"detected: {day}T10:01Z\nresolved: {day}T11:00Z{more}"
    )


def test_the_postmortems_before_and_after_it_are_at_its_foot(tmp_path: Path) -> None:
    more: dict[str, str | bytes] = {
        "2026/2026-02-10-before.md": dated("2026-02-10"),
        "2026/2026-02-12-secret.md": dated("2026-02-12", "\nvisibility: restricted"),
        "2026/2026-02-20-after.md": dated("2026-02-20"),
        "2026/2026-02-21-later.md": dated("2026-02-21"),
        "undated.md": with_field("started:\ndetected:\nresolved:\npublished:"),
    }
    html = page(tmp_path, more=more)
    foot = html.split('class="pm-around"')[1]
    assert "Before, 2026-02-10 Of 2026-02-10 After, 2026-02-20 Of 2026-02-20" in words(foot)
    assert 'href="/2026/2026-02-10-before.md" rel="prev"' in foot
    assert "secret" not in html
    assert "2026-02-12" not in html


def test_alone_it_has_no_neighbours(tmp_path: Path) -> None:
    assert "pm-around" not in page(tmp_path)


def test_what_was_written_for_customers_is_pointed_at(tmp_path: Path) -> None:
    assert "For customers" not in page(tmp_path)
    text = POSTMORTEM.replace(
        "## Impact", "## For customers\n\nYour orders were late.\n\n## Impact"
    )
    html = page(tmp_path, text)
    assert '<a href="#for-customers">what was written for them</a>' in html
    assert "postmortem announce 2026-02-15-orders-stuck --for customers" in html
    before, _, box = html.partition('<section class="pm-customers">')
    box, _, after = box.partition("</section>")
    assert 'id="for-customers"' in box
    assert "Your orders were late." in box
    assert 'id="summary"' in before
    assert after.lstrip().startswith('<h2 id="impact"')


@pytest.mark.parametrize(
    ("section", "boxed"),
    [
        ("## For customers\n\nLate.[^1]\n\n### More\n\n- a\n- b\n\n[^1]: A note.\n", True),
        ('<div class="footnote">\n\nOurs.\n\n</div>\n\n## For customers\n\n- a\n- b\n', True),
        ("<div>\n\n## For customers\n\nLate.\n\n</div>\n", False),
        ("## For customers\n\n<details>\n\nLate.\n\n## Other\n\n</details>\n", False),
    ],
)
def test_the_box_for_customers_holds_whole_elements(
    tmp_path: Path, section: str, boxed: bool
) -> None:
    html = page(tmp_path, f"{POSTMORTEM}\n{section}")
    assert html.count('<section class="pm-customers">') == html.count("</section>") == boxed
    if boxed:
        box = html.partition('<section class="pm-customers">')[2].partition("</section>")[0]
        assert box.count("<li>") == 2
        assert '<div class="footnote">' not in box
        assert html.count('id="for-customers"') == 1


def test_the_page_is_the_same_each_time(tmp_path: Path) -> None:
    assert page(tmp_path / "a") == page(tmp_path / "b")
