"""`check --fix` and `check --diff`: what is rewritten, on disk or in a diff, and what is not."""

import shlex
from collections.abc import Collection
from pathlib import Path

import click

from postmortem_archive.cli.findings.diff import unified
from postmortem_archive.cli.options import shown
from postmortem_archive.credentials import find
from postmortem_archive.inspection import Inspection
from postmortem_archive.load.source import decode
from postmortem_archive.message import counted
from postmortem_archive.rewrite import Mended, Rewrite, mend
from postmortem_archive.rewrite import write as write_all


def mended(root: Path, found: Inspection, paths: Collection[str], *, write: bool) -> Mended:
    """What can be rewritten in these files; with `write`, it has been."""
    result = mend(root, found.archive, found.findings, paths)
    return write_all(root, result) if write else result


def say_mended(result: Mended, root: Path, *, to_stderr: bool) -> None:
    """Each file that was rewritten and how much of it, and each that was left and why."""
    for file in result.rewrites:
        click.echo(f"{shown(file.path, root)}: {_amount(file)}", err=to_stderr)
    _say_left(result, root)
    if result.rewrites and not to_stderr:
        click.echo()


def print_diff(result: Mended, root: Path) -> int:
    """Prints the diff alone on standard output, for `git apply`; returns the exit status."""
    secret = {file.path for file in result.rewrites if _shows_a_credential(file)}
    diff, base = unified([file for file in result.rewrites if file.path not in secret], root)
    click.echo(diff, nl=False)
    if diff and base != Path.cwd().resolve():
        git = f"git -C {shlex.quote(str(base))} apply"
        click.echo(f"The paths are those seen from {base}: {git}", err=True)
    _say_left(result, root)
    for path in sorted(secret):
        why = "it shows a credential; take that out first, or use --fix"
        click.echo(f"{shown(path, root)}: its diff is not printed, for {why}", err=True)
    errors = sum(finding.level == "error" for finding in result.findings)
    files = counted(len(result.rewrites), "file")
    click.echo(f"{files} would be rewritten; {counted(errors, 'error')} would be left.", err=True)
    return 1 if errors or result.rewrites or result.left else 0


def _shows_a_credential(file: Rewrite) -> bool:
    """Whether a diff would repeat, in a log perhaps, what no output may repeat."""
    return any(find(decode(file.before).lines))


def _say_left(result: Mended, root: Path) -> None:
    for path, reason in result.left.items():
        click.echo(f"{shown(path, root)}: left as it is, for {reason}", err=True)


def _amount(file: Rewrite) -> str:
    edits = f"{file.edits} rewritten" if file.edits else ""
    tables = f"{counted(file.tables, 'table')} laid out" if file.tables else ""
    return ", ".join(filter(None, (edits, tables)))
