"""Drafts from rough notes: nothing invented, nothing lost, and spans that are right."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postmortem_archive.drafting import Cast, Drafted, cast_of, compose, people_in, read_notes
from postmortem_archive.drafting.answer import unsupported
from postmortem_archive.drafting.notes import Notes
from postmortem_archive.drafting.prompt import prompt
from postmortem_archive.drafting.readers.labels import LABEL
from postmortem_archive.drafting.recognition import Recognised, is_signal, phases, recognise
from postmortem_archive.drafting.timing import course
from postmortem_archive.drafting.topics import topic_of
from postmortem_archive.load import complete, load, survey
from postmortem_archive.load.postmortem import read_postmortem
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Finding
from postmortem_archive.model.front_matter import MOMENTS
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.rules import check
from postmortem_archive.times import parse_zone
from tests.helpers import ROOT, archive_of, lines_run, make
from tests.test_commands import clean, postmortem

NOTES = ROOT / "tests" / "notes"
FILES = sorted(path.name for path in NOTES.iterdir())
TODAY = date(2026, 3, 1)
ARCHIVE = survey(ROOT / "postmortems")
TEMPLATES = sorted(ARCHIVE.templates)


def noted(name: str) -> Notes:
    return read_notes((NOTES / name).read_bytes())


def cast_in(notes: Notes) -> Cast:
    return cast_of(people_in(notes, ARCHIVE.language.names), {})


def drafted(notes: Notes, template: str = "incident", **given: object) -> Drafted:
    shape = ARCHIVE.templates[template]
    return compose(notes, shape, ARCHIVE.file, cast_in(notes), TODAY, **given)  # type: ignore[arg-type]


def of(text: str, template: str = "incident", **given: object) -> Drafted:
    return drafted(read_notes(text.encode()), template, **given)


def findings(made: Drafted, archive: Archive = ARCHIVE) -> list[Finding]:
    data = made.draft.text.encode()
    read = read_postmortem(made.draft.path, data, archive.file, archive.templates)
    return check(complete(ROOT / "postmortems", archive, [read]))


def rows(made: Drafted) -> list[str]:
    return [line for line in made.draft.text.split("\n") if re.match(r"\| (?:~|[0-9])", line)]


@pytest.mark.parametrize(
    ("name", "recover", "minutes"),
    [
        ("survey-delivery.txt", "Time to recover", 93),
        ("checkout.md", "First signal to resolution", 154),
        ("checkout.md", "First signal to mitigation", 92),
        ("black-friday.md", "First signal to resolution", 85),
        ("black-friday.md", "First signal to detection", 9),
        ("orders.md", "Time to recover", 45),
        ("orders.md", "Alert to acknowledgement", 3),
        ("cloudboard.txt", "Time to recover", 47),
        ("midnight.md", "First signal to resolution", 133),
        ("slack.json", "Alert to acknowledgement", 4),
        ("pagerduty.json", "First signal to resolution", 43),
    ],
)
def test_computed_spans_are_those_of_the_notes(name: str, recover: str, minutes: int) -> None:
    spans = {phase.label: phase.span for phase in phases(drafted(noted(name)).moments)}
    assert spans[recover] == timedelta(minutes=minutes)


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("name", FILES)
def test_a_draft_says_only_what_the_notes_say(name: str, template: str) -> None:
    """The draft, held to its notes as an assistant's answer would be."""
    notes = noted(name)
    made = drafted(notes, template)
    assert unsupported(made.draft.text.encode(), notes, ARCHIVE) == []


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("name", FILES)
def test_each_line_of_a_draft_is_the_templates_or_has_its_notes(name: str, template: str) -> None:
    made = drafted(noted(name), template)
    shape = ARCHIVE.templates[template]
    printed = set(shape.skeleton.split("\n"))
    ours = re.compile(
        r"\|[ |-]+\||\| (?:ID|Time|Moment|#) .*|All times in .*|<!-- The notes do not.*"
    )
    left = re.compile(r"|## Notes not placed|TODO: move each of these .*|\| Action .*")
    for number, line in enumerate(made.draft.text.split("\n---\n", 1)[1].split("\n"), 1):
        number += made.draft.text.split("\n---\n", 1)[0].count("\n") + 2
        if line not in printed and not ours.fullmatch(line) and not left.fullmatch(line):
            assert made.sources.get(number), line


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("name", FILES)
def test_a_draft_passes_the_check(name: str, template: str) -> None:
    errors = [f for f in findings(drafted(noted(name), template)) if f.level == "error"]
    assert errors == []


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("name", FILES)
def test_nothing_of_the_notes_is_lost(name: str, template: str) -> None:
    notes = noted(name)
    lost = missing(notes, drafted(notes, template))
    assert lost == set()


