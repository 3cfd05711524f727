"""Known items on a site: our search, Pagefind and the theme's, on the same pages in Chromium."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.benchmarks.browser import opened_page, served
from scripts.benchmarks.known_items import (
    TODAY,
    Report,
    figures_table,
    installed,
    queries_of,
    terminal,
    write_archive,
)
from scripts.benchmarks.processes import Missing, Task, program, run

if TYPE_CHECKING:
    from playwright.sync_api import Page

# For this measurement alone, in a folder of their own: the product's lock knows nothing of them.
PAGEFIND = ("pagefind==1.5.2", "pagefind-bin==1.5.2")
MOST = 10
CONFIG = """\
site_name: Reports
theme: {name: material, font: false}
plugins: [search, postmortems]
"""
# Each tells the addresses of its hits, the best first.
OURS = """async ([query, today]) => {
  const { open } = await import("/assets/postmortems/search/engine.js")
  window.engine ??= await open(new URL("/postmortems/search/", location))
  const { hits } = await window.engine.search(query, { today, limit: 10 })
  return hits.map((hit) => hit.card.address)
}"""
PEER = """async ([query]) => {
  window.pagefind ??= await import("/pagefind/pagefind.js")
  const { results } = await window.pagefind.search(query)
  const data = await Promise.all(results.slice(0, 30).map((each) => each.data()))
  return data.map((each) => each.url)
}"""
# The theme's worker, asked as the theme asks it; its hits are grouped by page, the best first.
THEME = """async ([query]) => {
  if (!window.worker) {
    const { base, search } = JSON.parse(document.getElementById("__config").textContent)
    window.worker = new Worker(new URL(search, location))
    window.said = () => new Promise((done) => { worker.onmessage = (each) => done(each.data.data) })
    const index = await fetch(new URL(`${base}/search/search_index.json`, location))
    worker.postMessage({ type: 0, data: { ...await index.json(), options: {} } })
    await window.said()
  }
  worker.postMessage({ type: 2, data: query })
  const { items } = await window.said()
  return items.map((group) => group[0].location)
}"""

Search = Callable[[str], list[str]]


def measure(reports: list[Report], home: Path) -> None:
    """Prints how well each search of a site finds the reports, and how the terminal agrees."""
    site, names = _built(reports, home)
    scripts = {"the archive's search page": OURS, "Material's search (lunr)": THEME}
    try:
        _index(site, home / "peer")
        scripts["Pagefind"] = PEER
    except Missing as problem:
        print(f"left out: {problem}", file=sys.stderr)
    with served(site) as address, opened_page() as page:
        page.goto(f"{address}/postmortems/search/", wait_until="networkidle")
        rankers = {who: _asking(page, script, names) for who, script in scripts.items()}
        queries = queries_of(reports)
        figures_table(queries, rankers)
        asked = [query for some in queries.values() for _, query in some]
        ours, other = next(iter(rankers.values())), terminal(reports, home / "terminal")
        same = sum(ours(query) == other(query) for query in asked)
    print(f"\n{same:,} of {len(asked):,} queries have the same first ten in the terminal.")


def _built(reports: list[Report], home: Path) -> tuple[Path, dict[str, str]]:
    """A site that has both searches, and the name of each report by its file's."""
    (home / "docs").mkdir(parents=True)
    (home / "docs" / "index.md").write_text("# Reports\n", encoding="utf-8")
    (home / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    names = write_archive(reports, home / "postmortems")
    environment = {"XDG_CACHE_HOME": str(home / "cache")}
    run(Task([program("mkdocs"), "build"], home, environment=environment))
    return home / "site", names


def _index(site: Path, folder: Path) -> None:
    """Pagefind's index of what stands between header and footer."""
    installed(PAGEFIND, folder)
    environment = {"PYTHONPATH": str(folder)}
    pagefind: list[str | Path] = [program("python"), "-m", "pagefind", "--site", site]
    run(Task([*pagefind, "--root-selector", "article"], folder, environment=environment))


def _asking(page: "Page", script: str, names: dict[str, str]) -> Search:
    def rank(query: str) -> list[str]:
        return _reports(page.evaluate(script, [query.lower(), TODAY.isoformat()]), names)

    return rank


def _reports(addresses: list[str], names: dict[str, str]) -> list[str]:
    """The reports that are behind addresses, each once; lists of postmortems are none."""
    found = (re.search(r"(2020-01-01-\d+)", address) for address in addresses)
    return list(dict.fromkeys(names[match[1]] for match in found if match))[:MOST]
