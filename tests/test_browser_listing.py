"""The index in a real Chromium: filtering, sorting, its address, keys, and life without scripts."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from postmortem_archive.load import load
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.front_matter import MEASURES, Duration, duration
from postmortem_archive.statistics.wording import span
from tests.conftest import build, served
from tests.helpers import PATH, ROOT, with_field
from tests.looking import THEMES_OWN, open_and_listen
from tests.test_site import write_site

pytestmark = pytest.mark.browser

INSTANT = "{name: material, font: false, features: [navigation.instant]}"
HOSTILE = "</script><img src=x onerror=alert(1)> \u2028 \"'"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    yield page
    page.close()


def opened(page: Page, address: str) -> Page:
    page.goto(address, wait_until="networkidle")
    return page


def says(page: Page) -> Locator:
    return page.locator(".pm-more[role=status]")


def titles(page: Page) -> list[str]:
    return page.locator(".pm-list .pm-title > a").all_inner_texts()


def facet(page: Page, name: str) -> Locator:
    return page.locator(f"details[data-facet={name}]")


def test_what_is_typed_filters_and_stands_in_the_address(page: Page, address: str) -> None:
    _, wrong = open_and_listen(page, f"{address}/postmortems/")
    before = page.evaluate("history.length")
    field = page.get_by_placeholder("Filter by words")
    field.press_sequentially("RÉDIS limit")
    expect(says(page)).to_have_text("1 of 30 postmortems")
    assert titles(page) == ["Survey delivery outage after the Redis connection limit was reached"]
    assert page.url.endswith("/postmortems/?text=R%C3%89DIS+limit")
    assert page.evaluate("history.length") == before
    assert page.locator(".pm-list h3").all_inner_texts() == ["2025 1"]
    field.fill("")
    expect(says(page)).to_have_text("30 postmortems, newest first.")
    assert page.url.endswith("/postmortems/")
    assert wrong == []


def test_counts_are_of_what_the_other_filters_leave(page: Page, address: str) -> None:
    opened(page, f"{address}/postmortems/?service=kubernetes&year=2021")
    archive = load(ROOT / "postmortems")
    of_year = [p for p in archive.postmortems if p.day and p.day.year == 2021]
    kubernetes = [p for p in of_year if "kubernetes" in p.front.services]
    expect(says(page)).to_have_text(f"{len(kubernetes)} of 30 postmortems")
    facet(page, "service").locator("summary").click()
    line = facet(page, "service").locator("label", has_text="kubernetes")
    expect(line.locator("input")).to_be_checked()
    # A facet's own choice does not reduce its counts, those of the others do.
    for name in ("kubernetes", "ingress"):
        count = sum(name in p.front.services for p in of_year)
        shown = facet(page, "service").locator("label", has_text=name).locator(".pm-count")
        expect(shown).to_have_text(str(count))
    facet(page, "tag").locator("summary").click()
    expect(facet(page, "service")).not_to_have_attribute("open", "")
    count = sum("dns" in p.front.tags for p in kubernetes)
    line = facet(page, "tag").locator("label", has_text="dns")
    if count:
        expect(line.locator(".pm-count")).to_have_text(str(count))
    else:
        expect(line).to_be_hidden()


def test_none_is_a_choice_of_what_has_no_value(page: Page, address: str) -> None:
    archive = load(ROOT / "postmortems")
    without = [p for p in archive.postmortems if not p.front.severity]
    opened(page, f"{address}/postmortems/?severity=")
    expect(says(page)).to_have_text(f"{len(without)} of 30 postmortems")
    assert titles(page) == [p.title for p in without]
    facet(page, "severity").locator("summary").click()
    lines = facet(page, "severity").locator("label:visible")
    expect(lines.last).to_contain_text(f"none {len(without)}")
    expect(lines.last.locator("input")).to_be_checked()
    facet(page, "severity").get_by_label("SEV-1").check()
    some = sum(p.front.severity in (None, "SEV-1") for p in archive.postmortems)
    expect(says(page)).to_have_text(f"{some} of 30 postmortems")
    assert page.url.endswith("?severity=&severity=SEV-1")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Severity: SEV-1, remove").click()
    page.get_by_placeholder("Filter by words").fill("no such words")
    expect(page.get_by_role("button", name="Without severity none: ")).to_have_count(0)
    page.get_by_placeholder("Filter by words").fill("Black Friday")
    page.get_by_role("button", name="Without severity none: 1").click()
    expect(says(page)).to_have_text("1 of 30 postmortems")


def test_a_choice_is_a_step_back_and_chips_take_it_back(page: Page, address: str) -> None:
    opened(page, f"{address}/postmortems/")
    facet(page, "service").locator("summary").click()
    page.get_by_role("checkbox", name="ingress").check()
    expect(says(page)).to_have_text(re.compile("^6 of 30"))
    facet(page, "service").get_by_role("checkbox", name="logging").check()
    assert page.url.endswith("?service=ingress&service=logging")
    one_or_other = says(page).inner_text()
    assert one_or_other != "6 of 30 postmortems"
    page.go_back()
    expect(says(page)).to_have_text(re.compile("^6 of 30"))
    page.go_forward()
    expect(says(page)).to_have_text(one_or_other)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Service: logging, remove").click()
    expect(says(page)).to_have_text(re.compile("^6 of 30"))
    expect(page.get_by_role("button", name="Service: ingress, remove")).to_be_focused()
    page.get_by_role("button", name="Reset").click()
    expect(says(page)).to_have_text("30 postmortems, newest first.")
    expect(page.get_by_placeholder("Filter by words")).to_be_focused()


def recoveries(archive: Archive) -> list[Duration]:
    found = (duration(p.front, MEASURES["recover"]) for p in archive.postmortems)
    return [each for each in found if each]


def test_sorts(page: Page, address: str) -> None:
    archive = load(ROOT / "postmortems")
    opened(page, f"{address}/postmortems/")
    newest = titles(page)
    assert newest == [p.title for p in archive.postmortems]
    page.get_by_label("Sort").select_option("Oldest")
    assert page.url.endswith("?sort=oldest")
    assert titles(page) == newest[::-1]
    page.get_by_label("Sort").select_option("Longest")
    spans = page.locator(".pm-list .pm-span").all_inner_texts()
    known = {span(duration.span): duration.span for duration in recoveries(archive)}
    longest = sorted(recoveries(archive), key=lambda each: each.span, reverse=True)
    assert [known[text] for text in spans if text != "–"] == [
        known[span(each.span)] for each in longest
    ]
    unknown = [text == "–" for text in spans]
    assert unknown == sorted(unknown)
    assert page.locator(".pm-list h3").count() == 0
    page.get_by_label("Sort").select_option("Severity")
    ranked = [row.locator(".pm-rank-1").count() for row in page.locator(".pm-list li").all()]
    assert len(ranked) == 30
    assert ranked == sorted(ranked, reverse=True)


def test_rows_are_those_of_the_page_itself(page: Page, address: str) -> None:
    opened(page, f"{address}/postmortems/")
    rows = """[...document.querySelectorAll('.pm-list li')].map(row => [
        row.innerText, ...[...row.querySelectorAll('a')].map(a => a.href + a.className + a.title),
        ...[...row.querySelectorAll('.pm-span')].map(span => span.title)])"""
    headings = """[...document.querySelectorAll('.pm-list h3')].map(heading => [
        heading.id, heading.innerText, heading.querySelector('a').href])"""
    own, over = page.evaluate(rows), page.evaluate(headings)
    opened(page, f"{address}/postmortems/?year=" + "&year=".join(map(str, range(2018, 2027))))
    expect(says(page)).to_have_text("30 of 30 postmortems")
    assert page.evaluate(rows) == own
    assert page.evaluate(headings) == over


def test_what_fits_nothing_says_which_filter_to_drop(page: Page, address: str) -> None:
    opened(page, f"{address}/postmortems/?tag=dns&service=checkout&text=redis")
    expect(says(page)).to_have_text("0 of 30 postmortems")
    page.get_by_role("button", name="Without tag dns: 1").click()
    expect(says(page)).to_have_text("1 of 30 postmortems")
    opened(page, f"{address}/postmortems/?tag=gone")
    expect(page.get_by_role("button", name="Without tag gone: 30")).to_be_visible()
    opened(page, f"{address}/postmortems/?tag=gone&team=gone")
    expect(page.get_by_text("nor would one with one filter less")).to_be_visible()
    page.get_by_role("button", name="Tag: gone, remove").click()
    expect(page.get_by_role("button", name="Without team gone: 30")).to_be_visible()


def test_the_page_of_a_service_leads_to_its_filter(page: Page, address: str) -> None:
    opened(page, f"{address}/postmortems/services/ingress/")
    page.get_by_role("link", name="Filter and sort them").click()
    expect(says(page)).to_have_text("6 of 30 postmortems")
    expect(page.get_by_role("button", name="Service: ingress, remove")).to_be_visible()
    opened(page, f"{address}/postmortems/severities/sev-1/")
    page.get_by_role("link", name="Filter and sort them").click()
    # All others have no severity, which is a choice too.
    expect(facet(page, "severity")).to_be_visible()
    page.get_by_role("button", name="Severity: SEV-1, remove").click()
    expect(says(page)).to_have_text("30 postmortems, newest first.")


def test_everything_is_done_by_keys(page: Page, address: str) -> None:
    opened(page, f"{address}/postmortems/")
    page.get_by_placeholder("Filter by words").focus()
    page.keyboard.press("Tab")  # sort
    page.keyboard.press("Tab")
    expect(facet(page, "severity").locator("summary")).to_be_focused()
    page.keyboard.press("Tab")
    expect(facet(page, "service").locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Service: authentication, remove")).to_be_visible()
    expect(facet(page, "service").get_by_role("checkbox").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(facet(page, "service").locator("summary")).to_be_focused()
    expect(facet(page, "service").locator(".pm-values")).to_be_hidden()
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    expect(facet(page, "service").locator(".pm-values")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_of_ours(browser: Browser, address: str, scheme: str, width: int) -> None:
    page = browser.new_page(
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 900},
    )
    for query in ("?service=kubernetes&text=node", "?tag=dns&text=redis"):
        opened(page, f"{address}/postmortems/{query}")
        if width == 360:
            page.get_by_role("button", name="Filter (1)").click()
        facet(page, "tag").locator("summary").click()
        found = Axe().run(page).response["violations"]
        ours = [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["id"] not in THEMES_OWN]
        ours += [
            (v["id"], node["html"][:200]) for v in found for node in v["nodes"]
            if "pm-" in node["html"]
        ]  # fmt: skip
        assert ours == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_on_a_phone_the_facets_fold_into_one_button(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    opened(page, f"{address}/postmortems/")
    expect(facet(page, "service")).to_be_hidden()
    button = page.get_by_role("button", name="Filter")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    facet(page, "service").locator("summary").click()
    page.get_by_role("checkbox", name="ingress").check()
    expect(says(page)).to_have_text("6 of 30 postmortems")
    expect(button).to_have_text("Filter (1)")
    page.close()


def test_no_facet_stands_out_of_a_narrow_window(page: Page, address: str) -> None:
    for width in (660, 800, 1000):
        page.set_viewport_size({"width": width, "height": 800})
        opened(page, f"{address}/postmortems/")
        for each in page.locator("details[data-facet]:not([data-single])").all():
            each.locator("summary").click()
            page.wait_for_function(f"document.documentElement.scrollWidth <= {width}")


def test_without_scripts_it_is_a_list_with_ways_in(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/postmortems/?service=ingress")
    assert says(page).inner_text() == "30 postmortems, newest first."
    assert len(titles(page)) == 30
    assert (
        page.locator(".pm-filter :is(input, select, .pm-fold)").locator("visible=true").count() == 0
    )
    expect(page.get_by_placeholder("Filter by words")).to_be_hidden()
    expect(facet(page, "year")).to_be_hidden()
    facet(page, "service").locator("summary").click()
    page.locator(".pm-filter").get_by_role("link", name="ingress").click()
    assert page.url.endswith("/services/ingress/")
    context.close()


def test_the_address_keeps_what_is_not_its_own(page: Page, address: str) -> None:
    opened(page, f"{address}/postmortems/?from=mail&service=ingress#year-2021")
    page.get_by_role("button", name="Reset").click()
    assert page.url.endswith("/postmortems/?from=mail#year-2021")


def test_a_filter_does_not_open_the_search_of_the_theme(page: Page, address: str) -> None:
    opened(page, f"{address}/postmortems/?text=redis")
    assert page.evaluate("document.querySelector('#__search').checked") is False


def test_durations_read_as_on_the_pages(page: Page, address: str) -> None:
    opened(page, f"{address}/postmortems/")
    minutes = [0, 0.0001, 0.5, 0.9999, 1, 1.5, 45, 59.4, 59.5, 60, 61, 93, 1439, 1439.5, 1440,
               1469.99, 1470, 1500, 2880, 525600, *(n * 7.25 for n in range(1, 400))]  # fmt: skip
    told = page.evaluate("all => all.map(postmortemArchive.table.span)", minutes)
    assert told == [span(timedelta(minutes=each)) for each in minutes]


@pytest.fixture(scope="module")
def instant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A site below a path of its own, without reloads, of 320 postmortems and hostile texts."""
    folder = tmp_path_factory.mktemp("instant")
    files: dict[str, str | bytes] = {
        f"2025/2025-01-01-n{n}.md": with_field(
            f"started: 2025-01-01T10:00Z\ndetected:\nresolved:\npublished:\ntitle: Number {n}\n"
            f"severity: SEV-{1 + n % 2}"
        )
        for n in range(320)
    }
    values = json.dumps([HOSTILE, "__proto__", "a & b / c+d"])
    files[PATH] = with_field(f"title: {json.dumps(HOSTILE)}\ntags: {values}")
    config = write_site(folder, files, INSTANT)
    settings = config.read_text(encoding="utf-8")
    settings += "site_url: http://127.0.0.1/below/\n"
    config.write_text(settings, encoding="utf-8")
    status, output = build(config, folder / "sites" / "below")
    assert status == 0, output
    with served(folder / "sites") as found:
        yield f"{found}/below/", folder / "sites" / "below"


