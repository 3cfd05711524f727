"""Search on the site, in a real Chromium, beside search in the terminal: the same hits."""

import json
import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import copy, copytree
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from postmortem_archive.analysis import terms
from postmortem_archive.load import load
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import ArchiveError
from postmortem_archive.search import Answer, opened, search
from postmortem_archive.search.matching import Matcher
from postmortem_archive.search.pieces import pieces
from postmortem_archive.search.query import HAS, NAMES, read_query
from postmortem_archive.search.ranking import recency
from postmortem_archive.search.store import Reader
from postmortem_archive.siteindex import index_files
from scripts.synthetic.archive import synthesize
from tests.conftest import served
from tests.helpers import ROOT

pytestmark = pytest.mark.browser

TODAY = date(2026, 6, 1)
ASSETS = ROOT / "plugins" / "postmortem_archive" / "assets" / "search"
EVERY = 1_000_000

# Asks all of them of one engine, and keeps what is compared.
ASK = """async ({queries, today, every}) => {
  const { open } = await import("/assets/engine.js")
  const engine = await open(new URL("/search/", location.href))
  const found = []
  for (const text of queries) {
    const answer = await engine.search(text, { today, limit: every })
    const path = (card) => new URL(card.address).pathname.slice(1, -1) + ".md"
    found.push({
      ...answer,
      hits: answer.hits.map((hit) => [path(hit.card), hit.score]),
      why: answer.hits.slice(0, 10).map((hit) => hit.why),
    })
  }
  return found
}"""
TERMS = """async ({texts, settings}) => {
  const { Analyser } = await import("/assets/analysis.js")
  const analyser = new Analyser(settings)
  return texts.map((text) => analyser.terms(text).map((term) => [
    term.text, term.position, term.kind,
    [...text.slice(0, term.start)].length, [...text.slice(0, term.end)].length, term.form,
  ]))
}"""


def write_index(archive: Archive, folder: Path) -> None:
    """What the build writes of an archive, and the scripts, to be served from one folder."""
    (folder / "search").mkdir(parents=True)
    for file in index_files(archive, lambda path: f"../{path.removesuffix('.md')}/"):
        (folder / "search" / file.name).write_bytes(file.content)
    copytree(ASSETS, folder / "assets")
    copy(ASSETS.parent / "messages.js", folder)
    (folder / "index.html").write_text("<!doctype html><title>Search</title>", encoding="utf-8")


@dataclass(frozen=True)
class Both:
    """An archive in the terminal's index and in a browser."""

    root: Path
    archive: Archive
    page: Page
    head: str

    def browser(self, queries: list[str]) -> list[dict[str, Any]]:
        wishes = {"queries": queries, "today": TODAY.isoformat(), "every": EVERY}
        found: list[dict[str, Any]] = self.page.evaluate(ASK, wishes)
        return found


@pytest.fixture(scope="module", params=["shipped", "synthetic"])
def both(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Both]:
    root = ROOT / "postmortems"
    if request.param == "synthetic":
        root = tmp_path_factory.mktemp("synthetic")
        synthesize(root, 60, 3)
    archive = load(root)
    folder = tmp_path_factory.mktemp("site")
    write_index(archive, folder / "all")
    with served(folder / "all") as address:
        page = browser.new_page()
        page.goto(address)
        head = (folder / "all/search/head.json").read_text(encoding="utf-8")
        yield Both(root, archive, page, head)
        page.close()


