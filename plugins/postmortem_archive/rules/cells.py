"""What the rules that rewrite tables share: the tables of a section, and the edit of one cell."""

from collections.abc import Iterator
from functools import cached_property

from postmortem_archive.model.body import Cell, Place, Table
from postmortem_archive.model.finding import Edit
from postmortem_archive.model.postmortem import Action, Postmortem


def tables_of(postmortem: Postmortem, role: str) -> Iterator[tuple[Table, dict[str, int]]]:
    """The tables of the timeline or of the actions, and where their known columns stand."""
    wanted = postmortem.template.section_with(role)
    section = postmortem.section(wanted) if wanted else None
    if wanted is None or wanted.table is None or section is None:
        return
    for table in postmortem.body.tables:
        if section.start <= table.offset < section.end:
            yield table, wanted.table.positions(cell.text for cell in table.header)


class ActionCells:
    """The cells of the rows that actions stand in, found when the first is asked for."""

    def __init__(self, postmortem: Postmortem) -> None:
        self.postmortem = postmortem

    def respelled(self, action: Action, column: str, right: str) -> Edit | None:
        """The edit that writes `right` into a cell, if its text stands there letter by letter."""
        cell = self._by_row.get(action.place, {}).get(column) if right else None
        body = self.postmortem.body
        if cell is None or "|" in right or not body.text.startswith(cell.text, cell.offset):
            return None
        end = body.place(cell.offset + len(cell.text))
        return Edit(body.place(cell.offset), end, right)

    @cached_property
    def _by_row(self) -> dict[Place, dict[str, Cell]]:
        return {
            self.postmortem.body.place(row[columns["Action"]].offset): {
                name: row[index] for name, index in columns.items()
            }
            for table, columns in tables_of(self.postmortem, "actions")
            if "Action" in columns
            for row in table.rows
        }
