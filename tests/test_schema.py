"""The JSON Schemas: what `check` accepts they accept, what they refuse it refuses."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from postmortem_archive import schema
from postmortem_archive.load import load_settings, template_names
from postmortem_archive.load.front_matter import read_declared
from postmortem_archive.model.archive_file import ArchiveFile
from postmortem_archive.model.front_matter import FrontMatter
from postmortem_archive.rules import BY_ID
from tests.helpers import PATH, POSTMORTEM, ROOT, make
from tests.test_commands import clean, postmortem
from tests.test_docs import presets

SHIPPED = ROOT / "postmortems"
KINDS = {
    "object": dict, "array": list, "string": str, "boolean": bool, "null": type(None),
}  # fmt: skip


class Editor(yaml.SafeLoader):
    """Reads scalars as YAML 1.2 does, and so as the language servers of editors do."""


Editor.yaml_implicit_resolvers = {}
for kind, pattern, first in (
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?[0-9]+$", list("-+0123456789")),
    ("float", r"^[-+]?[0-9]+\.[0-9]*$", list("-+0123456789")),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(pattern), first)


def seen(text: str) -> Any:
    return yaml.load(text, Loader=Editor)


def is_of(value: Any, kind: str) -> bool:
    if kind in ("number", "integer"):
        wanted = (int, float) if kind == "number" else int
        return isinstance(value, wanted) and not isinstance(value, bool)
    return isinstance(value, KINDS[kind])


def defects(value: Any, part: dict[str, Any], whole: dict[str, Any], at: str = "") -> Iterator[str]:
    """What draft 7 of JSON Schema has against a value, of the keywords that we use."""
    if "$ref" in part:
        part = whole["definitions"][part["$ref"].removeprefix("#/definitions/")]
    kinds = part.get("type", [])
    if kinds and not any(is_of(value, k) for k in ([kinds] if isinstance(kinds, str) else kinds)):
        yield f"{at}: {value!r} is not {kinds}"
    if "enum" in part and not any(value == e and type(value) is type(e) for e in part["enum"]):
        yield f"{at}: {value!r} is none of {part['enum']}"
    if isinstance(value, str) and not re.search(part.get("pattern", ""), value):
        yield f"{at}: {value!r} does not match {part['pattern']}"
    if is_of(value, "number") and not part.get("minimum", value) <= value <= part.get(
        "maximum", value
    ):
        yield f"{at}: {value!r} is too small or too large"
    if "anyOf" in part and all(any(defects(value, each, whole)) for each in part["anyOf"]):
        yield f"{at}: {value!r} fits nothing of anyOf"
    for each in part.get("allOf", []):
        yield from defects(value, each, whole, at)
    if isinstance(value, list):
        for item in value:
            yield from defects(item, part.get("items", {}), whole, f"{at}[]")
    if isinstance(value, dict):
        yield from defects_of_keys(value, part, whole, at)


def defects_of_keys(
    value: dict[str, Any], part: dict[str, Any], whole: dict[str, Any], at: str
) -> Iterator[str]:
    yield from (f"{at}: {key} is missing" for key in part.get("required", []) if key not in value)
    for key, each in value.items():
        inner = part.get("properties", {}).get(str(key), part.get("additionalProperties", {}))
        if inner is False:
            yield f"{at}: {key} is not allowed"
        else:
            yield from defects(each, inner, whole, f"{at}.{key}")


def wrong(text: str, whole: dict[str, Any]) -> list[str]:
    return list(defects(seen(text) or {}, whole, whole))


def matter_of(path: Path) -> str:
    return path.read_text(encoding="utf-8").split("---\n")[1]


def printed(*arguments: str | Path, cwd: Path = ROOT) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(clean(postmortem("schema", *arguments, cwd=cwd), 0))
    return whole


FRONT = schema.front_matter(load_settings(SHIPPED), template_names(SHIPPED))
PLAIN = schema.front_matter(ArchiveFile(), [])
ARCHIVE_YML = schema.archive_file(template_names(SHIPPED))


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("2*/*.md")), ids=lambda path: path.stem)
def test_every_shipped_front_matter_is_valid(path: Path) -> None:
    assert wrong(matter_of(path), FRONT) == []
    assert wrong(matter_of(path), PLAIN) == []


def test_the_shipped_archive_yml_and_all_presets_are_valid() -> None:
    assert wrong((SHIPPED / "archive.yml").read_text(encoding="utf-8"), ARCHIVE_YML) == []
    for _, text in presets():
        assert wrong(text, ARCHIVE_YML) == []


def test_the_skeleton_of_a_new_postmortem_is_valid(tmp_path: Path) -> None:
    make(tmp_path, {})
    path = tmp_path / clean(postmortem("new", "x", cwd=tmp_path), 0).strip()
    assert wrong(matter_of(path), printed("front-matter", cwd=tmp_path)) == []


# What an editor marks, the check refuses too, and what the check takes, no editor marks.
VALUES = [
    "title: 2026", "title: 'no'", "status: draft", "status: finel", "kind: outage",
    "started: 2026-02-15T14:23Z", "started: 2026-02-15 14:23:10.5+01:00",
    "started: 2026-02-15 14:23 UTC", "started: 2026-02-15 14:23", "started: yesterday",
    "published: 2026-02-18", "published: 18.02.2026", "published: 2026-2-8",
    "time_to_recover: 1 h 33 min", "time_to_recover: 93 min.", "time_to_recover: 45",
    "time_to_recover: unknown", "services: [a, b]", "services: checkout", "services: []",
    "services: {a: b}", "authors: [1, 2]", "impact: {users: ~15000, requests: 3200}",
    "impact: {users: 12.5}", "impact: {users: many}", "impact: {revenue: ~125000 USD}",
    "impact: {tickets: -3}", "impact: {slo: {objective: 99.9%, window: 30 days}}",
    "impact: {slo: {objective: 99.9}}", "impact: {customers: 5}", "links: {a: https://a.example}",
    "links: {a: [https://a.example, https://b.example]}", "links: https://a.example",
    "not_repeat_of: {a: because}", "not_repeat_of: [a]", "visibility: secret", "serverity: SEV-2",
    "detected:", "impact:", "tags:", "impact: {users: }", "tracker: 42",
]  # fmt: skip


@pytest.mark.parametrize("line", VALUES)
def test_the_schema_and_the_reader_agree(line: str) -> None:
    _, _, problems = read_declared(FrontMatter, line, 1)
    assert bool(wrong(line, PLAIN)) == bool(problems), problems


SETTINGS = [
    "name: x", "severities: {SEV-1: {definition: Down.}}", "severities: {SEV-1: {label: Bad}}",
    "severities: [SEV-1]", "services: {a: , b: What it is.}", "policy: {deadline: 5 business days}",
    "policy: {deadline: 5}", "policy: {deadline: soon}", "policy: {smallest_n: 5}",
    "policy: {smallest_n: few}", "policy: {people: robots}", "policy: {holidays: [2026-12-25]}",
    "policy: {holidays: [Christmas]}", "policy: {needs_postmortem: {data_loss: true}}",
    "policy: {needs_postmortem: {data_loss: maybe}}", "policy: {action_limits: {P0: 1 Week}}",
    "policy: {rules: {section-empty: {from: final}}}",
    "policy: {rules: {section-empty: {from: later}}}",
    "policy: {rules: {section-empty: {off: true}}}",
    "policy: {objectives: {a: {objective: 99.9%, window: 30 days}}}",
    "templates: [{template: incident, kinds: [drill]}]", "templates: [{kinds: [drill]}]",
    "vocabulary: {}",
]  # fmt: skip


@pytest.mark.parametrize("line", SETTINGS)
def test_the_schema_and_the_reader_agree_on_archive_yml(line: str) -> None:
    _, _, problems = read_declared(ArchiveFile, line, 1)
    assert bool(wrong(line, ARCHIVE_YML)) == bool(problems), problems


def parts(part: Any) -> Iterator[dict[str, Any]]:
    """All schemas within a schema."""
    if isinstance(part, dict):
        yield part
        for name, each in part.items():
            yield from parts(each) if name not in ("examples", "enum") else ()
    elif isinstance(part, list):
        for each in part:
            yield from parts(each)


@pytest.mark.parametrize("whole", [FRONT, PLAIN, ARCHIVE_YML], ids=["front", "plain", "archive"])
def test_every_key_has_a_meaning_and_valid_examples(whole: dict[str, Any]) -> None:
    for part in parts(whole):
        for example in part.get("examples", []):
            assert list(defects(example, part, whole)) == []
        for name, key in part.get("properties", {}).items():
            if isinstance(key, dict):
                assert key["description"].endswith("."), name


def test_an_archive_gives_its_words_with_their_meaning(tmp_path: Path) -> None:
    root = make(tmp_path, {"_templates/brief.md": "---\ndescribes: x\n---\n", PATH: POSTMORTEM})
    archive = root / "archive.yml"
    archive.write_text(archive.read_text().replace(" dns:", " 1:"), "utf-8")
    properties = printed("front-matter", cwd=tmp_path)["properties"]
    assert properties["severity"]["enum"] == ["SEV-1", "SEV-2", None]
    assert properties["severity"]["enumDescriptions"] == [
        "Down for all users.",
        "Down for many users.",
    ]
    assert properties["services"]["items"]["enum"] == ["order-service", "checkout"]
    # Typed without quotation marks, the tag is a number to an editor.
    assert properties["tags"]["items"]["enum"] == ["database", 1, "1"]
    assert "brief" in properties["template"]["enum"]
    elsewhere = printed("front-matter", cwd=Path(tmp_path.anchor))["properties"]
    assert "enum" not in elsewhere["template"]
    assert printed("front-matter", "--archive", root)["properties"] == properties


def test_archive_yml_knows_the_rules(tmp_path: Path) -> None:
    whole = printed("archive", cwd=tmp_path)
    rules = whole["properties"]["policy"]["properties"]["rules"]["properties"]
    assert list(rules) == list(BY_ID)
    assert wrong("policy: {rules: {section-emtpy: {from: final}}}", whole)
