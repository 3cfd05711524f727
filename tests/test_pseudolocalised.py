"""Whether all that the site says can be said in another language.

A site is built with a message file that puts each of our texts between ⟦ and ⟧. What a reader finds
outside of these, and what is not the archive's, was forgotten: it is English in every language.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from babel.messages.pofile import read_po, write_po
from playwright.sync_api import Browser, Page, expect

from postmortem_archive.load import load
from tests.conftest import build, served
from tests.helpers import ROOT
from tests.untranslated import Theirs, forgotten, read

TEMPLATE = ROOT / "plugins" / "postmortem_archive" / "translation" / "messages.pot"
CONFIG = """\
site_name: Archive
site_url: https://incidents.example.com/
theme: {name: material, language: fr, font: false}
plugins: [postmortems]
nav: [index.md, postmortems/index.md]
"""
# What the shipped archive has nothing of: alerts, boxes, footnotes, findings, odd moments, a draft.
RICH = """\
---
title: Ein Zwischenfall
status: draft
kind: near-miss
severity: SEV-2
services: [checkout]
teams: [platform]
started: 2026-02-01T14:23Z
detected: 2026-02-01T14:20Z
mitigated: 2026-02-01T15:20Z
time_to_acknowledge: 5 min
detection: alert
responders: [rufdienst]
impact:
  users: ~15000
  requests: 3200.5
  data_loss: keiner
  data_exposed: nichts
  slo: {objective: 99.9%, window: 30 days}
repeat_of: [2025-01-15-checkout-latency]
published: 2026-02-03
tracker: INC-7
aliases: [2026/2026-02-01-alt.md]
---

## Summary

> [!NOTE]
> Hinweis des Autors.

> [!CAUTION]
> Noch einer.

- [ ] offen[^1]
- [x] fertig

[^1]: Eine Anmerkung.

## Timeline

| Time (UTC) | Event |
|------|-------|
| 09:00 | Lange davor |
| 14:10 | Davor |
| 14:23 | Beginn |
| 14:23 | Zugleich |
| 15:20 | Ende |
| 2026-02-09 10:00 | Lange danach |
| 2026-02-10 | Ohne Uhrzeit |

## Actions

| Action | Owner | Due date | Status |
|--------|-------|----------|--------|
| Etwas tun | @anna | 2026-02-10 | open |
| Noch etwas tun | | | |
"""
UNDATED = "---\ntitle: Ohne Tag\nstatus: draft\nkind: drill\n---\n\n## Summary\n\nNichts.\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped archive and what it lacks, with a message file for all that the site says."""
    root = tmp_path_factory.mktemp("pseudo")
    folder = copytree(ROOT / "postmortems", root / "postmortems")
    (folder / "2026" / "2026-02-01-ein-zwischenfall.md").write_text(RICH, encoding="utf-8")
    (folder / "2026" / "ohne-tag.md").write_text(UNDATED, encoding="utf-8")
    (root / "docs").mkdir()
    (root / "docs" / "index.md").write_text("# Home\n", encoding="utf-8")
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    with TEMPLATE.open("rb") as file:
        catalog = read_po(file, locale="fr")
    for message in catalog:
        if message.id:
            ids = (message.id,) if isinstance(message.id, str) else message.id
            said = tuple(f"⟦{each}⟧" for each in ids)
            message.string = said if len(said) > 1 else said[0]
    with (folder / "messages.po").open("wb") as made:
        write_po(made, catalog)
    return folder


@pytest.fixture(scope="module")
def pseudo(folder: Path) -> Path:
    status, output = build(folder.parent / "mkdocs.yml", folder.parent / "site")
    assert status == 0, output
    assert "messages.po" not in output
    return folder.parent / "site"


@pytest.fixture(scope="module")
def theirs(folder: Path) -> Theirs:
    return Theirs(folder)


