"""Findings as a JUnit report: a test case for each file that was checked."""

from collections.abc import Collection, Sequence
from itertools import groupby
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from postmortem_archive.cli.options import printable, shown
from postmortem_archive.message import counted
from postmortem_archive.model.finding import Finding

SUITE = "postmortem check"


def test_cases(findings: Sequence[Finding], checked: Collection[str], folder: Path) -> str:
    """A suite of all checked files. Errors fail a case; notes are what it printed."""
    by_path = {path: list(group) for path, group in groupby(findings, key=lambda f: f.path)}
    failed = sum(any(f.level == "error" for f in group) for group in by_path.values())
    totals = {"name": SUITE, "tests": str(len(checked)), "failures": str(failed)}
    suites = Element("testsuites", totals)
    suite = SubElement(suites, "testsuite", {**totals, "errors": "0", "skipped": "0"})
    for path in sorted(checked):
        name = printable(shown(path, folder))
        case = SubElement(suite, "testcase", name=name, classname="postmortem", file=name)
        _add(case, by_path.get(path, []), "error")
        _add(case, by_path.get(path, []), "note")
    indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suites, encoding="unicode")


def _add(case: Element, findings: Sequence[Finding], level: str) -> None:
    same = [finding for finding in findings if finding.level == level]
    if not same:
        return
    if level == "error":
        rules = ", ".join(dict.fromkeys(finding.rule for finding in same))
        part = SubElement(case, "failure", message=counted(len(same), "error"), type=rules)
    else:
        part = SubElement(case, "system-out")
    # XML has no way to write a control character, not even escaped.
    part.text = "\n".join(
        f"{f.line}:{f.column} {f.level} {printable(f.message)} [{f.rule}]" for f in same
    )
