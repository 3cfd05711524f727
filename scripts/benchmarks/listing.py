"""Types and clicks in the index and the search page of a synthetic archive, in Chromium.

A time is from the event, a key or a click, to the moment after the frame in which its rows are
painted. Sizes are in kB, and as a server sends them, compressed with gzip.
"""

import argparse
import gzip
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.benchmarks import searching
from scripts.benchmarks.browser import opened_page, served
from scripts.benchmarks.build import make_ours
from scripts.benchmarks.processes import Task, machine, program
from scripts.benchmarks.processes import run as run_task

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Typed letter by letter: the first ones fit nearly everything, the last ones little or nothing.
TYPED = ("connection pool", "checkout timeout", "certificate expired", "redis", "zzz")
FACETS = ("severity", "service", "tag", "year")
BOXES = 3
WATCH = """(() => {
  window.times = [];
  const painted = (start) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => window.times.push(performance.now() - start);
    channel.port2.postMessage(0);
  });
  addEventListener("keydown", (event) => painted(event.timeStamp), true);
  addEventListener("click", (event) => event.detail && painted(event.timeStamp), true);
})()"""
OPENED = """() => [performance.getEntriesByName("first-contentful-paint")[0].startTime,
  performance.getEntriesByType("navigation")[0].loadEventEnd,
  document.querySelectorAll("*").length]"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "counts", metavar="N", nargs="*", type=int, help="postmortems; default: 1000"
    )


def run(args: argparse.Namespace) -> None:
    for count in args.counts or [1000]:
        print(f"\n{machine()}\n")
        with tempfile.TemporaryDirectory(prefix="bench-listing-") as name:
            folder = Path(name)
            make_ours(folder, count, args.seed)
            environment = {"XDG_CACHE_HOME": str(folder / "cache")}
            run_task(Task([program("mkdocs"), "build"], folder, environment=environment))
            _print(count, folder / "site", args.runs, args.seed)


def _print(count: int, site: Path, runs: int, seed: int) -> None:
    print(f"| index of {count:,} postmortems | kB | gzipped |\n|---|--:|--:|")
    for name in ("index.html", "postmortems.js"):
        data = (site / "postmortems" / name).read_bytes()
        small = len(gzip.compress(data, 6))
        print(f"| {name} | {len(data) / 1000:,.0f} | {small / 1000:,.0f} |")
    with served(site) as address, opened_page() as page:
        found = [_opened(page, f"{address}/postmortems/") for _ in range(1 + runs)][1:]
        paint, load, elements = (statistics.median(each) for each in zip(*found, strict=True))
        keys, clicks = _typed(page, runs), _clicked(page, runs)
    print(f"\nFirst paint {paint:.0f} ms, loaded {load:.0f} ms, {elements:,.0f} elements.\n")
    print("| ms from event to painted rows | n | median | p95 |\n|---|--:|--:|--:|")
    for name, times in (("a key in the field", keys), ("a value chosen or dropped", clicks)):
        cuts = statistics.quantiles(times, n=20)
        print(f"| {name} | {len(times)} | {statistics.median(times):.0f} | {cuts[-1]:.0f} |")
    print()
    with served(site) as address, opened_page() as page:
        searching.print_times(page, address, count, seed)


def _opened(page: "Page", address: str) -> tuple[float, float, int]:
    """Milliseconds to the first paint and to the end of loading, and the number of elements."""
    page.goto(address, wait_until="networkidle")
    first, load, elements = page.evaluate(OPENED)
    return first, load, elements


def _typed(page: "Page", runs: int) -> list[float]:
    page.evaluate(WATCH)
    field = page.get_by_placeholder("Filter by words")
    field.press("a")  # the first key makes what words are looked for in
    field.fill("")
    page.evaluate("window.times.length = 0")
    for _ in range(runs):
        for text in TYPED:
            field.press_sequentially(text, delay=150)
            page.wait_for_timeout(300)
            field.fill("")
    return _times(page)


def _clicked(page: "Page", runs: int) -> list[float]:
    for facet in FACETS:
        details = page.locator(f"details[data-facet={facet}]")
        details.locator("summary").click()
        page.wait_for_timeout(300)
        page.evaluate("window.kept = window.times.length")
        boxes = details.locator("input").all()[:BOXES]
        for box in [box for box in boxes if box.is_visible()] * 2 * runs:
            box.click()
            page.wait_for_timeout(150)
        page.evaluate(
            "window.clicked = [...(window.clicked ?? []), ...window.times.slice(window.kept)]"
        )
    page.evaluate("window.times = window.clicked")
    return _times(page)


def _times(page: "Page") -> list[float]:
    page.wait_for_timeout(500)
    times: list[float] = page.evaluate("window.times.splice(0)")
    return times
