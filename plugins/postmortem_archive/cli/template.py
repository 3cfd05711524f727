"""`postmortem template`: which templates there are, and what stands in one."""

from pathlib import Path

import click

from postmortem_archive.cli.options import archive_folder, archive_option
from postmortem_archive.model.finding import ArchiveError
from postmortem_archive.model.nearest import suggestion


@click.group(short_help="List the templates, or show one.")
def template() -> None:
    """List the templates, or show one so that it can be copied and changed."""


@template.command("list")
@archive_option
def list_(folder: Path | None) -> int:
    """List the templates by name, with what each is for.

    An archive's own, in its folder _templates, are marked as such; one with a shipped
    name stands in its place. Works without an archive too.
    """
    from postmortem_archive.load.template import read_template

    shipped, own = _files(folder)
    width = max(map(len, shipped | own))
    for name, data in sorted((shipped | own).items()):
        marks = {(True, False): " (own)", (True, True): " (own, in place of the shipped one)"}
        mark = marks.get((name in own, name in shipped), "")
        describes = " ".join(read_template(name, data)[0].describes.split())
        click.echo(f"{name:<{width}}  {describes}{mark}")
    return 0


@template.command()
@click.argument("name")
@archive_option
def show(name: str, folder: Path | None) -> int:
    """Print a template's file as it is, byte for byte.

    Save it under _templates in the archive, under its own or another name, and change it
    there: new copies it, and check holds postmortems to it.
    """
    shipped, own = _files(folder)
    known = shipped | own
    if name not in known:
        raise ArchiveError(f'"{name}" is not a template; {suggestion(name, known)}')
    click.echo(known[name], nl=False)
    return 0


def _files(folder: Path | None) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The shipped template files, and those of the archive if there is one.

    Empty ones are left out: `show NAME > _templates/NAME.md` makes one before it asks.
    """
    from postmortem_archive.folder import find_archive
    from postmortem_archive.load import own_template_files, shipped_template_files

    root = archive_folder(folder) if folder else find_archive(Path.cwd())
    own = own_template_files(root) if root else ()
    return dict(shipped_template_files()), {name: data for name, data in own if data.strip()}
