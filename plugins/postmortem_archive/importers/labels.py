"""Finds labelled texts in Markdown: `**Date:** …`, several on a line, `- Date: …`, `Date: …`."""

import re
from collections.abc import Iterable, Iterator

from postmortem_archive.importers.layout import Label
from postmortem_archive.importers.source import SourceFile
from postmortem_archive.importers.synonyms import field_of

# `**Date:**`, `**Date**:`, and with underscores. Bounded, so that no line makes it slow.
_BOLD = re.compile(
    r"(?:\*\*|__)[ \t]{0,2}(?P<label>[^\s*_:|][^*_:|\n]{0,60}?)[ \t]{0,2}"
    r"(?::[ \t]{0,2}(?:\*\*|__)|(?:\*\*|__)[ \t]{0,2}:)"
)
_LEAD = re.compile(r"[ \t]{0,8}(?:>[ \t]{0,3})?(?:(?:[-*+]|[0-9]{1,3}[.)])[ \t]{1,4})?")
_PLAIN = re.compile(r"(?P<label>[A-Za-z][A-Za-z()/' -]{0,50}?)[ \t]{0,2}:(?:[ \t]+|$)")
_ITEM = re.compile(r"[ \t]{0,8}[-*+][ \t]{1,4}(?=\S)")
# What stands between two labels of one line, and at its end: a hard break is one too.
_AROUND = " \t|·•;,\\"


def labels_in(source: SourceFile, lines: Iterable[tuple[int, str]]) -> Iterator[Label]:
    """The labelled texts of these lines whose label is known, or that stand beside such a one.

    An empty text takes the list items right below it.
    """
    last = 0
    for number, line in lines:
        if number <= last:
            continue
        for label in on_line(number, line):
            if not label.text and (items := _items_below(source, number)):
                taken = frozenset(range(number, number + len(items) + 1))
                last = number + len(items)
                yield Label(label.label, items, number, taken)
            else:
                yield label


def on_line(number: int, line: str) -> list[Label]:
    """The labelled texts of one line, all that stand on it, if any of them is known."""
    if ":" not in line[:400] or len(line) > 4000:
        return []
    lead = _LEAD.match(line)
    start = lead.end() if lead else 0
    bold = list(_BOLD.finditer(line, start))
    if bold and bold[0].start() == start:
        found = [*_cut(number, line, bold)]
    elif match := _PLAIN.match(line, start):
        found = [*_cut(number, line, [match])]
    else:
        return []
    return found if any(field_of(label.label) for label in found) else []


def _cut(number: int, line: str, matches: list[re.Match[str]]) -> Iterator[Label]:
    """Each label with the text up to the next one; a line goes only as a whole."""
    ends = [match.start() for match in matches[1:]] + [len(line)]
    for match, end in zip(matches, ends, strict=True):
        text = line[match.end() : end].strip(_AROUND)
        yield Label(match["label"].strip(), text, number, frozenset({number}))


def _items_below(source: SourceFile, number: int) -> list[str]:
    items = []
    for line in source.lines[number:]:
        match = _ITEM.match(line)
        if not match or _BOLD.match(line, match.end()):
            break
        items.append(line[match.end() :].strip())
    return items
