"""The style for Vale: its form, what it finds by Vale's own way, and whose files it spares."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from postmortem_archive.load import yaml_tree
from postmortem_archive.load.language import read_language, shipped_language
from postmortem_archive.model.language import language_of
from postmortem_archive.vale import MADE, RULES, settings, style
from tests.helpers import ARCHIVE, PATH, POSTMORTEM, make
from tests.test_commands import clean, postmortem
from tests.test_language import INSTEAD_OF

SHIPPED = language_of(shipped_language())
# What vale.sh documents for an `existence` rule, of which the others are optional.
KEYS = {"extends", "message", "level", "ignorecase", "nonword", "tokens", "exceptions"}
# What Python's expressions have and .NET's, which Vale's are, have not or read otherwise.
PYTHONS_OWN = re.compile(r"\(\?P|\(\?a|\(\?u|\\Z|[+*?}]\+|\\[NU]")


def parsed(text: str) -> dict[str, Any]:
    tree = yaml_tree.parse(text, 1)
    assert tree.problems == []
    return tree.value  # type: ignore[no-any-return]


def alerts(files: dict[str, str], text: str) -> Iterator[tuple[str, str]]:
    """The rule and the words found, by a reading of Vale's own code for `existence`.

    All tokens become one pattern; what is found is no alert where one of the exceptions,
    with regard to case and between word boundaries, stands in it.
    """
    for name, content in files.items():
        rule = parsed(content)
        found = re.compile(f"(?i)(?m)(?:{'|'.join(rule['tokens'])})")
        excused = re.compile(rf"(?m)\b(?:{'|'.join(rule.get('exceptions', ['$^']))})\b")
        for match in found.finditer(text):
            if not excused.search(match[0].strip()):
                yield name.removesuffix(".yml").rstrip("0123456789"), match[0]


@pytest.mark.parametrize(("name", "text"), style(SHIPPED).items())
def test_each_file_is_a_rule_as_vale_documents_it(name: str, text: str) -> None:
    rule = parsed(text)
    assert text.startswith(f"{MADE}\n")
    assert name.endswith(".yml")
    assert set(rule) <= KEYS
    assert rule["extends"] == "existence"
    assert rule["level"] in ("suggestion", "warning", "error")
    assert rule["message"].count("%") == 1
    assert "%s" in rule["message"]
    for pattern in (*rule["tokens"], *rule.get("exceptions", [])):
        assert not PYTHONS_OWN.search(pattern), pattern
        assert re.compile(pattern).groups == 0


@pytest.mark.parametrize(("left", "rule", "right"), INSTEAD_OF)
def test_the_guides_tables(left: str, rule: str, right: str) -> None:
    files = style(SHIPPED)
    assert {name for name, _ in alerts(files, f"{left}.")} == {RULES[rule]}
    assert list(alerts(files, f"{right}.")) == []


@pytest.mark.parametrize(
    "text",
    [
        "A confirmation would reduce human error.",
        "There is no human error, nor a Risk of Human Error.",
        "Where a suffix should have been, there was nothing; only one should have existed.",
        "A service should have an owner, and every pool should have dedicated connections.",
        "The pods failed to join the cluster.",
    ],
)
def test_longer_wordings_excuse_shorter_ones(text: str) -> None:
    assert list(alerts(style(SHIPPED), text)) == []


def test_an_archives_words_are_part_of_it(tmp_path: Path) -> None:
    own = "blame:\n- find: [cowboy]\n  say: 100 % of whom?\nallow: [human error budget]\n"
    language, _, problems = read_language(make(tmp_path, {"_language.yml": own}))
    files = style(language)
    assert problems == ()
    (added,) = files.keys() - style(SHIPPED).keys()
    assert list(alerts(files, "A cowboy, and the Human error budget.")) == [("Blame", "cowboy")]
    assert "100 percent of whom?" in files[added]


def _of(files: dict[str, str], rule: str) -> list[str]:
    return [name for name in files if name.startswith(rule)]


def test_a_rule_that_is_off_is_left_out() -> None:
    assert not _of(style(SHIPPED, off=["blame"]), "Blame")


def test_the_command_writes_the_same_again_and_no_other_files(tmp_path: Path) -> None:
    make(tmp_path, {PATH: POSTMORTEM})
    out = clean(postmortem("vale", cwd=tmp_path), 0)
    folder = tmp_path / "styles" / "Postmortem"
    first = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert first == style(SHIPPED)
    assert out.endswith(settings("styles"))
    (folder / "Blame99.yml").write_text(f"{MADE}\n", encoding="utf-8")
    (folder / "Own.yml").write_text("extends: existence\n", encoding="utf-8")
    assert clean(postmortem("vale", cwd=tmp_path), 0) == out
    assert {path.name for path in folder.iterdir()} == first.keys() | {"Own.yml"}


def test_the_command_overwrites_nothing_that_it_has_not_made(tmp_path: Path) -> None:
    folder = tmp_path / "styles" / "Postmortem"
    folder.mkdir(parents=True)
    (folder / "HumanError1.yml").write_text("mine", encoding="utf-8")
    run = postmortem("vale", cwd=tmp_path)
    clean(run, 2)
    assert "was not made here" in run.stderr
    assert [path.name for path in folder.iterdir()] == ["HumanError1.yml"]


def test_the_command_wants_the_own_words_to_be_right(tmp_path: Path) -> None:
    make(tmp_path, {"_language.yml": "blame:\n- find: cowboy\n"}, ARCHIVE)
    run = postmortem("vale", cwd=tmp_path)
    clean(run, 2)
    assert '_language.yml, line 2: "say" is missing' in run.stderr
