"""`postmortem baseline`: accepts the errors of old reports once, and from then on only fewer."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from postmortem_archive.cli.options import archive_folder, archive_option, shown
from postmortem_archive.message import counted
from postmortem_archive.model.finding import ArchiveError

if TYPE_CHECKING:
    from postmortem_archive.baseline import Baseline
    from postmortem_archive.inspection import Inspection


@click.command(short_help="Accept today's errors of old reports.")
@archive_option
def baseline(folder: Path | None) -> int:
    """Accept the errors that the check finds today, so that only new ones fail it.

    Writes _baseline.yml into the archive, to be committed. Where that file is already, what
    has been mended is taken out of it and nothing is added. Exit status 1 if errors are left
    that it does not accept.
    """
    from postmortem_archive import baseline as baselines
    from postmortem_archive.cli.progress import Progress
    from postmortem_archive.inspection import inspect, processors
    from postmortem_archive.load import postmortem_paths, survey

    root = archive_folder(folder)
    before = baselines.read(root)
    held = (root / baselines.BASELINE_FILE).read_bytes() if before is not None else b""
    with Progress() as progress:
        progress.say(f"Checking {root}")
        frame = survey(root)
        names = {*postmortem_paths(frame), *frame.file_problems}
        found = inspect(root, frame, names, jobs=processors())
    if before is None:
        after = baselines.of_reports(found.findings, found.archive)
        _begin(root, after)
    else:
        after = baselines.shrunk(before, found.findings)
        _shrink(root, held, before, after)
    return _left(found, after)


def _begin(root: Path, after: "Baseline") -> None:
    from postmortem_archive.atomic import create_file
    from postmortem_archive.baseline import BASELINE_FILE, written

    if not after:
        click.echo("There is nothing to accept: the check finds no error in a postmortem.")
        return
    path = root / BASELINE_FILE
    try:
        create_file(path, written(after).encode("utf-8"))
    except OSError as error:
        raise ArchiveError(f"{path}: cannot be written ({error.strerror})") from error
    files = counted(len({name for name, _ in after}), "postmortem")
    click.echo(f"{shown(BASELINE_FILE, root)}: {_errors(after)} of {files} accepted.")


def _shrink(root: Path, held: bytes, before: "Baseline", after: "Baseline") -> None:
    from postmortem_archive.atomic import overwrite
    from postmortem_archive.baseline import BASELINE_FILE, written

    path = root / BASELINE_FILE
    name = shown(BASELINE_FILE, root)
    if after == before:
        click.echo(f"{name}: {_errors(after)} accepted, as before.")
        return
    try:
        overwrite(path, held, written(after).encode("utf-8"))
    except ArchiveError as error:
        raise ArchiveError(f"{path}: {error}") from None
    less = sum(before.values()) - sum(after.values())
    click.echo(f"{name}: {less} taken out; {_errors(after)} still accepted.")
    if not after:
        click.echo("All of it is mended. Keep the empty file, so that nothing is accepted again.")


def _errors(accepted: "Baseline") -> str:
    return counted(sum(accepted.values()), "error")


def _left(found: "Inspection", after: "Baseline") -> int:
    """Says how many errors the check fails on all the same."""
    from postmortem_archive.baseline import judged

    left = sum(f.level == "error" for f in judged(found.findings, after).left)
    if left:
        click.echo(
            f"{counted(left, 'error')} not accepted: see postmortem check. Mend what is new, or "
            "write a waiver with its reason where it stands.",
            err=True,
        )
    return 1 if left else 0
