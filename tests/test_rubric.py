"""The review of a postmortem: its checklist, its agenda, and what neither may do."""

import os
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_archive import markdown
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.rubric import Line, rubric_of
from postmortem_archive.rubric.agenda import BY_TEMPLATE, FACTORS, PROJECT, READING, Slot
from postmortem_archive.rubric.as_markdown import markdown as as_markdown
from postmortem_archive.rubric.as_markdown import plain
from postmortem_archive.rubric.checklist import THEMES, Item
from postmortem_archive.rubric.facts import FACTS, NEEDS
from postmortem_archive.rubric.questions import (
    cut,
    factors_without_action,
    longest_gaps,
    unanswered_whys,
)
from postmortem_archive.rules import BY_ID, RULES, check
from tests.helpers import (
    ARCHIVE,
    PATH,
    POSTMORTEM,
    ROOT,
    archive_of,
    make,
    with_field,
    with_section,
)
from tests.test_commands import clean, postmortem

GOLDEN = ROOT / "tests" / "rubric"
WHERE = "add its id to an item of THEMES in plugins/postmortem_archive/rubric/checklist.py"
ITEMS = [item for theme in THEMES for item in theme.items]

# What the published guides ask a reviewer to look at, and the item here that stands for it.
ASKED_BY_GUIDES = {
    "written within days, while it is fresh": "Was it written while people remembered?",
    "the summary is short and understandable without context": "learn from the summary",
    "terms are explained to all readers": "Is every technical term explained",
    "the summary tells the most important lesson": "and what it teaches",
    "impact in numbers": "Is the impact in figures",
    "data loss, revenue, promises, downstream services": "and who downstream felt it",
    "the severity is the right one": "Does the severity fit that impact?",
    "the document has all of its parts": "Every field and section that the template asks for",
    "exact times, in order, with a zone": "Its times can be placed and run forward.",
    "stated durations are true": "Times, durations and shares told in the text",
    "first signal, escalation, decisions, all-clear": "from the first sign to the all-clear",
    "blind alleys are told": "which paths led nowhere",
    "responders have corrected and completed it": "Have all who responded read it",
    "what nobody knows is marked": "is marked what nobody knows",
    "the mechanism could be reproduced": "could another engineer reproduce the failure",
    "why, and not only what": "Does it say why, and not only what",
    "trigger, immediate cause, root cause and factors apart": "Are trigger, cause and contributing",
    "the cause, once mended, prevents this category": "prevent this kind of incident",
    "more than one factor, of several kinds": "Is there more than one factor",
    "why it was not caught": "Why did tests, review and rollout let it through?",
    "how it was detected, after how long": "Is it told how it was noticed",
    "which alert was missing": "which alert was missing",
    "what slowed the response, were the right people there": "the right people were there in time",
    "who was told what, and when": "who informed customers and colleagues",
    "what went well is not skipped": "Is what went well named",
    "no blame, no hindsight, no names": "No listed wording of blame",
    "every act was reasonable on what was known": "read as reasonable, given what was known",
    "specific and factual, no vague phrases": "Is it factual and exact",
    "each action has one owner": "Each has one owner.",
    "each action has a deadline": "Each is due on a day",
    "deadlines follow from priorities": "within the limit of its priority",
    "priorities, types, states": "Priorities, types and states",
    "each action has an id": "Where they have ids",
    "each action is specific and measurable": "Is each so specific",
    "prevention ranks first": "Do they come in the right order",
    "each factor is answered by an action": "Does each factor have an action",
    "the action names the failure mode it is for": "each action a factor",
    "someone gives the actions their time": "Can those who own them find the time",
    "earlier incidents are linked": "what is named is there",
    "repeats are seen": "Has something like it happened before",
    "lessons hold for others": "are the lessons useful beyond this incident",
    "the actions are looked at again": "Is it agreed when the actions are looked at",
    "it is shared": "Is it agreed who learns of it",
    "projects: goals against outcomes": "Is every goal set against its outcome",
    "projects: feedback of those it was for": "Have those for whom it was done been asked?",
    "projects: recommendations for the next team": "Could another team act",
    "near-misses are worth it too": "Is it told what could have happened",
}  # fmt: skip
# Of these, what rules decide alone; all others are for people.
DECIDED_BY_RULES = {
    "the document has all of its parts",
    "exact times, in order, with a zone",
    "stated durations are true",
    "no blame, no hindsight, no names",
    "each action has one owner",
    "each action has a deadline",
    "deadlines follow from priorities",
    "priorities, types, states",
    "each action has an id",
    "earlier incidents are linked",
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.ID)
def test_every_rule_is_in_one_item(rule: object) -> None:
    items = [item.text for item in ITEMS if rule.ID in item.rules]  # type: ignore[attr-defined]
    assert len(items) == 1, f"{rule.ID} is in {len(items)} items: {WHERE}"  # type: ignore[attr-defined]


