"""`postmortem explain`: why a rule is there, with a bad and a good example."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from postmortem_archive.cli.options import archive_folder, archive_option
from postmortem_archive.model.finding import ArchiveError
from postmortem_archive.model.nearest import suggestion

if TYPE_CHECKING:
    from postmortem_archive.model.archive_file import RuleSetting


@click.command(short_help="Explain a rule, or list all of them.")
@click.argument("rule", required=False)
@archive_option
def explain(rule: str | None, folder: Path | None) -> int:
    """Explain a RULE and how this archive treats it, or list all rules."""
    from postmortem_archive.rules import BY_ID
    from postmortem_archive.rules.manual import page, summary

    if rule is None:
        width = max(map(len, BY_ID))
        for identifier, module in BY_ID.items():
            click.echo(f"{identifier:<{width}}  {summary(module)}")
        return 0
    if rule not in BY_ID:
        raise ArchiveError(f'"{rule}" is not a rule; {suggestion(rule, BY_ID)}')
    click.echo(page(BY_ID[rule]))
    if setting := _setting(rule, folder):
        click.echo(f"\n{setting}")
    return 0


def _setting(rule: str, folder: Path | None) -> str:
    """What archive.yml says of the rule, if there is an archive and it says anything."""
    from postmortem_archive.folder import find_archive
    from postmortem_archive.load import load_settings

    root = archive_folder(folder) if folder else find_archive(Path.cwd())
    setting = load_settings(root).policy.rules.get(rule) if root else None
    return _in_words(setting) if setting else ""


def _in_words(setting: "RuleSetting") -> str:
    if setting.off:
        return f"This archive does not use it: {setting.off}"
    parts = [
        f"fails a postmortem from status {setting.binds}" if setting.binds else "",
        f"does not apply to incidents before {setting.since}" if setting.since else "",
    ]
    return f"In this archive it {' and '.join(filter(None, parts))}."
