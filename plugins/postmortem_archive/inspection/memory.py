"""Remembers in the user's cache folder what was found in each file, until anything changes.

Only the user who wrote a memory reads it, and only with the program, the settings and, to the
byte, the contents that it was written with.
"""

import contextlib
import pickle
from collections.abc import Mapping
from pathlib import Path
from zlib import crc32

from postmortem_archive.atomic import replace_file
from postmortem_archive.cache import cached, is_ours, program
from postmortem_archive.inspection.inspected import Inspected


class Drawer:
    """One file of the user's cache folder, which holds one object under a key.

    `damaged` says that something was kept and cannot be trusted: it is then made anew.
    """

    def __init__(self, kind: str, folder: Path, settings: str) -> None:
        self.path = cached(kind, folder)
        self.damaged = False
        self._key = f"{program()} {settings}"

    def read(self) -> object:
        """What was kept with this program and these settings, or None."""
        try:
            if not is_ours(self.path):
                return None
            with self.path.open("rb") as stream:
                head, data = stream.readline().rstrip(b"\n"), stream.read()
        except OSError:
            return None
        key, _, contents = head.decode("ascii", errors="replace").rpartition(" ")
        self.damaged = contents != _sum(data)
        return None if self.damaged or key != self._key else pickle.loads(data)

    def write(self, kept: object) -> None:
        """Keeps this from now on. Where nothing can be written, nothing is kept."""
        data = pickle.dumps(kept, pickle.HIGHEST_PROTOCOL)
        head = f"{self._key} {_sum(data)}\n".encode()
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            replace_file(self.path, head + data)


def _sum(data: bytes) -> str:
    """What tells damage; what somebody else has written is not read at all."""
    return f"{crc32(data):08x}"


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
