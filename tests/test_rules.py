"""Every example in every rule's manual: a Bad breaks that rule and no other, a Good none."""

import pkgutil
from pathlib import Path

import pytest

from postmortem_archive import rules
from postmortem_archive.inspection.unanswered import with_unanswered
from postmortem_archive.rules import BY_ID, RULES, Rule
from postmortem_archive.rules.manual import Example, examples, page, summary
from tests.helpers import ARCHIVE, PATH, POSTMORTEM, archive_of, with_field, with_section

# Broken only by files that are no postmortems (see tests/broken), or by two postmortems together.
WITHOUT_EXAMPLES = {"template-unreadable", "action-repeated", "action-owned-by-team", "tags-alike"}

# What archive.yml asks besides, of the examples of a rule that asks nothing without it.
ASKING = {"resemblance-unanswered": ARCHIVE.replace("policy: {", "policy: {resemblance: {}, ")}

# Stands beside each example, for verdicts to name.
EARLIER = "2026/2026-02-14-pool-full.md"

CASES = [
    pytest.param(rule, example, id=f"{rule.ID}-{example.verdict}-{number}")
    for rule in RULES
    for number, example in enumerate(examples(rule))
]


def files(example: Example) -> dict[str, str | bytes]:
    """The archive that an example stands for."""
    beside = {EARLIER: moved(EARLIER).replace("title: Orders", "title: Other orders")}
    if example.language == "beside":
        path = example.text.strip()
        return {path: moved(path), PATH: POSTMORTEM}
    return {PATH: written(example), **beside}


def moved(path: str) -> str:
    """The valid postmortem as it would stand in another file, with an action of its own."""
    text = with_field(f"started: {Path(path).name[:10]}T09:00Z")
    return text.replace("Alert when the pool is over 80 %", "Stop exports that run")


def written(example: Example) -> str | bytes:
    """The whole file that an example stands for."""
    if example.language == "latin-1":
        return POSTMORTEM.replace("Orders", "Café orders").encode("latin-1")
    if example.language == "yaml":
        return with_field(example.text)
    if "---\n" in example.text[:5] or not example.text.startswith("## "):
        return example.text
    return with_section(example.text)


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_example(rule: Rule, example: Example, tmp_path: Path) -> None:
    loaded = archive_of(tmp_path, files(example), ASKING.get(rule.ID, ARCHIVE))
    archive, _ = with_unanswered(tmp_path / "postmortems", loaded)
    found = rules.check(archive, {PATH})
    broken = {finding.rule for finding in found if finding.level == "error"}
    assert broken == ({rule.ID} if example.verdict == "Bad" else set())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.ID)
def test_manual_has_a_summary_a_reason_and_examples(rule: Rule) -> None:
    assert summary(rule).endswith(".")
    assert len(page(rule).split("\n\n")) >= 3
    verdicts = {example.verdict for example in examples(rule)}
    assert verdicts == (set() if rule.ID in WITHOUT_EXAMPLES else {"Bad", "Good"})


def test_ids_are_unique_and_named_like_their_module() -> None:
    assert len(BY_ID) == len(RULES)
    for rule in RULES:
        assert rule.__name__.rpartition(".")[2] == rule.ID.replace("-", "_")  # type: ignore[attr-defined]


def test_every_rule_module_is_in_the_list() -> None:
    helpers = {
        "action_types",
        "cells",
        "incident_list",
        "language",
        "manual",
        "measured",
        "priorities",
    }
    helpers |= {"row_order", "settings", "spans", "vocabulary"}
    modules = {module.name for module in pkgutil.iter_modules(rules.__path__)} - helpers
    assert modules == {rule.ID.replace("-", "_") for rule in RULES}
