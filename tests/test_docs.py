"""Documentation as a test: nothing is undocumented, and what is printed has been run."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from postmortem_archive.cli import cli
from postmortem_archive.load import load
from postmortem_archive.model.archive_file import (
    ArchiveFile,
    NeedsPostmortem,
    Policy,
    RuleSetting,
    Severity,
    TemplateChoice,
)
from postmortem_archive.model.declared import Declared, entries
from postmortem_archive.model.front_matter import FrontMatter, Impact, Objective, Origin
from postmortem_archive.model.incident_list import Columns
from postmortem_archive.model.language import LanguageFile, Wording
from postmortem_archive.model.resemblance import ResemblancePolicy
from postmortem_archive.rules import RULES
from tests.helpers import ROOT

DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
PAGES = [*sorted(DOCS.rglob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def test_the_reference_is_fresh() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "docs"), "--check"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.ID)
def test_every_rule_is_in_the_reference(rule: object) -> None:
    assert f"{{ #{rule.ID} }}" in page("rules.md")  # type: ignore[attr-defined]


def commands(group: click.Group = cli, before: str = "postmortem") -> dict[str, click.Command]:
    """All commands and sub-commands by what one types."""
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        found[f"{before} {name}"] = command
        if isinstance(command, click.Group):
            found |= commands(command, f"{before} {name}")
    return found


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_and_option_is_in_the_reference(name: str) -> None:
    text = page("commands.md")
    assert f"## {name}\n" in text
    for parameter in commands()[name].params:
        for option in parameter.opts:
            assert not option.startswith("--") or option in text


@pytest.mark.parametrize(
    ("model", "name"),
    [
        (FrontMatter, "front-matter.md"), (Impact, "front-matter.md"),
        (Objective, "front-matter.md"), (Origin, "front-matter.md"),
        (ArchiveFile, "archive.md"), (Policy, "archive.md"),
        (NeedsPostmortem, "archive.md"), (Severity, "archive.md"),
        (ResemblancePolicy, "archive.md"),
        (TemplateChoice, "archive.md"), (RuleSetting, "archive.md"), (Columns, "archive.md"),
        (LanguageFile, "language.md"), (Wording, "language.md"),
    ],
)  # fmt: skip
def test_every_key_is_in_the_reference_with_meaning_and_example(
    model: type[Declared], name: str
) -> None:
    for entry in entries(model):
        assert entry.meaning.endswith("."), entry.name
        assert entry.example, entry.name
        assert f"| `{entry.name}` |" in page(name)


def presets() -> list[tuple[str, str]]:
    text = (DOCS / "how-to" / "set-up-an-archive.md").read_text(encoding="utf-8")
    pattern = re.compile(r"^#+ Preset: ([^\n]+)\n(.*?)(?=^#|\Z)", re.MULTILINE | re.DOTALL)
    found = []
    for heading, section in pattern.findall(text):
        found += [
            (heading, block) for block in re.findall(r"```yaml\n(.*?)```", section, re.DOTALL)
        ]
    return found


def test_there_is_a_preset_for_each_scale() -> None:
    headings = " ".join(heading for heading, _ in presets())
    for scale in ("P1–P3", "SEV-1–3", "SEV-1–4", "P0–P3"):
        assert scale in headings


@pytest.mark.parametrize(("heading", "text"), presets())
def test_preset_is_a_valid_archive_yml(tmp_path: Path, heading: str, text: str) -> None:
    from postmortem_archive.rules import check

    (tmp_path / "archive.yml").write_text(text, encoding="utf-8")
    archive = load(tmp_path)
    assert check(archive) == []
    assert archive.file.severities or archive.file.policy.action_limits


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_yaml_examples_of_front_matter_are_read(path: Path) -> None:
    """What a page shows as a postmortem's front matter is front matter."""
    from postmortem_archive.load.front_matter import read_declared

    if path.name == "layouts.md":
        return  # sources to import; tests/test_import.py reads them
    text = path.read_text(encoding="utf-8")
    for block in re.findall(r"^```markdown\n---\n((?:(?!```)[^\n]*\n)*?)---\n", text, re.MULTILINE):
        if "describes:" in block:
            continue  # a template's
        _, _, problems = read_declared(FrontMatter, block, 1)
        assert problems == []


def console_blocks(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def steps(block: str) -> list[tuple[str, str]]:
    """The commands of a console block, each with the output that is printed below it."""
    found: list[tuple[str, str]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], ""))
        elif found:
            command, output = found[-1]
            found[-1] = (command, output + line + "\n")
    return found


@pytest.mark.parametrize(
    "path", [path for path in PAGES if console_blocks(path)], ids=lambda path: path.name
)
def test_printed_commands_do_what_is_printed(path: Path, tmp_path: Path) -> None:
    """Runs a page's commands one after another in a copy of the shipped archive.

    A block with a title is a file to write, or a diff to apply to one. A page may say that
    it begins in an empty folder.
    """
    text = path.read_text(encoding="utf-8")
    if EMPTY not in text:
        shutil.copytree(ROOT / "postmortems", tmp_path / "postmortems")
    for kind, title, block in BLOCK.findall(text):
        if kind == "diff":
            apply(block, tmp_path / title)
        elif title:
            (tmp_path / title).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / title).write_text(block, encoding="utf-8")
        elif kind == "console":
            for command, output in steps(block):
                run(command, output, tmp_path)


EMPTY = "<!-- This page begins in an empty folder. -->"
BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```', re.MULTILINE | re.DOTALL)


PROGRAMS = {"postmortem": "postmortem_archive", "mkdocs": "mkdocs"}


def run(command: str, expected: str, folder: Path) -> None:
    """Runs one command of a page and compares its output with what the page prints."""
    words = shlex.split(command)
    if words[0] == "rm":
        (folder / words[1]).unlink()
        return
    if words[0] not in PROGRAMS:
        return  # git and pip are not ours to run here
    done = subprocess.run(
        [sys.executable, "-m", PROGRAMS[words[0]], *words[1:]],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    printed = done.stdout + done.stderr
    assert words[0] == "postmortem" or done.returncode == 0, printed
    assert matches(expected, printed), f"$ {command}\n{printed}"


def apply(diff: str, file: Path) -> None:
    """Replaces the lines with - by the lines with + that follow them."""
    text = file.read_text(encoding="utf-8")
    for hunk in re.findall(r"(?:^-[^\n]*\n)+(?:^\+[^\n]*\n)*", diff, re.MULTILINE):
        lines = hunk.splitlines()
        old = "\n".join(line[1:] for line in lines if line.startswith("-"))
        new = "\n".join(line[1:] for line in lines if line.startswith("+"))
        assert old in text, old
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")


def matches(expected: str, printed: str) -> bool:
    """Whether the output is as printed; a line of … alone stands for any lines."""
    parts = [re.escape(part.strip("\n")) for part in re.split(r"^…$", expected, flags=re.M)]
    return re.fullmatch(r"\n*" + r"[\s\S]*".join(parts) + r"\n*", printed) is not None


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_files_that_pages_name_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for name in re.findall(r"`((?:plugins|scripts|tests|docs|postmortems)/[\w./-]+)`", text):
        if "YYYY" not in name and not name.endswith("…"):
            assert (ROOT / name).exists() or "2026" in name, name
