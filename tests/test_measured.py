"""What was measured of each rule: every rule has its counts, and no page says others."""

import re
from collections.abc import Iterator

import pytest

from postmortem_archive.rules import BY_ID
from postmortem_archive.rules.manual import page
from postmortem_archive.rules.measured import measured, sentence
from tests.helpers import ROOT

WHY = ROOT / "docs" / "explanation" / "why-these-rules.md"
RULES = measured()["rules"]


def rows() -> Iterator[dict[str, str]]:
    """The rows of the page's tables on rules, by the names of the columns."""
    header: list[str] = []
    for line in WHY.read_text(encoding="utf-8").split("\n"):
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line[:1] == "|" else []
        header = header if cells and header else cells
        if header[:1] == ["rule"] and cells != header and "`" in cells[0]:
            yield dict(zip(header, cells, strict=True))


def counts(row: dict[str, str]) -> tuple[int, int]:
    """`11 of 12`, `none found`, or a column each for right and wrong."""
    if "wrong" in row:
        return int(row["right"]), int(row["wrong"])
    match = re.fullmatch(r"(\d+) of (\d+)", row["right"])
    assert match or row["right"] == "none found", row
    return (int(match[1]), int(match[2]) - int(match[1])) if match else (0, 0)


TABLES = {
    rule: counts(row) for row in rows() for rule in re.findall(r"`([a-z-]{4,})`", row["rule"])
}


def test_every_rule_says_what_was_measured_of_it() -> None:
    missing = BY_ID.keys() - RULES.keys()
    assert not missing, "add them to measured.toml"
    assert RULES.keys() - BY_ID.keys() == set()


@pytest.mark.parametrize("rule", TABLES)
def test_the_page_on_why_has_the_same_counts(rule: str) -> None:
    assert (RULES[rule].get("right"), RULES[rule].get("wrong")) == TABLES[rule]


@pytest.mark.parametrize("rule", [rule for rule, found in RULES.items() if "right" in found])
def test_at_least_nine_of_ten_findings_are_right(rule: str) -> None:
    right, wrong = RULES[rule]["right"], RULES[rule]["wrong"]
    assert set(RULES[rule]["texts"]) <= measured()["texts"].keys()
    assert right >= 9 * wrong


def test_the_tables_are_read() -> None:
    assert {"counterfactual", "weekday-differs", "date-differs", "action-vague"} <= TABLES.keys()


def test_a_rules_page_says_its_counts() -> None:
    assert "11 of 12 findings were right" in page(BY_ID["counterfactual"])
    assert "found nothing in real text yet" in sentence("blame")
    assert "Not counted" in page(BY_ID["field-missing"])
