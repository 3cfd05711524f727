"""Claims about time: what is read of them, and which of the published examples do not hold."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from postmortem_archive import times
from postmortem_archive.load import load
from postmortem_archive.load.body import read_body
from postmortem_archive.model.finding import Finding
from postmortem_archive.model.passages import passages
from postmortem_archive.rules import BY_ID, check
from tests.helpers import PATH, archive_of, with_field, with_section

FOLDER = Path(__file__).parent / "claims"
RULES = (
    "duration-differs",
    "measure-differs",
    "mean-of-one",
    "error-budget-impossible",
    "moment-not-in-timeline",
    "time-not-in-timeline",
    "weekday-differs",
    "date-differs",
)


def in_published_examples() -> list[Finding]:
    """What is found on the claims and the action items of the five examples."""
    found = check(load(FOLDER / "postmortems"))
    return [f for f in found if f.rule in RULES or f.rule.startswith("action-")]


def test_what_published_examples_claim() -> None:
    """Their claims as they were made: the wrong ones are found, and nothing else is."""
    lines = [
        f"{f.path}:{f.line}:{f.column} {f.rule}\n  {f.message}\n" for f in in_published_examples()
    ]
    expected = FOLDER / "expected.txt"
    if os.environ.get("REWRITE_GOLDEN"):
        expected.write_text("".join(lines), encoding="utf-8")
    assert "".join(lines) == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("place", "parts"),
    [
        ("2025/2025-03-10-survey-delivery.md:12", ['"1h 47m"', "1 h 33 min"]),
        ("2025/2025-03-10-survey-delivery.md:18", ["09:14 UTC – 10:47 UTC", "1 h 33 min"]),
        ("2025/2025-03-10-survey-delivery.md:33", ["detect", '"14 minutes"', "is 0 min"]),
        ("2025/2025-01-15-checkout.md:17", ["100%", "99.9 %", "2 h 34 min", "use 345"]),
        ("2026/2026-02-15-orders.md:42", ["14:40", "no row of the timeline"]),
        ("2026/2026-02-15-orders.md:51", ["28 days", "P1 allows 2 weeks: until 2026-03-01"]),
        ("2026/2026-04-10-cloudboard.md:40", ["14:28", "no row of the timeline"]),
        ("2026/2026-04-10-cloudboard.md:46", ['"Apr 17"', "no year; write 2026-04-17"]),
        ("2023/2023-11-24-checkout.md:41", ['"Dec 8"', "no year; write 2023-12-08"]),
        ("2023/2023-11-24-checkout.md:42", ['"Dec 1"', "no year; write 2023-12-01"]),
    ],
)
def test_the_slips_of_published_examples_are_found(place: str, parts: list[str]) -> None:
    messages = [f.message for f in in_published_examples() if f"{f.path}:{f.line}" == place]
    assert any(all(part in message for part in parts) for message in messages), messages


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("93 min", 92.5, 93.5),
        ("1h47m", 106.5, 107.5),
        ("1 hour 47 minutes", 106.5, 107.5),
        ("1 hour, 47 minutes", 106.5, 107.5),
        ("1 h 47 min", 106.5, 107.5),
        ("1 h 47 m", 106.5, 107.5),
        ("24h40m", 1479.5, 1480.5),
        ("1,440 minutes", 1439.5, 1440.5),
        ("a 45-minute outage", 44.5, 45.5),
        ("forty-five minutes", 44.5, 45.5),
        ("10–15 minutes", 9.5, 15.5),
        ("ten to fifteen minutes", 9.5, 15.5),
        ("2 hours", 90, 150),
        ("an hour", 45, 75),
        ("half an hour", 22.5, 37.5),
        ("two and a half hours", 135, 165),
        ("an hour and a half", 75, 105),
        ("~90 min", 71.6, 108.4),
        ("over 40 minutes", 39.5, None),
        ("90+ minutes", 89.5, None),
        ("within 8 minutes", 0, 8.5),
    ],
)  # fmt: skip
def test_a_span_in_a_text(text: str, low: float, high: float | None) -> None:
    (span,) = times.find_spans(text)
    assert span.low / timedelta(minutes=1) == pytest.approx(low, abs=0.11)
    expected = None if high is None else pytest.approx(high, abs=0.11)
    assert (None if span.high is None else span.high / timedelta(minutes=1)) == expected


@pytest.mark.parametrize(
    "text", ["2M users", "v1.5 min", "$15m", "5 m deep", "3 a.m.", "10:45 minutes", "a m"]
)
def test_no_span(text: str) -> None:
    assert list(times.find_spans(text)) == []


def test_a_passage_reads_over_emphasis_and_lines_but_not_over_items_rows_and_code() -> None:
    text = "## A\n**From** 14:23\nto *15:08*\n\n- one\n- two `x` three\n"
    text += "\n| a | b |\n|-|-|\n| c | d |\n"
    body = read_body(text)
    found = list(passages(body))
    texts = ["A", "From 14:23 to 15:08", "one", "two  \ufffc  three", "a | b", "c | d"]
    assert [passage.text for passage in found] == texts
    second = found[1]
    assert body.text[second.offset(second.text.index("15:08")) :].startswith("15:08*")


def test_a_quotation_makes_no_claim() -> None:
    assert list(passages(read_body("> Down for 5 minutes (14:00–15:00)\n"))) == []


def findings(tmp_path: Path, text: str) -> list[str]:
    archive = archive_of(tmp_path, {PATH: text})
    return [finding.rule for finding in check(archive) if finding.rule in RULES]


@pytest.mark.parametrize(
    "claim",
    [
        "Down 45 minutes, every 5 minutes from 14:00 to 15:00 a retry.",
        "Two windows, 20 minutes (14:00–14:10 and 14:20–14:30) in all.",
        "From 23:50 to 00:10 (20 minutes) nothing worked.",
        "From 14:00 to 14:40 (24h40m) nothing worked.",
        "A window from 14:00 to 15:00 (up to 2 hours) was asked for.",
        "Time to detect: 30 minutes (from the deployment).",
        "Time to resolve: 3 hours of support hours.",
        "Time to resolve: 20 minutes from declaration.",
        "We want a time to detect of 1 minute next time; the target time to detect: 1 minute.",
        "Mean time to detect: 14 minutes over the last 12 incidents.",
        "The MTTR of 50 minutes has not changed this quarter.",
        "Of the error budget, 10% is left.",
        "Duration: 20 minutes (14:23–14:43 UTC).",
        "On Wednesday 31 December and Sunday, Feb 15th, in the week of Mon 2026-02-09.",
        "Date of the review: 2026-02-18. Date: 15 February 2026.",
    ],
)
def test_a_claim_that_says_its_base_or_is_none_is_respected(tmp_path: Path, claim: str) -> None:
    assert findings(tmp_path, with_section(f"## Detection\n\n{claim}\n")) == []


@pytest.mark.parametrize(
    ("claim", "rule"),
    [
        ("It began at 14:23 and was resolved by 15:08, lasting 55 minutes.", "duration-differs"),
        ("Between 14:23 and 15:08, a duration of 1h45m, all failed.", "duration-differs"),
        (
            "From 14:23 to\n**15:08** ([one hour and 47 minutes](https://x.com)) all failed.",
            "duration-differs",
        ),
        ("| Duration | 99 minutes |\n|---|---|\n| Total outage | 77 minutes |", "measure-differs"),
        ("**TTD:** 14 minutes", "measure-differs"),
        ("MTTR: 45 minutes", "mean-of-one"),
        ("On Monday 16 February and on Friday, February 15, it was slow.", "weekday-differs"),
        ("The first report (2025-12-31 (Thursday)) was of the year before.", "weekday-differs"),
        ("| Date | 2026-02-16 |\n|---|---|\n| Severity | SEV-2 |", "date-differs"),
    ],
)
def test_a_claim_that_does_not_hold(tmp_path: Path, claim: str, rule: str) -> None:
    found = findings(tmp_path, with_section(f"## Detection\n\n{claim}\n"))
    assert set(found) == {rule}


def test_the_budget_follows_from_the_front_matter_too(tmp_path: Path) -> None:
    slo = "impact: {slo: {objective: 99.9%, window: 7 days}}"
    claim = "All down completely. We used 100% of the error budget."
    text = with_field(slo, with_section(f"## Detection\n\n{claim}\n"))
    assert findings(tmp_path, text) == ["error-budget-impossible"]


@pytest.mark.parametrize(
    "piece",
    ["14:00–15:00 (1 h), ", "1 hour, ", "a ", "14:00 ", "time to detect: ", "**a** ", "12,345,"],
)
def test_a_long_line_is_read_to_its_end(tmp_path: Path, piece: str) -> None:
    line = piece * (100_000 // len(piece))
    claim = "then from 14:00 to 15:00 (5 minutes)."
    text = with_section(f"## Detection\n\n{line} x. {claim}\n")
    assert "duration-differs" in findings(tmp_path, text)


def test_every_rule_on_claims_is_registered() -> None:
    assert set(RULES) <= set(BY_ID)