def test_items_name_what_there_is() -> None:
    named = {rule for item in ITEMS for rule in item.rules}
    assert named <= set(BY_ID), named - set(BY_ID)
    assert {item.fact for item in ITEMS} - {""} == set(FACTS)
    assert {item.needs for item in ITEMS} - {""} == set(NEEDS)
    assert len({item.text for item in ITEMS}) == len(ITEMS)


def test_only_people_are_asked_questions() -> None:
    for item in ITEMS:
        assert item.rules or item.for_people, item.text
        assert ("?" in item.text) == item.for_people, item.text


@pytest.mark.parametrize("asked", ASKED_BY_GUIDES)
def test_what_guides_ask_is_in_the_checklist(asked: str) -> None:
    (item,) = [item for item in ITEMS if ASKED_BY_GUIDES[asked] in item.text]
    assert item.for_people == (asked not in DECIDED_BY_RULES)


def test_no_item_is_our_own_invention_unless_it_is_about_the_file() -> None:
    """An item that no guide asks for concerns the file as such, or what may be read by whom."""
    wanted = ASKED_BY_GUIDES.values()
    own = {item.text for item in ITEMS if not any(text in item.text for text in wanted)}
    about_files = THEMES[0].items
    allowed = {"The moments of the incident are in order."}
    allowed |= {item.text for item in (*about_files, *THEMES[-1].items)}
    assert own <= allowed, "say in ASKED_BY_GUIDES which guide's question this item stands for"


