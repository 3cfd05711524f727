"""The rules on substance: what a section must say, and what the figures say of the severity."""

from pathlib import Path

import pytest

from postmortem_archive import rules
from postmortem_archive.load import shipped_templates
from postmortem_archive.load.body import read_body
from postmortem_archive.model.template import Template
from tests.helpers import ARCHIVE, PATH, POSTMORTEM, ROOT, archive_of, with_field, with_section

TEMPLATES = dict(shipped_templates())
WRITTEN = {path.stem: path.read_text("utf-8") for path in (ROOT / "tests/written").glob("*.md")}
WRITTEN["incident"] = POSTMORTEM


def told(tmp_path: Path, text: str, rule: str, archive: str = ARCHIVE) -> list[str]:
    """The messages of one rule about one postmortem."""
    found = rules.check(archive_of(tmp_path, {PATH: text}, archive))
    return [finding.message for finding in found if finding.rule == rule]


def leaves(template: Template) -> list[str]:
    """The sections without sub-headings: causes, triggers, detection and all others."""
    return [s.title for s in template.sections if s.title not in template.divided]


@pytest.mark.parametrize(
    ("name", "title"),
    [(name, title) for name, template in TEMPLATES.items() for title in leaves(template)],
)
def test_a_section_that_says_nothing_is_found_in_every_template(
    tmp_path: Path, name: str, title: str
) -> None:
    text = WRITTEN[name]
    wanted = next(s for s in TEMPLATES[name].sections if s.title == title)
    head, matter, rest = text.split("---\n", 2)
    section = next((s for s in read_body(rest).sections if s.wording in wanted.wordings), None)
    if section is None:
        assert wanted.required is None
        return
    emptied = f"{head}---\n{matter}---\n{rest[: section.start]}\n{rest[section.end :]}"
    messages = told(tmp_path, emptied, "section-empty")
    assert any(message.startswith(f'"{section.title}" ') for message in messages)


def test_every_template_of_an_incident_says_where_its_impact_and_cause_stand() -> None:
    for name, template in TEMPLATES.items():
        subjects = {section.about for section in template.sections}
        wanted = {"project": set(), "near-miss": {"cause"}}.get(name, {"impact", "cause"})
        assert subjects - {""} == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Some users were affected, and many orders came late.",
        "- Customers: a large subset\n- Failed requests: lots of HTTP 503 and 5xx errors",
        "1. Sign-in on k8s was slow.\n2. S3 and http://status.example.com/2026/02 too.",
        "Third-party carts were slow. <!-- 200 users? -->",
    ],
)
def test_an_impact_without_a_number(tmp_path: Path, text: str) -> None:
    written = with_section(f"## Impact\n\n{text}\n")
    assert len(told(tmp_path, written, "impact-without-number")) == 1
    assert not told(tmp_path, with_field("impact: {tickets: 14}", written), "impact-without-number")


@pytest.mark.parametrize(
    "text",
    [
        "~200 users.", "$340K delayed.", "All sign-ins failed.", "Nobody noticed.", "None.",
        "Every third order was late.", "It lasted an hour.", "Half of the requests.", "0 data loss",
        "| Impact | Extent |\n|---|---|\n| Orders | 12 |", "From 14:23 on, orders were late.",
        "A dozen customers called.", "No customer was affected.", "`3200` requests failed.",
    ],
)  # fmt: skip
def test_an_impact_with_a_number(tmp_path: Path, text: str) -> None:
    written = with_section(f"## Impact\n\n{text}\n")
    assert not told(tmp_path, written, "impact-without-number")


@pytest.mark.parametrize(
    "text",
    [
        "The service was down.", "High error rates.", "Orders being stuck in queues.",
        "Orders were stuck, and 12,000 of them were late.", "Latency of the order-service.",
    ],
)  # fmt: skip
def test_a_cause_that_says_what_was_seen(tmp_path: Path, text: str) -> None:
    written = with_section(f"## Root cause\n\n{text}\n")
    assert len(told(tmp_path, written, "cause-restates-symptom")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "An index was missing.", "Unknown.", "Still under investigation.", "The pool was small.",
        "Orders were stuck because of the queue.", "```\nconn.close()\n```", "See Trigger.",
    ],
)  # fmt: skip
def test_a_cause_that_says_more(tmp_path: Path, text: str) -> None:
    written = with_section(f"## Root cause\n\n{text}\n")
    assert not told(tmp_path, written, "cause-restates-symptom")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("See previous postmortem.", "previous postmortem"),
        ("This occurred once previously on 2019-01-08.", "This occurred once previously"),
        ("It mirrored a similar outage that occurred in May.", "similar outage that occurred"),
        ("The same as last month's outage.", "last month's outage"),
        ("It is covered in the\nprevious postmortem.", "previous postmortem"),
        ("As in the earlier incident, the pool was full.", "earlier incident"),
    ],
)
def test_an_earlier_incident(tmp_path: Path, text: str, said: str) -> None:
    written = with_section(f"## Contributing factors\n\n{text}\n")
    (message,) = told(tmp_path, written, "earlier-incident-without-link")
    assert message.startswith(f'"{said}" is another incident')
    assert "repeat_of" in message


@pytest.mark.parametrize(
    "text",
    [
        "See [the previous postmortem](other.md).",
        "As in the previous incident\n(see [its page](other.md)).",
        "As in the previous incident, INC-42.",
        "> The previous outage was worse, a customer wrote.",
        "The deployment had happened before the alert fired.",
        "The previous incident commander was asked; it had happened earlier that day.",
        "To prevent a similar outage, watch the pool. A previous version was deployed.",
    ],
)
def test_no_earlier_incident_or_one_that_is_linked(tmp_path: Path, text: str) -> None:
    written = with_section(f"## Contributing factors\n\n{text}\n")
    assert not told(tmp_path, written, "earlier-incident-without-link")


