"""Writes the front matter of an imported postmortem, fields in the order they are declared."""

from collections.abc import Mapping
from datetime import datetime

from postmortem_archive.importers.facts import Facts, written
from postmortem_archive.importers.readings import Plain
from postmortem_archive.load import yaml_tree
from postmortem_archive.model.declared import entries
from postmortem_archive.model.front_matter import FrontMatter

# As they are declared, which for a reader is the order in which to read them.
_ORDER = tuple(entry.name for entry in entries(FrontMatter))


def front_matter(values: Mapping[str, object], end: str) -> str:
    """The block with its delimiters. A field `a.b` stands in the mapping `a`."""
    grouped: dict[str, object] = {}
    for name, value in values.items():
        outer, dot, inner = name.partition(".")
        if not dot:
            grouped[name] = value
            continue
        within = grouped.setdefault(outer, {})
        assert isinstance(within, dict)
        within[inner] = value
    lines = [f"{name}: {_written(grouped[name])}" for name in _ORDER if name in grouped]
    return end.join(["---", *lines, "---", "", ""])


def as_values(facts: Facts) -> dict[str, object]:
    """What was read, as front matter has it."""
    moments = {name: Plain(written(moment)) for name, moment in facts.moments.items()}
    return {**facts.values, **moments}


def _written(value: object) -> str:
    if isinstance(value, Plain):
        return str(value)
    if isinstance(value, datetime):
        return written(value)
    if isinstance(value, dict):
        inside = (f"{_inside(key)}: {_inside(one)}" for key, one in value.items())
        return f"{{{', '.join(inside)}}}"
    if isinstance(value, list):
        return f"[{', '.join(_inside(one) for one in value)}]"
    return yaml_tree.quote(str(value))


def _inside(value: object) -> str:
    if isinstance(value, Plain):
        return str(value)
    return yaml_tree.quote_inside(str(value))
