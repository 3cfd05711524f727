"""`check --fix` and `--diff`: what is rewritten is right, and nothing else changes."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_archive import rules, times
from postmortem_archive.atomic import overwrite
from postmortem_archive.load import load
from postmortem_archive.model.body import Place
from postmortem_archive.model.finding import ArchiveError, Edit, Finding
from postmortem_archive.rewrite import Mended, mend, write
from postmortem_archive.rewrite.edits import apply
from postmortem_archive.rules import RULES, Rule
from postmortem_archive.rules.manual import examples
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
from tests.test_changed import git
from tests.test_commands import clean, postmortem
from tests.test_rules import files
from tests.test_tables import laid_out_file

ACTIONS = """\
## Action items

| ID | Action | Priority | Owner | Due date | Status |
|----|--------|----------|-------|----------|--------|
"""
TIMELINE = """\
## Timeline

All times in UTC.

| Time | Event |
|------|-------|
"""


def mended(folder: Path, text: str | bytes, archive: str = ARCHIVE) -> tuple[str, Mended]:
    """A postmortem's text after all its rewrites, and what was done."""
    root = make(folder, {PATH: text}, archive)
    loaded = load(root)
    result = mend(root, loaded, rules.check(loaded), {PATH})
    assert result.left == {}
    before = text if isinstance(text, bytes) else text.encode()
    after = result.rewrites[0].after if result.rewrites else before
    return after.decode("utf-8"), result


def line_with(text: str, wanted: str) -> str:
    return next(line for line in text.splitlines() if wanted in line)


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


# Edits and bytes


def edit(line: int, start: int, end: int, text: str) -> Edit:
    return Edit(Place(line, start), Place(line, end), text)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "marked"])
@pytest.mark.parametrize("last", [b"", b"\n", b"\r\n\r\n"], ids=repr)
@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"], ids=repr)
def test_only_the_named_characters_change(ending: bytes, last: bytes, mark: bytes) -> None:
    before = mark + ending.join(["ä one".encode(), b"two\x0b\xc2\x85x", b"three"]) + last
    after, count = apply(before, [edit(2, 4, 4, "!\n?"), edit(1, 3, 6, "1"), edit(3, 1, 6, "3")])
    assert after == (mark + ending.join(["ä 1".encode(), b"two!", b"?\x0b\xc2\x85x", b"3"]) + last)
    assert count == 3


def test_a_new_line_ends_as_the_line_that_it_stands_on() -> None:
    assert apply(b"a\r\nb\nc\rd", [edit(1, 1, 2, "1\n1"), edit(3, 1, 2, "3\n3")])[0] == (
        b"1\r\n1\r\nb\n3\r3\rd"
    )
    assert apply(b"a\r\nb", [edit(2, 1, 2, "1\n2")])[0] == b"a\r\n1\r\n2"
    assert apply(b"a", [edit(1, 1, 2, "1\n2")])[0] == b"1\n2"


def test_of_edits_that_overlap_the_first_is_applied() -> None:
    some = [edit(1, 2, 4, "X"), edit(1, 3, 5, "Y"), edit(1, 2, 4, "X"), edit(1, 5, 6, "Z")]
    assert apply(b"abcdef", some) == (b"aXdZf", 2)
    both = [edit(1, 1, 1, "x"), edit(1, 1, 1, "y")]
    assert apply(b"a", both) == (b"xa", 1)


def test_an_edit_outside_the_file_is_none() -> None:
    some = [edit(2, 1, 1, "x"), edit(1, 1, 4, "x"), edit(0, 1, 1, "x"), edit(1, 2, 1, "x")]
    assert apply(b"ab", some) == (b"ab", 0)


@given(
    st.lists(
        st.tuples(st.text("aä|\u2028 \ufeff", max_size=4), st.sampled_from(["\n", "\r\n", "\r"]))
    ),
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5), st.integers(1, 5), st.just("<>"))),
)
def test_without_what_was_inserted_the_rest_is_as_it_was(
    lines: list[tuple[str, str]], places: list[tuple[int, int, int, str]]
) -> None:
    data = "".join(text + ending for text, ending in lines).encode()
    insertions = [edit(line, at, at, text) for line, at, _, text in places]
    after, _ = apply(data, insertions)
    assert after.replace(b"<>", b"") == data
    assert apply(data, []) == (data, 0)


