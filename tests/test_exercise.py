"""The exercise: which postmortems fit, what their pages say for it, and what its page lists."""

import json
from pathlib import Path
from typing import Any

import pytest

from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.pages import exercise
from postmortem_archive.pages.page import Rendered
from postmortem_archive.pages.places import Places
from postmortem_archive.pages.table import table
from tests.helpers import PATH, POSTMORTEM, archive_of, with_field, with_section

# The incident starts at 14:23, is detected at 14:25 and resolved at 15:08.
CLOCKS = ("14:20", "14:23", "14:26", "14:40", "15:08", "15:30")
SECTION = "## Timeline\n\nAll times in UTC.\n\n| Time | Event |\n|------|-------|\n"


def told(*clocks: str) -> str:
    rows = (f"| {clock} | Event of {clock} |\n" for clock in clocks)
    return with_section(SECTION + "".join(rows))


LONG = told(*CLOCKS)


def one(folder: Path, text: str) -> Postmortem:
    (postmortem,) = archive_of(folder, {PATH: text}).postmortems
    return postmortem


def said(folder: Path, text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(exercise.script(one(folder, text)))
    return found


def link(path: str) -> str:
    return path.removesuffix(".md") + "/"


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        (LONG, True),
        (told(*CLOCKS[:5]), True),
        (told(*CLOCKS[:4]), False),
        (told(*CLOCKS[:4], "later"), False),
        (with_field("kind: near-miss", LONG), True),
        (with_field("kind: drill", LONG), False),
        (with_field("kind: project", LONG), False),
        (with_field("status: draft", LONG), False),
        (with_field("status: draft\nimported_from: {path: old/orders.md}", LONG), True),
        (with_field("status: in-review", LONG), True),
        (with_field("started:", LONG), False),
    ],
)
def test_what_fits_has_five_rows_at_known_moments_and_is_no_draft(
    tmp_path: Path, text: str, fits: bool
) -> None:
    postmortem = one(tmp_path, text)
    assert exercise.fits(postmortem) is fits
    assert bool(exercise.script(postmortem)) is fits


def test_what_a_page_says_is_in_order_of_time_and_opens_up_to_the_detection(tmp_path: Path) -> None:
    found = said(tmp_path, told(*CLOCKS[::-1]))
    assert found["rows"] == [
        ["2026-02-15T14:20", "T−3 min"],
        ["2026-02-15T14:23", "T+0 min"],
        ["2026-02-15T14:26", "T+3 min"],
        ["2026-02-15T14:40", "T+17 min"],
        ["2026-02-15T15:08", "T+45 min"],
        ["2026-02-15T15:30", "T+1 h 7 min"],
    ]
    # At 14:25 two rows are past; the fifth is at 15:08 itself.
    assert found["opening"] == 2
    assert found["reached"] == [
        [2, True, "Detected 2 min after the start"],
        [5, True, "Resolved 45 min after the start"],
    ]
    assert (found["began"], found["detection"]) == ("2026-02-15 14:23 UTC", "alert")
    assert (found["summary"], found["causes"]) == ("summary", ["root-cause"])
    assert found["undone"] == ["Alert when the pool is over 80 % for 2 minutes (platform)"]


def test_a_phase_that_no_row_is_at_waits_for_the_next_row(tmp_path: Path) -> None:
    found = said(tmp_path, with_field("mitigated: 2026-02-15T14:50Z", LONG))
    assert [4, False, "Mitigated 27 min after the start"] in found["reached"]


def test_the_opening_never_tells_all_and_never_nothing(tmp_path: Path) -> None:
    late = said(tmp_path / "late", with_field("detected: 2026-02-15T18:00Z", LONG))
    assert late["opening"] == 5
    early = said(tmp_path / "early", with_field("detected: 2026-02-15T14:00Z", LONG))
    assert early["opening"] == 1
    assert early["reached"][0] == [0, True, "Detected 23 min before the start"]
    unknown = said(tmp_path / "unknown", with_field("detected:", LONG))
    assert unknown["opening"] == 1
    at_once = said(tmp_path / "at-once", with_field("detected: 2026-02-15T14:23Z", LONG))
    assert at_once["reached"][0] == [2, True, "Detected at the start"]


def test_without_a_mark_of_the_template_the_headings_tell_the_cause(tmp_path: Path) -> None:
    short = LONG.split("## Root cause")[0]
    text = f"{short}## Causes\n\n### First cause\n\nA leak.\n\n## Contributing factors\n\nHaste.\n"
    text = with_field("template: five-whys", text)
    assert said(tmp_path, text)["causes"] == ["causes", "contributing-factors"]


def rendered(folder: Path, files: dict[str, str | bytes]) -> Rendered:
    return exercise.page(archive_of(folder, files).readable()).render(link)


def test_the_page_lists_the_newest_without_titles_and_leads_to_their_first_rows(
    tmp_path: Path,
) -> None:
    days = [f"2026-02-{day:02}" for day in range(1, 32 - 3)] + [
        f"2026-03-{d:02}" for d in (1, 2, 3)
    ]
    files: dict[str, str | bytes] = {
        f"2026/{day}-x.md": LONG.replace("2026-02-15", day) for day in days
    }
    found = rendered(tmp_path, files)
    assert found.scripts == exercise.SCRIPTS
    assert found.html.count("<li>") == exercise.LISTED == 30
    assert '<a href="2026/2026-03-03-x/#2026-03-03T14:20">2026-03-03</a> order-service, SEV-2' in (
        found.html
    )
    assert "31 postmortems with at least 5 rows at known moments, the newest of them." in found.html
    assert "2026-02-01" not in found.html
    assert "Orders stuck" not in found.html


def test_an_archive_without_any_says_what_it_takes(tmp_path: Path) -> None:
    found = rendered(tmp_path, {PATH: POSTMORTEM})
    assert found.scripts == ()
    assert "No postmortem here can be practised with yet." in found.html


def test_restricted_postmortems_leave_no_trace(tmp_path: Path) -> None:
    found = rendered(tmp_path, {PATH: with_field("visibility: restricted", LONG)})
    assert "No postmortem here can be practised with yet." in found.html
    assert "2026-02-15" not in found.html


def test_the_table_has_a_mark_for_each_postmortem_the_oldest_first(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "2026/2026-02-14-a.md": POSTMORTEM.replace("2026-02-15", "2026-02-14"),
        PATH: LONG,
        "2026/2026-02-16-c.md": with_field("status: draft", LONG).replace(
            "2026-02-15", "2026-02-16"
        ),
    }
    archive = archive_of(tmp_path, files)
    assert table(archive, Places(archive), link)["exercise"] == "010"
