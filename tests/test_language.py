"""The language rules: the tables of the guides, whose words are judged, and a team's own file."""

from pathlib import Path

import pytest

from postmortem_archive import rules
from postmortem_archive.load.language import shipped_language
from postmortem_archive.model.language import Vocabulary, language_of, language_problems
from tests.helpers import ARCHIVE, PATH, POSTMORTEM, archive_of, make, with_section

LANGUAGE_RULES = {"blame", "counterfactual", "human-error", "animated-word"}

# The language tables and the rules on wording of published guides: what to write instead of what.
INSTEAD_OF = [
    ("Alice caused the outage by deploying bad code", "blame",
     "A configuration change was deployed that contained a regression"),
    ("The on-call engineer failed to notice the alerts", "counterfactual",
     "The alerting system did not surface the issue prominently enough"),
    ("Bob should have known better", "blame",
     "The runbook did not cover this failure mode"),
    ("The team was careless", "blame",
     "The process lacked safeguards that would have caught this class of error"),
    ("Human error", "human-error",
     "The system allowed a single action to have an outsized impact without confirmation"),
    ("Alice deployed broken code", "blame",
     "The deployment pipeline lacked a canary stage that would have caught the regression"),
    ("The engineer forgot to close connections", "counterfactual",
     "There was no automated test to catch connection leaks"),
    ("They ignored the alert", "blame", "The alert was not actionable"),
    ("Who caused this?", "blame", "What made this outcome likely?"),
    ("This is what someone should have done", "counterfactual",
     "Every action was reasonable given what people knew at the time"),
]  # fmt: skip


def found(tmp_path: Path, text: str, section: str = "Summary") -> list[str]:
    files: dict[str, str | bytes] = {PATH: with_section(f"## {section}\n\n{text}\n")}
    return [f.rule for f in rules.check(archive_of(tmp_path, files)) if f.rule in LANGUAGE_RULES]


@pytest.mark.parametrize(("left", "rule", "right"), INSTEAD_OF)
def test_the_guides_tables(tmp_path: Path, left: str, rule: str, right: str) -> None:
    assert found(tmp_path, f"{left}.") == [rule]
    assert found(tmp_path, f"{right}.") == []


@pytest.mark.parametrize(
    "text",
    [
        'A colleague wrote "the team was careless" in the channel.',
        "The customer wrote: “you should have tested this”.",
        "> The team was careless.",
        "The log said `operator failed to start` and nothing else.",
        "```\nhuman error\n```",
        "The Flux operator failed to reconcile, and the controller manager failed to elect.",
        "About 1,200 people failed to sign in, and one employee could have lost an order.",
        "The pods came back, but they failed to join the cluster.",
        "A service should have an owner, and every pool should have dedicated connections.",
        "Where a suffix should have been, there was nothing; only one should have existed.",
        "A kernel panic, chaos engineering and disaster recovery are terms.",
        "A confirmation would reduce human error.",
        "One dashboard panel could have shortened the diagnosis.",
        "The engineers' runbook didn't cover it, and the team's pool wasn't watched.",
    ],
)
def test_left_alone(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "It should\nhave been tested.",
        "It *should* have **been** tested.",
        "- one\n- it should've been tested",
        "| a | b |\n|---|---|\n| it shouldn’t have been | shipped |",
        "The engineers' runbook didn't say that it should have been tested, so it wasn't.",
    ],
)
def test_found_in_any_dress(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, text) == ["counterfactual"]


def test_a_phrase_does_not_run_over_the_end_of_an_item(tmp_path: Path) -> None:
    assert found(tmp_path, "- what it should\n- have been is open") == []


def test_what_might_have_happened_is_luck_where_luck_is_told(tmp_path: Path) -> None:
    text = POSTMORTEM + "\n## Where we got lucky\n\n- Nothing could have been noticed at night.\n"
    assert not rules.check(archive_of(tmp_path, {PATH: text}))


def test_a_customers_row_is_the_customers_words(tmp_path: Path) -> None:
    head = "All times in UTC.\n\n| Time | Event | Actor |\n|---|---|---|\n"
    row = "| 14:23 | This is ridiculous | {} |"
    assert found(tmp_path, head + row.format("Customer"), "Timeline") == []
    assert found(tmp_path, head + row.format("On-call"), "Timeline") == ["animated-word"]


