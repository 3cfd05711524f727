"""The baseline: old errors are accepted once, new ones fail, and it only gets smaller."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_archive.baseline import errors, judged, read, shrunk, written
from postmortem_archive.model.finding import ArchiveError, Finding
from postmortem_archive.rules import BY_ID
from tests.conftest import build
from tests.helpers import PATH, POSTMORTEM, make, with_field
from tests.test_changed import git
from tests.test_commands import clean, postmortem
from tests.test_site import text_of, write_site

OTHER = "2026/2026-02-16-other.md"
OLD = with_field("tags: [databse]\ncauses: [x]").replace("| platform | 2026", "| | 2026")
LATER = with_field(
    "title: Later\nstarted: 2026-02-16T14:23Z\ndetected: 2026-02-16T14:25Z\n"
    "resolved: 2026-02-16T15:08Z\ntags: [dsn]",
    POSTMORTEM.replace("80 %", "90 %"),
)
ACCEPTED = """\
2026/2026-02-15-orders-stuck.md:
  action-without-owner: 1
  cause-unknown: 1
  tag-unknown: 1
2026/2026-02-16-other.md:
  tag-unknown: 1
"""


def old(folder: Path) -> Path:
    """An archive with four errors, all of them accepted."""
    root = make(folder, {PATH: OLD, OTHER: LATER})
    printed = clean(postmortem("baseline", cwd=folder), 0)
    assert printed == "postmortems/_baseline.yml: 4 errors of 2 postmortems accepted.\n"
    return root


def test_what_is_found_today_is_accepted_in_sorted_lines(tmp_path: Path) -> None:
    root = old(tmp_path)
    text = (root / "_baseline.yml").read_text("utf-8")
    assert text.endswith(ACCEPTED)
    run = postmortem("check", cwd=tmp_path)
    assert clean(run, 0) == ("0 findings; 4 accepted in the baseline; 2 postmortems checked.\n")
    assert run.stderr == ""
    assert "4 errors" in clean(postmortem("check", "--no-baseline", cwd=tmp_path), 1)


def test_moved_lines_stay_accepted_and_new_errors_fail(tmp_path: Path) -> None:
    root = old(tmp_path)
    moved = OLD.replace("title:", "# A comment.\n\ntitle:").replace("## Impact", "\n\n## Impact")
    (root / PATH).write_text(moved, "utf-8")
    clean(postmortem("check", cwd=tmp_path), 0)
    (root / PATH).write_text(moved.replace("detection: alert", "detection: alrt"), "utf-8")
    (root / "2026/2026-02-17-new.md").write_text("broken", "utf-8")
    printed = clean(postmortem("check", cwd=tmp_path), 1)
    assert "[detection-unknown]" in printed
    assert "[front-matter-missing]" in printed
    assert "[tag-unknown]" not in printed
    assert "2 errors in 2 files; 4 accepted in the baseline; 3 postmortems" in printed


def test_one_more_of_the_same_rule_shows_them_all_and_says_why(tmp_path: Path) -> None:
    root = old(tmp_path)
    (root / PATH).write_text(OLD.replace("[databse]", "[databse, dsn]"), "utf-8")
    run = postmortem("check", cwd=tmp_path)
    assert "2 errors in 1 file; 3 accepted in the baseline" in clean(run, 1)
    assert (
        f"postmortems/{PATH}: 2 of tag-unknown, of which the baseline accepts 1; which are new "
        "is not known" in run.stderr
    )


def test_it_shrinks_and_never_grows(tmp_path: Path) -> None:
    root = old(tmp_path)
    (root / OTHER).write_text(LATER.replace("[dsn]", "[dns]"), "utf-8")
    (root / PATH).write_text(OLD.replace("alert\n", "alrt\n", 1), "utf-8")
    run = postmortem("check", cwd=tmp_path)
    clean(run, 1)
    assert (
        "_baseline.yml: 1 that it accepts is gone; take it out: postmortem baseline" in run.stderr
    )
    run = postmortem("baseline", cwd=tmp_path)
    assert "1 taken out; 3 errors still accepted." in clean(run, 1)
    assert "1 error not accepted" in run.stderr
    assert "waiver" in run.stderr
    assert (root / "_baseline.yml").read_text("utf-8").endswith(ACCEPTED[: ACCEPTED.index(OTHER)])
    (root / OTHER).write_text(LATER, "utf-8")
    (root / PATH).write_text(OLD, "utf-8")
    assert "3 errors accepted, as before." in clean(postmortem("baseline", cwd=tmp_path), 1)
    assert "[tag-unknown]" in clean(postmortem("check", cwd=tmp_path), 1)


def test_an_empty_one_stays_so_that_nothing_is_accepted_again(tmp_path: Path) -> None:
    root = old(tmp_path)
    for name in (PATH, OTHER):
        (root / name).unlink()
    run = postmortem("check", cwd=tmp_path)
    assert "4 that it accepts are gone" in run.stderr
    assert "All of it is mended." in clean(postmortem("baseline", cwd=tmp_path), 0)
    (root / PATH).write_text(OLD, "utf-8")
    clean(postmortem("baseline", cwd=tmp_path), 1)
    assert read(root) == {}


def test_without_errors_there_is_nothing_to_accept(tmp_path: Path) -> None:
    root = make(tmp_path, {PATH: POSTMORTEM})
    assert "nothing to accept" in clean(postmortem("baseline", cwd=tmp_path), 0)
    assert not (root / "_baseline.yml").exists()


def test_archive_yml_is_to_be_mended_and_not_accepted(tmp_path: Path) -> None:
    root = make(tmp_path, {PATH: OLD}, "nmae: x\n")
    run = postmortem("baseline", cwd=tmp_path)
    clean(run, 1)
    assert "1 error not accepted" in run.stderr
    assert all(path == PATH for path, _ in read(root) or ())


def test_a_credential_is_never_accepted_and_stays_masked_on_the_site(tmp_path: Path) -> None:
    secret = "postgres://orders:n3v3r-r3us3d@db.example.net/orders"
    config = write_site(tmp_path, {PATH: OLD.replace("Watch every pool.", f"`{secret}`")})
    root = tmp_path / "postmortems"
    clean(postmortem("baseline", cwd=tmp_path), 1)
    assert (PATH, "tag-unknown") in (read(root) or {})
    with (root / "_baseline.yml").open("a", encoding="utf-8") as file:
        file.write("  credential-shown: 1\n")
    assert "[credential-shown]" in clean(postmortem("check", cwd=tmp_path), 1)
    status, output = build(config, tmp_path / "site")
    assert status == 0, output
    for page in (tmp_path / "site" / "postmortems").rglob("*.html"):
        assert "n3v3r" not in page.read_text("utf-8")


def test_a_site_does_not_publish_it_even_where_a_report_links_to_it(tmp_path: Path) -> None:
    text = OLD.replace("Watch every pool.", "[What we accept](../_baseline.yml)")
    secret = with_field("visibility: restricted\ntags: [x]", LATER)
    config = write_site(tmp_path, {PATH: text, "2026/2026-02-16-sesame.md": secret})
    clean(postmortem("baseline", cwd=tmp_path), 0)
    assert "sesame" in (tmp_path / "postmortems" / "_baseline.yml").read_text("utf-8")
    build(config, tmp_path / "site")
    for path in (tmp_path / "site").rglob("*"):
        assert path.is_dir() or b"sesame" not in path.read_bytes(), path


def test_notes_of_a_draft_are_not_accepted_and_bind_later(tmp_path: Path) -> None:
    draft = "---\ntitle: A draft\nstatus: draft\nseverity: SEV-2\ntags: [dsn]\n---\n\n## Summary\n"
    root = make(tmp_path, {PATH: draft})
    clean(postmortem("baseline", cwd=tmp_path), 0)
    assert read(root) == {(PATH, "tag-unknown"): 1}
    printed = clean(postmortem("check", cwd=tmp_path), 0)
    assert "1 accepted in the baseline" in printed
    assert " note " in printed
    (root / PATH).write_text(draft.replace("status: draft", "status: final"), "utf-8")
    assert "[section-missing]" in clean(postmortem("check", cwd=tmp_path), 1)


def test_every_format_leaves_out_what_is_accepted_and_json_lists_it(tmp_path: Path) -> None:
    root = old(tmp_path)
    (root / PATH).write_text(OLD.replace("detection: alert", "detection: alrt"), "utf-8")
    rows = json.loads(clean(postmortem("check", "--format", "json", cwd=tmp_path), 1))
    assert [row["level"] for row in rows] == ["error", *["accepted"] * 4]
    for form in ("sarif", "github", "gitlab", "junit"):
        printed = clean(postmortem("check", "--format", form, cwd=tmp_path), 1)
        assert '"alrt' in printed.replace("\\", "")
        assert '"databse' not in printed.replace("\\", "")


def test_a_part_of_the_archive_is_checked_with_its_part_of_the_baseline(tmp_path: Path) -> None:
    root = old(tmp_path)
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "first")
    (root / OTHER).write_text(LATER.replace("[dsn]", "[dns]"), "utf-8")
    for arguments in (["--changed-since", "main"], [f"postmortems/{OTHER}"]):
        run = postmortem("check", *arguments, cwd=tmp_path)
        assert clean(run, 0) == "0 findings; 1 postmortem checked.\n"
        assert "1 that it accepts is gone" in run.stderr
    run = postmortem("check", f"postmortems/{PATH}", cwd=tmp_path)
    assert "3 accepted in the baseline; 1 postmortem checked" in clean(run, 0)
    assert run.stderr == ""


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: [", 2), ("- a\n", 1), ("a.md: 3\n", 1), ("a.md:\n  x: many\n", 2), ("a.md:\n  x: 0\n", 2),
     ("a.md: {x: 1}\na.md: {y: 1}\n", 2), ("a.md:\n", 1), ("\ufeffa.md: {x: 1}\n", 1)],
)  # fmt: skip
def test_what_cannot_be_read_stops_the_run(tmp_path: Path, text: str, line: int) -> None:
    root = make(tmp_path, {PATH: POSTMORTEM})
    (root / "_baseline.yml").write_text(text, "utf-8")
    for command in ("check", "baseline"):
        run = postmortem(command, cwd=tmp_path)
        clean(run, 2)
        assert f"_baseline.yml:{line}: " in run.stderr
    clean(postmortem("check", "--no-baseline", cwd=tmp_path), 0)


def test_a_strict_build_accepts_what_the_check_accepts(tmp_path: Path) -> None:
    config = write_site(tmp_path, {PATH: OLD})
    assert build(config, tmp_path / "site", "--strict")[0] == 1
    clean(postmortem("baseline", cwd=tmp_path), 0)
    status, output = build(config, tmp_path / "site", "--strict")
    assert status == 0, output
    assert "accepted in the baseline: 3" in output
    page = tmp_path / "site" / "postmortems" / "2026" / "2026-02-15-orders-stuck" / "index.html"
    assert "databse" in text_of(page)  # the tag, not the finding
    assert "tag-unknown" not in text_of(page)
    (tmp_path / "postmortems" / "_baseline.yml").write_text("a: 1\n")
    status, output = build(config, tmp_path / "site")
    assert status == 1
    assert "_baseline.yml:1: " in output
    assert "Traceback" not in output


NAMES = st.sampled_from(["a.md", "b c.md", "#ü: [x].md", "no"])
KEYS = st.tuples(NAMES, st.sampled_from(list(BY_ID)[:4]))
BASELINES = st.dictionaries(KEYS, st.integers(1, 5))


@given(BASELINES)
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, made: object
) -> None:
    folder = tmp_path_factory.mktemp("baseline")
    (folder / "_baseline.yml").write_text(written(made), "utf-8")  # type: ignore[arg-type]
    assert read(folder) == made


@given(BASELINES, st.lists(KEYS, max_size=12))
def test_nothing_is_lost_and_nothing_is_added(
    accepted: dict[tuple[str, str], int], keys: list[tuple[str, str]]
) -> None:
    findings = [Finding(path, n, 1, rule, f"m{n}") for n, (path, rule) in enumerate(keys, 1)]
    verdict = judged(findings, accepted)
    assert sorted([*verdict.left, *verdict.accepted], key=lambda f: f.line) == findings
    smaller = shrunk(accepted, findings)
    assert all(number <= accepted[key] for key, number in smaller.items())
    again = judged(findings, smaller)
    assert (again.left, again.gone) == (verdict.left, 0)
    assert not errors(verdict.accepted).keys() & errors(verdict.left).keys()


def test_a_missing_archive_is_told_as_for_every_command(tmp_path: Path) -> None:
    assert read(tmp_path) is None
    (tmp_path / "_baseline.yml").mkdir()
    with pytest.raises(ArchiveError):
        read(tmp_path)
    clean(postmortem("baseline", cwd=tmp_path), 2)
