"""What `postmortem import` promises: nothing lost, nothing guessed, nothing done twice."""

import pkgutil
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postmortem_archive.cli.import_ import LAYOUT_NAMES, import_
from postmortem_archive.importers import BY_NAME, LAYOUTS, Import, import_files, layouts
from postmortem_archive.importers.body import moved_lines
from postmortem_archive.importers.facts import Facts, read_facts
from postmortem_archive.importers.headers import zone_of
from postmortem_archive.importers.layout import Incoming, Layout, Wishes
from postmortem_archive.importers.mapping import read_mapping
from postmortem_archive.importers.matter import front_matter
from postmortem_archive.importers.prepare import prepare
from postmortem_archive.importers.recognition import recognise
from postmortem_archive.importers.report import as_markdown
from postmortem_archive.importers.source import SourceFile, decoded
from postmortem_archive.load import load, shipped_templates
from postmortem_archive.load.front_matter import read_declared, split
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.archive_file import ArchiveFile
from postmortem_archive.model.finding import ArchiveError
from postmortem_archive.model.front_matter import FrontMatter
from postmortem_archive.rules import check
from tests.helpers import lines_run
from tests.test_commands import postmortem

EMPTY = Archive(ArchiveFile(), dict(shipped_templates()), ())
BLOCK = re.compile(
    r"^(Source|Read)(?: \(`(.{1,80})`\))?:\n\n```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL
)
NAMES = {"csv": "incidents.csv", "json": "incidents.json"}


def source_of(text: str | bytes, name: str = "report.md") -> SourceFile:
    data = text.encode("utf-8") if isinstance(text, str) else text
    source = decoded(f"old/{name}", Path("/old") / name, data)
    assert isinstance(source, SourceFile), source
    return source


def example(layout: Layout) -> dict[str, str]:
    """The blocks of a layout's docstring, and the name of a file that is laid out like that."""
    found = BLOCK.findall(layout.__doc__ or "")
    name = next(name or NAMES.get(kind, "report.md") for _, name, kind, _ in found)
    return {"name": name, **{block: text for block, _, _, text in found}}


def imported(tmp_path: Path, files: dict[str, str | bytes], **wishes: object) -> Import:
    """Imports files of a folder `old` into the archive beside it."""
    for name, content in files.items():
        path = tmp_path / "old" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    into = tmp_path / "postmortems"
    return import_files([tmp_path / "old"], into, Wishes(**wishes))  # type: ignore[arg-type]


def text_of(done: Import, tmp_path: Path, number: int = 0) -> str:
    path = tmp_path / "postmortems" / done.results[number].path
    return path.read_bytes().decode("utf-8")


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.NAME)
def test_the_example_of_a_layout_is_recognised_and_read(layout: Layout) -> None:
    parts = example(layout)
    source = source_of(parts["Source"], parts["name"])
    found = recognise(source, LAYOUTS)
    assert found is not None
    assert found.layout is layout
    (incoming,) = layout.read(source, Wishes())
    made = prepare(source, layout, incoming, EMPTY, Wishes())
    matter = split(front_matter(made.values, "\n")).matter
    front, _, problems = read_declared(FrontMatter, matter, 1)
    wanted, _, wrong = read_declared(FrontMatter, parts["Read"], 1)
    assert [*problems, *wrong] == []
    own = {"status", "template", "imported_from"}
    read = {name: getattr(front, name) for name in front.model_fields_set - own}
    assert read == {name: getattr(wanted, name) for name in wanted.model_fields_set}


def test_every_layout_is_in_the_list_and_in_the_command() -> None:
    modules = {module.name.replace("_", "-") for module in pkgutil.iter_modules(layouts.__path__)}
    assert modules == set(BY_NAME)
    assert list(LAYOUT_NAMES) == [layout.NAME for layout in LAYOUTS]


