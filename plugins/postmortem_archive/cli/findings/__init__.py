"""Findings in the formats of `check`: text for people, and one module for each other reader."""

import json
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

from postmortem_archive.baseline import BASELINE_FILE, Verdict
from postmortem_archive.cli.findings import github, gitlab, junit, sarif
from postmortem_archive.cli.findings.fingerprint import line_of
from postmortem_archive.cli.options import printable, shown
from postmortem_archive.message import counted
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Edit, Finding

_COLOURS = {"error": "red", "note": "yellow"}


def print_findings(
    findings: Sequence[Finding],
    archive: Archive,
    folder: Path,
    paths: Collection[str],
    form: str,
    accepted: Sequence[Finding] = (),
) -> None:
    """Prints all findings of the checked paths in one of the formats of `check`.

    Those that a baseline accepts are counted where people read, and listed in JSON.
    """
    if form == "json":
        click.echo(as_json(findings, folder, accepted))
    elif form == "sarif":
        click.echo(sarif.log(findings, archive, folder))
    elif form == "gitlab":
        click.echo(gitlab.code_quality(findings, archive, folder))
    elif form == "junit":
        click.echo(junit.test_cases(findings, paths, folder))
    elif form == "github":
        for line in github.annotations(findings, folder):
            click.echo(line)
        click.echo(count(findings, _amount(archive, paths), len(accepted)))
    else:
        _print_text(findings, archive, folder)
        click.echo(count(findings, _amount(archive, paths), len(accepted)))


def _amount(archive: Archive, paths: Collection[str]) -> str:
    """How much was looked at: postmortems, or other files if there are only such."""
    postmortems = sum(path in archive.by_path for path in paths)
    only_others = paths and not postmortems and archive.postmortems
    return counted(len(paths), "file") if only_others else counted(postmortems, "postmortem")


def as_json(findings: Sequence[Finding], folder: Path, accepted: Sequence[Finding] = ()) -> str:
    """A list of `{path, line, column, rule, message, level, edit}`, the accepted ones last."""
    rows = [
        {
            "path": shown(f.path, folder),
            "line": f.line,
            "column": f.column,
            "rule": f.rule,
            "message": f.message,
            "level": level or f.level,
            "edit": _edit(f.edit) if f.edit else None,
        }
        for part, level in ((findings, ""), (accepted, "accepted"))
        for f in part
    ]
    return json.dumps(rows, indent=2, ensure_ascii=False)


def _edit(edit: Edit) -> dict[str, object]:
    return {"start": edit.start._asdict(), "end": edit.end._asdict(), "text": edit.text}


def _print_text(findings: Sequence[Finding], archive: Archive, folder: Path) -> None:
    for path, group in groupby(findings, key=lambda finding: finding.path):
        click.secho(shown(path, folder), bold=True)
        for finding in group:
            _print_finding(finding, line_of(finding, archive))
        click.echo()


def _print_finding(finding: Finding, line: str) -> None:
    level = click.style(finding.level, fg=_COLOURS[finding.level])
    place = f"{finding.line}:{finding.column}"
    rule = click.style(f"[{finding.rule}]", dim=True)
    mark = " (--fix)" if finding.edit else ""
    click.echo(f"  {place:<7} {level}  {printable(finding.message)}  {rule}{mark}")
    if finding.level == "error" and line.strip():
        click.secho(f"          {_excerpt(line, finding.column)}", dim=True)


def _excerpt(line: str, column: int, width: int = 90) -> str:
    """The part of a line around a column, without its tabs, with a mark under the place."""
    begin = max(0, min(column - 1 - width // 3, len(line) - width))
    part = printable(line[begin : begin + width].replace("\t", " "))
    lead = "…" if begin else " "
    mark = " " * (column - 1 - begin + 1) + "^"
    return f"{lead}{part}{'…' if begin + width < len(line) else ''}\n          {mark}"


def count(findings: Sequence[Finding], checked: str, accepted: int = 0) -> str:
    """The last line: how much was found in how much."""
    of = f"{checked} checked."
    of = f"{accepted:,} accepted in the baseline; {of}" if accepted else of
    if not findings:
        return f"0 findings; {of}"
    errors = sum(1 for finding in findings if finding.level == "error")
    notes = len(findings) - errors
    parts = [counted(errors, "error")] if errors else []
    parts += [counted(notes, "note")] if notes else []
    files = counted(len({finding.path for finding in findings}), "file")
    rule = next((f.rule for f in findings if f.level == "error"), findings[0].rule)
    mended = sum(1 for finding in findings if finding.edit)
    mark = f" {mended} can be rewritten: postmortem check --fix." if mended else ""
    found = f"{' and '.join(parts)} in {files}; {of}{mark}"
    return f"{found} Why a rule: postmortem explain {rule}"


def on_baseline(verdict: Verdict, folder: Path) -> Iterator[str]:
    """What there is to say of a baseline besides the findings."""
    for (path, rule), number, accepted in verdict.grown:
        yield (
            f"{printable(shown(path, folder))}: {number} of {rule}, of which the baseline accepts "
            f"{accepted}; which are new is not known, so all are shown"
        )
    if verdict.gone:
        are = "is" if verdict.gone == 1 else "are"
        yield (
            f"{BASELINE_FILE}: {verdict.gone:,} that it accepts {are} gone; take "
            f"{'it' if verdict.gone == 1 else 'them'} out: postmortem baseline"
        )
