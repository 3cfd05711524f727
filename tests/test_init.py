"""`postmortem init`: what an empty folder, a repository and a site get, and what they keep."""

import difflib
import os
import re
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_archive.cli.options import archive_folder
from postmortem_archive.folder import find_archive
from postmortem_archive.load import load
from postmortem_archive.load.yaml_tree import parse
from postmortem_archive.model.finding import ArchiveError
from postmortem_archive.rules import check
from postmortem_archive.starter import PLACEHOLDER, begin, proposals, requirement
from postmortem_archive.starter.forge import forges
from postmortem_archive.starter.insertion import with_entry
from postmortem_archive.starter.proposal import Proposal
from postmortem_archive.vocabulary import proposed
from tests.conftest import build
from tests.helpers import POSTMORTEM, ROOT, make, with_field
from tests.test_changed import git
from tests.test_commands import clean, postmortem


def init(folder: Path, *options: str, status: int = 0) -> str:
    return clean(postmortem("init", *options, cwd=folder), status)


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }


def states(printed: str) -> dict[str, str]:
    lines = re.findall(r"(?m)^(new|unchanged|change|by hand) +(\S+)", printed)
    return {path: state for state, path in lines}


def test_an_empty_folder_becomes_an_archive_whose_site_builds(tmp_path: Path) -> None:
    printed = init(tmp_path, "--yes", "--forge", "github")
    assert set(states(printed).values()) == {"new"}
    assert "8 files written." in printed
    assert set(files_of(tmp_path)) == set(states(printed))
    assert clean(postmortem("check", cwd=tmp_path), 0).endswith("1 postmortem checked.\n")
    status, output = build(tmp_path / "mkdocs.yml", tmp_path / "site", "--strict")
    assert status == 0, output
    assert "WARNING" not in output
    assert "Example: a newsletter goes out twice" in (
        tmp_path / "site" / "postmortems" / "index.html"
    ).read_text("utf-8")
    # Nothing of it counts: the site still builds, and says no figure of the example.
    (sample,) = (tmp_path / "postmortems").rglob("2026-*.md")
    sample.unlink()
    status, output = build(tmp_path / "mkdocs.yml", tmp_path / "site", "--strict")
    assert status == 0, output
    assert "WARNING" not in output


def test_a_second_run_finds_nothing_missing_even_without_the_example(tmp_path: Path) -> None:
    init(tmp_path, "--yes", "--forge", "gitlab")
    for path in (tmp_path / "postmortems").rglob("2026-*.md"):
        path.unlink()
    before = files_of(tmp_path)
    printed = init(tmp_path, "--yes")
    assert printed.endswith("Nothing is missing.\n")
    assert set(states(printed).values()) == {"unchanged"}
    assert files_of(tmp_path) == before


