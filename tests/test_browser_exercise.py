"""The exercise in a real Chromium: a whole round by keyboard, its address, what it holds back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.conftest import build, served
from tests.helpers import PATH, POSTMORTEM, with_field, with_section
from tests.looking import THEMES_OWN, open_and_listen
from tests.test_exercise import LONG
from tests.test_site import write_site

pytestmark = pytest.mark.browser

EXERCISE = "postmortems/exercise/"
# 27 rows; detected with the second, at the start.
ID = "2025-01-15-checkout-database-connection-leak"
TITLE = "Checkout outage from a database connection leak in v2.5.3"
INSTANT = "{name: material, font: false, features: [navigation.instant]}"
ROWS = ".pm-reveal > li:not(.pm-reached, .pm-mine)"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    yield page
    page.close()


def begun(page: Page, address: str) -> Page:
    page.goto(f"{address}/{EXERCISE}?incident={ID}", wait_until="networkidle")
    page.locator(".pm-round").wait_for()
    return page


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.innerText"))


def test_a_whole_round_by_keyboard(page: Page, address: str) -> None:
    _, wrong = open_and_listen(page, f"{address}/{EXERCISE}?service=product-catalog")
    go = page.get_by_role("button", name="Pick one")
    go.focus()
    page.keyboard.press("Enter")
    page.locator(".pm-round").wait_for()
    assert focused(page) == "An incident of 2025-01-15"
    assert page.locator(".pm-round dd").all_inner_texts() == [
        "checkout, product-catalog, authentication",
        "SEV-1",
        "2025-01-15 14:23 UTC",
        "alert",
    ]
    assert page.locator(ROWS).count() == 2
    expect(page.locator(".pm-reached")).to_have_text(["Detected at the start"])
    assert TITLE not in page.content()
    page.keyboard.press("n")
    assert "The on-call engineer is paged" in focused(page)
    page.keyboard.press("Tab")
    page.keyboard.type("Roll it back, now\nthen look <b>why</b>")
    page.keyboard.press("Control+Enter")
    assert "Alert acknowledged, investigation starts" in focused(page)
    expect(page.locator(".pm-mine")).to_have_text("YouRoll it back, now\nthen look <b>why</b>")
    says = page.locator(".pm-progress")
    expect(says).to_have_text("Row 4 of 27. Acknowledged 5 min after the start.")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    assert "T+12 min" in focused(page)
    expect(says).to_have_text("Row 6 of 27.")
    assert TITLE not in page.content()
    page.get_by_role("button", name="Show the rest").press("Enter")
    assert "T+14 min" in focused(page)
    assert page.locator(ROWS).count() == 27
    expect(page.locator(".pm-ask")).to_have_count(0)
    expect(page.locator(".pm-round h2").last).to_have_text(TITLE)
    parts = page.locator(".pm-round h3").all_inner_texts()
    assert parts[:2] == ["Summary", "Cause"]
    assert "Actions that are not marked as done" in parts
    expect(page.locator(".pm-sections")).to_contain_text("What went poorly")
    expect(page.locator(".pm-mine")).to_be_visible()
    page.get_by_role("link", name=TITLE).click()
    expect(page).to_have_url(re.compile(f"/{ID}/$"))
    assert wrong == []


def test_what_is_written_goes_nowhere(page: Page, address: str) -> None:
    begun(page, address)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("textbox", name="What would you do next").fill("a secret thought")
    page.get_by_role("button", name="Show what happened next").click()
    expect(page.locator(".pm-mine")).to_contain_text("a secret thought")
    assert asked == []
    stored = "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    assert "secret" not in str(page.evaluate(stored))
    assert "secret" not in page.url


def test_the_address_names_the_incident_without_telling_its_end(page: Page, address: str) -> None:
    begun(page, address)
    assert re.search(r"\?incident=2025-01-15-[0-9a-z]+$", page.url)
    assert "leak" not in page.url
    page.goto(page.url, wait_until="networkidle")
    expect(page.locator(".pm-round h2")).to_have_text("An incident of 2025-01-15")


def test_an_address_of_what_is_not_here_or_does_not_fit_says_so(page: Page, address: str) -> None:
    _, wrong = open_and_listen(page, f"{address}/{EXERCISE}?incident=2025-01-15-nothing")
    says = page.locator(".pm-says")
    expect(says).to_have_text("The address names an incident that is not here. Pick one instead.")
    expect(page.get_by_role("button", name="Pick one")).to_be_enabled()
    table = page.evaluate("fetch('../postmortems.json').then(answer => answer.json())")
    marks = page.evaluate("fetch('../postmortems.js').then(answer => answer.text())")
    flags = re.search('"exercise":"([01]+)"', marks)
    assert flags
    ids = sorted(each["id"] for each in table["postmortems"])
    unfit = ids[flags[1].index("0")]
    page.goto(f"{address}/{EXERCISE}?incident={unfit}", wait_until="networkidle")
    expect(says).to_contain_text("its timeline does not tell enough to practise with")
    assert wrong == []


def test_choices_leave_what_fits_both_and_stand_in_the_address(page: Page, address: str) -> None:
    page.goto(f"{address}/{EXERCISE}?service=checkout&severity=nonsense", wait_until="networkidle")
    service, severity = page.get_by_role("combobox", name="Service"), page.get_by_label("Severity")
    assert service.input_value() == "checkout"
    assert severity.locator("option").all_inner_texts() == ["Any (2)", "SEV-1 (2)"]
    severity.select_option("SEV-1")
    assert page.url.endswith("?service=checkout&severity=SEV-1")
    service.select_option("")
    assert page.url.endswith("?severity=SEV-1")
    # Of two, the second pick is never the first again.
    service.select_option("checkout")
    heading = page.locator(".pm-round h2")
    page.get_by_role("button", name="Pick one").click()
    heading.wait_for()
    first = heading.inner_text()
    page.get_by_role("button", name="Pick another").click()
    expect(heading).not_to_have_text(first)
    page.get_by_role("button", name="Pick another").click()
    expect(page.locator(".pm-says")).to_have_text(
        "You have seen all of this choice; they begin again."
    )


def test_a_service_leads_to_the_exercise_with_its_incidents(page: Page, address: str) -> None:
    page.goto(f"{address}/postmortems/services/checkout/", wait_until="networkidle")
    page.get_by_role("link", name="Practise with its incidents").click()
    expect(page).to_have_url(re.compile("/exercise/\\?service=checkout$"))
    expect(page.get_by_role("combobox", name="Service")).to_have_value("checkout")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_from_beginning_to_end(
    browser: Browser, address: str, scheme: str
) -> None:
    page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
    begun(page, address)
    page.keyboard.press("n")
    page.get_by_role("textbox", name="What would you do next").fill("wait")
    ours = []
    for step in ("Show what happened next", "Show the rest"):
        page.get_by_role("button", name=step).click()
        found = Axe().run(page).response["violations"]
        ours += [
            (violation["id"], node["html"][:200])
            for violation in found
            for node in violation["nodes"]
            if violation["id"] not in THEMES_OWN or "pm-" in node["html"]
        ]
    page.close()
    assert ours == []


def test_a_phone_shows_it_without_sideways_scroll(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    begun(page, address)
    page.get_by_role("button", name="Show the rest").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_on_paper_there_are_rows_and_no_controls(page: Page, address: str) -> None:
    begun(page, address)
    page.get_by_role("button", name="Show the rest").click()
    page.emulate_media(media="print")
    assert page.locator(ROWS).last.is_visible()
    for gone in (".pm-asked", ".pm-steps", ".pm-progress"):
        assert not any(each.is_visible() for each in page.locator(gone).all()), gone


def test_without_javascript_there_is_a_list(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{EXERCISE}")
    assert page.locator("select").count() == 0
    page.locator(f"a[href*='{ID}']").click()
    expect(page).to_have_url(re.compile(f"/{ID}/#2025-01-15T14:15$"))
    context.close()


def test_opened_as_a_file_it_says_what_it_needs_and_lists(page: Page, site: Path) -> None:
    page.goto((site / EXERCISE / "index.html").as_uri())
    expect(page.locator(".pm-says")).to_contain_text("where the site is served")
    assert page.locator(".pm-unnamed li").count() > 5
    assert "needs JavaScript" not in page.locator(".pm-exercise").inner_text()


def test_a_page_that_does_not_load_is_told_of(page: Page, address: str) -> None:
    page.route(f"**/{ID}/", lambda route: route.abort())
    page.goto(f"{address}/{EXERCISE}?incident={ID}")
    expect(page.locator(".pm-says")).to_contain_text("did not load. Pick another")


HOSTILE = "<img src=x onerror=alert(1)> `<script>alert(2)</script>` \"'>"
IN_ROWS = "## Timeline\n\nAll times in UTC.\n\n| Time | Event |\n|---|---|\n" + "".join(
    f"| 14:{minute} | {HOSTILE} |\n" for minute in (23, 25, 30, 40, 50)
)
AS_ITEMS = """\
## Timeline