# What rules offer


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("15 Feb 2026 14:23 UTC", "2026-02-15T14:23Z"),
        ("Sun, Feb 15, 2026 2:23 PM UTC", "2026-02-15T14:23Z"),
        ("2026/02/15 14:23Z", "2026-02-15T14:23Z"),
        ("15/02/2026 14:23Z", "2026-02-15T14:23Z"),
        ("2026-02-15T14:23 +0100", "2026-02-15T14:23+01:00"),
        ("2026-02-15 14:23 Europe/Copenhagen", "2026-02-15T14:23+01:00"),
        ("2026-07-15 14:23 Europe/Copenhagen", "2026-07-15T14:23+02:00"),
        ("2026-02-15 14:23 PST", "2026-02-15T14:23-08:00"),
        ("14:23 UTC on 15 Feb 2026", "2026-02-15T14:23Z"),
        ("2026-02-15 24:00Z", "2026-02-16T00:00Z"),
        ("2026-02-15T7:23:00-00:00", "2026-02-15T07:23Z"),
        ("03/04/2026 14:23Z", ""),
        ("03.04.2026 14:23Z", ""),
        ("15/02/26 14:23Z", ""),
        ("15 Feb 14:23 UTC", ""),
        ("Mon, Feb 15, 2026 14:23 UTC", ""),
        ("Feb 15, 2026 2:23 UTC", ""),
        ("Feb 15, 2026 14:23", ""),
        ("Feb 15, 2026", ""),
        ("~15 Feb 2026 14:23 UTC", ""),
        ("15 Feb 2026 14:23 - 15:00 UTC", ""),
        ("2026-07-15 14:23 PST", ""),
        ("2026-02-15 14:23 CST", ""),
        ("2026-02-15 14:23 IST", ""),
        ("2026-10-25 02:30 Europe/Copenhagen", ""),
        ("2026-03-29 02:30 Europe/Copenhagen", ""),
        ("1771165380", ""),
    ],
)  # fmt: skip
def test_a_moment_is_rewritten_if_it_can_mean_no_other(written: str, right: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        times.parse_moment(written)
    assert getattr(refused.value, "right", "") == right
    if right:
        times.parse_moment(right)


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("Feb 22, 2026", "2026-02-22"), ("22 February 2026", "2026-02-22"),
        ("Sunday, 22nd of Feb 2026", "2026-02-22"), ("2026/2/22", "2026-02-22"),
        ("20260222", "2026-02-22"), ("22/02/2026", "2026-02-22"), ("02/22/2026", "2026-02-22"),
        ("04/04/2026", "2026-04-04"), ("03/04/2026", ""), ("22/02/26", ""), ("Feb 22", ""),
        ("Feb 30, 2026", ""), ("Monday, Feb 22, 2026", ""), ("Feb 22, 2026 or so", ""),
        ("end of February 2026", ""), ("20261302", ""), ("2026-13-02", ""),
    ],
)  # fmt: skip
def test_a_day_is_rewritten_if_it_can_mean_no_other(written: str, right: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        times.parse_day(written)
    assert getattr(refused.value, "right", "") == right


@given(st.text("0123456789/-. :,TZUTCapmJFeb+24", max_size=30))
def test_what_is_right_is_read(written: str) -> None:
    for read in (times.parse_moment, times.parse_day):
        try:
            read(written)
        except times.MisspeltError as misspelt:
            read(misspelt.right)
        except ValueError:
            pass


@pytest.mark.parametrize(
    ("written", "minutes", "right"),
    [
        ("1 hour and 47 minutes", 93, "1 hour and 33 minutes"),
        ("1h47m", 93, "1h33m"),
        ("1 h 47 min", 93, "1 h 33 min"),
        ("1h 47m", 60, "1h"),
        ("107 minutes", 93, "93 minutes"),
        ("2 hours", 93, "1 hour 33 minutes"),
        ("2 hrs", 33, "33 mins"),
        ("an hour", 33, "33 minutes"),
        ("45-minute", 33, "33-minute"),
        ("2-hour", 93, ""),
        ("forty-five minutes", 1, "1 minute"),
        ("1.5 hours", 90, "1 hour 30 minutes"),
        ("half an hour", 93, "1 hour 33 minutes"),
        ("45 Minutes", 33, "33 Minutes"),
        ("26 hours", 1500, "25 hours"),
        ("3 days", 1500, "1 day 1 hour"),
        ("90m", 1500, "25h"),
        ("2 weeks", 93, ""),
        ("45 minutes", 0, ""),
        ("soon", 5, ""),
        ("45\u00a0min", 33, "33\u00a0min"),
    ],
)
def test_a_span_is_written_in_the_style_of_another(written: str, minutes: int, right: str) -> None:
    assert times.in_style_of(written, timedelta(minutes=minutes)) == right


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("severity: sev2  # as of today", "severity: SEV-2  # as of today"),
        ("severity: 'SEV 2'", "severity: 'SEV-2'"),
        ('status: "Final"', 'status: "final"'),
        ("status: In review", "status: in-review"),
        ("kind: Near_Miss", "kind: near-miss"),
        ("visibility: Restricted", "visibility: restricted"),
        ("tags: [DNS, 'Data-Base', database]", "tags: [dns, 'Data-Base', database]"),
        ("tags:\n  - DNS  # names\n  - database", "tags:\n  - dns  # names\n  - database"),
        ("causes: [Connection leak]", "causes: [connection-leak]"),
        ("services: [Order Service, 'checkout']", "services: [order-service, 'checkout']"),
        ("teams: [ PLATFORM ]", "teams: [ platform ]"),
        ("detection: Alert", "detection: alert"),
        ("published: 'Feb 18, 2026'", "published: '2026-02-18'"),
        ("started: 15 Feb 2026 14:23 UTC  # the alert", "started: 2026-02-15T14:23Z  # the alert"),
    ],
)
def test_a_field_is_respelled_and_its_surroundings_stay(
    line: str, right: str, tmp_path: Path
) -> None:
    text = with_field(line)
    assert mended(tmp_path, text)[0] == laid_out_file(text.replace(line, right))


