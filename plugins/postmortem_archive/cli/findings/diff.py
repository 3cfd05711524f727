"""Rewrites as a unified diff, which `git apply` and `patch -p1` take."""

import difflib
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from postmortem_archive.rewrite import Rewrite

# What git would end a name at, or write otherwise, unless it is quoted.
_ODD = re.compile(rb'[\x00-\x1f"\\\x7f]')
_NO_NEWLINE = b"\n\\ No newline at end of file\n"


def unified(rewrites: Sequence[Rewrite], archive_root: Path) -> tuple[bytes, Path]:
    """The diff, and the folder from which its paths count: this one, or one above all files.

    Two names of one file are one file; what a link leads to is named, since that is what changes.
    """
    files = {(archive_root / rewrite.path).resolve(): rewrite for rewrite in rewrites}
    here = Path.cwd().resolve()
    base = Path(os.path.commonpath([here, *files])) if files else here
    parts = (
        part
        for full, rewrite in sorted(files.items(), key=lambda pair: pair[0])
        for part in _of_one(full.relative_to(base), rewrite)
    )
    return b"".join(parts), base


def _of_one(path: Path, rewrite: Rewrite) -> Iterator[bytes]:
    name = os.fsencode(path.as_posix())
    lines = difflib.diff_bytes(
        difflib.unified_diff,
        _lines(rewrite.before),
        _lines(rewrite.after),
        _quoted(b"a/" + name),
        _quoted(b"b/" + name),
        lineterm=b"\n",
    )
    yield from (line if line.endswith(b"\n") else line + _NO_NEWLINE for line in lines)


def _lines(data: bytes) -> list[bytes]:
    """The lines as git counts them: a carriage return belongs to its line."""
    return [line for line in re.split(rb"(?<=\n)", data) if line]


def _quoted(name: bytes) -> bytes:
    """A name as git writes it: quoted if need be, with a tab behind it if it has a space."""
    if _ODD.search(name):
        escaped = _ODD.sub(lambda odd: b"\\%03o" % ord(odd[0]), name)
        return b'"' + escaped + b'"'
    return name + b"\t" if b" " in name else name
