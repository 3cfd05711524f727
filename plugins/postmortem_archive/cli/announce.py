"""`postmortem announce`: the short text for a status page or a channel, from the fields alone."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from postmortem_archive.cli.options import archive_folder, archive_option, printable, shown
from postmortem_archive.cli.postmortem import path_of
from postmortem_archive.model.finding import ArchiveError, Finding

if TYPE_CHECKING:
    from postmortem_archive.announcement import Audience
    from postmortem_archive.model.archive import Archive
    from postmortem_archive.model.postmortem import Postmortem


@click.command(short_help="Print a short text on an incident for customers or colleagues.")
@click.argument("which", metavar="ID|FILE")
@click.option(
    "--for",
    "audience",
    type=click.Choice(("customers", "internal")),
    required=True,
    help="customers: for a status page, without anything internal; internal: for a channel or "
    "an all-hands.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "markdown", "slack", "html")),
    default="text",
    show_default=True,
    help="How the receiver writes headings, lists and links.",
)
@archive_option
def announce(which: str, audience: "Audience", form: str, folder: Path | None) -> int:
    """Print the short text that tells others of an incident.

    It is made of the postmortem's own fields and of the section "For customers" or the
    summary; what they do not say is left out, and said on standard error. ID may be any part
    of an id that only one postmortem has. Exit status 1, and no text, if the postmortem is
    restricted or if what customers would read holds what they must not.
    """
    from postmortem_archive.announcement import announce as announced
    from postmortem_archive.message import FORMS

    root = archive_folder(folder)
    postmortem, archive = _read(which, root)
    told = announced(postmortem, archive, audience, shown(postmortem.path, root))
    if told.refused:
        _say("not announced:", told.refused, root)
        return 1
    click.echo(FORMS[form](told.message), nl=False)
    if postmortem.status != "final":
        click.echo(f"postmortem: this is {_STAGES[postmortem.status]}, not final", err=True)
    _say("quoted, and better said without:", told.doubts, root)
    for each in told.missing:
        click.echo(f"postmortem: would make it better: {printable(each)}", err=True)
    return 0


_STAGES = {"draft": "a draft", "in-review": "in review"}


def _read(which: str, root: Path) -> tuple["Postmortem", "Archive"]:
    """One postmortem with its text, in an archive of it and those that it repeats."""
    from postmortem_archive.load import complete, postmortem_paths, read_one, survey
    from postmortem_archive.rules import is_unreadable

    frame = survey(root)
    path = path_of(which, frame, root)
    postmortem = read_one(root, path, frame)
    if is_unreadable(postmortem):
        where = shown(path, root)
        raise ArchiveError(
            f"{where}: cannot be read as a postmortem; see: postmortem check {where}"
        )
    named = {f"{other}.md" for other in postmortem.front.repeat_of}
    others = [each for each in postmortem_paths(frame) if each.rsplit("/", 1)[-1] in named]
    read = [postmortem, *(read_one(root, each, frame) for each in others if each != path)]
    return postmortem, complete(root, frame, read)


def _say(why: str, findings: Iterable[Finding], root: Path) -> None:
    for finding in findings:
        rule = f"  [{finding.rule}]" if finding.rule else ""
        where = f"{shown(finding.path, root)}:{finding.line}:{finding.column}"
        click.echo(f"postmortem: {why} {where}: {printable(finding.message)}{rule}", err=True)