def missing(notes: Notes, made: Drafted) -> set[str]:
    """The words of the notes that the draft does not have, in its own form of times and figures."""
    cast = cast_in(notes)
    data = made.draft.text.encode()
    read = read_postmortem(made.draft.path, data, ARCHIVE.file, ARCHIVE.templates)
    told = words(f"{made.draft.text} {read.title}")
    said: set[str] = set()
    for note in notes.notes:
        if note.topic not in ("when", "zone"):
            text = re.sub(r"^\[[ xX]\] ", "", note.text)  # a ticked box becomes a status
            said |= words(f"{cast.of(text)} {cast.of(note.actor)}")
    return said - told


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


@pytest.mark.parametrize("name", [name for name in FILES if not name.endswith(".json")])
def test_every_word_of_a_text_is_in_some_note(name: str) -> None:
    text = (NOTES / name).read_text(encoding="utf-8")
    notes = noted(name)
    told = set().union(*(words(f"{n.text} {n.actor} {dict(n.cells)}") for n in notes.notes))
    lines = [LABEL.sub("", line) if is_label(line) else line for line in text.split("\n")]
    said = {word for line in lines for word in words(line) if not re.search("[0-9]", word)}
    headings = {"time", "utc", "event", "actor", "system", "impact", "root", "cause", "action"}
    allowed = {
        "items",
        "links",
        "id",
        "owner",
        "due",
        "date",
        "status",
        "et",
        "at",
        "pst",
        "min",
        "by",
    }
    assert said - told - headings - allowed == set()


def is_label(line: str) -> bool:
    label = LABEL.match(line)
    return bool(label and topic_of(label["label"]))


@pytest.mark.parametrize("name", FILES)
def test_no_name_stands_in_a_draft_where_roles_do(name: str) -> None:
    text = drafted(noted(name)).draft.text
    for person in (
        "Jamie",
        "Marcus",
        "Sarah",
        "John",
        "Jane",
        "Alice",
        "obuko",
        "avi.",
        "U03",
        "@n",
    ):
        assert person not in text.replace("Ravi.", ""), person


def test_what_was_recognised_is_to_be_confirmed_before_review() -> None:
    made = drafted(noted("orders.md"))
    asked = [f for f in findings(made) if f.rule == "placeholder-left"]
    fields = {f.message.split(" ")[0] for f in asked}
    assert {"started", "detected", "acknowledged", "mitigated", "resolved", "impact"} <= fields
    assert {f.level for f in asked} == {"note"}


def test_a_wrong_duration_in_the_notes_is_found_by_the_check() -> None:
    found = [f.message for f in findings(drafted(noted("survey-delivery.txt")))]
    assert any("1 hour 47 minutes" in message and "1 h 33 min" in message for message in found)


def test_a_span_that_drifts_from_the_moments_is_found_by_the_check() -> None:
    made = drafted(noted("orders.md"))
    text = made.draft.text.replace("resolved: 2026-02-15T15:08Z", "resolved: 2026-02-15T15:38Z")
    read = read_postmortem(made.draft.path, text.encode(), ARCHIVE.file, ARCHIVE.templates)
    rules = {f.rule for f in check(complete(ROOT / "postmortems", ARCHIVE, [read]))}
    assert "measure-differs" in rules


def test_impact_figures_keep_their_about() -> None:
    text = drafted(noted("orders.md")).draft.text
    assert "impact: {users: ~28000, revenue: 340000 USD, data_loss: none}" in text
    text = drafted(noted("black-friday.md")).draft.text
    assert "impact: {requests: ~4200, revenue: ~340000 USD}" in text


def test_action_items_get_what_the_notes_say_and_no_more() -> None:
    text = drafted(noted("orders.md")).draft.text
    assert "| 1 | Pool utilisation on the dashboard | P0 | | | done |" in text
    assert "| 3 | Ask marketing to announce e-mails | | | | |" in text
    text = drafted(noted("checkout.md")).draft.text
    assert "| 1 | Alert when the pool is at 75% | | DBA | 2025-01-17 | Complete |" in text


