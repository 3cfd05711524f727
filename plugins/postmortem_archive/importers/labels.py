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
_PLAIN = re.compile(r"(?P<label>[A-Za-z][A-Za-z()/'_ -]{0,50}?)[ \t]{0,2}:(?=[ \t]|$)")
_WORD_BEFORE = re.compile(r"[A-Za-z()/'_-]{1,30}")
_MOST_WORDS = 4
_ROW = re.compile(r"[ \t]{0,3}\|(?P<label>[^|\n]{1,80})\|(?P<text>[^|\n]{1,400})\|[ \t]{0,80}$")
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
                # As one text, remarks in brackets are told from names; a comma would split them.
                whole = any("," in item for item in items)
                yield Label(label.label, items if whole else ", ".join(items), number, taken)
            else:
                yield label


def on_line(number: int, line: str) -> list[Label]:
    """The labelled texts of one line, all that stand on it, if any of them is known."""
    if len(line) > 4000:
        return []
    row = _ROW.match(line)
    if row and row["text"].strip():
        label = Label(row["label"].strip("*_` \t"), row["text"].strip(), number)
        return [label] if field_of(label.label) else []
    if ":" not in line:
        return []
    lead = _LEAD.match(line)
    start = lead.end() if lead else 0
    bold = list(_BOLD.finditer(line, start))
    if bold and bold[0].start() == start:
        found = [*_cut(number, line, [(m.start(), m.end(), m["label"]) for m in bold])]
    elif match := _PLAIN.match(line, start):
        spans = [(match.start(), match.end(), match["label"]), *_further(line, match.end())]
        found = [*_cut(number, line, spans)]
    else:
        return []
    return found if any(field_of(label.label) for label in found) else []


def _further(line: str, start: int) -> Iterator[tuple[int, int, str]]:
    """More known labels of a plain line: `Date: 2026-02-15 Author(s): Platform Severity: P1`."""
    at = line.find(": ", start)
    while at >= 0:
        words = list(_WORD_BEFORE.finditer(line, max(start, at - 60), at))[-_MOST_WORDS:]
        for word in words:
            label = line[word.start() : at]
            if word[0][0].isupper() and (field_of(label) or label == "Status"):
                yield word.start(), at + 1, label
                break
        at = line.find(": ", at + 1)


def _cut(number: int, line: str, labels: list[tuple[int, int, str]]) -> Iterator[Label]:
    """Each label with the text up to the next one; a line goes only as a whole."""
    ends = [start for start, _, _ in labels[1:]] + [len(line)]
    for (_, begin, label), end in zip(labels, ends, strict=True):
        text = line[begin:end].strip(_AROUND)
        yield Label(label.strip(), text, number, frozenset({number}))


def _items_below(source: SourceFile, number: int) -> list[str]:
    items = []
    for index in range(number, len(source.lines)):  # a slice would copy the rest each time
        line = source.lines[index]
        match = _ITEM.match(line)
        if not match or _BOLD.match(line, match.end()):
            break
        items.append(line[match.end() :].strip())
    return items
