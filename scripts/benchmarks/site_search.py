"""Measures the search index of a site: what making it takes, and what a browser fetches of it.

For each N, on N synthetic postmortems: the time to make the index from an archive that has been
read, with nothing remembered, with everything, and after one edit, beside SQLite FTS5, which
indexes the same texts in memory; how many files there are; and, as a server sends them (gzip), how
many kB a search starts with, and each kind of query asks for: forty of each, drawn by lot from the
text of the postmortems.

With --reports FOLDER: how well it finds known items, as `scripts/bench search` has them, beside
Pagefind and Material's own search on the same pages, all in Chromium.
"""

import argparse
import gc
import gzip
import json
import os
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.benchmarks import known_items, site_known_items
from scripts.benchmarks.processes import machine
from scripts.synthetic.archive import synthesize

if TYPE_CHECKING:
    from postmortem_archive.model.archive import Archive

QUERIES = 40
PEER = "SQLite FTS5"
Files = dict[str, bytes]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("counts", metavar="N", nargs="*", type=int, help="default: 1000 10000")
    parser.add_argument("--reports", metavar="FOLDER", type=Path, help="known items to find")


def run(args: argparse.Namespace) -> None:
    if args.reports:
        with tempfile.TemporaryDirectory(prefix="bench-site-search-") as name:
            site_known_items.measure(known_items.read_reports(args.reports), Path(name))
        return
    print(f"\n{machine()}")
    for count in args.counts or [1000, 10_000]:
        with tempfile.TemporaryDirectory(prefix="bench-site-search-") as name:
            os.environ["XDG_CACHE_HOME"] = str(Path(name, "cache"))
            folder = Path(name, "postmortems")
            synthesize(folder, count, args.seed)
            _measure(folder, count, args.seed)


def _measure(folder: Path, count: int, seed: int) -> None:
    from postmortem_archive.load import load

    archive = load(folder)
    gc.freeze()
    edited = _edited(archive, folder)
    states = {
        "nothing remembered": lambda: _files(archive, folder),
        "everything remembered": lambda: _files(archive, folder),
        "after one edit": lambda: _files(edited, folder),
    }
    costs = {what: _timed(make) for what, make in states.items()}
    with sqlite3.connect(":memory:") as peer:
        costs[PEER] = _timed(lambda: _fill(peer, archive))
        costs[f"{PEER}, after one edit"] = _timed(lambda: _replace(peer, edited))
    print(f"\n| index of {count:,} postmortems | wall s | CPU s |\n|---|--:|--:|")
    for what, (wall, cpu) in costs.items():
        print(f"| {what} | {wall:.2f} | {cpu:.2f} |")
    wall, cpu = (a / b for a, b in zip(costs["nothing remembered"], costs[PEER], strict=True))
    print(f"| nothing remembered ÷ {PEER} | {wall:.2f}× | {cpu:.2f}× |")
    _fetches(archive, _files(archive, folder), seed)


def _edited(archive: "Archive", folder: Path) -> "Archive":
    """With one line more in the postmortem in the middle, which is no longer as remembered."""
    from postmortem_archive.load.postmortem import read_postmortem

    some = list(archive.postmortems)
    at = len(some) // 2
    data = (folder / some[at].path).read_bytes() + b"\nA zebra waited for the pool.\n"
    some[at] = read_postmortem(some[at].path, data, archive.file, archive.templates)
    return replace(archive, postmortems=tuple(some))


def _timed(make: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the wall, and of all processors together."""
    start, before = time.perf_counter(), os.times()
    make()
    wall, after = time.perf_counter() - start, os.times()
    return wall, sum(after[:4]) - sum(before[:4])


def _fill(peer: sqlite3.Connection, archive: "Archive") -> None:
    peer.execute("CREATE VIRTUAL TABLE texts USING fts5(title, body, tokenize='porter unicode61')")
    rows = ((row, one.title, one.body.text) for row, one in enumerate(archive.postmortems, 1))
    with peer:
        peer.executemany("INSERT INTO texts (rowid, title, body) VALUES (?, ?, ?)", rows)


def _replace(peer: sqlite3.Connection, edited: "Archive") -> None:
    at = len(edited.postmortems) // 2
    with peer:
        peer.execute(
            "UPDATE texts SET body = ? WHERE rowid = ?", (edited.postmortems[at].body.text, at + 1)
        )


def _fetches(archive: "Archive", files: Files, seed: int) -> None:
    """How many files there are, and how much of them a browser fetches."""
    sizes = {name: len(gzip.compress(content, 6)) for name, content in files.items()}
    total = sum(map(len, files.values())) / 1e6
    print(f"\n{len(files):,} files, {total:.1f} MB, {sum(sizes.values()) / 1e6:.1f} MB as sent.\n")
    print("| fetched, kB | median | most |\n|---|--:|--:|")
    start = (sizes["head.json"] + sizes["documents.json"]) / 1000
    print(f"| to begin with | {start:.0f} | {start:.0f} |")
    for kind, asked in _queries(archive, random.Random(seed)).items():
        kilobytes = [sum(sizes[name] for name in _fetched(files, query)) / 1000 for query in asked]
        print(f"| {kind} | {statistics.median(kilobytes):.0f} | {max(kilobytes):.0f} |")


def _files(archive: "Archive", folder: Path) -> Files:
    from postmortem_archive.siteindex import index_files

    made = index_files(archive, lambda path: f"../{path.removesuffix('.md')}/", folder)
    return {one.name: one.content for one in made}


def _queries(archive: "Archive", chance: random.Random) -> dict[str, list[list[tuple[str, str]]]]:
    """By kind of query, what each looks for: kinds of files and terms."""
    found: dict[str, list[list[tuple[str, str]]]] = {}
    for one in chance.sample(archive.postmortems, min(QUERIES, len(archive.postmortems))):
        words = list(dict.fromkeys(_terms(one.body.text)))
        places = [("places", word) for word in words]
        some = [("terms", word) for word in words]
        at = chance.randrange(len(words) - 1)
        phrase = [*some[at : at + 2], *places[at : at + 2]]
        found.setdefault("five words", []).append(chance.sample(some, 5))
        found.setdefault("a phrase of two words", []).append(phrase)
        found.setdefault("`title:` and a word", []).append([some[at], places[at]])
    return found


def _terms(text: str) -> Iterator[str]:
    from postmortem_archive.analysis import terms

    return (term.text for term in terms(text) if term.kind == "word")


def _fetched(files: Files, query: list[tuple[str, str]]) -> set[str]:
    """The files in which a browser finds the terms."""
    from postmortem_archive.siteindex.shards import file_name

    listed = json.loads(files["head.json"])["shards"]
    found = set()
    for kind, term in query:
        starts = (f"{term} "[:length] for length in range(len(term) + 1, -1, -1))
        found.add(file_name(kind, next(start for start in starts if start in listed[kind])))
    return found
