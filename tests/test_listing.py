"""The table that the index filters in the browser, and what the index says without it."""

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from postmortem_archive.load import load
from postmortem_archive.model.archive import Archive
from postmortem_archive.pages import listing
from postmortem_archive.pages.places import INDEX, Places
from postmortem_archive.pages.table import FACETS, minutes, script, table
from postmortem_archive.register import Register
from postmortem_archive.statistics import figures
from tests.helpers import ARCHIVE, PATH, POSTMORTEM, ROOT, archive_of, with_field

TODAY = date(2026, 5, 1)
NEAR = "2026/2026-03-01-second.md"
UNDATED = "note.md"
HIDDEN = "2026/2026-04-01-sesame.md"


def page_of(path: str) -> str:
    return path.removesuffix(".md") + "/"


def made(archive: Archive) -> dict[str, Any]:
    """The table of what may be shown of an archive."""
    shown = archive.readable()
    return table(shown, Places(shown), page_of)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    near = with_field(
        "title: Second\nkind: near-miss\nseverity: SEV-1\nservices: [checkout, order-service]\n"
        "status: draft\nteams: [platform]\nstarted:\ndetected:\nresolved: 2026-03-01T12:00Z\n"
        "published:\ntime_to_recover: 1 h 30 min"
    )
    undated = with_field(
        "title: Note\nstarted:\ndetected:\nresolved:\npublished:\nseverity:\nservices: [Zoo]"
    )
    hidden = with_field("title: Sesame\nvisibility: restricted\ntags: [sesame]\nteams: [sesame]")
    files: dict[str, str | bytes] = {
        PATH: POSTMORTEM, NEAR: near, UNDATED: undated, HIDDEN: hidden
    }  # fmt: skip
    return archive_of(tmp_path, files)


def test_a_column_has_a_place_for_each_postmortem_the_oldest_first(archive: Archive) -> None:
    found = made(archive)
    assert found["titles"] == ["Note", "Orders stuck in the queue", "Second"]
    assert found["days"] == [None, "2026-02-15", "2026-03-01"]
    # 14:23 to 15:08; the other states an hour and a half.
    assert found["minutes"] == [None, 45, 90]
    assert found["stated"] == [2]
    columns = [found[name] for name in ("addresses", *(facet.name for facet in FACETS))]
    assert {len(column) for column in columns} == {3}


def test_values_stand_once_in_their_order(archive: Archive) -> None:
    found = made(archive)
    # Severities as archive.yml has them, names without regard to case, statuses from the first.
    assert found["names"]["severity"] == ["SEV-1", "SEV-2"]
    assert found["names"]["service"] == ["checkout", "order-service", "Zoo"]
    assert found["names"]["status"] == ["draft", "final"]
    assert found["names"]["year"] == ["2026"]
    assert found["severity"] == [None, 1, 0]
    assert found["service"] == [[2], [1], [0, 1]]
    assert found["team"] == [[], [], [0]]
    assert found["ranks"] == [1, 2]
    assert found["meanings"] == ["Down for all users.", "Down for many users."]
    assert found["pages"]["service"] == ["services/checkout/", "services/order-service/",
                                         "services/zoo/"]  # fmt: skip
    assert found["pages"]["year"] == ["2026/index/"]


@pytest.mark.parametrize(
    ("path", "title", "ending", "expected"),
    [
        # The whole title, its first six characters, and what is no beginning of it.
        ("2026/2026-02-15-orders-stuck.md", "Orders: stuck!", "/", 0),
        ("2026/2026-02-15-orders.md", "Orders: stuck!", "/", 6),
        ("2026/2026-02-15-orders.md", "Orders: stuck!", ".html", 6),
        ("2026/2026-02-15-queue.md", "Orders: stuck!", "/", "2026/2026-02-15-queue/"),
        ("2025/2026-02-15-orders.md", "Orders: stuck!", "/", "2025/2026-02-15-orders/"),
        ("2026/2026-02-15-ä.md", "Ä", "/", "2026/2026-02-15-ä/"),
    ],
)
def test_an_address_is_told_by_the_title_where_it_can_be(
    tmp_path: Path, path: str, title: str, ending: str, expected: str | int
) -> None:
    archive = archive_of(tmp_path, {path: with_field(f'title: "{title}"')})
    found = table(archive, Places(archive), lambda path: path.removesuffix(".md") + ending)
    assert found["addresses"] == [expected]
    assert found["ending"] == ending


def test_the_shipped_addresses_can_be_told_again() -> None:
    archive = load(ROOT / "postmortems").readable()
    found = table(archive, Places(archive), page_of)
    for postmortem, address in zip(archive.postmortems[::-1], found["addresses"], strict=True):
        words = re.sub("[^a-z0-9]+", "-", postmortem.title.lower()).strip("-")
        if isinstance(address, int):
            slug = words[:address] if address else words
            address = f"{str(postmortem.day)[:4]}/{postmortem.day}-{slug}/"
        assert address == page_of(postmortem.path)


