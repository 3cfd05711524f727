"""`postmortem actions`: the action register in a terminal, for programs, and for CI."""

import json
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from postmortem_archive.cli.options import archive_folder, archive_option, today_option
from postmortem_archive.message import counted
from postmortem_archive.model.finding import ArchiveError
from postmortem_archive.model.nearest import suggestion

if TYPE_CHECKING:
    from postmortem_archive.model.archive_file import TimeLimit
    from postmortem_archive.register import Entry, Register

_SHORT = re.compile(r"([0-9]{1,4}) ?([dw])", re.IGNORECASE)
_UNITS = {"d": "days", "w": "weeks"}


class Within(click.ParamType["TimeLimit"]):
    """A time from today on: 14d, 2 weeks, 10 business days."""

    name = "span"

    def convert(
        self, value: "str | TimeLimit", param: click.Parameter | None, ctx: click.Context | None
    ) -> "TimeLimit":
        from postmortem_archive.model.archive_file import read_limit

        if not isinstance(value, str):
            return value
        match = _SHORT.fullmatch(value.strip())
        try:
            return read_limit(f"{match[1]} {_UNITS[match[2].lower()]}" if match else value)
        except ValueError:
            message = f'"{value[:40]}" is no number of days; write 14d, 2w, 10 business days'
            self.fail(f"{message} or 1 month", param, ctx)


@click.command()
@click.option(
    "--open/--all",
    "only_open",
    default=True,
    help="Only what is neither done nor declined (the default), or everything.",
)
@click.option("--overdue", is_flag=True, help="Only what is overdue.")
@click.option("--owner", help='Only this owner\'s; "" for what nobody owns.')
@click.option("--team", help="Only those of this team's postmortems.")
@click.option("--priority", help="Only this priority.")
@click.option("--service", help="Only those of this service's postmortems.")
@click.option(
    "--due-within",
    type=Within(),
    metavar="SPAN",
    help="Only what is due in this time from today on (14d, 2w, 10 business days), and what is "
    "overdue.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "csv", "ics")),
    default="text",
    show_default=True,
    help="text for people, json and csv for programs, ics for calendars.",
)
@click.option(
    "--fail-on",
    type=click.Choice(("overdue",)),
    help="Exit with status 1 if any action that fits is overdue.",
)
@today_option
@archive_option
def actions(
    only_open: bool,
    overdue: bool,
    owner: str | None,
    team: str | None,
    priority: str | None,
    service: str | None,
    due_within: "TimeLimit | None",
    form: str,
    fail_on: str | None,
    today: date,
    folder: Path | None,
) -> int:
    """List action items, the longest overdue first.

    A deadline is the due date that is written, or else the limit of the priority. What has no
    status counts as not done.
    """
    from postmortem_archive.cli.reading import readable_archive
    from postmortem_archive.register import register

    root = archive_folder(folder)
    archive = readable_archive(root)
    everything = register(archive, today)
    file = archive.file
    wanted = [
        _one("--owner", owner, "by_owner", everything),
        _one("--team", team, "by_team", everything, file.teams or ()),
        _one("--priority", priority, "by_priority", everything, everything.priorities),
        _one("--service", service, "by_service", everything, file.services or ()),
    ]
    asked = [some for some in wanted if some is not None]
    chosen = everything.where(lambda entry: all(entry in some for some in asked))
    shown = chosen.undone if only_open else chosen.by_urgency
    if due_within:
        last = due_within.end(today, frozenset(file.policy.holidays))
        shown = tuple(e for e in chosen.undone if e.deadline and e.deadline <= last)
    if overdue:
        shown = tuple(entry for entry in shown if entry.overdue)
    _print(form, chosen, shown, root, file.name)
    late = sum(entry.overdue for entry in shown)
    if fail_on and late:
        click.echo(f"{counted(late, 'action')} overdue on {today}.", err=True)
        return 1
    return 0


def _one(
    option: str,
    value: str | None,
    groups: str,
    everything: "Register",
    vocabulary: Iterable[str] = (),
) -> set["Entry"] | None:
    """Which entries have a value, whatever its case; None if no value is wanted.

    A value that nothing has is most likely mistyped: an empty answer would mislead.
    """
    if value is None:
        return None
    found = getattr(everything, groups)
    known = {name.casefold(): name for name in (*vocabulary, *found)}
    if value and value.casefold() not in known:
        names = filter(None, known.values())
        raise ArchiveError(
            f'{option}: "{value}" is not known to this archive; {suggestion(value, names)}'
        )
    named = (some for name, some in found.items() if name.casefold() == value.casefold())
    return {entry for some in named for entry in some}


def _print(
    form: str, chosen: "Register", shown: tuple["Entry", ...], root: Path, name: str
) -> None:
    if form == "json":
        from postmortem_archive.register.columns import data_of

        click.echo(json.dumps(data_of(chosen, shown), indent=2, ensure_ascii=False))
    elif form == "csv":
        from postmortem_archive.register.columns import csv_of

        click.echo(csv_of(chosen, shown), nl=False)
    elif form == "ics":
        from postmortem_archive.register.calendar import calendar

        # As bytes: the line ends are the calendar's, on every system.
        click.echo(calendar(f"{name}: actions", shown).encode("utf-8"), nl=False)
    else:
        from postmortem_archive.cli.register_text import as_text

        click.echo(as_text(chosen, shown, root))
