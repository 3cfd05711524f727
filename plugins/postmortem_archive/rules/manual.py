"""A rule's manual page, from its docstring: for `explain`, the reference, and the tests."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from inspect import cleandoc
from typing import TYPE_CHECKING, Literal

from postmortem_archive.rules.measured import sentence

if TYPE_CHECKING:
    from postmortem_archive.rules import Rule

_EXAMPLE = re.compile(r"^(Bad|Good)\b[^\n]*:\n\n```([\w-]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Example:
    """An example in a rule's docstring: a whole file, fields, a section, or an encoding."""

    verdict: Literal["Bad", "Good"]
    language: str
    text: str


def summary(rule: "Rule") -> str:
    """The docstring's first sentence."""
    return cleandoc(rule.__doc__ or "").split("\n")[0]


def reason(rule: "Rule") -> str:
    """What the rule forbids and why: the manual without its examples."""
    doc = cleandoc(rule.__doc__ or "")
    example = _EXAMPLE.search(doc)
    return (doc[: example.start()] if example else doc).strip()


def page(rule: "Rule") -> str:
    """The whole manual page as Markdown."""
    doc = cleandoc(rule.__doc__ or "").replace("\ufeff", "<byte-order mark>")
    fails = (
        "Fails every postmortem."
        if rule.BINDS == "draft"
        else f"Fails a postmortem from status {rule.BINDS}; before that, it is told as a note."
    )
    return f"# {rule.ID}\n\n{doc}\n\n{fails}\n\n{sentence(rule.ID)}"


def examples(rule: "Rule") -> Iterator[Example]:
    """The docstring's examples, in their order."""
    for match in _EXAMPLE.finditer(cleandoc(rule.__doc__ or "")):
        verdict: Literal["Bad", "Good"] = "Bad" if match[1] == "Bad" else "Good"
        yield Example(verdict, match[2], match[3])
