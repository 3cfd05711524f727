"""Applies edits to a file's bytes; what no edit names stays as it is, byte for byte."""

import re
from collections.abc import Iterable, Iterator, Sequence

from postmortem_archive.load.source import BYTE_ORDER_MARK
from postmortem_archive.model.body import Place
from postmortem_archive.model.finding import Edit

# The line ends that the reader knows, and no others.
_LINE_END = re.compile(r"(\r\n|\r|\n)")


def apply(data: bytes, edits: Iterable[Edit]) -> tuple[bytes, int]:
    """The bytes with the edits applied, and how many were.

    Of two edits that overlap, the first is applied. The file must be UTF-8.
    """
    mark = BYTE_ORDER_MARK if data.startswith(BYTE_ORDER_MARK) else b""
    lines = _lines(data[len(mark) :].decode("utf-8"))
    pieces: list[str] = []
    line, column, count = 0, 0, 0
    for edit in _apart(edit for edit in edits if _is_within(edit, lines)):
        to, until = edit.start.line - 1, edit.start.column - 1
        pieces += _between(lines, (line, column), (to, until))
        pieces.append(edit.text.replace("\n", _line_end(lines, to)))
        line, column, count = edit.end.line - 1, edit.end.column - 1, count + 1
    last = len(lines) - 1
    pieces += _between(lines, (line, column), (last, len(lines[last][0])))
    return mark + "".join((*pieces, lines[last][1])).encode("utf-8"), count


def _lines(text: str) -> list[tuple[str, str]]:
    """Each line's text and its end; the last has none."""
    pieces = [*_LINE_END.split(text), ""]
    return list(zip(pieces[::2], pieces[1::2], strict=True))


def _apart(edits: Iterable[Edit]) -> Iterator[Edit]:
    """The edits in order, without those that overlap an earlier one or are the same."""
    at: tuple[Place, Place] | None = None
    for edit in sorted(dict.fromkeys(edits), key=lambda edit: (edit.start, edit.end)):
        if at is None or (edit.start >= at[1] and edit.start > at[0]):
            yield edit
            at = (edit.start, edit.end)


def _is_within(edit: Edit, lines: Sequence[tuple[str, str]]) -> bool:
    return edit.start <= edit.end and all(
        1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1][0]) + 1
        for line, column in (edit.start, edit.end)
    )


def _between(
    lines: Sequence[tuple[str, str]], start: tuple[int, int], end: tuple[int, int]
) -> Iterator[str]:
    """The file's own text from one place to another."""
    (first, column), (last, until) = start, end
    if first == last:
        yield lines[first][0][column:until]
        return
    yield lines[first][0][column:] + lines[first][1]
    yield from (text + ending for text, ending in lines[first + 1 : last])
    yield lines[last][0][:until]


def _line_end(lines: Sequence[tuple[str, str]], index: int) -> str:
    """The end of a line, or of the one above it, for what is inserted there."""
    return lines[index][1] or (lines[index - 1][1] if index else "") or "\n"
