"""Incidents that must say how they are related to earlier ones: who is asked, what answers."""

import json
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from postmortem_archive import rules
from postmortem_archive.baseline import judged, of_reports
from postmortem_archive.inspection import check_loaded, inspect
from postmortem_archive.inspection import unanswered as kept
from postmortem_archive.inspection.index import index_of_loaded, index_on_disk
from postmortem_archive.inspection.unanswered import with_unanswered
from postmortem_archive.load import load, postmortem_paths, survey
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Finding
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.resemblance import entry_of, index_of, resembling
from postmortem_archive.rules import resemblance_unanswered
from postmortem_archive.statistics import as_data, figures
from tests.helpers import ARCHIVE, POSTMORTEM, ROOT, archive_of, make, with_field
from tests.test_commands import clean, postmortem

FIRST, SECOND, THIRD = (f"2026/2026-0{n}-01-{name}.md" for n, name in enumerate(("a", "b", "c"), 1))
TODAY = date(2026, 6, 1)


def asking(policy: str = "{}") -> str:
    return ARCHIVE.replace("policy: {", f"policy: {{resemblance: {policy}, ")


def told(path: str, more: str = "title: Orders stuck", text: str = POSTMORTEM) -> str:
    """The valid postmortem as it would stand in that file, with fields of its own."""
    for line in (f"started: {path[5:15]}T14:23Z", *more.split("\n")):
        text = with_field(line, text)
    return text


def three(**more: str) -> dict[str, str | bytes]:
    """Three that tell the same, under titles that differ."""
    names = {"a": FIRST, "b": SECOND, "c": THIRD}
    return {
        path: told(path, f"title: Orders stuck, {key}\n{more.get(key, '')}".strip())
        for key, path in names.items()
    }


def open_questions(root: Path) -> dict[str, list[str]]:
    """What each postmortem leaves unanswered, by the last letter of the ids."""
    archive, notice = with_unanswered(root, load(root))
    assert notice == ""
    return {
        archive.by_path[path].id[-1]: [archive.by_path[each.path].id[-1] for each in found]
        for path, found in archive.unanswered.items()
    }


def errors(root: Path) -> list[Finding]:
    frame = survey(root)
    found = inspect(root, frame, {*postmortem_paths(frame), *frame.file_problems}).findings
    return [each for each in found if each.rule == resemblance_unanswered.ID]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        # Only earlier incidents are asked about: the first has none.
        ("{first: 3}", {"b": ["a"], "c": ["a", "b"]}),
        ("{first: 3, since: 2026-03-01}", {"c": ["a", "b"]}),
        ("{first: 3, severities: [SEV-2]}", {"b": ["a"], "c": ["a", "b"]}),
        ("{first: 3, severities: [SEV-1]}", {}),
    ],
)
def test_archive_yml_says_who_is_asked_and_about_how_many(
    tmp_path: Path, policy: str, expected: dict[str, list[str]]
) -> None:
    found = open_questions(make(tmp_path, three(), asking(policy)))
    assert {key: sorted(names) for key, names in found.items()} == expected


def test_only_what_is_near_enough_is_asked_about(tmp_path: Path) -> None:
    files = three()
    del files[THIRD]
    files[SECOND] = str(files[SECOND]).replace("A connection was not given back", "A disk was full")
    assert open_questions(make(tmp_path / "near", files, asking("{score: 0.5}"))) == {"b": ["a"]}
    assert open_questions(make(tmp_path / "far", files, asking("{score: 1}"))) == {}


def test_without_the_key_nobody_is_asked_and_nothing_is_read(tmp_path: Path) -> None:
    root = make(tmp_path, three())
    assert open_questions(root) == {}
    assert errors(root) == []
    assert not list(tmp_path.rglob("unanswered/*"))


@pytest.mark.parametrize(
    "more",
    [
        {"b": "repeat_of: [2026-01-01-a]"},
        {"b": "related: [2026-01-01-a]"},
        {"b": 'not_repeat_of: {2026-01-01-a: "Another pool."}'},
        {"a": "related: [2026-02-01-b]"},
        {"a": 'not_repeat_of: {2026-02-01-b: "Another pool."}'},
    ],
)
def test_a_verdict_in_either_direction_answers(tmp_path: Path, more: dict[str, str]) -> None:
    files = three(**more)
    del files[THIRD]
    assert open_questions(make(tmp_path, files, asking())) == {}


def test_an_answer_raises_no_new_question(tmp_path: Path) -> None:
    (first,) = open_questions(make(tmp_path / "before", three(), asking()))["c"]
    number = {"a": "2026-01-01-a", "b": "2026-02-01-b"}[first]
    after = make(tmp_path / "after", three(c=f"related: [{number}]"), asking())
    # b was asked before, and still is: c, which answered for the nearest, is asked no more.
    assert open_questions(after) == {"b": ["a"]}


