"""Texts in a comment on GitHub or GitLab: nothing in them is markup, a call or a reference."""

import re

# Between letters an underscore is no emphasis.
_MARKUP = re.compile(r"[\\`*<>|~\[\]{}$]|&(?=[#\w])|(?<![^\W_])_|_(?![^\W_])")
# Forges look for these once the Markdown is gone, so a backslash is no help: a word joiner, which
# nobody sees, is. People and groups; issues, merge requests, milestones, labels, snippets, epics,
# alerts, iterations and [vulnerability:1] by number or name; addresses, which count as references
# where they are the forge's own.
_CALLS = re.compile(r"(?<=[@#!%&~^$*\[])(?=[\w\"'*])|(?<=[Gg][Hh]-)(?=[0-9])|(?<=:)(?=//)")
_BARE_ADDRESS = re.compile(r"(?<=www)(?=\.)", re.IGNORECASE)
_BEGINS = re.compile(r"^(?:(?=[#>+=/-])|[0-9]{1,9}(?=[.)](?:\s|$)))")
_JOINER = "\N{WORD JOINER}"
_MOST = 300


def inert(text: str, most: int = _MOST) -> str:
    """A text on one line that can only be read: at most so many letters, before escaping."""
    quiet = _BARE_ADDRESS.sub(_JOINER, _CALLS.sub(_JOINER, _one_line(text, most)))
    return _BEGINS.sub(r"\g<0>\\", _MARKUP.sub(r"\\\g<0>", quiet))


def code(text: str, most: int = _MOST) -> str:
    """A text on one line as code, where forges look for nothing; as text if it has backticks."""
    line = _one_line(text, most)
    return inert(line, most) if "`" in line or not line else f"`{line}`"


def _one_line(text: str, most: int) -> str:
    shown = "".join(letter if letter.isprintable() else " " for letter in text[: 4 * most])
    line = " ".join(shown.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
