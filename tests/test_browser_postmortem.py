"""The page of one postmortem in a real Chromium: the strip, the rows, the sheets of paper."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.conftest import build, served
from tests.helpers import PATH, with_section
from tests.looking import THEMES_OWN, open_and_listen
from tests.test_browser import printed_pages
from tests.test_site import write_site

pytestmark = pytest.mark.browser

ADDRESS = "postmortems/2025/2025-01-15-checkout-database-connection-leak/"
OTHER = "postmortems/2025/2025-03-10-survey-delivery-redis-connection-limit/"
MARKS = ".pm-ticks a"
READOUT = ".pm-readout"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/{ADDRESS}", wait_until="networkidle")
    yield page
    page.close()


def point_at(page: Page, percent: float) -> None:
    box = page.locator(".pm-drawing").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * percent / 100, box["y"] + 20)


def test_pointing_at_the_strip_reads_the_nearest_row_and_moves_nothing(page: Page) -> None:
    before = page.locator("#summary").bounding_box()
    expect(page.locator(READOUT)).to_be_hidden()
    # From 14:15 to 17:30 are 195 minutes; 15:35 is at 80 of them, 41 %, and no row is nearer.
    point_at(page, 41.5)
    expect(page.locator(READOUT)).to_be_visible()
    told = "15:35 (T+1 h 12 min): Every pod restarted; the number of connections returns"
    expect(page.locator(READOUT)).to_contain_text(told)
    assert page.locator("#summary").bounding_box() == before
    page.mouse.move(5, 5)
    expect(page.locator(READOUT)).to_be_hidden()


def test_a_click_beside_a_mark_goes_to_its_row(page: Page) -> None:
    point_at(page, 41.5)
    page.mouse.down()
    page.mouse.up()
    expect(page).to_have_url(re.compile("#2025-01-15T15:35$"))
    row = page.locator("tr:target")
    assert "Every pod restarted" in row.inner_text()
    box = row.bounding_box()
    assert box
    assert 40 < box["y"] < 900  # below the theme's header, and in sight


def test_the_keyboard_goes_from_row_to_row_and_to_the_text(page: Page) -> None:
    assert page.locator(f"{MARKS}[tabindex='0']").count() == 1
    page.locator(MARKS).first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator(READOUT)).to_contain_text("14:25 (T+2 min): The on-call engineer is paged")
    page.keyboard.press("End")
    expect(page.locator(READOUT)).to_contain_text("17:30 (T+3 h 7 min)")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(READOUT)).to_contain_text("14:15 (T−8 min)")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#2025-01-15T14:15$"))


def test_without_javascript_each_mark_is_a_link_with_a_title(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{ADDRESS}")
    mark = page.locator(MARKS).nth(1)
    assert (mark.get_attribute("title") or "").startswith("14:23 (T+0 min): First alerts")
    page.locator(f"{MARKS}[href='#2025-01-15T15:35']").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#2025-01-15T15:35$"))
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_everything_open(
    browser: Browser, address: str, scheme: str
) -> None:
    page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{address}/{ADDRESS}", wait_until="networkidle")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    page.evaluate("location.hash = '#2025-01-15T14:25'")
    page.locator(MARKS).nth(3).focus()
    found = Axe().run(page).response["violations"]
    page.close()
    ours = [
        (violation["id"], node["html"][:200])
        for violation in found
        for node in violation["nodes"]
        if violation["id"] not in THEMES_OWN or "pm-" in node["html"]
    ]
    assert ours == []


@pytest.mark.parametrize("path", [ADDRESS, OTHER])
def test_a_postmortem_prints_on_few_sheets_without_navigation(
    page: Page, address: str, path: str
) -> None:
    assert printed_pages(page, f"{address}/{path}") <= 4
    page.emulate_media(media="print")
    for gone in (
        ".md-header",
        ".md-sidebar",
        ".md-footer",
        ".pm-trail",
        ".pm-around",
        ".headerlink",
    ):
        assert not any(each.is_visible() for each in page.locator(gone).all()), gone
    assert page.locator(".pm-phase").first.is_visible()
    for table in page.locator(".pm-body table").all():
        box = table.bounding_box()
        assert box
        assert box["width"] <= 1280


def test_no_table_is_wider_than_the_paper(page: Page) -> None:
    page.set_viewport_size({"width": 688, "height": 1000})  # A4 within its margins
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= 688
    wide = (
        "[...document.querySelectorAll('.pm-body table')].filter(t => t.scrollWidth > 688).length"
    )
    assert page.evaluate(wide) == 0


HOSTILE = "## Timeline\n\nAll times in UTC.\n\n| Time | Event |\n|---|---|\n" + "".join(
    f"| 14:{minute} | <img src=x onerror=alert(1)> `<script>alert(2)</script>` \"'> |\n"
    for minute in (23, 30, 50)
)


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_the_strip_works_in_every_theme_and_shows_what_is_hostile_as_text(
    browser: Browser, tmp_path: Path, theme: str
) -> None:
    look = "{name: material, font: false, features: [navigation.instant]}"
    files: dict[str, str | bytes] = {PATH: with_section(HOSTILE)}
    config = write_site(tmp_path, files, look if theme == "material" else theme)
    status, output = build(config, tmp_path / "site")
    assert status == 0, output
    page = browser.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    with served(tmp_path / "site") as found:
        # Where a theme shows pages without loading them, the script runs all the same.
        _, wrong = open_and_listen(page, f"{found}/postmortems/")
        page.locator(f"a[href*='{PATH.removesuffix('.md')}']").first.click()
        page.locator(".pm-strip[data-bound]").wait_for()
        page.locator(MARKS).nth(1).focus()
        expect(page.locator(READOUT)).to_contain_text("<script>alert(2)</script>")
        page.set_viewport_size({"width": 360, "height": 740})
        if theme == "material":
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.close()
    if theme == "material":  # the others ask other hosts for their own scripts
        assert [message for message in wrong if "404" not in message] == []
    assert dialogs == []
