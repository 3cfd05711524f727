"""Known items: reports without their summary, looked for by words of that summary.

Each is asked for by the summary's first sentence, by those five of its words that fewest reports
have (of those that at least two have), and three times by five of its words drawn by lot.
"""

import random
import re
import sqlite3
import statistics
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from importlib import import_module
from math import log
from pathlib import Path
from typing import NamedTuple

import yaml

from postmortem_archive.analysis import terms
from postmortem_archive.analysis.words import STOP_WORDS
from postmortem_archive.search import opened, search
from postmortem_archive.search.query import read_query
from scripts.benchmarks.processes import Missing

TODAY = date(2026, 6, 1)
DRAWINGS = 3
# For this measurement alone, in a folder of its own: the product's lock knows nothing of it.
TANTIVY = "tantivy==0.27.0"
_WORD = re.compile(r"[^\W_]{4,}")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_LISTS = ("keywords", "categories", "tags", "services")
_SECTION = re.compile(r"^## (?:Summary|Overview)[ \t]*\n(.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
_LEAD = re.compile(r"\A(.*?)(?=^#|\Z)", re.DOTALL | re.MULTILINE)


class Report(NamedTuple):
    """A known item: what is searched, and what it is searched for. `day` is as written, or ""."""

    name: str
    title: str
    names: tuple[str, ...]
    text: str
    summary: str
    day: str = ""

    @property
    def all(self) -> str:
        return "\n".join((self.title, ", ".join(self.names), self.text))


Ranker = Callable[[str], list[str]]
# For each query, the report that is looked for.
Asked = list[tuple[str, str]]


def read_reports(folder: Path) -> list[Report]:
    """The Markdown files of a folder that have a title and a summary.

    Either stands in the front matter, or in the first heading and in the section "Summary" or,
    where there is none, between the first heading and the next.
    """
    found = [each for path in sorted(folder.glob("*.md")) if (each := _report(path))]
    if not found:
        raise Missing(f"{folder}: no Markdown file there has a title and a summary")
    return found


def _report(path: Path) -> Report | None:
    text, fields = path.read_text(encoding="utf-8"), {}
    if text.startswith("---\n"):
        _, matter, text = text.split("---\n", 2)
        fields = yaml.safe_load(matter)
    title, summary = fields.get("title"), fields.get("summary")
    if not fields:
        first, _, text = text.partition("\n")
        title = first.lstrip("# ")
        section = _SECTION.search(text) or _LEAD.match(text)
        if section:
            summary = " ".join(section[1].split())
            text = text[: section.start(1)] + text[section.end(1) :]
    if not title or not summary:
        return None
    names = tuple(str(name) for key in _LISTS for name in fields.get(key) or ())
    names += tuple(str(fields[key]) for key in ("company", "product") if fields.get(key))
    return Report(path.stem, title, names, text, summary, str(fields.get("start_time", ""))[:10])


def measure(reports: list[Report], folder: Path) -> None:
    """Prints how well each search finds the reports, and why ours does not find some first."""
    rankers = {
        "`postmortem search`": terminal(reports, folder / "archive"),
        "BM25, one field, no stems": _bm25(reports),
        "SQLite FTS5 with its stemmer, title 3, names 2": _fts(reports),
    }
    try:
        rankers["tantivy with its stemmer, one field"] = _tantivy(reports, folder / "peer")
    except Missing as problem:
        print(f"left out: {problem}", file=sys.stderr)
    queries = queries_of(reports)
    figures_table(queries, rankers)
    print("\n| not first, because | " + " | ".join(queries) + " |")
    print("|---" * (len(queries) + 1) + "|")
    counts = [_reasons(asked, next(iter(rankers.values())), reports) for asked in queries.values()]
    for reason in REASONS:
        print(f"| {reason} | " + " | ".join(str(each[reason]) for each in counts) + " |")
    print("| queries | " + " | ".join(str(len(asked)) for asked in queries.values()) + " |")


def figures_table(queries: Mapping[str, Asked], rankers: Mapping[str, Ranker]) -> None:
    """Prints how well each search finds what each kind of query looks for."""
    first = next(iter(queries.values()))
    print(f"{len(first)} reports\n\n| query | search | R@1 | R@5 | MRR |")
    print("|---|---|---:|---:|---:|")
    for what, asked in queries.items():
        for who, rank in rankers.items():
            places = [_place(rank(query), name) for name, query in asked]
            print(f"| {what} | {who} | {' | '.join(_short(x) for x in figures(places))} |")


def queries_of(reports: list[Report]) -> dict[str, Asked]:
    frequency = Counter(w for r in reports for w in set(_WORD.findall(r.all.lower())))
    return {
        "first sentence": [(r.name, _plain(_SENTENCE.split(r.summary)[0])) for r in reports],
        "five rarest words": [(r.name, five_words(r, frequency)) for r in reports],
        "five words by lot": [each for r in reports for each in _drawn(r)],
    }


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[\w'-]+", text))


def five_words(report: Report, frequency: Mapping[str, int]) -> str:
    """Five words of the summary: of those that two reports or more have, the rarest."""
    words = dict.fromkeys(_WORD.findall(report.summary.lower()))
    known = [word for word in words if frequency[word] > 1]
    return " ".join(sorted(known, key=lambda word: (frequency[word], word))[:5])


def _drawn(report: Report) -> Iterator[tuple[str, str]]:
    """Five words of the summary that are no stop words, whether the report has them or not."""
    words = dict.fromkeys(_WORD.findall(report.summary.lower()))
    some = [word for word in words if word not in STOP_WORDS]
    for number in range(DRAWINGS):
        lot = random.Random(f"{number}{report.name}")
        yield report.name, " ".join(lot.sample(some, min(5, len(some))))


def _place(ranked: list[str], wanted: str) -> int:
    return ranked.index(wanted) + 1 if wanted in ranked else 0


def figures(places: list[int]) -> tuple[float, float, float]:
    """The share found first, the share among the first five, the mean reciprocal rank."""
    return (
        statistics.mean(place == 1 for place in places),
        statistics.mean(0 < place <= 5 for place in places),
        statistics.mean(1 / place if place else 0 for place in places),
    )


def _short(share: float) -> str:
    return f"{share:.3f}".removeprefix("0")


REASONS = (
    "another report of the same day is",
    "the report has at most one of the words",
    "the first has more of the words",
    "the first has as many, or fewer",
)


def _reasons(asked: Asked, rank: Ranker, reports: list[Report]) -> Counter[str]:
    """Why a report is not found first, the first reason that holds; words count by their terms."""
    by_name = {one.name: one for one in reports}
    have = {one.name: {term.text for term in terms(one.all)} for one in reports}
    counts: Counter[str] = Counter()
    for name, query in asked:
        first = next(iter(rank(query)), None)
        if first == name:
            continue
        wanted = {term.text for term in terms(query)}
        own, its = (len(wanted & have[one]) if one else 0 for one in (name, first))
        same = first and by_name[name].day and by_name[first].day == by_name[name].day
        counts[REASONS[0 if same else 1 if own < 2 else 2 if its > own else 3]] += 1
    return counts


def write_archive(reports: list[Report], folder: Path) -> dict[str, str]:
    """The reports as an archive, and the name of each by its id there."""
    folder.mkdir()
    (folder / "archive.yml").write_text("name: Reports\n", encoding="utf-8")
    names = {}
    for number, one in enumerate(reports):
        matter = yaml.safe_dump({"title": one.title, "tags": list(one.names)}, sort_keys=False)
        names[f"2020-01-01-{number}"] = one.name
        path = folder / f"2020-01-01-{number}.md"
        path.write_text(f"---\n{matter}---\n\n{one.text}", encoding="utf-8")
    return names


def terminal(reports: list[Report], folder: Path) -> Ranker:
    """The search of the command, in an archive of the reports."""
    names = write_archive(reports, folder)

    def rank(query: str) -> list[str]:
        with opened(folder) as (reader, _):
            hits = search(reader, read_query(query.lower(), TODAY), TODAY, 10).hits
        return [names[hit.card["id"]] for hit in hits]

    return rank


def _bm25(reports: list[Report]) -> Ranker:
    """The textbook's: no stop words; k1 1.2, b 0.75."""
    counts = {r.name: Counter(re.findall(r"\w+", r.all.lower())) for r in reports}
    lengths = {name: sum(words.values()) for name, words in counts.items()}
    average = statistics.mean(lengths.values())
    having = Counter(word for words in counts.values() for word in words)

    def rank(query: str) -> list[str]:
        wanted = re.findall(r"\w+", query.lower())
        score: defaultdict[str, float] = defaultdict(float)
        for name, words in counts.items():
            for word in wanted:
                if words[word]:
                    rare = log(1 + (len(counts) - having[word] + 0.5) / (having[word] + 0.5))
                    long = 0.25 + 0.75 * lengths[name] / average
                    score[name] += rare * words[word] * 2.2 / (words[word] + 1.2 * long)
        return sorted(score, key=lambda name: -score[name])[:10]

    return rank


def _fts(reports: list[Report]) -> Ranker:
    """The words are joined with OR, as FTS5 would else require all of them."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE r USING fts5(name UNINDEXED, title, names, text,"
                 " tokenize='porter unicode61')")  # fmt: skip
    rows = ((r.name, r.title, ", ".join(r.names), r.text) for r in reports)
    base.executemany("INSERT INTO r VALUES (?, ?, ?, ?)", rows)

    def rank(query: str) -> list[str]:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", query))
        found = base.execute(
            "SELECT name FROM r WHERE r MATCH ? ORDER BY bm25(r, 0, 3, 2, 1) LIMIT 10", (words,)
        )
        return [name for (name,) in found]

    return rank


def _tantivy(reports: list[Report], folder: Path) -> Ranker:
    """In one field: with a field for each, the rare words of titles drown all others."""
    installed([TANTIVY], folder)
    sys.path.insert(0, str(folder))
    tantivy = import_module("tantivy")
    schema = tantivy.SchemaBuilder().add_text_field("name", stored=True, tokenizer_name="raw")
    schema.add_text_field("all", tokenizer_name="en_stem")
    index = tantivy.Index(schema.build())
    writer = index.writer()
    for one in reports:
        writer.add_document(tantivy.Document(name=one.name, all=one.all))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def rank(query: str) -> list[str]:
        words = " ".join(re.findall(r"\w+", query.lower()))
        found = searcher.search(index.parse_query(words, ["all"]), 10).hits
        return [searcher.doc(address)["name"][0] for _, address in found]

    return rank


def installed(packages: Sequence[str], folder: Path) -> None:
    """Installs what only a measurement needs, into a folder of its own."""
    pip: list[str | Path] = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
    options = ("--only-binary", ":all:", "--disable-pip-version-check", "--target", folder)
    if subprocess.run([*pip, *options, *packages], capture_output=True).returncode:
        raise Missing(
            f"{' and '.join(packages)}: no wheel for this machine, or no package index, can be "
            "reached"
        )
