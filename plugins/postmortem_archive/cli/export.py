"""`postmortem export`: the archive as data, for other programs."""

import json
from datetime import date
from pathlib import Path

import click

from postmortem_archive.cli.options import archive_folder, archive_option, today_option
from postmortem_archive.message import counted


@click.command()
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print all fields, timelines, action items and texts, as one JSON object.",
)
@click.option(
    "--sqlite",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write them as tables of a SQLite database, in the place of what this wrote before.",
)
@today_option
@archive_option
def export(as_json: bool, file: Path | None, today: date, folder: Path | None) -> int:
    """The whole archive as data for other programs.

    Restricted postmortems are left out, and how many is said on standard error.
    """
    from postmortem_archive.export import as_data, readable
    from postmortem_archive.load import load

    if as_json == (file is not None):
        raise click.UsageError("say in which form, one of: --json, --sqlite FILE")
    archive = load(archive_folder(folder))
    hidden = sum(postmortem.restricted for postmortem in archive.postmortems)
    shown = readable(archive)
    if file is None:
        click.echo(json.dumps(as_data(shown), indent=2, ensure_ascii=False))
    else:
        from postmortem_archive.export.database import write_database

        write_database(shown, today, file)
        click.echo(f"{file}: {counted(len(shown.postmortems), 'postmortem')}.")
    if hidden:
        click.echo(f"{counted(hidden, 'restricted postmortem')} left out.", err=True)
    return 0
