"""Checking file by file, remembered and in several processes: always the same findings."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from postmortem_archive import inspection, processes, rules
from postmortem_archive.cli import cli
from postmortem_archive.inspection import check_loaded, inspect
from postmortem_archive.inspection.memory import Memory
from postmortem_archive.load import load, postmortem_paths, survey
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Finding
from postmortem_archive.rules import ACROSS, RULES
from scripts.synthetic.archive import synthesize
from tests.helpers import ARCHIVE, PATH, POSTMORTEM, ROOT, make

BROKEN = ROOT / "tests" / "broken" / "postmortems"
SHIPPED = ROOT / "postmortems"


class Closed(tuple):  # type: ignore[type-arg]
    """What a rule that is not among those that look across must not look into."""

    def __iter__(self) -> Iterator[object]:
        raise AssertionError("this rule looks at other files: name it in rules.ACROSS")

    def __contains__(self, wanted: object) -> bool:
        raise AssertionError("this rule looks at other files: name it in rules.ACROSS")


@pytest.fixture(autouse=True)
def _nothing_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(scope="module")
def broken() -> Archive:
    return load(BROKEN)


def inspected(folder: Path, jobs: int = 1) -> tuple[list[Finding], int]:
    """All findings, and how many files were read for them."""
    frame = survey(folder)
    read: list[int] = []
    chosen = {*postmortem_paths(frame), *frame.file_problems}
    found = inspect(folder, frame, chosen, jobs=jobs, say=lambda done, of: read.append(done))
    return found.findings, len(read)


def copy(folder: Path, source: Path = BROKEN) -> Path:
    return Path(shutil.copytree(source, folder / "postmortems", symlinks=True))


@pytest.mark.parametrize("folder", [BROKEN, SHIPPED], ids=["broken", "shipped"])
def test_finds_what_a_check_of_the_whole_finds(folder: Path) -> None:
    whole = rules.check(load(folder))
    assert inspected(folder) == (whole, len(load(folder).postmortems))
    assert check_loaded(folder, load(folder)) == whole


def test_several_processes_find_the_same_in_the_same_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copy(tmp_path)
    synthesize(tmp_path / "more", 120, seed=7)
    for number, path in enumerate(sorted((tmp_path / "more").rglob("20*.md"))):
        text = path.read_text(encoding="utf-8").replace("on-call engineer", "engineer Priya")
        (folder / path.name).write_text(text + f"\nSee [that](gone-{number}.md).\n", "utf-8")
    whole = rules.check(load(folder))
    monkeypatch.setattr(inspection, "_WORTH_A_PROCESS", 20)
    assert inspected(folder, jobs=3)[0] == whole
    assert len(whole) > 240


def test_without_semaphores_one_process_does_it_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object) -> None:
        raise OSError("no /dev/shm here")

    folder = copy(tmp_path)
    monkeypatch.setattr(inspection, "_WORTH_A_PROCESS", 2)
    monkeypatch.setattr(processes, "ProcessPoolExecutor", refuse)
    assert inspected(folder, jobs=3)[0] == rules.check(load(folder))


@pytest.mark.skipif(os.name != "posix", reason="signals are another matter there")
def test_a_stopped_check_stops_its_processes_and_says_so(tmp_path: Path) -> None:
    synthesize(tmp_path / "postmortems", 4000, seed=3)
    command = [sys.executable, "-m", "postmortem_archive", "check", "--jobs", "2"]
    pipe = subprocess.PIPE
    run = subprocess.Popen(
        command, cwd=tmp_path, stdout=pipe, stderr=pipe, text=True, start_new_session=True
    )
    time.sleep(1.5)  # by then it has begun to share the files out
    os.killpg(run.pid, signal.SIGINT)
    out, err = run.communicate(timeout=30)
    assert (run.returncode, out, err.strip()) == (
        130,
        "",
        "Stopped. Each file is as it was, or whole.",
    )


def test_reads_again_only_what_changed(tmp_path: Path) -> None:
    folder = copy(tmp_path)
    before, read = inspected(folder)
    assert read > 10
    # What cannot be opened has no bytes to know it by.
    closed = inspected(folder)
    assert closed[0] == before
    assert closed[1] <= 2
    (folder / PATH).parent.mkdir(parents=True, exist_ok=True)
    (folder / PATH).write_text(POSTMORTEM, encoding="utf-8")
    assert inspected(folder)[1] == closed[1] + 1
    (folder / PATH).unlink()
    assert inspected(folder) == (before, closed[1])


@pytest.mark.parametrize("name", ["archive.yml", "_language.yml", "_templates/incident.md"])
def test_reads_all_again_when_what_it_is_checked_by_changed(tmp_path: Path, name: str) -> None:
    folder = make(tmp_path, {PATH: POSTMORTEM, "2026/2026-02-16-b.md": POSTMORTEM})
    inspected(folder)
    assert inspected(folder)[1] == 0
    settings = folder / name
    settings.parent.mkdir(exist_ok=True)
    templates = ROOT / "plugins" / "postmortem_archive" / "templates"
    text = {"archive.yml": ARCHIVE, "_language.yml": "allow: [cowboy]\n"}.get(name)
    settings.write_text((text or (templates / "incident.md").read_text("utf-8")) + "\n", "utf-8")
    assert inspected(folder)[1] == 2


def test_another_program_remembers_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make(tmp_path, {PATH: POSTMORTEM})
    inspected(folder)
    monkeypatch.setattr("postmortem_archive.inspection.memory.program", lambda: "next version")
    assert inspected(folder)[1] == 1


@pytest.mark.parametrize("damage", [b"", b"x", b"\x80\x05garbage\n\n", None])
def test_a_damaged_memory_is_made_anew_and_said_so(tmp_path: Path, damage: bytes | None) -> None:
    folder = make(tmp_path, {PATH: POSTMORTEM})
    before = inspected(folder)[0]
    path = Memory(folder, "").path
    data = path.read_bytes()
    path.write_bytes(data[:-1] + b"\0" if damage is None else damage)
    run = CliRunner().invoke(cli, ["check", "--archive", str(folder)])
    assert f"{path} was damaged and is made anew" in run.stderr
    assert inspected(folder) == (before, 0)


@pytest.mark.skipif(os.name != "posix", reason="permissions are another matter there")
def test_a_memory_that_others_may_write_is_not_opened(tmp_path: Path) -> None:
    folder = make(tmp_path, {PATH: POSTMORTEM})
    inspected(folder)
    Memory(folder, "").path.chmod(0o666)
    assert inspected(folder)[1] == 1


def test_checks_where_nothing_can_be_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make(tmp_path, {PATH: POSTMORTEM})
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert inspected(folder) == ([], 1)
    assert inspected(folder) == ([], 1)


def test_one_file_is_checked_against_all_and_leaves_the_others_unchecked(tmp_path: Path) -> None:
    other = "2026/2026-02-14-b.md"
    bad = POSTMORTEM.replace("severity: SEV-2", "severity: SEV-9")
    folder = make(tmp_path, {PATH: POSTMORTEM, other: bad})
    frame = survey(folder)
    alone = inspect(folder, frame, {PATH})
    assert [finding.rule for finding in alone.findings] == ["title-repeated"]
    assert other in alone.archive.by_path
    # That one was read in passing is not yet that it was checked.
    assert "severity-unknown" in {finding.rule for finding in inspected(folder)[0]}


@pytest.mark.parametrize("rule", [r for r in RULES if r not in ACROSS], ids=lambda rule: rule.ID)
def test_what_is_remembered_of_a_file_asks_nothing_of_others(
    rule: rules.Rule, broken: Archive, tmp_path: Path
) -> None:
    free = load(make(tmp_path, {PATH: POSTMORTEM}, "name: An archive without words\n"))
    for archive in (broken, free):
        shut: Any = Closed()
        alone = replace(archive, postmortems=shut, files=shut, neighbours=shut)
        for postmortem in archive.postmortems:
            assert list(rule.check(postmortem, alone)) == list(rule.check(postmortem, archive))


@pytest.mark.parametrize("rule", ACROSS, ids=lambda rule: rule.ID)
def test_an_outline_is_all_that_the_others_ask(rule: rules.Rule, broken: Archive) -> None:
    outlines = [postmortem.outline() for postmortem in broken.postmortems]
    archive = replace(broken, postmortems=tuple(outlines))
    for outline, whole in zip(outlines, broken.postmortems, strict=True):
        assert list(rule.check(outline, archive)) == list(rule.check(whole, broken))