def test_a_run_that_was_cut_off_is_completed_by_the_next(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    init(tmp_path, "whole", "--yes")
    found = proposals(begin(whole.parent / "other"))
    for number in range(len(found) + 1):
        folder = tmp_path / str(number)
        folder.mkdir()
        for each in found[:number]:
            each.write(folder)
        init(tmp_path, str(number), "--yes")
        assert files_of(folder) == files_of(whole)


def test_without_a_terminal_it_only_shows(tmp_path: Path) -> None:
    run = postmortem("init", cwd=tmp_path)
    assert "new        postmortems/archive.yml" in clean(run, 2)
    assert "--yes" in run.stderr
    assert files_of(tmp_path) == {}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize(("answer", "status"), [("y", 0), ("n", 130), ("", 130)])
def test_at_a_terminal_it_asks(tmp_path: Path, answer: str, status: int) -> None:
    import subprocess

    ours, theirs = os.openpty()
    os.write(ours, f"{answer}\n".encode())
    run = subprocess.run(
        [sys.executable, "-m", "postmortem_archive", "init"],
        cwd=tmp_path, stdin=theirs, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "Write 7 files?" in clean(run, status)
    assert bool(files_of(tmp_path)) == (status == 0)


SITE = """\
# Our handbook.
site_name: Handbook
theme: {name: material, font: false}
plugins:  # in this order
  - search
  # tags for all
  - tags:
      enabled: !ENV [TAGS, true]

  # - blog
markdown_extensions:
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
  - admonition
"""


def test_a_site_gets_the_plugin_and_keeps_every_line(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Handbook\n", "utf-8")
    config = tmp_path / "mkdocs.yml"
    config.write_text(SITE, "utf-8")
    config.chmod(0o640)
    printed = init(tmp_path, "--yes")
    assert "\n+  - postmortems\n" in printed
    assert states(printed)["mkdocs.yml"] == "change"
    added = [line for line in difflib.ndiff(SITE.split("\n"), config.read_text("utf-8").split("\n"))
             if line[0] != " "]  # fmt: skip
    assert added == ["+   - postmortems"]
    assert stat.S_IMODE(config.stat().st_mode) == 0o640
    status, output = build(config, tmp_path / "site", "--strict")
    assert status == 0, output
    assert (tmp_path / "site" / "postmortems" / "index.html").is_file()
    assert init(tmp_path, "--yes").endswith("Nothing is missing.\n")
    assert not (tmp_path / ".gitignore").exists()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("plugins:\n- search\n", "plugins:\n- search\n- new\n"),
        ("plugins:\n- search", "plugins:\n- search\n- new\n"),
        ("plugins: [search]  # one\nx: 1\n", "plugins: [search, new]  # one\nx: 1\n"),
        ("plugins: []\n", "plugins: [new]\n"),
        ("plugins: [search, ]\n", "plugins: [search, new, ]\n"),
        ("x: 1", "x: 1\n\nplugins:\n  - search\n  - new\n"),
        ("plugins:\r\n  - search\r\n", "plugins:\r\n  - search\r\n  - new\r\n"),
        ("plugins:\n  search: {}\nx: 1\n", "plugins:\n  search: {}\n  new: {}\nx: 1\n"),
        ("plugins:\n  - a:\n      b: |\n        c\n  -\n    d: e\n",
         "plugins:\n  - a:\n      b: |\n        c\n  -\n    d: e\n  - new\n"),
        ("plugins:\n  - search\n# About x.\nx: 1\n",
         "plugins:\n  - search\n  - new\n# About x.\nx: 1\n"),
        ("\ufeffplugins:\n  - search\n", "\ufeffplugins:\n  - search\n  - new\n"),
    ],
)  # fmt: skip
def test_an_entry_is_added_where_it_belongs(text: str, wanted: str) -> None:
    made = with_entry(text, "plugins", "new", ("search",))
    assert made in (wanted, wanted.replace("search, new, ]", "search, new]"))


@pytest.mark.parametrize(
    "text",
    ["plugins: !ENV X\n", "plugins:\n", "- a\n", "", "a: [\n", "plugins: [a,\n b]\n",
     "a: 1\na: 2\n", "--- \na: 1\n---\nb: 2\n", "x: 1\n...\n", "plugins: {search: {}}\n",
     "{x: 1}\n", "plugins: *x\n", "plugins:\n  - |+\n   # no comment\n"],
)  # fmt: skip
def test_what_cannot_be_added_to_safely_is_left_alone(text: str) -> None:
    assert with_entry(text, "plugins", "new") is None


@given(st.text("ab:-#[]{},&*!|>'\"\n\r\t ~.%@\x85\u2028", max_size=60))
def test_an_entry_is_all_that_is_different(text: str) -> None:
    made = with_entry(f"plugins:\n  - search\n{text}", "plugins", "new")
    if made is not None:
        before = parse(f"plugins:\n  - search\n{text}").value
        assert parse(made).value == {**before, "plugins": [*before["plugins"], "new"]}


@pytest.mark.parametrize(
    ("config", "why"),
    [
        ("INHERIT: base.yml\nsite_name: x\n", "its plugins stand in base.yml"),
        ("site_name: x\nplugins: {search: {}}\n", "left alone"),
        ("site_name: ü\n".encode("latin-1"), "not UTF-8"),
    ],
)
def test_what_is_left_alone_is_shown_to_be_pasted(
    tmp_path: Path, config: str | bytes, why: str
) -> None:
    data = config if isinstance(config, bytes) else config.encode()
    (tmp_path / "mkdocs.yml").write_bytes(data)
    printed = init(tmp_path, "--yes")
    assert "by hand    mkdocs.yml" in printed
    assert why in printed
    assert "\n+plugins:\n+  - postmortems\n" in printed
    assert (tmp_path / "mkdocs.yml").read_bytes() == data
    assert init(tmp_path, "--yes").endswith("All else is there.\n")


def test_an_archive_under_another_name_is_named_in_every_file_and_found_again(
    tmp_path: Path,
) -> None:
    init(tmp_path, "--yes", "--forge", "gitlab", "--archive", "operations/our incidents")
    assert clean(postmortem("check", cwd=tmp_path / "docs"), 0).startswith("0 findings; 1 post")
    job = parse((tmp_path / ".gitlab-ci.yml").read_text("utf-8")).value["postmortems"]
    assert job["script"] == [
        "pip install -r 'operations/our incidents/requirements.txt'",
        "postmortem check --archive 'operations/our incidents'",
        "mkdocs build --strict",
    ]
    (repo,) = parse((tmp_path / ".pre-commit-config.yaml").read_text("utf-8")).value["repos"]
    pattern = re.compile(repo["hooks"][0]["files"])
    assert pattern.search("operations/our incidents/2026/2026-01-14-x.md")
    assert not pattern.search("x/operations/our incidents/2026/2026-01-14-x.md")
    status, output = build(tmp_path / "mkdocs.yml", tmp_path / "site", "--strict")
    assert status == 0, output
    assert init(tmp_path, "--yes").endswith("Nothing is missing.\n")


@pytest.mark.parametrize("name", ["../elsewhere", "/tmp", "."])
def test_the_archive_stays_inside(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArchiveError):
        begin(tmp_path, name)


def test_inside_an_archive_nothing_begins(tmp_path: Path) -> None:
    root = make(tmp_path, {"2026/2026-02-15-a.md": POSTMORTEM})
    assert "postmortem init" in postmortem("init", cwd=root).stderr
    assert "inside the archive" in postmortem("init", cwd=root / "2026").stderr


@pytest.mark.parametrize(
    ("address", "found"),
    [("git@github.com:acme/x.git", ("github",)), ("https://gitlab.example.com/x.git", ("gitlab",)),
     ("ssh://git@git.example.com/github/x.git", ())],
)  # fmt: skip
def test_the_forge_is_told_by_the_remotes(
    tmp_path: Path, address: str, found: tuple[str, ...]
) -> None:
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "remote", "add", "origin", address)
    assert forges(tmp_path) == found
    git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", "first")
    git(tmp_path, "worktree", "add", "--quiet", "tree")
    assert forges(tmp_path / "tree") == found
    (tmp_path / ".github").mkdir()
    assert forges(tmp_path) == ("github",)