def queries_for(archive: Archive, seed: int) -> list[str]:
    """Queries of every form, in words that the archive has and some that it has not."""
    chance = random.Random(seed)
    made: list[str] = []
    for one in archive.postmortems:
        told = [piece for piece in pieces(one) if piece.part not in ("title", "fields")]
        words = [w for piece in told for w in piece.text.split() if '"' not in w]
        plain = [w.strip(".,;:()*`|[]").lower() for w in words]
        plain = [w for w in plain if w.isalpha() and len(w) > 2]
        exact = [w for w in words if not w.isalpha() and sum(c.isalnum() for c in w) > 3]
        at = chance.randrange(max(1, len(plain) - 6))
        word, other = chance.choice(plain), chance.choice(plain)
        made += [
            word,
            " ".join(chance.sample(plain, 2)),
            " ".join(chance.sample(plain, 5)),
            " ".join(one.title.split()[:7]).replace('"', ""),
            f'"{" ".join(words[at : at + 3])}"',
            chance.choice(exact or plain),
            f"{word} {chance.choice(exact or plain)}",
            f"{word} AND {other}",
            f"{word} OR {other}",
            f"{word} -{other}",
            f"({word} OR {other}) NOT {chance.choice(plain)}",
            f"{word[:4]}*",
            f"{word[:2]}?{word[3:]} {other}",
            f"{word[:-1]}x~ {other}",
            f"{word}~2",
            f"title:{chance.choice(one.title.split()).strip('`,:')}",
            f"timeline:{word} {other}",
            f"section:impact {word} {other}",
            f"error:{chance.choice(plain)}",
            f'alert:"{word}" {other}',
            f"{word} since:{chance.randrange(2018, 2026)}",
            f"{word} date:{(one.day or TODAY).year}-Q{chance.randrange(1, 5)}",
            f"{word} until:{(one.day or TODAY).isoformat()[:7]}",
            f'{word} "last {chance.randrange(1, 90)} months"',
            f"{word} recover:{chance.choice(['>', '<', '<=', '>='])}{chance.randrange(5, 300)}min",
            f"severity:{one.front.severity or 'SEV-1'} {word}",
            f"service:{chance.choice(one.front.services or ('x',))[:4]}* {word}",
            f"is:repeat {word}",
            f"has:overdue-actions {word} {other}",
            f"-has:{chance.choice(list(HAS))} {word} {other}",
            f"{word}qx {other}zz",
            f"{word} AND {other}qq",
        ]
    return [query for query in chance.sample(made, min(330, len(made))) if fits(query)]


def fits(query: str) -> bool:
    try:
        read_query(query, TODAY)
    except ArchiveError:
        return False
    return True


def told(reader: Reader, query: str) -> tuple[str, Answer | None, dict[int, float]]:
    """Why the terminal refuses; or its answer, and its scores of all hits, not rounded."""
    try:
        wanted = read_query(query, TODAY)
        matcher = Matcher(reader, TODAY)
        found, days = matcher.find(wanted), matcher.column("day")
    except ArchiveError as error:
        # The browser says it without the command.
        return str(error).replace('postmortem search "pool exhausted"', "pool exhausted"), None, {}
    now = TODAY.toordinal()
    scores = {number: score * recency(days[number], now) for number, score in found.items()}
    return "", search(reader, wanted, TODAY), scores


def test_the_same_is_found_in_the_same_order_with_the_same_scores(both: Both) -> None:
    queries = queries_for(both.archive, seed=5)
    assert len(queries) >= 300
    answers = both.browser(queries)
    with opened(both.root) as (reader, _):
        paths = {number: reader.card(number)["path"] for number in reader.everything}
        for query, ours in zip(queries, answers, strict=True):
            refused, theirs, scores = told(reader, query)
            assert ours["message"] == refused, query
            if theirs is None:
                continue
            first = [path for path, _ in ours["hits"][:10]]
            assert first == [hit.card["path"] for hit in theirs.hits], query
            expected = {paths[number]: score for number, score in scores.items()}
            assert dict(ours["hits"]) == pytest.approx(expected, abs=1e-9, rel=1e-9), query
            assert ours["count"] == theirs.count, query
            assert ours["why"] == [list(hit.why) for hit in theirs.hits], query
            broader = ours["broader"] and (ours["broader"]["query"], ours["broader"]["count"])
            assert broader == theirs.broader, query
            for name, counts in theirs.facets.items():
                assert ours["facets"][name] == [list(one) for one in counts], (query, name)
            assert ours["spelling"].keys() <= theirs.spelling.keys(), query


