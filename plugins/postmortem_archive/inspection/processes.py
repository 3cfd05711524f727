"""Shares files out among processes, and hands back what they found in the files' order."""

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import ArchiveError

# Files handed over at once: enough to be worth the way, few enough to end together.
_AT_ONCE = 50
# Below this, starting a process takes longer than it saves.
_WORTH_A_PROCESS = 200

Given = TypeVar("Given")
Made = TypeVar("Made")


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def spread(
    work: Callable[[Path, Archive, Given], Made],
    folder: Path,
    frame: Archive,
    files: Sequence[Given],
    jobs: int,
) -> Iterator[Made]:
    """What `work`, a function of a module, makes of each of the files, in order.

    In several processes, as far as `jobs` allows and there are enough files.
    """
    processes = min(jobs, len(files) // _WORTH_A_PROCESS)
    if processes < 2:
        yield from (work(folder, frame, one) for one in files)
        return
    batches = [files[start : start + _AT_ONCE] for start in range(0, len(files), _AT_ONCE)]
    # Not by fork, which copies a process in the middle of whatever its threads are doing.
    fresh = multiprocessing.get_context("spawn")
    try:
        pool = ProcessPoolExecutor(processes, fresh, _begin, (folder, frame))
    except (OSError, NotImplementedError, ImportError):  # some containers have no semaphores
        yield from (work(folder, frame, one) for one in files)
        return
    try:
        with _deaf_to_interrupts():
            found = pool.map(partial(_all, work), batches)
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


def _all(work: Callable[[Path, Archive, Given], Made], batch: Sequence[Given]) -> list[Made]:
    folder, frame = _begun
    return [work(folder, frame, one) for one in batch]
