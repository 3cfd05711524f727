"""Shares files out among processes, and hands back what they found in the files' order."""

import gc
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from postmortem_archive.inspection.inspected import Inspected, inspect_one
from postmortem_archive.model.archive import Archive

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
    with ProcessPoolExecutor(processes, fresh, _begin, (folder, frame)) as pool:
        for batch in pool.map(_inspect, batches):
            yield from batch


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
