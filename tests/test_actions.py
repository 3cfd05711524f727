"""The rules on action items: the guides' good and bad examples, and arithmetic by hand."""

from datetime import date
from pathlib import Path

import pytest

from postmortem_archive import rules
from postmortem_archive.model.archive_file import read_limit
from tests.helpers import ARCHIVE, PATH, POSTMORTEM, archive_of, with_field, with_section

# Of a template guide (the table and the tip), two prompts, a facilitation guide, a command
# template, and Google's "Postmortem Action Items: Plan the Work and Work the Plan".
BAD = [
    "Add resilience", "Improve monitoring", "Update docs", "Better deploys", "improve monitoring",
    "Investigate monitoring for this outage.", "Fix the issue that caused the outage.",
    "Make sure engineer checks that database schema can be parsed before updating.",
]  # fmt: skip
GOOD = [
    "Add circuit breaker to payment service calls with 5-failure threshold",
    "Set up Datadog monitor for p99 latency > 2s on /checkout endpoint",
    "Write runbook section for database failover procedure",
    "Implement canary deployments for order service with 5% traffic for 10 min",
    "Add PagerDuty alert when connection pool utilization exceeds 80% for 2 minutes",
    "Add alert for X metric exceeding Y threshold",
    "Add alerting for all cases where this service returns > 1% errors.",
    "Handle invalid postal code in user address form input safely.",
    "Add automated presubmit check for schema changes.",
    "Add input validation", "Add alerting on connection pool usage", "Add circuit breaker",
    "Update runbook: add connection pool troubleshooting section",
    "Update runbook, rotate on-call training",
    "Add integration test for worker graceful shutdown (connection cleanup)",
    "Review all other services for similar Redis connection leak patterns",
    "Implement automated load testing in CI pipeline",
    "Document connection management best practices",
    "Training: Resource management and connection pooling",
    "Evaluate pg_stat_statements monitoring for query performance regression detection",
    "Improve monitoring: page when the queue holds more than 500 orders",
    "Make sure that everybody gets an e-mail when the site goes down",
]  # fmt: skip

TABLE = "## Action items\n\n| {} |\n{}\n"


def table(head: str, *rows: str) -> str:
    lines = ["|---" * (head.count("|") + 1) + "|", *(f"| {row} |" for row in rows)]
    return TABLE.format(head, "\n".join(lines))


def found(tmp_path: Path, section: str, field: str = "") -> list[str]:
    text = with_section(section)
    files: dict[str, str | bytes] = {PATH: with_field(field, text) if field else text}
    return [finding.rule for finding in rules.check(archive_of(tmp_path, files))]


def found_in_row(tmp_path: Path, row: str, field: str = "") -> list[str]:
    head = "Action | Priority | Owner | Due date | Status"
    return found(tmp_path, table(head, row), field)


@pytest.mark.parametrize("text", BAD)
def test_vague(tmp_path: Path, text: str) -> None:
    row = f"{text} | P0 | platform | 2026-02-22 | open"
    assert found_in_row(tmp_path, row) == ["action-vague"]


@pytest.mark.parametrize("text", GOOD)
def test_not_vague(tmp_path: Path, text: str) -> None:
    assert found_in_row(tmp_path, f"{text} | P0 | platform | 2026-02-22 | open") == []


@pytest.mark.parametrize(
    "text",
    ["Improve monitoring (#123)", "Improve monitoring. Issue", "Better monitoring of namespaces."],
)
def test_a_reference_makes_nothing_clearer(tmp_path: Path, text: str) -> None:
    row = f"{text} | P0 | platform | 2026-02-22 | open"
    assert found_in_row(tmp_path, row) == ["action-vague"]


def test_what_is_done_needs_no_bound(tmp_path: Path) -> None:
    assert found_in_row(tmp_path, "Improve monitoring | P0 | platform | 2026-02-22 | done") == []


@pytest.mark.parametrize(
    ("owner", "several"),
    [
        ("Platform + Eng Leadership", True), ("backend, SRE", True), ("backend and SRE", True),
        ("@ana @ben", True), ("platform / backend", True), ("SRE & DBA", True),
        ("Platform (EU)", False), ("Trust and Safety", False), ("CI/CD", False),
        ("Head of research and development", False), ("on-call SRE", False), ("R&D", False),
    ],
)  # fmt: skip
def test_several_owners(tmp_path: Path, owner: str, several: bool) -> None:
    row = f"Alert when the pool is full | P0 | {owner} | 2026-02-22 | open"
    assert found_in_row(tmp_path, row) == (["action-several-owners"] if several else [])


def test_a_known_team_is_one_owner(tmp_path: Path) -> None:
    row = "Alert when the pool is full | P0 | Tools and Toys | 2026-02-22 | open"
    text = with_section(table("Action | Priority | Owner | Due date | Status", row))
    archive = archive_of(tmp_path, {PATH: text}, archive="teams: {tools and toys: They make both.}")
    assert "action-several-owners" not in [finding.rule for finding in rules.check(archive)]


