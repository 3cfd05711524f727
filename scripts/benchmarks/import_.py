"""Imports synthetic reports with bold header lines, first into nothing, then again. No peer."""

import argparse
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from scripts.benchmarks.processes import HEADER, Task, alternate, machine, program, row
from scripts.synthetic.archive import postmortems
from scripts.synthetic.data import read_world

_FIELD = re.compile(r'^(title|severity|started|resolved): "?(.*?)"?$', re.MULTILINE)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("counts", metavar="N", nargs="*", type=int, help="reports; default: 1000")


def run(args: argparse.Namespace) -> None:
    print(f"\n{machine()}\n")
    for count in args.counts or [1000]:
        with tempfile.TemporaryDirectory(prefix="bench-import-") as name:
            folder = Path(name)
            _make(folder / "old", count, args.seed)
            command: list[str | Path] = [program("postmortem"), "import", folder / "old", "--into"]
            tasks = {
                "into nothing": Task([*command, folder / "new"], folder, products=("new",)),
                "again": Task([*command, folder / "again"], folder),
            }
            costs = alternate(tasks, args.runs)
        print(HEADER[0].format(f"import of {count:,} reports"))
        print(HEADER[1])
        for what in tasks:
            print(row(what, costs[what]))


def _make(folder: Path, count: int, seed: int) -> None:
    """The postmortems as old reports: their fields in bold lines above the text."""
    folder.mkdir()
    for path, text in postmortems(read_world(), count, seed):
        _, matter, body = text.split("---\n", 2)
        lines = "\n".join(_header(dict(_FIELD.findall(matter))))
        (folder / Path(path).name).write_text(f"{lines}\n{body}", encoding="utf-8")


def _header(fields: dict[str, str]) -> Iterator[str]:
    yield f"# {fields.pop('title')}\n"
    yield from (f"**{name.capitalize()}:** {value}" for name, value in fields.items())
