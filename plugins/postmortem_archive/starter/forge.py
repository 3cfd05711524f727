"""Which forge a repository lives on: GitHub, GitLab, or one that its files do not tell."""

import re
from pathlib import Path

FORGES = ("github", "gitlab")

_ADDRESS = re.compile(r"[ \t]{0,40}url[ \t]{0,40}=[ \t]{0,40}(?:\w{1,20}://)?([^\s/]{1,300})")


def forges(top: Path) -> tuple[str, ...]:
    """The forges whose files the repository has, or else those its remotes are on."""
    marks = (("github", top / ".github"), ("gitlab", top / ".gitlab-ci.yml"))
    found = tuple(forge for forge, mark in marks if mark.exists())
    return found or tuple(forge for forge in FORGES if any(forge in host for host in _hosts(top)))


def _hosts(top: Path) -> list[str]:
    """Where the remotes are, as git's own file says it."""
    try:
        lines = (_git_folder(top) / "config").read_text("utf-8", "replace").splitlines()
    except OSError:
        return []
    return [match[1].casefold() for match in map(_ADDRESS.match, lines) if match]


def _git_folder(top: Path) -> Path:
    """The folder .git, also of a second working tree, where .git is a file that names it."""
    mark = top / ".git"
    if not mark.is_file():
        return mark
    named = top / mark.read_text("utf-8", "replace").removeprefix("gitdir:").strip()
    common = named / "commondir"
    return named / common.read_text("utf-8", "replace").strip() if common.is_file() else named


def repository(folder: Path) -> Path | None:
    """The top of the repository that a folder is in: the nearest upward that has .git."""
    full = folder.absolute()
    return next((each for each in (full, *full.parents) if (each / ".git").exists()), None)
