"""`postmortem init`: a folder becomes an archive with a site; what is there stays as it is."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from postmortem_archive.cli.options import printable
from postmortem_archive.message import counted
from postmortem_archive.model.finding import ArchiveError

if TYPE_CHECKING:
    from postmortem_archive.starter import Proposal, Start

_COLOURS = {"new": "green", "change": "yellow", "by hand": "yellow", "unchanged": None}


@click.command(short_help="Begin an archive, or complete one.")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option(
    "--archive",
    metavar="NAME",
    help="The archive's folder inside DIR. Default: the one that the plugin in mkdocs.yml is told, "
    "or else postmortems.",
)
@click.option(
    "--forge",
    type=click.Choice(("github", "gitlab")),
    help="Whose workflow file is wanted. Default: the forge that the repository's files or "
    "remotes tell.",
)
@click.option("--yes", is_flag=True, help="Write without asking.")
def init(folder: Path, archive: str | None, forge: str | None, yes: bool) -> int:
    """Begin an archive in DIR (default: here), or complete one: only what is missing is written.

    Shows every file first, and asks at a terminal. What is there is never overwritten;
    mkdocs.yml and .pre-commit-config.yaml are added to where that disturbs nothing in them.
    """
    from postmortem_archive.starter import begin, proposals

    if folder.exists() and not folder.is_dir():
        raise ArchiveError(f"{folder}: this is a file; say a folder")
    start = begin(folder, archive, forge)
    found = proposals(start)
    _show(found, folder)
    for line in _remarks(start):
        click.echo(line)
    wanted = [each for each in found if each.state in ("new", "change")]
    if not wanted:
        click.echo("Nothing is missing." if _is_whole(found) else "All else is there.")
        return 0
    if not yes:
        _ask(len(wanted))
    for each in wanted:
        each.write(folder)
    click.echo(f"{counted(len(wanted), 'file')} written.")
    for line in _next(wanted):
        click.echo(line)
    return 0


def _is_whole(found: Sequence["Proposal"]) -> bool:
    return all(each.state == "unchanged" for each in found)


def _ask(number: int) -> None:
    if not sys.stdin.isatty():
        raise ArchiveError(
            "nothing was written, because nobody can be asked here; "
            "say --yes if these files are to be written"
        )
    click.confirm(f"Write {counted(number, 'file')}?", abort=True)


def _show(found: Sequence["Proposal"], folder: Path) -> None:
    """The list of files, and below it what would change in those that are there."""
    for each in found:
        state = click.style(f"{each.state:<9}", fg=_COLOURS[each.state])
        why = f"  ({each.why})" if each.why else ""
        click.echo(f"{state}  {printable((folder / each.path).as_posix())}{printable(why)}")
    for each in found:
        if each.state == "change":
            lines = list(each.diff())
        elif each.state == "by hand":
            lines = [f"Add to {each.path}:", *(f"+{line}" for line in each.paste.split("\n"))]
        else:
            continue
        click.echo()
        for line in lines:
            click.echo(printable(line))
    click.echo()


def _remarks(start: "Start") -> list[str]:
    """What is left out, and why."""
    if start.inside:
        where = printable(str(start.inside))
        return [f"No hook and no workflow: they belong to the top of the repository, {where}.", ""]
    if not start.forges:
        return ["No workflow: nothing here tells the forge. --forge says which is wanted.", ""]
    return []


def _next(written: Sequence["Proposal"]) -> list[str]:
    """What a person does now."""
    from postmortem_archive.starter import PLACEHOLDER

    lines = [
        f"Put the address of your copy of postmortem-archive into {each.path}."
        for each in written
        if each.after and PLACEHOLDER.encode() in each.after
    ]
    return [*lines, "Now: postmortem check, and mkdocs serve for the site."]
