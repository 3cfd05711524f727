"""The command line, run as a person runs it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from postmortem_archive.cli import cli
from tests.helpers import PATH, POSTMORTEM, ROOT, make, with_field

BROKEN = ROOT / "tests" / "broken"


def postmortem(
    *arguments: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "postmortem_archive", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "COLUMNS": "100", **(env or {})},
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def clean(run: subprocess.CompletedProcess[str], status: int) -> str:
    """The output of a run that ended as expected, without traceback."""
    assert "Traceback" not in run.stderr
    assert run.returncode == status, run.stdout + run.stderr
    return run.stdout


def test_the_shipped_archive_has_no_finding() -> None:
    assert clean(postmortem("check"), 0).startswith("0 findings; ")


def test_broken_files_get_exactly_the_expected_lines(request: pytest.FixtureRequest) -> None:
    expected = BROKEN / "expected.txt"
    found = clean(postmortem("check", "--archive", "postmortems", cwd=BROKEN), 1)
    if os.environ.get("REWRITE_GOLDEN"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


def test_json_has_the_same_findings_as_text() -> None:
    rows = json.loads(
        clean(postmortem("check", "--format", "json", "--archive", BROKEN / "postmortems"), 1)
    )
    text = (BROKEN / "expected.txt").read_text(encoding="utf-8")
    assert {"path", "line", "column", "rule", "message"} <= set(rows[0])
    assert len(rows) == text.count("\n  ") - text.count("\n          ")
    assert all(f"[{row['rule']}]" in text for row in rows)


def test_github_annotations_escape_what_would_end_them(tmp_path: Path) -> None:
    root = make(tmp_path, {PATH: with_field("tags: [a%0Ab]")})
    out = clean(postmortem("check", "--format", "github", "--archive", root, cwd=tmp_path), 1)
    assert out.startswith(f"::error file=postmortems/{PATH},line=12,col=8,title=tag-unknown::")
    assert "a%250Ab" in out


def test_check_of_one_file_is_about_that_file(tmp_path: Path) -> None:
    root = make(tmp_path, {PATH: with_field("tags: [x]"), "2026/2026-02-15-b.md": "broken"})
    out = clean(postmortem("check", root / PATH, cwd=tmp_path), 1)
    assert "tag-unknown" in out
    assert "2026-02-15-b" not in out
    assert "1 postmortem checked" in out


def test_check_says_how_much_was_looked_at(tmp_path: Path) -> None:
    root = make(tmp_path, {})
    assert clean(postmortem("check", cwd=root), 0) == "0 findings; 0 postmortems checked.\n"
    (root / "2026-02-15-a.md").write_text(POSTMORTEM, encoding="utf-8")
    out = clean(postmortem("check", "archive.yml", cwd=root), 0)
    assert out == "0 findings; 1 file checked.\n"


def test_check_of_a_file_elsewhere_uses_this_archive(tmp_path: Path) -> None:
    root = make(tmp_path, {PATH: POSTMORTEM})
    elsewhere = tmp_path / "2026-02-15-elsewhere.md"
    elsewhere.write_text(with_field("tags: [databse]"), encoding="utf-8")
    out = clean(postmortem("check", "--archive", root, elsewhere, cwd=tmp_path), 1)
    assert 'did you mean "database"?' in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "no-such-file.md"], "there is no such file or folder"),
        (["check", "--archive", "no-such-folder"], "there is no such folder"),
        (["check", "--archive", "docs"], "archive.yml: not found"),
        (["check", "scripts/serve"], "no postmortem there"),
        (["explain", "tag-unknwon"], 'did you mean "tag-unknown"?'),
        (["list", "--tag", "redi"], 'did you mean "redis"?'),
        (["list", "--since", "last week"], "write it as"),
        (["new"], 'postmortem new "Orders stuck in the queue"'),
        (["new", "x", "--severity", "SEV1"], 'did you mean "SEV-1"?'),
        (["new", "x", "--started", "2026-02-15 14:23"], "2026-02-15T14:23Z"),
        (["new", "x", "--template", "incidnet"], 'did you mean "incident"?'),
        (["chekc"], "No such command"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_is_told_what_is_right(arguments: list[str], message: str) -> None:
    run = postmortem(*arguments)
    clean(run, 2)
    assert message in run.stderr


def test_without_an_archive_the_message_says_where_one_would_be(tmp_path: Path) -> None:
    run = postmortem("check", cwd=tmp_path)
    clean(run, 2)
    assert "postmortems/archive.yml" in run.stderr


def test_explain_lists_and_explains() -> None:
    assert "link-broken" in clean(postmortem("explain"), 0)
    assert "Bad:" in clean(postmortem("explain", "link-broken"), 0)


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("{off: Links live elsewhere.}", "does not use it: Links live elsewhere."),
        ("{from: final, since: 2026-01-01}", "from status final and does not apply to incidents"),
    ],
)
def test_explain_says_how_this_archive_treats_a_rule(
    tmp_path: Path, setting: str, words: str
) -> None:
    archive = f"policy: {{rules: {{link-broken: {setting}}}}}\n"
    root = make(tmp_path, {PATH: POSTMORTEM.replace("An e-mail", "[x](y.md) An e-mail")}, archive)
    assert words in clean(postmortem("explain", "link-broken", "--archive", root), 0)
    old = with_field("started: 2025-02-15T14:23Z").replace("An e-mail", "[x](y.md) An e-mail")
    (root / PATH).rename(root / "2026/2026-02-15-x.md")
    (root / "2026/2026-02-15-x.md").write_text(old, encoding="utf-8")
    assert "link-broken" not in postmortem("check", "--archive", root).stdout


def test_no_cell_of_a_list_is_a_formula(tmp_path: Path) -> None:
    title = """title: '=HYPERLINK("https://x.example")'"""
    root = make(tmp_path, {PATH: with_field(title)})
    table = clean(postmortem("list", "--format", "csv", "--archive", root), 0)
    assert ""","'=HYPERLINK(""https://x.example"")",""" in table


def test_list_filters_and_formats(tmp_path: Path) -> None:
    root = make(
        tmp_path,
        {
            PATH: with_field("tags: [dns]"),
            "2026/2026-03-01-later.md": with_field(
                "started: 2026-03-01T10:00Z\ndetected: 2026-03-01T10:01Z\n"
                "resolved: 2026-03-01T11:30Z\nseverity: SEV-1\nstatus: draft\ntitle: Later, still"
            ),
        },
    )

    def ids(*options: str) -> list[str]:
        run = postmortem("list", "--format", "json", "--archive", root, *options)
        return [row["id"] for row in json.loads(clean(run, 0))]

    both = ["2026-03-01-later", "2026-02-15-orders-stuck"]
    assert ids() == both
    assert ids("--severity", "SEV-1") == both[:1]
    assert ids("--tag", "dns") == both[1:]
    assert ids("--service", "order-service") == both
    assert ids("--since", "2026-03-01") == both[:1]
    assert ids("--until", "2026-02-15") == both[1:]
    assert ids("--status", "draft") == both[:1]
    table = clean(postmortem("list", "--format", "csv", "--archive", root), 0).splitlines()
    assert table[0].startswith("id,date,severity,status")
    assert '"Later, still"' in table[1]
    assert ",90.0," in table[1]
    text = clean(postmortem("list", "--archive", root), 0)
    assert "1 h 30 min" in text
    assert text.endswith("2 postmortems.\n")


def test_list_leaves_out_what_is_restricted_and_says_so(tmp_path: Path) -> None:
    secret = with_field("tags: [acquisition]\nvisibility: restricted")
    root = make(tmp_path, {PATH: POSTMORTEM, "2026/2026-03-01-later.md": secret})
    run = postmortem("list", "--archive", root)
    out = clean(run, 0)
    assert "2026-03-01-later" not in out
    assert out.endswith("1 postmortem.\n")
    assert run.stderr == "1 restricted postmortem left out.\n"
    run = postmortem("list", "--tag", "acquisition", "--archive", root)
    clean(run, 2)
    assert "is not known to this archive" in run.stderr


def test_a_list_does_not_command_the_terminal(tmp_path: Path) -> None:
    root = make(tmp_path, {PATH: with_field('title: "Orders\\e[2J stuck"')})
    assert "Orders·[2J stuck" in clean(postmortem("list", "--archive", root), 0)


def test_new_writes_a_draft_that_passes_and_never_overwrites(tmp_path: Path) -> None:
    root = make(tmp_path, {})
    options = ("--severity", "SEV-2", "--service", "order-service", "--started",
               "2026-02-15T23:50+01:00", "--detected", "2026-02-16T00:10+01:00")  # fmt: skip
    command = ("new", 'Café: "orders" stuck & lost', *options)
    path = Path(clean(postmortem(*command, cwd=tmp_path), 0).strip())
    assert path == Path("postmortems/2026/2026-02-15-cafe-orders-stuck-lost.md")
    text = (tmp_path / path).read_text(encoding="utf-8")
    clean(postmortem("check", path, cwd=tmp_path), 0)
    run = postmortem(*command, cwd=tmp_path)
    clean(run, 2)
    assert "there is a postmortem of this name already" in run.stderr
    assert (tmp_path / path).read_text(encoding="utf-8") == text
    assert [p.name for p in (root / "2026").iterdir()] == [path.name]


@pytest.mark.parametrize(
    "title", ["no", "1:30", "- x", "'", '"', "日本語の障害", "#", "x" * 300, "@a"]
)
def test_any_title_survives(tmp_path: Path, title: str) -> None:
    make(tmp_path, {})
    run = postmortem("new", "--today", "2026-02-15", "--", title, cwd=tmp_path)
    path = clean(run, 0).strip()
    clean(postmortem("check", path, cwd=tmp_path), 0)
    rows = json.loads(clean(postmortem("list", "--format", "json", cwd=tmp_path), 0))
    assert rows[0]["title"] == title


def test_at_a_terminal_only_what_the_template_has_is_asked(tmp_path: Path) -> None:
    make(tmp_path, {})
    ours, theirs = os.openpty()
    os.write(ours, b"Move of the shop\n")
    command = [sys.executable, "-m", "postmortem_archive", "new", "--kind", "project"]
    run = subprocess.run(
        [*command, "--today", "2026-02-15"],
        cwd=tmp_path, stdin=theirs, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "What happened" in clean(run, 0)
    text = (tmp_path / "postmortems/2026/2026-02-15-move-of-the-shop.md").read_text("utf-8")
    assert "kind: project\n" in text
    assert "severity" not in text


def test_the_day_comes_from_the_epoch_that_builds_are_given(tmp_path: Path) -> None:
    make(tmp_path, {})
    run = postmortem("new", "x", cwd=tmp_path, env={"SOURCE_DATE_EPOCH": "1771113600"})
    assert "2026/2026-02-15-x.md" in clean(run, 0)
    run = postmortem("new", "x", cwd=tmp_path, env={"SOURCE_DATE_EPOCH": "soon"})
    clean(run, 2)
    assert "SOURCE_DATE_EPOCH" in run.stderr


def test_the_output_may_be_cut_off(tmp_path: Path) -> None:
    shell = f"{sys.executable} -m postmortem_archive list | head -1"
    run = subprocess.run(shell, shell=True, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.stderr == ""
    assert run.stdout.startswith("2026-04-10")


def test_help_lists_every_command_by_its_purpose_and_in_whole_sentences() -> None:
    text = clean(postmortem("--help"), 0)
    listed = re.findall(r"^  ([a-z]+)  +(\S.*)$", text.partition("\nBegin:\n")[2], re.MULTILINE)
    assert {name for name, _ in listed} == set(cli.commands)
    assert [name for name, about in listed if not about.endswith(".") or ".." in about] == []


def test_help_loads_no_heavy_library() -> None:
    heavy = ("pydantic", "yaml", "pyromark", "jinja2", "mkdocs")
    code = f"import sys, postmortem_archive.cli; print([m for m in {heavy} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_at_a_terminal_new_asks(tmp_path: Path) -> None:
    import pty

    make(tmp_path, {})
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "postmortem_archive", "new"]
    run = subprocess.Popen(command, cwd=tmp_path, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    # The second severity and the second moment are the author's second try.
    for answer in ("Orders stuck", "SEV2", "SEV-2", "order-service, checkout",
                   "2026-02-15 14:23", "2026-02-15T14:23Z"):  # fmt: skip
        os.write(ours, answer.encode() + b"\n")
    shown = b""
    try:
        while chunk := os.read(ours, 4096):
            shown += chunk
    except OSError:
        pass  # the other end is closed: the command has ended
    assert run.wait(timeout=30) == 0, shown.decode()
    assert b'did you mean "SEV-2"?' in shown
    assert b"has no offset" in shown
    text = (tmp_path / "postmortems/2026/2026-02-15-orders-stuck.md").read_text(encoding="utf-8")
    assert "severity: SEV-2\nservices: [order-service, checkout]\n" in text
    assert "started: 2026-02-15T14:23Z\n" in text
    assert "| 14:23 | Impact begins |" in text


def test_new_refuses_moments_that_cannot_be(tmp_path: Path) -> None:
    root = make(tmp_path, {})
    run = postmortem(
        *("new", "x", "--started", "2026-02-15T14:23Z", "--resolved", "2026-02-15T14:00Z"),
        cwd=tmp_path,
    )
    clean(run, 2)
    assert "resolved (2026-02-15T14:00+00:00) is before started" in run.stderr
    assert [path.name for path in root.rglob("*.md")] == []


def test_rows_of_other_days_say_so(tmp_path: Path) -> None:
    make(tmp_path, {})
    run = postmortem(
        *("new", "x", "--started", "2026-02-15T14:23Z", "--detected", "2026-02-15T14:25Z"),
        *("--resolved", "2026-02-18T15:00Z"),
        cwd=tmp_path,
    )
    text = (tmp_path / clean(run, 0).strip()).read_text(encoding="utf-8")
    assert "| 14:25 | Detected |\n| 2026-02-18 15:00 | Resolved |\n" in text
