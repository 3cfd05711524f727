"""Builds a site of a synthetic archive: our plugin against plain MkDocs + Material.

The peer gets the same texts as ordinary pages: same theme settings, same search plugin, out
of the navigation. It neither checks them nor makes lists, statistics or headers of them.
"""

import argparse
import re
import tempfile
from pathlib import Path

from scripts.benchmarks.processes import (
    HEADER,
    ROOT,
    Missing,
    Task,
    alternate,
    machine,
    program,
    ratios,
    row,
)
from scripts.synthetic.archive import postmortems, synthesize
from scripts.synthetic.data import read_world

OURS, AGAIN = "postmortems plugin", "the same, with the check remembered"
PEER = "plain MkDocs + Material"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "counts", metavar="N", nargs="*", type=int, help="postmortems; default: 1000"
    )


def run(args: argparse.Namespace) -> None:
    mkdocs = program("mkdocs")
    for count in args.counts or [1000]:
        print(f"\n{machine()}\n")
        with tempfile.TemporaryDirectory(prefix="bench-build-") as name:
            ours, peer = Path(name, "ours"), Path(name, "peer")
            make_ours(ours, count, args.seed)
            _make_peer(peer, count, args.seed)
            tasks = {
                OURS: _ours(mkdocs, ours, "cache", "site", "cache"),
                AGAIN: _ours(mkdocs, ours, "kept", "site"),
                PEER: Task([mkdocs, "build"], peer, ("site",)),
            }
            costs = alternate(tasks, args.runs)
            made = {name: _pages(tasks[name].folder, count) for name in tasks}
        print(HEADER[0].format(f"build of {count:,} postmortems"))
        print(HEADER[1])
        for which in tasks:
            print(row(f"{which} ({made[which]:,} pages)", costs[which]))
        for which in (OURS, AGAIN):
            print(ratios(f"{which} ÷ {PEER}, median of pairs", costs[which], costs[PEER]))


def _ours(mkdocs: Path, folder: Path, cache: str, *products: str) -> Task:
    environment = {"XDG_CACHE_HOME": str(folder / cache)}
    return Task([mkdocs, "build"], folder, products, environment)


def make_ours(folder: Path, count: int, seed: int) -> None:
    synthesize(folder / "postmortems", count, seed)
    _make_site(folder, "plugins:\n  - search\n  - postmortems\n")


def _make_peer(folder: Path, count: int, seed: int) -> None:
    for path, text in postmortems(read_world(), count, seed):
        _, matter, body = text.split("---\n", 2)
        found = re.search(r'^title: "?(.*?)"?$', matter, re.MULTILINE)
        target = folder / "docs" / "postmortems" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        title = found[1] if found else target.stem
        target.write_text(f"# {title}\n{body}", encoding="utf-8")
    _make_site(folder, "plugins:\n  - search\nnot_in_nav: /postmortems/**\n")


def _make_site(folder: Path, settings: str) -> None:
    """A site of one page besides the postmortems, with the theme and extensions of our own."""
    (folder / "docs").mkdir(parents=True, exist_ok=True)
    (folder / "docs" / "index.md").write_text("# Home\n\nA synthetic archive.\n", encoding="utf-8")
    own = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    blocks = [_block(own, "theme"), _block(own, "markdown_extensions")]
    text = "\n".join(["site_name: Bench", "nav: [index.md]", *blocks, settings])
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")


def _block(text: str, key: str) -> str:
    """A top-level key of a YAML file with all that is indented below it."""
    found = re.search(rf"^{key}:\n(?:[ ].*\n|\n)+", text, re.MULTILINE)
    if not found:
        raise Missing(f"mkdocs.yml has no {key}, whose settings both sites are to share")
    return found[0]


def _pages(folder: Path, count: int) -> int:
    """How many pages the site has; each postmortem must be among them."""
    site = folder / "site"
    found = len(list(site.glob("postmortems/[0-9]*/*/index.html")))
    if found < count:
        raise Missing(f"the site in {folder.name} has pages for {found} of {count} postmortems")
    return sum(1 for _ in site.rglob("*.html"))