def test_hostile_texts_are_texts(page: Page, instant: tuple[str, Path]) -> None:
    _, wrong = open_and_listen(page, f"{instant[0]}postmortems/?severity=SEV-2&text=onerror")
    assert titles(page) == [HOSTILE]
    facet(page, "tag").locator("summary").click()
    names = facet(page, "tag").locator(".pm-value").all_text_contents()
    *names, none = names
    assert none == "none"  # what has no tag, and so is not seen now
    assert sorted(names) == sorted([HOSTILE, "__proto__", "a & b / c+d"])
    for name in names:
        facet(page, "tag").locator("label", has=page.get_by_text(name, exact=True)).click()
    expect(says(page)).to_have_text("1 of 321 postmortems")
    there = page.url
    opened(page, there)
    assert page.locator(".pm-chosen .pm-chip").count() == 4
    assert page.locator("img[src=x]").count() == 0
    assert wrong == []


def test_a_long_list_is_shown_step_by_step(page: Page, instant: tuple[str, Path]) -> None:
    opened(page, f"{instant[0]}postmortems/")
    assert len(titles(page)) == 200
    expect(page.get_by_role("link", name="All 320 of 2025")).to_be_visible()
    page.get_by_placeholder("Filter by words").fill("number")
    count = 320
    expect(says(page)).to_have_text(f"{count} of 321 postmortems")
    assert page.locator(".pm-list h3").inner_text() == f"2025 {count}"
    for shown in range(50, count, 50):
        assert len(titles(page)) == shown
        more = min(50, count - shown)
        page.get_by_role("button", name=f"Show {more} more").click()
        expect(page.locator(".pm-list .pm-title > a").nth(shown)).to_be_focused()
    assert len(titles(page)) == count
    expect(page.get_by_role("button", name=re.compile("more$"))).to_be_hidden()