def test_the_finding_says_where_what_and_what_would_be_right(tmp_path: Path) -> None:
    text = with_section("## Trigger\n\nA deployment, and a human\nerror.\n")
    (finding,) = rules.check(archive_of(tmp_path, {PATH: text}))
    line = text.split("\n").index("A deployment, and a human") + 1
    assert (finding.line, finding.column) == (line, 21)
    assert finding.message.startswith('"human error" is where the questions begin')
    assert "The system allowed a single action to have an outsized impact" in finding.message


OWN = """\
groups:
  name: [Nobuko]
blame:
  - find: [cowboy, "{person} {adverb?} went rogue"]
    say: which process asked too much?
allow:
  - human error budget
"""


def test_an_archive_adds_its_own_words(tmp_path: Path) -> None:
    text = "Nobuko apparently went rogue. A cowboy. The human error budget. Bob failed to ask."
    files: dict[str, str | bytes] = {
        PATH: with_section(f"## Summary\n\n{text}\n"), "_language.yml": OWN,
    }  # fmt: skip
    findings = [f for f in rules.check(archive_of(tmp_path, files)) if f.rule != "summary-too-long"]
    named = ["person-named", "person-named"]
    assert sorted(f.rule for f in findings) == ["blame", "blame", "counterfactual", *named]
    assert "which process asked too much?" in findings[0].message


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("blame:\n  - find: cowboy\n", 2, '"say" is missing here'),
        ("blame:\n  - find: '{persn} did it'\n    say: x y\n", 2, 'did you mean "person"?'),
        ("blame:\n  - find: '{person}'\n    say: x y\n", 2, "has no fixed word"),
        ("groups:\n  a:\n    - b\n    - '{a}'\n", 4, "names itself"),
        ("groups:\n  person: ['{person}']\n", 2, "names itself"),
        ("blaming: []\n", 1, 'did you mean "blame"?'),
        ("blame:\n  - find: [a b\n", 3, "bracket"),
        ("allow: x y\ncounterfactual:\n- find: one two\n  say: c\n  not_in: d\n", 5, "is a list"),
    ],
)
def test_a_mistake_in_the_own_file_has_a_line(
    tmp_path: Path, text: str, line: int, part: str
) -> None:
    archive = archive_of(tmp_path, {PATH: POSTMORTEM, "_language.yml": text})
    findings = [f for f in rules.check(archive) if f.path == "_language.yml"]
    assert [f.line for f in findings] == [line]
    assert part in findings[0].message


def test_the_shipped_words_are_sound() -> None:
    shipped = shipped_language()
    assert list(language_problems(shipped, Vocabulary(shipped))) == []
    assert language_of(shipped).names
    assert all(getattr(shipped, key.replace("-", "_")) for key in LANGUAGE_RULES)


def test_a_line_of_a_megabyte_full_of_openers_is_read(tmp_path: Path) -> None:
    lines = [
        "should have " * 80_000,
        "“ ' " * 250_000,
        "we also just really " * 50_000,
        "x" * 10**6,
    ]
    assert found(tmp_path, "\n\n".join(lines)) == []


def test_a_folder_without_own_words_has_the_shipped_ones(tmp_path: Path) -> None:
    make(tmp_path, {PATH: POSTMORTEM})
    assert not (tmp_path / "postmortems" / "_language.yml").exists()
    assert found(tmp_path, "It was a nightmare.") == ["animated-word"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("John Doe (SRE) and Alice Johnson (DBA) looked.", ["John Doe", "Alice Johnson"]),
        ("Backend (Jamie) was asked. Jamie answered.", ["Jamie"]),
        ("| Time | Actor |\n|---|---|\n| 09:14 | John Doe |", ["John Doe"]),
        ("San Francisco, San Jose, St. Paul and Lockheed Martin.", []),
        ('`Alice` wrote "Bob did it" to bob@example.com, @Tim, tim/hub and Tim/hub.', []),
        ("Database Team, Incident Commander, Monitoring System, Jenkins, Julia, Travis.", []),
        ("Will May and Mark be on call?", []),
    ],
)
def test_people_are_roles(tmp_path: Path, text: str, names: list[str]) -> None:
    files: dict[str, str | bytes] = {PATH: with_section(f"## Response\n\n{text}\n")}
    found = [f for f in rules.check(archive_of(tmp_path, files)) if f.rule == "person-named"]
    assert [finding.message.split('"')[1] for finding in found] == names


def test_an_archive_may_name_people(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {PATH: with_section("## Response\n\nJamie looked.\n")}
    own = ARCHIVE.replace("policy: {", "policy: {people: names, ")
    assert not rules.check(archive_of(tmp_path, files, own))
