"""Makes every page and data file of a synthetic archive, and says what each kind of them costs.

In one process, without MkDocs: what the plugin adds to a build, as far as it is not reading,
checking, and the theme's own work on each page. Times are of the processor.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.benchmarks.processes import machine
from scripts.synthetic.archive import synthesize

if TYPE_CHECKING:
    from postmortem_archive.pages import Page

TODAY = date(2026, 1, 1)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "counts", metavar="N", nargs="*", type=int, help="postmortems; default: 1000"
    )


def run(args: argparse.Namespace) -> None:
    for count in args.counts or [1000]:
        print(f"\n{machine()}\n")
        with tempfile.TemporaryDirectory(prefix="bench-pages-") as name:
            archive = Path(name, "postmortems")
            synthesize(archive, count, args.seed)
            _print(count, _costs(archive))


def _costs(folder: Path) -> dict[str, tuple[int, float, int]]:
    """By kind of page: how many there are, seconds, and the size of the largest in bytes."""
    from postmortem_archive.load import load
    from postmortem_archive.pages import all_data, all_pages
    from postmortem_archive.statistics import figures

    archive = load(folder).readable()
    whole = figures(archive, TODAY)
    costs: dict[str, tuple[int, float, int]] = {}

    def add(kind: str, make: Callable[[], str | bytes]) -> None:
        start = time.process_time()
        made = make()
        number, spent, largest = costs.get(kind, (0, 0.0, 0))
        spent += time.process_time() - start
        costs[kind] = (number + 1, spent, max(largest, len(made)))

    for page in all_pages(archive, [], TODAY, whole):
        add(_kind(page.path), partial(_html, page))
    for data in all_data(archive, TODAY, whole):
        add(data.path, partial(data.content, str))
    return costs


def _html(page: "Page") -> str:
    return page.render(str).html


def _kind(path: str) -> str:
    """The folder of a page, postmortems and years apart, or its own name."""
    folder, slash, name = path.partition("/")
    if folder.isdigit():
        return "years" if name == "index.md" else "postmortems"
    return folder if slash else path.removesuffix(".md")


def _print(count: int, costs: dict[str, tuple[int, float, int]]) -> None:
    total = sum(spent for _, spent, _ in costs.values())
    print(f"| {count:,} postmortems | number | CPU s | share | largest, kB |")
    print("|---|--:|--:|--:|--:|")
    for kind, (number, spent, largest) in costs.items():
        share = spent / total
        print(f"| {kind} | {number:,} | {spent:.2f} | {share:.1%} | {largest / 1000:,.0f} |")
    print(f"| all | | {total:.2f} | | |\n")
