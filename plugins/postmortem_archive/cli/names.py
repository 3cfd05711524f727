"""`postmortem tags`, `services`, `causes`, `teams`: which names the archive uses, and how often."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from postmortem_archive.cli.options import archive_folder, archive_option, printable
from postmortem_archive.cli.reading import readable_archive
from postmortem_archive.message import counted

if TYPE_CHECKING:
    from postmortem_archive.vocabulary import Name

_NOTE = (
    "What is alike may be one name in two spellings: keep one. How to tell two apart: "
    "postmortem explain tags-alike"
)
# A longer name does not push the figures of all the others aside.
_WIDEST = 40


def _command(field: str, singular: str) -> click.Command:
    """The command that lists the names of one field."""

    @click.command(field, short_help=f"Count the {field}: last seen, near-duplicates.")
    @click.option(
        "--format",
        "form",
        type=click.Choice(("text", "json", "csv")),
        default="text",
        show_default=True,
        help="text for people, json and csv for programs.",
    )
    @archive_option
    def command(form: str, folder: Path | None) -> int:
        from postmortem_archive.vocabulary import COLUMNS, listed, usage

        archive = readable_archive(archive_folder(folder))
        names = usage(archive, field)
        if form == "json":
            click.echo(json.dumps([listed(one) for one in names], indent=2, ensure_ascii=False))
        elif form == "csv":
            from postmortem_archive.spreadsheet import as_csv

            click.echo(as_csv(COLUMNS, map(listed, names)), nl=False)
        elif not archive.postmortems:
            click.echo("\n".join(("No postmortem yet.", *_remarks(names))))
        else:
            click.echo("\n".join((*_lines(names, singular), *_remarks(names))))
        return 0

    command.help = f"""Count the {field}, the most frequent first.

    Beside each: how many postmortems have it, the day of the latest, how many are incidents if
    not all are, and the names that may be it in another spelling. Names of archive.yml that no
    postmortem has stand at the end."""
    return command


tags = _command("tags", "tag")
services = _command("services", "service")
causes = _command("causes", "cause")
teams = _command("teams", "team")


def _lines(names: tuple["Name", ...], singular: str) -> Iterator[str]:
    used = [one for one in names if one.postmortems]
    width = min(_WIDEST, max((len(printable(one.name)) for one in used), default=0))
    digits = max((len(f"{len(one.postmortems):,}") for one in used), default=0)
    for one in used:
        day = str(one.last) if one.last else "no day"
        line = f"{printable(one.name):<{width}}  {len(one.postmortems):>{digits},}  {day:<10}"
        yield f"{line}  {'; '.join(_notes(one))}".rstrip()
    what = "how many postmortems have it, and the day of the latest"
    yield f"{counted(len(used), singular)}: {what}." if used else f"No postmortem has a {singular}."


def _remarks(names: tuple["Name", ...]) -> Iterator[str]:
    unused = [one.name for one in names if not one.postmortems]
    if unused:
        yield f"In archive.yml and never used: {printable(', '.join(unused))}."
    if any(one.alike for one in names if one.postmortems):
        yield _NOTE


def _notes(one: "Name") -> Iterator[str]:
    if one.incidents != len(one.postmortems):
        yield counted(one.incidents, "incident") if one.incidents else "no incident"
    if one.alike:
        yield f"alike: {printable(', '.join(one.alike))}"
    if one.known is False:
        yield "not in archive.yml"
