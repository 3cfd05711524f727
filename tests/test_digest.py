"""The digest of some days: by git, by dates, in each form; hostile titles stay text."""

import os
import re
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest

from postmortem_archive.digest import Digest, digest
from postmortem_archive.digest.telling import message
from postmortem_archive.load import load
from postmortem_archive.load.history import History, history
from postmortem_archive.message import FORMS
from tests.helpers import ARCHIVE, PATH, POSTMORTEM, archive_of, make, with_field
from tests.test_commands import clean, postmortem

BY_DATES = History(unknown="there is no git repository with commits")
# The action of the valid postmortem is due on 2026-02-22, and it was published on the 18th.
FRIDAY = date(2026, 2, 20)
WEEK = timedelta(days=7)
NOW = ("--until", "2026-02-20", "--today", "2026-02-20")
DRAFT = with_field("title: Late\nstatus: draft\npublished: ''").replace("| open |", "| done |")
OLD = with_field(
    "title: Old\nstarted: 2025-02-17T10:00Z\ndetected: ''\nresolved: ''\npublished: 2025-02-18"
).replace("| open |", "| done |")


def git(folder: Path, *arguments: str, day: str = "2026-02-01") -> None:
    env = {f"GIT_{who}_{what}": "x@example.com" for who in ("AUTHOR", "COMMITTER")
           for what in ("NAME", "EMAIL")}  # fmt: skip
    env |= {f"GIT_{who}_DATE": f"{day}T12:00:00Z" for who in ("AUTHOR", "COMMITTER")}
    subprocess.run(["git", *arguments], cwd=folder, env={**os.environ, **env}, check=True)


def commit(folder: Path, day: str) -> None:
    git(folder, "add", "--all", day=day)
    git(folder, "commit", "--quiet", "--message", "x", day=day)


def of(
    tmp_path: Path, files: dict[str, str | bytes], today: date = FRIDAY, archive: str = ARCHIVE
) -> Digest:
    return digest(archive_of(tmp_path, files, archive), today - WEEK, today, today, BY_DATES)


def titles(some: object) -> list[str]:
    return [getattr(one, "postmortem", one).title for one in some]  # type: ignore[attr-defined]


def test_without_git_dates_tell_what_is_new(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        PATH: POSTMORTEM,
        "2026/2026-02-15-late.md": DRAFT,
        "2025/2025-02-17-old.md": OLD,
    }
    found = of(tmp_path, files)
    assert titles(found.new) == ["Orders stuck in the queue", "Late"]
    assert found.changed == ()
    assert found.by_dates == BY_DATES.unknown
    assert titles(found.earlier_years) == ["Old"]


@pytest.mark.parametrize(
    ("day", "due", "overdue"),
    [
        # Due on 22 February: in 8, 7 and 0 days, then since 1 day.
        (date(2026, 2, 14), [], []), (date(2026, 2, 15), [7], []), (date(2026, 2, 22), [0], []),
        (date(2026, 2, 23), [], [-1]),
    ],
)  # fmt: skip
def test_actions_are_due_and_overdue(
    tmp_path: Path, day: date, due: list[int], overdue: list[int]
) -> None:
    found = of(tmp_path, {PATH: POSTMORTEM}, day)
    assert [one.days_left for one in found.due] == due
    assert [one.days_left for one in found.overdue] == overdue


@pytest.mark.parametrize(("day", "late"), [(23, []), (24, [date(2026, 2, 23)])])
def test_unfinished_ones_are_late_after_the_deadline(
    tmp_path: Path, day: int, late: list[date]
) -> None:
    # Resolved on Sunday 15 February; of the five business days after it Monday is a holiday,
    # so they are 17, 18, 19, 20 and 23.
    archive = ARCHIVE.replace(
        "policy: {", "policy: {deadline: 5 business days, holidays: [2026-02-16], "
    )
    found = of(tmp_path, {PATH: DRAFT}, date(2026, 2, day), archive)
    assert [last for _, last in found.late] == late


