"""`postmortem import`: brings postmortems of other layouts into the archive."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from postmortem_archive.cli.options import archive_folder, printable
from postmortem_archive.message import counted
from postmortem_archive.model.finding import ArchiveError

if TYPE_CHECKING:
    from postmortem_archive.importers import Import
    from postmortem_archive.importers.layout import Wishes

# A test holds this against the list of layouts, which would take time to import for a --help.
LAYOUT_NAMES = (
    *("cstate", "heading-and-stats", "heading-timeline", "sre-book", "pagerduty", "atlassian"),
    *("confluence", "notion", "front-matter", "bold-fields", "general", "incident-io"),
    *("pagerduty-incidents", "opsgenie", "firehydrant", "csv", "json"),
)


@click.command("import")
@click.argument(
    "sources", metavar="SOURCE…", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--into",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The folder that holds archive.yml, or then gets a proposed one. Default: the archive "
    "found from here.",
)
@click.option(
    "--layout",
    type=click.Choice(("auto", *LAYOUT_NAMES)),
    default="auto",
    show_default=True,
    help="How the sources are laid out; auto recognises each by its evidence and says which.",
)
@click.option(
    "--mapping",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="YAML that says of each key of the sources which field it is here.",
)
@click.option(
    "--timezone",
    metavar="ZONE",
    help="The zone of times that name none: UTC, UTC+1, Europe/London. Without it they stay text.",
)
@click.option("--dry-run", is_flag=True, help="Write nothing, and say what would be written.")
@click.option(
    "--report",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write a report in Markdown: figures by field, and every doubt with file and line.",
)
def import_(
    sources: tuple[Path, ...],
    into: Path | None,
    layout: str,
    mapping: Path | None,
    timezone: str | None,
    dry_run: bool,
    report: Path | None,
) -> int:
    """Bring postmortems of other layouts into the archive, as drafts.

    The text stays as it was, but for what moves into front matter. What was not understood
    is listed with file and line, and nothing is guessed. A second run changes nothing. Exit
    status 1 if a file could not be imported at all.
    """
    from postmortem_archive.cli.progress import Progress
    from postmortem_archive.importers import import_files
    from postmortem_archive.importers.report import as_markdown

    wishes = _wishes(timezone, mapping)
    folder = into or archive_folder(None)
    with Progress() as progress:
        progress.say("Looking for files")

        def say(done: int, of: int) -> None:
            progress.say(f"Read {done:,} of {counted(of, 'file')}")

        done = import_files(sources, folder, wishes, layout, write=not dry_run, say=say)
    if not (done.results or done.left_out or done.failed):
        raise ArchiveError(
            f"{sources[0]}: nothing there can be imported; postmortems are files of Markdown, "
            "lists of incidents CSV, TSV or JSON"
        )
    _print(done, folder, dry_run=dry_run, whole=report is None)
    if report is not None:
        _write_report(report, as_markdown(done))
    return 1 if done.failed else 0


def _wishes(timezone: str | None, mapping: Path | None) -> "Wishes":
    from postmortem_archive import times
    from postmortem_archive.importers.layout import Wishes
    from postmortem_archive.importers.mapping import read_mapping

    try:
        zone = times.parse_zone(timezone) if timezone else None
    except ValueError as error:
        raise ArchiveError(f"--timezone: {error}") from None
    return Wishes(zone, read_mapping(mapping) if mapping else {})


def _print(done: "Import", folder: Path, *, dry_run: bool, whole: bool) -> None:
    from postmortem_archive.importers import report

    for line in report.layouts(done):
        click.echo(f"layout {line}")
    for path, why in done.left_out:
        click.echo(f"left out {printable(path)}: {why}")
    for path, why in done.failed:
        click.echo(f"not imported {printable(path)}: {why}", err=True)
    for one in done.results:
        if one.state == "differs":
            click.echo(f"{folder / one.path} was edited, or its source was; left as it is")
    if whole:
        for one in done.results:
            for line in report.doubts(one):
                click.echo(printable(line))
    for name, (read, doubtful, unknown) in report.figures(done).items():
        click.echo(f"{name:24} {read:6,} read {doubtful:6,} doubtful {unknown:6,} not known there")
    if done.settings:
        click.echo(
            f"{folder / 'archive.yml'}: {'would be ' if dry_run else ''}proposed; complete it"
        )
    click.echo(_summary(done, dry_run=dry_run))


def _summary(done: "Import", *, dry_run: bool) -> str:
    from postmortem_archive.importers import report

    states = report.states(done)
    new = f"{counted(states.get('new', 0), 'postmortem')} {'would be ' if dry_run else ''}imported"
    parts = [new]
    if same := states.get("unchanged"):
        parts.append(f"{same} there already")
    if differs := states.get("differs"):
        parts.append(f"{differs} edited since and left alone")
    parts.append(f"{counted(len(done.left_out), 'file')} left out")
    if done.failed:
        parts.append(f"{len(done.failed)} failed")
    doubts = sum(len(one.doubts) for one in done.results)
    return f"{'; '.join(parts)}. {counted(doubts, 'doubt')}."


def _write_report(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ArchiveError(f"--report {path}: cannot be written ({error.strerror})") from error