REPORT = """\
# Postmortem: Orders stuck

**Date:** 2026-02-15 | **Severity:** SEV-2
**Duration:** 14:23 UTC to 15:08 UTC (45 minutes)
**Authors:** platform team, on-call engineer
**Users affected:** ~28,000 users in Europe
**Weather:** rain

## Summary

Orders were stuck. See [the other](other.md#cause), ![a graph](img/graph.png) and
[nothing](gone.md).

```text
**Severity:** SEV-1
```
"""


def test_facts_move_and_everything_else_stays(tmp_path: Path) -> None:
    other = "# 2026-02-14, Pool full\n\n## Cause\n\nSee [stuck].\n\n[stuck]: a%20b.md\n"
    files: dict[str, str | bytes] = {"a b.md": REPORT, "other.md": other, "img/graph.png": b"png"}
    done = imported(tmp_path, files)
    assert [one.path for one in done.results] == [
        "2026/2026-02-15-orders-stuck.md",
        "2026/2026-02-14-pool-full.md",
    ]
    text = text_of(done, tmp_path)
    assert text == (
        "---\n"
        "title: Orders stuck\n"
        "status: draft\n"
        "severity: SEV-2\n"
        "started: 2026-02-15T14:23Z\n"
        "resolved: 2026-02-15T15:08Z\n"
        "authors: [platform team, on-call engineer]\n"
        "impact: {users: ~28000}\n"
        "imported_from: {path: old/a b.md, layout: bold-fields}\n"
        "---\n\n"
        "**Users affected:** ~28,000 users in Europe\n"
        "**Weather:** rain\n\n"
        "## Summary\n\n"
        "Orders were stuck. See [the other](2026-02-14-pool-full.md#cause), "
        "![a graph](2026-02-15-orders-stuck/graph.png) and\n"
        "[nothing](gone.md).\n\n"
        "```text\n**Severity:** SEV-1\n```\n"
    )
    assert "[stuck]: 2026-02-15-orders-stuck.md\n" in text_of(done, tmp_path, 1)
    copied = tmp_path / "postmortems/2026/2026-02-15-orders-stuck/graph.png"
    assert copied.read_bytes() == b"png"
    # What is written may be read by whoever may read what lies beside it.
    plain = tmp_path / "plain"
    plain.write_bytes(b"")
    for written in (copied, tmp_path / "postmortems/archive.yml"):
        assert written.stat().st_mode == plain.stat().st_mode
    (doubt,) = done.results[0].doubts
    assert (doubt.line, doubt.text) == (12, "gone.md")
    found = check(load(tmp_path / "postmortems"))
    assert [finding for finding in found if finding.level == "error"] == []


def test_a_folder_of_nothing_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "graph.png").write_bytes(b"png")
    run = postmortem("import", "old", "--into", "postmortems", cwd=tmp_path)
    assert run.returncode == 2
    assert "old: nothing there can be imported" in run.stderr
    assert not (tmp_path / "postmortems").exists()


