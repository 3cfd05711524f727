"""The search page in a real Chromium: what a reader types, chooses, sees and can share."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from tests.conftest import build, served
from tests.helpers import PATH, POSTMORTEM
from tests.looking import THEMES_OWN, open_and_listen
from tests.test_browser_engine import SMALL
from tests.test_site import write_site

pytestmark = pytest.mark.browser

SEARCH = "postmortems/search/"
ORDERS = "Order service outage from connections leaked by the export endpoint"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    yield page
    page.close()


@pytest.fixture
def search(page: Page, address: str) -> Page:
    page.goto(f"{address}/{SEARCH}")
    expect(page.locator(".pm-hits")).to_be_visible()
    return page


def field(page: Page) -> str:
    return page.locator(".pm-search input[type=search]").input_value()


def type_into(page: Page, text: str) -> None:
    page.locator(".pm-search input[type=search]").press_sequentially(text, delay=5)


def titles(page: Page) -> list[str]:
    return page.locator(".pm-hits h2 a").all_inner_texts()


def says(page: Page, text: str) -> None:
    expect(page.locator(".pm-search [role=status]")).to_have_text(text)


def choose(page: Page, facet: str, value: str) -> None:
    details = page.locator(f"details[data-facet={facet}]")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    details.get_by_label(value).click()


def counted(page: Page, facet: str) -> dict[str, str]:
    """The values of an open facet that are seen, with their counts."""
    lines = page.locator(f"details[data-facet={facet}] label:visible").all()
    return {
        line.locator(".pm-value").inner_text(): line.locator(".pm-count").inner_text()
        for line in lines
    }


def test_before_a_query_the_newest_and_examples_are_shown(search: Page) -> None:
    says(search, "30 postmortems, the newest 20 shown")
    assert titles(search)[0] == "CloudBoard API outage after a migration left an index missing"
    examples = search.locator(".pm-tries a").all_inner_texts()
    assert examples == ["service:kubernetes", "recover:>2h", "idx_tasks_user_status"]
    search.locator(".pm-tries a").last.click()
    says(search, "20 postmortems")
    assert field(search) == "idx_tasks_user_status"
    assert titles(search)[0] == "CloudBoard API outage after a migration left an index missing"
    assert search.get_by_role("button", name="Show").is_hidden()


def test_results_follow_what_is_typed_and_the_address_states_it(search: Page) -> None:
    type_into(search, "pool exhausted export")
    says(search, "12 postmortems")
    assert titles(search)[0] == ORDERS
    assert search.url.endswith("/search/?q=pool+exhausted+export")
    assert search.evaluate("document.activeElement.type") == "search"
    first = search.locator(".pm-hits li").first
    expect(first.locator(".pm-why")).to_have_text("Has pool, exhausted, export")
    expect(first.locator(".pm-about")).to_contain_text("SEV-1 order-service")
    search.reload()
    says(search, "12 postmortems")
    assert titles(search)[0] == ORDERS
    first.locator(".pm-about").get_by_role("link", name="order-service").click()
    search.wait_for_url("**/postmortems/services/order-service/")
    search.go_back()
    first.locator(".pm-about").get_by_role("link", name="SEV-1").click()
    search.wait_for_url("**/postmortems/severities/sev-1/")


def test_passages_are_marked_and_lead_to_their_section(search: Page) -> None:
    type_into(search, "ConnectionPoolTimeoutException")
    first = search.locator(".pm-hits li").first
    expect(first.locator("mark").first).to_have_text("ConnectionPoolTimeoutException")
    link = first.locator(".pm-passages a").first
    heading = link.inner_text()
    link.click()
    search.wait_for_url("**/2026-02-15-order-service-connection-pool/#*")
    anchor = search.url.partition("#")[2]
    assert search.locator(f"[id='{anchor}']").inner_text().rstrip("¶").strip() == heading


def test_passages_are_fetched_for_what_is_seen_only(page: Page, address: str) -> None:
    asked, _ = open_and_listen(page, f"{address}/{SEARCH}")
    assert [url for url in asked if "/20" in url] == []
    type_into(page, "the database outage")
    expect(page.locator(".pm-hits li").first.locator("mark").first).to_be_visible()
    assert 0 < len([url for url in asked if "/20" in url]) < page.locator(".pm-hits li").count()


def test_a_hit_without_its_page_stands_without_passages(page: Page, address: str) -> None:
    page.route("**/postmortems/20*/**", lambda route: route.abort())
    page.goto(f"{address}/{SEARCH}?q=redis")
    says(page, "2 postmortems")
    expect(page.locator(".pm-awaited")).to_have_count(0)
    assert len(titles(page)) == 2
    assert page.locator(".pm-passages p").count() == 0


def test_facets_count_what_the_query_leaves_and_can_be_taken_back(search: Page) -> None:
    type_into(search, "redis")
    says(search, "2 postmortems")
    choose(search, "service", "checkout")
    says(search, "1 postmortem")
    assert counted(search, "service") == {"checkout": "1", "survey-delivery": "1"}
    assert search.url.endswith("?q=redis&service=checkout")
    choose(search, "service", "survey-delivery")
    says(search, "2 postmortems")
    assert search.url.endswith("?q=redis&service=checkout&service=survey-delivery")
    search.keyboard.press("Escape")
    search.get_by_role("button", name="Service: checkout, remove").click()
    says(search, "1 postmortem")
    search.go_back()
    says(search, "2 postmortems")
    search.go_back()
    search.go_back()
    says(search, "2 postmortems")
    assert search.locator(".pm-chosen").is_hidden()


def test_what_has_no_value_can_be_chosen(page: Page, address: str) -> None:
    page.goto(f"{address}/{SEARCH}?severity=")
    says(page, "25 postmortems, the newest 20 shown")
    page.locator("details[data-facet=severity] summary").click()
    assert counted(page, "severity") == {"SEV-1": "5", "none": "25"}
    page.keyboard.press("Escape")
    without = titles(page)
    page.get_by_role("button", name="Severity: none, remove").click()
    says(page, "30 postmortems, the newest 20 shown")
    type_into(page, "-has:severity")
    says(page, "25 postmortems, the best 20 shown")
    page.get_by_label("Sort").select_option("newest")
    page.wait_for_url("**sort=newest")
    expect(page.locator(".pm-hits h2 a").first).to_have_text(without[0])
    assert titles(page) == without


def test_facets_work_without_a_query(page: Page, address: str) -> None:
    page.goto(f"{address}/{SEARCH}?year=2021&service=kubernetes")
    expect(page.locator(".pm-chosen button").first).to_have_text("Service: kubernetes ×")
    page.locator("details[data-facet=year] summary").click()
    assert page.locator("details[data-facet=year]").get_by_label("2021").is_checked()
    assert all(day.startswith("2021") for day in page.locator(".pm-day").all_inner_texts())
    page.get_by_role("button", name="Reset").click()
    says(page, "30 postmortems, the newest 20 shown")
    assert page.url.endswith(SEARCH)


def test_hits_can_be_sorted(search: Page) -> None:
    select = search.get_by_label("Sort")
    assert select.input_value() == "newest"
    select.select_option("longest")
    says(search, "30 postmortems, the longest 20 shown")
    assert search.url.endswith("?sort=longest")
    type_into(search, "connection")
    says(search, "6 postmortems")
    assert select.input_value() == "longest"
    select.select_option("newest")
    search.wait_for_url("**sort=newest")
    expect(search.locator(".pm-hits .pm-day").first).to_have_text("2026-04-10")
    days = search.locator(".pm-hits .pm-day").all_inner_texts()
    assert days == sorted(days, reverse=True)


def test_more_than_twenty_are_shown_when_asked_for(search: Page) -> None:
    search.get_by_role("button", name="Show 10 more").click()
    expect(search.locator(".pm-hits li")).to_have_count(30)
    says(search, "30 postmortems")
    assert search.evaluate("document.activeElement.textContent") == titles(search)[20]
    assert (
        len(set(search.locator(".pm-hits h2 a").evaluate_all("all => all.map(a => a.href)"))) == 30
    )


def test_what_finds_nothing_leads_on(search: Page) -> None:
    type_into(search, "redis AND certificate")
    says(search, "No postmortem fits.")
    hint = search.locator(".pm-hint")
    expect(hint).to_have_text("Found by certificate: 3")
    hint.get_by_role("link").click()
    says(search, "3 postmortems")
    assert field(search) == "certificate"


def test_a_mistyped_word_is_put_right(search: Page) -> None:
    type_into(search, "prometeus")
    says(search, "No postmortem fits.")
    link = search.locator(".pm-hint").get_by_role("link")
    expect(link).to_have_text("prometheus")
    link.click()
    assert field(search) == "prometheus"
    expect(search.locator(".pm-hits h2").first).to_be_visible()
    assert search.evaluate("document.activeElement.type") == "search"


def test_filters_that_leave_nothing_can_be_dropped(page: Page, address: str) -> None:
    page.goto(f"{address}/{SEARCH}?q=redis&year=2021")
    expect(page.locator(".pm-hint")).to_have_text("Found without filters: 2")
    page.locator(".pm-hint a").click()
    says(page, "2 postmortems")


def test_a_query_that_cannot_be_read_gets_its_message(search: Page) -> None:
    type_into(search, 'title:"open')
    says(search, "This query cannot be read yet.")
    expect(search.locator(".pm-wrong")).to_contain_text("is never closed")
    type_into(search, ' or"')
    expect(search.locator(".pm-wrong")).to_have_count(0)


def test_what_is_typed_is_shown_as_text(page: Page, address: str) -> None:
    page.goto(f"{address}/{SEARCH}?q=%22%3Cimg src=x onerror=document.title=1%3E&tag=%3Cb%3E")
    expect(page.locator(".pm-wrong")).to_be_visible()
    expect(page.locator(".pm-chosen button").first).to_have_text("Tag: <b> ×")
    assert page.locator(".pm-search img, .pm-search b").count() == 0


def test_only_the_answer_to_the_last_question_is_shown(page: Page, address: str) -> None:
    """The first query's words are kept back until the second has its answer."""
    page.goto(f"{address}/{SEARCH}")
    expect(page.locator(".pm-hits")).to_be_visible()
    held: list[Route] = []
    page.route("**/search/terms*.json*", lambda route: held.append(route), times=1)
    page.evaluate("""() => {
      const field = document.querySelector('.pm-search input[type=search]')
      field.value = 'zookeeper'; field.dispatchEvent(new Event('input', { bubbles: true }))
    }""")
    page.wait_for_url("**?q=zookeeper")
    page.locator(".pm-search input[type=search]").fill("recover:>2h")
    says(page, "10 postmortems")
    shown = titles(page)
    for route in held:
        route.continue_()
    page.wait_for_load_state("networkidle")
    assert titles(page) == shown


