"""The search box in Material's header: the best hits below it, with or without a pointer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.conftest import served
from tests.looking import THEMES_OWN, open_and_listen
from tests.test_browser_search_page import SEARCH, other_site

pytestmark = pytest.mark.browser

YEAR = "postmortems/2021/"
ORDERS = "Order service outage from connections leaked by the export endpoint"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    yield page
    page.close()


@pytest.fixture
def asked(page: Page, address: str) -> Page:
    """A page of a year, on which somebody has typed into the box."""
    page.goto(f"{address}/{YEAR}")
    ask(page, "pool exhausted export")
    # Not what was found before the last letter.
    told = page.locator(".pm-box [role=status]")
    expect(told).to_have_text("12 postmortems, the best 5 shown")
    return page


def ask(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(text, delay=5)
    expect(page.locator(".pm-box-list")).to_be_visible()


def options(page: Page) -> list[str]:
    return page.locator(".pm-box [role=option] .pm-title").all_inner_texts()


def active(page: Page) -> str:
    """The text of the option that a screen reader hears, or "" for the field itself."""
    script = """() => {
        const id = document.activeElement.getAttribute("aria-activedescendant");
        const option = id && document.getElementById(id);
        return option && option.ariaSelected === "true" ? option.textContent : "";
    }"""
    return str(page.evaluate(script))


def test_nothing_of_the_search_is_fetched_before_the_box_is_used(page: Page, address: str) -> None:
    fetched, wrong = open_and_listen(page, f"{address}/{YEAR}")
    assert [url for url in fetched if "/search/" in url] == []
    assert page.locator(".pm-box input").get_attribute("role") is None
    ask(page, "redis")
    assert [url for url in fetched if url.endswith("search/head.json")] != []
    # The script and nothing else of the search page: its controls are not needed here.
    assert [url for url in fetched if url.endswith(("page.js", "facets.js"))] == []
    assert wrong == []


def test_the_best_five_are_those_of_the_search_page(asked: Page, address: str) -> None:
    best = options(asked)
    assert best[0] == ORDERS
    assert len(best) == 5
    first = asked.locator(".pm-box [role=option]").first
    expect(first.locator(".pm-about")).to_have_text("2026-02-15 · SEV-1 · order-service")
    expect(asked.locator(".pm-box [role=status]")).to_have_text("12 postmortems, the best 5 shown")
    asked.get_by_role("option", name="All 12 hits").click()
    asked.wait_for_url(f"{address}/{SEARCH}?q=pool+exhausted+export")
    expect(asked.locator(".pm-hits")).to_be_visible()
    assert asked.locator(".pm-hits h2 a").all_inner_texts()[:5] == best


def test_arrows_move_and_enter_opens_what_is_active(asked: Page) -> None:
    field = asked.locator(".pm-box input")
    assert field.get_attribute("aria-expanded") == "true"
    assert active(asked) == ""
    asked.keyboard.press("ArrowDown")
    assert active(asked).startswith(ORDERS)
    asked.keyboard.press("ArrowUp")
    assert active(asked) == ""
    asked.keyboard.press("ArrowUp")
    assert active(asked) == "All 12 hits"
    asked.keyboard.press("ArrowDown")
    asked.keyboard.press("ArrowDown")
    asked.keyboard.press("Enter")
    asked.wait_for_url("**/2026-02-15-order-service-connection-pool/")


def test_enter_without_a_choice_leads_to_the_search_page(asked: Page, address: str) -> None:
    asked.keyboard.press("Enter")
    asked.wait_for_url(f"{address}/{SEARCH}?q=pool+exhausted+export")


def test_escape_closes_the_list_and_keeps_what_is_typed(asked: Page) -> None:
    field, shown = asked.locator(".pm-box input"), asked.locator(".pm-box-list")
    asked.keyboard.press("ArrowDown")
    asked.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    assert field.get_attribute("aria-expanded") == "false"
    assert field.get_attribute("aria-activedescendant") is None
    assert field.input_value() == "pool exhausted export"
    asked.keyboard.press("ArrowDown")
    expect(shown).to_be_visible()
    asked.keyboard.press("Tab")
    expect(shown).to_be_hidden()
    # An option is no stop of its own: the next one is behind the box.
    assert asked.evaluate("document.activeElement.closest('.pm-box')") is None


def test_a_click_elsewhere_closes_the_list(asked: Page) -> None:
    asked.locator("h1").click()
    expect(asked.locator(".pm-box-list")).to_be_hidden()
    asked.locator(".pm-box input").click()
    expect(asked.locator(".pm-box-list")).to_be_visible()
    asked.locator(".pm-box [role=option]").first.click()
    asked.wait_for_url("**/2026-02-15-order-service-connection-pool/")


def test_what_finds_nothing_is_said_and_put_right(page: Page, address: str) -> None:
    page.goto(f"{address}/{YEAR}")
    ask(page, "prometeus")
    expect(page.locator(".pm-box [role=status]")).to_have_text("No postmortem fits.")
    page.get_by_role("option", name="Did you mean prometheus?").click()
    page.wait_for_url(f"{address}/{SEARCH}?q=prometheus")


def test_a_query_that_is_half_typed_shows_nothing(page: Page, address: str) -> None:
    page.goto(f"{address}/{YEAR}")
    ask(page, "redis")
    page.keyboard.type(' "pool')
    says = page.locator(".pm-box [role=status]")
    expect(says).to_have_text("This query cannot be read yet.")
    expect(page.locator(".pm-box-list")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_list(browser: Browser, address: str, scheme: str) -> None:
    page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{address}/{YEAR}")
    ask(page, "pool exhausted export")
    page.keyboard.press("ArrowDown")
    found = Axe().run(page).response["violations"]
    ours = [
        (violation["id"], node["html"][:200])
        for violation in found
        for node in violation["nodes"]
        if violation["id"] not in THEMES_OWN or "pm-" in node["html"]
    ]
    page.close()
    assert ours == []


@pytest.mark.parametrize("width", [960, 1000, 1280])
def test_the_list_stays_within_the_page(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 500})
    page.goto(f"{address}/{YEAR}")
    ask(page, "the database outage")
    box = page.locator(".pm-box-list").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= 500
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_the_box_is_a_link(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{address}/{YEAR}")
    assert page.locator(".pm-box").is_hidden()
    page.locator(".pm-box-link").click()
    page.wait_for_url(f"{address}/{SEARCH}")


def test_without_javascript_the_form_leads_to_the_search_page(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{YEAR}")
    page.locator(".pm-box input").fill("redis")
    page.locator(".pm-box input").press("Enter")
    page.wait_for_url(f"{address}/{SEARCH}?q=redis")
    context.close()


def test_from_a_file_the_box_is_a_form(page: Page, site: Path) -> None:
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto((site / YEAR / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("redis")
    page.wait_for_timeout(300)
    assert page.locator(".pm-box-list").count() == 0
    assert wrong == []


def test_without_the_index_the_box_is_a_form(page: Page, address: str) -> None:
    page.route("**/search/head.json", lambda route: route.abort())
    page.goto(f"{address}/{YEAR}")
    page.keyboard.press("/")
    page.keyboard.type("redis")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/{SEARCH}?q=redis")


def test_a_theme_that_changes_pages_without_loading_them(page: Page, tmp_path: Path) -> None:
    theme = "{name: material, font: false, features: [navigation.instant]}"
    site = other_site(tmp_path, theme)
    with served(site) as address:
        sitemap = site / "sitemap.xml"
        text = sitemap.read_text(encoding="utf-8")
        sitemap.write_text(text.replace("https://incidents.example.com", address), encoding="utf-8")
        _, wrong = open_and_listen(page, f"{address}/postmortems/")
        page.evaluate("window.same = true")
        for word, key in (("pool", "ArrowDown"), ("resolver", "ArrowDown"), ("pool", "ArrowUp")):
            page.locator(".pm-box input").fill("")
            page.locator(".pm-box input").blur()
            ask(page, word)
            page.keyboard.press(key)
            with page.expect_navigation():
                page.keyboard.press("Enter")
            expect(page.locator(".pm-body, .pm-hits").first).to_be_visible()
            expect(page.locator(".pm-box-list")).to_be_hidden()
        assert page.url == f"{address}/{SEARCH}?q=pool"
        assert page.evaluate("window.same")
        assert wrong == []
