"""Shares files out among processes, and hands back what they found in the files' order."""

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

from postmortem_archive.inspection.inspected import Inspected, inspect_one
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import ArchiveError

# Files handed over at once: enough to be worth the way, few enough to end together.
_AT_ONCE = 50


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def spread(
    folder: Path, frame: Archive, files: list[tuple[str, bool]], processes: int
) -> Iterator[Inspected]:
    """Reads and checks files in several processes, in order. A file: its path, if it is wanted."""
    batches = [files[start : start + _AT_ONCE] for start in range(0, len(files), _AT_ONCE)]
    # Not by fork, which copies a process in the middle of whatever its threads are doing.
    fresh = multiprocessing.get_context("spawn")
    try:
        pool = ProcessPoolExecutor(processes, fresh, _begin, (folder, frame))
    except (OSError, NotImplementedError, ImportError):  # some containers have no semaphores
        yield from (inspect_one(folder, path, frame, wanted) for path, wanted in files)
        return
    try:
        with _deaf_to_interrupts():
            found = pool.map(_inspect, batches)
        for batch in found:
            yield from batch
    except BrokenProcessPool:
        raise ArchiveError(
            "a process that was reading files was ended from outside, perhaps for want of "
            "memory; say --jobs 1"
        ) from None
    finally:
        # What nobody waits for any more, after Ctrl-C say, need not be done.
        pool.shutdown(cancel_futures=True)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes that are started meanwhile leave Ctrl-C to the one that waits for them.

    That one hears it afterwards, where the system can keep it; where it cannot, it is lost.
    """
    if hasattr(signal, "pthread_sigmask"):
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
    elif threading.current_thread() is threading.main_thread():
        handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, handler)
    else:
        yield


# What a process was started with. A batch that brought it along would undo what the wordings
# have compiled.
_begun: tuple[Path, Archive]


def _begin(folder: Path, frame: Archive) -> None:
    global _begun
    _begun = (folder, frame)
    # Nothing here makes cycles worth looking for, and looking takes a sixth of the time.
    gc.disable()


def _inspect(batch: list[tuple[str, bool]]) -> list[Inspected]:
    folder, frame = _begun
    return [inspect_one(folder, path, frame, wanted) for path, wanted in batch]
