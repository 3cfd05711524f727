"""Reading and checking take time in proportion: patterns are proved, Python's work is counted."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import postmortem_archive
from postmortem_archive import rules
from postmortem_archive.load.postmortem import read_postmortem
from postmortem_archive.model.archive import Archive
from postmortem_archive.times import (
    find_zone,
    parse_clock,
    parse_day,
    parse_moment,
    parse_span,
    parse_zone,
)
from postmortem_archive.times.wording import LONGEST
from tests.backtracking import steps
from tests.helpers import PATH, POSTMORTEM, archive_of, lines_run, with_field, with_section

MEGABYTE = 10**6
# Anything quadratic takes a million steps for each letter of a megabyte.
STEPS_A_LETTER = 25_000

# Modules that are only ever handed texts of so many letters.
SHORT = {
    "analysis.stems": 80,
    "times.clock_shape": 2 * LONGEST,
    "times.clocks": 2 * LONGEST,
    "times.moments": LONGEST,
    "times.spans": LONGEST,
    "times.zones": 2000,
}
# Patterns that the bound is too high for, and why they are linear.
PROVED_BY_HAND = {
    "rules.manual._EXAMPLE": "reads the docstrings of this package, and nothing that users write",
    "pages.body.author_html._MARKUP": "an attribute left without its value cannot be followed by "
    "what such a value begins with, so there is one way through; and each alternative takes what "
    "it has read, closed or not, so no text is read twice",
    "pages.body.author_html._ATTRIBUTE": "reads what _MARKUP took for attributes, all whole",
}
LONGEST_ACTION = 400
POSITIONS = {"search", "finditer", "findall", "sub", "subn", "split"}

PACKAGE = Path(postmortem_archive.__file__).parent
MODULES = [
    module.name
    for module in pkgutil.walk_packages(postmortem_archive.__path__, "postmortem_archive.")
    if not module.name.endswith("__main__")
]


def patterns_in(name: str, value: object, depth: int = 0) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """The compiled patterns of a module's name, whether alone or in what holds several."""
    if isinstance(value, re.Pattern):
        yield name, value
    elif (
        isinstance(value, type) and value.__module__.startswith("postmortem_archive") and not depth
    ):
        for key, inner in vars(value).items():
            yield from patterns_in(f"{name}.{key}", inner, 1)
    elif isinstance(value, dict) and depth < 4:
        for key, inner in value.items():
            yield from patterns_in(f"{name}[{key!r}]", inner, depth + 1)
    elif isinstance(value, list | tuple | set | frozenset) and depth < 4:
        for index, inner in enumerate(value):
            yield from patterns_in(f"{name}[{index}]", inner, depth + 1)


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        yield name.removesuffix(".__init__"), ast.parse(path.read_text(encoding="utf-8"))


def calls() -> Iterator[tuple[str, ast.Module, ast.Call, ast.Attribute]]:
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield name, tree, node, node.func


def methods() -> dict[str, set[str]]:
    """How each pattern is used, by its name: `match` from a position on is a search."""
    used: dict[str, set[str]] = {}
    for _, _, call, function in calls():
        owner = function.value
        name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
        if function.attr in POSITIONS or len(call.args) > 1:
            used.setdefault(name, set()).add("search")
        elif function.attr in ("match", "fullmatch"):
            used.setdefault(name, set()).add(function.attr)
    return used


def compiled() -> Iterator[tuple[str, re.Pattern[Any], str]]:
    """Every pattern that a module holds, with each way in which it is used."""
    used = methods()
    for module in MODULES:
        for key, value in vars(importlib.import_module(module)).items():
            for name, pattern in patterns_in(f"{module}.{key}", value):
                called = used.get(key, {"search"}) if name.endswith(f".{key}") else {"search"}
                for method in sorted(called):
                    yield name.removeprefix("postmortem_archive."), pattern, method


def written() -> Iterator[tuple[str, re.Pattern[Any], str]]:
    """Every pattern that is written where it is used, such as re.sub(r"[\\W_]+", …)."""
    for name, tree, call, function in calls():
        if getattr(function.value, "id", "") == "re" and function.attr not in ("compile", "escape"):
            source = source_of(call.args[0], tree)
            flags = re.IGNORECASE if "IGNORECASE" in ast.unparse(call) else re.NOFLAG
            method = function.attr if function.attr in ("match", "fullmatch") else "search"
            yield f"{name}, line {call.lineno}", re.compile(source, flags), method


