"""The keys of a source's own front matter become labels, sections, or stay as they are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from postmortem_archive.importers.layout import Label, Lines
from postmortem_archive.importers.source import SourceFile
from postmortem_archive.importers.synonyms import field_of
from postmortem_archive.load import yaml_tree

NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Entry:
    """A key's value as YAML's tree of texts, and the lines on which both stand."""

    value: object
    lines: Lines


def entries_of(source: SourceFile) -> dict[str, Entry]:
    """The keys of the front matter in their order; none if it is no YAML."""
    parts = source.parts
    if not parts.matter:
        return {}
    tree = yaml_tree.parse(parts.matter, parts.matter_line)
    if tree.problems or not isinstance(tree.value, dict):
        return {}
    starts = {key: tree.places[(key,)].line for key in tree.value}
    comments = {n for n in _matter_lines(source) if source.lines[n - 1].startswith("#")}
    order = sorted(starts.values())
    ends = dict(zip(order, [*order[1:], source.body_line - 1], strict=True))
    return {
        key: Entry(value, frozenset(range(starts[key], ends[starts[key]])) - comments)
        for key, value in tree.value.items()
    }


def _matter_lines(source: SourceFile) -> range:
    return range(source.parts.matter_line, source.body_line)


@dataclass(frozen=True, slots=True)
class Keys:
    """What front matter says: labels, texts that become sections, and lines without meaning."""

    labels: tuple[Label, ...] = ()
    sections: tuple[tuple[str, str], ...] = ()
    empty: Lines = frozenset()


def read_keys(source: SourceFile, entries: Mapping[str, Entry], mapping: Mapping[str, str]) -> Keys:
    """The keys by what the mapping says they are, or else by what they are called."""
    labels, sections = [], []
    empty = set(_delimiters(source)) if entries else set()
    for key, entry in entries.items():
        value, means = entry.value, mapping.get(key) or field_of(key)
        if value in (None, "", [], {}) or means == NOTHING:
            empty |= entry.lines
        elif means.startswith("#") and isinstance(value, str):
            sections.append((means, value.strip()))
            empty |= entry.lines
        elif (means and isinstance(value, str)) or (
            means and isinstance(value, list) and all(isinstance(one, str) for one in value)
        ):
            labels.append(Label(key, value, min(entry.lines), entry.lines, means))
    return Keys(tuple(labels), tuple(sections), frozenset(empty))


def _delimiters(source: SourceFile) -> Iterator[int]:
    """The lines that begin and end the block, and what is blank up to there."""
    for number in range(1, source.body_line):
        line = source.lines[number - 1].strip()
        at_end = number < source.parts.matter_line or number >= source.body_line - 1
        if not line or (line == "---" and at_end):
            yield number
