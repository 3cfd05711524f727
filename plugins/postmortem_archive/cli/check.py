"""`postmortem check`: what is missing or untrue, where, and how it would be right."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from postmortem_archive.cli.options import archive_folder, archive_option, plural
from postmortem_archive.model.finding import ArchiveError

if TYPE_CHECKING:
    from postmortem_archive.model.archive import Archive

FORMATS = ("text", "json", "github")


@click.command()
@click.argument("paths", metavar="[PATH…]", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="text for people, json for programs, github for annotations in a workflow.",
)
@archive_option
def check(paths: tuple[Path, ...], form: str, folder: Path | None) -> int:
    """Check postmortems: the whole archive, or the files and folders given.

    A final postmortem fails on every finding; a draft is told everything and fails on
    little. Exit status 1 if there is an error.
    """
    from postmortem_archive.cli import report
    from postmortem_archive.load import load
    from postmortem_archive.rules import check as run

    archive_root = archive_folder(folder)
    wanted, extra = _wanted(paths, archive_root)
    archive = load(archive_root, extra)
    chosen = None if not paths else _chosen(wanted, archive.by_path, archive.file_problems)
    if chosen is not None and not chosen:
        raise ArchiveError(f"{paths[0]}: no postmortem there (a postmortem is a file *.md)")
    findings = run(archive, chosen)
    report.print_findings(findings, archive, archive_root, _checked(archive, chosen), form)
    return 1 if any(finding.level == "error" for finding in findings) else 0


def _checked(archive: "Archive", chosen: set[str] | None) -> str:
    """How much was looked at: postmortems, or other files if there are only such."""
    if chosen is None:
        return plural(len(archive.postmortems), "postmortem")
    postmortems = len(chosen & archive.by_path.keys())
    return plural(postmortems, "postmortem") if postmortems else plural(len(chosen), "file")


def _wanted(paths: tuple[Path, ...], root: Path) -> tuple[list[str], tuple[Path, ...]]:
    """The paths relative to the archive, and the files among them that are outside it."""
    wanted: list[str] = []
    extra: list[Path] = []
    for path in paths:
        full = Path(os.path.normpath(Path.cwd() / path))  # unlike resolve, follows no link
        if not os.path.lexists(full):
            raise ArchiveError(f"{path}: there is no such file or folder")
        wanted.append(os.path.relpath(full, root.absolute()).replace(os.sep, "/"))
        if not full.is_relative_to(root.absolute()):
            found = sorted(full.rglob("*.md")) if full.is_dir() else [full]
            extra.extend(file for file in found if file.suffix == ".md")
    return wanted, tuple(dict.fromkeys(extra))


def _chosen(wanted: list[str], *known: "object") -> set[str]:
    names = {name for group in known for name in group}  # type: ignore[attr-defined]
    return {
        name
        for name in names
        for want in wanted
        if want == "." or name == want or name.startswith(f"{want}/")
    }
