"""`postmortem digest`: what is new, changed and due, for a weekly mail or channel."""

import re
from datetime import date, timedelta
from pathlib import Path

import click

from postmortem_archive import clock
from postmortem_archive.cli.options import (
    Day,
    address,
    archive_folder,
    archive_option,
    site_option,
    today_option,
)

_AGO = re.compile(r"([0-9]{1,4})([dw])")


class Since(click.ParamType[date | timedelta]):
    """A day, or how long ago: 7d, 2w."""

    name = "since"

    def convert(
        self,
        value: str | date | timedelta,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> date | timedelta:
        match = _AGO.fullmatch(value.strip().lower()) if isinstance(value, str) else None
        if match:
            return timedelta(days=int(match[1]) * (7 if match[2] == "w" else 1))
        if isinstance(value, timedelta):
            return value
        return Day().convert(value, param, ctx)


@click.command(short_help="Print what is new, changed and due, for a mail or a channel.")
@click.option(
    "--since",
    type=Since(),
    metavar="7d|DAY",
    default="7d",
    show_default=True,
    help="From this day on, or so many days (7d) or weeks (2w) back.",
)
@click.option(
    "--until", type=Day(), metavar="DAY", help="Up to and including this day. Default: today."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "markdown", "slack", "html")),
    default="text",
    show_default=True,
    help="How the receiver writes headings, lists and links.",
)
@site_option
@today_option
@archive_option
def digest(
    since: date | timedelta,
    until: date | None,
    today: date,
    form: str,
    site: str | None,
    folder: Path | None,
) -> int:
    """Print what became of the archive in some days.

    New and changed postmortems, by the history of git where there is one, else by the dates in
    the files; actions due within seven days, overdue ones, postmortems past their deadline, and
    what happened on these days in earlier years. Restricted postmortems are left out.
    """
    from postmortem_archive.cli.reading import readable_archive
    from postmortem_archive.digest import digest as digested
    from postmortem_archive.digest.telling import message
    from postmortem_archive.load.history import history
    from postmortem_archive.message import FORMS

    last = until or today
    first = last - since if isinstance(since, timedelta) else since
    if first > last:
        raise click.UsageError(f"--since {first} is after {last}; there is no day between them")
    root = archive_folder(folder)
    archive = readable_archive(root)
    # What is not committed yet belongs to the day on the wall, whatever today is said to be.
    past = history(root, first, last if last < clock.today() else None)
    found = digested(archive, first, last, today, past)
    told = message(found, archive, lambda path: address(path, root, site))
    click.echo(FORMS[form](told), nl=False)
    return 0