def test_a_part_of_a_repository_gets_no_hook_and_no_workflow(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "remote", "add", "origin", "https://github.com/acme/x")
    (tmp_path / "handbook").mkdir()
    printed = init(tmp_path / "handbook", "--yes")
    assert "they belong to the top of the repository" in printed
    assert not [path for path in files_of(tmp_path / "handbook") if path.startswith(".")]


def test_what_runs_the_check_already_is_recognised(tmp_path: Path) -> None:
    workflow = tmp_path / ".github" / "workflows" / "all.yaml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text("jobs: {x: {steps: [{run: postmortem check}]}}\n")
    (tmp_path / "requirements.txt").write_text("postmortem-archive==0.1.0\n")
    hooks = (
        "# Ours.\nrepos:\n- repo: https://git.example.com/x\n  hooks: [{id: x}]\nci: {skip: []}\n"
    )
    (tmp_path / ".pre-commit-config.yaml").write_text(hooks)
    (tmp_path / ".gitlab-ci.yml").write_text("stages: [deploy]\n")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "design.md").write_text("# Design\n\n[gone](gone.md)\n")
    printed = init(tmp_path, "--yes")
    assert "unchanged  .github/workflows/all.yaml" in printed
    assert "unchanged  requirements.txt" in printed
    assert "by hand    .gitlab-ci.yml" in printed
    assert "+    - pip install -r requirements.txt\n" in printed
    hooks_now = (tmp_path / ".pre-commit-config.yaml").read_text()
    one, ours = parse(hooks_now).value["repos"]
    assert (one["hooks"], ours["hooks"][0]["id"]) == ([{"id": "x"}], "postmortem-check")
    assert hooks_now.replace(hooks_now[hooks_now.index("- repo: local") :
                                       hooks_now.index("ci:")], "") == hooks  # fmt: skip
    # The repository's own documentation was not written to be published.
    status, output = build(tmp_path / "mkdocs.yml", tmp_path / "site", "--strict")
    assert status == 0, output
    assert not (tmp_path / "site" / "design").exists()


