"""`check --changed-since`: only what differs from a revision, in a real git repository."""

import os
import subprocess
from pathlib import Path

import pytest

from postmortem_archive.load.changed import changed_since
from tests.helpers import ARCHIVE, PATH, POSTMORTEM, make, with_field
from tests.test_commands import clean, postmortem

BAD = with_field("tags: [nonsense]")


def git(folder: Path, *arguments: str) -> None:
    names = {
        f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    subprocess.run(["git", *arguments], cwd=folder, env={**os.environ, **names}, check=True)


def bad(title: str) -> str:
    """A postmortem with one error, told from the others by its title."""
    return BAD.replace("title: Orders stuck", f"title: Orders stuck ({title})")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with three postmortems, one of them bad, and a branch that is checked out."""
    files: dict[str, str | bytes] = {
        PATH: POSTMORTEM, "2026/2026-02-15-old-and-bad.md": bad("old"),
        "2026/2026-02-15-gone.md": bad("gone"), "2026/2026-02-15-moved.md": bad("moved"),
    }  # fmt: skip
    folder = make(tmp_path, files)
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "first")
    git(tmp_path, "checkout", "--quiet", "-b", "branch")
    return folder


def test_nothing_changed_is_nothing_to_check(root: Path) -> None:
    assert changed_since("main", root) == set()
    out = clean(postmortem("check", "--changed-since", "main", cwd=root.parent), 0)
    assert out == "0 findings; 0 postmortems checked.\n"


def test_committed_uncommitted_staged_and_new_files_count(root: Path) -> None:
    (root / PATH).write_text(BAD, "utf-8")
    git(root, "commit", "--quiet", "--all", "--message", "second")
    (root / "2026/2026-02-15-moved.md").rename(root / "2026/2026-02-15-mövéd here.md")
    git(root, "add", "--all")
    (root / "2026/2026-02-15-gone.md").unlink()
    (root / "2026/2026-02-15-new.md").write_text(bad("new"), "utf-8")
    (root / "archive.yml").write_text(ARCHIVE.replace("name:", "nmae:"), "utf-8")
    (root.parent / "outside.md").write_text("x", "utf-8")
    assert changed_since("main", root) == {
        PATH, "2026/2026-02-15-mövéd here.md", "2026/2026-02-15-new.md", "archive.yml",
    }  # fmt: skip
    out = clean(postmortem("check", "--changed-since", "main", cwd=root), 1)
    assert "archive.yml" in out
    assert "2026-02-15-old-and-bad.md" not in out
    assert "4 errors in 4 files; 3 postmortems checked." in out


def test_what_the_other_branch_did_meanwhile_does_not_count(root: Path) -> None:
    git(root, "checkout", "--quiet", "main")
    (root / PATH).write_text(BAD, "utf-8")
    git(root, "commit", "--quiet", "--all", "--message", "meanwhile")
    git(root, "checkout", "--quiet", "branch")
    assert changed_since("main", root) == set()


def test_ignored_files_are_not_new(root: Path) -> None:
    (root.parent / ".gitignore").write_text("*.md\n", "utf-8")
    (root / "2026/2026-02-15-new.md").write_text(BAD, "utf-8")
    assert changed_since("main", root) == set()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--changed-since", "mian"], '"mian" is no revision of this repository'),
        (["--changed-since", "--output=x"], "is no revision of this repository"),
        (["--changed-since", "lonely"], "no commit in common here; fetch the whole history"),
        (["--changed-since", "main", "."], "say either which files, or --changed-since"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_is_told_what_is_right(root: Path, arguments: list[str], message: str) -> None:
    git(root, "checkout", "--quiet", "--orphan", "lonely")
    git(root, "commit", "--quiet", "--message", "no parent")
    git(root, "checkout", "--quiet", "branch")
    run = postmortem("check", *arguments, cwd=root)
    clean(run, 2)
    assert message in run.stderr


def test_without_git_or_repository_the_message_says_so(tmp_path: Path) -> None:
    folder = make(tmp_path, {PATH: POSTMORTEM})
    command = ("check", "--archive", folder, "--changed-since", "main")
    alone = {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    run = postmortem(*command, env=alone)
    clean(run, 2)
    assert "use it in a clone of the repository" in run.stderr
    run = postmortem(*command, env={**alone, "PATH": str(tmp_path)})
    clean(run, 2)
    assert "asks git, which is not installed here" in run.stderr