@pytest.mark.parametrize(
    "line",
    [
        "tags: [databse]",  # a near miss is a guess
        "visibility: Public",  # what lets in others is for a person to write
        "published: &day Feb 18, 2026",
        'published: "Feb\\x2018, 2026"',
        "severity: SEV-\n  2",
        "started: |\n  15 Feb 2026 14:23 UTC",
    ],
)
def test_a_field_stays_where_its_text_is_not_what_it_seems(line: str, tmp_path: Path) -> None:
    text = with_field(line)
    assert mended(tmp_path, text)[0] == laid_out_file(text)


def test_two_known_words_that_are_spelled_alike_are_a_choice(tmp_path: Path) -> None:
    archive = ARCHIVE.replace("tags: {", "tags: {data-base: The other one., ")
    text = with_field("tags: [Data Base]")
    assert mended(tmp_path, text, archive)[0] == laid_out_file(text)


def test_action_cells_are_rewritten_and_their_marks_stay(tmp_path: Path) -> None:
    rows = (
        "| AI-03 | Alert when it is over 80 % | P-0 | platform | **Feb 22, 2026** | in-progress |\n"
        "|       | Renew it on day 20 of each month | p 1 | platform | 03/04/2026 | Not_Started |\n"
        "|| Delete what is older than 9 days | P1 | platform | Feb 22 | done |\n"
    )
    text, result = mended(tmp_path, with_section(ACTIONS + rows))
    found = [cells(line_with(text, word)) for word in ("Alert when", "Renew", "Delete")]
    assert [row[0] for row in found] == ["AI-03", "AI-04", "AI-05"]
    assert [row[2] for row in found] == ["P0", "P1", "P1"]
    assert [row[4] for row in found] == ["**2026-02-22**", "03/04/2026", "Feb 22"]
    assert [row[5] for row in found] == ["in progress", "Not Started", "done"]
    assert result.rewrites[0].edits == 7