def test_it_lives_through_pages_that_are_changed_without_loading(
    page: Page, instant: tuple[str, Path]
) -> None:
    site, _ = instant
    _, wrong = open_and_listen(page, f"{site}postmortems/severities/sev-1/")
    page.evaluate("window.never = 'reloaded'")
    page.route("**/sitemap.xml", lambda route: route.continue_())
    page.get_by_role("link", name="Filter and sort them").click()
    expect(says(page)).to_have_text("160 of 321 postmortems")
    page.get_by_label("Sort").select_option("Oldest")
    page.get_by_placeholder("Filter by words").fill("number 31")
    expect(says(page)).to_have_text("5 of 321 postmortems")
    page.go_back()
    expect(says(page)).to_have_text("160 of 321 postmortems")
    expect(page.get_by_label("Sort")).to_have_value("newest")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("SEV-1")
    page.go_forward()
    expect(says(page)).to_have_text("160 of 321 postmortems")
    assert wrong == []


def test_it_works_from_a_file(page: Page, instant: tuple[str, Path]) -> None:
    index = (instant[1] / "postmortems" / "index.html").as_uri()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{index}?severity=SEV-1")
    expect(says(page)).to_have_text("160 of 321 postmortems")
    page.get_by_placeholder("Filter by words").fill("number 31")
    expect(says(page)).to_have_text("5 of 321 postmortems")
    assert "text=number+31" in page.url
    assert wrong == []


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_it_works_in_plain_themes(page: Page, tmp_path: Path, theme: str) -> None:
    other = with_field("title: Another\nservices: [checkout]\nseverity: SEV-1")
    config = write_site(tmp_path, {PATH: with_field("title: One"), "other.md": other}, theme)
    status, output = build(config, tmp_path / "site")
    assert status == 0, output
    with served(tmp_path / "site") as found:
        _, wrong = open_and_listen(page, f"{found}/postmortems/")
        facet(page, "service").locator("summary").click()
        page.get_by_role("checkbox", name="checkout").check()
        expect(says(page)).to_have_text("1 of 2 postmortems")
        assert titles(page) == ["Another"]
        page.get_by_role("link", name="Another").click()
        expect(page.get_by_role("heading", level=1, name="Another")).to_be_visible()
        # What these themes load from other hosts is not there; nothing of ours fails.
        assert [message for message in wrong if "postmortem" in message] == []


def test_if_the_table_does_not_load_the_list_stays(page: Page, address: str) -> None:
    page.route("**/postmortems.js", lambda route: route.abort())
    opened(page, f"{address}/postmortems/")
    expect(says(page)).to_contain_text("They cannot be filtered")
    expect(page.get_by_placeholder("Filter by words")).to_be_hidden()
    assert len(titles(page)) == 30
