"""`postmortem list`: the archive as a table, as JSON, as CSV."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from postmortem_archive import times
from postmortem_archive.cli.choices import check_known, used
from postmortem_archive.cli.options import Day, archive_folder, archive_option, printable, shown
from postmortem_archive.message import counted
from postmortem_archive.model.status import STATUSES


@click.command("list")
@click.option("--severity", help="Only this severity.")
@click.option("--service", help="Only incidents of this service.")
@click.option("--tag", help="Only postmortems with this tag.")
@click.option("--since", type=Day(), metavar="DAY", help="From this day (YYYY-MM-DD) on.")
@click.option("--until", type=Day(), metavar="DAY", help="Up to and including this day.")
@click.option("--status", type=click.Choice(STATUSES), help="Only this status.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "csv")),
    default="text",
    show_default=True,
    help="text for people, json and csv for programs.",
)
@archive_option
def list_(
    severity: str | None,
    service: str | None,
    tag: str | None,
    since: date | None,
    until: date | None,
    status: str | None,
    form: str,
    folder: Path | None,
) -> int:
    """List postmortems, newest first.

    Restricted postmortems are left out, and how many is said on standard error.
    """
    from postmortem_archive.cli.reading import readable_archive
    from postmortem_archive.export import listed

    root = archive_folder(folder)
    archive = readable_archive(root)
    file = archive.file
    check_known("--severity", severity, file.severities, used(archive, "severity"))
    check_known("--service", service, file.services, used(archive, "services"))
    check_known("--tag", tag, file.tags, used(archive, "tags"))
    kept = [
        p
        for p in archive.postmortems
        if (not severity or p.front.severity == severity)
        and (not service or service in p.front.services)
        and (not tag or tag in p.front.tags)
        and (not status or p.status == status)
        and (not since or (p.day is not None and p.day >= since))
        and (not until or (p.day is not None and p.day <= until))
    ]
    click.echo(_FORMATS[form]([listed(p, shown(p.path, root)) for p in kept]), nl=form != "csv")
    return 0


def _as_json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, indent=2, ensure_ascii=False)


def _as_csv(rows: list[dict[str, Any]]) -> str:
    from postmortem_archive.export import COLUMNS
    from postmortem_archive.spreadsheet import as_csv

    return as_csv(COLUMNS, rows)


def _span(minutes: float | None) -> str:
    return times.words(timedelta(minutes=minutes)) if minutes is not None else "–"


def _as_text(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return "No postmortem fits."
    lines = []
    width = max(len(each["severity"] or "–") for each in rows)
    spans = [_span(each["minutes_to_recover"]) for each in rows]
    longest = max(map(len, spans))
    for each, span in zip(rows, spans, strict=True):
        services = ", ".join(each["services"]) or "–"
        status = "" if each["status"] == "final" else f" ({each['status']})"
        severity, about = each["severity"] or "–", f"{each['title']}{status} · {services}"
        first = f"{each['date'] or '–':<10}  {severity:<{width}}  {span:>{longest}}  {about}"
        lines.append(printable(first))
        lines.append(printable(f"{'':<{width + longest + 16}}{each['path']}"))
    lines.append(f"{counted(len(rows), 'postmortem')}.")
    return "\n".join(lines)


_FORMATS = {"text": _as_text, "json": _as_json, "csv": _as_csv}
