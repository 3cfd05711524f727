"""Shares work on files out among processes, and hands back what they found in its order."""

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from postmortem_archive.model.finding import ArchiveError

if TYPE_CHECKING:  # a search that has nothing to read needs neither
    from postmortem_archive.model.archive import Archive

Item = TypeVar("Item")
Result = TypeVar("Result")
Work = Callable[[Path, "Archive", Item], Result]

# Files handed over at once: enough to be worth the way, few enough to end together.
_AT_ONCE = 50


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def spread(
    work: Work[Item, Result], folder: Path, frame: "Archive", items: list[Item], processes: int
) -> Iterator[Result]:
    """What a function of a module makes of each item, in order, in several processes."""
    batches = [items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE)]
    # Not by fork, which copies a process in the middle of whatever its threads are doing.
    fresh = multiprocessing.get_context("spawn")
    try:
        pool = ProcessPoolExecutor(processes, fresh, _begin, (work, folder, frame))
    except (OSError, NotImplementedError, ImportError):  # some containers have no semaphores
        yield from (work(folder, frame, item) for item in items)
        return
    try:
        with _deaf_to_interrupts():
            found = pool.map(_work, batches)
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
_begun: tuple[Work[Any, Any], Path, "Archive"]


def _begin(work: Work[Any, Any], folder: Path, frame: "Archive") -> None:
    global _begun
    _begun = (work, folder, frame)
    # Nothing here makes cycles worth looking for, and looking takes a sixth of the time.
    gc.disable()


def _work(batch: list[Any]) -> list[Any]:
    work, folder, frame = _begun
    return [work(folder, frame, item) for item in batch]
