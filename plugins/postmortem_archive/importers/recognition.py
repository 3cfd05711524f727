"""Which layout a source has, and which files are no postmortem at all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from postmortem_archive.importers.headers import headings
from postmortem_archive.importers.layout import MARKDOWN, Layout
from postmortem_archive.importers.source import SourceFile

_PAGES = re.compile(
    r"(?:readme|index|_index|contributing|license|licence|changelog|code[_-]of[_-]conduct|security"
    r"|statistics|summary|toc|table[_-]of[_-]contents)(?:\.[a-z]{2,8})?",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(r"(?<![a-z])template(?![a-z])", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"\{\{[^{}\n]{0,80}\}\}|\bYYYY-MM-DD\b|\byyyy-mm-dd\b|\bHH:MM\b|\b20xx\b|\bXXX\b"
    r"|\[(?:incident |your |names? of |start time|end time|number or|yes/no|action desc)"
    r"[^\]\n]{0,80}",
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """The layout of a source and why."""

    layout: Layout
    reasons: Sequence[str]


def recognise(source: SourceFile, layouts: Sequence[Layout]) -> Recognised | None:
    """The layout with the most evidence, the earlier in the list where several have as much."""
    best = None
    for layout in layouts:
        reasons = layout.evidence(source) if source.ending in layout.ENDINGS else ()
        if reasons and (best is None or len(reasons) > len(best.reasons)):
            best = Recognised(layout, reasons)
    return best


def why_no_postmortem(source: SourceFile) -> str:
    """Why a file is left out, or ""."""
    name = source.path.name
    if not source.text.strip():
        return "the file is empty"
    if _PAGES.fullmatch(name):
        return "a page about the folder, by its name"
    if source.ending not in MARKDOWN:
        return ""
    if not source.ending and not source.text.lstrip().startswith("# "):
        return "no Markdown, by its name and its first line"
    placeholders = {
        match[0]
        for _, line in source.body()
        if "`" not in line and len(line) < 4000
        for match in _PLACEHOLDER.finditer(line)
    }
    named = _TEMPLATE.search(name) or any(_TEMPLATE.search(h.text) for h in headings(source)[:1])
    if (named and placeholders) or len(placeholders) > 2:
        return f"a template: it has placeholders such as {min(placeholders)}"
    return ""
