"""Durations of the shipped archive, computed a second time from its files by other means."""

import json
import re
import statistics
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from tests.helpers import ROOT

FIELDS = {"detect": ("started", "detected"), "recover": ("started", "resolved")}
MINUTES = {"min": 1, "minutes": 1, "h": 60, "hours": 60, "d": 1440, "days": 1440}


def field(text: str, name: str) -> str:
    found = re.search(rf"^{name}:[ ]*([^#\n]*)", text, re.MULTILINE)
    return found[1].strip() if found else ""


def moment(text: str, name: str) -> datetime | None:
    written = field(text, name)
    return datetime.fromisoformat(written.replace("Z", "+00:00")) if written else None


def spans(folder: Path, measure: str) -> list[float]:
    """Minutes between the moments, else as stated: `5 min`, `1 h 30 min`."""
    start, end = FIELDS[measure]
    found = []
    for path in sorted(folder.glob("20*/*.md")):
        text = path.read_text(encoding="utf-8").split("\n---\n")[0]
        if field(text, "kind") not in ("", "incident"):
            continue
        first, last = moment(text, start), moment(text, end)
        stated = re.findall(r"(\d+)\s*([a-z]+)", field(text, f"time_to_{measure}"))
        if first and last:
            found.append((last - first).total_seconds() / 60)
        elif stated:
            found.append(float(sum(int(number) * MINUTES[unit] for number, unit in stated)))
    return found


@pytest.mark.parametrize("measure", FIELDS)
def test_n_mean_and_median_agree_with_stats(measure: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "postmortem_archive", "stats", "--format", "json"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    told = json.loads(done.stdout)["figures"][measure]
    alone = spans(ROOT / "postmortems", measure)
    assert len(alone) > 20
    assert told["n"] == len(alone)
    assert told["mean"] == pytest.approx(statistics.fmean(alone))
    assert told["median"] == pytest.approx(statistics.median(alone))