def test_pages_say_nothing_but_what_can_be_translated(pseudo: Path, theirs: Theirs) -> None:
    found: dict[str, str] = {}
    for page in sorted((pseudo / "postmortems").rglob("*.html")):
        place = page.relative_to(pseudo / "postmortems").as_posix()
        html = page.read_text("utf-8")
        whole = '<meta http-equiv="refresh"' in html
        for each in forgotten(read(html, whole=whole), theirs, place):
            text = each.partition(": ")[2].partition("” in “")[0]
            found.setdefault(text, each)  # once is enough
    assert not found, "\n".join(found.values())


def test_feeds_say_nothing_but_what_can_be_translated(pseudo: Path, theirs: Theirs) -> None:
    for path in sorted((pseudo / "postmortems").rglob("feed.json")):
        feed = json.loads(path.read_text("utf-8"))
        texts = [feed["title"], feed["description"], *(one["summary"] for one in feed["items"])]
        assert forgotten(texts, theirs, path.parent.name) == []


def test_what_is_forgotten_is_found(theirs: Theirs) -> None:
    html = (
        '<article class="md-content__inner"><p title="A tip">⟦Said⟧ unsaid</p><h2>{}</h2></article>'
    )
    title = next(iter(load(ROOT / "postmortems").postmortems)).title
    assert forgotten(read(html.format(title)), theirs, "x") == [
        "x: “A tip” in “A tip”",
        "x: “unsaid” in “unsaid”",
    ]


@pytest.fixture
def page(browser: Browser, pseudo: Path) -> Iterator[Page]:
    with served(pseudo) as address:
        page = browser.new_page(base_url=address)
        yield page
        page.close()


@pytest.mark.browser
def test_the_list_says_nothing_but_what_can_be_translated(page: Page, theirs: Theirs) -> None:
    page.goto("/postmortems/?sort=severity&service=checkout")
    expect(page.locator(".pm-found")).to_be_visible()
    said(page, theirs, "found")
    page.locator(".pm-asked input").fill("nothing has these words")
    expect(page.locator(".pm-list li button")).to_have_count(1)
    said(page, theirs, "nothing found")


@pytest.mark.browser
@pytest.mark.parametrize(
    "query",
    [
        "connection pool", "conection", "connection AND zzzz", "zzzz", "service:nobody", "name:x",
        "date:x", "recover:x", "is:x", "section:x", "section:timeline", '"open', "(a", "()",
        "AND a", "a AND", "the", "service:", "checkout " * 900,
    ],
)  # fmt: skip
def test_search_says_nothing_but_what_can_be_translated(
    page: Page, theirs: Theirs, query: str
) -> None:
    page.goto("/postmortems/search/")
    page.locator(".pm-search input[type=search]").fill(query)
    expect(page).to_have_url(re.compile(r"\?q="))
    page.wait_for_load_state("networkidle")
    # What was perhaps meant is a query too.
    page.evaluate(
        "document.querySelectorAll('.pm-hint a[href*=connection]').forEach(a => a.remove())"
    )
    said(page, theirs, query)


@pytest.mark.browser
def test_the_exercise_says_nothing_but_what_can_be_translated(page: Page, theirs: Theirs) -> None:
    page.goto("/postmortems/exercise/")
    page.get_by_role("button", name="⟦Pick one⟧").click()
    page.locator("textarea").fill("")
    said(page, theirs, "exercise")
    page.get_by_role("button", name="⟦Show the rest⟧").click()
    expect(page.get_by_role("button", name="⟦Print it, with room for notes⟧")).to_be_visible()
    # Of the texts of sections, which are the author's, there is no list.
    page.evaluate(
        "document.querySelectorAll('.pm-round > p:not([class])').forEach(p => p.remove())"
    )
    said(page, theirs, "end of the exercise")


def said(page: Page, theirs: Theirs, where: str) -> None:
    assert (
        forgotten(read(page.locator("article").evaluate("e => e.outerHTML")), theirs, where) == []
    )
