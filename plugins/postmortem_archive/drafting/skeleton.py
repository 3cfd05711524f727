"""A template's skeleton as lines into which notes are put, each line with the note it came from."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from postmortem_archive.model.template import Template, TemplateSection, wording

_HEADING = re.compile(r"#{1,6} ")
_RULE = re.compile(r"\|[ :|-]{1,400}\|\s*")
ZONE_LINE = "All times in UTC."


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the draft and the lines of the notes that it was made from, if any."""

    text: str
    notes: tuple[int, ...] = ()


class Skeleton:
    """The lines of a template's skeleton, and how notes are put into its sections."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self.lines = [Line(text) for text in template.skeleton.rstrip("\n").split("\n")]

    def section_for(self, *names: str) -> TemplateSection | None:
        """The first section that is called by one of some names."""
        known = self.template.by_wording
        return next((known[name] for name in names if name in known), None)

    def append(self, section: TemplateSection, lines: Sequence[Line]) -> None:
        """Puts lines at the end of a section's own part."""
        start, end = self._own(section)
        while end > start and not self.lines[end - 1].text.strip():
            end -= 1
        self.lines[end:end] = [Line(""), *lines]

    def replace_zone(self, section: TemplateSection, line: Line) -> None:
        """Says in which zone the times are, where the skeleton says UTC."""
        start, end = self._own(section)
        for index in range(start, end):
            if self.lines[index].text == ZONE_LINE:
                self.lines[index] = line

    def fill_table(
        self, section: TemplateSection, rows: Sequence[tuple[Mapping[str, str], int]]
    ) -> None:
        """Adds rows to the section's table, with the columns that they need and it may have."""
        if section.table is None:
            return
        start, end = self._own(section)
        at = next((i for i in range(start + 1, end) if _RULE.fullmatch(self.lines[i].text)), None)
        used = {name for cells, _ in rows for name, text in cells.items() if text} - {"ID"}
        header = _cells(self.lines[at - 1].text) if at else []
        have = section.table.positions(header)
        wanted = [
            column.name
            for column in section.table.columns
            if column.name not in have and (column.name in used or (not at and not column.optional))
        ]
        header += wanted
        have = section.table.positions(header)
        made = [
            Line(_row("|".join(f" {h} " for h in header))),
            Line(_row("|".join("-" * (len(h) + 2) for h in header))),
            *(Line(_filled(len(header), have, cells), (note,)) for cells, note in rows),
        ]
        if at:
            self.lines[at - 1 : at + 1] = made
        else:
            self.append(section, made)

    def fill_rows(self, known: Mapping[tuple[str, str], tuple[str, tuple[int, ...]]]) -> None:
        """Fills the rows that the template prepared: by their label and what the column asks."""
        header: list[str] = []
        for index, line in enumerate(self.lines):
            cells = _cells(line.text) if line.text.startswith("|") else []
            if not cells or _RULE.fullmatch(line.text):
                header = header if cells else []
            elif not header:
                header = [wording(cell) for cell in cells]
            elif not any(cells[1:]) and (notes := self._fill(index, header, cells, known)):
                self.lines[index] = Line(
                    _row("|".join(f" {c} " if c else " " for c in cells)), notes
                )

    def _fill(
        self,
        index: int,
        header: Sequence[str],
        cells: list[str],
        known: Mapping[tuple[str, str], tuple[str, tuple[int, ...]]],
    ) -> tuple[int, ...]:
        notes: tuple[int, ...] = ()
        for column in range(1, min(len(cells), len(header))):
            text, lines = known.get((wording(cells[0]), header[column]), ("", ()))
            cells[column] = text
            notes += lines
        return tuple(dict.fromkeys(notes))

    def _own(self, section: TemplateSection) -> tuple[int, int]:
        """The lines of a section below its heading, up to the next heading of any level."""
        heading = f"{'#' * section.level} {section.title}"
        start = next(i for i, line in enumerate(self.lines) if line.text.strip() == heading) + 1
        following = range(start, len(self.lines))
        end = next((i for i in following if _HEADING.match(self.lines[i].text)), len(self.lines))
        return start, end


def _cells(text: str) -> list[str]:
    return [cell.strip() for cell in text.strip().strip("|").split("|")]


def _row(inside: str) -> str:
    return f"|{inside}|"


def _filled(width: int, columns: Mapping[str, int], texts: Mapping[str, str]) -> str:
    cells = [""] * width
    for name, text in texts.items():
        if name in columns:
            cells[columns[name]] = text
    return _row("|".join(f" {cell} " if cell else " " for cell in cells))


def listed(texts: Iterable[tuple[str, int]]) -> list[Line]:
    """Texts as the items of a list, each with the line of its note."""
    return [Line(f"- {text}", (note,)) for text, note in texts]
