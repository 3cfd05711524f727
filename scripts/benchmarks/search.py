"""Measures search: known items in reports with summaries, and time on synthetic archives.

With --reports FOLDER: Markdown files that have a title and a summary. The summary is taken out,
and the rest is searched for it with its first sentence, and with five of its words. Beside it
plain BM25, SQLite FTS5 and, where its wheel can be had, tantivy, on the same texts.

Without: for each N, the time to index N synthetic postmortems, to bring ten changes in, and of
six kinds of query, in one process and as a whole command.
"""

import argparse
import gc
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from postmortem_archive.search import opened, search_archive
from scripts.benchmarks import known_items
from scripts.benchmarks.known_items import TODAY
from scripts.benchmarks.processes import machine, program
from scripts.synthetic.archive import synthesize

# Six kinds of query, in words of the synthetic archives.
QUERIES = {
    "words": "connection pool exhausted after deploy",
    "a phrase": '"connection pool"',
    "an exact thing": "pg-checkout-1",
    "fields": "service:checkout since:2024 recover:>1h timeout",
    "a wildcard": "conn*",
    "a fuzzy word": "conection~",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("counts", metavar="N", nargs="*", type=int, help="default: 1000 10000")
    parser.add_argument("--reports", metavar="FOLDER", type=Path, help="known items to find")


def run(args: argparse.Namespace) -> None:
    gc.disable()  # as the command does
    with tempfile.TemporaryDirectory(prefix="bench-search-") as name:
        os.environ["XDG_CACHE_HOME"] = str(Path(name) / "cache")
        if args.reports:
            known_items.measure(known_items.read_reports(args.reports), Path(name))
            return
        print(f"\n{machine()}")
        for count in args.counts or [1000, 10_000]:
            _times(Path(name) / str(count), count, args.seed)


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
