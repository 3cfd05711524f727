"""Reading never raises, misses nothing, and knows the line and column of everything."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postmortem_archive import rules
from postmortem_archive.load import load, shipped_templates
from postmortem_archive.load.postmortem import read_postmortem
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.archive_file import ArchiveFile
from postmortem_archive.model.finding import ArchiveError
from postmortem_archive.model.postmortem import Postmortem
from tests.helpers import PATH, POSTMORTEM, archive_of, make, with_field, with_section

TEMPLATES = dict(shipped_templates())
FILE = ArchiveFile()
EMPTY = Archive(FILE, TEMPLATES, ())

# Text that is more likely than any other to mean something to a reader of front matter.
PIECES = st.sampled_from(
    [
        "---", "\n", "title: x", "\t", "status: final", "started: ", "2026-02-15", "T14:23Z",
        "- ", "[", "]", "{", "}", ": ", "&a ", "*a", "!!", "|", ">", "'", '"', "#", "%", "\ufeff",
        "## Timeline", "| Time | Event |", "|---|---|", "| 14:23 | x |", "<!-- allow ", "-->",
        "### 14:23", "- [ ] ", "All times in ", "UTC", "not_repeat_of: {a: b}", "\r\n", "é", "\0",
    ]
)  # fmt: skip


def read(text: str | bytes, path: str = PATH) -> Postmortem:
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return read_postmortem(path, data, FILE, TEMPLATES)


def all_findings(postmortem: Postmortem) -> None:
    archive = Archive(FILE, TEMPLATES, (postmortem,))
    for finding in rules.check(archive):
        assert finding.line >= 1
        assert finding.column >= 1
        assert finding.message


@given(st.binary(max_size=300))
def test_no_bytes_make_reading_raise(data: bytes) -> None:
    all_findings(read(data))


@given(st.lists(PIECES | st.text(max_size=5), max_size=40))
def test_no_front_matter_or_body_makes_reading_raise(pieces: list[str]) -> None:
    all_findings(read("".join(pieces)))
    all_findings(read("---\n" + "".join(pieces)))
    all_findings(read("---\n" + "\n".join(pieces) + "\n---\n" + "".join(pieces)))


FIELDS = ["title", "started", "services", "impact", "not_repeat_of", "links", "status", "kind", "x"]


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=30), max_size=5))
def test_no_value_makes_reading_raise(values: dict[str, str]) -> None:
    lines = "\n".join(f"{name}: {value}" for name, value in values.items())
    all_findings(read(f"---\n{lines}\n---\n"))


@given(st.text(alphabet="[]{}:-,&* \n\ta", max_size=400))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_no_yaml_structure_makes_reading_raise(matter: str) -> None:
    all_findings(read(f"---\n{matter}\n---\n"))


@pytest.mark.parametrize(
    "matter",
    [
        "a: " + "[" * 100_000,
        "a: " + "{a: " * 50_000,
        "\n".join(" " * n + "a:" for n in range(2_000)),
        "- " * 50_000,
        "? " * 50_000,
        "a: !!python/object/apply:os.system [ls]",
        "a: &a [*a, *a]",
        "title: " + "x" * 1_000_000,
    ],
    ids=lambda text: text[:8],
)
def test_hostile_yaml_is_refused_with_a_message(matter: str) -> None:
    postmortem = read(f"---\n{matter}\n---\n")
    assert postmortem.problems or postmortem.title.startswith("x")


def test_nothing_is_guessed() -> None:
    text = with_field("tracker: 010\ntitle: no\nincident_commander: 1:30")
    front = read(text).front
    assert (front.tracker, front.title, front.incident_commander) == ("010", "no", "1:30")


def test_an_empty_value_is_not_given() -> None:
    postmortem = read(with_field("tracker:\nseverity: ~\nservices:"))
    assert postmortem.front.tracker is None
    assert postmortem.front.severity is None
    assert postmortem.front.services == ()
    assert not postmortem.problems


def test_one_mistake_hides_no_other() -> None:
    text = with_field(
        "started: soon\nservices: order-service\nimpact: {users: many, tickets: 3}\nserverity: x"
    )
    postmortem = read(text)
    assert {problem.message.split(":")[0].split(" ")[0] for problem in postmortem.problems} == {
        "started", "services", "users", '"serverity"'
    }  # fmt: skip
    assert postmortem.front.impact is not None
    assert str(postmortem.front.impact.tickets) == "3"
    assert postmortem.front.title == "Orders stuck in the queue"


def test_places_count_lines_and_characters_of_the_file() -> None:
    text = "---\r\ntitle: Ünïcödé\r\nserverity: x\r\n---\r\n\r\n## Summary\r\n\r\nÄ [x](no.md)\r\n"
    postmortem = read(text.encode("utf-8"))
    (problem,) = postmortem.problems
    assert (problem.line, problem.column) == (3, 1)
    (link,) = postmortem.body.links
    place = postmortem.body.place(link.offset)
    assert (place.line, place.column) == (8, 3)
    assert postmortem.lines[7] == "Ä [x](no.md)"


def test_hyphens_in_the_body_do_not_end_the_front_matter() -> None:
    postmortem = read("---\ntitle: x\n---\n\n## Summary\n\nOne\n\n---\n\nTwo\n")
    assert postmortem.front.title == "x"
    assert "Two" in postmortem.body.text


def test_order_of_files_does_not_matter_and_newest_is_first(tmp_path: Path) -> None:
    archive = archive_of(
        tmp_path,
        {
            "2025/2025-01-02-b.md": with_field("started: 2025-01-02T10:00Z"),
            "2026/2026-02-15-c.md": POSTMORTEM,
            "2025/2025-01-02-a.md": with_field("started: 2025-01-02T11:00Z"),
        },
    )
    assert [p.id for p in archive.postmortems] == [
        "2026-02-15-c", "2025-01-02-a", "2025-01-02-b"
    ]  # fmt: skip


def test_what_is_no_postmortem_is_left_alone(tmp_path: Path) -> None:
    root = make(
        tmp_path,
        {
            "README.md": "read me",
            "2026/index.md": "an index",
            "_drafts/2026-01-01-x.md": "later",
            ".git/2026-01-01-x.md": "no",
            "2026/chart.png": b"\x89PNG",
            PATH: POSTMORTEM,
        },
    )
    archive = load(root)
    assert [p.path for p in archive.postmortems] == [PATH]
    assert "2026/chart.png" in archive.files


def test_a_folder_without_archive_yml_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"archive\.yml: not found"):
        load(tmp_path)


def test_what_is_wrong_in_a_list_is_left_out_and_the_rest_stays(tmp_path: Path) -> None:
    text = """\
