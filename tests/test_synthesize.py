"""scripts/synthesize makes the same valid archive everywhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from postmortem_archive.load import load
from postmortem_archive.rules import check
from scripts.synthetic.archive import synthesize
from tests.helpers import ROOT


def run(folder: Path, *options: str, hash_seed: str = "0") -> subprocess.CompletedProcess[str]:
    script = ROOT / "scripts" / "synthesize"
    return subprocess.run(
        [sys.executable, script, "40", folder, *options],
        capture_output=True,
        text=True,
        env={"PYTHONHASHSEED": hash_seed, "TZ": f"Etc/GMT-{hash_seed}"},
    )


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("synthetic") / "postmortems"
    synthesize(folder, 40, seed=1)
    return folder


def test_same_seed_gives_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    for hash_seed in ("1", "2"):
        made = run(tmp_path / hash_seed, "--seed", "1", hash_seed=hash_seed)
        assert (made.returncode, made.stderr) == (0, "")
        assert contents(tmp_path / hash_seed) == contents(archive)


def test_another_seed_gives_another_archive(archive: Path, tmp_path: Path) -> None:
    assert run(tmp_path / "other", "--seed", "2").returncode == 0
    assert not set(contents(tmp_path / "other")) & set(contents(archive)) - {"archive.yml"}


def test_makes_as_many_as_asked_for(archive: Path) -> None:
    assert len(list(archive.glob("20??/*.md"))) == 40


def test_texts_have_600_to_900_words(archive: Path) -> None:
    lengths = [
        len(re.findall(r"\w\S*", path.read_text(encoding="utf-8").split("---\n", 2)[2]))
        for path in archive.glob("20??/*.md")
    ]
    assert min(lengths) >= 600
    assert max(lengths) <= 900


def test_archive_passes_the_check(archive: Path) -> None:
    assert check(load(archive)) == []


def test_timelines_agree_with_the_front_matter(archive: Path) -> None:
    for postmortem in load(archive).postmortems:
        rows = {event.start for event in postmortem.events}
        front = postmortem.front
        assert 8 <= len(postmortem.events) <= 20
        assert {front.started, front.detected, front.mitigated, front.resolved} <= rows


def test_refuses_a_folder_that_is_not_empty(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    made = run(tmp_path)
    assert made.returncode == 2
    assert "is not empty" in made.stderr
    assert contents(tmp_path) == {"notes.txt": b"mine"}
