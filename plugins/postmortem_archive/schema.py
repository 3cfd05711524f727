"""JSON Schemas of front matter and archive.yml, by which an editor completes and checks.

They are made from the declarations, and so they know the same keys as the reader. They
describe what is typed, not what it means: the check knows more, and it decides.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from postmortem_archive.load import yaml_tree
from postmortem_archive.model.archive_file import ArchiveFile, RuleSetting
from postmortem_archive.model.declared import Declared, or_nothing, typed
from postmortem_archive.model.front_matter import FrontMatter
from postmortem_archive.rules import RULES
from postmortem_archive.rules.manual import summary

# The draft that the language servers for YAML know best.
DRAFT = "http://json-schema.org/draft-07/schema#"


def front_matter(file: ArchiveFile, templates: Iterable[str]) -> dict[str, Any]:
    """The schema of a postmortem's front matter, with the words of one archive."""
    schema = _typed(FrontMatter)
    properties = schema["properties"]
    _choose(properties["severity"], file.severities)
    _choose(properties["detection"], file.detection)
    _choose(properties["template"], dict.fromkeys(templates))
    for name in ("services", "teams", "tags", "causes"):
        if getattr(file, name):
            _choose(properties[name]["items"], getattr(file, name))
            del properties[name]["examples"]
    return _whole(schema, "Front matter of a postmortem")


def archive_file(templates: Iterable[str]) -> dict[str, Any]:
    """The schema of archive.yml, with the templates that it may choose and all rules.

    What the file itself defines is not among its words: a service may get an objective in
    the same edit that adds it.
    """
    schema = _typed(ArchiveFile)
    chosen = schema["properties"]["templates"]
    del chosen["examples"]
    _choose(chosen["items"]["properties"]["template"], dict.fromkeys(templates))
    rules = schema["properties"]["policy"]["properties"]["rules"]
    rules["properties"] = {
        rule.ID: {"description": summary(rule), "allOf": [{"$ref": "#/definitions/rule"}]}
        for rule in RULES
    }
    rules["additionalProperties"] = False
    schema["definitions"] = {"rule": _typed(RuleSetting)}
    return _whole(schema, "archive.yml of a postmortem archive")


def _typed(model: type[Declared]) -> dict[str, Any]:
    schema = typed(model)
    _readable(schema)
    return schema


def _whole(schema: dict[str, Any], title: str) -> dict[str, Any]:
    """The schema under its title; a key with nothing behind its colon counts as not given."""
    schema["properties"] = {key: or_nothing(value) for key, value in schema["properties"].items()}
    return {"$schema": DRAFT, "title": title, **schema}


def _readable(schema: dict[str, Any]) -> None:
    """Turns examples as they are typed into the values that an editor reads from them."""
    for part in schema.get("properties", {}).values():
        examples = (yaml_tree.parse(text).value for text in part.pop("examples"))
        part["examples"] = [_value(example, part) for example in examples]
        for inner in (part, part.get("items"), part.get("additionalProperties")):
            if isinstance(inner, dict):
                _readable(inner)


def _value(text: Any, schema: Mapping[str, Any]) -> Any:
    if isinstance(text, dict):
        keys, other = schema.get("properties", {}), schema.get("additionalProperties")
        return {key: _value(each, keys.get(key) or other or {}) for key, each in text.items()}
    if isinstance(text, list):
        return [_value(each, schema.get("items", {})) for each in text]
    return _as_editors_see(text) if schema.get("type") != "string" else text


def _as_editors_see(text: str) -> str | int | float | bool:
    """A plain scalar as YAML 1.2 reads it: 5 is a number, and 5 % a text."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, int | float) else text


def _choose(schema: dict[str, Any], words: Mapping[str, Any] | None) -> None:
    """Narrows a schema to the words of a vocabulary, with what each means."""
    if not words:
        return
    for key in ("pattern", "type", "examples"):
        schema.pop(key, None)
    forms = [(form, words[word]) for word in words for form in _forms(word)]
    schema["enum"] = [form for form, _ in forms]
    meanings = [str(getattr(meaning, "definition", meaning) or "") for _, meaning in forms]
    if any(meanings):
        schema["enumDescriptions"] = meanings


def _forms(word: str) -> list[str | int | float | bool]:
    """A word as it is, and as an editor sees it if it is typed without quotation marks."""
    seen = _as_editors_see(word)
    return [word] if seen == word else [seen, word]
