"""`postmortem prompt`: what to give an assistant whom draft --check then holds to the notes."""

from pathlib import Path
from typing import BinaryIO

import click

from postmortem_archive.cli.draft import cast_from, read_or_refuse, template_for
from postmortem_archive.cli.options import archive_folder, archive_option


@click.command(short_help="Print a prompt for an assistant that drafts from notes.")
@click.argument("notes", metavar="NOTES", type=click.File("rb"))
@click.option("--template", help="One of: postmortem template list. Default: as for new.")
@click.option(
    "--roles",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="YAML with what people were, such as: Jamie Okafor: on-call engineer.",
)
@archive_option
def prompt(notes: BinaryIO, template: str | None, roles: Path | None, folder: Path | None) -> int:
    """Print a prompt for an assistant: the notes, the template, and the rules.

    Nothing is sent anywhere. People stand in it as roles unless archive.yml says otherwise. Hold
    the answer to the notes with: postmortem draft --check ANSWER NOTES.
    """
    from postmortem_archive.drafting.prompt import prompt as prompt_for
    from postmortem_archive.load import survey

    archive = survey(archive_folder(folder))
    read = read_or_refuse(notes)
    cast = cast_from(read, archive, roles)
    click.echo(prompt_for(read, template_for(archive, template), archive, cast), nl=False)
    return 0