@pytest.mark.parametrize(
    "more", ["status: draft", "kind: near-miss", "visibility: restricted", "severity: SEV-1"]
)
def test_who_is_not_asked(tmp_path: Path, more: str) -> None:
    files = three(b=more)
    del files[THIRD]
    assert open_questions(make(tmp_path, files, asking("{severities: [SEV-2]}"))) == {}


@pytest.mark.parametrize("more", ["kind: drill", "visibility: restricted"])
def test_what_nobody_is_asked_about(tmp_path: Path, more: str) -> None:
    files = three(a=more)
    del files[THIRD]
    assert open_questions(make(tmp_path, files, asking())) == {}


def test_a_finding_says_why_and_what_to_write(tmp_path: Path) -> None:
    files = three(a="causes: [connection-leak]", b="causes: [connection-leak]")
    del files[THIRD]
    (found,) = errors(make(tmp_path, files, asking()))
    title = str(files[SECOND]).split("\n").index("title: Orders stuck, b") + 1
    assert (found.path, found.line, found.level) == (SECOND, title, "error")
    assert found.message.startswith("looks like 2026-01-01-a: both say ")
    assert "service order-service; cause connection-leak; read it and decide: " in found.message
    assert "repeat_of: [2026-01-01-a] if it happened again, " in found.message
    assert "related: [2026-01-01-a] if the two belong together, " in found.message
    assert "not_repeat_of: {2026-01-01-a: why} if it only looks like it" in found.message


def test_it_binds_when_final_and_is_told_in_review(tmp_path: Path) -> None:
    files = three(b="status: in-review")
    del files[THIRD]
    (found,) = errors(make(tmp_path, files, asking()))
    assert found.level == "note"


def test_a_waiver_and_a_baseline_accept_it(tmp_path: Path) -> None:
    files = three()
    root = make(tmp_path, files, asking())
    frame = survey(root)
    found = inspect(root, frame, set(postmortem_paths(frame)))
    accepted = of_reports(found.findings, found.archive)
    assert accepted[SECOND, resemblance_unanswered.ID] == 1
    assert judged(found.findings, accepted).left == []
    reason = "# allow resemblance-unanswered: the authors have left"
    text = str(files[SECOND]).replace("title: Orders stuck, b", f"title: Orders stuck, b  {reason}")
    (root / SECOND).write_text(text, encoding="utf-8")
    assert [each.path for each in errors(root)] == [THIRD]
    assert open_questions(root)["b"] == ["a"]


def test_the_whole_the_chosen_the_site_and_memory_agree(tmp_path: Path) -> None:
    root = make(tmp_path, three(), asking("{first: 2}"))
    whole, again = errors(root), errors(root)
    assert len(whole) == 3
    assert again == whole
    loaded = load(root)
    site, _ = with_unanswered(root, loaded, index=index_of_loaded(root, loaded))
    assert [f for f in check_loaded(root, site) if f.rule == resemblance_unanswered.ID] == whole
    one = inspect(root, survey(root), {THIRD}).findings
    assert [f for f in one if f.rule == resemblance_unanswered.ID] == [
        f for f in whole if f.path == THIRD
    ]


def test_what_changes_anywhere_is_asked_anew(tmp_path: Path) -> None:
    root = make(tmp_path, three(), asking())
    assert sorted(open_questions(root)) == ["b", "c"]
    (root / FIRST).unlink()
    assert open_questions(root) == {"c": ["b"]}
    (root / SECOND).write_text(told(SECOND, "title: B\nrelated: [2026-03-01-c]"), encoding="utf-8")
    assert open_questions(root) == {}


def test_a_warm_check_ranks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make(tmp_path, three(), asking())
    before = open_questions(root)
    monkeypatch.setattr(kept, "index_on_disk", None)
    assert open_questions(root) == before


def test_a_damaged_memory_is_made_anew_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = make(tmp_path, three(), asking())
    first, _ = with_unanswered(root, load(root))
    (memory,) = (tmp_path / "cache").rglob("unanswered/*")
    memory.write_bytes(memory.read_bytes()[:-5])
    again, notice = with_unanswered(root, load(root))
    assert "was damaged and is made anew" in notice
    assert again.unanswered == first.unanswered


def test_a_file_from_elsewhere_is_asked_too(tmp_path: Path) -> None:
    root = make(tmp_path, three(), asking())
    draft = tmp_path / "2026-04-01-d.md"
    draft.write_text(told("2026/2026-04-01-d.md", "title: Orders stuck, d"), encoding="utf-8")
    done = postmortem("check", str(draft), "--archive", str(root))
    assert "looks like 2026-0" in clean(done, 1)


def test_only_what_changed_is_asked_of_a_branch(tmp_path: Path) -> None:
    root = make(tmp_path, three(), asking())
    for words in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-q", "-m", "x"],
    ):
        subprocess.run(["git", "-C", str(root), *words], check=True)
    (root / THIRD).write_text(str(three()[THIRD]) + "\nMore.\n", encoding="utf-8")
    done = postmortem(
        "check", "--archive", str(root), "--changed-since", "HEAD", "--format", "json"
    )
    found = json.loads(clean(done, 1))
    assert all(each["path"].endswith(THIRD) for each in found)
    assert [each["rule"] for each in found].count(resemblance_unanswered.ID) == 1


