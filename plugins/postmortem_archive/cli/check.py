"""`postmortem check`: what is missing or untrue, where, and how it would be right."""

import os
from collections.abc import Set
from dataclasses import replace
from pathlib import Path

import click

from postmortem_archive.cli.options import archive_folder, archive_option
from postmortem_archive.message import counted
from postmortem_archive.model.finding import ArchiveError

FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit")


@click.command(short_help="Say what is missing or untrue, and how it would be right.")
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
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(1),
    help="Processes that read and check at the same time. Default: one for each processor.",
)
@click.option(
    "--no-baseline",
    "whole",
    is_flag=True,
    help="Report what the baseline accepts as well, as errors.",
)
@click.option(
    "--fix",
    is_flag=True,
    help="Rewrite what can only be meant in one way, lay out tables, and report what is left.",
)
@click.option(
    "--diff",
    is_flag=True,
    help="Print as a diff what --fix would rewrite, and write nothing.",
)
@archive_option
def check(
    paths: tuple[Path, ...],
    form: str,
    revision: str | None,
    jobs: int | None,
    fix: bool,
    diff: bool,
    whole: bool,
    folder: Path | None,
) -> int:
    """Check postmortems: the whole archive, or the files and folders given.

    A final postmortem fails on every finding; a draft is told everything and fails on
    little. Exit status 1 if there is an error; with --diff also if there is a rewrite.
    """
    from postmortem_archive import baseline
    from postmortem_archive.cli import findings as forms
    from postmortem_archive.cli.mend import mended, print_diff, say_mended
    from postmortem_archive.cli.progress import Progress
    from postmortem_archive.inspection import Inspection, inspect, processors
    from postmortem_archive.load import postmortem_paths, survey
    from postmortem_archive.load.changed import changed_since

    if paths and revision is not None:
        raise click.UsageError("say either which files, or --changed-since")
    if diff and (fix or form != "text"):
        raise click.UsageError(
            "--diff prints a diff and nothing else; leave out --fix and --format"
        )
    root = archive_folder(folder)
    accepted = {} if whole else baseline.read(root) or {}
    wanted, extra = _wanted(paths, root)
    changed = None if revision is None else changed_since(revision, root)
    with Progress() as progress:
        progress.say(f"Reading {root}")
        frame = survey(root)
        names = {*postmortem_paths(frame), *frame.file_problems, *extra}
        chosen = _chosen(paths, wanted, names) if changed is None else names & changed

        def say(done: int, of: int) -> None:
            progress.say(f"Read {done:,} of {counted(of, 'file')}")

        def look() -> Inspection:
            return inspect(root, frame, chosen, extra, jobs or processors(), say)

        found = look()
        result = mended(root, found, chosen, write=fix) if fix or diff else None
        if fix and result and result.rewrites:
            found = replace(look(), notice=found.notice)
    if found.notice:
        click.echo(f"postmortem: {found.notice}", err=True)
    if diff and result:
        return print_diff(result, root)
    if result:
        say_mended(result, root, to_stderr=form != "text")
    if paths or changed is not None:
        # Of files that were not looked at, nobody knows whether anything is gone.
        accepted = {key: number for key, number in accepted.items() if key[0] in chosen}
    verdict = baseline.judged(found.findings, accepted)
    forms.print_findings(verdict.left, found.archive, root, chosen, form, verdict.accepted)
    for line in forms.on_baseline(verdict, root):
        click.echo(f"postmortem: {line}", err=True)
    failed = any(finding.level == "error" for finding in verdict.left)
    return 1 if failed or (result and result.left) else 0


def _wanted(paths: tuple[Path, ...], root: Path) -> tuple[list[str], list[str]]:
    """The paths relative to the archive, and the files among them that are outside it."""
    wanted: list[str] = []
    extra: list[str] = []
    for path in paths:
        full = Path(os.path.normpath(Path.cwd() / path))  # unlike resolve, follows no link
        if not os.path.lexists(full):
            raise ArchiveError(f"{path}: there is no such file or folder")
        wanted.append(_relative(full, root))
        if not full.is_relative_to(root.absolute()):
            found = sorted(full.rglob("*.md")) if full.is_dir() else [full]
            extra.extend(_relative(file, root) for file in found if file.suffix == ".md")
    return wanted, list(dict.fromkeys(extra))


def _relative(path: Path, root: Path) -> str:
    return os.path.relpath(path, root.absolute()).replace(os.sep, "/")


def _chosen(paths: tuple[Path, ...], wanted: list[str], names: Set[str]) -> Set[str]:
    """The files of the archive that were asked for: all of them, if nothing was."""
    chosen = {
        name
        for name in names
        for want in wanted
        if want == "." or name == want or name.startswith(f"{want}/")
    }
    if paths and not chosen:
        raise ArchiveError(f"{paths[0]}: no postmortem there (a postmortem is a file *.md)")
    return chosen if paths else names
