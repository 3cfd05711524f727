"""A file that is to be imported: its lines as they are, and as they are read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from postmortem_archive.load.front_matter import Split, split
from postmortem_archive.load.source import BYTE_ORDER_MARK

_LINE_END = re.compile(r"(\r\n|\r|\n)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


@dataclass(frozen=True)
class SourceFile:
    """A file as it was found. Line numbers count from 1; `raw` lines keep their ends.

    `origin` is its path as seen from beside the archive, by which a second run knows it.
    `windows` says that its bytes were no UTF-8 and were read as Windows-1252.
    """

    origin: str
    path: Path
    raw: tuple[str, ...]
    windows: bool = False

    @cached_property
    def lines(self) -> tuple[str, ...]:
        return tuple(line.rstrip("\r\n") for line in self.raw)

    @cached_property
    def text(self) -> str:
        return "\n".join(self.lines)

    @cached_property
    def parts(self) -> Split:
        """The source's own front matter and what follows it."""
        return split(self.text)

    @cached_property
    def body_line(self) -> int:
        """The first line after the front matter and its last delimiter, or of the file."""
        if not self.parts.matter:
            return 1
        first = self.parts.body_line
        # The split leaves the end of the delimiter's own line to the body.
        return first + 1 if self.lines[first - 1].rstrip() == "---" else first

    @property
    def ending(self) -> str:
        """How its name ends, or "" if it has no ending: `PM-9 - v1.2 rolled back` has none."""
        ending = self.path.suffix.lower()
        return "" if " " in ending else ending

    @property
    def line_end(self) -> str:
        """How this file ends its lines, by its first."""
        first = self.raw[0] if self.raw else "\n"
        return next((end for end in ("\r\n", "\r") if first.endswith(end)), "\n")

    @cached_property
    def code_lines(self) -> frozenset[int]:
        """The lines of fenced code, in which nothing is a label or a heading."""
        return frozenset(_fenced(self.lines, self.body_line))

    def body(self) -> Iterator[tuple[int, str]]:
        """The lines that are no front matter and no code, with their numbers."""
        code = self.code_lines
        for number in range(self.body_line, len(self.lines) + 1):
            if number not in code:
                yield number, self.lines[number - 1]


def _fenced(lines: tuple[str, ...], first: int) -> Iterator[int]:
    fence = ""
    for number in range(first, len(lines) + 1):
        line = lines[number - 1]
        match = _FENCE.match(line)
        if fence:
            yield number
            closes = match and match[1].startswith(fence) and not line.strip(" \t`~")
            fence = "" if closes else fence
        elif match:
            fence = match[1]
            yield number


def read_source(origin: str, path: Path) -> SourceFile | str:
    """The file, or why it cannot be imported at all."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return f"cannot be read ({error.strerror}); check its permissions"
    return decoded(origin, path, data)


def decoded(origin: str, path: Path, data: bytes) -> SourceFile | str:
    """The bytes as a source: UTF-8, or else Windows-1252, in which every old editor wrote."""
    if b"\0" in data:
        return "is not text (it has zero bytes); save it as UTF-8"
    data = data.removeprefix(BYTE_ORDER_MARK)
    try:
        text, windows = data.decode("utf-8"), False
    except UnicodeDecodeError:
        text, windows = _windows(data), True
    return SourceFile(origin, path, tuple(_lines(text)), windows)


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends, of whatever kind; the last may have none."""
    pieces = [*_LINE_END.split(text), ""]
    for line, end in zip(pieces[::2], pieces[1::2], strict=True):
        if line or end:
            yield line + end


def _windows(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:  # five bytes have no meaning there
        return data.decode("latin-1")
