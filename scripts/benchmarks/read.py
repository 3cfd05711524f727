"""Reads and checks a synthetic archive, `postmortem check` as a whole process. It has no peer."""

import argparse
import statistics
import tempfile
from pathlib import Path

from scripts.benchmarks.processes import HEADER, Task, alternate, machine, program, row
from scripts.synthetic.archive import synthesize


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "counts", metavar="N", nargs="*", type=int, help="postmortems; default: 1000"
    )


def run(args: argparse.Namespace) -> None:
    command = program("postmortem")
    print(f"\n{machine()}\n")
    lines = [HEADER[0].format("postmortem check"), HEADER[1]]
    per_thousand = []
    for count in args.counts or [1000]:
        with tempfile.TemporaryDirectory(prefix="bench-read-") as name:
            archive = Path(name, "postmortems")
            synthesize(archive, count, args.seed)
            task = Task([command, "check", "--archive", archive], Path(name))
            costs = alternate({"postmortem check": task}, args.runs)["postmortem check"]
        lines.append(row(f"{count:,} postmortems", costs))
        cpu = statistics.median(cost.cpu for cost in costs)
        per_thousand.append(f"{count:,}: {cpu / count * 1000:.2f} s")
    print("\n".join(lines))
    print(f"\nCPU per 1,000, start of the process included: {'; '.join(per_thousand)}.")