def test_a_text_has_the_same_terms_in_both(both: Both) -> None:
    texts = [piece.text for one in both.archive.postmortems for piece in pieces(one)]
    assert terms_differ(both, texts) == []


# Letters of many scripts, with those whose case, width, marks or digits are out of the common.
ODD = (
    "aAbBzZ sS éÉüÅñçß İıſςΣσΩÅ ﬁ ǅǆ ⅷ² ٣४ 漢字かなｶﾅ ＡＢ１ 한글 אב عر ไทย नि e\u0301 𝒜𝟙😀"
    " _-./:@=<>#\\'\"*~()"
)


def test_a_random_text_has_the_same_terms_in_both(both: Both) -> None:
    chance = random.Random(11)
    # Characters that this Python knows; a browser may know more, as letters or digits.
    known = [chr(n) for n in range(0x2_0000) if unicodedata.category(chr(n)) not in ("Cn", "Cs")]
    texts = ["".join(chance.choices(ODD, k=chance.randrange(1, 40))) for _ in range(4000)]
    texts += ["".join(chance.choices(known, k=chance.randrange(1, 12))) for _ in range(4000)]
    texts += ["x" * 80, "x" * 81, "𝒜" * 80, "𝒜" * 81, "a-" * 50 + "b", "A" * 200, "_", "__a__", ""]
    assert terms_differ(both, texts) == []


def terms_differ(both: Both, texts: list[str]) -> list[tuple[str, Any, Any]]:
    """The texts of which the terms differ, with both."""
    settings = json.loads(both.head)["analysis"]
    found = both.page.evaluate(TERMS, {"texts": texts, "settings": settings})
    ours = [[list(term) for term in terms(text)] for text in texts]
    return [each for each in zip(texts, found, ours, strict=True) if each[1] != each[2]]


WRONG = [
    "the of", "a", '"open', "(pool", "()", "pool AND", "OR pool", "pool AND OR leak", "NOT",
    "title:", "servic:checkout", "nonsense:x", "since:yesterday", "date:2025-13", "until:90d",
    "date:2025-02-30", "recover:2h", "recover:>2", "recover:>1h 1d", "section:nowhere x",
    "section:impact", "is:odd", "has:actions", "x" * 4001, "(" * 22 + "x", "--(((",
    "NOT " * 25 + "x", "severity:SEV-9", "team:plaform", "cause:?", "date:0000", "kind:x OR tag:",
]  # fmt: skip
READ = [
    "--force", "-1", "http://localhost:8080/x", "12:30", "C:\\temp", "Fehler:x1", "a:1",
    'title:"a b"', "x:", "::", "p99>15s", "2+2", "(a) b)", "say (pool) -(leak OR dns)",
    'NOT "two words"', "pool\u00a0x", "is:REPEAT", "HAS:overdue", "since:2w",
    'since:"last 3 months"', '"LAST 2 years"', "until:2025-q3", "recover:>1h30m",
    "detect:<=1.5 h", "recover:<2h,30min", 'recover:>"1 day, and 2 hours"', "date:2025-03-00",
    "since:10000d x", "why?", "what?? no*", "*", "a*", "?b", "~", "x~3", "-~2", "pool~1", "last~",
    '""', "\U0001f600 pool",
]  # fmt: skip


def test_a_query_that_cannot_be_read_gets_the_message_of_the_terminal(both: Both) -> None:
    queries = [*WRONG, *READ]
    with opened(both.root) as (reader, _):
        for query, ours in zip(queries, both.browser(queries), strict=True):
            refused, _, scores = told(reader, query)
            assert ours["message"] == refused, query
            assert len(ours["hits"]) == len(scores), query


def test_every_name_that_a_query_may_use_is_known_to_the_browser(both: Both) -> None:
    assert json.loads(both.head)["query"]["names"] == list(NAMES)