def test_keys_lead_to_the_field_and_through_the_hits(search: Page) -> None:
    search.locator("h1").click()
    search.keyboard.press("/")
    search.keyboard.type("pool exhausted")
    says(search, "11 postmortems")
    assert field(search) == "pool exhausted"
    search.keyboard.press("ArrowDown")
    search.keyboard.press("ArrowDown")
    assert search.evaluate("document.activeElement.textContent") == titles(search)[1]
    search.keyboard.press("ArrowUp")
    search.keyboard.press("ArrowUp")
    assert search.evaluate("document.activeElement.type") == "search"
    search.keyboard.press("ArrowDown")
    search.keyboard.press("Enter")
    search.wait_for_url("**/2026-02-15-order-service-connection-pool/")


def test_the_box_in_the_header_leads_to_the_search(page: Page, address: str) -> None:
    asked, _ = open_and_listen(page, f"{address}/how-to/write-a-postmortem/")
    assert [url for url in asked if "/search/" in url] == []
    page.keyboard.press("/")
    page.keyboard.type("pool exhausted export")
    page.keyboard.press("Enter")
    page.wait_for_url("**/postmortems/search/?q=pool+exhausted+export")
    says(page, "12 postmortems")
    assert page.locator(".pm-box").is_hidden()


def test_on_a_phone_the_header_has_a_link_to_the_search(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(address)
    page.locator("header").get_by_role("link", name="Search postmortems").click()
    page.wait_for_url(f"**/{SEARCH}")
    expect(page.locator(".pm-hits")).to_be_visible()
    page.get_by_role("button", name="Filter").click()
    choose(page, "year", "2021")
    expect(page.get_by_role("button", name="Filter (1)")).to_be_visible()
    type_into(page, "kubernetes ingress")
    expect(page.locator("mark").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "query", ["", "?q=pool+exhausted&service=checkout", "?q=%22open", "?q=redis+AND+certificate"]
)
def test_axe_finds_nothing_of_ours(browser: Browser, address: str, scheme: str, query: str) -> None:
    page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
    _, wrong = open_and_listen(page, f"{address}/{SEARCH}{query}")
    page.evaluate("document.querySelector('.pm-asking details').open = true")
    if "redis" not in query:
        page.locator("details[data-facet=service] summary").click()
    expect(page.locator(".pm-awaited:visible")).to_have_count(0)
    violations = Axe().run(page).response["violations"]
    page.close()
    nodes = [(v["id"], node["html"]) for v in violations for node in v["nodes"]]
    assert [one for one in nodes if one[0] not in THEMES_OWN or "pm-" in one[1]] == []
    assert wrong == []


def test_without_javascript_the_page_says_where_to_go(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{SEARCH}")
    text = page.inner_text("main")
    assert "needs JavaScript" in text
    assert "postmortem search" in text
    assert page.locator(".pm-search input").is_hidden()
    page.locator(".pm-search").get_by_role("link", name="The index").click()
    page.wait_for_url("**/postmortems/")
    page.locator(".pm-box input").fill("redis")
    page.locator(".pm-box input").press("Enter")
    page.wait_for_url(f"**/{SEARCH}?q=redis")
    context.close()


def test_an_index_that_does_not_load_is_said(page: Page, address: str) -> None:
    page.route("**/search/documents.json*", lambda route: route.fulfill(status=503))
    page.goto(f"{address}/{SEARCH}?q=redis")
    expect(page.get_by_role("alert")).to_contain_text("did not load")
    assert page.locator(".pm-search input").is_hidden()


def test_a_part_that_does_not_load_is_said_and_asked_for_again(search: Page) -> None:
    search.route("**/search/terms*.json*", lambda route: route.abort(), times=1)
    search.locator(".pm-search input[type=search]").fill("redis")
    expect(search.locator(".pm-search [role=status]")).to_contain_text("did not load")
    search.locator(".pm-search input[type=search]").press_sequentially(" cache")
    expect(search.locator(".pm-why").first).to_contain_text("redis")


def other_site(folder: Path, theme: str, plugins: str = "", options: str = "") -> Path:
    """A site of three postmortems with other settings."""
    config = write_site(folder, SMALL | {PATH: POSTMORTEM}, theme)
    text = config.read_text(encoding="utf-8").replace("  - search\n", plugins)
    config.write_text(text + options, encoding="utf-8")
    status, output = build(config, folder / "site")
    assert status == 0, output
    return folder / "site"


def test_beside_the_search_of_a_theme_ours_keeps_out_of_its_way(page: Page, tmp_path: Path) -> None:
    site = other_site(tmp_path, "{name: material, font: false}", "  - search\n")
    with served(site) as address:
        page.goto(f"{address}/{SEARCH}")
        assert page.locator(".pm-box, .pm-box-link").count() == 0
        type_into(page, "resolver")
        page.wait_for_url("**?text=resolver")  # the theme opens its own search on `q`
        page.reload()
        says(page, "1 postmortem")
        assert not page.locator("#__search").is_checked()
        page.goto(f"{address}/")
        page.keyboard.press("/")
        page.keyboard.type("stuck", delay=5)
        page.locator(".md-search-result__link").first.wait_for()


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_plain_themes_have_the_page_and_no_box(page: Page, tmp_path: Path, theme: str) -> None:
    with served(other_site(tmp_path, theme)) as address:
        page.goto(f"{address}/{SEARCH}?q=pool&service=order-service")
        expect(page.locator(".pm-hits mark").first).to_be_visible()
        assert page.locator(".pm-box").count() == 0
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_theme_that_changes_pages_without_loading_them(page: Page, tmp_path: Path) -> None:
    theme = "{name: material, font: false, features: [navigation.instant]}"
    site = other_site(tmp_path, theme)
    copytree(site, tmp_path / "served")
    with served(tmp_path / "served") as address:
        sitemap = tmp_path / "served" / "sitemap.xml"
        text = sitemap.read_text(encoding="utf-8")
        sitemap.write_text(text.replace("https://incidents.example.com", address), encoding="utf-8")
        _, wrong = open_and_listen(page, f"{address}/postmortems/")
        page.evaluate("window.same = true")
        for word in ("pool", "resolver"):
            # A form loads its page as ever; the link in the header, a phone's box, does not.
            page.locator(".pm-box-link").dispatch_event("click")
            page.wait_for_url(f"**/{SEARCH}")
            expect(page.locator(".pm-hits h2").first).to_be_visible()
            type_into(page, word)
            expect(page.locator(".pm-why").first).to_have_text(f"Has {word}")
            expect(page.locator(".pm-hits mark").first).to_be_visible()
            page.locator(".pm-hits h2 a").first.click()
            expect(page.locator(".pm-body")).to_be_visible()
            page.go_back()
            expect(page.locator(".pm-why").first).to_have_text(f"Has {word}")
            page.locator(".pm-trail a").first.click()
            expect(page.locator(".pm-search")).to_have_count(0)
            # Before its script has run, to go on would let that look for the list elsewhere.
            expect(page.locator(".pm-filter[data-table][data-live]")).to_be_visible()
        assert page.evaluate("window.same")
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.name") == "q"
        page.keyboard.type("queue")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}/{SEARCH}?q=queue")
        assert wrong == []


def test_from_a_file_the_page_says_why_it_cannot_search(page: Page, site: Path) -> None:
    page.goto((site / SEARCH / "index.html").as_uri())
    expect(page.locator(".pm-unable[data-why=file]")).to_be_visible()
    assert page.locator(".pm-search input").is_hidden()


def test_addresses_without_folders(page: Page, tmp_path: Path) -> None:
    site = other_site(tmp_path, "material", options="use_directory_urls: false\n")
    with served(site) as address:
        page.goto(f"{address}/postmortems/search.html?q=pool")
        expect(page.locator(".pm-hits mark").first).to_be_visible()
        page.locator(".pm-hits h2 a").first.click()
        expect(page.locator(".pm-body")).to_be_visible()