@pytest.mark.parametrize(
    ("limit", "start", "last"),
    [
        ("2 weeks", date(2026, 2, 15), date(2026, 3, 1)),
        ("1 month", date(2026, 1, 31), date(2026, 2, 28)),
        ("1 quarter", date(2025, 11, 30), date(2026, 2, 28)),
        ("7 days", date(2026, 2, 15), date(2026, 2, 22)),
        ("5 business days", date(2026, 2, 13), date(2026, 2, 23)),  # the 16th is a holiday
    ],
)
def test_a_limit_ends(limit: str, start: date, last: date) -> None:
    assert read_limit(limit).end(start, frozenset([date(2026, 2, 16)])) == last


@pytest.mark.parametrize(
    ("priority", "due", "field", "wrong"),
    [
        ("P1", "2026-03-04", "", []),  # published on 18 February, two weeks
        ("P1", "2026-03-05", "", ["action-due-after-limit"]),
        ("P1 — this week", "2026-03-15", "", ["action-due-after-limit"]),
        ("p1", "2026-03-05", "", ["action-due-after-limit"]),
        ("P1", "2026-03-02", "status: in-review\npublished:", ["action-due-after-limit"]),
        ("P9", "2026-03-05", "", ["action-priority-unknown"]),
        ("", "2026-09-05", "", []),
        ("P1", "2026-02-14", "", ["action-due-before-incident"]),
        ("P1", "2026-02-15", "", []),
    ],
)
def test_due(tmp_path: Path, priority: str, due: str, field: str, wrong: list[str]) -> None:
    row = f"Alert when the pool is full | {priority} | platform | {due} | open"
    rules_found = [r for r in found_in_row(tmp_path, row, field) if r != "field-missing"]
    assert rules_found == wrong


def test_the_message_computes_the_last_day(tmp_path: Path) -> None:
    row = "Alert when the pool is full | P1 | platform | 2026-03-15 | open"
    text = with_section(table("Action | Priority | Owner | Due date | Status", row))
    (finding,) = rules.check(archive_of(tmp_path, {PATH: text}))
    assert finding.message == (
        '"Alert when the pool is full" is due 2026-03-15, 25 days after publication; '
        "P1 allows 2 weeks: until 2026-03-04, or a lower priority"
    )


def test_a_waiver_in_a_cell_exempts_its_row(tmp_path: Path) -> None:
    waiver = "<!-- allow action-due-after-limit: the vendor's day -->"
    row = f"Alert when the pool is full | P1 | platform | 2026-03-15 {waiver} | open"
    assert found_in_row(tmp_path, row) == []


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("Prevent", []), ("Detection / mitigation", []), ("preventive", []), ("other", []),
        ("nice", ["action-type-unknown"]), ("detect and nice", ["action-type-unknown"]),
    ],
)  # fmt: skip
def test_types(tmp_path: Path, kind: str, wrong: list[str]) -> None:
    row = f"Alert when the pool is full | {kind} | platform | 2026-02-22 | open"
    assert found(tmp_path, table("Action | Type | Owner | Due date | Status", row)) == wrong


def test_a_template_without_types_is_not_asked_for_prevention(tmp_path: Path) -> None:
    assert not rules.check(archive_of(tmp_path, {PATH: POSTMORTEM}))


ACTION = "Alert when the pool is over 80 % for 2 minutes"
LATER = "2026/2026-03-01-orders-stuck-again.md"


def later(action: str = ACTION, field: str = "tracker: X-2") -> str:
    text = POSTMORTEM.replace("2026-02-15", "2026-03-01").replace("2026-02-18", "2026-03-02")
    text = text.replace("2026-02-22", "2026-03-05").replace(ACTION, action)
    return with_field(f"title: Orders stuck again\n{field}", text)


@pytest.mark.parametrize(
    ("action", "field", "wrong"),
    [
        (ACTION, "tracker: X-2", True),
        ("Alerts for 2 minutes, when a pool is over 80 %. This time really", "tracker: X-2", True),
        ("Alert when the queue is over 80 % for 2 minutes", "tracker: X-2", False),
        (ACTION, "repeat_of: [2026-02-15-orders-stuck]", False),
        (ACTION, "related: [2026-02-15-orders-stuck]", False),
        (ACTION, "not_repeat_of: {2026-02-15-orders-stuck: Another pool.}", False),
    ],
)
def test_repeated(tmp_path: Path, action: str, field: str, wrong: bool) -> None:
    archive = archive_of(tmp_path, {PATH: POSTMORTEM, LATER: later(action, field)})
    findings = rules.check(archive)
    assert [(f.path, f.rule) for f in findings] == ([(LATER, "action-repeated")] if wrong else [])


