"""Bare addresses in a Markdown text become links, as GitHub's autolink extension makes them.

The parser leaves this extension out. It is done to the source, before the text is rendered,
because in `https://host/*/a*` the parser would take the asterisks for emphasis.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from postmortem_archive import markdown

_MAYBE = re.compile(r"https?://|www\.|@", re.IGNORECASE)
_START = re.compile(
    rb"(?:(?<![a-z])https?://|(?<![^\s*_~(|>])(?P<www>www\.))(?=[0-9a-z\x80-\xff])"
    rb"|(?P<at>@)(?=[0-9a-z_\-])",
    re.IGNORECASE,
)
_REST = re.compile(rb"[^\s<\x00-\x1f\x7f]*+")
_HOST = re.compile(rb"(?:https?://)?([0-9a-z_.\-\x80-\xff]*+)", re.IGNORECASE)
_MAIL_HOST = re.compile(rb"(?<=@)[0-9a-z_\-]++(?:\.[0-9a-z_\-]++)+", re.IGNORECASE)
_MAIL_NAME = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_+"
_LONGEST_MAIL_NAME = 256
_MANY_PARTS = 11
_RAW_LINK = re.compile(r"<(?P<end>/?)a[\s>/]", re.IGNORECASE)
_PUNCTUATION = re.compile(rb"[!-/:-@\[-`{-~]")


class _Run(NamedTuple):
    """Bytes that are text; an address that begins there ends before `limit`."""

    start: int
    end: int
    limit: int
    in_cell: bool


class _Address(NamedTuple):
    start: int
    end: int
    scheme: bytes = b""


def link_bare_addresses(text: str) -> str:
    """The same Markdown with each bare address as a link, shown as it was written."""
    if not _MAYBE.search(text):
        return text
    source = text.encode()
    pieces, done = [], 0
    for found in _addresses(text, source):
        shown = source[found.start : found.end]
        pieces += [_before_bracket(source[done : found.start]), _link(shown, found.scheme + shown)]
        done = found.end
    return b"".join([*pieces, source[done:]]).decode()


def _before_bracket(piece: bytes) -> bytes:
    """The same text where a bracket follows it, which neither "!" nor a backslash may change."""
    is_mark = piece.endswith(b"!")
    text = piece[:-1] if is_mark else piece
    is_escaped = (len(text) - len(text.rstrip(b"\\"))) % 2 == 1
    if is_mark:
        return piece if is_escaped else text + b"\\!"
    return text + b"\\" if is_escaped else text


def _link(shown: bytes, target: bytes) -> bytes:
    escaped, address = (_PUNCTUATION.sub(rb"\\\g<0>", part) for part in (shown, target))
    return b"[%s](<%s>)" % (escaped, address)


def _addresses(text: str, source: bytes) -> Iterator[_Address]:
    done = 0
    for run in _runs(text):
        for match in _START.finditer(source, run.start, run.end):
            if match.start() < done:
                continue
            make = _mail if match["at"] else _web
            if found := make(source, match, run, done):
                yield found
                done = found.end


def _web(source: bytes, match: re.Match[bytes], run: _Run, _done: int) -> _Address | None:
    host = _HOST.match(source, match.start(), run.limit)
    if host is None or not _is_host(host[1]):
        return None
    rest = _REST.match(source, host.end(), run.limit)
    address = host[0] + (rest[0] if rest else b"")
    if run.in_cell:
        address = address.partition(b"|")[0].rstrip(b"\\")
    end = match.start() + _length_without_punctuation(address)
    return _Address(match.start(), end, b"http://" if match["www"] else b"")


def _is_host(name: bytes) -> bool:
    """GitHub allows no underscore in the last two parts, unless there are very many.

    That exception is its cure for quadratic time: a long name that is refused is read again.
    """
    parts = name.split(b".")
    return len(parts) > _MANY_PARTS or b"_" not in b"".join(parts[-2:])


def _length_without_punctuation(address: bytes) -> int:
    """Where an address ends if what follows it belongs to the sentence around it."""
    unmatched = {
        b")": address.count(b")") - address.count(b"("),
        b"]": address.count(b"]") - address.count(b"["),
    }
    end = len(address)
    while end:
        last = address[end - 1 : end]
        if last in b"?!.,:*_~'\"":
            end -= 1
        elif last == b";":
            end = _before_entity(address, end)
        elif unmatched.get(last, 0) > 0:
            unmatched[last] -= 1
            end -= 1
        else:
            break
    return end


def _before_entity(address: bytes, end: int) -> int:
    start = end - 1
    while start and address[start - 1 : start].isalpha():
        start -= 1
    is_entity = start < end - 1 and address[start - 1 : start] == b"&"
    return start - 1 if is_entity else end - 1


def _mail(source: bytes, match: re.Match[bytes], run: _Run, done: int) -> _Address | None:
    at = match.start()
    before = source[max(run.start, done, at - _LONGEST_MAIL_NAME) : at]
    start = len(before.rstrip(_MAIL_NAME)) - len(before) + at
    host = _MAIL_HOST.match(source, at + 1, run.end)
    if start == at or host is None:
        return None
    ends_well = host[0][-1:].isalnum() and source[host.end() : host.end() + 1] != b"@"
    if not ends_well:
        return None
    if source[max(run.start, done) : start].endswith(b"mailto:"):
        return _Address(start - len("mailto:"), host.end())
    return _Address(start, host.end(), b"mailto:")


def _runs(text: str) -> Iterator[_Run]:
    """The stretches of text outside code, links, images and HTML, adjacent pieces as one."""
    context = _Context(len(text.encode()))
    run: _Run | None = None
    for event, start, end in markdown.events(text):
        if isinstance(event, str) or "Text" not in event:
            context.take(event, end)
        elif not context.is_closed:
            if run and run.end == start:
                run = run._replace(end=end)
                continue
            if run:
                yield run
            run = _Run(start, end, context.cell_end or context.end, context.cell_end > 0)
    if run:
        yield run


class _Context:
    """What is open around the text at this point."""

    def __init__(self, end: int) -> None:
        self.end, self.cell_end = end, 0
        self.closed_by_markdown, self.in_raw_link = 0, False

    @property
    def is_closed(self) -> bool:
        """Whether an address here stays as it is."""
        return self.closed_by_markdown > 0 or self.in_raw_link

    def take(self, event: Any, end: int) -> None:
        if isinstance(event, str):
            return
        ((kind, detail),) = event.items()
        if kind in ("Start", "End"):
            name = detail if isinstance(detail, str) else next(iter(detail))
            if name in ("Link", "Image", "CodeBlock"):
                self.closed_by_markdown += 1 if kind == "Start" else -1
            elif name == "TableCell":
                self.cell_end = end if kind == "Start" else 0
            elif name == "Paragraph":
                self.in_raw_link = False
        elif kind == "InlineHtml" and (tag := _RAW_LINK.match(detail)):
            self.in_raw_link = not tag["end"]
