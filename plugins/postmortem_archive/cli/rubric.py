"""`postmortem rubric`: a checklist for the review of one postmortem, and its meeting's agenda."""

import os
from pathlib import Path

import click

from postmortem_archive.cli.options import archive_folder, archive_option, shown
from postmortem_archive.model.finding import ArchiveError


@click.command(short_help="Print the checklist and the agenda of a review.")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@archive_option
def rubric(path: Path, folder: Path | None) -> int:
    """Print a review checklist for a postmortem and the agenda of its review meeting.

    Markdown, for a comment in the pull request or the meeting's notes. Rules tick what
    they can check; what needs judgement is left open. FILE may stand outside the archive.
    """
    from postmortem_archive.cli.progress import Progress
    from postmortem_archive.load import load
    from postmortem_archive.rubric import rubric_of
    from postmortem_archive.rubric.as_markdown import markdown

    root = archive_folder(folder)
    full = Path(os.path.normpath(Path.cwd() / path))  # unlike resolve, follows no link
    if not os.path.lexists(full):
        raise ArchiveError(f"{path}: there is no such file")
    inside = full.is_relative_to(root.absolute())
    with Progress() as progress:
        progress.say(f"Reading {root}")
        archive = load(root, () if inside or full.suffix != ".md" else (full,))
    name = os.path.relpath(full, root.absolute()).replace(os.sep, "/")
    if name not in archive.by_path:
        raise ArchiveError(f"{path}: no postmortem there (a postmortem is a file *.md)")
    review = rubric_of(archive.by_path[name], archive)
    click.echo(markdown(review, archive, shown(name, root)), nl=False)
    return 0
