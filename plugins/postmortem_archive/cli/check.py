"""`postmortem check`: what is missing or untrue, where, and how it would be right."""

import os
from collections.abc import Set
from pathlib import Path

import click

from postmortem_archive.cli.options import archive_folder, archive_option, plural
from postmortem_archive.model.finding import ArchiveError

FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit")


@click.command()
@click.argument("paths", metavar="[PATH…]", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="text for people, json for programs, sarif for code scanners, github for annotations "
    "in a workflow, gitlab for its Code Quality, junit for test reports.",
)
@click.option(
    "--changed-since",
    "revision",
    metavar="REV",
    help="Only files that changed since HEAD left this git revision, such as origin/main.",
)
@archive_option
def check(paths: tuple[Path, ...], form: str, revision: str | None, folder: Path | None) -> int:
    """Check postmortems: the whole archive, or the files and folders given.

    A final postmortem fails on every finding; a draft is told everything and fails on
    little. Exit status 1 if there is an error.
    """
    from postmortem_archive.cli import report
    from postmortem_archive.cli.progress import Progress
    from postmortem_archive.load import load
    from postmortem_archive.load.changed import changed_since
    from postmortem_archive.rules import check as run

    if paths and revision is not None:
        raise click.UsageError("say either which files, or --changed-since")
    archive_root = archive_folder(folder)
    wanted, extra = _wanted(paths, archive_root)
    changed = None if revision is None else changed_since(revision, archive_root)
    with Progress() as progress:
        progress.say(f"Reading {archive_root}")
        archive = load(archive_root, extra)
        chosen = archive.by_path.keys() | archive.file_problems.keys()
        if changed is not None:
            chosen &= changed
        elif paths:
            chosen = _chosen(wanted, chosen)
            if not chosen:
                raise ArchiveError(f"{paths[0]}: no postmortem there (a postmortem is a file *.md)")
        progress.say(f"Checking {plural(len(chosen), 'file')}")
        findings = run(archive, chosen)
    report.print_findings(findings, archive, archive_root, chosen, form)
    return 1 if any(finding.level == "error" for finding in findings) else 0


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


def _chosen(wanted: list[str], names: Set[str]) -> set[str]:
    return {
        name
        for name in names
        for want in wanted
        if want == "." or name == want or name.startswith(f"{want}/")
    }
