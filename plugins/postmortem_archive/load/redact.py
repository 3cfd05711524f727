"""Postmortems read again without the credentials they show, for a site that others open."""

from collections.abc import Collection
from dataclasses import replace

from postmortem_archive.load.postmortem import read_postmortem
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.postmortem import Postmortem


def without_credentials(archive: Archive, paths: Collection[str]) -> Archive:
    """The archive with the credentials in the given postmortems masked, wherever they stand."""
    if not paths:
        return archive
    posts = (_redacted(p, archive) if p.path in paths else p for p in archive.postmortems)
    return replace(archive, postmortems=tuple(posts))


def _redacted(postmortem: Postmortem, archive: Archive) -> Postmortem:
    data = "\n".join(map(postmortem.mask, postmortem.lines)).encode("utf-8")
    return read_postmortem(postmortem.path, data, archive.file, archive.templates)