@pytest.mark.parametrize(
    ("taken", "right"),
    [
        (["A1"], "A2"), (["A-9"], "A-10"), (["007"], "008"), (["1", "5"], "6"), (["#3"], "#4"),
        (["A1", "B1"], ""), (["A1", "first"], ""), (["ABC"], ""), (["AI-2"], "AI-4"),
    ],
)  # fmt: skip
def test_a_missing_id_is_the_next_in_the_style_of_the_others(
    taken: list[str], right: str, tmp_path: Path
) -> None:
    rows = "".join(
        f"| {one} | Watch pool {one} | P0 | platform | 2026-02-22 | open |\n" for one in taken
    )
    rows += (
        "|  | Renew the key each month | P1 | platform | 2026-02-22 | open |\n\nAI-3 was dropped.\n"
    )
    text, _ = mended(tmp_path, with_section(ACTIONS + rows))
    assert cells(line_with(text, "Renew the key"))[0] == right


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        (
            "It took 1 hour and 47 minutes (14:23–15:08 UTC).",
            "It took 45 minutes (14:23–15:08 UTC).",
        ),
        (
            "It took about 2\u00a0hours (14:23–15:08).",
            "It took about 45\u00a0minutes (14:23–15:08).",
        ),
        ("14:23–15:08 (1h47m)", "14:23–15:08 (45m)"),
        ("23:50–00:20 (3 h)", "23:50–00:20 (30 min)"),
        ("It took over 2 hours (14:23–15:08).", ""),
        ("It took 5–10 minutes (14:23–15:08).", ""),
        ("It took 2 hours (~14:23–15:08).", ""),
        ("It took 45 minutes (15:08–14:23).", ""),
        ("It took 30 hours (14:23–15:08).", ""),
        ("It took **2** hours (14:23–15:08).", ""),
    ],
)
def test_a_duration_beside_two_times_becomes_theirs(
    sentence: str, right: str, tmp_path: Path
) -> None:
    text = with_section(f"## Impact\n\n{sentence}\n")
    assert mended(tmp_path, text)[0] == laid_out_file(text.replace(sentence, right or sentence))


@pytest.mark.parametrize(
    ("fields", "sentence", "right"),
    [
        ("", "Time to detect: 14 minutes.", "Time to detect: 2 minutes."),
        ("", "Time to detect: ~14 min.", "Time to detect: ~2 min."),
        ("", "Time to recover: 2 hours.", "Time to recover: 45 minutes."),
        ("mitigated: 2026-02-15T15:00Z", "Time to recover: 2 hours.", ""),
        ("", "Duration: 3 h", ""),  # from the start or from detection?
        ("detected: 2026-02-15T14:23Z", "Duration: 3 h", "Duration: 45 min"),
        ("detected: 2026-02-15T14:23Z", "Time to detect: 8 minutes.", ""),
        (
            "detected: 2026-02-15T14:23Z",
            "Duration: 3 h (14:23–14:50)",
            "Duration: 27 min (14:23–14:50)",
        ),
        ("", "14:40 (15 minutes after detection) they were told.", ""),
    ],
)
def test_a_figure_becomes_what_the_moments_give_if_that_is_one(
    fields: str, sentence: str, right: str, tmp_path: Path
) -> None:
    text = with_section(f"## Detection\n\n{sentence}\n", with_field(fields or "tags: [dns]"))
    assert mended(tmp_path, text)[0] == laid_out_file(text.replace(sentence, right or sentence))


@pytest.mark.parametrize(
    ("rows", "right"),
    [
        (["14:25 a", "14:23 b", "14:24 c"], ["14:23 b", "14:24 c", "14:25 a"]),
        (["14:25 a", "14:23 b", "14:23 c"], ["14:23 b", "14:23 c", "14:25 a"]),
        (["14:25 a", "later b", "14:23 c"], ["14:23 c", "14:25 a", "later b"]),
        (["first a", "14:25 b", "14:23 c"], ["first a", "14:23 c", "14:25 b"]),
        (["23:50 a", "23:40 b", "00:10 c"], ["23:40 b", "23:50 a", "00:10 c"]),
        (
            ["2026-02-16 09:00 a", "09:10 b", "2026-02-15 14:23 c", "15:08 d"],
            ["2026-02-15 14:23 c", "15:08 d", "2026-02-16 09:00 a", "09:10 b"],
        ),
        # A row that only has a day is in order anywhere on that day.
        (
            ["14:25 a", "14:23 b", "15:08 c", "2026-02-15 d", "2026-02-16 e"],
            ["14:23 b", "14:25 a", "15:08 c", "2026-02-15 d", "2026-02-16 e"],
        ),
        # At the top, a row without a day would be on that of the start.
        (["2026-02-18 14:00 a", "10:00 b"], ["2026-02-18 14:00 a", "10:00 b"]),
    ],
)
def test_rows_are_put_into_order_if_each_keeps_its_moment(
    rows: list[str], right: list[str], tmp_path: Path
) -> None:
    def written(some: list[str]) -> str:
        return TIMELINE + "".join("| {} | {} |\n".format(*row.rsplit(" ", 1)) for row in some)

    text, _ = mended(tmp_path, with_section(written(rows)))
    table = [cells(line) for line in text.split("## Timeline")[1].split("##")[0].splitlines()[6:]]
    assert [" ".join(row) for row in table if len(row) == 2] == right


