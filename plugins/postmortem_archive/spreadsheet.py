"""Rows as CSV in which no spreadsheet takes a postmortem's text for a formula."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

# What makes a cell a formula, in Excel, LibreOffice or Google Sheets.
# Source: OWASP, CSV Injection.
_FORMULA = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """The columns of the rows, with a header; lists are joined with `;`, None is empty.

    A text that a spreadsheet would run has an apostrophe before it.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in columns])
    return stream.getvalue()


def _cell(value: Any) -> Any:
    text = ";".join(map(str, value)) if isinstance(value, list | tuple) else value
    if not isinstance(text, str):
        return text
    # Readers of CSV take a lone carriage return for the end of the row.
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{lines}" if lines.startswith(_FORMULA) else lines
