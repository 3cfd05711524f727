"""Findings as SARIF 2.1.0, the exchange format of code scanners."""

import json
import os
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from postmortem_archive.cli.findings.fingerprint import fingerprints
from postmortem_archive.cli.options import shown
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Edit, Finding
from postmortem_archive.rules import RULES, Rule
from postmortem_archive.rules.manual import page, reason, summary

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def log(findings: Sequence[Finding], archive: Archive, folder: Path) -> str:
    """One run: the tool with all its rules, and a result for each finding."""
    indices = {rule.ID: index for index, rule in enumerate(RULES)}
    driver = {
        "name": "postmortem",
        "version": version("postmortem-archive"),
        "rules": [_rule(rule) for rule in RULES],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, indices[finding.rule], name, folder)
            for finding, name in zip(findings, fingerprints(findings, archive), strict=True)
        ],
    }
    data = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(data, indent=2, ensure_ascii=False)


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.ID,
        "shortDescription": {"text": summary(rule)},
        "fullDescription": {"text": reason(rule)},
        # No helpUri: the manual comes along, so that it needs no network to be read.
        "help": {"text": page(rule), "markdown": page(rule)},
        "defaultConfiguration": {"level": "error"},
        "properties": {"binds": rule.BINDS},
    }


def _result(finding: Finding, index: int, name: str, folder: Path) -> dict[str, Any]:
    artifact = _artifact(shown(finding.path, folder))
    result = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.level,
        "message": {"text": _plain(finding.message)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": artifact,
                    "region": {"startLine": finding.line, "startColumn": finding.column},
                }
            }
        ],
        # The second is the one key that GitHub compares.
        "partialFingerprints": {"postmortemFinding/v1": name, "primaryLocationLineHash": name},
    }
    return {**result, "fixes": [_fix(finding.edit, artifact)]} if finding.edit else result


def _fix(edit: Edit, artifact: dict[str, str]) -> dict[str, Any]:
    region = {
        "startLine": edit.start.line,
        "startColumn": edit.start.column,
        "endLine": edit.end.line,
        "endColumn": edit.end.column,
    }
    replacement = {"deletedRegion": region, "insertedContent": {"text": edit.text}}
    change = {"artifactLocation": artifact, "replacements": [replacement]}
    return {"description": {"text": "What check --fix writes."}, "artifactChanges": [change]}


def _artifact(path: str) -> dict[str, str]:
    """A path as an address, relative to the top of the sources where it is below it."""
    if Path(path).is_absolute():
        return {"uri": Path(path).as_uri()}
    return {"uri": quote(os.fsencode(Path(path).as_posix())), "uriBaseId": "%SRCROOT%"}


def _plain(message: str) -> str:
    """A message whose brackets make no link: text from a postmortem is not to be trusted."""
    if "](" not in message:
        return message
    return message.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
