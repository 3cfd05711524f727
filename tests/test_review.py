"""`postmortem review`: the comment on a pull request, what it says and what it must never do."""

import json
import os
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from postmortem_archive.folder import would_be_postmortem
from postmortem_archive.inspection.changed import inspect_changes
from postmortem_archive.load import load
from postmortem_archive.load.front_matter import read_declared
from postmortem_archive.markdown import merged_events as markdown_events
from postmortem_archive.message import code, inert
from postmortem_archive.model.front_matter import FrontMatter
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.review import Review, review_of, spans_of, verdict_lines
from postmortem_archive.review.as_data import data_of
from postmortem_archive.review.as_markdown import LIMIT, MARKER, as_markdown
from postmortem_archive.review.keys import KEYS
from postmortem_archive.review.marked_down import between
from postmortem_archive.review.places import Places
from tests.helpers import ARCHIVE, PATH, POSTMORTEM, ROOT, archive_of, make, with_field
from tests.test_changed import git
from tests.test_commands import clean, postmortem
from tests.test_data_files import declared, keys_in
from tests.test_privacy import GITHUB

GOLDEN = ROOT / "tests" / "review" / "comment.md"
TODAY = date(2026, 4, 8)
EARLIER = "2025/2025-11-04-pool-exhausted.md"
OLD = with_field(
    "title: Orders wait for a connection\nstarted: 2025-11-04T10:00Z\ndetected: 2025-11-04T10:10Z\n"
    "resolved: 2025-11-04T11:00Z\npublished: 2025-11-06\ncauses: [connection-leak]"
).replace("| Alert when the pool is over 80 % for 2 minutes | P0", "| Show the pool's size | P1")
OLD = (
    OLD.replace("2026-02-22", "2025-11-13")
    .replace("14:23 |", "10:00 |")
    .replace("15:08 |", "11:00 |")
)
BAD = with_field("tags: [nonsense]")


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "x")


