"""`postmortem export`: the archive as data, for other programs."""

import json
from pathlib import Path

import click

from postmortem_archive.cli.options import archive_folder, archive_option, plural


@click.command()
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="All fields, timelines, action items and texts, as one JSON object.",
)
@archive_option
def export(as_json: bool, folder: Path | None) -> int:
    """Print the whole archive as data.

    Restricted postmortems are left out, and how many is said on standard error.
    """
    from postmortem_archive.export import as_data
    from postmortem_archive.load import load

    if not as_json:
        raise click.UsageError("say in which form: --json")
    archive = load(archive_folder(folder))
    hidden = sum(postmortem.restricted for postmortem in archive.postmortems)
    click.echo(json.dumps(as_data(archive), indent=2, ensure_ascii=False))
    if hidden:
        click.echo(f"{plural(hidden, 'restricted postmortem')} left out.", err=True)
    return 0
