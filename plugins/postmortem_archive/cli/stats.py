"""`postmortem stats`: how many incidents, how long they took, what changed, how sure that is."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from postmortem_archive.cli.choices import check_known, used
from postmortem_archive.cli.options import Day, archive_folder, archive_option, today_option
from postmortem_archive.cli.reading import readable_archive
from postmortem_archive.model.finding import ArchiveError

if TYPE_CHECKING:
    from postmortem_archive.model.archive import Archive
    from postmortem_archive.statistics import Period

# As in statistics.slices, which takes a while to import.
BY = (
    *("severity", "service", "team", "cause", "tag", "detection", "kind"),
    *("month", "quarter", "year"),
)
FORMS = ("text", "json", "csv", "markdown")


@click.command(short_help="Print counts, durations, repeats and changes, with their bounds.")
@click.option("--since", type=Day(), metavar="DAY", help="From this day (YYYY-MM-DD) on.")
@click.option("--until", type=Day(), metavar="DAY", help="Up to and including this day.")
@click.option("--severity", help="Only this severity.")
@click.option("--service", help="Only incidents of this service.")
@click.option("--team", help="Only incidents of this team.")
@click.option("--cause", help="Only incidents of this cause.")
@click.option(
    "--by",
    multiple=True,
    type=click.Choice(BY),
    help="Also side by side, by this; can be given several times.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default="text",
    show_default=True,
    help="text and markdown for people, json and csv for programs.",
)
@today_option
@archive_option
def stats(
    since: date | None,
    until: date | None,
    severity: str | None,
    service: str | None,
    team: str | None,
    cause: str | None,
    by: tuple[str, ...],
    form: str,
    today: date,
    folder: Path | None,
) -> int:
    """Print the figures of the archive, or of a period, each with its n and its bounds.

    A period is compared with the one before: from 2026-01-01 until 2026-03-31 with the
    quarter before, any other with as many days before it. Only incidents enter; restricted
    postmortems do not.
    """
    from postmortem_archive.cli.figures import FORMS
    from postmortem_archive.statistics import figures

    archive = readable_archive(archive_folder(folder), unanswered=True)
    wanted = (
        ("severity", severity, archive.file.severities, "severity"),
        ("service", service, archive.file.services, "services"),
        ("team", team, archive.file.teams, "teams"),
        ("cause", cause, archive.file.causes, "causes"),
    )
    for option, value, vocabulary, field in wanted:
        if value is not None:
            check_known(f"--{option}", value, vocabulary, used(archive, field))
            archive = _only(archive, field, value)
    found = figures(archive, today, _period(since, until, today, archive))
    click.echo(FORMS[form](found, tuple(dict.fromkeys(by))), nl=False)
    return 0


def _only(archive: "Archive", field: str, value: str) -> "Archive":
    """The archive with only the postmortems, and listed incidents, that have a value.

    The list knows neither teams nor causes, so then there is none.
    """

    def has(values: str | Iterable[str] | None) -> bool:
        return value == values if isinstance(values, str) else value in (values or ())

    kept = tuple(p for p in archive.postmortems if has(getattr(p.front, field)))
    listed = None
    if archive.incident_list is not None and field in ("severity", "services"):
        listed = tuple(one for one in archive.incident_list if has(getattr(one, field)))
    return replace(archive, postmortems=kept, incident_list=listed)


def _period(
    since: date | None, until: date | None, today: date, archive: "Archive"
) -> "Period | None":
    """From the day given or the first incident, until the day given or today."""
    from postmortem_archive.statistics import between

    if since is None and until is None:
        return None
    first = min((p.day for p in archive.postmortems if p.day), default=today)
    start, end = since or min(first, until or today), until or today
    if start > end:
        raise ArchiveError(
            f"--since {start} is after {'--until' if until else 'today,'} {end}; exchange them"
        )
    return between(start, end)
