"""Checks a synthetic archive beside two Markdown linters, cold and with nothing changed.

The peers look at layout by general rules, postmortem at fields, claims, wording, actions and
links. Line length, which nobody keeps in tables, is off for both. A linter is called as it is
found on the PATH; how to get one that is not there is said.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

from scripts.benchmarks.processes import (
    HEADER,
    Missing,
    Task,
    alternate,
    machine,
    program,
    ratios,
    row,
)
from scripts.synthetic.archive import synthesize

RUMDL, MARKDOWNLINT = "rumdl", "markdownlint-cli2"
_FROM = {
    RUMDL: "pipx install rumdl",
    MARKDOWNLINT: "npm install --global markdownlint-cli2",
}
_FOUND_SOMETHING = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "counts", metavar="N", nargs="*", type=int, help="postmortems; default: 1000"
    )


def run(args: argparse.Namespace) -> None:
    rumdl, markdownlint = _peer(RUMDL), _peer(MARKDOWNLINT)
    for count in args.counts or [1000]:
        print(f"\n{machine()}\n")
        with tempfile.TemporaryDirectory(prefix="bench-check-") as name:
            archive = Path(name, "postmortems")
            synthesize(archive, count, args.seed)
            config = '{"default": true, "MD013": false}\n'
            (archive / ".markdownlint.json").write_text(config, encoding="utf-8")
            ours: list[str | Path] = [program("postmortem"), "check", "--archive", archive]
            cold = {
                "postmortem check": _task(ours, archive, cache="cold", product="cold"),
                RUMDL: _task([rumdl, "check", "--no-cache", "."], archive),
                MARKDOWNLINT: _task([markdownlint, "**/*.md"], archive),
            }
            warm = {
                "postmortem check": _task(ours, archive, cache="warm"),
                RUMDL: _task([rumdl, "check", "."], archive),
            }
            _print("with nothing remembered", count, cold, args.runs)
            _print("with nothing changed", count, warm, args.runs)


def _peer(name: str) -> Path:
    found = shutil.which(name)
    if found is None:
        raise Missing(f"{name} is not on the PATH; {_FROM[name]}")
    return Path(found).resolve() if name == RUMDL else Path(found)


def _task(command: list[str | Path], folder: Path, cache: str = "", product: str = "") -> Task:
    """The caches stand beside the archive, out of the way of what is checked."""
    environment = {"XDG_CACHE_HOME": str(folder.parent / cache)} if cache else {}
    products = (f"../{product}",) if product else ()
    return Task(command, folder, products, environment, frozenset({0, _FOUND_SOMETHING}))


def _print(what: str, count: int, tasks: dict[str, Task], runs: int) -> None:
    costs = alternate(tasks, runs)
    print(HEADER[0].format(f"check of {count:,} postmortems, {what}"))
    print(HEADER[1])
    for name in tasks:
        print(row(name, costs[name]))
    ours, *others = tasks
    for name in others:
        print(ratios(f"{ours} ÷ {name}, median of pairs", costs[ours], costs[name]))
    print()
