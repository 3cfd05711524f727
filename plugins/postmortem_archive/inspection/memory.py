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


class Drawer:
    """One file of the user's cache folder, which holds one object under a key.

    `damaged` says that something was kept and cannot be trusted: it is then made anew.
    """

    def __init__(self, kind: str, folder: Path, settings: str) -> None:
        name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:24]
        self.path = platformdirs.user_cache_path("postmortem-archive") / kind / name
        self.damaged = False
        self._key = f"{program()} {settings}"

    def read(self) -> object:
        """What was kept with this program and these settings, or None."""
        try:
            if not _is_ours(self.path):
                return None
            head, _, data = self.path.read_bytes().partition(b"\n")
        except OSError:
            return None
        key, _, contents = head.decode("ascii", errors="replace").rpartition(" ")
        self.damaged = contents != digest(data)
        return None if self.damaged or key != self._key else pickle.loads(data)

    def write(self, kept: object) -> None:
        """Keeps this from now on. Where nothing can be written, nothing is kept."""
        data = pickle.dumps(kept, pickle.HIGHEST_PROTOCOL)
        head = f"{self._key} {digest(data)}\n".encode()
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            replace_file(self.path, head + data)


class Memory:
    """What is known of the files of one archive under its present settings."""

    def __init__(self, folder: Path, settings: str) -> None:
        self._drawer = Drawer("check", folder, settings)
        known = self._drawer.read()
        self._known: dict[str, Inspected] = known if isinstance(known, dict) else {}

    @property
    def path(self) -> Path:
        return self._drawer.path

    @property
    def damaged(self) -> bool:
        """Whether something was remembered and could not be trusted."""
        return self._drawer.damaged

    def recall(self, path: str, checked: bool) -> Inspected | None:
        """What was found in a file, whatever it holds today; if asked, only if it was checked."""
        known = self._known.get(path)
        return known if known and (known.alone or not checked) else None

    def keep(self, known: Mapping[str, Inspected]) -> None:
        """Remembers this from now on, but for files that show a credential."""
        known = {path: one for path, one in known.items() if not one.postmortem.credentials}
        before = self._known
        if known.keys() == before.keys() and all(known[path] is before[path] for path in known):
            return
        self._drawer.write(known)


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