def source_of(node: ast.AST, tree: ast.Module) -> str:
    """What a pattern says: in place of what it is given at run time, which is escaped, a word."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(source_of(part, tree) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return "word"
    assigned = (each for each in ast.walk(tree) if isinstance(each, ast.Assign))
    values = [a.value for a in assigned if ast.unparse(a.targets[0]) == ast.unparse(node)]
    assert values, f"compile this pattern first: {ast.unparse(node)}"
    return source_of(values[-1], tree)


def wordings(archive: Archive) -> Iterator[tuple[str, re.Pattern[Any], str]]:
    """Every pattern that the wordings of language.yml become."""
    for rule, phrases in archive.language.phrases.items():
        for phrase in phrases:
            for pattern in filter(None, (phrase._pattern, phrase._excuse)):
                yield f"{rule}: {phrase.text}", pattern, "search"


def length_of(name: str) -> int:
    """How long the texts can be that a pattern is used on."""
    if name.startswith("action-vague"):
        return LONGEST_ACTION
    return next((n for module, n in SHORT.items() if name.startswith(module)), MEGABYTE)


def test_no_pattern_backtracks_without_bound(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, {PATH: POSTMORTEM})
    found = {}
    for name, pattern, method in (*compiled(), *written(), *wordings(archive)):
        length = length_of(name)
        if name not in PROVED_BY_HAND and steps(pattern, length, method) > STEPS_A_LETTER * length:
            found[name] = pattern.pattern
    assert found == {}


def test_what_is_proved_by_hand_still_needs_it() -> None:
    needed = {
        name
        for name, pattern, method in compiled()
        if steps(pattern, length_of(name), method) > STEPS_A_LETTER * length_of(name)
    }
    assert needed == set(PROVED_BY_HAND)


@pytest.mark.parametrize(
    ("source", "method", "linear"),
    [
        ('"[^"]*"', "search", True),
        (r"\w+", "search", True),
        (r"a{1,30}b", "search", True),
        (r"^a*b", "search", True),
        (r"x*y", "match", True),
        (r"(?:a+b)+c", "match", True),
        (r"\s*(?:,\s*)?x", "match", True),
        (r"(?<=@)\w+!", "search", True),
        (r"(?:min|minutes|m)(?![a-z])", "search", True),
        ('".*"', "search", False),
        (r"\s+$", "search", False),
        (r"x*y", "search", False),
        (r"(?:a+b)+c", "search", False),
        (r"a*a*b", "match", False),
        (r"(a+)+$", "match", False),
        (r"(?:a|a)*b", "match", False),
        (r"(?:\w+ ?)+$", "fullmatch", False),
        (r"(?:[ab]{0,30}b?){0,30}c", "match", False),
        (r"\s*(?:\s|,)*x", "match", False),
        (r"(?i:K+)k*y", "match", False),
        (r"b(?:b*c)?", "search", False),
        (r"(?:x+x+)+y", "match", False),
        (r"a(?=.*b)", "search", False),
    ],
)
def test_the_proof_tells_what_backtracks(source: str, method: str, linear: bool) -> None:
    least = steps(re.compile(source), MEGABYTE, method)
    assert (least <= STEPS_A_LETTER * MEGABYTE) == linear


def test_times_are_read_from_short_texts_only() -> None:
    for read in (parse_clock, parse_day, parse_moment, parse_span, parse_zone):
        with pytest.raises(ValueError, match="too long to be"):
            read("1 " * LONGEST)
    assert find_zone("x " * 2000 + "All times in UTC.") is None


# What people, or somebody with a grudge, may write over and over on one line.
REPEATED = (
    "a ", "a", "14:23 ", "14:23–14:24 (5 minutes), ", "[", "](", "[a](#b) ", "<", "<a href=",
    "<!--", "(", "`", "*a* ", "_", "should have ", "we could human error ", "~", "1 hour 5 min ",
    '"', "“ ' ", "Jan 1 ", "Mon 2026-02-15 ", "https://a.b ", "https://..", "{{ ", "[what ",
    "Anna ", "1,000 ", ". ", "\\", "é", "99.9 % SLO budget used 100 % ", "time to detect: 5 min ",
    "all times in ", "MTTR 5 min ", "?:", "2026-02-15 14:23 UTC+", "between 14:00 and 15:00 ",
    "improve the ", "# allow ", "- ", "@a.b",
)  # fmt: skip


def cell(old: str, new: str) -> str:
    return POSTMORTEM.replace(f"| {old} |", f"| {new.replace('|', '/')} |")


def quoted(field: str, line: str) -> str:
    escaped = line.replace("\\", "\\\\").replace('"', '\\"')
    return with_field(field.format(f'"{escaped}"'))


PLACES: dict[str, Callable[[str], str]] = {
    "prose": lambda line: with_section(f"## Summary\n\nx{line}"),
    "item": lambda line: with_section(f"## Summary\n\n- x{line}"),
    "quotation": lambda line: with_section(f"## Summary\n\n> x{line}"),
    "heading": lambda line: f"{POSTMORTEM}\n### x{line}\n\nText.\n",
    "code": lambda line: with_section(f"## Summary\n\n`x{line}`"),
    "link": lambda line: with_section(f"## Summary\n\n[x]({line}) [y](<{line}>) [{line}](z)"),
    "HTML": lambda line: with_section(f"## Summary\n\n<div {line}>\n\nx <b {line}>"),
    "comment": lambda line: with_section(f"## Summary\n\nx <!-- allow {line} -->"),
    "timeline section": lambda line: POSTMORTEM.replace("## Timeline", f"## Timeline {line}"),
    "zone": lambda line: POSTMORTEM.replace("All times in UTC.", f"All times {line}"),
    "column": lambda line: cell("Time", line),
    "time": lambda line: cell("14:23", line),
    "event": lambda line: cell("The connection pool is full", line),
    "action": lambda line: cell("Alert when the pool is over 80 % for 2 minutes", line),
    "priority": lambda line: cell("P0", line),
    "owner": lambda line: cell("platform", line),
    "due date": lambda line: cell("2026-02-22", line),
    "status": lambda line: cell("open", line),
    "title": lambda line: quoted("title: {}", line),
    "moment": lambda line: quoted("started: {}", line),
    "span": lambda line: quoted("time_to_detect: {}", line),
    "figure": lambda line: quoted("impact: {{users: {}}}", line),
    "list": lambda line: quoted("tags: [{}]", line),
    "comment in the front matter": lambda line: with_field(f"tags: [dns] # allow {line}"),
}


def work(text: str, archive: Archive) -> int:
    """How many lines of Python run to read and check a postmortem."""

    def read_and_check() -> None:
        postmortem = read_postmortem(PATH, text.encode(), archive.file, archive.templates)
        rules.check(replace(archive, postmortems=(postmortem,)))

    return lines_run(read_and_check)


@pytest.mark.parametrize("place", PLACES)
def test_twice_the_line_is_at_most_twice_the_work(place: str, tmp_path: Path) -> None:
    archive = archive_of(tmp_path, {PATH: POSTMORTEM})
    found = {}
    for repeated in REPEATED:
        once, twice = (
            work(PLACES[place](repeated * (n // len(repeated))), archive) for n in (3000, 6000)
        )
        if twice > 2.3 * once:
            found[repeated] = (once, twice)
    assert found == {}


# What a file may hold many of, each with another name.
MANY: dict[str, Callable[[int], str]] = {
    "headings and links to none of them": lambda n: (
        POSTMORTEM + "".join(f"\n### H {i}\n\n[a](#b{i})\n" for i in range(n))
    ),
    "links to no file": lambda n: POSTMORTEM + "".join(f"\n[a](b{i}.md)\n" for i in range(n)),
    "headings with wordings under them": lambda n: (
        POSTMORTEM + "".join(f"\n### H {i}\n\nWe could have been told.\n" for i in range(n))
    ),
    "comments": lambda n: (
        POSTMORTEM + "".join(f"\n<!-- allow blame -->\n\n{i}\n" for i in range(n))
    ),
    "rows of the timeline": lambda n: POSTMORTEM.replace(
        "| 14:23", "| 14:24 | down at 14:25 (5 minutes) |\n" * n + "| 14:23"
    ),
    "actions": lambda n: POSTMORTEM.replace(
        "| Alert", "".join(f"| Do {i} | P9 | | Feb 1 | opn |\n" for i in range(n)) + "| Alert"
    ),
    "unknown fields": lambda n: with_field("\n".join(f"tag{i}: x" for i in range(n))),
    "unknown tags": lambda n: with_field(f"tags: [{', '.join(f't{i}' for i in range(n))}]"),
}


@pytest.mark.parametrize("lines", MANY)
def test_twice_the_lines_are_at_most_twice_the_work(lines: str, tmp_path: Path) -> None:
    archive = archive_of(tmp_path, {PATH: POSTMORTEM})
    work(MANY[lines](100), archive)  # what is made once is made now
    once, twice = (work(MANY[lines](n), archive) for n in (200, 400))
    assert twice < 2.3 * once
