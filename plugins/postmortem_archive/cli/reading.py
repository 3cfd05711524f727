"""How commands that show figures and lists read the archive: what has not changed is remembered."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from postmortem_archive.message import counted

if TYPE_CHECKING:
    from postmortem_archive.model.archive import Archive


def readable_archive(folder: Path, *, unanswered: bool = False) -> "Archive":
    """The archive in outline, as anyone may read it: its site shows the same.

    Without restricted postmortems, which is said on standard error, and with credentials
    masked. Fields, actions, links and verdicts are there; texts and timelines are not. What is
    `unanswered` is there if it is asked for: figures tell it.
    """
    from postmortem_archive.inspection import inspect, processors
    from postmortem_archive.inspection.unanswered import with_unanswered
    from postmortem_archive.load import survey
    from postmortem_archive.load.redact import without_credentials

    found = inspect(folder, survey(folder), (), jobs=processors())
    archive, notice = found.archive, found.notice
    if unanswered:
        archive, told = with_unanswered(folder, archive, jobs=processors())
        notice = notice or told
    if notice:
        click.echo(notice, err=True)
    shown = archive.readable()
    hidden = len(archive.postmortems) - len(shown.postmortems)
    if hidden:
        click.echo(f"{counted(hidden, 'restricted postmortem')} left out.", err=True)
    return without_credentials(shown, {p.path for p in shown.postmortems if p.credentials})
