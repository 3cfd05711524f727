"""What the engine of the site's search answers, in a real Chromium: facets, sorts, passages."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from postmortem_archive.load import load
from tests.conftest import served
from tests.helpers import PATH, make, with_field, with_section
from tests.test_browser_search import TODAY, write_index

pytestmark = pytest.mark.browser

# Three postmortems: `full` on 15 February 2026 (45 minutes, SEV-2, order-service), `names` in 2025
# (4 hours, SEV-1, checkout and dns), `drill` without a day of its own but in its file's name.
SMALL: dict[str, str | bytes] = {
    PATH: with_field("tags: [database, queue]\nteams: [platform]"),
    "2025/2025-03-01-names.md": with_section(
        "## Summary\n\nNames did not resolve: `kube-state-metrics` said `ERR max clients`.\n\n"
        + "A long line that is not about anything in particular goes on and on. " * 6
        + "Then the resolver came back.\n",
        with_field(
            "title: Names without addresses\nservices: [checkout, dns]\nseverity: SEV-1\n"
            "tags: [queue]\nstarted: 2025-03-01T10:00Z\ndetected: 2025-03-01T10:05Z\n"
            "resolved: 2025-03-01T14:00Z\npublished: 2025-03-05"
        ),
    ),
    "2024/2024-05-05-drill.md": with_field(
        "title: Drill of the queue\nkind: drill\nseverity: SEV-2\nstatus: in-review\n"
        "services: [order-service]\nstarted: 2024-05-05T10:00Z\ndetected: 2024-05-05T10:01Z\n"
        "resolved: 2024-05-05T10:30Z\npublished: 2024-05-06"
    ),
}
ENGINE = """async ({today, asked}) => {
  const { open } = await import("/assets/engine.js")
  const engine = await open("search/")
  const found = []
  for (const [text, wishes] of asked) {
    const answer = await engine.search(text, { today, ...wishes })
    found.push({ ...answer, hits: answer.hits.map(({ card }) => card.title) })
  }
  return found
}"""
FULL, NAMES_TITLE, DRILL = (
    "Orders stuck in the queue",
    "Names without addresses",
    "Drill of the queue",
)


@pytest.fixture(scope="module")
def small(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("small")
    write_index(load(make(folder, SMALL)), folder / "site")
    with served(folder / "site") as address:
        page = browser.new_page()
        page.goto(address)
        yield page
        page.close()


def ask(page: Page, *asked: tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
    wishes = {"asked": [list(one) for one in asked], "today": TODAY.isoformat()}
    found: list[dict[str, Any]] = page.evaluate(ENGINE, wishes)
    return found


def test_without_a_query_all_are_found_the_latest_first(small: Page) -> None:
    newest, longest, two = ask(small, ("", {}), (" ", {"sort": "longest"}), ("", {"limit": 2}))
    assert newest["hits"] == [FULL, NAMES_TITLE, DRILL]
    assert longest["hits"] == [NAMES_TITLE, FULL, DRILL]  # 240, 43 and 30 minutes
    assert (two["hits"], two["count"]) == ([FULL, NAMES_TITLE], 3)
    assert newest["facets"] == {
        "severity": [["SEV-2", 2], ["SEV-1", 1]],
        "service": [["order-service", 2], ["checkout", 1], ["dns", 1]],
        "team": [["platform", 1]],
        "cause": [],
        "tag": [["queue", 2], ["database", 1]],
        "year": [["2024", 1], ["2025", 1], ["2026", 1]],
        "status": [["final", 2], ["in-review", 1]],
        "detection": [["alert", 3]],
    }


def test_facets_narrow_each_other_but_not_themselves(small: Page) -> None:
    one, two, both = ask(
        small,
        ("", {"chosen": {"severity": ["SEV-1"]}}),
        ("", {"chosen": {"severity": ["SEV-1", "SEV-2"], "tag": ["database"]}}),
        ("queue", {"chosen": {"tag": ["queue"], "year": []}, "sort": "newest"}),
    )
    assert one["hits"] == [NAMES_TITLE]
    assert one["facets"]["severity"] == [["SEV-2", 2], ["SEV-1", 1]]
    assert one["facets"]["service"] == [["checkout", 1], ["dns", 1]]
    assert two["hits"] == [FULL]
    assert two["facets"]["severity"] == [["SEV-2", 1]]
    assert two["facets"]["tag"] == [["queue", 2], ["database", 1]]
    assert both["hits"] == [FULL, NAMES_TITLE]  # "queue" is a tag of the second
    assert both["count"] == 2


def test_what_has_no_value_is_counted_and_chosen_apart(small: Page) -> None:
    every, none, either, queried, unheard = ask(
        small,
        ("", {}),
        ("", {"chosen": {"team": [""]}}),
        ("", {"chosen": {"team": ["", "platform"], "severity": ["SEV-2"]}}),
        ("-has:team", {"sort": "newest"}),
        ("has:cause", {}),
    )
    lacking = {"team": 2, "cause": 3, "tag": 1}
    assert {name: count for name, count in every["lacking"].items() if count} == lacking
    assert none["hits"] == queried["hits"] == [NAMES_TITLE, DRILL]
    assert either["hits"] == [FULL, DRILL]
    assert (either["facets"]["team"], either["lacking"]["team"]) == ([["platform", 1]], 1)
    assert (unheard["hits"], unheard["message"]) == ([], "")


def test_sorts_and_broken_queries(small: Page) -> None:
    best, newest, wrong, unknown = ask(
        small,
        ("drill queue", {}),
        ("drill queue", {"sort": "newest"}),
        ('"drill', {}),
        ("colour:red", {}),
    )
    assert best["hits"][0] == DRILL
    assert newest["hits"] == [FULL, NAMES_TITLE, DRILL]
    assert wrong["message"].startswith('the quotation mark before "drill" is never closed')
    assert (wrong["hits"], wrong["count"]) == ([], 0)
    assert unknown["message"].startswith('"colour" is no field to search')


def test_a_word_that_nothing_has_is_respelt_and_a_query_widened(small: Page) -> None:
    near, far, wide = ask(
        small, ("qeue adresses", {}), ("xylophone", {}), ("resolver AND drill", {})
    )
    assert near["spelling"] == {"qeue": "queue", "adresses": "addresses"}
    assert far["spelling"] == {}
    assert wide["hits"] == []
    # Each word by itself finds one; of as many, that without the first is offered.
    assert wide["broader"] == {"query": "drill", "count": 1}


def test_a_card_says_what_a_list_shows(small: Page) -> None:
    card = small.evaluate(
        """async () => {
          const { open } = await import("/assets/engine.js")
          const engine = await open("search/")
          const { hits } = await engine.search("checkout", { today: "2026-06-01" })
          return hits[0].card
        }"""
    )
    assert urlsplit(card.pop("address")).path == "/2025/2025-03-01-names/"
    assert card == {
        "title": NAMES_TITLE,
        "date": "2025-03-01",
        "severity": "SEV-1",
        "status": "final",
        "kind": "incident",
        "detection": "alert",
        "services": ["checkout", "dns"],
        "teams": [],
        "causes": [],
        "tags": ["queue"],
        "repeat": False,
        "minutes": {"detect": 5, "acknowledge": None, "mitigate": None, "recover": 240},
    }


PAGE = """<!doctype html><h1>Names</h1><p>The resolver: not of the text.</p>
<div class="pm-body"><h2 id="summary">Summary<a class="headerlink" href="#summary">¶</a></h2>
<p>Names did <em>not</em> resolve &lt;b&gt;.</p>
<ul><li>An item<ul><li>with a resolver inside</li></ul></li></ul>
<h2 id="timeline">Timeline</h2>
<table><tr><th>Time</th><th>Event</th></tr>
<tr><td>10:00</td><td>The resolver's pool</td></tr></table>
<h3 id="code">What it said</h3>
<pre><code>first line
resolver pool: resolve later</code></pre>
<p>%s Then it came back.</p></div>""" % ("Nothing in particular goes on here. " * 12)
PASSAGES = """async ({text, html}) => {
  const { open } = await import("/assets/engine.js")
  const engine = await open("search/")
  const { hits } = await engine.search(text, { today: "2026-06-01" })
  const page = new DOMParser().parseFromString(html, "text/html")
  return engine.passages(hits[0], page)
}"""


def marked(passage: dict[str, Any]) -> list[str]:
    return [passage["text"][start:end] for start, end in passage["marks"]]


def test_passages_are_of_the_page_under_their_headings_and_marked(small: Page) -> None:
    def passages(text: str, html: str = PAGE) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = small.evaluate(PASSAGES, {"text": text, "html": html})
        return found

    row, code = passages("pool resolver")
    assert (row["heading"], row["anchor"]) == ("Timeline", "timeline")
    assert row["text"] == "10:00 · The resolver's pool"
    assert marked(row) == ["resolver", "pool"]
    assert (code["heading"], code["anchor"]) == ("What it said", "code")
    assert code["text"] == "resolver pool: resolve later"
    assert [one["text"] for one in passages("names")] == ["Names did not resolve <b>."]
    assert [one["anchor"] for one in passages("section:timeline pool")] == ["timeline", "code"]
    assert passages("checkout") == []
    assert passages("names", "<p>No page of ours: names</p>") == []
    (far,) = passages("back")
    assert far["text"].startswith("… ")
    assert len(far["text"]) < 230
    assert marked(far) == ["back"]


def test_a_file_that_cannot_be_fetched_is_an_error_and_asked_for_again(small: Page) -> None:
    small.route("**/terms*.json*", lambda route: route.abort())
    found = small.evaluate(
        """async () => {
          const { open } = await import("/assets/engine.js")
          window.engine = await open("search/")
          return window.engine.search("queue", { today: "2026-06-01" }).catch((e) => e.name)
        }"""
    )
    assert found == "TypeError"
    small.unroute("**/terms*.json*")
    again = 'window.engine.search("queue", { today: "2026-06-01" }).then((one) => one.count)'
    assert small.evaluate(again) == 3


BUILT = """async ({query}) => {
  const { open } = await import("/assets/postmortems/search/engine.js")
  const engine = await open("/postmortems/search/")
  const { hits } = await engine.search(query, { today: "2026-06-01" })
  const found = []
  for (const hit of hits) {
    const response = await fetch(hit.card.address)
    const page = new DOMParser().parseFromString(await response.text(), "text/html")
    const passages = engine.passages(hit, page)
    found.push({
      ok: response.ok && page.querySelector("h1").textContent.startsWith(hit.card.title),
      passages: passages.length,
      there: passages.every(({ anchor }) => !anchor || page.getElementById(anchor)),
    })
  }
  return found
}"""


def test_a_built_site_finds_its_pages_and_passages_in_them(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    found = page.evaluate(BUILT, {"query": "connection pool exhausted"})
    page.close()
    assert len(found) == 10
    # Three have "exhausted" only in a cause, `capacity-exhausted`, which stands in no passage.
    assert [one["passages"] for one in found] == [2, 2, 2, 2, 2, 2, 0, 0, 0, 1]
    assert all(one["ok"] and one["there"] for one in found), found
