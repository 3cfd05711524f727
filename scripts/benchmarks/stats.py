"""Computes all figures of a synthetic archive beside the script that one would write oneself.

That script reads each file's front matter with python-frontmatter, and takes the median time to
recover by severity: two figures of some thirty. What files hold is remembered by `postmortem`; it
is measured after a first run has filled that memory, which is how one meets it.
"""

import argparse
import tempfile
from pathlib import Path

from scripts.benchmarks.processes import (
    HEADER,
    Task,
    alternate,
    machine,
    program,
    ratios,
    row,
)
from scripts.synthetic.archive import synthesize

PEER = "a script with python-frontmatter"
SCRIPT = """
import statistics, sys
from datetime import datetime
from pathlib import Path
import frontmatter
spans = {}
for path in sorted(Path(sys.argv[1]).glob("20*/*.md")):
    front = frontmatter.load(path).metadata
    if front.get("kind", "incident") == "incident" and front.get("resolved"):
        start, end = map(datetime.fromisoformat, (str(front["started"]), str(front["resolved"])))
        spans.setdefault(front.get("severity"), []).append(end - start)
for severity, values in spans.items():
    print(severity, len(values), statistics.median(values))
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "counts", metavar="N", nargs="*", type=int, help="postmortems; default: 1000"
    )


def run(args: argparse.Namespace) -> None:
    for count in args.counts or [1000]:
        print(f"\n{machine()}\n")
        with tempfile.TemporaryDirectory(prefix="bench-stats-") as name:
            archive = Path(name, "postmortems")
            synthesize(archive, count, args.seed)
            tasks = {
                "postmortem stats": _ours(archive, "stats"),
                "postmortem actions": _ours(archive, "actions", "--overdue"),
                "postmortem report 2024": _ours(archive, "report", "2024"),
                PEER: Task([program("python"), "-c", SCRIPT, archive], archive),
            }
            _print(count, tasks, args.runs)


def _ours(archive: Path, *command: str) -> Task:
    """The cache stands beside the archive; the warm-up of each task fills it."""
    return Task(
        [program("postmortem"), *command, "--archive", archive, "--today", "2026-01-01"],
        archive,
        environment={"XDG_CACHE_HOME": str(archive.parent / "warm")},
    )


def _print(count: int, tasks: dict[str, Task], runs: int) -> None:
    costs = alternate(tasks, runs)
    print(HEADER[0].format(f"{count:,} postmortems, with nothing changed"))
    print(HEADER[1])
    for name in tasks:
        print(row(name, costs[name]))
    for name in tasks:
        if name != PEER:
            print(ratios(f"{name} ÷ {PEER}, median of pairs", costs[name], costs[PEER]))
    print()
