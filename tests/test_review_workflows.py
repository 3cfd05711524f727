"""The workflows of the how-to on reviews, run with a stand-in for their hosts."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from postmortem_archive.inspection.changed import inspect_changes
from postmortem_archive.review import review_of
from postmortem_archive.review.as_markdown import MARKER, as_markdown
from postmortem_archive.review.places import Places
from tests.helpers import PATH, POSTMORTEM, ROOT
from tests.test_ci_files import bash, commands
from tests.test_commands import clean, postmortem
from tests.test_docs import matches
from tests.test_review import TODAY, add, repository

__all__ = ["commands"]  # a fixture
PAGE = (ROOT / "docs" / "how-to" / "post-a-review.md").read_text(encoding="utf-8")


def blocks() -> dict[str, Any]:
    """The YAML of the page by its file; "" is what replaces a step."""
    found = re.findall(r'^```yaml(?: title="([^"]+)")?\n(.*?)^```', PAGE, re.MULTILINE | re.DOTALL)
    return {name: yaml.safe_load(text) for name, text in found}


REVIEW = ".github/workflows/postmortem-review.yml"
POST = ".github/workflows/postmortem-review-post.yml"
GITLAB = "postmortem-review.gitlab-ci.yml"

GH = """\
import json, sys
import jq
arguments = sys.argv[1:]
if "--method" in arguments:
    body = open(arguments[arguments.index("--field") + 1].removeprefix("body=@")).read()
    with open("asked.json", "w") as file:
        json.dump([arguments[2], arguments[3], body], file)
else:
    (path,) = [each for each in arguments if each.startswith("repos/")]
    answer = json.load(open("answers.json"))[path]
    for found in jq.compile(arguments[arguments.index("--jq") + 1]).input_value(answer):
        print(found)
"""
CURL = """\
import json, sys
arguments = sys.argv[1:]
path = arguments[-1].partition("?")[0]
assert arguments[arguments.index("--header") + 1] == "PRIVATE-TOKEN: secret"
if "--request" in arguments:
    body = open(arguments[arguments.index("--data-urlencode") + 1].removeprefix("body@")).read()
    with open("asked.json", "w") as file:
        json.dump([arguments[arguments.index("--request") + 1], path, body], file)
