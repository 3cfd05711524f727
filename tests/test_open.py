"""`postmortem search --open`: the editor that is taken, and the line it is told."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from postmortem_archive.cli.editor import command
from postmortem_archive.search.passages import Passage
from postmortem_archive.search.place import line_of
from tests.helpers import PATH, ROOT, make, with_section
from tests.test_commands import clean, postmortem

pty = pytest.importorskip("pty")  # a terminal to run in; not on Windows

TEXT = with_section("## Summary\n\nOrders were stuck for\n45 minutes: `pool exhausted` it said.\n")


def in_terminal(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """A command as in a terminal; what it prints there is lost, errors are not."""
    terminal, end = pty.openpty()
    whole = {**os.environ, "VISUAL": "", "EDITOR": "", **env}
    try:
        return subprocess.run(
            [sys.executable, "-m", "postmortem_archive", *arguments],
            cwd=folder,
            env={**whole, "PYTHONPATH": str(ROOT / "plugins")},
            stdin=end,
            stdout=end,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
    finally:
        os.close(terminal)
        os.close(end)


def fake(folder: Path, name: str, status: int = 0) -> Path:
    """An editor that writes down what it was called with."""
    script = folder / name
    told = folder / "told.txt"
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{told}"\nexit {status}\n', "utf-8")
    script.chmod(0o755)
    return script


def line_number(text: str, part: str) -> int:
    return 1 + next(at for at, line in enumerate(text.splitlines()) if part in line)


@pytest.mark.parametrize("variable", ["VISUAL", "EDITOR"])
def test_the_first_hit_is_opened_at_its_best_passage(tmp_path: Path, variable: str) -> None:
    root = make(tmp_path, {PATH: TEXT})
    editor = fake(tmp_path, "vim")
    run = in_terminal(tmp_path, "search", "exhausted", "--open", **{variable: f"'{editor}' -f"})
    assert run.returncode == 0, run.stderr
    line = line_number(TEXT, "pool exhausted")
    told = (tmp_path / "told.txt").read_text("utf-8").splitlines()
    assert told == ["-f", f"+{line}", str(root / PATH)]


def test_visual_comes_before_editor(tmp_path: Path) -> None:
    make(tmp_path, {PATH: TEXT})
    env = {"VISUAL": str(fake(tmp_path, "code")), "EDITOR": "false"}
    assert in_terminal(tmp_path, "search", "exhausted", "--open", **env).returncode == 0
    assert (tmp_path / "told.txt").read_text("utf-8").startswith("-g\n")


def test_nothing_found_opens_nothing(tmp_path: Path) -> None:
    make(tmp_path, {PATH: TEXT})
    env = {"EDITOR": str(fake(tmp_path, "vim"))}
    assert in_terminal(tmp_path, "search", "zebra", "--open", **env).returncode == 1
    assert not (tmp_path / "told.txt").exists()


@pytest.mark.parametrize(
    ("editor", "words"),
    [
        ("nowhere/vim", "cannot be started (No such file or directory); set VISUAL or EDITOR"),
        ("'vim", "EDITOR has a quotation mark too few: 'vim"),
        ("false", 'the editor "false" ended with status 1'),
    ],
)
def test_an_editor_that_does_not_work_is_told(tmp_path: Path, editor: str, words: str) -> None:
    make(tmp_path, {PATH: TEXT})
    run = in_terminal(tmp_path, "search", "exhausted", "--open", EDITOR=editor)
    assert run.returncode == 2
    assert words in run.stderr
    assert "Traceback" not in run.stderr


def test_without_any_editor_the_remedy_is_told(tmp_path: Path) -> None:
    make(tmp_path, {PATH: TEXT})
    run = in_terminal(tmp_path, "search", "exhausted", "--open", PATH=str(tmp_path))
    assert run.returncode == 2
    assert run.stderr == (
        "postmortem: --open: no editor is known; set VISUAL or EDITOR, such as EDITOR=vim\n"
    )


def test_without_a_terminal_nothing_is_opened(tmp_path: Path) -> None:
    make(tmp_path, {PATH: TEXT})
    run = postmortem("search", "exhausted", "--open", cwd=tmp_path, env={"EDITOR": "touch"})
    assert clean(run, 2) == ""
    assert "--open: an editor needs a terminal" in run.stderr
    assert "--format paths" in run.stderr


def test_programs_do_not_open(tmp_path: Path) -> None:
    make(tmp_path, {PATH: TEXT})
    run = postmortem("search", "exhausted", "--open", "--format", "json", cwd=tmp_path)
    assert clean(run, 2) == ""
    assert "--open is for people, --format json is not" in run.stderr


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["vi"], ["vi", "+7", "a {b}.md"]),
        (["/usr/bin/nvim", "-R"], ["/usr/bin/nvim", "-R", "+7", "a {b}.md"]),
        (["nano"], ["nano", "+7", "a {b}.md"]),
        (["emacsclient", "-nw"], ["emacsclient", "-nw", "+7", "a {b}.md"]),
        (["code", "--wait"], ["code", "--wait", "-g", "a {b}.md:7"]),
        (["subl"], ["subl", "a {b}.md:7"]),
        (["Kate"], ["Kate", "--line", "7", "a {b}.md"]),
        (["unheard-of"], ["unheard-of", "a {b}.md"]),
    ],
)
def test_each_editor_is_told_the_line_in_its_way(words: list[str], expected: list[str]) -> None:
    assert command(words, Path("a {b}.md"), 7) == expected


FILE = """\
# Pool

The pool is a pool.

## Summary

- Nothing of it.
- **Many** of the words of this
  are in a paragraph whose [pool](pool.md) ran out.

## Timeline

| Time | Event |
|---|---|
| 14:23 | The pool ran out |
"""


@pytest.mark.parametrize(
    ("heading", "text", "found", "line"),
    [
        ("", "The pool is a pool.", "pool", 3),
        ("Summary", "of this are in a paragraph whose pool ran out.", "pool", 9),
        ("Summary", "Many of the words of this are in a paragraph …", "words", 8),
        ("Timeline", "14:23 · The pool ran out", "pool", 15),
        ("Gone", "14:23 · The pool ran out", "pool", 15),
    ],
)
def test_a_passage_is_found_again_in_its_file(
    heading: str, text: str, found: str, line: int
) -> None:
    at = text.index(found)
    worse = Passage("", "Nothing of it.", ((0, 7),), 0.5)
    best = Passage(heading, text, ((at, at + len(found)),), 1.5)
    assert line_of([worse, best], FILE) == line


def test_without_a_passage_it_is_the_first_line() -> None:
    assert line_of([], FILE) == 1
    assert line_of([Passage("", "pool", ((0, 4),), 1.0)], "") == 1