def test_a_verdict_answers_which_earlier_incident_it_was(tmp_path: Path) -> None:
    written = with_section("## Response\n\nSee the previous postmortem.\n")
    verdict = with_field("not_repeat_of: {2025-01-01-other: Another cause.}", written)
    assert not told(tmp_path, verdict, "earlier-incident-without-link")


SCALE = ARCHIVE.replace(
    "when: {data_loss: true, users_over: 10000}",
    "when: {data_loss: true, data_exposed: true, users_over: 50%, revenue_over: 10000 USD, "
    "longer_than: 1 hour}",
)


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ("impact: {data_loss: 300 rows}", 'data was lost ("300 rows")'),
        ("impact: {data_loss: Not all rows were recovered.}", "data was lost"),
        (
            "impact: {data_exposed: The access was restored after 40 addresses leaked.}",
            'data was exposed ("The access was restored after',
        ),
        ("impact: {users: 60%}", "impact.users is 60 %, which is more than 50 %"),
        ("impact: {revenue: ~20000 USD}", "impact.revenue is ~20,000 USD"),
        ("resolved: 2026-02-15T16:00Z", "it lasted 1 h 37 min, which is longer than 1 h"),
    ],
)
def test_a_severity_that_is_too_low(tmp_path: Path, fields: str, part: str) -> None:
    (message,) = told(tmp_path, with_field(fields), "severity-against-impact", SCALE)
    assert part in message
    assert "at least SEV-1 (Down for all users)" in message


@pytest.mark.parametrize(
    "fields",
    [
        "impact: {data_loss: none}",
        "impact: {data_loss: No order was lost.}",
        "impact: {data_exposed: none}",
        "impact: {data_exposed: Unknown.}",
        "impact: {data_loss: All 300 orders were recovered by replay.}",
        "impact: {users: 28000}",
        "impact: {users: 50%}",
        "impact: {revenue: 20000 EUR}",
        "impact: {revenue: ~12000 USD}",
        "severity: SEV-1\nimpact: {data_loss: 300 rows}",
        "kind: drill\nimpact: {data_loss: 300 rows}",
    ],
)
def test_a_severity_that_may_stand(tmp_path: Path, fields: str) -> None:
    assert not told(tmp_path, with_field(fields), "severity-against-impact", SCALE)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three? Four.", 4),
        ("It took 1.5 h, i.e. Three pools, e.g. Redis at 10 a.m. UTC. Two. Three. Four.", 4),
        ("- One\n- Two\n- Three\n- Four", 4),
        ("One. Two. Three.\n\nhttps://example.com/why", 0),
        ("“It broke.” Then v1.20 came. That was all", 0),
    ],
)
def test_the_sentences_of_a_summary_are_counted(tmp_path: Path, text: str, count: int) -> None:
    messages = told(tmp_path, with_section(f"## Summary\n\n{text}\n"), "summary-too-long")
    assert [message.split()[2] for message in messages] == ([str(count)] if count else [])


@pytest.mark.parametrize(
    "text",
    [
        "The warehouse message-queue (WMQ) was full. The WMQ is small.",
        "The WMQ (a queue in the warehouse) was full.",
        "The [WMQ](wmq.md) was full.",
        "The log said `WMQ` and /var/WMQ/log; the WMQ-2 host, WMQX and a KIAM pod were fine.",
        '"The WMQ is down", a customer wrote.',
    ],
)
def test_an_abbreviation_that_needs_nothing(tmp_path: Path, text: str) -> None:
    assert not abbreviations(tmp_path, text)


def test_an_abbreviation_is_told_once_and_in_full(tmp_path: Path) -> None:
    (message,) = abbreviations(tmp_path, "Two WMQs were full.\n\n- The WMQ again.")
    assert message.endswith("write it in full at its first use: warehouse message queue (WMQ)")


def test_an_abbreviation_that_archive_yml_explains_needs_nothing(tmp_path: Path) -> None:
    archive = ARCHIVE.replace("tags: {", "tags: {wmq: The queue of the warehouse was part of it., ")
    assert not abbreviations(tmp_path, "The WMQ was full.", archive)


def abbreviations(tmp_path: Path, text: str, archive: str = ARCHIVE) -> list[str]:
    files: dict[str, str | bytes] = {
        PATH: with_section(f"## Response\n\n{text}\n"),
        "_language.yml": "glossary: {WMQ: warehouse message queue}\n",
    }
    found = rules.check(archive_of(tmp_path, files, archive))
    return [finding.message for finding in found if finding.rule == "acronym-undefined"]


def test_a_line_of_a_megabyte_is_read(tmp_path: Path) -> None:
    lines = [
        "WAL (" * 200_000,
        "a. B" * 250_000,
        "previous " * 100_000,
        "it happened " * 80_000,
        "http://" * 140_000,
    ]
    text = with_section("## Root cause\n\n" + "\n\n".join(lines) + "\n")
    text = with_section("## Impact\n\n" + "\n\n".join(lines) + "\n", text)
    text = with_section("## Summary\n\n" + "e.g" * 300_000 + "\n", text)
    found = {finding.rule for finding in rules.check(archive_of(tmp_path, {PATH: text}))}
    assert "impact-without-number" in found
    assert "earlier-incident-without-link" not in found
