"""The command `postmortem`: one file for each verb, each returning an exit status."""

import gc
import os
import sys

import click

from postmortem_archive.cli.actions import actions
from postmortem_archive.cli.announce import announce
from postmortem_archive.cli.baseline import baseline
from postmortem_archive.cli.check import check
from postmortem_archive.cli.digest import digest
from postmortem_archive.cli.draft import draft
from postmortem_archive.cli.explain import explain
from postmortem_archive.cli.export import export
from postmortem_archive.cli.import_ import import_
from postmortem_archive.cli.init import init
from postmortem_archive.cli.list import list_
from postmortem_archive.cli.names import causes, services, tags, teams
from postmortem_archive.cli.new import new
from postmortem_archive.cli.prompt import prompt
from postmortem_archive.cli.report import report
from postmortem_archive.cli.review import review
from postmortem_archive.cli.rubric import rubric
from postmortem_archive.cli.schema import schema
from postmortem_archive.cli.search import search
from postmortem_archive.cli.similar import similar
from postmortem_archive.cli.stats import stats
from postmortem_archive.cli.template import template
from postmortem_archive.cli.vale import vale
from postmortem_archive.model.finding import ArchiveError

USAGE = 2

# In the order in which one comes to need them.
PURPOSES: dict[str, tuple[click.Command, ...]] = {
    "Begin": (init, import_),
    "Write": (new, draft, prompt, template),
    "Check and review": (check, explain, review, rubric, baseline),
    "Read": (list_, search, similar, stats, report, actions, export),
    "Know the names": (tags, services, causes, teams),
    "Tell others": (announce, digest),
    "For other tools": (schema, vale),
}


class ByPurpose(click.Group):
    """Lists its commands by what they are for."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for purpose, some in PURPOSES.items():
            with formatter.section(purpose):
                room = formatter.width - 6 - max(len(str(one.name)) for one in some)
                rows = [(str(one.name), one.get_short_help_str(room)) for one in some]
                formatter.write_dl(rows)


@click.group(
    cls=ByPurpose,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit status: 0 all is well, 1 there are errors, 2 the command cannot run as given.",
)
@click.version_option(package_name="postmortem-archive", prog_name="postmortem")
def cli() -> None:
    """Keep incident postmortems as Markdown files: write, check, review and list them."""


for command in (one for some in PURPOSES.values() for one in some):
    cli.add_command(command)


def main() -> None:
    """Runs the command line; our own errors become a message and exit status 2."""
    # A command keeps what it reads and ends soon; looking for garbage meanwhile takes a tenth.
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        # A file's name may hold bytes that the terminal's encoding lacks.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        status = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped. Each file is as it was, or whole.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code if error.exit_code != 1 else USAGE)
    except ArchiveError as error:
        click.echo(f"postmortem: {error}", err=True)
        sys.exit(USAGE)
    except BrokenPipeError:
        sys.stderr.close()  # the reader (head, less) has gone; nothing is wrong
        sys.exit(0)
    _leave(status or 0)


def _leave(status: int) -> None:
    """Ends at once: to forget ten thousand postmortems one by one takes most of a second."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        status = 0  # the reader (head, less) has gone; nothing is wrong
    os._exit(status)