def test_times_that_count_from_others_are_computed_and_say_from_what() -> None:
    text = drafted(noted("midnight.md")).draft.text
    assert "| 00:20 | Ten minutes later" in text
    assert "(time computed: 00:20 + 15 min)" in text
    made = of("2026-02-15 UTC\n- 14:00 alert fires\n- T+25: fixed")
    assert rows(made)[-1] == "| 14:25 | Fixed (time computed: 14:00 + 25 min) |"


def test_a_relative_time_without_another_is_not_lost() -> None:
    made = of("10 minutes later the site was down")
    assert "10 minutes later the site was down" in made.draft.text
    assert "no time stands before it" in made.unclear[0].message


def test_over_midnight_the_day_goes_on() -> None:
    moments = drafted(noted("midnight.md")).moments
    assert str(moments["detected"].at) == "2026-02-14 23:52:00+00:00"
    assert str(moments["resolved"].at) == "2026-02-15 02:05:00+00:00"


def test_a_zone_named_once_holds_for_what_follows_and_for_its_season() -> None:
    winter = of("2023-11-24\n- 07:22 ET alert fires\n- 08:47 resolved").draft.text
    assert "detected: 2023-11-24T07:22-05:00" in winter
    assert "All times in ET." in winter
    summer = of("2023-07-24\n- 07:22 ET alert fires\n- 08:47 resolved").draft.text
    assert "detected: 2023-07-24T07:22-04:00" in summer


def test_two_zones_stay_two_and_are_told() -> None:
    made = of("2026-01-10\n- 14:00 UTC alert fires\n- 06:10 PST vendor calls\n- 14:30 resolved")
    assert [row.split("|")[1].strip() for row in rows(made)] == ["14:00", "06:10 PST", "14:30"]
    assert any("several zones" in each.message for each in made.unclear)


def test_without_a_zone_no_moment_is_claimed() -> None:
    made = of("2026-02-15\n- 14:23 alert fires\n- 15:08 resolved")
    assert "detected:  # 14:23, notes line 2" in made.draft.text
    assert "All times in" not in made.draft.text
    assert "timeline-zone-missing" in {f.rule for f in findings(made)}
    assert any("--timezone" in each.message for each in made.unclear)
    given = of("2026-02-15\n- 14:23 alert fires", zone=parse_zone("Europe/Berlin"))
    assert "detected: 2026-02-15T14:23+01:00" in given.draft.text


def test_the_time_given_for_the_incident_is_its_start_where_nothing_else_tells_it() -> None:
    text = of("incident_datetime: 2025-03-10, 09:14 UTC\nimpact: nobody could pay").draft.text
    assert "title: nobody could pay  # to be confirmed" in text
    assert "started: 2025-03-10T09:14Z  # to be confirmed: notes line 1" in text
    text = of("incident_datetime: 2025-03-10, 09:14\nimpact: nobody could pay").draft.text
    assert "started:  # 09:14, notes line 1" in text


def test_the_first_signal_is_not_taken_for_the_start() -> None:
    text = of("2026-02-15 UTC\n- 14:23 alert fires\n- 15:08 resolved").draft.text
    assert "started:  # when did the impact begin? First signal: 14:23, notes line 2" in text
    assert "- First signal to resolution: 45 min (14:23–15:08)" in text
    assert "Time to recover" not in text
    text = of("2026-02-15 UTC\n- 14:20 site goes down\n- 14:23 alert fires").draft.text
    assert "started: 2026-02-15T14:20Z" in text


def test_without_a_day_the_spans_stand_and_moments_do_not() -> None:
    made = drafted(noted("black-friday.md"))
    assert "- First signal to resolution: 1 h 25 min (07:22–08:47)" in made.draft.text
    assert "the notes name no day" in made.draft.text
    made = drafted(noted("black-friday.md"), day=date(2023, 11, 24))
    assert "resolved: 2023-11-24T08:47-05:00" in made.draft.text