def test_the_review_reads_as_expected() -> None:
    run = postmortem(
        *("rubric", "--archive", "postmortems"),
        "postmortems/2026/2026-02-15-orders-stuck.md",
        cwd=GOLDEN,
    )
    found, expected = clean(run, 0), GOLDEN / "expected.md"
    if os.environ.get("REWRITE_GOLDEN"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


def lines_of(archive: Archive, path: str = PATH) -> dict[str, Line]:
    """The lines of a review by the beginning of their items."""
    rubric = rubric_of(archive.by_path[path], archive)
    return {line.item.text: line for line in rubric.lines}


def line_with(rule: str, archive: Archive) -> Line:
    (line,) = [line for line in lines_of(archive).values() if rule in line.item.rules]
    return line


def test_people_tick_their_items_themselves(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, {PATH: POSTMORTEM})
    states = {text: line.state for text, line in lines_of(archive).items()}
    for_people = {item.text for item in ITEMS if item.for_people}
    assert {state for text, state in states.items() if text in for_people} == {"open"}
    assert {state for text, state in states.items() if text not in for_people} == {"good"}


def test_each_finding_is_shown_once(tmp_path: Path) -> None:
    text = with_field("tags: [x]\nseverity: SEV-9").replace("| platform |", "| |")
    archive = archive_of(tmp_path, {PATH: text})
    shown = [f for line in lines_of(archive).values() for f in line.findings]
    assert sorted(map(str, shown)) == sorted(map(str, check(archive, {PATH})))
    assert line_with("tag-unknown", archive).state == "bad"


def test_a_rule_that_is_not_used_ticks_nothing(tmp_path: Path) -> None:
    rules = "rules: {blame: {off: Not yet.}, section-empty: {since: 2026-03-01}}"
    off = archive_of(
        tmp_path, {PATH: POSTMORTEM}, ARCHIVE.replace("policy: {", f"policy: {{{rules}, ")
    )
    assert line_with("blame", off).state == "open"
    assert "blame: Not yet." in line_with("blame", off).unchecked
    assert "before 2026-03-01" in line_with("section-empty", off).unchecked


@pytest.mark.parametrize(
    ("section", "rule", "why"),
    [
        ("## Timeline\n\nIt went on for a while.", "timeline-out-of-order", "no row"),
        ("## Action items\n\nNone yet.", "action-without-owner", "no action item"),
        ("## Action items\n\n- [ ] Count the pools of the exports", "action-several-owners",
         "place for its owner"),
    ],
)  # fmt: skip
def test_what_rules_cannot_read_they_do_not_tick(
    tmp_path: Path, section: str, rule: str, why: str
) -> None:
    archive = archive_of(tmp_path, {PATH: with_section(section)})
    line = line_with(rule, archive)
    if not line.findings:
        assert (line.state, why in line.unchecked) == ("open", True)


def test_of_an_unreadable_file_nothing_is_ticked(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, {PATH: "no front matter"})
    states = {line.state for line in lines_of(archive).values()}
    assert states == {"bad", "open"}


def test_items_follow_the_kind(tmp_path: Path) -> None:
    project = lines_of(archive_of(tmp_path, {PATH: with_field("kind: project")}))
    assert any(text.startswith("Is every goal") for text in project)
    assert not any("severity fit" in text for text in project)
    near = lines_of(archive_of(tmp_path, {PATH: with_field("kind: near-miss")}))
    assert any("could have happened" in text for text in near)
    assert not any("Is every goal" in text for text in near)


def test_a_finding_is_shown_even_where_its_item_is_for_another_kind(tmp_path: Path) -> None:
    late = with_field("kind: project\nresolved: 2026-02-15T13:00Z")
    line = line_with("moments-out-of-order", archive_of(tmp_path, {PATH: late}))
    assert line.state == "bad"


@pytest.mark.parametrize(("steps", "minutes"), [(READING, 60), (FACTORS, 50), (PROJECT, 50)])
def test_the_agenda_takes_the_minutes_that_its_source_gives(steps: object, minutes: int) -> None:
    assert sum(step.minutes for step in steps) == minutes  # type: ignore[attr-defined]


def slots_of(archive: Archive, path: str = PATH) -> tuple[Slot, ...]:
    return rubric_of(archive.by_path[path], archive).agenda.slots


def asked(archive: Archive, path: str = PATH) -> str:
    return "\n".join(q for slot in slots_of(archive, path) for q in slot.questions)


def test_the_agenda_runs_without_a_gap_and_fits_the_template(tmp_path: Path) -> None:
    slots = slots_of(archive_of(tmp_path, {PATH: POSTMORTEM}))
    assert [slot.start for slot in slots] == [0, *(slot.end for slot in slots[:-1])]
    assert slots[-1].end == 60
    for name, steps in BY_TEMPLATE.items():
        archive = archive_of(tmp_path, {PATH: with_field(f"template: {name}")})
        assert [slot.what for slot in slots_of(archive)] == [step.what for step in steps]


def with_timeline(*rows: str) -> str:
    table = "\n".join(f"| {row} |" for row in rows)
    return with_section(f"## Timeline\n\nAll times in UTC.\n\n| Time | Event |\n|---|---|\n{table}")


def test_silences_are_those_of_the_response(tmp_path: Path) -> None:
    text = with_timeline(
        "11:00 | A release", "14:23 | The pool is full", "14:25 | The alert",
        "14:31 | A look at the log", "14:46 | A restart", "15:08 | Over", "17:00 | A debrief",
    )  # fmt: skip
    archive = archive_of(tmp_path, {PATH: text})
    gaps = longest_gaps(archive.by_path[PATH])
    assert [gap for gap, _, _ in gaps] == [timedelta(minutes=15), timedelta(minutes=22)]
    assert "15 min between 14:31 (A look at the log) and 14:46" in asked(archive)


def test_a_silence_is_asked_about_once(tmp_path: Path) -> None:
    quiet = asked(archive_of(tmp_path, {PATH: with_timeline("14:25 | The alert", "15:08 | Over")}))
    assert "Nothing is written for 43 min" in quiet
    assert "From detection until" not in quiet


def test_a_moment_that_a_stated_span_stands_for_is_not_missed(tmp_path: Path) -> None:
    text = with_field("time_to_acknowledge: 3 min\ntime_to_mitigate: 9 min")
    assert "Not written down" not in asked(archive_of(tmp_path, {PATH: text}))
    assert "Not written down" in asked(archive_of(tmp_path, {PATH: POSTMORTEM}))


@pytest.mark.parametrize(
    ("section", "open_"),
    [
        ("1. Why was it down? It was full.\n2. Why was it full?", ["Why was it full?"]),
        ("- Why was it down?\n  - It was full.", []),
        ("| Why | Question | Answer |\n|---|---|---|\n| 1 | Why so? | Thus. |\n| 2 | And why? | |",
         ["And why?"]),
    ],
)  # fmt: skip
def test_whys_without_an_answer(tmp_path: Path, section: str, open_: list[str]) -> None:
    archive = archive_of(tmp_path, {PATH: with_section(f"## Root cause\n\n{section}")})
    assert list(unanswered_whys(archive.by_path[PATH])) == open_


def test_factors_that_no_action_speaks_of(tmp_path: Path) -> None:
    factors = "## Contributing factors\n\n- Pools were small.\n- Marketing sends at any hour."
    archive = archive_of(tmp_path, {PATH: with_section(factors)})
    assert factors_without_action(archive.by_path[PATH]) == ["Marketing sends at any hour."]


def test_actions_without_owner_or_day_are_asked_about(tmp_path: Path) -> None:
    table = "## Action items\n\n| Action | Owner | Due date |\n|---|---|---|\n"
    rows = "| Count the pools | TBD | 2026-03-01 |\n| Limit the exports to 10 | platform | soon |"
    text = asked(archive_of(tmp_path, {PATH: with_section(table + rows)}))
    assert "Who takes it on: “Count the pools”?" in text
    assert "Until when: “Limit the exports to 10”?" in text


EARLIER = "2026/2026-01-10-earlier.md"
VERDICT = with_field("repeat_of: [2026-01-10-earlier]")


def test_what_became_of_earlier_actions_is_asked(tmp_path: Path) -> None:
    moments = "started: 2026-01-10T09:00Z\ndetected: 2026-01-10T09:00Z\nresolved: 2026-01-10T10:00Z"
    earlier = with_field(f"title: Earlier\n{moments}")
    text = asked(archive_of(tmp_path, {PATH: VERDICT, EARLIER: earlier}))
    assert "A repeat of 2026-01-10-earlier. Its one action is not marked as done: “Alert" in text
    done = earlier.replace("| open |", "| done |")
    text = asked(archive_of(tmp_path, {PATH: VERDICT, EARLIER: done}))
    assert "why was that not enough?" in text


@pytest.mark.parametrize("own", ["internal", "restricted"])
def test_restricted_postmortems_are_not_named(tmp_path: Path, own: str) -> None:
    hidden = with_field("visibility: restricted\nstarted: 2026-01-10T09:00Z\nstatus: draft")
    mine = with_field(f"visibility: {own}")
    archive = archive_of(tmp_path, {PATH: mine, "2026/2026-01-10-secret.md": hidden})
    text = as_markdown(rubric_of(archive.by_path[PATH], archive), archive, PATH)
    assert "secret" not in text
    named = archive_of(
        tmp_path, {PATH: with_field(f"visibility: {own}\nrelated: [2026-01-10-secret]"),
                   "2026/2026-01-10-secret.md": hidden},
    )  # fmt: skip
    assert "secret" not in as_markdown(rubric_of(named.by_path[PATH], named), named, PATH)
    assert f"(visibility: {own})" in text


HOSTILE = "<img src=x> | [a](javascript:b) *c* `d` ~e~ &amp; _f_ ![g](h)\n# x\n- [x] y </li>"


def shape(text: str) -> list[str]:
    """The markup of a Markdown text, without its words."""
    return [str(event) for event in markdown.merged_events(text) if "Text" not in event]


def test_what_is_quoted_is_no_markup(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, {PATH: POSTMORTEM})

    def written(text: str) -> str:
        post = archive.by_path[PATH]
        front = post.front.model_copy(update={"title": text, "authors": (text,)})
        actions = (replace(post.actions[0], text=text, owner=""),)
        own: Postmortem = replace(post, front=front, actions=actions)
        return as_markdown(rubric_of(own, archive), archive, PATH)

    assert shape(written(HOSTILE)) == shape(written("harmless"))
    assert HOSTILE.split("\n")[0] not in written(HOSTILE)


@given(st.text(alphabet="ab1 _*[]()<>&;#|~`!\\:-.@=\n\x00\u202e", max_size=40))
def test_any_quoted_text_reads_as_it_stands(text: str) -> None:
    events = list(markdown.merged_events(f"- in {plain(text)} out"))
    kept = "".join(c if c.isprintable() else " " for c in text)
    words = "".join(event["Text"] for event in events if "Text" in event)  # type: ignore[index]
    assert words == f"in {' '.join(kept.split())} out"
    assert len(events) == len(list(markdown.merged_events("- in out")))


def test_long_texts_are_cut_at_a_word_or_a_sentence() -> None:
    assert cut("A text\nof two lines") == "A text of two lines"
    assert (
        cut("The pager did not ring at night; it was muted.") == "The pager did not ring at night"
    )
    assert cut("word " * 100).endswith("word …")
    assert len(cut("x" * 1_000_000)) <= 72


def test_files_elsewhere_and_drafts_are_reviewed(tmp_path: Path) -> None:
    root = make(tmp_path, {})
    elsewhere = tmp_path / "2026-02-15-elsewhere.md"
    elsewhere.write_text(with_field("status: draft\ntags: [databse]"), encoding="utf-8")
    out = clean(postmortem("rubric", "--archive", root, elsewhere, cwd=tmp_path), 0)
    assert "status draft" in out
    assert 'did you mean "database"?' in out


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("no-such.md", "no-such.md: there is no such file"),
        ("postmortems/archive.yml", "no postmortem there"),
        ("postmortems", "no postmortem there"),
    ],
)
def test_what_is_no_postmortem_is_told(tmp_path: Path, name: str, message: str) -> None:
    make(tmp_path, {PATH: POSTMORTEM})
    run = postmortem("rubric", name, cwd=tmp_path)
    clean(run, 2)
    assert message in run.stderr


def test_items_are_one_of_two_kinds() -> None:
    assert all(isinstance(item, Item) and item.text.endswith((".", "?")) for item in ITEMS)


CHECKED = (ROOT / "docs" / "explanation" / "what-is-checked.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in CHECKED.split("\n## ", 1)[1].splitlines()
    if line.startswith("| ") and not line.startswith("| it asks")
]


def test_five_documents_are_gone_through() -> None:
    assert CHECKED.count("\n## ") == 5
    assert all(len(row) == 3 and row[0] for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_what_is_asked_has_a_rule_that_there_is_or_a_reason(row: list[str]) -> None:
    seen_to_by = re.findall(r"`([a-z-]+)`", row[1])
    if seen_to_by:
        assert set(seen_to_by) <= set(BY_ID), set(seen_to_by) - set(BY_ID)
        assert row[1] == ", ".join(f"`{rule}`" for rule in seen_to_by)
    else:
        assert row[1] in {"computed", "review", "people"}
        assert row[2] or row[1] == "review"
