"""Bytes of a file become text and lines, with what is wrong about them."""

from dataclasses import dataclass

from postmortem_archive.model.finding import Problem

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text with line ends as `\\n`, and the problems met on the way."""

    text: str
    problems: tuple[Problem, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(self.text.split("\n"))


def decode(data: bytes) -> Source:
    """Reads UTF-8. A byte-order mark and bytes that are no UTF-8 are problems, not failures."""
    problems = []
    if data.startswith(BYTE_ORDER_MARK):
        data = data[len(BYTE_ORDER_MARK) :]
        problems.append(Problem(1, 1, _BYTE_ORDER_MARK, "byte-order-mark"))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        problems.append(_not_utf8(before, data[error.start]))
        text = data.decode("utf-8", errors="replace")
    return Source(text.replace("\r\n", "\n").replace("\r", "\n"), tuple(problems))


_BYTE_ORDER_MARK = (
    "the file begins with a byte-order mark, which hides the front matter from other tools; "
    'save it as "UTF-8" without BOM'
)


def _not_utf8(before: str, byte: int) -> Problem:
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    message = f"byte 0x{byte:02X} is not UTF-8; save the file with the encoding UTF-8"
    return Problem(len(lines), len(lines[-1]) + 1, message, "file-unreadable")
