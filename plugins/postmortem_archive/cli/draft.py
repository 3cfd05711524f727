"""`postmortem draft`: rough notes become a complete draft; --check holds an answer to the notes."""

import sys
from datetime import date, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from postmortem_archive import times
from postmortem_archive.cli.options import (
    Day,
    archive_folder,
    archive_option,
    printable,
)
from postmortem_archive.clock import today
from postmortem_archive.message import counted
from postmortem_archive.model.finding import ArchiveError
from postmortem_archive.model.nearest import suggestion

if TYPE_CHECKING:
    from postmortem_archive.drafting import Cast, Drafted, Person
    from postmortem_archive.drafting.notes import Notes
    from postmortem_archive.model.archive import Archive
    from postmortem_archive.model.template import Template

_MOST_TOLD = 20


class Zone(click.ParamType[tzinfo]):
    """A time zone by name or offset."""

    name = "zone"

    def convert(
        self, value: str | tzinfo, param: click.Parameter | None, ctx: click.Context | None
    ) -> tzinfo:
        if isinstance(value, tzinfo):
            return value
        try:
            return times.parse_zone(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command()
@click.argument("notes", metavar="NOTES", type=click.File("rb"))
@click.option("--template", help="One of: postmortem template list. Default: as for new.")
@click.option(
    "--timezone", "zone", type=Zone(), metavar="ZONE", help="Of times whose zone the notes omit."
)
@click.option(
    "--day", type=Day(), metavar="DAY", help="Of the first event, if the notes name none."
)
@click.option(
    "--roles",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="YAML with what people were, such as: Jamie Okafor: on-call engineer.",
)
@click.option(
    "-o",
    "--into",
    metavar="FILE",
    help="Write there instead of into the archive; - writes to the terminal.",
)
@click.option(
    "--check",
    "answer",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="ANSWER",
    help="Write nothing; tell what ANSWER, a postmortem in Markdown, says that the notes do not.",
)
@archive_option
def draft(
    notes: BinaryIO,
    template: str | None,
    zone: tzinfo | None,
    day: date | None,
    roles: Path | None,
    into: str | None,
    answer: Path | None,
    folder: Path | None,
) -> int:
    """Write a draft from rough notes and print its path.

    NOTES is a file, or - for what is piped in: labelled text, bullet points, prose, a channel of
    a Slack export or a PagerDuty incident log (both JSON). What stands in the draft stands in the
    notes or is computed from them; what was recognised is marked "to be confirmed", and what found
    no place stands at the end. People become roles unless archive.yml says otherwise.
    """
    from postmortem_archive.drafting import compose
    from postmortem_archive.load import survey

    root = archive_folder(folder)
    archive = survey(root)
    read = read_or_refuse(notes)
    if answer:
        return _check(answer, read, archive, zone, day)
    cast = cast_from(read, archive, roles)
    made = compose(read, template_for(archive, template), archive.file, cast, today(), zone, day)
    _write(made, root, into)
    _report(read, made, notes.name)
    return 0


def read_or_refuse(notes: BinaryIO) -> "Notes":
    """The notes; there must be some, and they must be text or a known export."""
    from postmortem_archive.drafting import read_notes, why_no_notes

    data = notes.read()
    read = read_notes(data)
    if reason := why_no_notes(notes.name, data, read):
        raise ArchiveError(f"{notes.name}: {reason}")
    return read


def template_for(archive: "Archive", name: str | None) -> "Template":
    """The template that is asked for, or the archive's for an incident."""
    name = name or archive.file.template_for("incident", None)
    if name not in archive.templates:
        raise ArchiveError(
            f'template: "{name}" is not known; {suggestion(name, archive.templates)}'
        )
    return archive.templates[name]


def cast_from(notes: "Notes", archive: "Archive", roles: Path | None) -> "Cast":
    """The roles of the people in the notes, by the file, the notes, or asked for at a terminal."""
    from postmortem_archive.drafting import Cast, cast_of, people_in

    if archive.file.policy.people != "roles":
        return Cast()
    people = people_in(notes, archive.language.names)
    return cast_of(people, _roles(roles), _asked if sys.stdin.isatty() else None)


def _roles(path: Path | None) -> dict[str, str]:
    from postmortem_archive.load import yaml_tree

    if path is None:
        return {}
    try:
        tree = yaml_tree.parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ArchiveError(f"--roles {path}: cannot be read ({error})") from None
    for problem in tree.problems:
        raise ArchiveError(f"--roles {path}:{problem.line}:{problem.column}: {problem.message}")
    value = tree.value or {}
    if not isinstance(value, dict) or not all(isinstance(role, str) for role in value.values()):
        raise ArchiveError(
            f"--roles {path}: write one line a person, Jamie Okafor: on-call engineer"
        )
    return value


def _asked(person: "Person", unnamed: str) -> str:
    name = printable(person.names[0])
    return str(click.prompt(f"What was {name} in this incident", default=unnamed, err=True)).strip()


def _write(made: "Drafted", root: Path, into: str | None) -> None:
    from postmortem_archive.writer import Draft, write_new

    if into == "-":
        click.echo(made.draft.text, nl=False)
        return
    target = Path(into) if into else None
    place = Draft(target.name, made.draft.text) if target else made.draft
    path = write_new(target.parent if target else root, place).absolute()
    here = Path.cwd()
    click.echo(path.relative_to(here) if path.is_relative_to(here) else path)


def _report(notes: "Notes", made: "Drafted", name: str) -> None:
    """What was understood and what was not, where it does not get into a pipe's way."""
    count = len(made.course.events)
    click.echo(f"{name}: read as {notes.form}; {counted(count, 'event')}", err=True)
    for unclear in made.unclear[:_MOST_TOLD]:
        click.echo(f"  line {unclear.line}: {printable(unclear.message)}", err=True)
    if len(made.unclear) > _MOST_TOLD:
        click.echo(f"  and {len(made.unclear) - _MOST_TOLD} more", err=True)


def _check(
    answer: Path, notes: "Notes", archive: "Archive", zone: tzinfo | None, day: date | None
) -> int:
    from postmortem_archive.drafting.answer import unsupported

    found = unsupported(answer.read_bytes(), notes, archive, zone, day)
    for claim in found:
        near = f" (nearest: {claim.nearest})" if claim.nearest else ""
        message = f'the {claim.kind} "{claim.text}" is not in the notes{near}'
        click.echo(f"{answer}:{claim.line}:{claim.column}: {printable(message)}")
    click.echo(f"{counted(len(found), 'claim')} without support in the notes.")
    return 1 if found else 0
