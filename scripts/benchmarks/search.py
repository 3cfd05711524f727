"""Measures search: known items in reports with summaries, and time on synthetic archives.

With --reports FOLDER: Markdown files whose front matter has `title` and `summary`. The summary
is taken out, the rest is searched for it: once with its first sentence, once with the five of
its words that fewest reports have. Beside it SQLite FTS5 and plain BM25, on the same texts.

Without: for each N, the time to index N synthetic postmortems, to bring ten changes in, and of
six kinds of query, in one process and as a whole command.
"""

import argparse
import gc
import os
import re
import sqlite3
import statistics
import subprocess
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from functools import partial
from math import log
from pathlib import Path
from typing import NamedTuple

import yaml

from postmortem_archive.search import opened, search, search_archive
from postmortem_archive.search.query import read_query
from scripts.benchmarks.processes import Missing, machine, program
from scripts.synthetic.archive import synthesize

TODAY = date(2026, 6, 1)
_WORD = re.compile(r"[^\W_]{4,}")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_LISTS = ("keywords", "categories", "tags", "services")
# Six kinds of query, in words of the synthetic archives.
QUERIES = {
    "words": "connection pool exhausted after deploy",
    "a phrase": '"connection pool"',
    "an exact thing": "pg-checkout-1",
    "fields": "service:checkout since:2024 recover:>1h timeout",
    "a wildcard": "conn*",
    "a fuzzy word": "conection~",
}


class Report(NamedTuple):
    """A known item: what is searched, and what it is searched for."""

    name: str
    title: str
    names: tuple[str, ...]
    text: str
    summary: str

    @property
    def all(self) -> str:
        return "\n".join((self.title, ", ".join(self.names), self.text))


Ranker = Callable[[str], list[str]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("counts", metavar="N", nargs="*", type=int, help="default: 1000 10000")
    parser.add_argument("--reports", metavar="FOLDER", type=Path, help="known items to find")


def run(args: argparse.Namespace) -> None:
    gc.disable()  # as the command does
    with tempfile.TemporaryDirectory(prefix="bench-search-") as name:
        os.environ["XDG_CACHE_HOME"] = str(Path(name) / "cache")
        if args.reports:
            _known_items(read_reports(args.reports), Path(name))
            return
        print(f"\n{machine()}")
        for count in args.counts or [1000, 10_000]:
            _times(Path(name) / str(count), count, args.seed)


def read_reports(folder: Path) -> list[Report]:
    """The Markdown files of a folder that have a title and a summary in their front matter."""
    found = []
    for path in sorted(folder.glob("*.md")):
        _, matter, text = path.read_text(encoding="utf-8").split("---\n", 2)
        fields = yaml.safe_load(matter)
        if fields.get("summary") and fields.get("title"):
            names = tuple(str(name) for key in _LISTS for name in fields.get(key) or ())
            names += tuple(str(fields[key]) for key in ("company", "product") if fields.get(key))
            found.append(Report(path.stem, fields["title"], names, text, fields["summary"]))
    if not found:
        raise Missing(f"{folder}: no Markdown file there has a title and a summary")
    return found


def _known_items(reports: list[Report], folder: Path) -> None:
    frequency = Counter(w for r in reports for w in set(_WORD.findall(r.all.lower())))
    queries = {
        "sentence": {r.name: _plain(_SENTENCE.split(r.summary)[0]) for r in reports},
        "five words": {r.name: five_words(r, frequency) for r in reports},
    }
    rankers = {
        "postmortem search": _ours(reports, folder),
        "BM25": _bm25(reports),
        "SQLite FTS5": _fts(reports),
    }
    print(f"{len(reports)} reports\n\n| query | search | R@1 | R@5 | MRR |")
    print("|---|---|---:|---:|---:|")
    for what, asked in queries.items():
        for who, rank in rankers.items():
            places = [_place(rank(query), one) for one, query in asked.items()]
            print(f"| {what} | {who} | {' | '.join(f'{x:.3f}' for x in figures(places))} |")


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[\w'-]+", text))


def five_words(report: Report, frequency: Counter[str]) -> str:
    """Five words of the summary that the report has too, those that fewest reports have."""
    words = dict.fromkeys(_WORD.findall(report.summary.lower()))
    known = [word for word in words if frequency[word] > 1]
    return " ".join(sorted(known, key=lambda word: (frequency[word], word))[:5])


def _place(ranked: list[str], wanted: str) -> int:
    return ranked.index(wanted) + 1 if wanted in ranked else 0


def figures(places: list[int]) -> tuple[float, float, float]:
    """The share found first, the share among the first five, the mean reciprocal rank."""
    return (
        statistics.mean(place == 1 for place in places),
        statistics.mean(0 < place <= 5 for place in places),
        statistics.mean(1 / place if place else 0 for place in places),
    )


def _ours(reports: list[Report], folder: Path) -> Ranker:
    (folder / "archive.yml").write_text("name: Reports\n", encoding="utf-8")
    for one in reports:
        matter = yaml.safe_dump({"title": one.title, "tags": list(one.names)}, sort_keys=False)
        path = folder / f"2020-01-01-{one.name}.md"
        path.write_text(f"---\n{matter}---\n\n{one.text}", encoding="utf-8")

    def rank(query: str) -> list[str]:
        with opened(folder) as (reader, _):
            hits = search(reader, read_query(query.lower(), TODAY), TODAY, 10).hits
        return [hit.card["id"].removeprefix("2020-01-01-") for hit in hits]

    return rank


def _bm25(reports: list[Report]) -> Ranker:
    """The textbook's: one field, no stems, no stop words; k1 1.2, b 0.75."""
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
    """FTS5 with its Porter stemmer; the words joined with OR, as it would else require all."""
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


def _times(home: Path, count: int, seed: int) -> None:
    folder = home / "postmortems"
    synthesize(folder, count, seed)
    print(f"\n| {count:,} postmortems | seconds |\n|---|---:|")
    print(f"| index all | {_seconds(lambda: _open(folder)):.2f} |")
    print(f"| again, nothing changed | {_seconds(lambda: _open(folder)):.3f} |")
    for path in sorted(folder.rglob("*.md"))[-10:]:
        path.write_text(path.read_text(encoding="utf-8") + "\nA zebra.\n", encoding="utf-8")
    print(f"| again, ten changed | {_seconds(lambda: _open(folder)):.3f} |")
    for what, query in QUERIES.items():
        some = sorted(_seconds(partial(search_archive, folder, query, TODAY)) for _ in range(20))
        print(f"| {what}, p50 and p95 | {some[9]:.3f}, {some[18]:.3f} |")
    command = [program("postmortem"), "search", QUERIES["words"], "--archive", folder]
    run = partial(subprocess.run, command, capture_output=True, check=True)
    print(f"| the whole command, median of 7 | {_median(run):.2f} |")


def _median(run: Callable[[], object]) -> float:
    return statistics.median(_seconds(run) for _ in range(7))


def _seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def _open(folder: Path) -> None:
    with opened(folder):
        pass