def test_a_second_import_changes_nothing_and_an_edited_file_is_left_alone(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a.md": REPORT, "b.md": "# Two\n\nSome text.\n"}
    first = imported(tmp_path, files)
    assert {one.state for one in first.results} == {"new"}
    archive = tmp_path / "postmortems"
    moved = archive / "2026/2026-02-15-orders-really-stuck.md"
    (archive / first.results[0].path).rename(moved)
    (archive / first.results[1].path).write_text(
        "---\nimported_from: {path: old/b.md}\n---\nMine\n"
    )
    before = {path: path.read_bytes() for path in archive.rglob("*") if path.is_file()}
    second = imported(tmp_path, files)
    assert [one.state for one in second.results] == ["unchanged", "differs"]
    assert second.results[0].path == "2026/2026-02-15-orders-really-stuck.md"
    assert {path: path.read_bytes() for path in archive.rglob("*") if path.is_file()} == before


def test_a_source_is_known_again_from_a_folder_further_up(tmp_path: Path) -> None:
    for home in ("x/year/a.md", "x/year/b.md"):
        path = tmp_path / home
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("# Something failed\n\nText.\n", encoding="utf-8")
    into = tmp_path / "repository/postmortems"
    import_files([tmp_path / "x/year"], into, Wishes())
    again = import_files([tmp_path / "x"], into, Wishes())
    assert [one.state for one in again.results] == ["differs", "differs"]
    assert len(list(into.rglob("*.md"))) == 2


def test_one_more_file_links_to_what_was_imported_before(tmp_path: Path) -> None:
    imported(tmp_path, {"a.md": "# 2026-02-15, One\n\nText.\n"})
    (tmp_path / "old/b.md").write_text("# 2026-02-16, Two\n\nSee [one](a.md).\n", "utf-8")
    done = import_files([tmp_path / "old/b.md"], tmp_path / "postmortems", Wishes())
    assert "[one](2026-02-15-one.md)" in text_of(done, tmp_path)


def test_the_archive_is_not_imported_into_itself(tmp_path: Path) -> None:
    done = imported(tmp_path, {"a.md": "# 2026-02-15, One\n\nText.\n"})
    archive = tmp_path / "postmortems"
    with pytest.raises(ArchiveError, match="already"):
        import_files([archive], archive, Wishes())
    again = import_files([tmp_path], archive, Wishes())
    assert [one.origin for one in again.results] == [one.origin for one in done.results]


def test_two_of_one_title_and_day_get_names_of_their_own(tmp_path: Path) -> None:
    text = "# 2026-02-15, Orders stuck\n\nText.\n"
    done = imported(tmp_path, {"b.md": text, "a.md": text})
    assert [(one.origin, one.path) for one in done.results] == [
        ("old/a.md", "2026/2026-02-15-orders-stuck.md"),
        ("old/b.md", "2026/2026-02-15-orders-stuck-2.md"),
    ]


@pytest.mark.parametrize(
    ("line", "zone", "field", "value"),
    [
        ("**Started:** 2026-02-15 14:23", None, "started", None),
        ("**Started:** 2026-02-15 14:23", "Europe/Berlin", "started", "2026-02-15T14:23+01:00"),
        ("**Started:** 2026-02-15 14:23 ET", None, "started", "2026-02-15T14:23-05:00"),
        ("**Started:** 2026-10-25 02:30", "Europe/Berlin", "started", None),
        ("**Started:** 2026-03-29 02:30", "Europe/Berlin", "started", None),
        ("**Started:** 14:23\n\nAll times in UC/Pacific.", "UTC", "started", None),
        (
            "**Detected:** 2026-02-15 14:00Z\n**Duration:** 2026-02-15 14:23Z - 15:08Z",
            None,
            "started",
            None,
        ),
        ("**Started:** ~2026-02-15 14:23Z", None, "started", None),
        ("**Started:** 02/03/2026 14:23Z", None, "started", None),
        ("**Duration:** 1 h 47 min (09:14 UTC – 10:47 UTC)", None, "resolved", None),
        ("**Duration:** 93 minutes", None, "time_to_recover", "93 minutes"),
        ("**TTR:** 154 minutes (from alert to close)", None, "time_to_recover", None),
        ("**Time to detect:** N/A", None, "time_to_detect", None),
        ("**Time to detect:** 11 months", None, "time_to_detect", None),
        ("**Severity:** SEV-1 | SEV-2", None, "severity", None),
        ("**Severity:** P1 — service down", None, "severity", "P1"),
        ("**Users affected:** over 3,000", None, "impact.users", None),
        ("**Revenue impact:** $125,000 (estimated)", None, "impact.revenue", "~125000 USD"),
        ("**Data loss:** None", None, "impact.data_loss", "none"),
        ("**Data exposure:** No data was exposed.", None, "impact.data_exposed", "none"),
        ("**Incident ID:** `INC-2025-001`", None, "tracker", "INC-2025-001"),
        ("**Incident:** the pool was full", None, "tracker", None),
    ],
)
def test_only_what_is_certain_is_read(
    line: str, zone: str | None, field: str, value: str | None
) -> None:
    from postmortem_archive.times import parse_zone

    wishes = Wishes(parse_zone(zone) if zone else None)
    source = source_of(f"# Orders stuck\n\n{line}\n**Services:** checkout\n")
    found = recognise(source, LAYOUTS)
    assert found is not None
    (incoming,) = found.layout.read(source, wishes)
    made = prepare(source, found.layout, incoming, EMPTY, wishes)
    assert made.values.get(field) == value
    if value is None:
        assert line in made.body
        assert field in made.unknown or any(doubt.line in (3, 4) for doubt in made.doubts)


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("README.md", "# Reports\n", "a page about the folder"),
        ("empty.md", "\n", "empty"),
        ("template.md", "# Title\n\nDate: YYYY-MM-DD\n", "a template"),
        ("x.md", "# {{ name }}\n\n{{ day }} {{ what }}\n", "a template"),
    ],
)
def test_what_is_no_postmortem_is_left_out(
    name: str, text: str, reason: str, tmp_path: Path
) -> None:
    done = imported(tmp_path, {name: text})
    assert done.results == []
    assert reason in done.left_out[0][1]
    assert name in as_markdown(done)


