"""A postmortem as anyone may see it: with credentials masked, and none that is restricted."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from postmortem_archive.load import read_one
from postmortem_archive.load.redact import without_credentials
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.resemblance import Entry, entry_of

# What has just been read, by path: what the index of resemblance keeps of it, if anything.
Fresh = Mapping[str, Entry | None]


def shown_one(folder: Path, path: str, frame: Archive) -> Postmortem:
    """One postmortem of the disk, with credentials masked."""
    return _masked(read_one(folder, path, frame), frame)


def shown_entry(postmortem: Postmortem, archive: Archive) -> Entry | None:
    """One file for the index of resemblance; None if it is restricted."""
    return None if postmortem.restricted else entry_of(_masked(postmortem, archive))


def _masked(postmortem: Postmortem, archive: Archive) -> Postmortem:
    if not postmortem.credentials:
        return postmortem
    alone = without_credentials(replace(archive, postmortems=(postmortem,)), {postmortem.path})
    return alone.postmortems[0]
