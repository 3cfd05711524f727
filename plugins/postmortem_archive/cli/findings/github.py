"""Findings as annotations, which GitHub shows beside the lines of a pull request."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from postmortem_archive.cli.options import shown
from postmortem_archive.message import counted
from postmortem_archive.model.finding import Finding

# GitHub shows no more than this many of each kind from one step, and drops the others in silence.
MOST = 10


def annotations(findings: Sequence[Finding], folder: Path) -> Iterator[str]:
    """Workflow commands for the first findings of each level, and how many more there are."""
    left = []
    for level, noun in (("error", "error"), ("note", "note")):
        same = [finding for finding in findings if finding.level == level]
        yield from (_annotation(finding, folder) for finding in same[:MOST])
        if len(same) > MOST:
            left.append(counted(len(same) - MOST, f"more {noun}"))
    if left:
        yield (
            f"{' and '.join(left)} not shown, because GitHub shows {MOST} of a kind: "
            "run postmortem check to see them all."
        )


def _annotation(finding: Finding, folder: Path) -> str:
    kind = "error" if finding.level == "error" else "notice"
    path = _property(shown(finding.path, folder))
    place = f"file={path},line={finding.line},col={finding.column}"
    return f"::{kind} {place},title={_property(finding.rule)}::{_data(finding.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
