"""`postmortem schema`: JSON Schemas by which an editor completes fields and marks mistakes."""

import json
from pathlib import Path

import click

from postmortem_archive.cli.options import archive_folder, archive_option


@click.command(short_help="Print JSON Schemas, for editors.")
@click.argument(
    "what", metavar="front-matter|archive", type=click.Choice(("front-matter", "archive"))
)
@archive_option
def schema(what: str, folder: Path | None) -> int:
    """Print the JSON Schema of a postmortem's front matter, or of archive.yml.

    In an archive, the schema of the front matter has its severities, services, teams,
    tags, causes and templates; elsewhere it has only the fields.
    """
    from postmortem_archive import schema as schemas
    from postmortem_archive.folder import find_archive
    from postmortem_archive.load import load_settings, template_names
    from postmortem_archive.model.archive_file import ArchiveFile

    root = archive_folder(folder) if folder else find_archive(Path.cwd())
    names = template_names(root) if root else []
    if what == "archive":
        made = schemas.archive_file(names)
    else:
        made = schemas.front_matter(load_settings(root) if root else ArchiveFile(), names)
    click.echo(json.dumps(made, indent=2, ensure_ascii=False))
    return 0
