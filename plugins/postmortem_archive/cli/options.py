"""What several commands share: where the archive is, what day it is, how paths are shown."""

import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote, urlsplit

import click

from postmortem_archive import clock, times
from postmortem_archive.model.finding import ArchiveError

Command = TypeVar("Command", bound=Callable[..., object])

_NO_ADDRESS = re.compile(r"[\s<>\"'`|\\()]|[^\x21-\x7e]")


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
    from postmortem_archive.folder import find_archive, usual_folder

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


def today_option(command: Command) -> Command:
    """Adds --today DAY; the command is always given a day."""
    return click.option(
        "--today",
        type=Day(),
        default=clock.today,
        metavar="DAY",
        help="Take this day (YYYY-MM-DD) as today. Default: today, or the day of "
        "SOURCE_DATE_EPOCH.",
    )(command)


class _Site(click.ParamType[str]):
    """The address of a folder on the web, with a slash at its end."""

    name = "url"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            parts = urlsplit(value)
        except ValueError:
            parts = urlsplit("")
        good = parts.scheme in ("https", "http") and parts.netloc and "@" not in parts.netloc
        if not good or parts.query or parts.fragment or _NO_ADDRESS.search(value):
            self.fail(
                f'"{value}" is not the address of a folder; write '
                "https://incidents.example.com/postmortems/",
                param,
                ctx,
            )
        return value.rstrip("/") + "/"


def site_option(command: Command) -> Command:
    """Adds --site URL, for commands whose text has links to postmortems."""
    return click.option(
        "--site",
        type=_Site(),
        metavar="URL",
        help="Where the archive's pages are, for links to them. Default: links to the files.",
    )(command)


def files_option(command: Command) -> Command:
    """Adds --files URL, for texts that are read where no file can be opened."""
    return click.option(
        "--files",
        type=_Site(),
        metavar="URL",
        help="Where the repository's files are shown, for links to changed ones and their lines: "
        "https://github.com/ORG/REPO/blob/COMMIT/. Default: no such links.",
    )(command)


def address(path: str, folder: Path, site: str | None) -> str:
    """Where a postmortem is: its page on the site, or its file as one would type it from here."""
    if site is None:
        return quote(shown(path, folder))
    return f"{site}{quote(path.removesuffix('.md'))}/"


def shown(path: str, folder: Path) -> str:
    """A path of the archive as one would type it from here."""
    full = Path(os.path.normpath(folder.absolute() / path))
    here = Path.cwd()
    return str(full.relative_to(here)) if full.is_relative_to(here) else str(full)


def printable(text: str) -> str:
    """Without what would command the terminal: a postmortem's text is not to be trusted."""
    return "".join(letter if letter.isprintable() else "·" for letter in text)
