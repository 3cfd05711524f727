"""Postmortems read again without what is not for everyone: credentials, the names of others."""

import re
from collections.abc import Callable, Collection
from dataclasses import replace

from postmortem_archive.load.postmortem import read_postmortem
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.postmortem import Postmortem


def without_credentials(archive: Archive, paths: Collection[str]) -> Archive:
    """The archive with the credentials in the given postmortems masked, wherever they stand."""
    if not paths:
        return archive
    posts = (_read_again(p, p.mask, archive) if p.path in paths else p for p in archive.postmortems)
    return replace(archive, postmortems=tuple(posts))


def without_words(archive: Archive, words: re.Pattern[str], instead: str) -> Archive:
    """The archive with the words replaced, wherever they stand in a postmortem."""

    def replaced(line: str) -> str:
        return words.sub(instead, line)

    posts = (
        _read_again(p, replaced, archive) if words.search("\n".join(p.lines)) else p
        for p in archive.postmortems
    )
    return replace(archive, postmortems=tuple(posts))


def _read_again(
    postmortem: Postmortem, change: Callable[[str], str], archive: Archive
) -> Postmortem:
    data = "\n".join(map(change, postmortem.lines)).encode("utf-8")
    return read_postmortem(postmortem.path, data, archive.file, archive.templates)
