"""Makes new postmortems from a template, and puts files on disk whole or not at all."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from postmortem_archive.atomic import create_file
from postmortem_archive.load import yaml_tree
from postmortem_archive.model.archive_file import ArchiveFile
from postmortem_archive.model.declared import entries
from postmortem_archive.model.finding import ArchiveError
from postmortem_archive.model.front_matter import MOMENTS, FrontMatter
from postmortem_archive.model.slug import slug
from postmortem_archive.model.template import Template

_ROW_FOR = {
    "started": "Impact begins",
    "detected": "Detected",
    "acknowledged": "Acknowledged",
    "mitigated": "Mitigated",
    "resolved": "Resolved",
}
# A table's header and the line below it.
_HEADER = re.compile(r"^\|(.{1,400})\n\|[ \t:|-]{1,400}\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Draft:
    """A postmortem that is not yet on disk: its path in the archive, and its text."""

    path: str
    text: str


def draft(
    template: Template,
    file: ArchiveFile,
    values: Mapping[str, object],
    today: date,
    *,
    remarks: Mapping[str, str] = MappingProxyType({}),
    body: str | None = None,
) -> Draft:
    """A new postmortem with the given front-matter values (texts, lists and mappings of texts).

    The file is named for the day of the first moment given, or for `today` if there is none.
    `remarks` stand as comments beside fields; `body` in the place of the template's skeleton.
    """
    if template.kind:
        values = {"kind": template.kind, **values}
    title = str(values.get("title") or "")
    first = next((str(values[name]) for name in MOMENTS if values.get(name)), "")
    day = first[:10] or today.isoformat()
    path = f"{day[:4]}/{day}-{slug(title) or 'incident'}.md"
    matter = "\n".join(_lines(template, file, values, remarks))
    text = _body(template, values) if body is None else body
    return Draft(path, f"---\n{matter}\n---\n\n{text}")


def draft_of(template: Template, file: ArchiveFile) -> str:
    """The text of a new postmortem of which nothing is known."""
    return draft(template, file, {"status": "draft"}, date(2000, 1, 1)).text


def _lines(
    template: Template,
    file: ArchiveFile,
    values: Mapping[str, object],
    remarks: Mapping[str, str],
) -> list[str]:
    given = dict(values)
    asked = [*template.fields, *(name for name in given if name not in template.fields)]
    forms = {entry.name: entry for entry in entries(FrontMatter)}
    lines = []
    for name in asked:
        value = given.get(name)
        remark = remarks.get(name, "")
        if value:
            lines.append(f"{name}: {_written(value)}{'  # ' if remark else ''}{remark}")
        else:
            lines.append(f"{name}:  # {remark or _hint(name, file, forms[name].example)}")
    return lines


def _written(value: object) -> str:
    if isinstance(value, Mapping):
        pairs = (f"{name}: {_plain(str(one))}" for name, one in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(yaml_tree.quote(str(item)) for item in value)}]"
    return yaml_tree.quote(str(value))


def _plain(text: str) -> str:
    """A number as it is typed: the reader takes every value as text anyway."""
    return text if text.isascii() and text.isdigit() else yaml_tree.quote(text)


def _hint(name: str, file: ArchiveFile, example: str) -> str:
    """What may stand here: the archive's own words if they are few, else an example."""
    vocabulary = {"severity": "severities"}.get(name, name)
    known: Mapping[str, object] | None = getattr(file, vocabulary, None)
    if known and vocabulary != "templates" and len(known) <= 6:
        listed = name in ("services", "teams", "tags", "causes")
        return f"{'of ' if listed else ''}{', '.join(known)}"
    return f"e.g. {example}"


def _body(template: Template, values: Mapping[str, object]) -> str:
    """The skeleton, with a timeline row for each moment that is known."""
    section = template.section_with("timeline")
    moments = [(name, str(values[name])) for name in MOMENTS if values.get(name)]
    zones = {text[16:] for _, text in moments}
    if section is None or not moments or not zones <= {"Z", "+00:00"}:
        return template.skeleton
    head, mark, tail = template.skeleton.partition(f"{'#' * section.level} {section.title}\n")
    table = _HEADER.search(tail)
    if section.table is None or not mark or not table:
        return template.skeleton
    header = [cell.strip() for cell in table[1].rstrip().removesuffix("|").split("|")]
    columns = section.table.positions(header)
    rows, day = [], moments[0][1][:10]
    for name, text in moments:
        # A row says its day where it is another one, which hours alone may not tell.
        time = text[11:16] if text[:10] == day else f"{text[:10]} {text[11:16]}"
        rows.append(_row(len(header), columns, {"Time": time, "Event": _ROW_FOR[name]}))
        day = text[:10]
    return head + mark + tail[: table.end()] + "".join(rows) + tail[table.end() :]


def _row(width: int, columns: Mapping[str, int], texts: Mapping[str, str]) -> str:
    cells = [""] * width
    for name, text in texts.items():
        if name in columns:
            cells[columns[name]] = text
    return f"| {' | '.join(cells)} |\n"


def write_new(folder: Path, new: Draft) -> Path:
    """Writes a draft to the archive. Never overwrites, and leaves no half-written file.

    Raises ArchiveError if the file is there already or cannot be written.
    """
    target = folder / new.path
    try:
        create_file(target, new.text.encode("utf-8"))
    except FileExistsError:
        raise ArchiveError(
            f"{target}: there is a postmortem of this name already; "
            "edit that one, or choose another title"
        ) from None
    except OSError as error:
        raise ArchiveError(f"{target}: cannot be written ({error.strerror})") from error
    return target