def test_rows_keep_their_line_ends_and_markup(tmp_path: Path) -> None:
    rows = "| 14:25 | **b** <!-- x --> |\n| 14:23 | `a \\| b` |"
    text = with_section(TIMELINE + rows).replace("\n", "\r\n")
    after, _ = mended(tmp_path, text.encode())
    assert "| 14:23 | `a \\| b`         |\r\n| 14:25 | **b** <!-- x --> |\r\n" in after
    assert after.count("\r\n") == after.count("\n") == text.count("\n")


def test_what_is_waived_is_not_rewritten(tmp_path: Path) -> None:
    text = with_field("severity: sev2  # allow severity-unknown: the name of the old scale")
    assert mended(tmp_path, text)[0] == laid_out_file(text)


def test_a_restricted_postmortem_is_mended_like_others(tmp_path: Path) -> None:
    text = with_field("visibility: Restricted\nseverity: sev2")
    assert mended(tmp_path, text)[1].rewrites[0].edits == 2


# Together

SLIPS = [
    ("severity: SEV-2", "severity: Sev 2"),
    ("status: final", "status: Final"),
    ("started: 2026-02-15T14:23Z", "started: 15 Feb 2026 14:23 UTC"),
    ("resolved: 2026-02-15T15:08Z", "resolved: 2026/02/15 15:08Z"),
    ("published: 2026-02-18", 'published: "18 February 2026"'),
    ("detection: alert", "detection: ALERT"),
    ("[order-service]", "[Order Service]"),
    ("for 45 minutes.", "for 3 hours (14:23–15:08)."),
    ("An alert on", "Time to detect: 14 min. An alert on"),
    ("An alert on", "Duration: 3 hours (14:23–14:50). An alert on"),
    ("| 14:23 | The connection pool is full |\n", "| 15:10 | Over |\n| 14:23 | It is full |\n"),
    ("2026-02-22 | open", "Feb 22, 2026 | in-progress"),
    ("| P0 |", "| P-0 |"),
    ("| Action | Priority", "| ID | Action | Priority"),
    ("|--------|----------", "|--|---|---"),
    ("| Alert when", "|1 | Alert when"),
    ("## Lessons", "| | Renew it | P1 | x | 3/4/2026 | |\n\n## Lessons"),
    ("Watch every pool.", "Watch every pool. Time to recover: 2 h"),
    ("Orders", "Örders 🎉"),
]


def signature(finding: Finding) -> tuple[str, str]:
    return finding.rule, re.sub("[0-9]+", "#", finding.message)


