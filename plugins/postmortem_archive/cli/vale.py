"""`postmortem vale`: the words of the language rules, for teams that run Vale."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from postmortem_archive.cli.options import archive_folder, archive_option
from postmortem_archive.message import counted
from postmortem_archive.model.finding import ArchiveError

if TYPE_CHECKING:
    from postmortem_archive.model.language import Language


@click.command(short_help="Write the words of the language rules as a style for Vale.")
@click.argument("styles", metavar="[FOLDER]", default="styles", type=click.Path(path_type=Path))
@archive_option
def vale(styles: Path, folder: Path | None) -> int:
    """Write what the language rules look for as a style for Vale, into FOLDER/Postmortem.

    FOLDER is Vale's StylesPath. In an archive, its own words are part of it, and rules
    that it has switched off are not. Run it again when the words change: it replaces only
    files that it has made. Prints the lines for .vale.ini.
    """
    from postmortem_archive.atomic import write_made
    from postmortem_archive.folder import find_archive
    from postmortem_archive.vale import MADE, STYLE, settings, style

    root = archive_folder(folder) if folder else find_archive(Path.cwd())
    files = style(_language(root), _off(root))
    write_made(styles / STYLE, files, MADE)
    click.echo(f"{counted(len(files), 'file')} in {styles / STYLE}. For .vale.ini:\n")
    click.echo(settings(styles.as_posix()), nl=False)
    return 0


def _language(root: Path | None) -> "Language":
    """The archive's words, all of them right, or else the shipped ones."""
    from postmortem_archive.load.language import read_language, shipped_language
    from postmortem_archive.model.language import language_of

    if root is None:
        return language_of(shipped_language())
    language, _, problems = read_language(root)
    for problem in problems:
        raise ArchiveError(f"{root / '_language.yml'}, line {problem.line}: {problem.message}")
    return language


def _off(root: Path | None) -> list[str]:
    """The rules that archive.yml has switched off."""
    from postmortem_archive.load import load_settings

    rules = load_settings(root).policy.rules if root else {}
    return [rule for rule, setting in rules.items() if setting.off]