def test_a_file_that_is_no_text_fails_and_is_named(tmp_path: Path) -> None:
    done = imported(tmp_path, {"a.md": b"# A\0", "b.md": "# B\n\nText.\n"})
    assert [path for path, _ in done.failed] == ["old/a.md"]
    assert len(done.results) == 1


def test_days_that_differ_are_told_and_none_is_lost(tmp_path: Path) -> None:
    text = "# 2026-02-14, Orders stuck\n\n**Started:** 2026-02-15 14:23Z\n**Severity:** P1\n"
    done = imported(tmp_path, {"2026-02-16-orders.md": text})
    assert done.results[0].path == "2026/2026-02-15-orders-stuck.md"
    assert "# 2026-02-14, Orders stuck\n" in text_of(done, tmp_path)
    days = {doubt.text for doubt in done.results[0].doubts if doubt.field == "day"}
    assert days == {"2026-02-14", "2026-02-16"}


def test_line_ends_stay_and_other_encodings_are_told(tmp_path: Path) -> None:
    done = imported(
        tmp_path, {"a.md": "\ufeff# Café\r\n\r\nText.\r\n", "b.md": b"# Caf\xe9\n\nx\n"}
    )
    assert text_of(done, tmp_path).replace("\r\n", "").count("\n") == 0
    assert "\ufeff" not in text_of(done, tmp_path)
    assert "title: Café" in text_of(done, tmp_path, 1)
    assert any("Windows-1252" in doubt.why for doubt in done.results[1].doubts)


def test_what_is_marked_confidential_is_kept_restricted(tmp_path: Path) -> None:
    done = imported(tmp_path, {"a.md": "# Leak\n\n*Confidential*\n\n## Summary\n\nText.\n"})
    assert "visibility: restricted\n" in text_of(done, tmp_path)
    assert any(doubt.field == "visibility" for doubt in done.results[0].doubts)


def test_an_archive_that_is_there_decides_how_names_are_spelled(tmp_path: Path) -> None:
    into = tmp_path / "postmortems"
    into.mkdir()
    settings_file = into / "archive.yml"
    settings_file.write_text(
        "services: {check-out: Takes money.}\nseverities: {S1: {definition: x}}\n"
    )
    lines = "**Services:** Checkout\n**Severity:** SEV-4\n"
    done = imported(tmp_path, {"a.md": f"# A title\n\n{lines}\n## Summary\n\nText.\n"})
    text = text_of(done, tmp_path)
    assert "services: [check-out]\n" in text
    assert "**Services:**" not in text
    assert "**Severity:** SEV-4\n" in text
    assert done.settings == ""