else:
    print(json.dumps(json.load(open("answers.json"))[path]))
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with a branch that adds a postmortem, its remote, and no comment yet."""
    folder = tmp_path / "clone"
    root = repository(folder, {"2025/2025-01-01-x.md": "---\ntitle: X\n---\n"})
    git(folder, "update-ref", "refs/remotes/origin/main", "main")
    git(folder, "remote", "add", "origin", str(folder))
    add(root, PATH, POSTMORTEM)
    return folder


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def stand_in(commands: dict[str, str], name: str, program: str) -> dict[str, str]:
    folder = Path(commands["PATH"].split(os.pathsep)[0])
    (folder / f"{name}.py").write_text(program, "utf-8")
    script = f'#!/bin/sh\nexec "{sys.executable}" "{folder}/{name}.py" "$@"\n'
    (folder / name).write_text(script, "utf-8")
    (folder / name).chmod(0o755)
    return commands


def answers(folder: Path, **given: Any) -> None:
    (folder / "answers.json").write_text(json.dumps(given), "utf-8")


def asked(folder: Path) -> list[str]:
    return list(json.loads((folder / "asked.json").read_text("utf-8")))


def steps(file: str) -> list[dict[str, Any]]:
    (job,) = blocks()[file]["jobs"].values()
    return list(job["steps"])


def write_review(folder: Path, env: dict[str, str]) -> None:
    (step,) = [each for each in steps(REVIEW) if each.get("name") == "Write the review"]
    values = {"BASE": "origin/main", "FILES": "https://github.example/a/b/blob/1/"}
    assert set(step["env"]) == set(values)
    run = bash(step["run"], folder, {**env, **values})
    assert run.returncode == 0, run.stderr


def comments(*those: tuple[int, str, str]) -> list[dict[str, Any]]:
    return [{"id": number, "user": {"login": who}, "body": body} for number, who, body in those]


STRANGER = (1, "someone", f"{MARKER}\nI am not the bot.")
OTHER = (2, "github-actions[bot]", f"Another comment, which names {MARKER}")
OURS = (3, "github-actions[bot]", f"{MARKER}\n## Postmortem review")


def test_no_expression_stands_in_a_script() -> None:
    for file in (REVIEW, POST):
        assert blocks()[file]["permissions"]["pull-requests"] == "write"
        for step in steps(file):
            assert "${{" not in step.get("run", "")
    assert "contents" not in blocks()[POST]["permissions"]


@pytest.mark.parametrize(
    ("there", "method", "path"),
    [
        ([], "POST", "repos/a/b/issues/7/comments"),
        ([STRANGER, OTHER], "POST", "repos/a/b/issues/7/comments"),
        ([STRANGER, OTHER, OURS, (4, *OURS[1:])], "PATCH", "repos/a/b/issues/comments/3"),
    ],
)
@pytest.mark.parametrize("file", [REVIEW, POST])
def test_the_comment_on_github_is_posted_once_and_then_replaced(
    checkout: Path,
    commands: dict[str, str],
    there: list[tuple[int, str, str]],
    method: str,
    path: str,
    file: str,
) -> None:
    env = stand_in(commands, "gh", GH)
    write_review(checkout, env)
    head = {"head": {"sha": "abc"}}
    listed = {"repos/a/b/issues/7/comments": comments(*there), "repos/a/b/pulls/7": head}
    answers(checkout, **listed)
    (checkout / "number").write_text("7\n", "utf-8")
    values = {"GH_TOKEN": "x", "REPOSITORY": "a/b", "NUMBER": "7", "HEAD": "abc"}
    step = steps(file)[-1]
    assert set(step["env"]) <= set(values)
    run = bash(step["run"], checkout, {**env, **values})
    assert run.returncode == 0, run.stderr
    assert asked(checkout)[:2] == [method, path]
    assert asked(checkout)[2].startswith(f"{MARKER}\n## Postmortem review\n")
    assert "blob/1/postmortems/2026" in asked(checkout)[2]


@pytest.mark.parametrize("number", ["8", "", "7; exit 0", "../../x", "$(id)"])
def test_the_second_workflow_posts_to_no_other_pull_request(
    checkout: Path, commands: dict[str, str], number: str
) -> None:
    env = stand_in(commands, "gh", GH)
    (checkout / "review.md").write_text("anything", "utf-8")
    (checkout / "number").write_text(number, "utf-8")
    answers(checkout, **{"repos/a/b/pulls/8": {"head": {"sha": "another"}}})
    values = {"GH_TOKEN": "x", "REPOSITORY": "a/b", "HEAD": "abc"}
    assert bash(steps(POST)[-1]["run"], checkout, {**env, **values}).returncode == 1
    assert not (checkout / "asked.json").exists()


def test_the_steps_for_forks_fit_into_the_first_workflow() -> None:
    said, upload = blocks()[""]
    assert said["env"]["NUMBER"] == steps(REVIEW)[-1]["env"]["NUMBER"]
    assert upload["with"]["path"].split() == ["review.md", "number"]
    assert steps(POST)[0]["with"]["name"] == upload["with"]["name"]
    assert blocks()[POST][True]["workflow_run"]["workflows"] == [blocks()[REVIEW]["name"]]


@pytest.mark.parametrize("there", [[], [STRANGER, OTHER], [STRANGER, OTHER, OURS]])
def test_the_comment_on_gitlab_is_posted_once_and_then_replaced(
    checkout: Path, commands: dict[str, str], there: list[tuple[int, str, str]]
) -> None:
    env = stand_in(commands, "curl", CURL)
    (job,) = blocks()[GITLAB].values()
    notes = "https://gitlab.example/api/projects/5/merge_requests/7/notes"
    ids = {"someone": 1, "github-actions[bot]": 2}
    rows = [{"id": n, "author": {"id": ids[who]}, "body": body} for n, who, body in there]
    answers(checkout, **{notes: rows, "https://gitlab.example/api/user": {"id": 2}})
    values = {
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_PROJECT_URL": "https://gitlab.example/a",
        "CI_COMMIT_SHA": "abc", "CI_API_V4_URL": "https://gitlab.example/api", "CI_PROJECT_ID": "5",
        "CI_MERGE_REQUEST_IID": "7", "POSTMORTEM_REVIEW_TOKEN": "secret",
    }  # fmt: skip
    python = Path(env["PATH"].split(os.pathsep)[0]) / "python"
    python.symlink_to(sys.executable)
    run = bash("\n".join(job["script"]), checkout, {**env, **values})
    assert run.returncode == 0, run.stderr
    assert asked(checkout)[0] == ("PUT" if OURS in there else "POST")
    assert asked(checkout)[1] == (f"{notes}/3" if OURS in there else notes)
    assert "/-/blob/abc/postmortems/2026/" in asked(checkout)[2]


def test_the_page_prints_what_comes_out(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "postmortems", tmp_path / "postmortems")
    (path,) = tmp_path.rglob("2026-04-10-*.md")
    text = path.read_bytes()
    path.unlink()
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    add(tmp_path / "postmortems", ".gitkeep", "")
    path.write_bytes(text)
    (printed,) = re.findall(r"^```markdown\n(<!--.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    command = ("review", "--base", "main", "--today", "2026-04-14")
    assert matches(printed, clean(postmortem(*command, cwd=tmp_path), 0))


def test_a_review_is_the_same_from_everywhere(checkout: Path) -> None:
    root = checkout / "postmortems"
    material, _ = inspect_changes("main", root, "--base")
    found = review_of(material, TODAY)
    assert found.changes.prefix == "postmortems/"
    command = ("review", "--base", "main", "--today", TODAY.isoformat(), "--archive", root)
    for cwd in (checkout, root, root / "2026", checkout.parent):
        out = clean(postmortem(*command, cwd=cwd), 0)
        assert out == as_markdown(found, Places("postmortems/"))