All times in UTC.

- 14:23 Orders stop
- 14:25 An alert
- 14:30 **Somebody** looks at `the pool`
- 14:40 The pool is made larger
- 15:08 Orders go through
"""
AS_HEADINGS = "## Timeline\n\nAll times in UTC.\n\n" + "".join(
    f"### 14:{minute} What is seen at {minute}\n\nA first line.\n\n- a second\n\n"
    for minute in (23, 25, 30, 40, 50)
)


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_it_works_in_every_theme_and_shows_what_is_hostile_as_text(
    browser: Browser, tmp_path: Path, theme: str
) -> None:
    title = "<img src=x onerror=alert(3)>"
    files: dict[str, str | bytes] = {
        PATH: with_field(f"title: '{title}'", with_section(IN_ROWS)),
        "2026/2026-02-16-items.md": with_section(AS_ITEMS).replace("2026-02-15", "2026-02-16"),
        "2026/2026-02-17-heads.md": with_section(AS_HEADINGS).replace("2026-02-15", "2026-02-17"),
    }
    config = write_site(tmp_path, files, INSTANT if theme == "material" else theme)
    status, output = build(config, tmp_path / "site")
    assert status == 0, output
    page = browser.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    with served(tmp_path / "site") as found:
        # Where a theme shows pages without loading them, the scripts run all the same.
        _, wrong = open_and_listen(page, f"{found}/postmortems/")
        page.get_by_role("link", name="Exercise").first.click()
        page.get_by_role("button", name="Pick one").wait_for()
        told = {}
        for id_ in ("2026-02-15-orders-stuck", "2026-02-16-items", "2026-02-17-heads"):
            page.goto(f"{found}/{EXERCISE}?incident={id_}")
            page.get_by_role("button", name="Show the rest").click()
            told[id_] = page.locator(ROWS).all_inner_texts()
            if theme == "material":
                page.set_viewport_size({"width": 360, "height": 740})
                assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.goto(f"{found}/{EXERCISE}?incident=2026-02-15-orders-stuck")
        page.get_by_role("button", name="Show the rest").click()
        expect(page.locator(".pm-round h2").last).to_have_text(title)
        page.close()
    rows, items, heads = told.values()
    assert "<script>alert(2)</script>" in rows[0]
    assert [row.split("\n")[-1] for row in items[:3]] == [
        "14:23 Orders stop",
        "14:25 An alert",
        "14:30 Somebody looks at the pool",
    ]
    assert heads[0].split("\n")[1:] == ["14:23 What is seen at 23", "A first line.", "a second"]
    if theme == "material":  # the others ask other hosts for their own scripts
        assert [message for message in wrong if "404" not in message] == []
    assert dialogs == []


def test_an_archive_without_any_says_what_it_takes(page: Page, tmp_path: Path) -> None:
    status, output = build(write_site(tmp_path, {PATH: POSTMORTEM}, INSTANT), tmp_path / "site")
    assert status == 0, output
    with served(tmp_path / "site") as found:
        _, wrong = open_and_listen(page, f"{found}/{EXERCISE}")
        expect(page.locator(".md-content")).to_contain_text("No postmortem here can be practised")
    assert [message for message in wrong if "404" not in message] == []


def test_restricted_incidents_are_as_unknown_as_any_other(page: Page, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        PATH: with_field("visibility: restricted", LONG),
        "2026/2026-02-16-open.md": LONG.replace("2026-02-15", "2026-02-16"),
    }
    status, output = build(write_site(tmp_path, files, INSTANT), tmp_path / "site")
    assert status == 0, output
    with served(tmp_path / "site") as found:
        page.goto(f"{found}/{EXERCISE}?incident=2026-02-15-orders-stuck")
        expect(page.locator(".pm-says")).to_contain_text("an incident that is not here")
        expect(page.get_by_role("combobox", name="Service").locator("option").first).to_have_text(
            "Any (1)"
        )
