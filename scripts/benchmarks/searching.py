"""Types whole queries into the search page of a site, in Chromium, and says how long hits took."""

import random
import statistics
from typing import TYPE_CHECKING

from scripts.synthetic.archive import postmortems
from scripts.synthetic.data import read_world

if TYPE_CHECKING:
    from playwright.sync_api import Page

QUERIES = 40
# A time is from the last letter to the moment after the frame in which the hits are painted.
WATCH = """() => {
  const field = document.querySelector(".pm-search input[type=search]")
  const answer = document.querySelector(".pm-answer")
  window.ask = (query) => new Promise((done) => {
    const start = performance.now()
    const watch = new MutationObserver(() => {
      watch.disconnect()
      requestAnimationFrame(() => {
        const channel = new MessageChannel()
        channel.port1.onmessage = () => done(performance.now() - start)
        channel.port2.postMessage(0)
      })
    })
    watch.observe(answer, { childList: true })
    field.value = query
    field.dispatchEvent(new Event("input"))
  })
}"""


def print_times(page: "Page", address: str, count: int, seed: int) -> None:
    """Prints the time of a query whose files are fetched, and of the same query once more."""
    page.goto(f"{address}/postmortems/search/", wait_until="networkidle")
    page.evaluate(WATCH)
    times: dict[str, list[float]] = {"five words, fetched": [], "the same once more": []}
    for query in _queries(count, seed):
        for each in times.values():
            each.append(page.evaluate("query => window.ask(query)", query))
            page.wait_for_timeout(300)  # the passages of the hits are fetched meanwhile
            page.evaluate("window.ask('')")
    print("| ms from the last letter to painted hits | n | median | p95 |\n|---|--:|--:|--:|")
    for name, some in times.items():
        cuts = statistics.quantiles(some, n=20)
        print(f"| {name} | {len(some)} | {statistics.median(some):.0f} | {cuts[-1]:.0f} |")
    print()


def _queries(count: int, seed: int) -> list[str]:
    """Five words of a postmortem each, drawn by lot."""
    chance = random.Random(seed)
    texts = [text for _, text in postmortems(read_world(), count, seed)]
    chosen = chance.sample(texts, min(QUERIES, count))
    words = (sorted({word for word in one.split() if word.isalpha()}) for one in chosen)
    return [" ".join(chance.sample(some, 5)).lower() for some in words]
