"""The hook, the action and the component, run as their hosts would run them."""

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from tests.helpers import PATH, POSTMORTEM, ROOT, make, with_field
from tests.test_changed import git

BAD = with_field("tags: [nonsense]")


def hook() -> dict[str, Any]:
    (one,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    return dict(one)


def action() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "action.yml").read_text("utf-8")))


def component(**inputs: str) -> dict[str, Any]:
    """The component's job, with the inputs put in as GitLab does before it reads the YAML."""
    head, _, body = (
        (ROOT / "templates" / "postmortem-check.yml").read_text("utf-8").partition("\n---\n")
    )
    declared = yaml.safe_load(head)["spec"]["inputs"]
    values = {name: each["default"] for name, each in declared.items()} | inputs
    assert set(inputs) <= set(declared)
    text = re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda match: values[match[1]], body)
    return dict(yaml.safe_load(text)["postmortem-check"])


@pytest.fixture
def commands(tmp_path: Path) -> dict[str, str]:
    """An environment in which `postmortem` is ours, and `pip install` has been done."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, line in (
        ("postmortem", f'exec {shlex.quote(sys.executable)} -m postmortem_archive "$@"'),
        ("pip", "exit 0"),
    ):
        (folder / name).write_text(f"#!/bin/sh\n{line}\n")
        (folder / name).chmod(0o755)
    return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def bash(script: str, cwd: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)


def run_hook(
    names: list[str], cwd: Path, env: dict[str, str], *arguments: str
) -> subprocess.CompletedProcess[str]:
    """As pre-commit does: those names that its patterns choose, behind the entry's words."""
    one = hook()
    files, exclude = re.compile(one["files"]), re.compile(one["exclude"])
    chosen = [name for name in names if files.search(name) and not exclude.search(name)]
    return bash(shlex.join([*shlex.split(one["entry"]), *arguments, *chosen]), cwd, env)


def test_all_name_the_command_that_the_package_installs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert hook()["entry"].split()[0] in project["scripts"]
    assert hook()["language"] == "python"
    assert {"id", "name", "description", "files", "exclude"} <= set(hook())


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("postmortems/2026/2026-02-15-a.md", True), ("postmortems/archive.yml", True),
        ("postmortems/_templates/brief.md", True), ("ops/postmortems/2026-02-15-a.md", True),
        ("postmortems/README.md", False), ("postmortems/2026/index.md", False),
        ("postmortems/2026/picture.png", False), ("docs/postmortems.md", False),
        ("postmortems/_drafts/2026-02-15-a.md", False), ("my-postmortems/a.md", False),
        ("postmortems/2026/2026-02-15-readme.md", True), ("postmortems/2026/_x.md", True),
        ("postmortems/.hidden/a.md", False),
    ],
)  # fmt: skip
def test_the_hook_is_for_postmortems(name: str, wanted: bool) -> None:
    one = hook()
    found = re.search(one["files"], name) and not re.search(one["exclude"], name)
    assert bool(found) == wanted


def test_the_hook_fails_on_what_is_committed_and_on_nothing_else(
    tmp_path: Path, commands: dict[str, str]
) -> None:
    files: dict[str, str | bytes] = {
        PATH: POSTMORTEM, "2026/2026-02-15-bad one.md": with_field("title: Bad\ntags: [nonsense]"),
        "README.md": "# Read me",
        "_templates/brief.md": "---\ndescribes: Short.\n---\n\n## Summary\n",
    }  # fmt: skip
    make(tmp_path, files)
    good = ["README.md", "postmortems/README.md", f"postmortems/{PATH}", "postmortems/archive.yml"]
    run = run_hook([*good, "postmortems/_templates/brief.md"], tmp_path, commands)
    assert (run.returncode, run.stderr) == (0, "")
    assert "1 postmortem checked" in run.stdout
    run = run_hook([*good, "postmortems/2026/2026-02-15-bad one.md"], tmp_path, commands)
    assert run.returncode == 1
    assert "[tag-unknown]" in run.stdout


def test_the_hook_mends_if_it_is_told_to(tmp_path: Path, commands: dict[str, str]) -> None:
    root = make(tmp_path, {PATH: with_field("severity: sev2"), "README.md": "# Read me"})
    names = [f"postmortems/{PATH}", "postmortems/archive.yml", "postmortems/README.md"]
    run = run_hook(names, tmp_path, commands, "--fix")
    assert (run.returncode, run.stderr) == (0, "")
    assert "1 rewritten" in run.stdout
    assert "severity: SEV-2" in (root / PATH).read_text("utf-8")


def test_the_action_is_a_composite_one_whose_inputs_reach_no_script() -> None:
    runs = action()["runs"]
    assert runs["using"] == "composite"
    for step in runs["steps"]:
        assert "uses" in step or step["shell"] == "bash"
        assert "${{" not in step.get("run", "")
        for value in step.get("env", {}).values():
            name = re.fullmatch(r"\$\{\{ (?:inputs\.([\w-]+)|github\.action_path) \}\}", value)
            assert name is not None
            assert name[1] is None or name[1] in action()["inputs"]


def run_action(cwd: Path, env: dict[str, str], **given: str) -> subprocess.CompletedProcess[str]:
    """The last step, with the inputs as GitHub would hand them over."""
    inputs = {name: each["default"] for name, each in action()["inputs"].items()} | given
    step = action()["runs"]["steps"][-1]
    values = {
        name: inputs[value.removeprefix("${{ inputs.").removesuffix(" }}")]
        for name, value in step["env"].items()
    }
    return bash(step["run"], cwd, {**env, **values})


def test_the_action_annotates_and_may_look_at_changes_only(
    tmp_path: Path, commands: dict[str, str]
) -> None:
    root = make(tmp_path, {PATH: BAD})
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "first")
    run = run_action(tmp_path, commands)
    assert run.returncode == 1
    assert run.stdout.startswith(f"::error file=postmortems/{PATH},line=")
    assert run_action(tmp_path, commands, **{"changed-since": "main"}).returncode == 0
    root.rename(tmp_path / "our incidents; exit 0")
    run = run_action(tmp_path, commands, archive="our incidents; exit 0")
    assert run.returncode == 1
    assert "::error file=our incidents; exit 0/2026" in run.stdout


@pytest.mark.parametrize(("text", "status"), [(POSTMORTEM, 0), (BAD, 1)], ids=["good", "bad"])
def test_the_component_leaves_both_reports_and_fails_on_an_error(
    tmp_path: Path, commands: dict[str, str], text: str, status: int
) -> None:
    make(tmp_path, {PATH: text}).rename(tmp_path / "incidents")
    job = component(archive="incidents")
    run = bash("\n".join(job["script"]), tmp_path, {**commands, **job["variables"]})
    assert run.returncode == status, run.stderr
    assert "postmortem checked" in run.stdout
    reports = job["artifacts"]["reports"]
    assert job["artifacts"]["when"] == "always"
    assert len(json.loads((tmp_path / reports["codequality"]).read_text("utf-8"))) == status
    suites = ElementTree.parse(tmp_path / reports["junit"]).getroot()
    assert suites.get("failures") == str(status)


def test_the_component_declares_every_input_that_it_uses() -> None:
    text = (ROOT / "templates" / "postmortem-check.yml").read_text("utf-8")
    head, body = yaml.safe_load_all(text.replace("$[[", "'").replace("]]", "'"))
    used = set(re.findall(r"\$\[\[ inputs\.([\w-]+) \]\]", text))
    assert used == set(head["spec"]["inputs"])
    assert set(body) == {"postmortem-check"}
