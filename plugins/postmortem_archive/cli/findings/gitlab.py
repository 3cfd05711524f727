"""Findings as a Code Quality report, which GitLab shows in a merge request."""

import json
from collections.abc import Sequence
from pathlib import Path

from postmortem_archive.cli.findings.fingerprint import fingerprints
from postmortem_archive.cli.options import shown
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Finding

_SEVERITIES = {"error": "major", "note": "info"}


def code_quality(findings: Sequence[Finding], archive: Archive, folder: Path) -> str:
    """The part of Code Climate's format that GitLab reads."""
    rows = [
        {
            "description": finding.message,
            "check_name": finding.rule,
            "fingerprint": name,
            "severity": _SEVERITIES[finding.level],
            "location": {
                "path": shown(finding.path, folder).replace("\\", "/"),
                "lines": {"begin": finding.line},
            },
        }
        for finding, name in zip(findings, fingerprints(findings, archive), strict=True)
    ]
    return json.dumps(rows, indent=2, ensure_ascii=False)
