"""What a layout is: how it is recognised, and what it hands over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo
from typing import Protocol

from postmortem_archive.importers.source import SourceFile

Lines = frozenset[int]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person who imports says: the zone of times that name none, and a key mapping."""

    zone: tzinfo | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Label:
    """A labelled text of a source: what the label says, what stands behind it, and where.

    `lines` go out of the body once every label on them is wholly understood; without any, the
    text stays where it is. `field` says what the layout knows the label to mean, as in
    `started` or `impact.users`; else the label's own words decide, and what nobody knows is
    left alone.
    """

    label: str
    text: str | Sequence[str]
    line: int
    lines: Lines = frozenset()
    field: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """Lines that hold nothing but other lines, as a heading does, and go when all those go."""

    lines: Lines
    around: Lines


@dataclass(frozen=True, slots=True)
class Doubt:
    """What was not understood: where it stands, what, why, and what would be right."""

    line: int
    field: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """One postmortem of a source.

    `body` is None where the source is Markdown: the core then keeps every line of it but
    those that went into front matter. `sections` are texts that become sections, (heading,
    text), before the body. `empty` are lines without meaning, such as a template's comment.

    `key` tells the entries of a list apart. Such an entry is written out as a `page` of Markdown,
    to which its labels' lines belong; `line` is where it begins in the list, and what is said of
    it names that line. `recorded` is the day on which the list says that it was made.
    """

    title: str = ""
    day: date | None = None
    labels: tuple[Label, ...] = ()
    frames: tuple[Frame, ...] = ()
    empty: Lines = frozenset()
    title_lines: Lines = frozenset()
    doubts: tuple[Doubt, ...] = ()
    sections: tuple[tuple[str, str], ...] = ()
    body: str | None = None
    kind: str = ""
    key: str = ""
    page: SourceFile | None = None
    line: int = 1
    recorded: date | None = None


# How the names of Markdown files end; a few forget it, and `""` stands for them.
MARKDOWN: tuple[str, ...] = (".md", ".markdown", ".mdown", "")


class Layout(Protocol):
    """A module of `layouts/`; its docstring says what it reads, with an example that a test runs.

    The example is a block ```markdown (or yaml, json, csv) under `Source:` and what is read
    from it as a ```yaml block under `Read:`.
    """

    NAME: str
    # MARKDOWN, or how the names of such files end: (".csv",)
    ENDINGS: tuple[str, ...]
    __doc__: str | None

    def evidence(self, source: SourceFile) -> Sequence[str]:
        """The reasons to take a source for this layout; none if it is not."""

    def read(self, source: SourceFile, wishes: Wishes) -> Iterator[Incoming]:
        """The postmortems of a source."""
