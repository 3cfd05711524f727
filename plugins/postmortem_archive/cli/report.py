"""`postmortem report`: a quarter, year or month on two pages. (`report/` has check's formats.)"""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from postmortem_archive.cli.options import (
    address,
    archive_folder,
    archive_option,
    site_option,
    today_option,
)

if TYPE_CHECKING:
    from postmortem_archive.model.postmortem import Postmortem
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
@site_option
@today_option
@archive_option
def report(period: "Period", form: str, site: str | None, today: date, folder: Path | None) -> int:
    """Print what a period's figures support, its incidents, what repeated and what is overdue.

    PERIOD is 2026-Q1, 2026 or 2026-03. What the report says of what changed, it says of
    the period before. Restricted postmortems are left out.
    """
    from postmortem_archive.cli.reading import readable_archive
    from postmortem_archive.report import markdown, report

    root = archive_folder(folder)
    found = report(readable_archive(root, unanswered=True), period, today)

    def place(postmortem: "Postmortem") -> str:
        return address(postmortem.path, root, site)

    if form == "html":
        from postmortem_archive.pages.reports import document

        click.echo(document(found, place), nl=False)
    else:
        click.echo(markdown(found, place), nl=False)
    return 0