def test_people_become_roles_by_the_notes_the_file_or_a_letter() -> None:
    notes = read_notes(
        b"responders: Jamie (SRE), Wren, Database team\n- 14:00 Jamie joins\n- 14:01 Wren joins\n"
        b"- 14:02 @kai joins, kai reads logs\n- 14:03 Jamie asks @dba-team\n"
    )
    people = people_in(notes, ARCHIVE.language.names)
    assert [person.names[0] for person in people] == ["Jamie", "Wren", "@kai"]
    cast = cast_of(people, {})
    assert cast.of("Wren asks Jamie, kai and @dba-team") == (
        "responder A asks SRE, responder B and @dba-team"
    )
    cast = cast_of(people, {"Wren": "support lead", "Ola Berg": "vendor"})
    assert cast.of("Wren, Ola and @kai") == "support lead, vendor and a responder"


def test_where_people_are_named_names_stay(tmp_path: Path) -> None:
    root = tmp_path / "postmortems"
    archive_of(tmp_path, {}, "name: X\npolicy: {people: names}\n")
    run = postmortem("draft", NOTES / "survey-delivery.txt", "-o", "-", "--archive", root)
    assert "Jamie acknowledges" in clean(run, 0)


def test_a_severity_or_service_that_the_archive_lacks_is_left_open_and_told() -> None:
    text = drafted(noted("survey-delivery.txt")).draft.text
    assert 'severity:  # notes line 4: "P1' in text
    assert "- Severity: P1 — the service" in text
    text = drafted(noted("checkout.md")).draft.text
    assert "severity: SEV-1\n" in text
    assert "services: [checkout, product-catalog]" in text


def test_slack_and_pagerduty_are_recognised() -> None:
    assert noted("slack.json").form == "Slack export"
    assert noted("pagerduty.json").form == "PagerDuty log"
    assert read_notes(b"[1, 2").form == "prose"


def test_slack_marks_become_words() -> None:
    text = drafted(noted("slack.json")).draft.text
    assert "order API error rate > 10%" in text
    assert "dashboard (https://grafana.example.com/d/1)" in text


def test_markup_in_notes_stays_text() -> None:
    made = of(
        "2026-01-10 UTC\n- 14:00 a | b <script>x</script> <!-- allow blame: no -->\n- # not one"
    )
    assert "A \\| b \\<script>x\\</script> \\<!-- allow" in made.draft.text
    assert not any(finding.level == "error" for finding in findings(made))


ANSWER = """\
---
title: Orders
started: 2026-02-15T14:23Z  # notes line 99
detected: 2026-02-15T16:25+01:00
---

# 1. Summary

1. At 14:23 the pool was full; at 14:33 someone looked. All was over after 45 minutes.

| # | Action | Due date |
|---|--------|----------|
| 7 | Alert at 80 % | 2026-02-22 |

Henrik saw 12,000 orders and 13,000 mails, see https://example.com/x. <!-- 777 -->
"""


def test_an_answer_is_told_what_the_notes_do_not_say() -> None:
    found = unsupported(ANSWER.encode(), noted("orders.md"), ARCHIVE)
    assert [(claim.line, claim.kind, claim.text) for claim in found] == [
        (4, "time", "2026-02-15T16:25+01:00"),
        (9, "time", "14:33"),
        (13, "date", "2026-02-22"),
        (15, "name", "Henrik"),
        (15, "number", "13,000"),
        (15, "address", "https://example.com/x"),
    ]
    assert found[1].nearest == "14:28, line 9"
    assert ANSWER.split("\n")[8][found[1].column - 1 :].startswith("14:33")


def test_a_template_claims_nothing() -> None:
    notes = read_notes(b"- 14:23 UTC alert fires")
    for template in ARCHIVE.templates.values():
        assert unsupported(template.skeleton.encode(), notes, ARCHIVE) == []


def test_the_prompt_has_notes_rules_and_template_and_no_names() -> None:
    notes = noted("survey-delivery.txt")
    text = prompt(notes, ARCHIVE.templates["incident"], ARCHIVE, cast_in(notes))
    assert "09:16 — on-call backend engineer acknowledges" in text
    assert "- An action item has no owner." in text
    assert "## Contributing factors" in text
    assert "Jamie" not in text
    text = prompt(noted("slack.json"), ARCHIVE.templates["brief"], ARCHIVE, Cast())
    assert "2026-02-14 22:51 UTC | Slack | Datadog | [Triggered]" in text


