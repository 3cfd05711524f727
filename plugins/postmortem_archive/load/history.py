"""What became of an archive's files between two days, by the history of its git repository."""

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from posixpath import basename


@dataclass(frozen=True, slots=True)
class History:
    """The files that are new, and of the changed ones the bytes from before.

    Paths are relative to the folder. A file that moved to another folder is a changed one
    under its new path. `unknown` says why git cannot tell; nothing else is given then.
    """

    added: frozenset[str] = frozenset()
    before: Mapping[str, bytes] = field(default_factory=dict)
    unknown: str = ""


def history(folder: Path, since: date, until: date | None) -> History:
    """What changed from the beginning of one day to the end of another, both in UTC.

    Without `until`, up to the files as they are now, committed or not. A change counts from
    the moment it reached the branch that is checked out: of a merge, that of the merge.
    """
    if reason := _reason(folder):
        return History(unknown=reason)
    base = _commit_before(since, folder) or _nothing(folder)
    if not base:
        return History(unknown="the clone is too shallow (fetch the whole history)")
    end = [_commit_before(until + timedelta(days=1), folder) or base] if until else []
    raw = _git(
        folder, "diff", "--raw", "-z", "--no-abbrev", "--relative", "--no-renames",
        "--no-ext-diff", "--ignore-submodules", base, *end, "--", ".",
    )  # fmt: skip
    rows = list(_rows(raw))
    added = {path for state, _, path in rows if state == "A"}
    if not until:
        others = _git(folder, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
        added |= {os.fsdecode(name) for name in others.split(b"\0") if name}
    gone = {basename(path): blob for state, blob, path in rows if state == "D"}
    blobs = {path: blob for state, blob, path in rows if state in ("M", "T")}
    blobs |= {path: gone[basename(path)] for path in added if basename(path) in gone}
    return History(frozenset(added - set(blobs)), dict(_contents(blobs, folder)))


def _reason(folder: Path) -> str:
    """Why git cannot tell anything about a folder, if that is so."""
    try:
        inside = _run(folder, "rev-parse", "--verify", "--quiet", "HEAD")
    except FileNotFoundError:
        return "git is not installed"
    if inside.returncode:
        said = inside.stderr.decode("utf-8", errors="replace").strip()
        # Such as that the repository belongs to someone else, which only its owner can mend.
        is_none = not said or "not a git repository" in said
        return (
            "there is no git repository with commits"
            if is_none
            else f"git says: {said.splitlines()[0].removeprefix('fatal: ')}"
        )
    # An archive that its repository ignores has no history, and not an empty one.
    known = _git(folder, "ls-files", "-z", "--", ".")
    return "" if known else "no file of the archive is in the git repository"


def _commit_before(day: date, folder: Path) -> str:
    """The last commit of this branch before the beginning of a day, or nothing."""
    before = f"--before={day.isoformat()}T00:00:00Z"
    return os.fsdecode(_git(folder, "rev-list", "-1", "--first-parent", before, "HEAD")).strip()


def _nothing(folder: Path) -> str:
    """The empty tree, with which a history begins; not that of a clone without its beginning."""
    if _git(folder, "rev-parse", "--is-shallow-repository").strip() == b"true":
        return ""
    return os.fsdecode(_git(folder, "hash-object", "-t", "tree", "--stdin")).strip()


def _rows(raw: bytes) -> Iterator[tuple[str, str, str]]:
    """Of each file that differs: the state's letter, the blob it was before, the path."""
    fields = iter(raw.split(b"\0"))
    for facts in fields:
        if facts:
            _, _, blob, _, state = os.fsdecode(facts).split(" ")
            yield state, blob, os.fsdecode(next(fields))


def _contents(blobs: Mapping[str, str], folder: Path) -> Iterable[tuple[str, bytes]]:
    """The bytes of blobs by path, all asked for at once."""
    asked = "\n".join(blobs.values()).encode()
    answer = _git(folder, "cat-file", "--batch", given=asked) if blobs else b""
    at = 0
    for path in blobs:
        end = answer.index(b"\n", at)
        size = int(answer[at:end].split(b" ")[2])
        yield path, answer[end + 1 : end + 1 + size]
        at = end + size + 2


def _git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    return _run(folder, *arguments, given=given).stdout


def _run(folder: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["git", *arguments], cwd=folder, input=given, capture_output=True, check=False
    )
