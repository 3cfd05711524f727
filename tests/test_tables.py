"""The layout of pipe tables: columns stand below each other, and a reader sees the same."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_archive import markdown
from postmortem_archive.load import load
from postmortem_archive.load.body import read_body
from postmortem_archive.load.postmortem import read_postmortem
from postmortem_archive.model.body import Place
from postmortem_archive.rewrite.edits import apply
from postmortem_archive.rewrite.tables import layout
from tests.helpers import ROOT


def laid_out(text: str) -> str:
    edits = [edit for table in layout(read_body(text)) for edit in table]
    return apply(text.encode(), edits)[0].decode()


WIDE = "x" * 130

TABLES = {
    "padded": ("| a | bcd |\n|:-:|--:|\n| xy | z |", "| a  | bcd |\n|:--:|----:|\n| xy |   z |"),
    "tight": ("|a|bcd|\n|---|---|\n|xy|z|", "| a  | bcd |\n|----|-----|\n| xy | z   |"),
    "spaced": (
        "| a | b |\n| - | :- |\n| xyzw | |",
        "| a    | b   |\n| ---- | :-- |\n| xyzw |     |",
    ),
    "no outer bars": ("a | b\n--|--\nxy | z", "| a  | b |\n|----|---|\n| xy | z |"),
    "indented": ("  |a|b|\n  |-|-|\n |c|d|", "  | a | b |\n  |---|---|\n  | c | d |"),
    "escaped": (
        "|a|b|\n|-|-|\n|c \\| d|`e\\|f`|",
        "| a      | b      |\n|--------|--------|\n| c \\| d | `e\\|f` |",
    ),
    "wide letters": (
        "|a|b|\n|-|-|\n|漢字|é|\n|⚠️|👩‍💻|",
        "| a    | b  |\n|------|----|\n| 漢字 | é  |\n| ⚠️   | 👩‍💻 |",
    ),
    "too wide": (
        f"|a|b|\n|-|-|\n|{WIDE}|  c |\n| d | |",
        f"| a | b |\n|-|-|\n| {WIDE} | c |\n| d | |",
    ),
    "too wide, aligned": (
        f"| a  | {'b':<130} |\n|----|{'-' * 132}|\n| c | {WIDE} |\n| dd | {'e':<130} |",
        f"| a  | {'b':<130} |\n|----|{'-' * 132}|\n| c  | {WIDE} |\n| dd | {'e':<130} |",
    ),
    "too many cells": ("|a|b|\n|-|-|\n|c|d|e|", ""),
    "too few cells": ("|a|b|\n|-|-|\n|c|", ""),
    "a bar in code": ("|a|b|\n|-|-|\n|`c|d`|e|", ""),
    "in a list": ("- x\n\n  |a|b|\n  |-|-|\n  |c|d|", ""),
    "in a quotation": ("> |a|b|\n> |-|-|\n> |c|d|", ""),
    "in code": ("```\n|a|b|\n|-|-|\n```\n\n    |a|b|\n    |-|-|", ""),
    "in a comment": ("<!--\n|a|b|\n|-|-|\n-->", ""),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_laid_out(name: str) -> None:
    before, after = TABLES[name]
    assert laid_out(before) == (after or before)
    assert laid_out(after or before) == (after or before)


CELL = st.text("ab \\|`*é漢\u00a0\t<>-:[]()!&", max_size=6)


@given(
    st.lists(st.lists(CELL, min_size=1, max_size=4), min_size=1, max_size=5),
    st.booleans(),
    st.text("-:| ", max_size=12),
    st.sampled_from(["", "  ", "> ", "- ", "text\n\n"]),
)
def test_a_reader_sees_the_same_after_layout(
    rows: list[list[str]], bars: bool, delimiter: str, before: str
) -> None:
    lines = [("|" * bars) + "|".join(row) + ("|" * bars) for row in rows]
    lines.insert(1, delimiter or "|".join(["---"] * len(rows[0])))
    text = before + "\n".join(lines) + "\n\nafter\n"
    after = laid_out(text)
    assert list(markdown.merged_events(text)) == list(markdown.merged_events(after))
    assert laid_out(after) == after


def test_one_long_cell_is_not_paid_for_by_every_row() -> None:
    text = "|a|b|\n|-|-|\n" + "|c|d|\n" * 2000 + f"|{'x' * 100_000}|e|\n"
    assert len(laid_out(text)) < 2 * len(text)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "postmortems").glob("[0-9]*/*.md")), ids=lambda path: path.stem
)
def test_layout_leaves_every_shipped_postmortem_as_it_is_read(path: Path) -> None:
    archive = load(ROOT / "postmortems")
    text = path.read_text("utf-8")
    assert laid_out_file(text) == text
    messy = re.sub(r"(?m)^\|.*\|$", lambda row: re.sub(r" *(?<!\\)\| *", "|", row[0]), text)
    once = laid_out_file(messy)
    one, other = (
        read_postmortem(path.name, each.encode(), archive.file, archive.templates)
        for each in (messy, once)
    )
    assert [without_place(e) for e in one.events] == [without_place(e) for e in other.events]
    assert [without_place(a) for a in one.actions] == [without_place(a) for a in other.actions]
    assert list(markdown.merged_events(one.body.text)) == list(
        markdown.merged_events(other.body.text)
    )


def without_place(record: object) -> object:
    return replace(record, place=Place(1, 1))  # type: ignore[type-var]


def laid_out_file(text: str) -> str:
    head, matter, body = text.split("---\n", 2)
    return f"{head}---\n{matter}---\n{laid_out(body)}"
