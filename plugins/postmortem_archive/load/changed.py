"""Which files of an archive differ from a revision of its git repository."""

import os
import subprocess
from pathlib import Path

from postmortem_archive.model.finding import ArchiveError

OPTION = "--changed-since"


def changed_since(revision: str, folder: Path) -> set[str]:
    """The files below `folder` that were added or changed since HEAD left `revision`.

    What is not committed counts too, and so do new files that git does not know yet.
    The paths are relative to the folder.
    """
    base = _merge_base(revision, folder)
    # Without rename detection a moved file is a new one, under the name that it has now.
    changed = _git(
        folder, "diff", "--name-only", "--relative", "--no-renames", "--no-ext-diff",
        "--diff-filter=d", "-z", base, "--", ".",
    )  # fmt: skip
    untracked = _git(folder, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    return {os.fsdecode(name) for name in (changed + untracked).split(b"\0") if name}


def _merge_base(revision: str, folder: Path) -> str:
    """The commit from which HEAD and the revision went apart."""
    inside = _run(folder, "rev-parse", "--is-inside-work-tree")
    if inside.returncode:
        raise ArchiveError(
            f"{OPTION}: git does not work in {folder} ({_reason(inside)}); "
            "use it in a clone of the repository, or name the files"
        )
    commit = _run(
        folder, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"
    )
    if commit.returncode:
        raise ArchiveError(
            f'{OPTION}: "{revision}" is no revision of this repository; check the spelling, '
            "or fetch it first: git fetch origin BRANCH, and then say origin/BRANCH"
        )
    base = _run(folder, "merge-base", os.fsdecode(commit.stdout).strip(), "HEAD")
    if base.returncode:
        raise ArchiveError(
            f'{OPTION}: "{revision}" and HEAD have no commit in common here; fetch the whole '
            "history (fetch-depth: 0 of actions/checkout, GIT_DEPTH: 0 of GitLab)"
        )
    return os.fsdecode(base.stdout).strip()


def _git(folder: Path, *arguments: str) -> bytes:
    done = _run(folder, *arguments)
    if done.returncode:
        raise ArchiveError(f"{OPTION}: git {arguments[0]} failed: {_reason(done)}")
    return done.stdout


def _reason(done: subprocess.CompletedProcess[bytes]) -> str:
    """What git says itself, in its first line."""
    lines = done.stderr.decode("utf-8", errors="replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ") if lines else f"exit status {done.returncode}"


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)
    except FileNotFoundError:
        raise ArchiveError(
            f"{OPTION} asks git, which is not installed here; install it, or name the files"
        ) from None