def test_on_these_days_holds_over_the_turn_of_the_year(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"{day[:4]}/{day}-x.md": with_field(f"title: {day}\nstarted: {day}T10:00Z")
        for day in ("2025-12-31", "2024-12-31", "2025-01-01", "2024-02-29", "2025-01-05")
    }
    found = of(tmp_path, files, date(2026, 1, 2))
    assert titles(found.earlier_years) == ["2025-01-01", "2024-12-31"]
    assert titles(of(tmp_path, files, date(2028, 2, 29)).earlier_years) == ["2024-02-29"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository whose files came on 1 February, in a folder below its top."""
    files: dict[str, str | bytes] = {
        PATH: POSTMORTEM, "2026/2026-02-15-late.md": DRAFT, "2025/2025-02-17-old.md": OLD,
    }  # fmt: skip
    folder = make(tmp_path, files)
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    commit(tmp_path, "2026-02-01")
    return folder


SINCE = date(2026, 2, 13)


def test_git_tells_what_is_new_and_what_was_changed(root: Path) -> None:
    final = DRAFT.replace("status: draft", "status: final\npublished: 2026-02-19\nseverity: SEV-1")
    final = final.replace("severity: SEV-2\n", "").replace("published: ''\n", "")
    (root / "2026/2026-02-15-late.md").write_text(final, "utf-8")
    (root / PATH).write_text(POSTMORTEM.replace("| open |", "| done |"), "utf-8")
    (root / "2025/2025-02-17-old.md").unlink()
    (root / "2025-02-17-old.md").write_text(f"{OLD}\nMore.\n", "utf-8")
    (root / "2026/2026-02-10-mövéd here.md").write_text(with_field("title: Fresh"), "utf-8")
    commit(root, "2026-02-16")
    (root / "2026/2026-02-20-loose.md").write_text(with_field("title: Loose"), "utf-8")
    now = digest(load(root), SINCE, FRIDAY, FRIDAY, history(root, SINCE, None))
    assert titles(now.new) == ["Loose", "Fresh"]
    assert {one.postmortem.title: one.told for one in now.changed} == {
        "Late": ("now final (was a draft)", "now SEV-1 (was SEV-2)"),
        "Orders stuck in the queue": ("1 more action done",),
        "Old": (),
    }
    assert now.changed[-1].postmortem.title == "Old"
    (root / "2025-02-17-old.md").write_text(OLD, "utf-8")  # only moved: no news
    now = digest(load(root), SINCE, FRIDAY, FRIDAY, history(root, SINCE, None))
    assert "Old" not in titles([*now.new, *now.changed])
    then = digest(load(root), SINCE, FRIDAY, FRIDAY, history(root, SINCE, FRIDAY))
    assert titles(then.new) == ["Fresh"]
    before = history(root, SINCE, date(2026, 2, 15))
    assert (before.added, before.before) == (frozenset(), {})


def test_everything_is_new_when_the_repository_is(root: Path) -> None:
    found = history(root, date(2026, 1, 1), None)
    assert PATH in found.added
    assert found.before == {}


def test_a_merge_counts_on_the_day_of_the_merge(root: Path) -> None:
    git(root, "checkout", "--quiet", "-b", "branch")
    (root / "2026/2026-02-02-branch.md").write_text(with_field("title: Branch"), "utf-8")
    commit(root, "2026-02-03")
    git(root, "checkout", "--quiet", "main")
    git(root, "merge", "--quiet", "--no-ff", "--message", "x", "branch", day="2026-02-17")
    assert history(root, SINCE, None).added == {"2026/2026-02-02-branch.md"}


def test_where_git_cannot_tell_it_says_why(root: Path, tmp_path: Path) -> None:
    git(root.parent, "clone", "--quiet", "--depth", "1", f"file://{root.parent}", "shallow")
    shallow = history(root.parent / "shallow" / "postmortems", date(2026, 1, 1), None)
    assert shallow.unknown == "the clone is too shallow (fetch the whole history)"
    ignored = make(tmp_path / "ignored", {PATH: POSTMORTEM})
    assert (
        history(ignored, SINCE, None).unknown == "no file of the archive is in the git repository"
    )
    command = ("digest", "--archive", make(tmp_path / "alone", {PATH: POSTMORTEM}), *NOW)
    run = postmortem(*command, env={"GIT_CEILING_DIRECTORIES": str(tmp_path)})
    assert "there is no git repository with commits" in clean(run, 0)
    run = postmortem(*command, env={"PATH": str(tmp_path)})
    assert "dates in the files: git is not installed" in clean(run, 0)


def test_a_restricted_one_is_nowhere_and_one_that_no_longer_is_is_new(root: Path) -> None:
    hidden = with_field("title: Hush\nvisibility: restricted\nrepeat_of: [2025-02-17-old]")
    path = root / "2026/2026-02-14-hush.md"
    path.write_text(hidden, "utf-8")
    commit(root, "2026-02-10")
    path.write_text(f"{hidden}\nMore.\n", "utf-8")
    run = postmortem("digest", "--today", "2026-02-24", "--since", "2026-02-01", cwd=root)
    assert "hush" not in (clean(run, 0) + run.stderr).casefold()
    path.write_text(hidden.replace("restricted", "internal"), "utf-8")
    found = digest(load(root), SINCE, FRIDAY, FRIDAY, history(root, SINCE, None))
    assert titles(found.new) == ["Hush"]


def test_a_digest_reads_as_expected(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        PATH: with_field("repeat_of: [2025-02-17-old]"), "2025/2025-02-17-old.md": OLD,
    }  # fmt: skip
    root = make(tmp_path, files)
    env = {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    assert (
        clean(postmortem("digest", *NOW, "--format", "markdown", cwd=root.parent, env=env), 0)
        == """\
**Test archive: 13 February 2026 to 20 February 2026**

**1 new postmortem**

- [Orders stuck in the queue](<postmortems/2026/2026-02-15-orders-stuck.md>) · SEV-2 · \
order-service · 15 February 2026 · 45 min, a repeat of [Old](<postmortems/2025/2025-02-17-old.md>)

**1 action due within 7 days**

- Alert when the pool is over 80 % for 2 minutes (P0, platform, due in 2 days), from \
[Orders stuck in the queue](<postmortems/2026/2026-02-15-orders-stuck.md>)

**On these days in earlier years**

- [Old](<postmortems/2025/2025-02-17-old.md>), 17 February 2025

What is new is told by the dates in the files: there is no git repository with commits.
"""
    )


@pytest.mark.parametrize("form", FORMS)
def test_nothing_new_is_one_line(tmp_path: Path, form: str) -> None:
    root = make(tmp_path, {})
    out = clean(postmortem("digest", *NOW, "--format", form, cwd=root), 0)
    assert out.count("nothing new since 13 February 2026.") == (2 if form == "html" else 1)
    assert form == "html" or out.count("\n") == 1


HOSTILE = 'a <!channel> @here [b](javascript:c) <script>d</script> & "e" `f` *g* |h'


@pytest.mark.parametrize("form", FORMS)
def test_a_hostile_title_stays_text(tmp_path: Path, form: str) -> None:
    text = with_field(f"title: '{HOSTILE}'").replace("Alert when the pool", f"{HOSTILE} pool")
    archive = archive_of(tmp_path, {"2026/2026-02-15-a) [x](y).md": text.replace("|h", "h")})
    found = digest(archive, FRIDAY - WEEK, FRIDAY, FRIDAY, BY_DATES)
    out = FORMS[form](message(found, archive, lambda path: "https://a.example/x"))
    if form == "slack":
        assert "<!" not in out
        assert "@here" not in out
        assert set(re.findall(r"<([^>|]*)", out)) == {"https://a.example/x"}
    if form == "html":
        assert "<script" not in out
        assert set(re.findall('href="([^"]*)"', out)) == {"https://a.example/x"}
    if form == "markdown":
        assert set(re.findall(r"(?<!\\)\]\((.*?)\)", out)) == {"<https://a.example/x>"}
        assert not re.findall(r"(?<!\\)<(?!https://a)", out)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--site", "https://a.example/postmortems/"],
         "(https://a.example/postmortems/2026/2026-02-15-a%29%20%5Bx%5D%28javascript%3Ay%29/)"),
        ([], "(2026/2026-02-15-a%29%20%5Bx%5D%28javascript%3Ay%29.md)"),
    ],
)  # fmt: skip
def test_an_address_is_safe_whatever_the_file_is_called(
    tmp_path: Path, arguments: list[str], expected: str
) -> None:
    root = make(tmp_path, {"2026/2026-02-15-a) [x](javascript:y).md": POSTMORTEM})
    assert expected in clean(postmortem("digest", *NOW, *arguments, cwd=root), 0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--site", "javascript:alert(1)"], "write https://incidents.example.com/postmortems/"),
        (["--site", "https://a.example/?x"], "is not the address of a folder"),
        (["--site", "https://a.example/>|x"], "is not the address of a folder"),
        (["--site", "https://["], "is not the address of a folder"),
        (["--since", "2026-03-01", "--until", "2026-02-01"], "--since 2026-03-01 is after"),
        (["--since", "soon"], "soon"),
    ],
)
def test_wrong_use_is_told_what_is_right(
    tmp_path: Path, arguments: list[str], message: str
) -> None:
    run = postmortem("digest", *arguments, cwd=make(tmp_path, {PATH: POSTMORTEM}))
    clean(run, 2)
    assert message in run.stderr


def test_long_lists_say_how_much_is_left_out(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"2026/2026-02-15-{n:02}.md": with_field(f"title: Number {n}") for n in range(13)
    }
    archive = archive_of(tmp_path, files)
    found = digest(archive, FRIDAY - WEEK, FRIDAY, FRIDAY, BY_DATES)
    out = FORMS["text"](message(found, archive, str))
    assert out.count("Number") == 20  # ten new ones, and ten actions
    assert out.count("- and 3 more\n") == 2
