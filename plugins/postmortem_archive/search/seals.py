"""Says whether the files of an index are as they were written, without reading them each time.

A file of an index is written once, and never changed. One that has the size and the time of when
it was written is taken to be what it was; of any other the bytes are read.
"""

import json
import os
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from postmortem_archive.atomic import replace_file

_SEALS = "seals.json"
_SUFFIXES = (".seg", ".toc")
_CHUNK = 1 << 20


class _Seal(NamedTuple):
    """A file as it was written: bytes, nanoseconds, CRC-32."""

    size: int
    time: int
    sum: int


def seal(place: Path) -> None:
    """Notes down what the files of an index are. Those that were noted before are not read."""
    known, found = _known(place), {}
    for path in sorted(place.iterdir()):
        if path.suffix in _SUFFIXES:
            status, one = path.stat(), known.get(path.name)
            if not one or one[:2] != (status.st_size, status.st_mtime_ns):
                one = _Seal(status.st_size, status.st_mtime_ns, _sum(path, kept=True))
            found[path.name] = one
    replace_file(place / _SEALS, json.dumps(found).encode())


def broken(place: Path) -> str | None:
    """The first file that is not what it was; one that is gone is no longer of the index."""
    for name, one in _known(place).items():
        path = place / name
        try:
            status = path.stat()
            if (status.st_size, status.st_mtime_ns) == (one.size, one.time):
                continue
            if status.st_size != one.size or _sum(path) != one.sum:
                return name
            # A copy of the cache has other times, and need not be read on each search.
            os.utime(path, ns=(one.time, one.time))
        except OSError:
            continue
    return None


def _known(place: Path) -> dict[str, _Seal]:
    path = place / _SEALS
    if not path.is_file():
        return {}
    return {name: _Seal(*one) for name, one in json.loads(path.read_bytes()).items()}


def _sum(path: Path, kept: bool = False) -> int:
    """The CRC-32 of a file; if it is to be `kept`, also where the power fails."""
    found = 0
    with path.open("rb") as stream:
        if kept:
            os.fsync(stream.fileno())
        while chunk := stream.read(_CHUNK):
            found = crc32(chunk, found)
    return found
