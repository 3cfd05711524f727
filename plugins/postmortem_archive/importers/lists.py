"""Which files are lists, why one is no list of incidents, and which belong to other files."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from postmortem_archive.importers import objects, rows
from postmortem_archive.importers.layout import Layout
from postmortem_archive.importers.listed_names import signs_of_incidents
from postmortem_archive.importers.recognition import Recognised
from postmortem_archive.importers.source import SourceFile

ENDINGS = (*rows.ENDINGS, *objects.ENDINGS)
_OF_NOTION = re.compile(r"(?P<name>.{1,200}) [0-9a-f]{32}(?P<all>_all)?", re.IGNORECASE)


_TO_CSV = re.compile(r"\[[^\[\]]{1,200}\]\([^()\s]{1,500}\.csv\)", re.IGNORECASE)


def is_list(path: Path) -> bool:
    return path.suffix.lower() in ENDINGS


def insisted(
    source: SourceFile, layouts: Sequence[Layout], mapping: Mapping[str, str]
) -> Recognised | None:
    """A list that looks like none of incidents, but was asked for by layout or by mapping."""
    names = names_in(source)
    if isinstance(names, str):
        return None
    general = next(
        (one for one in layouts if one.NAME in ("csv", "json") and source.ending in one.ENDINGS),
        None,
    )
    if general and len(layouts) == 1:
        return Recognised(general, ["asked for"])
    reasons, _ = signs_of_incidents(names, source.path.stem, mapping)
    return Recognised(general, reasons) if general and reasons else None


def names_in(source: SourceFile) -> Sequence[str] | str:
    """The names of a list's values, or why it is no list."""
    if source.ending in rows.ENDINGS:
        table = rows.rows(source)
        return table if isinstance(table, str) else table.names
    if source.ending in objects.ENDINGS:
        found = objects.objects(source)
        if isinstance(found, str):
            return found
        return [*dict.fromkeys(cell.name for one in found for cell in one.cells)]
    return "is no list"


def why_no_list(source: SourceFile) -> str:
    """Why a file is not taken for a list of incidents, and what would make it one."""
    names = names_in(source)
    if isinstance(names, str):
        return names
    _, lacking = signs_of_incidents(names, source.path.stem)
    hint = "if it is a list of incidents, say --layout csv or json, or give a --mapping"
    return f"{lacking or 'has nothing of the layout asked for'}; {hint}"


def why_index(source: SourceFile) -> str:
    """Why a page is left out that only leads to a list, as Notion writes one for each database."""
    if not _OF_NOTION.fullmatch(source.path.stem):
        return ""
    lines = [line.strip() for line in source.lines[:50] if line.strip()]
    told = [line for line in lines if not line.startswith("# ")]
    if told and len(source.lines) < 50 and all(_TO_CSV.fullmatch(line) for line in told):
        return "a page that only leads to the list of a database"
    return ""


def of_a_database(path: Path) -> str:
    """Why a list that Notion wrote is left out: its pages, or a longer list, stand beside it."""
    match = _OF_NOTION.fullmatch(path.stem)
    if not match or path.suffix.lower() != ".csv":
        return ""
    own = path.stem.removesuffix("_all")
    for folder in (path.with_name(own), path.with_name(match["name"])):
        if folder.is_dir() and any(folder.glob("*.md")):
            return f"the pages of this database are in {folder.name}/ and are imported from there"
    longer = path.with_name(f"{own}_all.csv")
    if not match["all"] and longer.is_file():
        return f"{longer.name} holds all rows of this database and is imported"
    return ""