def add(root: Path, path: str, text: str) -> None:
    """Writes a file and commits everything."""
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).write_text(text, "utf-8")
    commit(root)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An archive with an earlier incident on main, and a branch that is checked out."""
    return repository(tmp_path, {EARLIER: OLD})


def repository(tmp_path: Path, files: dict[str, str | bytes]) -> Path:
    folder = make(tmp_path, files)
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    commit(tmp_path)
    git(tmp_path, "checkout", "--quiet", "-b", "branch")
    return folder


def review(root: Path) -> Review:
    return review_of(inspect_changes("main", root, "--base")[0], TODAY)


def comment(root: Path, **places: str) -> str:
    return as_markdown(review(root), Places("postmortems/", **places))


def told(root: Path, *arguments: str) -> str:
    command = ("review", "--base", "main", "--today", TODAY.isoformat(), *arguments)
    return clean(postmortem(*command, cwd=root.parent), 0)


def test_a_comment_reads_as_expected(root: Path) -> None:
    add(root, PATH, BAD)
    # The action was due on 13 November 2025: 17 days to the end of November, 31 in December, 31,
    # 28 and 31 in January, February and March, and 8 in April are 146.
    found = told(root)
    if os.environ.get("REWRITE_GOLDEN"):
        GOLDEN.write_text(found, encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8")


def test_links_lead_to_pages_files_and_lines(root: Path) -> None:
    add(root, PATH, BAD)
    files = "https://git.example.com/a/blob/1/"
    out = told(root, "--files", files, "--site", "https://a.example/p")
    assert f"### [Orders stuck in the queue]({files}postmortems/{PATH})" in out
    assert f"[line 12]({files}postmortems/{PATH}?plain=1#L12): tags" in out
    assert "](https://a.example/p/2025/2025-11-04-pool-exhausted/)" in out
    assert f"]({files}postmortems/{EARLIER})" in told(root, "--files", files)


def test_nothing_changed_is_one_line(root: Path) -> None:
    assert told(root) == f"{MARKER}\nNo postmortem differs from `main`.\n"
    (root / "picture.png").write_bytes(b"x")
    (root / "README.md").write_text("x", "utf-8")
    (root.parent / "outside.md").write_text("x", "utf-8")
    assert told(root).count("\n") == 2
    assert json.loads(told(root, "--format", "json"))["postmortems"] == []


def test_a_good_one_is_told_so(tmp_path: Path) -> None:
    root = repository(tmp_path, {"2025-01-01-x.md": "---\ntitle: Unlike\n---\n"})
    add(root, PATH, POSTMORTEM)
    assert (
        "Nothing to mend: no rule found anything, and no earlier incident looks like it "
        "(2 postmortems in this archive compared)."
    ) in comment(root)


def test_deleted_and_renamed_ones_are_named(root: Path) -> None:
    add(root, PATH, with_field("repeat_of: [2025-11-04-pool-exhausted]"))
    add(root, "2025/2025-10-01-other.md", with_field("title: Other", OLD))
    git(root, "checkout", "--quiet", "-B", "main")
    git(root, "checkout", "--quiet", "-b", "next")
    (root / EARLIER).unlink()
    (root / "2025/2025-10-01-other.md").rename(root / "2025/2025-10-02-other.md")
    (root / PATH).rename(root / "2026-02-15-orders-stuck.md")
    commit(root)
    found = review(root)
    assert [(each.change, each.before) for each in found.postmortems] == [
        ("renamed", PATH), ("renamed", "2025/2025-10-01-other.md"),
    ]  # fmt: skip
    out = as_markdown(found, Places("postmortems/"))
    assert (
        f"- `postmortems/{EARLIER}` is deleted; still named in a verdict by "
        "`postmortems/2026-02-15-orders-stuck.md`\n"
    ) in out
    assert (
        "- `postmortems/2025/2025-10-01-other.md` is `postmortems/2025/2025-10-02-other.md` "
        "now; with `aliases: [2025/2025-10-01-other.md]` in its front matter, its old address on "
        "the site leads there\n"
    ) in out
    text = with_field("title: Other\naliases: [2025/2025-10-01-other.md]", OLD)
    (root / "2025/2025-10-02-other.md").write_text(text, "utf-8")
    assert "its old address" not in comment(root)
    # Its id is the same: nothing that names it has to change.
    assert f"`postmortems/{PATH}` is" not in out
    assert f"renamed from `postmortems/{PATH}`" in out


def test_what_is_not_committed_counts(root: Path) -> None:
    (root / "2026").mkdir()
    (root / PATH).write_text(POSTMORTEM, "utf-8")
    (root / EARLIER).write_text(f"{OLD}\nMore.\n", "utf-8")
    found = review(root)
    assert {each.postmortem.path: each.change for each in found.postmortems} == {
        PATH: "new", EARLIER: "changed",
    }  # fmt: skip


def test_those_with_errors_come_first_then_the_newest(root: Path) -> None:
    for day, tag in (("14", "dns"), ("15", "nonsense"), ("16", "dns")):
        text = with_field(f"title: No {day}\ntags: [{tag}]\nstarted: 2026-02-{day}T14:23Z")
        add(root, f"2026/2026-02-{day}-x.md", text)
    days = [each.postmortem.day.day for each in review(root).postmortems if each.postmortem.day]
    assert [each.postmortem.title for each in review(root).postmortems if each.errors] != []
    assert days[-1] == 14


def test_the_archives_own_files_are_reviewed(root: Path) -> None:
    (root / "archive.yml").write_text(ARCHIVE.replace("name:", "nmae:"), "utf-8")
    out = comment(root, files="https://git.example.com/")
    assert "0 changed postmortems since `main`: 1 error." in out
    assert "`postmortems/archive.yml` changed" in out
    assert "[line 1](https://git.example.com/postmortems/archive.yml?plain=1#L1): " in out


def test_what_a_baseline_accepts_is_counted_only(root: Path) -> None:
    add(root, PATH, BAD)
    (root / "_baseline.yml").write_text(f"{PATH}:\n  tag-unknown: 1\n", "utf-8")
    out = comment(root)
    assert "no rule found anything; the baseline accepts 1 error more." in out
    assert "nonsense" not in out


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("started: 2026-02-15T14:23Z\nresolved: 2026-02-16T15:08Z",
         ["no detected", "no detected and no acknowledged", "no mitigated",
          timedelta(days=1, minutes=45)]),
        ("started: 2026-02-15T14:23Z\nresolved: 2026-02-15T13:08Z",
         ["no detected", "no detected and no acknowledged", "no mitigated",
          "resolved is before started"]),
        ("time_to_recover: 45 min",
         ["no started and no detected", "no detected and no acknowledged",
          "no started and no mitigated", timedelta(minutes=45)]),
        ("kind: project\ntime_to_recover: 45 min", [timedelta(minutes=45)]),
        ("kind: maintenance", []),
    ],
)  # fmt: skip
def test_spans_are_computed_or_say_what_they_lack(front: str, expected: list[object]) -> None:
    matter, _, _ = read_declared(FrontMatter, front, 1)
    assert [span.length or span.why for span in spans_of(matter)] == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-02-15T14:23Z", "2026-02-15T15:08Z", "2026-02-15 14:23 → 15:08 UTC"),
        ("2026-02-15T23:00Z", "2026-02-16T01:00Z", "2026-02-15 23:00 → 2026-02-16 01:00 UTC"),
        ("2026-02-15T14:23+01:00", "2026-02-15T15:08Z",
         "2026-02-15 14:23 +01:00 → 2026-02-15 15:08 UTC"),
    ],
)  # fmt: skip
def test_moments_stand_beside_a_span(start: str, end: str, expected: str) -> None:
    assert between(datetime.fromisoformat(start), datetime.fromisoformat(end)) == expected


def test_of_many_names_the_first_are_told(root: Path) -> None:
    many = ", ".join(f"service-{number}" for number in range(10))
    add(root, PATH, with_field(f"services: [{many}]"))
    assert "`service-7` and 2 more\n" in comment(root)


def test_a_verdict_that_is_asked_for_has_its_lines_in_one_place(root: Path) -> None:
    policy = ARCHIVE.replace("policy: {", "policy: {resemblance: {score: 0.1}, ")
    (root / "archive.yml").write_text(policy, "utf-8")
    add(root, PATH, POSTMORTEM)
    out = comment(root)
    asked = "looks like 2025-11-04-pool-exhausted; the lines that answer it stand below ("
    assert f"{asked}`resemblance-unanswered`)" in out
    assert out.count("not_repeat_of") == 1
    whole = as_markdown(review(root), Places(), 1_400)
    assert "resembling incidents" in whole
    assert "if it only looks like it" in whole
    # Those who read the data get the whole message.
    (one,) = data_of(review(root))["postmortems"]
    assert any("if it only looks like it" in finding["message"] for finding in one["findings"])


def test_a_day_is_said_once(root: Path) -> None:
    add(root, PATH, with_field("mitigated: 2026-02-15T15:00Z\nresolved: 2026-02-16T01:00Z"))
    assert (
        "Time to detect **2 min** (2026-02-15 14:23 → 14:25 UTC) · Time to mitigate **37 min** "
        "(14:23 → 15:00) · Time to recover **10 h 37 min** "
        "(2026-02-15 14:23 → 2026-02-16 01:00 UTC)"
    ) in comment(root)


def test_a_verdict_that_is_recorded_is_told_and_not_asked_for(root: Path) -> None:
    add(root, PATH, with_field("related: [2025-11-04-pool-exhausted]"))
    out = comment(root)
    assert "`2025-11-04-pool-exhausted` · recorded as related\n" in out
    assert "Nobody has answered" not in out
    add(root, PATH, with_field('not_repeat_of: {2025-11-04-pool-exhausted: "Another cause."}'))
    out = comment(root)
    assert "Looks like" not in out
    assert "Recorded as another incident: `2025-11-04-pool-exhausted`." in out


@pytest.mark.parametrize("name", ["2025-11-04-pool", 'a"b: `c', "a]\nb: d", "# x", "é\x85"])
def test_each_answer_is_a_line_that_reads_back(tmp_path: Path, name: str) -> None:
    archive = archive_of(tmp_path, {PATH: POSTMORTEM})
    (one,) = archive.postmortems
    other = archive_of(tmp_path / "b", {f"{name}.md": OLD}).postmortems[0]
    for line in verdict_lines(one, other):
        assert len(line.splitlines()) == 1
        assert "`" not in line
        (value,) = yaml.safe_load(line).values()
        assert list(value) == [other.id]
    assert "add it to those" in verdict_lines(other_with(one, other.id), other)[0]


def other_with(postmortem: Postmortem, name: str) -> Postmortem:
    return replace(postmortem, front=postmortem.front.model_copy(update={"repeat_of": (name,)}))


HOSTILE = (
    'a @here @someone #123 org/r#1 GH-12 !7 ~bug ~"x y" %1 &2 $3 *iteration:4 [vulnerability:5] '
    "<!-- x --> --> <script>b </details> [c](javascript:d) ![e](f) "
    "https://evil.example/1 www.evil.example a@b.example "
    "`g` *h* _i_ $j$ ``` k &lt;"
)


def visible(markdown: str) -> tuple[str, list[str], list[str]]:
    """What a forge sees of a comment: text outside of code, HTML, and where links lead."""
    text, html, links, in_code = "", list[str](), list[str](), False
    for event in markdown_events(markdown):
        [(kind, value)] = event.items() if isinstance(event, dict) else [(event, "")]
        if kind in ("Start", "End") and "CodeBlock" in str(value):
            in_code = kind == "Start"
        elif kind == "Start" and isinstance(value, dict) and {"Link", "Image"} & value.keys():
            links.append(next(iter(value.values()))["dest_url"])
        elif kind == "Text" and not in_code:
            text += str(value)
        elif kind in ("Html", "InlineHtml"):
            html.append(str(value))
        elif kind in ("SoftBreak", "HardBreak"):
            text += "\n"
    return text, html, links


def test_nothing_of_a_postmortem_is_alive_in_a_comment(root: Path) -> None:
    name = "2025/2025-11-05-a`b) [x](y) @here #1.md"
    hostile = yaml_quoted(HOSTILE)
    cell = HOSTILE.replace("|", "")
    old = with_field(f"title: {hostile}\nseverity: {hostile}", OLD)
    (root / name).write_text(old.replace("Show the pool", f"{cell} pool"), "utf-8")
    new = with_field(
        f"title: {hostile}\nseverity: {hostile}\nservices: [{hostile}]\ntags: [{hostile}]\n"
        f"causes: [{hostile}]\nsummary: {hostile}\nlinks: {{{hostile}: {hostile}}}"
    )
    (root / "2026").mkdir()
    (root / "2026/2026-02-15-```\n:close.md").write_text(
        new.replace("platform |", f"{cell} |"), "utf-8"
    )
    out = comment(root, files="https://git.example.com/")
    assert "Looks like" in out
    text, html, links = visible(out)
    left = "".join(html)
    for ours in (MARKER, "<details>", "</details>", "<summary>", "</summary>"):
        left = left.replace(ours, "")
    assert "<" not in left
    assert {link.partition("?")[0].partition("/2")[0] for link in links} == {
        "https://git.example.com/postmortems"
    }
    for pattern in (
        r"[@#!%&~^*\[][\w\"']", r"GH-\d", r"://", r"(?i)www\.", r"\$[\w]",
    ):  # fmt: skip
        assert not re.findall(pattern, text), pattern
    # GitLab would obey a line that begins with a slash.
    assert not re.findall(r"^\s*/", out, re.MULTILINE)


def yaml_quoted(text: str) -> str:
    return json.dumps(text)


@given(st.text(alphabet=st.sampled_from("ab1 @#!$%&~^*_`<>[](){}|\\/:.-+=wGH\n\u202e\"'")))
def test_an_inert_text_reads_as_it_was_and_is_nothing_else(text: str) -> None:
    seen, html, links = visible(f"- x{inert(text)}")
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    assert seen.replace("\N{WORD JOINER}", "") == f"x{plain}"
    assert (html, links) == ([], [])
    assert not re.findall(r"[@#!$%&~^*\[][\w\"']|://", seen)


@given(st.text(alphabet=st.sampled_from("ab `@\\<>\n")))
def test_code_is_one_span_or_inert(text: str) -> None:
    seen, html, links = visible(f"- x {code(text)} y")
    assert (html, links) == ([], [])
    assert not re.findall(r"@\w", seen)


def test_of_a_restricted_one_only_the_path_and_the_rules_are_told(root: Path) -> None:
    hidden = with_field(
        "title: Hush Hush\nvisibility: restricted\ntags: [secretive]\nservices: [covert]"
    )
    add(root, PATH, hidden)
    add(root, "2026/2026-03-01-y.md", with_field("title: Y\nstarted: 2026-03-01T10:00Z\nresolved:"))
    out = comment(root)
    part = out[out.index("### A restricted postmortem") :].split("### ")[1]
    assert f"`postmortems/{PATH}` · new" in part
    assert "- error, line 12: `tag-unknown`" in part
    data = told(root, "--format", "json")
    # Not as an earlier incident of the other either.
    assert (out.count("orders-stuck"), data.count("orders-stuck")) == (1, 2)
    for text in (out, data):
        for word in ("Hush", "secretive", "covert", "45 min"):
            assert word not in text
    (one,) = [each for each in json.loads(data)["postmortems"] if each["restricted"]]
    assert one["findings"][0]["message"] is None
    assert (one["title"], one["durations"], one["resemblances"]) == (None, [], None)
    # Nor where it names what is gone.
    add(root, PATH, with_field("repeat_of: [2025-11-04-pool-exhausted]", hidden))
    (root / EARLIER).unlink()
    commit(root)
    assert "still named" not in comment(root)


def test_credentials_are_masked(root: Path) -> None:
    text = with_field(f"title: Leak of {GITHUB}\ntags: [{GITHUB}]")
    add(root, PATH, text.replace("Alert when", f"Revoke {GITHUB} when"))
    add(root, EARLIER, OLD.replace("Show", f"Revoke {GITHUB} when"))
    out, data = told(root), told(root, "--format", "json")
    assert "credential-shown" in out
    assert "Revoke" in out
    for text in (out, data):
        assert GITHUB not in text
        assert GITHUB[4:16] not in text


def test_a_file_that_cannot_be_read_is_told_what_is_wrong_and_no_more(root: Path) -> None:
    add(root, PATH, "---\ntitle: x\n")
    out = comment(root)
    assert "`front-matter-unclosed`" in out
    assert "Rubric" not in out
    assert "Not computed" not in out


def test_a_long_comment_says_what_it_leaves_out(root: Path) -> None:
    text = with_field("tags: [a, b, c, d, e, f, g, h, i, j, k, l]\nstatus: draft")
    for number in range(20):
        (root / f"2026-01-{number + 1:02}-x.md").write_text(
            text.replace("Orders stuck", f"Orders {number} stuck"), "utf-8"
        )
    found = review(root)
    places = Places("postmortems/", files=f"https://git.example.com/{'x' * 100}/")
    whole = as_markdown(found, places, 10**7)
    assert "_Left out" not in whole
    seen = []
    for limit in (len(whole) - 1, 60_000, 20_000, 2_000):
        out = as_markdown(found, places, limit)
        assert len(out) <= limit
        assert out.startswith(f"{MARKER}\n")
        seen.append(re.findall(r"has limited room: (.*?)\. `postmortem review --base main", out)[0])
    assert seen[0] == "the rubrics"
    assert seen[-1].startswith("the rubrics, resembling incidents, notes and ")
    assert seen[-1].endswith("postmortems of the change")
    assert LIMIT < 65_536


def test_no_comment_is_too_long(root: Path) -> None:
    for number in range(400):
        (root / f"2025-01-01-{'x' * 200}-{number}.md").write_text("x", "utf-8")
    commit(root)
    git(root, "checkout", "--quiet", "-B", "main")
    git(root, "checkout", "--quiet", "-b", "next")
    for path in root.glob("2025-*.md"):
        path.unlink()
    out = comment(root)
    assert len(out) < LIMIT
    assert "has limited room: the rubrics, resembling incidents, notes, the archive's own" in out


def test_beyond_the_first_thirty_only_findings_are_told(root: Path) -> None:
    for number in range(31):
        path = root / f"2026-01-{number + 1:02}-x.md"
        path.write_text(POSTMORTEM.replace("Orders stuck", f"Orders {number} stuck"), "utf-8")
    found = review(root)
    assert [each.rubric is None for each in found.postmortems] == [False] * 30 + [True]
    assert all(each.spans for each in found.postmortems)


def test_every_key_is_declared_made_and_documented(root: Path) -> None:
    add(root, PATH, with_field("related: [2025-11-04-pool-exhausted]\ntags: [nonsense]"))
    git(root, "checkout", "--quiet", "-B", "main")
    git(root, "checkout", "--quiet", "-b", "next")
    (root / "archive.yml").write_text(ARCHIVE.replace("name:", "nmae:"), "utf-8")
    (root / PATH).rename(root / "2026-02-15-moved.md")
    add(root, "2026-03-01-y.md", with_field("title: Y\nvisibility: restricted\ntags: [n]"))
    data = data_of(review(root))
    known = declared(KEYS)
    assert set(keys_in(json.loads(json.dumps(data)), known)) == known
    page = (ROOT / "docs/reference/review.md").read_text("utf-8")
    assert all(f"| `{name}` |" in page for name in known)
    assert data == data_of(review(root))


@pytest.mark.parametrize(
    ("base", "message"),
    [
        ("mian", '--base: "mian" is no revision of this repository; check the spelling'),
        ("--output=x", "is no revision of this repository"),
        ("lonely", "no commit in common here; fetch the whole history (fetch-depth: 0"),
    ],
)
def test_wrong_use_is_told_what_is_right(root: Path, base: str, message: str) -> None:
    git(root, "checkout", "--quiet", "--orphan", "lonely")
    git(root, "commit", "--quiet", "--message", "no parent")
    git(root, "checkout", "--quiet", "branch")
    run = postmortem("review", f"--base={base}", cwd=root)
    assert clean(run, 2) == ""
    assert message in run.stderr


def test_a_shallow_clone_is_told_so(root: Path, tmp_path: Path) -> None:
    add(root, PATH, POSTMORTEM)
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{tmp_path}", "shallow")
    run = postmortem("review", "--base", "origin/main", cwd=tmp_path / "shallow")
    clean(run, 2)
    assert "This clone has a part of the history only: fetch-depth: 0" in run.stderr
    git(tmp_path / "shallow", "fetch", "--quiet", "--depth", "1", "origin", "main:main")
    run = postmortem("review", "--base", "main", cwd=tmp_path / "shallow")
    clean(run, 2)
    assert "fetch the whole history (fetch-depth: 0" in run.stderr


def test_without_git_or_repository_the_message_says_so(tmp_path: Path) -> None:
    folder = make(tmp_path, {PATH: POSTMORTEM})
    command = ("review", "--archive", folder, "--base", "main")
    run = postmortem(*command, env={"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)})
    clean(run, 2)
    assert "--base: git does not work in" in run.stderr
    assert "use it in a clone of the repository" in run.stderr
    clean(postmortem("review", "--archive", folder), 2)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("2026/a.md", True), ("a.md", True), ("README.md", False), ("_templates/a.md", False),
        (".x/a.md", False), (".a.md", False), ("a.txt", False), ("2026/_a.md", True),
        ("a.md/b.md", False),
    ],
)  # fmt: skip
def test_a_path_tells_whether_it_was_a_postmortem(
    tmp_path: Path, path: str, expected: bool
) -> None:
    assert would_be_postmortem(path) == expected
    if "a.md/" not in path:
        assert (path in load(make(tmp_path, {path: POSTMORTEM})).by_path) == expected