def test_a_place_that_is_taken_on_the_site_is_told(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n")
    (tmp_path / "docs" / "postmortems").mkdir(parents=True)
    assert "docs/postmortems/ has this place on the site already" in init(tmp_path, "--yes")


OLD = with_field(
    'severity: "Major"\nservices: [checkout, "no"]\nteams: []\ntags: [Data Base, database, a: b]\n'
    "causes: [x]\ndetection: alert"
).replace("tags: [Data Base, database, a: b]", 'tags: [Data Base, database, "a: b", data-base]')


def test_old_reports_give_the_words_of_the_first_archive_yml(tmp_path: Path) -> None:
    make(tmp_path, {"2026/2026-02-15-a.md": OLD, "2026/2026-02-16-b.md":
        with_field("severity: Minor\nstarted: 2026-02-16T14:23Z", POSTMORTEM)})  # fmt: skip
    (tmp_path / "postmortems" / "archive.yml").unlink()
    assert states(init(tmp_path, "--yes"))["postmortems/archive.yml"] == "new"
    archive = load(tmp_path / "postmortems")
    assert list(archive.file.severities or ()) == ["Major", "Minor"]
    assert archive.file.services == {"checkout": None, "no": None, "order-service": None}
    assert archive.file.teams is None
    assert set(archive.file.tags or ()) == {"Data Base", "database", "a: b", "data-base"}
    text = (tmp_path / "postmortems" / "archive.yml").read_text("utf-8")
    assert "Proposed from 2 postmortems." in text
    assert "database:  # 1; the same as Data Base?" in text
    unknown = [f for f in check(archive) if f.rule.endswith("-unknown")]
    assert unknown == []
    assert not list((tmp_path / "postmortems").rglob("*example*"))


def test_reports_without_any_names_get_the_common_ones_and_no_example(tmp_path: Path) -> None:
    make(tmp_path, {"2026/2026-02-15-a.md": "# Orders stuck\n\n**Date:** 2026-02-15\n"})
    (tmp_path / "postmortems" / "archive.yml").unlink()
    printed = init(tmp_path, "--yes")
    assert "example" not in printed
    assert "SEV-1" in (load(tmp_path / "postmortems").file.severities or ())


@given(st.lists(st.text(max_size=30), max_size=5))
def test_any_names_make_an_archive_yml_that_has_them(names: list[str]) -> None:
    from dataclasses import replace

    (one,) = load(ROOT / "postmortems").postmortems[:1]
    wanted = tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
    one = replace(one, front=one.front.model_copy(update={"tags": wanted}))
    tree = parse(proposed([one]))
    assert tree.problems == []
    assert set(tree.value.get("tags", ())) == set(wanted)


@pytest.mark.parametrize(
    ("direct", "wanted"),
    [
        ("", "postmortem-archive==0.1.0"),
        ('{"url": "file:///home/x", "dir_info": {"editable": true}}', PLACEHOLDER),
        ('{"url": "https://git.example.org/pm", "vcs_info": {"vcs": "git", "commit_id": "abc"}}',
         "postmortem-archive @ git+https://git.example.org/pm@abc"),
        ('{"url": "https://me:secret@git.example.org/pm", '
         '"vcs_info": {"vcs": "git", "commit_id": "abc", "requested_revision": "v1"}}',
         "postmortem-archive @ git+https://git.example.org/pm@v1"),
        ('{"url": "ssh://git@git.example.org/pm", "vcs_info": {"vcs": "git", "commit_id": "a"}}',
         "postmortem-archive @ git+ssh://git@git.example.org/pm@a"),
        ('{"url": "https://example.org/pm-0.1.0-py3-none-any.whl", "archive_info": {}}',
         "postmortem-archive @ https://example.org/pm-0.1.0-py3-none-any.whl"),
    ],
)  # fmt: skip
def test_others_install_from_where_this_copy_came(direct: str, wanted: str) -> None:
    assert requirement("0.1.0", direct) == wanted


def test_what_changed_since_it_was_shown_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes(b"mine")
    for shown in (Proposal("a.yml", None, b"ours"), Proposal("a.yml", b"old", b"ours")):
        with pytest.raises(ArchiveError, match="run the command again"):
            shown.write(tmp_path)
    assert files_of(tmp_path) == {"a.yml": b"mine"}


def test_the_archive_is_found_by_what_the_site_says(tmp_path: Path) -> None:
    make(tmp_path, {})
    (tmp_path / "postmortems").rename(tmp_path / "incidents")
    assert find_archive(tmp_path) is None
    (tmp_path / "mkdocs.yml").write_text("plugins: [postmortems: {folder: incidents}]\n")
    assert find_archive(tmp_path / "incidents" / "2026") == tmp_path / "incidents"
    assert archive_folder(tmp_path) == tmp_path / "incidents"
