"""`postmortem similar`: the earlier incidents that look like a postmortem, a draft or symptoms."""

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from postmortem_archive.cli.options import archive_folder, archive_option, today_option
from postmortem_archive.cli.postmortem import path_of
from postmortem_archive.model.finding import ArchiveError

if TYPE_CHECKING:
    from postmortem_archive.model.archive import Archive
    from postmortem_archive.model.postmortem import Postmortem
    from postmortem_archive.register import Register
    from postmortem_archive.resemblance import Resemblance

STANDARD_INPUT = "-"
_MOST = 50


@click.command(short_help="Find the earlier incidents that look like this one.")
@click.argument("subject", metavar="FILE|ID|-")
@click.option(
    "--limit",
    type=click.IntRange(1, _MOST),
    metavar="N",
    default=5,
    show_default=True,
    help=f"How many at most, up to {_MOST}.",
)
@click.option("--all", "later", is_flag=True, help="Also those of a later day than this one.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="text for people, json for programs.",
)
@today_option
@archive_option
def similar(
    subject: str, limit: int, later: bool, form: str, today: date, folder: Path | None
) -> int:
    """Find the earlier incidents that look like this one, with what they left undone.

    FILE is a postmortem (*.md), which may be a draft and may stand outside the archive, or any
    other text about what is seen. A postmortem of the archive can be named by its ID, or by a part
    that only one has. With - the text comes from standard input. Nothing leaves this machine.

    The answer is a ranking; whether an incident is a repeat, its postmortem says.
    """
    from postmortem_archive.cli.progress import Progress
    from postmortem_archive.inspection import processors
    from postmortem_archive.inspection.index import index_on_disk
    from postmortem_archive.inspection.shown import shown_one
    from postmortem_archive.load import survey
    from postmortem_archive.resemblance import resembling

    root = archive_folder(folder)
    frame = survey(root)
    asked = _subject(subject, frame, root)
    with Progress() as progress:
        progress.say(f"Reading {root}")
        index, notice = index_on_disk(root, frame, jobs=processors())
    if notice:
        click.echo(notice, err=True)
    found = resembling(asked, index, lambda path: shown_one(root, path, frame), limit, later)
    register = _register(found, frame, today)
    if form == "json":
        from postmortem_archive.resemblance.columns import data_of

        rows = [data_of(each, register.of(each.other)) for each in found]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        from postmortem_archive.cli.similar_text import as_text

        click.echo(as_text(found, register, root))
    return 0


def _subject(given: str, frame: "Archive", root: Path) -> "Postmortem | str":
    """The postmortem or the text that is asked about. Raises ArchiveError if there is none."""
    from postmortem_archive.inspection.shown import shown_one
    from postmortem_archive.load.source import decode

    if given == STANDARD_INPUT:
        return _something(decode(sys.stdin.buffer.read()).text, "standard input")
    path = Path(given)
    if path.is_file() and path.suffix != ".md":
        return _something(decode(path.read_bytes()).text, given)
    return shown_one(root, path_of(given, frame, root), frame)


def _something(text: str, origin: str) -> str:
    from postmortem_archive.resemblance import portrait_of

    if portrait_of(text).counts:
        return text
    raise ArchiveError(
        f"{origin}: nothing to look for; say what is seen: an alert, an error message, a host"
    )


def _register(found: Sequence["Resemblance"], frame: "Archive", today: date) -> "Register":
    """The actions of what was found, and of nothing else: all else need not be read."""
    from dataclasses import replace

    from postmortem_archive.register import register

    others = tuple(each.other for each in found)
    return register(replace(frame, postmortems=others), today)
