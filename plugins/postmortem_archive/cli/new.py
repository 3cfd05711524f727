"""`postmortem new`: one command makes the right file."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from postmortem_archive import times
from postmortem_archive.cli.options import archive_folder, archive_option, today_option
from postmortem_archive.model.finding import ArchiveError
from postmortem_archive.model.nearest import suggestion
from postmortem_archive.model.status import STATUSES

if TYPE_CHECKING:
    from postmortem_archive.model.archive import Archive
    from postmortem_archive.model.template import Template
    from postmortem_archive.writer import Draft

MOMENT = "MOMENT"


@click.command()
@click.argument("title", required=False)
@click.option("--severity", help="By the scale in archive.yml.")
@click.option("--service", "services", multiple=True, help="A service affected; may be repeated.")
@click.option("--team", "teams", multiple=True, help="A team involved; may be repeated.")
@click.option("--tag", "tags", multiple=True, help="A tag; may be repeated.")
@click.option("--kind", help="incident (default), near-miss, drill, project or maintenance.")
@click.option("--started", metavar=MOMENT, help="When the impact began: 2026-02-15T14:23Z.")
@click.option("--detected", metavar=MOMENT, help="When it was noticed.")
@click.option("--acknowledged", metavar=MOMENT, help="When a responder took it on.")
@click.option("--mitigated", metavar=MOMENT, help="When the impact was stopped.")
@click.option("--resolved", metavar=MOMENT, help="When it was over.")
@click.option(
    "--template",
    help="One of: postmortem template list. Default: what archive.yml chooses, or by kind.",
)
@click.option(
    "--status",
    type=click.Choice(STATUSES),
    default="draft",
    show_default=True,
    help="How far it has come.",
)
@today_option
@archive_option
def new(title: str | None, folder: Path | None, today: date, **given: Any) -> int:
    """Write a new postmortem from the template and print its path.

    At a terminal, without arguments, it asks. It never overwrites a file.
    """
    from postmortem_archive.load import load
    from postmortem_archive.writer import draft, write_new

    root = archive_folder(folder)
    archive = load(root)
    if title is None:
        title, given = _asked(archive, given)
    values = _values(archive, title, given)
    made = draft(_template(archive, values), archive.file, values, today)
    _refuse_what_cannot_be(made, archive)
    path = write_new(root, made)
    click.echo(_as_typed(path))
    return 0


def _refuse_what_cannot_be(made: "Draft", archive: "Archive") -> None:
    """Moments in an impossible order are told before there is a file to mend."""
    from postmortem_archive.load.postmortem import read_postmortem
    from postmortem_archive.rules import moments_out_of_order

    read = read_postmortem(made.path, made.text.encode(), archive.file, archive.templates)
    for problem in moments_out_of_order.check(read, archive):
        raise ArchiveError(f"{problem.message}; nothing was written")


def _template(archive: "Archive", given: dict[str, Any]) -> "Template":
    """The template that is asked for, or that fits the kind and the severity."""
    kind = given.get("kind") or "incident"
    name = given.get("template") or archive.file.template_for(kind, given.get("severity"))
    return archive.templates.get(name, archive.templates["incident"])


def _as_typed(path: Path) -> str:
    here = Path.cwd()
    full = path.absolute()
    return str(full.relative_to(here)) if full.is_relative_to(here) else str(full)


def _asked(archive: "Archive", given: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    if not sys.stdin.isatty():
        raise click.UsageError('say what happened: postmortem new "Orders stuck in the queue"')
    title = click.prompt("What happened, in a few words")
    asked, fields = dict(given), _template(archive, given).fields
    for name, question, vocabulary in (
        ("severity", "Severity", archive.file.severities),
        ("services", "Services affected", archive.file.services),
    ):
        if not asked[name] and name in fields:
            asked[name] = _ask(question, name, vocabulary)
    if not asked["started"] and "started" in fields:
        asked["started"] = _ask_moment("When did the impact begin (such as 2026-02-15T14:23Z)")
    return title, asked


def _ask(question: str, name: str, vocabulary: dict[str, Any] | None) -> Any:
    """Asks until the answer is in the vocabulary; an empty answer leaves it open."""
    words = list(vocabulary or ())
    hint = f" ({', '.join(words)})" if 0 < len(words) <= 12 else ""
    while True:
        answer = click.prompt(f"{question}{hint}", default="", show_default=False)
        values = [part.strip() for part in answer.split(",") if part.strip()]
        unknown = [value for value in values if words and value not in words]
        if not unknown:
            return values if name == "services" else (values[0] if values else None)
        click.echo(f'"{unknown[0]}" is not known; {suggestion(unknown[0], words)}')


def _ask_moment(question: str) -> str | None:
    while True:
        answer = click.prompt(question, default="", show_default=False).strip()
        if not answer:
            return None
        try:
            return _moment(answer)
        except ValueError as error:
            click.echo(str(error))


def _moment(text: str) -> str:
    """A moment in the form that postmortems are written in: 2026-02-15T14:23Z."""
    moment = times.parse_moment(text)
    return moment.isoformat(timespec="minutes").replace("+00:00", "Z")


def _values(archive: "Archive", title: str, given: dict[str, Any]) -> dict[str, Any]:
    """The given values, each checked as `check` would."""
    from postmortem_archive.model.front_matter import MOMENTS, Kind

    title = " ".join(title.split())
    if not title:
        raise click.UsageError("the title is empty; say what happened in a few words")
    file = archive.file
    for name, known in (
        ("severity", file.severities),
        ("services", file.services),
        ("teams", file.teams),
        ("tags", file.tags),
        ("template", archive.templates),
        ("kind", get_args(Kind)),
    ):
        value = given.get(name)
        for word in value if isinstance(value, list | tuple) else filter(None, [value]):
            if known is not None and word not in known:
                raise ArchiveError(f'{name}: "{word}" is not known; {suggestion(word, known)}')
    values: dict[str, Any] = {"title": title}
    for name, value in given.items():
        if not value:
            continue
        values[name] = value
        if name in MOMENTS:
            try:
                values[name] = _moment(value)
            except ValueError as error:
                raise ArchiveError(f"--{name}: {error}") from None
    return values