@given(
    st.sets(st.sampled_from(range(len(SLIPS)))),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
)
def test_a_second_run_has_nothing_to_do(
    tmp_path_factory: pytest.TempPathFactory, chosen: set[int], ending: str, marked: bool
) -> None:
    text = POSTMORTEM
    for number in sorted(chosen):
        text = text.replace(*SLIPS[number], 1)
    data = b"\xef\xbb\xbf" * marked + text.replace("\n", ending).encode()
    root = make(tmp_path_factory.mktemp("slips"), {PATH: data})
    archive = load(root)
    before = rules.check(archive)
    result = mend(root, archive, before, {PATH})
    assert write(root, result).left == {}
    assert (root / PATH).read_bytes().startswith(b"\xef\xbb\xbf") == marked
    anew = load(root)
    after = rules.check(anew)
    assert not any(finding.edit for finding in after)
    assert [signature(f) for f in after] == [signature(f) for f in result.findings]
    assert mend(root, anew, after, {PATH}) == Mended((), tuple(after), {})
    # A value that can be read now can be compared now, and be found to disagree.
    revealed = {"measure-differs", "duration-differs", "time-not-in-timeline", "date-differs"}
    revealed |= {"moment-not-in-timeline", "action-due-after-limit", "action-priorities-equal"}
    old = {signature(finding) for finding in before if not finding.edit}
    assert {s for s in map(signature, after) if s[0] not in revealed} <= old


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.ID)
def test_a_manual_says_whether_the_rule_rewrites(rule: Rule, tmp_path: Path) -> None:
    offered = 0
    for number, example in enumerate(examples(rule)):
        root = make(tmp_path / str(number), files(example))
        archive = load(root)
        found = [f for f in rules.check(archive, {PATH}) if f.rule == rule.ID and f.edit]
        offered += len(found)
        result = mend(root, archive, rules.check(archive, {PATH}), {PATH})
        assert not found or not [f for f in result.findings if f.rule == rule.ID]
    assert bool(offered) == ("`check --fix`" in (rule.__doc__ or ""))


def test_the_how_to_names_the_rules_that_rewrite() -> None:
    page = (ROOT / "docs" / "how-to" / "let-check-fix-it.md").read_text("utf-8")
    rewriting = {rule.ID for rule in RULES if "`check --fix`" in (rule.__doc__ or "")}
    assert set(re.findall(r"rules\.md#([a-z-]+)", page)) == rewriting


# On disk


def test_fix_writes_says_what_and_exits_by_what_is_left(tmp_path: Path) -> None:
    text = with_field("severity: sev2\ntags: [nonsense]").replace("|------|", "|--|")
    root = make(tmp_path, {PATH: text})
    (root / PATH).chmod(0o640)
    out = clean(postmortem("check", "--fix", cwd=tmp_path), 1)
    assert out.startswith(f"postmortems/{PATH}: 1 rewritten, 2 tables laid out\n\n")
    assert "[tag-unknown]" in out
    assert "severity" not in out
    assert (root / PATH).stat().st_mode & 0o777 == 0o640
    assert [p.name for p in (root / "2026").iterdir()] == [Path(PATH).name]
    once = (root / PATH).read_bytes()
    assert b"severity: SEV-2\n" in once
    out = clean(postmortem("check", "--fix", cwd=tmp_path), 1)
    assert "rewritten" not in out
    assert (root / PATH).read_bytes() == once
    (root / PATH).write_text(with_field("severity: sev2"), "utf-8")
    assert "1 rewritten" in clean(postmortem("check", "--fix", cwd=tmp_path), 0)


def test_findings_that_can_be_mended_are_marked(tmp_path: Path) -> None:
    make(tmp_path, {PATH: with_field("severity: sev2\ntags: [nonsense]")})
    out = clean(postmortem("check", cwd=tmp_path), 1)
    assert [line.endswith("] (--fix)") for line in out.splitlines() if "  error  " in line] == [
        True, False,
    ]  # fmt: skip
    assert "1 can be rewritten: postmortem check --fix. Why" in out
    rows = json.loads(clean(postmortem("check", "--format", "json", cwd=tmp_path), 1))
    assert [row["edit"] for row in rows] == [
        {"start": {"line": 11, "column": 11}, "end": {"line": 11, "column": 15}, "text": "SEV-2"},
        None,
    ]


def test_other_formats_stay_readable_with_fix(tmp_path: Path) -> None:
    make(tmp_path, {PATH: with_field("severity: sev2\ntags: [nonsense]")})
    run = postmortem("check", "--fix", "--format", "json", cwd=tmp_path)
    assert [row["rule"] for row in json.loads(clean(run, 1))] == ["tag-unknown"]
    assert f"postmortems/{PATH}: 1 rewritten" in run.stderr


BAD = with_field("severity: sev2")
OTHER = "2026/2026-02-15-other.md"
OTHER_BAD = BAD.replace("title: Orders", "title: Other orders")


