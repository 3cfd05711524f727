"""The site in German in a real Chromium: lists, search, exercise and numbers."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import build, served
from tests.helpers import ROOT
from tests.looking import open_and_listen

pytestmark = pytest.mark.browser

CONFIG = """\
site_name: Archiv
theme: {name: material, language: de, font: false}
plugins: [postmortems]
nav: [index.md, postmortems/index.md]
"""
ORDERS = "postmortems/2026/2026-02-15-order-service-connection-pool/"


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address at which the shipped archive is served in German."""
    folder: Path = tmp_path_factory.mktemp("german")
    copytree(ROOT / "postmortems", folder / "postmortems")
    (folder / "docs").mkdir()
    (folder / "docs" / "index.md").write_text("# Start\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    status, output = build(folder / "mkdocs.yml", folder / "site", "--strict")
    assert status == 0, output
    with served(folder / "site") as address:
        yield address


@pytest.fixture(params=[1280, 360])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": request.param, "height": 900})
    yield page
    assert page.evaluate("document.documentElement.scrollWidth") <= request.param
    page.close()


def test_the_list_counts_filters_and_sorts(page: Page, german: str) -> None:
    _, wrong = open_and_listen(page, f"{german}/postmortems/")
    assert page.evaluate("document.documentElement.lang") == "de"
    expect(page.get_by_text("30 Postmortems, die neuesten zuerst.")).to_be_visible()
    page.locator(".pm-asked input").fill("redis")
    expect(page.locator(".pm-more[role=status]")).to_have_text("2 von 30 Postmortems")
    page.goto(f"{german}/postmortems/?severity=SEV-2&service=ingress&service=dns&text=redis")
    expect(page.get_by_role("button", name="Schweregrad: SEV-2, entfernen")).to_be_visible()
    expect(page.get_by_text("Kein Postmortem passt")).to_be_visible()
    page.get_by_role("button", name="Zurücksetzen").click()
    expect(page.get_by_text("30 Postmortems, die neuesten zuerst.")).to_be_visible()
    assert wrong == []


def test_numbers_are_written_as_in_german(page: Page, german: str) -> None:
    page.goto(f"{german}/postmortems/")
    told = page.evaluate(
        """() => {
          const { ngettext, number } = window.postmortemArchive.messages
          const told = (n) => ngettext("{n} postmortem", "{n} postmortems", n)
          return [number(1240.5), told(1), told(1240)]
        }"""
    )
    assert told == ["1.240,5", "1 Postmortem", "1.240 Postmortems"]
    page.goto(f"{german}/{ORDERS}")
    # The report says users: ~28000.
    expect(page.get_by_text("~28.000 Nutzende")).to_be_visible()


def test_search_says_what_it_found_or_did_not_understand(page: Page, german: str) -> None:
    _, wrong = open_and_listen(page, f"{german}/postmortems/search/")
    says, field = page.locator(".pm-more[role=status]"), page.locator(".pm-search input").first
    expect(says).to_have_text("30 Postmortems, die neuesten 20 werden gezeigt")
    if page.locator(".pm-fold").is_visible():
        page.get_by_role("button", name="Filter").click()
    expect(page.locator("summary", has_text="Schlagwort")).to_be_visible()
    field.fill("conection pool")
    expect(page.locator(".pm-hint")).to_have_text("Meinten Sie connection pool?")
    field.fill("servic:checkout")
    expect(page.locator(".pm-wrong")).to_contain_text(
        "„servic“ ist kein Feld der Suche (um den Text selbst zu suchen, in Anführungszeichen "
        'setzen: "servic:checkout"); meinten Sie „service“?'
    )
    assert wrong == []


def test_the_exercise_and_the_box_in_the_header(page: Page, german: str) -> None:
    _, wrong = open_and_listen(page, f"{german}/postmortems/exercise/")
    page.get_by_role("button", name="Einen wählen").click()
    expect(page.get_by_role("heading", name="vom 20")).to_be_visible()
    page.get_by_role("button", name="Den Rest zeigen").click()
    expect(page.get_by_text("Das war die letzte; was es war, steht darunter.")).to_be_visible()
    expect(page.get_by_role("button", name="Anderen wählen")).to_have_count(2)
    assert wrong == []
    if page.locator(".pm-box input").is_visible():
        page.get_by_placeholder("Postmortems durchsuchen").fill("redis")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Suche", exact=True)).to_be_visible()