LINES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40),
    st.sampled_from(
        [
            *REPORT.splitlines(),
            *("---", "title: x", "date: 2026-02-15", "tags: [a, b]", "- a", "", "# A", "## Stats"),
            *("**Date:** 2026-02-15 | **Owner:** x", "- Time to recovery: 5 min", "```", "~~~"),
            *("### 2026-02-15 14:23", "Incident ends.", "[x]: report.md", "  key: value", "\t# B"),
        ]
    ),
)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=200)
@given(st.lists(LINES, max_size=30), st.sampled_from(["\n", "\r\n", "\r"]))
def test_no_input_raises_and_no_text_is_lost(lines: list[str], end: str) -> None:
    """Every line of the source is in the body, or what it says stands in the front matter."""
    source = source_of(end.join(lines))
    found = recognise(source, LAYOUTS)
    if found is None:
        assert not source.text.strip()
        return
    for incoming in found.layout.read(source, Wishes()):
        facts = read_facts(incoming, EMPTY.file, zone_of(source, Wishes()))
        made = prepare(source, found.layout, incoming, EMPTY, Wishes())
        moved = moved_lines(
            incoming,
            facts,
            title_moved=made.values["title"] == incoming.title
            and incoming.day in (None, facts.day),
        )
        rest = [(n, line) for n, line in enumerate(source.raw, 1) if n >= source.body_line]
        kept = "".join(line for n, line in rest if n not in moved)
        prefix = made.body.removesuffix(kept.lstrip())
        assert made.body == prefix + kept[len(kept) - len(made.body) + len(prefix) :]
        front = [line.strip() for n, line in enumerate(source.raw[: source.body_line - 1], 1)
                 if n not in moved]  # fmt: skip
        assert all(line in prefix for line in front)
        said = {"day", *facts.values, *facts.moments}
        for name, labels in facts.said_by.items():
            assert name in said or not labels & facts.whole, name
        for line in moved:
            assert _is_accounted_for(line, incoming, facts), source.lines[line - 1]


def _is_accounted_for(line: int, incoming: Incoming, facts: Facts) -> bool:
    """Whether a line that moved says nothing, or only what was wholly read."""
    labels = [n for n, label in enumerate(incoming.labels) if line in label.lines]
    if labels:
        return all(number in facts.whole for number in labels)
    frames = any(line in frame.lines for frame in incoming.frames)
    return line in incoming.title_lines or line in incoming.empty or frames


def test_front_matter_of_the_result_is_read_as_it_was_written(tmp_path: Path) -> None:
    title = 'Odd: "quotes", [brackets] #and, commas'
    text = (
        f"# {title}\n\n**Authors:** a: b (x, y), #c\n**Date:** 2026-02-15\n\n## Summary\n\nText.\n"
    )
    done = imported(tmp_path, {"odd, [name].md": text})
    parts = split(text_of(done, tmp_path))
    front, _, problems = read_declared(FrontMatter, parts.matter, 2)
    assert problems == []
    assert front.title == title
    assert front.authors == ("a: b (x, y)", "#c")
    assert front.imported_from is not None
    assert front.imported_from.path == "old/odd, [name].md"


@pytest.mark.parametrize(
    ("title", "kind", "doubted"),
    [
        ("Maintenance on ci.example.org", "maintenance", False),
        ("Update the cluster to 1.29", "maintenance", False),
        ("issues.example.org upgrade", "maintenance", False),
        ("Update centre slow after an outage", "", False),
        ("Outage on ci.example.org", "", False),
        ("Outage during the upgrade of the cluster", "", True),
        ("Mirrors of the archive", "", True),
    ],
)
def test_planned_work_is_told_from_incidents(title: str, kind: str, doubted: bool) -> None:
    layout = BY_NAME["cstate"]
    text = f"---\ntitle: {title}\nresolvedWhen: 2026-02-15T15:08Z\nsection: issue\n---\n\nText.\n"
    (incoming,) = layout.read(source_of(text), Wishes())
    made = prepare(source_of(text), layout, incoming, EMPTY, Wishes())
    assert made.values.get("kind", "") == kind
    assert any(doubt.field == "kind" for doubt in made.doubts) == doubted


