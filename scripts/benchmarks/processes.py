"""Runs whole processes and says what they cost: time on the wall, processor time, peak memory."""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
_BIN = ROOT / ".venv" / "bin"
# macOS counts peak memory in bytes, others in KiB.
_PEAK_UNIT = 1024 * 1024 if sys.platform == "darwin" else 1024
_LAST_LINES = 15


class Missing(Exception):
    """Something that the measurement needs is not there, or did not work."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took. `peak` is that of the largest process among it and its children."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True, slots=True)
class Task:
    """A command, the folder to run it in, and what earlier runs may have left there.

    `exits` are the statuses that are no failure: a linter that finds something did its work.
    """

    command: Sequence[str | Path]
    folder: Path
    products: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    exits: frozenset[int] = frozenset({0})


def program(name: str) -> Path:
    """A program of the environment."""
    path = _BIN / name
    if not path.exists():
        raise Missing(f"{path.relative_to(ROOT)} is not there; run scripts/setup-environment")
    return path


def run(task: Task) -> Cost:
    """Runs a command to its end in its folder; its output goes into `output.log` there."""
    command, folder = task.command, task.folder
    log = folder / "output.log"
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **task.environment}
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    # Popen did not wait itself and would complain about it.
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in task.exits:
        last = log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LAST_LINES:]
        words = " ".join(str(word) for word in command)
        raise Missing("\n".join([f"exit code {process.returncode} from: {words}", *last]))
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / _PEAK_UNIT)


def alternate(tasks: Mapping[str, Task], runs: int, warm_up: int = 1) -> dict[str, list[Cost]]:
    """Runs the tasks in turn, A B A B …, so that the machine's moods meet all of them."""
    costs: dict[str, list[Cost]] = {name: [] for name in tasks}
    for number in range(warm_up + runs):
        for name, task in tasks.items():
            for product in task.products:
                shutil.rmtree(task.folder / product, ignore_errors=True)
            cost = run(task)
            counted = number >= warm_up
            what = f"run {number - warm_up + 1} of {runs}" if counted else "warm-up"
            print(f"{what}, {name}: {cost.wall:.1f} s", file=sys.stderr)
            if counted:
                costs[name].append(cost)
    return costs


HEADER = (
    "| {} | wall s: min | median | CPU s: min | median | peak MiB: min | median |",
    "|---|--:|--:|--:|--:|--:|--:|",
)


def row(name: str, costs: Sequence[Cost]) -> str:
    """A row of the table: the least and the median of each figure."""
    figures = (
        *_least_and_median((cost.wall for cost in costs), 2),
        *_least_and_median((cost.cpu for cost in costs), 2),
        *_least_and_median((cost.peak for cost in costs), 0),
    )
    return f"| {name} | {' | '.join(figures)} |"


def _least_and_median(values: Iterable[float], digits: int) -> tuple[str, str]:
    listed = list(values)
    return f"{min(listed):,.{digits}f}", f"{statistics.median(listed):,.{digits}f}"


def ratios(name: str, ours: Sequence[Cost], theirs: Sequence[Cost]) -> str:
    """A row with the median of the ratios of neighbouring runs."""
    pairs = list(zip(ours, theirs, strict=True))
    figures = (
        statistics.median(a.wall / b.wall for a, b in pairs),
        statistics.median(a.cpu / b.cpu for a, b in pairs),
        statistics.median(a.peak / b.peak for a, b in pairs),
    )
    return f"| {name} | {' | '.join(f' | {figure:.2f}×' for figure in figures)} |"


def machine() -> str:
    """What ran it, for the line above a table."""
    code = (
        "from importlib.metadata import version as v; import platform as p;"
        "print(f'Python {p.python_version()}, MkDocs {v(\"mkdocs\")}, '"
        "f'Material {v(\"mkdocs-material\")}')"
    )
    found = subprocess.run(
        [program("python"), "-c", code], capture_output=True, text=True, check=True
    )
    load = os.getloadavg()[0]
    return f"{found.stdout.strip()}; {os.cpu_count()} processors, load {load:.1f} before the start."
