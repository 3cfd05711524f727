"""The front of the archive in a real Chromium: phone, both schemes, folded, without scripts."""

import gzip
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from postmortem_archive.load import load
from postmortem_archive.pages import all_data
from postmortem_archive.statistics import figures
from scripts.synthetic.archive import synthesize
from tests.looking import THEMES_OWN, open_and_listen

pytestmark = pytest.mark.browser

# Where in the window something stands, once everything else is where it belongs.
TOP = "document.querySelector('.pm-asked').getBoundingClientRect().top"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    yield page
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_of_ours(browser: Browser, address: str, scheme: str, width: int) -> None:
    page = browser.new_page(
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 900},
    )
    _, wrong = open_and_listen(page, f"{address}/postmortems/")
    expect(page.locator(".pm-cards li")).to_have_count(3)
    found = Axe().run(page).response["violations"]
    ours = [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["id"] not in THEMES_OWN]
    ours += [
        (v["id"], node["html"][:200]) for v in found for node in v["nodes"] if "pm-" in node["html"]
    ]
    assert ours == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert wrong == []
    page.close()


def test_whoever_comes_with_a_filter_sees_the_list(page: Page, address: str) -> None:
    page.goto(f"{address}/postmortems/?service=ingress", wait_until="networkidle")
    expect(page.locator(".pm-front")).to_be_hidden()
    expect(page.get_by_role("heading", name="All postmortems")).to_be_in_viewport()
    expect(page.get_by_text("6 of 30 postmortems")).to_be_in_viewport()
    # The front comes back with the rest, and what was looked at stays where it was.
    before = page.evaluate(TOP)
    page.get_by_role("button", name="Reset").click()
    expect(page.locator(".pm-front")).to_be_visible()
    assert page.evaluate(TOP) == pytest.approx(before, abs=2)
    page.get_by_role("link", name="All 19").scroll_into_view_if_needed()
    # Whoever filters what is there does not lose it.
    page.get_by_placeholder("Filter by words").fill("redis")
    expect(page.get_by_text("2 of 30 postmortems")).to_be_visible()
    expect(page.locator(".pm-front")).to_be_visible()


def test_a_link_to_a_part_of_a_folded_front_opens_it(page: Page, address: str) -> None:
    page.goto(f"{address}/postmortems/?sort=oldest", wait_until="networkidle")
    expect(page.locator(".pm-front")).to_be_hidden()
    page.get_by_role("navigation", name="Table of contents").get_by_role(
        "link", name="Most overdue"
    ).click()
    expect(page.get_by_role("heading", name="Most overdue")).to_be_in_viewport()
    page.goto(f"{address}/postmortems/?service=ingress#overdue", wait_until="networkidle")
    page.reload(wait_until="networkidle")
    expect(page.get_by_role("heading", name="Most overdue")).to_be_in_viewport()


def test_figures_and_actions_lead_to_where_they_are_explained(page: Page, address: str) -> None:
    page.goto(f"{address}/postmortems/")
    aims = page.locator(".pm-front a[href*='#']").evaluate_all("all => all.map(each => each.href)")
    assert len(aims) == 8  # four figures, three actions, all actions
    for aim in aims:
        page.goto(aim)
        anchor = aim.split("#")[1]
        assert page.evaluate("id => document.getElementById(id) !== null", anchor), aim


def test_without_the_table_everything_is_there(page: Page, address: str) -> None:
    page.route("**/postmortems.js", lambda route: route.abort())
    page.goto(f"{address}/postmortems/?service=ingress", wait_until="networkidle")
    expect(page.locator(".pm-front")).to_be_visible()


def test_it_needs_no_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/postmortems/?service=ingress")
    expect(page.get_by_role("heading", name="Newest")).to_be_visible()
    page.locator(".pm-cards").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("CloudBoard API outage")
    context.close()


def test_what_is_transferred_is_little(page: Page, address: str, tmp_path: Path) -> None:
    """Far under 300 kB as a server would send it, with the theme, at 1,000 postmortems."""
    sizes: dict[str, int] = {}
    page.on("response", lambda each: sizes.update({each.url: packed(each.body())}))
    page.goto(f"{address}/postmortems/", wait_until="networkidle")
    synthesize(tmp_path / "postmortems", 300, 1)
    archive, day = load(tmp_path / "postmortems"), date(2026, 7, 10)
    tables = all_data(archive, day, figures(archive, day))
    (table,) = (each for each in tables if each.path == "postmortems.js")
    # In place of the table of the shipped archive one of 1,000, which packs better than four of
    # 300. The page itself lists 200 at most.
    of_300 = packed(table.content(lambda path: path))
    sizes[f"{address}/postmortems/postmortems.js"] = 4 * of_300
    assert len(sizes) > 5
    assert sum(sizes.values()) < 200_000, sizes


def packed(content: bytes) -> int:
    return len(gzip.compress(content, compresslevel=6))