def test_only_the_files_named_or_changed_are_rewritten(tmp_path: Path) -> None:
    root = make(tmp_path, {PATH: BAD, OTHER: OTHER_BAD})
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "first")
    clean(postmortem("check", "--fix", "--changed-since", "main", cwd=tmp_path), 0)
    clean(postmortem("check", "--fix", root / OTHER, cwd=tmp_path), 0)
    assert (root / PATH).read_text("utf-8") == BAD
    assert "SEV-2" in (root / OTHER).read_text("utf-8")
    (root / PATH).write_text(BAD + "\nMore.\n", "utf-8")
    clean(postmortem("check", "--fix", "--changed-since", "main", cwd=tmp_path), 0)
    assert "SEV-2" in (root / PATH).read_text("utf-8")


def test_a_file_outside_the_archive_is_rewritten_if_it_is_named(tmp_path: Path) -> None:
    make(tmp_path, {})
    outside = tmp_path / "2026-02-15-draft.md"
    outside.write_text(BAD, "utf-8")
    out = clean(postmortem("check", "--fix", outside, cwd=tmp_path), 0)
    assert out.startswith("2026-02-15-draft.md: 1 rewritten")
    assert "SEV-2" in outside.read_text("utf-8")


def test_a_link_inside_stays_one_and_a_file_outside_stays_as_it_is(tmp_path: Path) -> None:
    root = make(tmp_path, {PATH: BAD})
    (tmp_path / "secret.md").write_text(BAD, "utf-8")
    (root / "2026/2026-02-15-link.md").symlink_to(Path(PATH).name)
    (root / "2026/2026-02-15-out.md").symlink_to(tmp_path / "secret.md")
    postmortem("check", "--fix", cwd=tmp_path)
    assert (root / "2026/2026-02-15-link.md").is_symlink()
    assert "SEV-2" in (root / PATH).read_text("utf-8")
    assert (tmp_path / "secret.md").read_text("utf-8") == BAD


def test_what_cannot_be_written_is_said_and_the_others_are_done(tmp_path: Path) -> None:
    latin = "2026/2026-02-15-latin.md"
    root = make(tmp_path, {PATH: BAD, OTHER: OTHER_BAD, latin: BAD.encode() + b"\xe9|"})
    (root / PATH).chmod(0o444)
    run = postmortem("check", "--fix", cwd=tmp_path)
    clean(run, 1)
    assert f"postmortems/{PATH}: left as it is, for it is read-only\n" in run.stderr
    assert f"postmortems/{latin}: left as it is, for it is not UTF-8\n" in run.stderr
    assert run.stdout.startswith(f"postmortems/{OTHER}: 1 rewritten, 2 tables laid out\n\n")
    assert (root / PATH).read_text("utf-8") == BAD
    assert (root / latin).read_bytes().endswith(b"\xe9|")
    assert "[severity-unknown]" in run.stdout


def test_what_changed_since_it_was_read_is_left_alone(tmp_path: Path) -> None:
    root = make(tmp_path, {PATH: BAD, OTHER: OTHER_BAD})
    archive = load(root)
    findings = rules.check(archive)
    (root / PATH).write_text(BAD + "Meanwhile.\n", "utf-8")
    result = mend(root, archive, findings, {PATH, OTHER})
    assert "changed while it was checked" in result.left[PATH]
    (root / OTHER).write_text("Meanwhile.\n", "utf-8")
    assert "changed meanwhile" in write(root, result).left[OTHER]
    assert (root / OTHER).read_text("utf-8") == "Meanwhile.\n"
    (root / OTHER).unlink()
    assert "cannot be written (No such file" in write(root, result).left[OTHER]
    assert sorted(path.name for path in (root / "2026").iterdir()) == [Path(PATH).name]


def test_writing_again_what_stands_there_is_no_conflict(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"new")
    overwrite(path, b"old", b"new")
    with pytest.raises(ArchiveError, match="changed meanwhile"):
        overwrite(path, b"old", b"newer")
    assert path.read_bytes() == b"new"


# As a diff

NAMES = ["2026/2026-02-15-a.md", "2026/2026-02-15-ünd so & 1.md", '2026/2026-02-15-"q"\\.md']