def test_draft_writes_once_and_reports_on_the_other_stream(tmp_path: Path) -> None:
    archive_of(tmp_path, {})
    run = postmortem("draft", NOTES / "midnight.md", cwd=tmp_path)
    path = "postmortems/2026/2026-02-14-db01-disk-full-sat-night.md"
    assert clean(run, 0) == f"{path}\n"
    assert 'line 12: "25:10" is no time of day' in run.stderr
    assert clean(postmortem("check", cwd=tmp_path), 0)
    assert load(tmp_path / "postmortems").postmortems[0].front.status == "draft"
    again = postmortem("draft", NOTES / "midnight.md", cwd=tmp_path)
    assert "there is a postmortem of this name already" in again.stderr
    clean(again, 2)


def test_draft_checks_an_answer(tmp_path: Path) -> None:
    answer = tmp_path / "answer.md"
    answer.write_text(ANSWER, encoding="utf-8")
    run = postmortem("draft", "--check", answer, NOTES / "orders.md")
    assert f'{answer}:9:35: the time "14:33" is not in the notes (nearest: 14:28, line 9)' in clean(
        run, 1
    )
    answer.write_text("Resolved at 15:08.\n", encoding="utf-8")
    assert "0 claims" in clean(postmortem("draft", "--check", answer, NOTES / "orders.md"), 0)


def test_roles_come_from_a_file_and_notes_from_a_pipe(tmp_path: Path) -> None:
    roles = tmp_path / "roles.yml"
    roles.write_text("Ravi Shah: support lead\n", encoding="utf-8")
    text = (NOTES / "midnight.md").read_text(encoding="utf-8")
    run = postmortem("draft", "-", "-o", "-", "--roles", roles, stdin=text)
    assert "says support lead from support" in clean(run, 0)
    assert "support lead posts to the status page" in run.stdout
    roles.write_text("[a]\n", encoding="utf-8")
    clean(postmortem("draft", "-", "--roles", roles, stdin=text), 2)


@pytest.mark.parametrize(
    ("arguments", "stdin", "message"),
    [
        (["draft", "-"], "", "there is nothing in these notes"),
        (["draft", "-", "--timezone", "IST"], "x", "three zones"),
        (["draft", "-", "--template", "incidnet"], "x", 'did you mean "incident"?'),
        (["draft", "-", "--roles", "no-such-file"], "x", "cannot be read"),
        (["prompt", "no-such-file"], "", "No such file"),
    ],
)
def test_wrong_use_is_told_what_is_right(arguments: list[str], stdin: str, message: str) -> None:
    run = postmortem(*arguments, stdin=stdin)
    clean(run, 2)
    assert message in run.stderr


@pytest.mark.parametrize("verb", ["draft", "prompt"])
@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("notes.bin", b"\x00\x01alert", "is not text (it has zero bytes)"),
        ("notes.md", "14:23 alert".encode("utf-16"), "is not text (it has zero bytes)"),
        ("channel.json", b'[{"ts": 1,', "such as a PagerDuty log and a Slack export"),
        ("other.json", b'{"a": 1}', "such as a PagerDuty log and a Slack export"),
    ],
)
def test_what_is_no_notes_makes_no_draft(
    verb: str, name: str, data: bytes, message: str, tmp_path: Path
) -> None:
    make(tmp_path, {})
    (tmp_path / name).write_bytes(data)
    run = postmortem(verb, name, cwd=tmp_path)
    assert clean(run, 2) == ""
    assert message in run.stderr
    assert [path.name for path in (tmp_path / "postmortems").iterdir()] == ["archive.yml"]


PIECES = st.sampled_from(
    [
        *("- ", "* ", "1. ", "# ", "| ", "|---|---|", "| Time | Event |", "| Action | Owner |"),
        *("Impact: ", "timeline: |", "when: ", "actions:", "severity: P1", "UTC", "resolved"),
        *("14:23 ", "~9:05pm ", "23:59–00:10 ", "07:14 ET ", "2026-02-15 ", "T+5 ", "alert fires"),
        *("10 minutes later ", "Jamie ", "@kai ", "`", "<!-- ", "-->", "\\", "```", "---\n"),
        *("\n", "\n\n", "  ", "$5K lost revenue", "# allow blame: x"),
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=25).map("".join)


@settings(max_examples=150)
@given(TEXTS, st.sampled_from(TEMPLATES))
def test_no_notes_raise_and_nothing_of_them_is_lost(text: str, template: str) -> None:
    notes = read_notes(text.encode("utf-8", "replace"))
    made = drafted(notes, template)
    assert missing(notes, made) == set()
    assert [f.message for f in findings(made) if f.level == "error"] == []


KEYS = st.sampled_from(
    [
        *("ts", "text", "user", "type", "log_entries", "created_at", "agent", "channel", "summary"),
        *("attachments", "user_profile", "messages", "incident", "assignees", "real_name"),
    ]
)
VALUES = st.none() | st.integers() | st.sampled_from(["1771109580.1", "a_log_entry", "x", "<@U1>"])
DATA = st.recursive(
    VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4)
)


