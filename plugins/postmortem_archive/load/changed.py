"""Which files of an archive differ from a revision of its git repository."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from postmortem_archive.model.finding import ArchiveError

_DEPTH = "fetch-depth: 0 of actions/checkout, GIT_DEPTH: 0 of GitLab"


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs, by path relative to the archive's folder.

    `present` are the files that were added or changed, `added` those of them that are new;
    `renamed` gives for the new path of a file the one it had; `gone` are deleted. `prefix` is the
    folder itself as seen from the top of the repository: empty, or with a slash at its end.
    """

    present: frozenset[str]
    added: frozenset[str] = frozenset()
    renamed: Mapping[str, str] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    prefix: str = ""


def changed_since(revision: str, folder: Path) -> set[str]:
    """The files below `folder` that were added or changed since HEAD left `revision`.

    What is not committed counts too, and so do new files that git does not know yet.
    The paths are relative to the folder.
    """
    clone = _Clone(folder, "--changed-since", ", or name the files")
    # Without rename detection a moved file is a new one, under the name that it has now.
    changed = _differing(clone, revision, "--name-only", "--no-renames", "--diff-filter=d")
    return {os.fsdecode(name) for name in (*changed, *_untracked(clone))}


def changes_since(revision: str, folder: Path, option: str) -> Changes:
    """The same with what became of each file; messages name the option that gave the revision."""
    clone = _Clone(folder, option)
    # Two postmortems of one template are half alike; only a moved one is nearly the same.
    rows = list(_rows(_differing(clone, revision, "--name-status", "--find-renames=80%")))
    loose = {os.fsdecode(name) for name in _untracked(clone)}
    return Changes(
        present=frozenset(path for state, _, path in rows if state != "D") | loose,
        added=frozenset(path for state, _, path in rows if state == "A") | loose,
        renamed={path: before for state, before, path in rows if state == "R"},
        gone=tuple(sorted(path for state, _, path in rows if state == "D" and path not in loose)),
        prefix=os.fsdecode(clone.git("rev-parse", "--show-prefix")).removesuffix("\n"),
    )


def _differing(clone: "_Clone", revision: str, *how: str) -> list[bytes]:
    """What git diff says, in one way or another, of the files below the folder."""
    base = clone.base(revision)
    told = clone.git("diff", "--relative", "--no-ext-diff", "-z", *how, base, "--", ".")
    return [name for name in told.split(b"\0") if name]


def _untracked(clone: "_Clone") -> list[bytes]:
    told = clone.git("ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    return [name for name in told.split(b"\0") if name]


def _rows(told: list[bytes]) -> Iterator[tuple[str, str, str]]:
    """Of each file that differs: the state's letter, its path before, its path now."""
    fields = map(os.fsdecode, told)
    for state in fields:
        before = next(fields)
        yield state[:1], before, next(fields) if state[:1] in "RC" else before


@dataclass(frozen=True, slots=True)
class _Clone:
    """A folder of a repository; `option` is what asked, `instead` what works without git."""

    folder: Path
    option: str
    instead: str = ""

    def base(self, revision: str) -> str:
        """The commit from which HEAD and the revision went apart."""
        inside = self._run("rev-parse", "--is-inside-work-tree")
        if inside.returncode:
            raise ArchiveError(
                f"{self.option}: git does not work in {self.folder} ({_reason(inside)}); "
                f"use it in a clone of the repository{self.instead}"
            )
        wanted = revision + "^{commit}"
        commit = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
        if commit.returncode:
            raise ArchiveError(
                f'{self.option}: "{revision}" is no revision of this repository; check the '
                "spelling, or fetch it first: git fetch origin BRANCH, and then say origin/BRANCH"
                f"{self._if_shallow()}"
            )
        base = self._run("merge-base", os.fsdecode(commit.stdout).strip(), "HEAD")
        if base.returncode:
            raise ArchiveError(
                f'{self.option}: "{revision}" and HEAD have no commit in common here; fetch the '
                f"whole history ({_DEPTH})"
            )
        return os.fsdecode(base.stdout).strip()

    def _if_shallow(self) -> str:
        shallow = self._run("rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
        return f". This clone has a part of the history only: {_DEPTH}" if shallow else ""

    def git(self, *arguments: str) -> bytes:
        done = self._run(*arguments)
        if done.returncode:
            raise ArchiveError(f"{self.option}: git {arguments[0]} failed: {_reason(done)}")
        return done.stdout

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = ["git", *arguments]
        try:
            return subprocess.run(command, cwd=self.folder, capture_output=True, check=False)
        except FileNotFoundError:
            raise ArchiveError(
                f"{self.option} asks git, which is not installed here; install it{self.instead}"
            ) from None


def _reason(done: subprocess.CompletedProcess[bytes]) -> str:
    """What git says itself, in its first line."""
    lines = done.stderr.decode("utf-8", errors="replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ") if lines else f"exit status {done.returncode}"