def git_apply(diff: str, folder: Path) -> None:
    command = ["git", "apply", "--whitespace=nowarn", "-"]
    run = subprocess.run(
        command, cwd=folder, input=diff.encode(), capture_output=True, check=False,
        env={**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr.decode()


def raw_diff(cwd: Path, *arguments: str | Path) -> tuple[str, str]:
    """What --diff prints, with its carriage returns, and what it says beside it."""
    command = [sys.executable, "-m", "postmortem_archive", "check", "--diff", *map(str, arguments)]
    run = subprocess.run(command, cwd=cwd, capture_output=True, check=False)
    assert run.returncode == 1, run.stderr
    return run.stdout.decode(), run.stderr.decode()


@pytest.mark.parametrize("where", [".", "postmortems", "docs"])
def test_git_applies_the_diff_where_it_was_made(tmp_path: Path, where: str) -> None:
    variants = [
        BAD,
        BAD.replace("\n", "\r\n").strip(),
        BAD.replace("\n", "\r"),
        "\ufeff" + BAD.strip(),
    ]
    names = [*NAMES, "2026/2026-02-15-d.md"]
    root = make(tmp_path, {
        name: text.replace("Orders stuck", f"Orders {number} stuck").encode()
        for number, (name, text) in enumerate(zip(names, variants, strict=True))
    })  # fmt: skip
    (tmp_path / "docs").mkdir()
    git(tmp_path, "init", "--quiet")
    before = {name: (root / name).read_bytes() for name in names}
    diff, beside = raw_diff(tmp_path / where)
    assert {name: (root / name).read_bytes() for name in names} == before
    assert "4 files would be rewritten; 1 error would be left." in beside  # the mark
    applied_in = tmp_path / where
    if where == "docs":
        assert f"git -C {tmp_path} apply" in beside
        applied_in = tmp_path
    git_apply(diff, applied_in)
    applied = {name: (root / name).read_bytes() for name in names}
    for name, data in before.items():
        (root / name).write_bytes(data)
    postmortem("check", "--fix", cwd=tmp_path)
    assert {name: (root / name).read_bytes() for name in names} == applied
    assert all(b"severity: SEV-2" in data for data in applied.values())


def test_a_diff_repeats_no_credential(tmp_path: Path) -> None:
    secret = "token = ghp_" + "a1B2" * 9
    text = with_field("severity: sev 2").replace("Watch every pool.", f"Watch every pool. {secret}")
    make(tmp_path, {PATH: text, OTHER: with_field("severity: sev 2")})
    diff, beside = raw_diff(tmp_path)
    assert secret[8:] not in diff + beside
    assert PATH not in diff
    assert OTHER in diff
    assert "its diff is not printed, for it shows a credential" in beside


def test_a_diff_of_nothing_is_empty_and_its_status_is_that_of_the_check(tmp_path: Path) -> None:
    root = make(tmp_path, {PATH: POSTMORTEM.replace("|--------|", "|---|")})
    clean(postmortem("check", "--fix", cwd=tmp_path), 0)
    assert clean(postmortem("check", "--diff", cwd=tmp_path), 0) == ""
    (root / OTHER).write_text(with_field("title: Other\ntags: [nonsense]"), "utf-8")
    clean(postmortem("check", "--fix", cwd=tmp_path), 1)
    assert clean(postmortem("check", "--diff", cwd=tmp_path), 1) == ""


@pytest.mark.parametrize("other", [["--fix"], ["--format", "json"]], ids=" ".join)
def test_a_diff_is_printed_alone(other: list[str], tmp_path: Path) -> None:
    make(tmp_path, {PATH: BAD})
    run = postmortem("check", "--diff", *other, cwd=tmp_path)
    clean(run, 2)
    assert "--diff prints a diff and nothing else" in run.stderr


def test_the_shipped_archive_has_nothing_to_rewrite(tmp_path: Path) -> None:
    assert clean(postmortem("check", "--diff"), 0) == ""


def test_an_archive_in_outline_is_mended_too(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, {PATH: BAD})
    outline = replace(archive, postmortems=tuple(p.outline() for p in archive.postmortems))
    result = mend(tmp_path / "postmortems", outline, rules.check(archive), {PATH})
    assert [file.edits for file in result.rewrites] == [1]
