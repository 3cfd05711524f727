"""Imports run downward only, and each library has one door."""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "plugins" / "postmortem_archive"

# A module may import its own layer and those below. The nouns and their tools are the ground.
LAYERS = {
    "analysis": 0,
    "times": 0,
    "credentials": 0,
    "markdown": 0,
    "message": 0,
    "translation": 0,
    "model": 1,
    "atomic": 2,
    "cache": 2,
    "processes": 2,
    "folder": 2,
    "load": 2,
    "clock": 2,
    "claims": 2,
    "announcement": 3,
    "baseline": 3,
    "digest": 3,
    "charts": 3,
    "drafting": 3,
    "export": 3,
    "feeds": 3,
    "importers": 3,
    "register": 3,
    "report": 3,
    "resemblance": 3,
    "rubric": 3,
    "rules": 3,
    "schema": 3,
    "review": 3,
    "search": 3,
    "spreadsheet": 3,
    "statistics": 3,
    "starter": 3,
    "vocabulary": 3,
    "vale": 3,
    "writer": 3,
    "inspection": 4,
    "rewrite": 4,
    "siteindex": 4,
    "pages": 4,
    "cli": 5,
    "plugin": 5,
    "__main__": 6,
}

DOORS = {
    "altair": "charts",
    "babel": "translation.files",
    "click": "cli",
    "detect_secrets": "credentials",
    "feedgenerator": "feeds.atom",
    "frontmatter": "load.front_matter",
    "icalendar": "register.calendar",
    "jinja2": "pages.page",
    "markupsafe": "pages",
    "mkdocs": "plugin",
    "nh3": "pages.body.sanitise",
    "numpy": "siteindex.columns, statistics.intervals",
    "platformdirs": "cache",
    "phonenumbers": "rules.phone_number",
    "pydantic": "model.declared",
    "pygments": "pages.body.code",
    "pyromark": "markdown",
    "scipy": "statistics.intervals",
    "sqlite3": "export.database",
    "vl_convert": "charts.drawing",
    "whoosh": "search.store",
    "yaml": "load.yaml_tree",
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        yield name.removesuffix(".__init__"), ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(module: str) -> str:
    return module.removeprefix("postmortem_archive.").split(".")[0]


def within(module: str) -> str:
    """The folder that the module stands in."""
    return module.rpartition(".")[0]


def test_every_room_has_a_layer() -> None:
    assert {room(name) for name, _ in modules()} - {"__init__", ""} == set(LAYERS)


def test_imports_run_downward() -> None:
    upward = [
        f"{name} imports {target}"
        for name, tree in modules()
        for target in imports(tree)
        if name != "__init__" and target.startswith("postmortem_archive.")
        if LAYERS[room(target)] > LAYERS[room(name)]
    ]
    assert upward == []


def test_adapters_do_not_import_each_other() -> None:
    rooms = {
        (room(name), room(target))
        for name, tree in modules()
        for target in imports(tree)
        if target.startswith("postmortem_archive.")
    }
    assert ("cli", "plugin") not in rooms
    assert ("plugin", "cli") not in rooms


def test_each_library_has_one_door() -> None:
    seen: dict[str, set[str]] = {}
    for name, tree in modules():
        for target in imports(tree):
            library = target.split(".")[0]
            if library in DOORS:
                seen.setdefault(library, set()).add(name)
    wrong = {
        library: sorted(users)
        for library, users in seen.items()
        if not all(
            {user, within(user), room(user)}.intersection(DOORS[library].split(", "))
            for user in users
        )
    }
    assert wrong == {}
    assert set(seen) == set(DOORS)
