"""Reads the file that says of each key of a source which field it is here."""

from pathlib import Path

from postmortem_archive.importers.facts import fields
from postmortem_archive.importers.keys import NOTHING
from postmortem_archive.load import yaml_tree
from postmortem_archive.model.finding import ArchiveError
from postmortem_archive.model.nearest import suggestion


def read_mapping(path: Path) -> dict[str, str]:
    """The mapping, or an ArchiveError that says which line is wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ArchiveError(f"--mapping {path}: cannot be read ({error})") from error
    tree = yaml_tree.parse(text)
    for problem in tree.problems:
        raise ArchiveError(f"{path}:{problem.line}: {problem.message}")
    if not isinstance(tree.value, dict):
        raise ArchiveError(f"{path}: holds no keys; write one `their_key: our_field` a line")
    for key, means in tree.value.items():
        line = tree.places[(key,)].line
        if not isinstance(means, str) or not _is_known(means):
            hint = suggestion(str(means), [*fields(), NOTHING])
            raise ArchiveError(
                f'{path}:{line}: "{means}" is no field, no links.LABEL, no "## Heading" '
                f"and not nothing; {hint}"
            )
    return dict(tree.value)


def _is_known(means: str) -> bool:
    return means in (NOTHING, *fields()) or means.startswith(("links.", "## "))
