"""Remembers in the user's cache folder what was found in each file, until anything changes.

The one door to platformdirs. Only the user who wrote a memory reads it, and only with the
program, the settings and, to the byte, the contents that it was written with.
"""

import contextlib
import hashlib
import os
import pickle
import sys
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import platformdirs

from postmortem_archive.inspection.inspected import Inspected
from postmortem_archive.load.source import digest
from postmortem_archive.writer import replace_file

# What reads and checks besides our own modules.
_LIBRARIES = (
    *("detect-secrets", "phonenumbers", "pydantic", "pyromark", "python-frontmatter"),
    *("pyyaml", "tzdata"),
)


class Memory:
    """What is known of the files of one archive under its present settings.

    `damaged` says that something was remembered and cannot be trusted: it is then made anew.
    """

    def __init__(self, folder: Path, settings: str) -> None:
        name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:24]
        self.path = platformdirs.user_cache_path("postmortem-archive") / "check" / name
        self.damaged = False
        self._key = f"{program()} {settings}"
        self._known = self._read()

    def recall(self, path: str, checked: bool) -> Inspected | None:
        """What was found in a file, whatever it holds today; if asked, only if it was checked."""
        known = self._known.get(path)
        return known if known and (known.alone or not checked) else None

    def keep(self, known: Mapping[str, Inspected]) -> None:
        """Remembers this from now on, but for files that show a credential.

        Where nothing can be written, nothing is remembered.
        """
        known = {path: one for path, one in known.items() if not one.postmortem.credentials}
        before = self._known
        if known.keys() == before.keys() and all(known[path] is before[path] for path in known):
            return
        data = pickle.dumps(known, pickle.HIGHEST_PROTOCOL)
        head = f"{self._key} {digest(data)}\n".encode()
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            replace_file(self.path, head + data)

    def _read(self) -> dict[str, Inspected]:
        try:
            if not _is_ours(self.path):
                return {}
            head, _, data = self.path.read_bytes().partition(b"\n")
        except OSError:
            return {}
        key, _, contents = head.decode("ascii", errors="replace").rpartition(" ")
        self.damaged = contents != digest(data)
        if self.damaged or key != self._key:
            return {}
        known: dict[str, Inspected] = pickle.loads(data)
        return known


def _is_ours(path: Path) -> bool:
    """Whether nobody else can have written the file: unpickling may run what is in it."""
    if sys.platform == "win32":
        return True  # the folder is the user's own there
    status = path.stat()
    return status.st_uid == os.getuid() and not status.st_mode & 0o022


@cache
def program() -> str:
    """Names the program that reads and checks: its own files and its libraries' versions."""
    root = Path(__file__).parent.parent
    parts = [f"python {sys.version}"]
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".md", ".yml"):
            status = path.stat()
            parts.append(f"{path.relative_to(root)} {status.st_size} {status.st_mtime_ns}")
    for name in _LIBRARIES:
        try:
            parts.append(f"{name} {version(name)}")
        except PackageNotFoundError:  # installed without its metadata
            parts.append(name)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
