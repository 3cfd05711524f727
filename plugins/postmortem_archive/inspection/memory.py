"""Remembers in the user's cache folder what was found in each file, until anything changes.

Only the user who wrote a memory reads it, and only with the program, the settings and, to the
byte, the contents that it was written with.
"""

import contextlib
import pickle
from collections.abc import Mapping
from pathlib import Path

from postmortem_archive.cache import cached, is_ours, program
from postmortem_archive.inspection.inspected import Inspected
from postmortem_archive.load.source import digest
from postmortem_archive.writer import replace_file


class Memory:
    """What is known of the files of one archive under its present settings.

    `damaged` says that something was remembered and cannot be trusted: it is then made anew.
    """

    def __init__(self, folder: Path, settings: str) -> None:
        self.path = cached("check", folder)
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
            if not is_ours(self.path):
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
