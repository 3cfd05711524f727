"""Says at a terminal what takes so long, and takes it back when it is done."""

import sys
import threading
import time
from types import TracebackType
from typing import TextIO

PATIENCE = 2.0
_PERIOD = 0.5


class Progress:
    """A line on standard error that appears after two seconds, and only at a terminal."""

    def __init__(self, stream: TextIO | None = None, patience: float = PATIENCE) -> None:
        self.stream = stream or sys.stderr
        self.patience = patience
        self.doing = ""
        self._begun = time.monotonic()
        self._done = threading.Event()
        # A thread, so that neither reader nor rule has to know that somebody waits.
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Progress":
        if self.stream.isatty():
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        if self._thread.ident is not None:
            self._thread.join()

    def say(self, doing: str) -> None:
        """What is being done from now on."""
        self.doing = doing

    def _run(self) -> None:
        shown = False
        wait = self.patience
        while not self._done.wait(wait):
            seconds = time.monotonic() - self._begun
            self._write(f"\r{self.doing} … {seconds:.0f} s\x1b[K")
            shown, wait = True, _PERIOD
        if shown:
            self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()
