"""Follows the relative links of an imported body to where their targets went."""

import os
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from postmortem_archive.model.address import is_elsewhere
from postmortem_archive.model.body import Body

# `[text]: target` on a line of its own, to which `[text]` elsewhere refers.
_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]{1,300}\]:[ \t]{0,9}<?(?P<target>[^\s<>]{1,2000})", re.M)
# After the text of an inline link, or in an HTML element.
_BEFORE = ("](", "](<", '="', "='", '= "', "](  ")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a relative link's target stands in the body's text, what it says, its source line."""

    start: int
    target: str
    line: int = 0


def relative_links(body: Body) -> list[Spot]:
    """The targets that are neither elsewhere nor within the page, in their order."""
    spots = {spot.start: spot for spot in (*_inline(body), *_definitions(body))}
    return [spots[start] for start in sorted(spots) if _is_relative(spots[start].target)]


def _is_relative(target: str) -> bool:
    return bool(target) and not target.startswith(("#", "/", "?")) and not is_elsewhere(target)


def _inline(body: Body) -> Iterator[Spot]:
    for link in body.links:
        if not _is_relative(link.target):
            continue
        reach = min(link.offset + 4000, len(body.text))
        for written in dict.fromkeys((link.target, quote(link.target))):
            at = body.text.find(written, link.offset, reach)
            while at >= 0:
                if body.text[max(0, at - 4) : at].endswith(_BEFORE):
                    yield Spot(at, written)
                    break
                at = body.text.find(written, at + 1, reach)
            if at >= 0:
                break


def _definitions(body: Body) -> Iterator[Spot]:
    if "]:" not in body.text:
        return
    for match in _DEFINITION.finditer(body.text):
        at = match.start("target")
        # Pairs of start and end: an odd place in their row is within a block, such as code.
        if bisect_right(body.blocks, at) % 2 == 0:
            yield Spot(at, match["target"])


def file_of(target: str, source: Path) -> tuple[str, str]:
    """The file that a link in a source leads to, as a normal path, and the rest (`#anchor`)."""
    path, mark, rest = target.partition("#")
    path = unquote(path.partition("?")[0])
    full = os.path.normpath(os.path.join(source.parent, path))  # noqa: PTH118 - follows no link
    return full, mark + rest


def rewritten(text: str, spots: list[Spot], new: Callable[[Spot], str | None]) -> str:
    """The text with some targets replaced."""
    parts, last = [], 0
    for spot in spots:
        target = new(spot)
        if target is not None and spot.start >= last:
            parts += [text[last : spot.start], target]
            last = spot.start + len(spot.target)
    return "".join([*parts, text[last:]])
