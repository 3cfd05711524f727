"""`postmortem review`: what a bot posts on a pull request about the postmortems it changes."""

import json
from datetime import date
from pathlib import Path

import click

from postmortem_archive.cli.options import (
    archive_folder,
    archive_option,
    files_option,
    site_option,
    today_option,
)


@click.command(short_help="Write the comment for a pull request that changes postmortems.")
@click.option(
    "--base",
    metavar="REV",
    required=True,
    help="The branch it is to be merged into, such as origin/main: reviewed is what changed since "
    "HEAD left it, committed or not.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("markdown", "json")),
    default="markdown",
    show_default=True,
    help="markdown for a comment on GitHub or GitLab, json for programs.",
)
@site_option
@files_option
@today_option
@archive_option
def review(
    base: str, form: str, site: str | None, files: str | None, today: date, folder: Path | None
) -> int:
    """Write what a reviewer wants to know of each changed postmortem.

    The findings, the earlier incidents that it looks like with their unfinished actions, the
    computed durations, and the rubric. Its first line is a hidden mark, by which a workflow finds
    its earlier comment. Of a restricted postmortem only its path and the names of rules are told.

    Exit status 0 whatever was found: postmortem check is there to fail.
    """
    from postmortem_archive.cli.progress import Progress
    from postmortem_archive.inspection.changed import inspect_changes
    from postmortem_archive.review import review_of
    from postmortem_archive.review.places import Places

    root = archive_folder(folder)
    with Progress() as progress:
        progress.say(f"Reading {root}")
        material, notices = inspect_changes(base, root, "--base")
    for notice in notices:
        click.echo(f"postmortem: {notice}", err=True)
    found = review_of(material, today)
    if form == "json":
        from postmortem_archive.review.as_data import data_of

        click.echo(json.dumps(data_of(found), indent=2, ensure_ascii=False))
    else:
        from postmortem_archive.review.as_markdown import as_markdown

        places = Places(found.changes.prefix, site or "", files or "")
        click.echo(as_markdown(found, places), nl=False)
    return 0
