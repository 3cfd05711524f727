"""Opens a file in a person's editor, at a line where the editor takes one."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from postmortem_archive.model.finding import ArchiveError

_REMEDY = "set VISUAL or EDITOR, such as EDITOR=vim"
# Where neither variable is set: what such a system usually has.
_USUAL = ("notepad",) if os.name == "nt" else ("sensible-editor", "vim", "nano", "vi")

_PLUS, _COLON = ("+{line}", "{path}"), ("{path}:{line}",)
_GOTO, _LINE = ("-g", "{path}:{line}"), ("--line", "{line}", "{path}")
_FORMS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("sensible-editor", "editor", "vi", "vim", "nvim", "view", "gvim"), _PLUS),
    **dict.fromkeys(("nano", "pico", "emacs", "emacsclient", "mg", "joe", "kak", "gedit"), _PLUS),
    **dict.fromkeys(("code", "code-insiders", "codium", "cursor"), _GOTO),
    **dict.fromkeys(("subl", "zed", "hx", "helix"), _COLON),
    **dict.fromkeys(("kate", "idea", "pycharm"), _LINE),
}


def editor() -> list[str]:
    """The editor as the words of a command: of $VISUAL, of $EDITOR, or what is there usually.

    Raises ArchiveError if there is none, or no terminal to show it in.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ArchiveError(
            "--open: an editor needs a terminal, and this is none; "
            "--format paths prints the files instead"
        )
    for name in ("VISUAL", "EDITOR"):
        value = os.environ.get(name, "").strip()
        if value:
            return _words(name, value)
    found = next(filter(shutil.which, _USUAL), None)
    if found is None:
        raise ArchiveError(f"--open: no editor is known; {_REMEDY}")
    return [found]


def _words(name: str, value: str) -> list[str]:
    try:
        if os.name != "nt":
            return shlex.split(value)
        # A path of Windows has backslashes that are no escapes; its quotation marks stay.
        return [word.strip('"') for word in shlex.split(value, posix=False)]
    except ValueError:
        raise ArchiveError(f"--open: {name} has a quotation mark too few: {value}") from None


def command(words: Sequence[str], path: Path, line: int) -> list[str]:
    """The command that opens a file, at the line if the editor is known to take one."""
    form = _FORMS.get(Path(words[0]).stem.casefold(), ("{path}",))
    return [*words, *(part.format(path=path, line=line) for part in form)]


def open_at(words: Sequence[str], path: Path, line: int) -> None:
    """Opens a file and waits until the editor has ended.

    Raises ArchiveError if it cannot be started, or ends with a status other than 0.
    """
    program = shutil.which(words[0]) or words[0]
    try:
        run = subprocess.run([program, *command(words, path, line)[1:]], check=False)
    except OSError as error:
        raise ArchiveError(
            f'--open: the editor "{words[0]}" cannot be started ({error.strerror}); {_REMEDY}'
        ) from None
    if run.returncode:
        raise ArchiveError(f'--open: the editor "{words[0]}" ended with status {run.returncode}')