@settings(max_examples=80)
@given(DATA)
def test_no_export_raises(data: object) -> None:
    drafted(read_notes(json.dumps(data).encode()))


@pytest.mark.parametrize(
    "piece",
    ["14:23 ", "Jamie\n", "Jamie (x ", "<!--", "| ", "10 minutes later. ", "- 14:23 x\n"],
)
def test_twice_the_notes_are_at_most_twice_the_work(piece: str) -> None:
    def draft(length: int) -> None:
        text = piece * (length // len(piece))
        notes = read_notes(text.encode())
        drafted(notes)
        unsupported(text.encode(), notes, ARCHIVE)

    draft(100_000)
    assert lines_run(lambda: draft(12_000)) < 2.3 * lines_run(lambda: draft(6_000)) + 1000


# How often the moments are right, as the how-to says it


def given_back() -> Iterator[tuple[Postmortem, dict[str, Recognised]]]:
    """The shipped postmortems with the moments that their timelines, given back as notes, tell."""
    for post in load(ROOT / "postmortems").postmortems:
        events = [event for event in post.events if event.start and not event.day_only]
        if not events or not events[0].start:
            continue
        first = events[0].start
        lines = [f"- {event.start:%Y-%m-%d %H:%M} {event.text}" for event in events]
        notes = read_notes("\n".join(["notes", "", *lines]).encode())
        yield post, recognise(notes, course(notes, first.tzinfo, first.date()))


def test_the_how_to_says_how_often_the_moments_are_right() -> None:
    same, other, left = Counter[str](), Counter[str](), Counter[str]()
    signals = Counter[bool]()
    for post, found in given_back():
        for name in MOMENTS:
            set_, one = getattr(post.front, name), found.get(name)
            if one and is_signal(one):
                signals[one.at == set_] += bool(set_)
                one = None
            if one:
                (same if one.at == set_ else other)[name] += 1
            elif set_:
                left[name] += 1
    page = (ROOT / "docs" / "how-to" / "draft-from-notes.md").read_text(encoding="utf-8")
    for name in MOMENTS:
        assert f"\n| {name} | {same[name]} | {other[name]} | {left[name]} |\n" in page
    assert f"its start in {signals[True]} of {signals.total()}\ncases" in page


def test_a_clause_with_its_own_time_is_an_event_of_its_own() -> None:
    text = "Pager went at 07:31, Priya acked at 07:33. From 07:10 to 07:31 slow."
    notes = read_notes(f"notes\n\n{text}".encode())
    assert [(n.text, f"{n.clock.time:%H:%M}") for n in notes.notes if n.clock and n.clock.time] == [
        ("Pager went", "07:31"),
        ("Priya acked.", "07:33"),
        ("From 07:10 to 07:31 slow.", "07:10"),
    ]


def test_a_line_that_goes_on_to_a_later_time_is_two_events() -> None:
    lines = ("07:55 errors gone. All clear at 08:10.", "14:20 asks about 14:03. No.")
    notes = read_notes("\n".join(["notes", "", *lines]).encode())
    assert [(n.text, f"{n.clock.time:%H:%M}") for n in notes.notes if n.clock and n.clock.time] == [
        ("errors gone.", "07:55"),
        ("All clear.", "08:10"),
        ("asks about 14:03. No.", "14:20"),
    ]


def test_a_fix_in_vain_is_no_mitigation() -> None:
    lines = ("07:31 alert", "07:40 rolled back v4.2, errors still at 12%", "07:55 errors gone")
    notes = read_notes("\n".join(["notes", "", *lines, "08:10 all clear"]).encode())
    found = recognise(notes, course(notes, UTC, date(2026, 3, 3)))
    assert f"{found['mitigated'].at:%H:%M}" == "07:55"