def test_a_restricted_postmortem_is_not_named(tmp_path: Path) -> None:
    secret = with_field("visibility: restricted")
    assert not rules.check(archive_of(tmp_path, {PATH: secret, LATER: later()}))
    same_title = later("Stop exports that run for a minute").replace(
        "stuck again", "stuck in the queue"
    )
    assert not rules.check(archive_of(tmp_path, {PATH: secret, LATER: same_title}))


def of_rule(tmp_path: Path, text: str, rule: str, policy: str = "") -> list[str]:
    archive = ARCHIVE.replace("policy: {", f"policy: {{{policy}, ") if policy else ARCHIVE
    found = rules.check(archive_of(tmp_path, {PATH: text}, archive))
    return [finding.message for finding in found if finding.rule == rule]


@pytest.mark.parametrize(
    ("owner", "one", "status"),
    [
        ("platform", False, "open"), ("@Platform", False, "open"), ("DB Team", False, "open"),
        ("Backend team", False, "in progress"), ("Checkout squad", False, "open"),
        ("platform", True, "done"), ("Platform lead", True, "open"), ("SRE", True, "open"),
        ("Platform (on-call engineer)", True, "open"), ("Team lead", True, "open"),
        ("Engineering Manager", True, "open"), ("Jamie", True, "open"),
    ],
)  # fmt: skip
def test_a_team_is_no_owner_where_policy_wants_one(
    tmp_path: Path, owner: str, one: bool, status: str
) -> None:
    row = f"| {owner} | 2026-02-22 | {status} |"
    text = POSTMORTEM.replace("| platform | 2026-02-22 | open |", row)
    wanted = of_rule(tmp_path, text, "action-owned-by-team", "action_owners: one")
    assert len(wanted) == (0 if one else 1)
    assert of_rule(tmp_path, text, "action-owned-by-team") == []


@pytest.mark.parametrize("owner", ["The team", "everyone", "All teams"])
def test_all_together_are_no_owner(tmp_path: Path, owner: str) -> None:
    text = POSTMORTEM.replace("| platform | 2026-02-22 |", f"| {owner} | 2026-02-22 |")
    assert len(of_rule(tmp_path, text, "action-without-owner")) == 1


@pytest.mark.parametrize(
    ("fields", "priorities", "policy", "count"),
    [
        ("impact: {users: 10}", ["P2"], "", 1),
        ("impact: {tickets: ~3}", ["P1", "P2"], "", 1),  # of P0, P1 and P2, only P0 is urgent
        ("impact: {users: 10}", ["P0", "P2"], "", 0),
        ("impact: {users: 10}", ["P2"], "needs_postmortem: {severities: [SEV-1]}", 0),
        ("impact: {users: 0}", ["P2"], "", 0),
        ("impact: {data_loss: none}", ["P2"], "", 0),
        ("title: Orders", ["P2"], "", 0),
        ("impact: {users: 10}", ["P2", ""], "", 0),
        ("impact: {users: 10}", ["urgent"], "", 0),
        ("impact: {users: 10}\nkind: drill", ["P2"], "", 0),
    ],
)
def test_an_incident_that_users_felt_needs_an_urgent_action(
    tmp_path: Path, fields: str, priorities: list[str], policy: str, count: int
) -> None:
    rows = "".join(
        f"| Close pool {n} when the client goes | {priority} | platform | 2026-02-20 | open |\n"
        for n, priority in enumerate(priorities)
    )
    text = with_field(fields)
    start = text.index("| Alert when")
    text = text[:start] + rows + text[text.index("\n", start) + 1 :]
    assert len(of_rule(tmp_path, text, "action-none-urgent", policy)) == count


def test_a_declined_action_is_not_urgent(tmp_path: Path) -> None:
    text = with_field("impact: {users: 10}").replace(
        "| P0 | platform | 2026-02-22 | open |",
        (
            "| P0 | platform | 2026-02-22 | declined |\n"
            "| Close connections when the client goes | P2 | platform | 2026-02-22 | open |"
        ),
    )
    (message,) = of_rule(tmp_path, text, "action-none-urgent")
    assert message.startswith("users felt this SEV-2, and no action item is P0;")


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("Mar 1", '"Mar 1", which has no year; write 2026-03-01'),
        ("Jan 5", '"Jan 5", which has no year; write 2027-01-05'),
        ("March 1, 2026", '"March 1, 2026"; write 2026-03-01'),
        ("29 Feb", '"29 Feb", which is no day; write the day as 2026-03-01'),
        ("soon", '"soon", which is no day; write the day as 2026-03-01'),
    ],
)
def test_a_due_date_is_offered_with_its_year(tmp_path: Path, said: str, right: str) -> None:
    text = POSTMORTEM.replace("2026-02-22", said)
    (finding,) = rules.check(archive_of(tmp_path, {PATH: text}))
    assert finding.message.endswith(f"is due {right}")
