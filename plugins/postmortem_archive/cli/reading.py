"""How commands that show figures and lists read the archive: what has not changed is remembered."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from postmortem_archive.message import counted

if TYPE_CHECKING:
    from postmortem_archive.model.archive import Archive


def readable_archive(folder: Path) -> "Archive":
    """The archive in outline, as anyone may read it: its site shows the same.

    Without restricted postmortems, which is said on standard error, and with credentials
    masked. Fields, actions, links and verdicts are there; texts and timelines are not.
    """
    from postmortem_archive.inspection import inspect, processors
    from postmortem_archive.load import survey
    from postmortem_archive.load.redact import without_credentials

    found = inspect(folder, survey(folder), (), jobs=processors())
    if found.notice:
        click.echo(found.notice, err=True)
    shown = found.archive.readable()
    hidden = len(found.archive.postmortems) - len(shown.postmortems)
    if hidden:
        click.echo(f"{counted(hidden, 'restricted postmortem')} left out.", err=True)
    return without_credentials(shown, {p.path for p in shown.postmortems if p.credentials})
