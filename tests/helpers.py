"""What several tests share: a valid archive file and postmortem, and ways to vary them."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from postmortem_archive.load import load
from postmortem_archive.model.archive import Archive

ROOT = Path(__file__).resolve().parent.parent

ARCHIVE = """\
name: Test archive
severities:
  SEV-1:
    label: Critical
    definition: Down for all users.
    when: {data_loss: true, users_over: 10000}
  SEV-2: {label: Major, definition: Down for many users.}
services: {order-service: Takes orders., checkout: Takes money.}
teams: {platform: Runs the clusters.}
tags: {database: A database was part of it., dns: Names did not resolve.}
causes: {connection-leak: Connections were not given back.}
detection: {alert: An alert came first., customer-report: A customer came first.}
policy: {action_limits: {P0: 1 week, P1: 2 weeks, P2: 1 month}, internal_addresses: [private]}
"""

PATH = "2026/2026-02-15-orders-stuck.md"

# Every field and every section that a final postmortem of the template `incident` needs.
POSTMORTEM = """\
---
title: Orders stuck in the queue
status: final
severity: SEV-2
services: [order-service]
started: 2026-02-15T14:23Z
detected: 2026-02-15T14:25Z
resolved: 2026-02-15T15:08Z
published: 2026-02-18
detection: alert
authors: [platform team]
---

## Summary

Orders were stuck for 45 minutes.

## Impact

No order was lost; 12,000 were late.

## Timeline

All times in UTC.

| Time | Event |
|------|-------|
| 14:23 | The connection pool is full |
| 15:08 | All orders are through |

## Root cause

A connection was not given back.

## Trigger

An e-mail to all customers.

## Detection

An alert on the error rate.

## Response

The on-call engineer read the log.

## Mitigation

A larger pool, then a corrected export.

## Contributing factors

- The pool was small.

## What went well

- No order was lost.

## What went poorly

- Nobody watched the pool.

## Action items

| Action | Priority | Owner | Due date | Status |
|--------|----------|-------|----------|--------|
| Alert when the pool is over 80 % for 2 minutes | P0 | platform | 2026-02-22 | open |

## Lessons learned

Watch every pool.
"""


def lines_run(run: Callable[[], object]) -> int:
    """How many lines of Python run: what grows with a text no faster than its length is linear."""
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        run()
    finally:
        sys.settrace(before)
    return count


def make(folder: Path, files: dict[str, str | bytes], archive: str = ARCHIVE) -> Path:
    """Writes an archive of the given files below `folder` and returns its folder."""
    root = folder / "postmortems"
    root.mkdir(parents=True, exist_ok=True)
    (root / "archive.yml").write_text(archive, encoding="utf-8")
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        path.write_bytes(data)
    return root


def archive_of(folder: Path, files: dict[str, str | bytes], archive: str = ARCHIVE) -> Archive:
    return load(make(folder, files, archive))


def with_field(line: str, text: str = POSTMORTEM) -> str:
    """The postmortem with one or more front-matter lines set; a repeated name stays repeated."""
    head, matter, body = text.split("---\n", 2)
    names = dict.fromkeys(re.match(r"\w*", each)[0] for each in line.strip().split("\n"))  # type: ignore[index]
    kept = [row for row in matter.splitlines() if row.split(":")[0] not in names]
    lines = "\n".join([*kept, line.strip()])
    return f"{head}---\n{lines}\n---\n{body}"


def with_section(section: str, text: str = POSTMORTEM) -> str:
    """The postmortem with the section of the same heading (up to its first comma) replaced."""
    heading = section.split("\n")[0]
    title = heading.split(",")[0].removesuffix(" analysis")
    start = text.index(f"\n{title}\n") + 1
    end = text.find("\n## ", start)
    return text[:start] + section.strip() + "\n" + (text[end:] if end >= 0 else "")
