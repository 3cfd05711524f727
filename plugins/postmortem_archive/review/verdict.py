"""The lines of front matter by which an author answers a resemblance."""

import json
import re

from postmortem_archive.model.postmortem import Postmortem

_PLAIN = re.compile(r"[0-9A-Za-z][\w.-]{0,200}", re.ASCII)
_MEANS = {
    "repeat_of": "the same happened again",
    "related": "they have something to do with each other",
    "not_repeat_of": "it looks like it and is another one",
}


def verdict_lines(postmortem: Postmortem, other: Postmortem) -> tuple[str, ...]:
    """A line of YAML for each of the three answers, with what it means as a comment.

    A list or mapping that the front matter has already is to be added to, and the comment says so.
    """
    name = _name(other.id)
    values = {
        "repeat_of": f"[{name}]",
        "related": f"[{name}]",
        "not_repeat_of": f'{{{name}: "why it is not the same"}}',
    }
    return tuple(
        f"{field}: {value}  # {_MEANS[field]}{_beside(postmortem, field)}"
        for field, value in values.items()
    )


def _beside(postmortem: Postmortem, field: str) -> str:
    return " (add it to those that are there)" if getattr(postmortem.front, field) else ""


def _name(text: str) -> str:
    """As it is, or double-quoted on one line, without what could end a block of code."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text).replace("`", "\\x60")
