"""Adds an entry to a list in a YAML file that people wrote, and changes nothing else in it.

The text is added to, never written anew: comments, order, quotes and tags of its own such
as !ENV stay as they are. What was added is read back, and must be all that is different.
"""

import re
from typing import Any

from postmortem_archive.load import yaml_tree

_FLOW = re.compile(r"[\w-]{1,40}:[ \t]{0,20}\[([^\[\]#\r\n]{0,2000})\][ \t]{0,200}(?:#.*)?\r?\n?")
_INDENT = re.compile(r" *")


def with_entry(text: str, key: str, entry: str, beside: tuple[str, ...] = ()) -> str | None:
    """The text with an entry at the end of the top-level list `key`; None if that is not safe.

    The entry is YAML, its later lines indented by two spaces. Where the key is missing it
    is added, with the entries `beside` before this one. A mapping in the place of the list
    gets the entry as a key of it.
    """
    tree = yaml_tree.parse(text)
    if tree.problems or not isinstance(tree.value, dict):
        return None
    old, (value,) = tree.value.get(key), yaml_tree.parse(f"- {entry}").value
    wanted: Any
    if key not in tree.value:
        made, wanted = _with_key(text, key, (*beside, entry)), [*beside, value]
    elif isinstance(old, list):
        line = tree.places[(key,)].line
        first = tree.places[(key, 0)].line if old else line
        made, wanted = _in_list(text, line, first, entry), [*old, value]
    elif isinstance(old, dict) and old:
        named = value if isinstance(value, dict) else {value: {}}
        first = min(tree.places[(key, name)].line for name in old)
        made = _in_block(text, first, entry if isinstance(value, dict) else f"{entry}: {{}}")
        wanted = {**old, **named}
    else:
        return None
    again = yaml_tree.parse(made)
    is_all = not again.problems and again.value == {**tree.value, key: wanted}
    return made if is_all else None


def _with_key(text: str, key: str, entries: tuple[str, ...]) -> str:
    end = _line_end(text)
    lines = [f"{key}:", *(line for entry in entries for line in f"  - {entry}".split("\n"))]
    indented = [lines[0], *(line if line.startswith("  - ") else f"  {line}" for line in lines[1:])]
    gap = "" if text.endswith("\n") or not text else end
    return text + gap + end + end.join(indented) + end


def _in_list(text: str, key_line: int, first: int, entry: str) -> str:
    lines = text.splitlines(keepends=True)
    flow = _FLOW.fullmatch(lines[key_line - 1])
    if first != key_line:
        return _in_block(text, first, f"- {entry}")
    if flow:
        place = flow.end(1)
        comma = ", " if flow[1].strip() else ""
        line = flow[0][:place].rstrip(" ,") + comma + entry + flow[0][place:]
        return "".join([*lines[: key_line - 1], line, *lines[key_line:]])
    return text


def _in_block(text: str, first: int, entry: str) -> str:
    """With an entry behind the last line of the block whose first entry is on line `first`."""
    lines = text.splitlines(keepends=True)
    indent = _width(lines[first - 1])
    last = first - 1
    for number in range(first, len(lines)):
        line = lines[number]
        if not line.strip() or line.lstrip().startswith("#"):
            continue  # belongs to what follows it, if anything
        if _width(line) < indent or (_width(line) == indent and entry[:2] == "- " != _mark(line)):
            break
        last = number
    end = _line_end(text)
    added = [" " * indent + line + end for line in entry.split("\n")]
    before = lines[: last + 1]
    if not before[-1].endswith("\n"):
        before[-1] += end
    return "".join([*before, *added, *lines[last + 1 :]])


def _width(line: str) -> int:
    found = _INDENT.match(line)
    return found.end() if found else 0


def _mark(line: str) -> str:
    return line.lstrip()[:2].replace("\n", " ").replace("\r", " ")


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