policy:
  holidays: [2026-12-25, soon, 2026-01-01, Dec 26, 2026-05-01]
  action_limits: {P0: 1 week, P1: soon, P2: 1 month}
templates:
  - {template: incident, kinds: [drill, dril]}
  - {kinds: [project]}
  - {template: incident, severities: [SEV-4]}
severities: {SEV-1: {label: Worst}, SEV-4: {definition: Least.}}
"""
    archive = archive_of(tmp_path, {}, text)
    found = [(p.line, p.message.split(":")[0]) for p in archive.file_problems["archive.yml"]]
    assert found == [
        (8, '"definition" is missing here'),
        (5, "kinds"),
        (6, '"template" is missing here'),
        (2, "holidays"),
        (2, "holidays"),
        (3, "P1"),
    ]
    file = archive.file
    assert [str(day) for day in file.policy.holidays] == ["2026-12-25", "2026-01-01", "2026-05-01"]
    assert list(file.policy.action_limits) == ["P0", "P2"]
    assert [choice.severities for choice in file.templates] == [(), ("SEV-4",)]
    assert list(file.severities or ()) == ["SEV-4"]


def test_a_broken_archive_yml_leaves_the_rest_readable(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, {PATH: POSTMORTEM}, "name: [\nseverities: {}\n")
    assert archive.file_problems["archive.yml"]
    assert archive.postmortems[0].title == "Orders stuck in the queue"


def test_restricted_postmortems_leave_no_trace(tmp_path: Path) -> None:
    other = "2026/2026-02-16-other.md"
    archive = archive_of(
        tmp_path,
        {
            PATH: with_field("visibility: restricted\ntags: [dns]"),
            other: with_field("started: 2026-02-16T14:23Z\nrelated: [2026-02-15-orders-stuck]"),
        },
    ).readable()
    assert [p.path for p in archive.postmortems] == [other]
    assert set(archive.by_id) == {"2026-02-16-other"}


def test_own_template_overrides_and_is_chosen_by_severity(tmp_path: Path) -> None:
    brief = "---\ndescribes: Short.\nfields:\n  title: draft\n---\n\n## What happened\n"
    archive_yml = "templates:\n  - {template: brief, severities: [SEV-4]}\n"
    text = "---\ntitle: x\nstatus: final\nseverity: SEV-4\n---\n\n## What happened\n\nIt broke.\n"
    archive = archive_of(tmp_path, {"_templates/brief.md": brief, PATH: text}, archive_yml)
    assert archive.postmortems[0].template.name == "brief"
    assert rules.check(archive) == []


def test_waivers_cover_their_line_their_block_or_their_section(tmp_path: Path) -> None:
    section = with_section(
        "## Trigger\n\n<!-- allow placeholder-left: x -->\nTODO one\n\nTODO two\n"
    )
    whole = with_section("## Trigger\n\nTODO one\n\nTODO two\n").replace(
        "## Trigger", "<!-- allow placeholder-left: being written -->\n\n## Trigger"
    )
    top = whole.replace("<!-- allow placeholder-left: being written -->\n\n", "").replace(
        "---\n\n## Summary", "---\n\n<!-- allow placeholder-left: old -->\n\n## Summary"
    )
    line = with_section("## Trigger\n\nTODO one <!-- allow placeholder-left: y -->\nTODO two\n")
    left = []
    for text in (section, whole, top, line):
        archive = archive_of(tmp_path, {PATH: text})
        left.append([archive.postmortems[0].lines[f.line - 1] for f in rules.check(archive)])
    assert left == [["TODO two"], [], [], ["TODO two"]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[2-3 sentences describing what happened.]", True),
        ("[Number or percentage] of users", True),
        ("[How was it detected? Alert?]", True),
        ("{{ incident date: yyyy-mm-dd }}", True),
        ("TODO ask", True),
        ("HH:MM", True),
        ("[Initial message] We are looking into it", False),
        ("[Update 19:00 UTC] Resolved", False),
        ("the dashboard says [No Data]", False),
        ("[what we saw](#impact) and `[Name]`", False),
        ("a todo list, XXXL, HH:MM:SS", False),
        ("[name]: https://example.com", False),
    ],
)
def test_placeholders_are_told_from_other_brackets(tmp_path: Path, text: str, found: bool) -> None:
    archive = archive_of(tmp_path, {PATH: with_section(f"## Trigger\n\nIt was:\n\n{text}\n")})
    assert ("placeholder-left" in {f.rule for f in rules.check(archive)}) is found


@pytest.mark.parametrize(
    ("other", "contradicts"),
    [
        ("2026/2026-02-15-zz-earlier-that-day.md", False),
        ("2026/2026-02-15-aa-later-that-day.md", True),
        ("2026/2026-02-14-day-before.md", False),
        ("2026/2026-02-16-day-after.md", True),
    ],
)
def test_a_repeat_names_what_began_earlier(tmp_path: Path, other: str, contradicts: bool) -> None:
    clock = "15:00Z" if "later" in other else "09:00Z"
    started = f"started: {Path(other).name[:10]}T{clock}"
    archive = archive_of(
        tmp_path,
        {PATH: with_field(f"repeat_of: [{Path(other).stem}]"), other: with_field(started)},
    )
    found = {finding.rule for finding in rules.check(archive, {PATH})}
    assert ("verdicts-contradict" in found) is contradicts
