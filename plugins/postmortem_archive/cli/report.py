"""`postmortem report`: a quarter, year or month on two pages. (`report/` has check's formats.)"""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import click

from postmortem_archive.cli.options import Day, archive_folder, archive_option, shown
from postmortem_archive.clock import today as day_of_clock

if TYPE_CHECKING:
    from postmortem_archive.report.as_markdown import Address
    from postmortem_archive.statistics.periods import Period


class PeriodName(click.ParamType["Period"]):
    """A period as 2026-Q1, 2026 or 2026-03."""

    name = "period"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> "Period":
        from postmortem_archive.statistics import read_period

        try:
            return read_period(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Site(click.ParamType[str]):
    """An address on the web, with a slash at its end."""

    name = "url"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            parts = urlsplit(value)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in ("http", "https") or not parts.netloc or set(value) & set(' <>"()'):
            self.fail(
                f'"{value}" is no address; write https://example.com/postmortems/', param, ctx
            )
        return value.rstrip("/") + "/"


@click.command("report", short_help="Print the report of a quarter, a year or a month.")
@click.argument("period", metavar="PERIOD", type=PeriodName())
@click.option(
    "--format",
    "form",
    type=click.Choice(("markdown", "html")),
    default="markdown",
    show_default=True,
    help="markdown for a pull request or a wiki, html for a mail or the printer.",
)
@click.option(
    "--site",
    type=Site(),
    metavar="URL",
    help="Where the archive's pages are, for links to them. Default: links to the files.",
)
@click.option(
    "--today",
    type=Day(),
    metavar="DAY",
    help="As of this day. Default: today, or the day of SOURCE_DATE_EPOCH.",
)
@archive_option
def report(
    period: "Period", form: str, site: str | None, today: date | None, folder: Path | None
) -> int:
    """Print what a period's figures support, its incidents, what repeated and what is overdue.

    PERIOD is 2026-Q1, 2026 or 2026-03. What the report says of what changed, it says of
    the period before. Restricted postmortems are left out.
    """
    from postmortem_archive.cli.reading import readable_archive
    from postmortem_archive.report import markdown, report

    root = archive_folder(folder)
    found = report(readable_archive(root), period, today or day_of_clock())
    address = _address(root, site)
    if form == "html":
        from postmortem_archive.pages.reports import document

        click.echo(document(found, address), nl=False)
    else:
        click.echo(markdown(found, address), nl=False)
    return 0


def _address(root: Path, site: str | None) -> "Address":
    """Where a postmortem is: its page on the site, or its file as one would type it from here."""
    if site:
        return lambda postmortem: f"{site}{quote(postmortem.path.removesuffix('.md'))}/"
    return lambda postmortem: quote(shown(postmortem.path, root))