def test_a_credential_is_in_no_message(tmp_path: Path) -> None:
    secret = "ghp_" + "1234567890abcdefghijklmnopqrstuvwxyz"
    files = {
        path: text.replace("Orders were stuck", f"Token {secret}. Orders were stuck")
        for path, text in three().items()
        if isinstance(text, str)
    }
    root = make(tmp_path, {**files}, asking())
    assert len(errors(root)) == 2
    assert not any(secret[8:] in each.message for each in errors(root))
    assert not any(secret[8:].encode() in p.read_bytes() for p in tmp_path.rglob("unanswered/*"))


def test_the_shipped_archive_has_answered() -> None:
    archive, _ = with_unanswered(ROOT / "postmortems", load(ROOT / "postmortems"))
    assert archive.file.policy.resemblance is not None
    assert archive.unanswered == {}


def test_what_is_asked_is_what_similar_finds(tmp_path: Path) -> None:
    root = make(tmp_path, three(), asking())
    archive, _ = with_unanswered(root, load(root))
    (asked,) = archive.unanswered[THIRD]
    subject = archive.by_path[THIRD]
    (also,) = resembling(subject, index_of_loaded(root, archive), archive.by_path.__getitem__, 1)
    assert (asked.path, asked.score) == (also.other.path, also.score)
    assert asked.shared == also.shared[:6]


@pytest.mark.parametrize(
    ("policy", "message"),
    [
        ("{first: 0}", 'first: "0" is not a number of incidents; write one from 1 to 10'),
        ("{score: 2}", 'score: "2" is not a score; write a number above 0 and up to 1'),
        ("{score: nan}", 'score: "nan" is not a score'),
        ("{since: soon}", 'since: "soon" is not a date'),
        ("{severities: [SEV-9]}", 'severities: "SEV-9" is not a severity; did you mean'),
        ("{frist: 1}", '"frist" is not a field; did you mean "first"?'),
    ],
)
def test_a_wrong_policy_is_told(tmp_path: Path, policy: str, message: str) -> None:
    (found,) = rules.check(archive_of(tmp_path, {}, asking(policy)), {"archive.yml"})
    assert message in found.message


def asked_figures(root: Path) -> Archive:
    return with_unanswered(root, load(root))[0].readable()


def test_the_figure_names_who_has_not_answered(tmp_path: Path) -> None:
    more = {"b": "repeat_of: [2026-01-01-a]", "a": "severity: SEV-1"}
    root = make(tmp_path, three(**more), asking("{severities: [SEV-2], first: 3}"))
    found = figures(asked_figures(root), TODAY)
    # b has answered; c has answered for neither. Three incidents, of which two are SEV-2.
    assert (found.repeats.unanswered.n, found.repeats.unanswered.of) == (1, 3)
    assert found.repeats.asked == 2
    assert found.repeats.share.n == 1
    assert as_data(found)["figures"]["unanswered"] == {
        "n": 1,
        "of": 3,
        "share": 0.333333,
        "interval": [pytest.approx(0.008404, abs=1e-6), pytest.approx(0.905701, abs=1e-6)],
        "incidents": ["2026-03-01-c"],
        "asked": 2,
        "earlier": {"2026-03-01-c": ["2026-01-01-a", "2026-02-01-b"]},
    }


def test_without_the_policy_titles_are_compared(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        FIRST: told(FIRST),
        SECOND: told(SECOND, "title: ORDERS, stuck"),
    }
    found = figures(asked_figures(make(tmp_path, files)), TODAY).repeats
    assert found.asked is None
    assert [each.incident.path for each in found.questions] == [SECOND]
    assert [p.path for p in found.questions[0].earlier] == [FIRST]


def test_a_slice_asks_about_nothing_outside_it(tmp_path: Path) -> None:
    archive = asked_figures(make(tmp_path, three(), asking()))
    only = replace(archive, postmortems=(archive.by_path[THIRD],))
    assert figures(only, TODAY).repeats.questions == ()


def test_what_a_check_has_read_is_not_read_again_for_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(folder: Path, path: str, frame: Archive) -> Postmortem:
        raise AssertionError(f"{path} was read again")

    monkeypatch.setattr("postmortem_archive.inspection.index.read_one", never)
    root = make(tmp_path, three(), asking())
    assert {finding.path for finding in errors(root)} == {SECOND, THIRD}
    # What is in the index by now is as if it had been read for it.
    monkeypatch.undo()
    frame = survey(root)
    kept, whole = index_on_disk(root, frame)[0], index_of(map(entry_of, load(root).postmortems))
    assert (kept.paths, kept.terms, kept.shares) == (whole.paths, whole.terms, whole.shares)
