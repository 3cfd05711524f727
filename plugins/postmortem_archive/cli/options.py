"""What several commands share: where the archive is, what day it is, how paths are shown."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

from postmortem_archive import times
from postmortem_archive.model.finding import ArchiveError

Command = TypeVar("Command", bound=Callable[..., object])


def archive_option(command: Command) -> Command:
    """Adds --archive DIR."""
    return click.option(
        "--archive",
        "folder",
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="The folder that holds archive.yml. Default: postmortems/ of the nearest folder "
        "upward that has one.",
    )(command)


def archive_folder(given: Path | None) -> Path:
    """The archive's folder, as given or as found from here upward."""
    from postmortem_archive.load import find_archive, usual_folder

    if given is not None:
        if not given.is_dir():
            raise ArchiveError(f"--archive {given}: there is no such folder")
        return usual_folder(given) or given
    found = find_archive(Path.cwd())
    if found is None:
        raise ArchiveError(
            "no archive here: neither this folder nor any above it has postmortems/archive.yml; "
            "go to the repository, say --archive DIR, or begin one: postmortem init"
        )
    return found


class Day(click.ParamType[date]):
    """A day as YYYY-MM-DD."""

    name = "day"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        if isinstance(value, date):
            return value
        try:
            return times.parse_day(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


def shown(path: str, folder: Path) -> str:
    """A path of the archive as one would type it from here."""
    full = Path(os.path.normpath(folder.absolute() / path))
    here = Path.cwd()
    return str(full.relative_to(here)) if full.is_relative_to(here) else str(full)


def printable(text: str) -> str:
    """Without what would command the terminal: a postmortem's text is not to be trusted."""
    return "".join(letter if letter.isprintable() else "·" for letter in text)
