"""Findings as text for people, as JSON for programs, as annotations for GitHub."""

import json
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import click

from postmortem_archive.cli.options import plural, shown
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Finding

_COLOURS = {"error": "red", "note": "yellow"}


def print_findings(
    findings: Sequence[Finding], archive: Archive, folder: Path, checked: str, form: str
) -> None:
    """Prints all findings in one of the formats of `check`."""
    if form == "json":
        click.echo(as_json(findings, folder))
    elif form == "github":
        for finding in findings:
            click.echo(_annotation(finding, folder))
        click.echo(count(findings, checked))
    else:
        _print_text(findings, archive, folder)
        click.echo(count(findings, checked))


def as_json(findings: Sequence[Finding], folder: Path) -> str:
    """A list of `{path, line, column, rule, message, level}`."""
    rows = [
        {
            "path": shown(f.path, folder),
            "line": f.line,
            "column": f.column,
            "rule": f.rule,
            "message": f.message,
            "level": f.level,
        }
        for f in findings
    ]
    return json.dumps(rows, indent=2, ensure_ascii=False)


def _annotation(finding: Finding, folder: Path) -> str:
    """A workflow command; GitHub shows it beside the line in the pull request."""
    kind = "error" if finding.level == "error" else "notice"
    path = _property(shown(finding.path, folder))
    place = f"file={path},line={finding.line},col={finding.column}"
    return f"::{kind} {place},title={_property(finding.rule)}::{_data(finding.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _print_text(findings: Sequence[Finding], archive: Archive, folder: Path) -> None:
    for path, group in groupby(findings, key=lambda finding: finding.path):
        click.secho(shown(path, folder), bold=True)
        for finding in group:
            _print_finding(finding, _line(finding, archive))
        click.echo()


def _print_finding(finding: Finding, line: str) -> None:
    level = click.style(finding.level, fg=_COLOURS[finding.level])
    place = f"{finding.line}:{finding.column}"
    rule = click.style(f"[{finding.rule}]", dim=True)
    click.echo(f"  {place:<7} {level}  {_printable(finding.message)}  {rule}")
    if finding.level == "error" and line.strip():
        click.secho(f"          {_excerpt(line, finding.column)}", dim=True)


def _excerpt(line: str, column: int, width: int = 90) -> str:
    """The part of a line around a column, without its tabs, with a mark under the place."""
    begin = max(0, min(column - 1 - width // 3, len(line) - width))
    part = _printable(line[begin : begin + width].replace("\t", " "))
    lead = "…" if begin else " "
    mark = " " * (column - 1 - begin + 1) + "^"
    return f"{lead}{part}{'…' if begin + width < len(line) else ''}\n          {mark}"


def _printable(text: str) -> str:
    """Without what would command the terminal: a postmortem's text is not to be trusted."""
    return "".join(letter if letter.isprintable() else "·" for letter in text)


def _line(finding: Finding, archive: Archive) -> str:
    postmortem = archive.by_path.get(finding.path)
    lines = postmortem.lines if postmortem else archive.file_lines.get(finding.path, ())
    return lines[finding.line - 1] if 0 < finding.line <= len(lines) else ""


def count(findings: Sequence[Finding], checked: str) -> str:
    """The last line: how much was found in how much."""
    of = f"{checked} checked."
    if not findings:
        return f"0 findings; {of}"
    errors = sum(1 for finding in findings if finding.level == "error")
    notes = len(findings) - errors
    parts = [plural(errors, "error")] if errors else []
    parts += [plural(notes, "note")] if notes else []
    files = plural(len({finding.path for finding in findings}), "file")
    rule = next((f.rule for f in findings if f.level == "error"), findings[0].rule)
    found = f"{' and '.join(parts)} in {files}; {of}"
    return f"{found} Why a rule: postmortem explain {rule}"