def test_a_restricted_postmortem_leaves_no_trace(archive: Archive) -> None:
    shown = archive.readable()
    text = script(shown, Places(shown), page_of)
    assert "Orders stuck" in text
    assert "esame" not in text


def test_the_script_hands_over_the_table_and_nothing_in_it_ends_it(tmp_path: Path) -> None:
    title = "</script><!-- `${1}` '\\\" \u2028 \u2029 -->"
    files = {PATH: with_field(f"title: {json.dumps(title)}\ntags: [__proto__, constructor]")}
    archive = archive_of(tmp_path, dict(files))
    text = script(archive, Places(archive), page_of)
    assert "<" not in text
    assert "\u2028" not in text
    start, end = text.index("{detail:") + len("{detail:"), text.rindex("})")
    found = json.loads(text[start:end])
    assert found["titles"] == [title]
    assert found["names"]["tag"] == ["__proto__", "constructor"]


def test_no_name_that_is_no_text_stops_a_build(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, {PATH: POSTMORTEM})
    text = script(archive, Places(archive), lambda path: "2026/\udcff/")
    assert text.encode("utf-8", "backslashreplace").isascii()


@pytest.mark.parametrize(
    ("span", "expected"),
    [(timedelta(minutes=45), "45"), (timedelta(seconds=90), "1.5"), (timedelta(0), "0"),
     (timedelta(days=400), "576000"), (timedelta(microseconds=1), "0.0001")],
)  # fmt: skip
def test_minutes_are_not_rounded_and_only_nothing_is_0(span: timedelta, expected: str) -> None:
    assert json.dumps(minutes(span)) == expected


def index(archive: Archive) -> str:
    shown = archive.readable()
    return listing.index(figures(shown, TODAY), Places(shown), {}).render(page_of).html


def many(folder: Path, count: int) -> Archive:
    """As many postmortems of 2025, one of 2019, and one without a day."""
    undated = with_field("title: Note\nstarted:\ndetected:\nresolved:\npublished:")
    old = with_field("started: 2019-02-15T14:23Z\ndetected:\nresolved:\npublished:")
    files: dict[str, str | bytes] = {f"2025/2025-01-01-n{n}.md": POSTMORTEM for n in range(count)}
    return archive_of(folder, {**files, "2019/2019-02-15-old.md": old, UNDATED: undated}, ARCHIVE)


def rows_of(html: str) -> int:
    return html.count('<span class="pm-title">')


def test_the_index_lists_the_newest_and_leads_to_the_years_of_the_others(tmp_path: Path) -> None:
    html = index(many(tmp_path, listing.LISTED + 1))
    # 2026 as POSTMORTEM says: 200 of 201, none of 2019, and the one for which no year has a page.
    assert rows_of(html) == listing.LISTED + 1
    assert f'<a href="{page_of("2026/index.md")}">All 201 of 2026</a>' in html
    assert f'<a href="{page_of("2019/index.md")}">All 1 of 2019</a>' in html
    assert 'id="year-2019"' in html
    assert ">Note</a>" in html


def test_a_small_index_lists_everything(tmp_path: Path) -> None:
    html = index(many(tmp_path, 3))
    assert rows_of(html) == 5
    assert "All 1 of" not in html


def test_an_empty_index_has_nothing_to_filter(tmp_path: Path) -> None:
    html = index(archive_of(tmp_path, {}))
    assert "No postmortem yet" in html
    assert "pm-filter" not in html


def test_only_facets_with_a_choice_become_filters(archive: Archive) -> None:
    html = index(archive)
    found = re.findall(r'data-facet="(\w+)" data-label="\w+"(?! data-single)', html)
    # No cause, no tag but the restricted one; a detection is always an alert. One is of the only
    # team, and one has no day.
    assert found == ["severity", "service", "team", "year", "status", "kind"]
    # A team is still a way in where no script runs.
    assert f'href="{page_of("teams/platform.md")}"' in html


def test_the_page_of_a_value_leads_to_the_index_with_its_filter(tmp_path: Path) -> None:
    odd = "services: [R&D / a+b, checkout]"
    files: dict[str, str | bytes] = {PATH: with_field(odd), NEAR: with_field(odd)}
    archive = archive_of(tmp_path, files)
    places = Places(archive)
    pages = {page.title: page for page in listing.years(archive, places)}
    pages |= {page.title: page for page in listing.groups(archive, places, register(archive))}
    assert f'href="{page_of(INDEX)}?year=2026"' in pages["2026"].render(page_of).html
    html = pages["R&D / a+b"].render(page_of).html
    assert f'href="{page_of(INDEX)}?service=R%26D+%2F+a%2Bb"' in html


def register(archive: Archive) -> Register:
    return figures(archive, date(2026, 4, 30)).register