# The form of the source documents, their facts in our own words.
COPIED = """\
Postmortem: Checkout Outage

Date of incident: November 24, 2023 Severity: SEV-1 — Critical Duration: 85 minutes \
(07:22 ET — 08:47 ET, user-facing) Author: Platform Team Postmortem date: November 27, 2023

Summary

Checkout failed.
"""
SECTIONS = """\
# Incident Postmortem: Survey delivery

**Date:** 2025-03-10 | **Duration:** 1h 47m | **Severity:** P1
**Incident Commander:** on-call engineer | **Postmortem Author:** on-call engineer

## Impact

- **Outage window:** 09:14 UTC – 10:47 UTC (1 hour, 47 minutes)
- **Data loss:** None

| Metric | Value |
|--------|-------|
| Users affected | ~18,400 active sessions |
| Revenue impact | ~$1,200 (estimated) |

### Incident Summary

**Services Affected:**
- Survey worker (complete outage)
- Survey API
"""


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            COPIED,
            {
                "title": "Checkout Outage",
                "severity": "SEV-1",
                "started": "2023-11-24T07:22-05:00",
                "resolved": "2023-11-24T08:47-05:00",
                "authors": ["Platform Team"],
                "published": "2023-11-27",
            },
        ),
        (
            SECTIONS,
            {
                "title": "Survey delivery",
                "time_to_recover": "1h 47m",
                "severity": "P1",
                "incident_commander": "on-call engineer",
                "authors": ["on-call engineer"],
                "services": ["Survey worker", "Survey API"],
                "impact.users": "~18400",
                "impact.revenue": "~1200 USD",
                "impact.data_loss": "none",
            },
        ),
    ],
)
def test_the_forms_of_published_guides_are_read(text: str, values: dict[str, object]) -> None:
    layout = BY_NAME["bold-fields"]
    (incoming,) = layout.read(source_of(text), Wishes())
    made = prepare(source_of(text), layout, incoming, EMPTY, Wishes())
    own = ("status", "template", "imported_from.path", "imported_from.layout")
    assert {name: value for name, value in made.values.items() if name not in own} == values
    if text == SECTIONS:
        (doubt,) = made.doubts
        assert "09:14 UTC – 10:47 UTC is not 1 hour, 47 minutes" in doubt.why
        assert "**Outage window:** 09:14 UTC – 10:47 UTC (1 hour, 47 minutes)\n" in made.body


@pytest.mark.parametrize(
    "part",
    ["**a:** ", "[a](b.md) ", "## Impact\n", "[a]: b.md\n", "**Services:**\n- a\n", "x", "| a "],
)
def test_long_sources_take_no_longer_than_their_length(part: str) -> None:
    def read(length: int) -> None:
        source = source_of("# A title\n\n" + part * (length // len(part)))
        found = recognise(source, LAYOUTS)
        assert found is not None
        for incoming in found.layout.read(source, Wishes()):
            prepare(source, found.layout, incoming, EMPTY, Wishes())

    read(100_000)
    assert lines_run(lambda: read(12_000)) < 2.3 * lines_run(lambda: read(6_000)) + 1000


def test_the_command_says_what_it_did_and_how_it_ended(tmp_path: Path) -> None:
    old, into = tmp_path / "old", tmp_path / "postmortems"
    old.mkdir()
    (old / "a.md").write_text(REPORT, encoding="utf-8")
    arguments = [str(old), "--into", str(into), "--report", str(tmp_path / "report.md")]

    def run(*more: str) -> tuple[int, str]:
        done = CliRunner().invoke(import_, [*arguments, *more], standalone_mode=False)
        assert done.exception is None or isinstance(done.exception, ArchiveError)
        return done.return_value, done.output

    assert run("--dry-run")[0] == 0
    assert not into.exists()
    status, output = run()
    assert status == 0
    assert "1 postmortem imported" in output
    assert "old/a.md:12" in (tmp_path / "report.md").read_text(encoding="utf-8")
    (old / "b.md").write_bytes(b"\0")
    status, output = run()
    assert status == 1
    assert "old/b.md: is not text" in output
    assert "1 there already" in output


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("start_time: begun\n", 'mapping.yml:1: "begun" is no field'),
        ("- a\n", "holds no keys"),
        ("a: b: c\n", "mapping.yml:1"),
    ],
)
def test_a_wrong_mapping_is_told(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "mapping.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ArchiveError, match=re.escape(message)):
        read_mapping(path)
