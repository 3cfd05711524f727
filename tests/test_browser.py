"""The site in a real Chromium: what a reader sees, and what the browser asks for."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.conftest import build, served
from tests.helpers import PATH, with_field, with_section
from tests.looking import KINDS, open_and_listen
from tests.test_commands import clean, postmortem
from tests.test_site import write_site

pytestmark = pytest.mark.browser

RICH = """\
## Trigger

> [!WARNING]
> Mind the pool.

- [x] done
- [ ] open

```python
pool.close()
```

```mermaid
graph LR
  A --> B
```

A note[^1] and https://example.com/bare.

[^1]: The note.

<script>document.title = "owned"</script><img src="x" onerror="document.title = 'owned'">
"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    yield page
    page.close()


def test_a_reader_gets_from_the_home_page_to_a_postmortem_in_two_steps(
    page: Page, address: str
) -> None:
    page.goto(address, wait_until="networkidle")
    page.locator(".md-tabs").get_by_role("link", name="Postmortems").click()
    # Among the newest, and below in the list of all.
    page.get_by_role("link", name=re.compile("^Order service outage")).first.click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Order service outage")
    assert page.locator(".md-sidebar--secondary").get_by_role("link", name="Timeline").count() == 1


def test_everything_can_be_read_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/postmortems/")
    page.get_by_role("link", name=re.compile("^Order service outage")).last.click()
    assert "All 20 connections of the PostgreSQL pool are taken" in page.inner_text("main")
    context.close()


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A served site of one postmortem with everything that a body may hold."""
    folder = tmp_path_factory.mktemp("rich")
    config = write_site(folder, {PATH: with_section(RICH)}, "material")
    settings = (
        config.read_text(encoding="utf-8")
        .replace("{name: material}", "material")
        .replace(
            "theme: material", "theme: {name: material, font: false, features: [content.code.copy]}"
        )
    )
    config.write_text(settings, encoding="utf-8")
    status, output = build(config, folder / "site")
    assert status == 0, output
    with served(folder / "site") as found:
        yield f"{found}/postmortems/2026/2026-02-15-orders-stuck/"


def test_a_rich_body_looks_as_on_github_and_runs_nothing(page: Page, rich: str) -> None:
    asked, wrong = open_and_listen(page, rich)
    origin = rich.split("/postmortems")[0]
    assert [url for url in asked if not url.startswith((origin, "data:"))] == []
    assert [message for message in wrong if "mermaid" in message.lower()] == []
    assert "owned" not in page.title()
    assert page.locator(".admonition.warning").inner_text().startswith("Warning")
    assert page.locator(".task-list-item input").count() == 2
    assert page.locator("div.highlight pre code span").count() > 0
    assert page.locator("div.highlight .md-code__button, .md-clipboard").count() > 0
    assert page.get_by_role("link", name="https://example.com/bare").count() == 1
    page.locator("div.mermaid").wait_for()
    assert page.locator("div.mermaid").bounding_box()["height"] > 40  # type: ignore[index]


def test_the_print_view_has_the_text(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}/{KINDS['postmortem']}", wait_until="networkidle")
    page.emulate_media(media="print")
    file = tmp_path / "page.pdf"
    page.pdf(path=file)
    assert file.stat().st_size > 10_000


def printed_pages(page: Page, address: str) -> int:
    """How many sheets of A4 a page takes."""
    page.goto(address, wait_until="networkidle")
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A served site of a quarter with 27 incidents, all with long titles, and a document of it.

    Every list of its report is longer than what is shown.
    """
    folder = tmp_path_factory.mktemp("quarter")
    days = [f"2026-{month:02}-{day:02}" for month in (1, 2, 3) for day in range(1, 12)]
    files: dict[str, str | bytes] = {
        f"2026/{day}-n.md": with_field(
            f"started: {day}T10:00Z\ndetected: {day}T10:05Z\nresolved: {day}T12:{n:02}Z\n"
            f"published: {day}\nkind: {'near-miss' if n % 5 == 4 else 'incident'}\n"
            f"severity: SEV-{1 + n % 2}\nservices: [order-service, checkout]\n"
            f"title: Orders stuck in the queue because the pool of connections was full, number {n}"
            + ("\nrepeat_of: [2026-01-01-n]" if n else ""),
        )
        for n, day in enumerate(days)
    }
    config = write_site(folder, files, "{name: material, font: false}")
    status, output = build(config, folder / "site")
    assert status == 0, output
    run = postmortem("report", "2026-Q1", "--format", "html", cwd=folder)
    document = folder / "report.html"
    document.write_text(clean(run, 0), encoding="utf-8")
    with served(folder / "site") as found:
        yield found, document


def test_a_report_prints_on_two_pages_without_navigation(
    page: Page, quarter: tuple[str, Path]
) -> None:
    address = f"{quarter[0]}/postmortems/reports/2026-Q1/"
    assert printed_pages(page, address) <= 2
    page.emulate_media(media="print")
    assert "27 incidents" in page.inner_text("main")
    assert "and 2 more" in page.inner_text("main")
    for gone in (".md-header", ".md-sidebar", ".md-footer", ".pm-trail", ".pm-beside"):
        assert not any(each.is_visible() for each in page.locator(gone).all()), gone


def test_a_report_of_a_year_prints_on_two_pages(page: Page, quarter: tuple[str, Path]) -> None:
    assert printed_pages(page, f"{quarter[0]}/postmortems/reports/2026/") <= 2


def test_a_report_as_a_document_prints_on_two_pages(page: Page, quarter: tuple[str, Path]) -> None:
    assert printed_pages(page, quarter[1].as_uri()) <= 2


def test_the_small_report_is_one_page(page: Page, address: str) -> None:
    assert printed_pages(page, f"{address}/{KINDS['report']}") == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_document(
    browser: Browser, quarter: tuple[str, Path], scheme: str
) -> None:
    page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(quarter[1].as_uri())
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []
    page.set_viewport_size({"width": 360, "height": 740})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert width <= 360
