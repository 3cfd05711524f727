"""The shipped templates: drafts pass, layouts are served whole, copies can be changed."""

from pathlib import Path

import pytest

from postmortem_archive.load import load, shipped_templates
from postmortem_archive.load.body import read_body
from postmortem_archive.model.archive_file import ArchiveFile
from postmortem_archive.model.template import Template, wording
from postmortem_archive.rules import check
from tests.helpers import POSTMORTEM, ROOT, archive_of, make
from tests.test_commands import clean, postmortem

TEMPLATES = dict(shipped_templates())
WRITTEN = {path.stem: path.read_text("utf-8") for path in (ROOT / "tests/written").glob("*.md")}
WRITTEN["incident"] = POSTMORTEM
PATH = "2026/2026-02-15-orders-stuck.md"

# What the five published layouts ask for, written down from them by hand: headings, the columns
# of each table, the labels of rows and list items, and what guidance must speak of.
LAYOUTS: dict[str, dict[str, object]] = {
    "root-cause": {
        "headings": (
            "Incident Summary", "Impact", "Timeline", "Root Cause Analysis", "Immediate Cause",
            "Root Cause", "Contributing Factors", "Detection", "Response Assessment",
            "What went well", "What slowed the response down", "Action Items", "Lessons Learned",
            "Technical", "Process", "Monitoring",
        ),
        "columns": {
            "Timeline": ("Time (UTC)", "Event"),
            "Action Items": ("#", "Action", "Why", "Owner", "Priority", "Status"),
        },
        "words": (
            "most important thing learned", "how many customers", "for how long", "error rates",
            "first signal", "escalations", "diagnosis", "resolution", "all-clear", "harder to see",
            "if a customer came first, which alert was missing", "right people", "threshold",
            "which failure it prevents", "technical", "process", "monitoring",
        ),
        "fields": ("incident_commander", "responders", "detection", "severity", "services"),
    },
    "major-incident": {
        "headings": (
            "Incident Summary", "Timeline", "Root Cause Analysis", "What Happened", "Root Cause",
            "Why It Wasn't Caught", "Contributing Factors", "What Went Well",
            "Strengths in Response", "Effective Tools/Processes", "What Went Wrong",
            "Gaps and Issues", "Process Failures", "Lessons Learned", "Technical Insights",
            "Process Insights", "Action Items", "Immediate (This Week)", "Short-Term (This Month)",
            "Long-Term (This Quarter)", "Metrics and Impact", "Business Impact", "SLO Impact",
            "Technical Metrics", "Response Effectiveness", "Appendices", "Related Links",
            "Key Graphs/Screenshots", "Communication Timeline", "SQL Queries for Analysis",
        ),
        "columns": {
            "Timeline": ("Time", "Event", "Actor/System"),
            "Immediate (This Week)": ("ID", "Action", "Owner", "Due Date", "Status"),
            "Short-Term (This Month)": ("ID", "Action", "Owner", "Due Date", "Status"),
            "Long-Term (This Quarter)": ("ID", "Action", "Owner", "Due Date", "Status"),
        },
        "words": (
            "services affected", "user impact", "root cause in brief", "decisions in **bold**",
            "revenue lost", "users affected", "support tickets", "customer satisfaction",
            "availability objective", "error budget", "freeze", "time to detect", "time to engage",
            "time to mitigate", "time to resolve", "responders", "escalations",
            "war room participants", "communication channels", "tests, review", "monitoring",
            "handovers", "dashboards", "code changes", "incident channel",
        ),
        "fields": ("tracker", "severity", "services", "impact"),
    },
    "contributing-factors": {
        "headings": (
            "Summary", "Impact", "Timeline", "Key timestamps", "Time gaps to investigate",
            "Contributing factors", "Process factors", "Technical factors", "Human factors",
            "Organizational factors", "Detection and response assessment", "What went well",
            "Action items", "Follow-up schedule",
        ),
        "columns": {
            "Timeline": ("Time (UTC)", "Event", "Source", "Actor"),
            "Detection and response assessment": (
                "Phase", "What happened", "What worked", "What did not",
            ),
            "Action items": ("ID", "Action", "Type", "Owner", "Due date", "Status"),
        },
        "words": (
            "users affected", "duration", "revenue", "sla", "data lost or corrupted",
            "| detection |", "| escalation |", "| mitigation |", "| resolution |",
            "| communication |", "| triage |", "detection to escalation",
            "escalation to mitigation", "nobody knows what happened",
            "what made this outcome likely", "what else had to be true", "prevent", "detect",
            "mitigate", "process", "review of action items", "two weeks", "retrospective",
            "roles, not names",
        ),
        "fields": ("severity", "authors", "published"),
    },
    "project": {
        "headings": (
            "Summary", "Goals vs. Outcomes", "What went well", "What we would do differently",
            "Lessons learned", "Process", "Technical", "People", "Client",
            "Recommendations for future engagements", "Action items",
        ),
        "columns": {
            "Goals vs. Outcomes": ("Goal", "Target", "Actual", "Assessment"),
            "Action items": ("ID", "Action", "Owner", "Due date", "Status"),
        },
        "words": (
            "what was delivered", "| period |", "| team and roles |", "partially met", "not blame",
            "| scope |", "| schedule |", "| quality |", "clients, sponsors", "milestone",
            "planned", "copy", "beware", "expectations",
        ),
        "fields": ("authors", "published", "teams"),
    },
    "incident": {
        "headings": (
            "Summary", "Impact", "Timeline", "Root Cause", "Trigger", "Detection", "Response",
            "Mitigation", "Contributing Factors", "What Went Well", "What Went Poorly",
            "Action Items", "Lessons Learned", "Supporting Information",
        ),
        "columns": {
            "Timeline": ("Time", "Event"),
            "Action Items": ("ID", "Action", "Priority", "Owner", "Due Date", "Status"),
        },
        "words": (
            "no context", "users", "revenue", "sla", "data loss", "downstream", "first anomalous",
            "acknowledgement", "all-clear", "reproduce", "deployment", "traffic spike",
            "configuration change", "dependency", "wrong turns", "rollback", "failover",
            "incident channel", "dashboards", "code changes", "earlier incidents",
        ),
        "fields": ("authors", "status", "severity"),
    },
    "five-whys": {
        "headings": (
            "Executive Summary", "Timeline (UTC)", "Root Cause Analysis (5 Whys)",
            "Impact Assessment", "What Went Well", "What Went Wrong", "Action Items",
            "Lessons Learned",
        ),
        "columns": {
            "Timeline (UTC)": ("Time", "Event"),
            "Root Cause Analysis (5 Whys)": ("Why", "Question", "Answer"),
            "Impact Assessment": ("Metric", "Value"),
            "Action Items": ("#", "Action", "Owner", "Due Date", "Priority"),
        },
        "words": (
            "minute by minute", "what happened", "impact in numbers", "resolved", "| 5 |",
            "before production", "users affected", "revenue", "an sla breached", "data loss",
            "support tickets", "failed requests", "not to be skipped", "role",
        ),
        "fields": ("tracker", "severity", "authors"),
    },
}  # fmt: skip


def finals() -> list[str]:
    return sorted(TEMPLATES)


def findings(tmp_path: Path, text: str) -> list[str]:
    archive = archive_of(tmp_path, {PATH: text})
    return [f"{f.rule}: {f.message}" for f in check(archive)]


@pytest.mark.parametrize("name", finals())
def test_a_new_draft_passes_and_is_told_each_section(tmp_path: Path, name: str) -> None:
    make(tmp_path, {})
    run = postmortem("new", "Orders stuck", "--template", name, cwd=tmp_path)
    path = clean(run, 0).strip()
    out = clean(postmortem("check", path, cwd=tmp_path), 0)
    template = TEMPLATES[name]
    for section in template.sections:
        if section.title not in template.divided:
            assert f'"{section.title}" ' in out
    assert "placeholder-left" not in out  # told once, by the section
    asked = [line.split(":")[0] for line in (tmp_path / path).read_text("utf-8").split("\n---")[0]
             .splitlines()[1:]]  # fmt: skip
    assert asked == [*template.fields, "template"]


@pytest.mark.parametrize("name", finals())
def test_known_moments_stand_in_the_timeline(tmp_path: Path, name: str) -> None:
    make(tmp_path, {})
    moments = ("--detected", "2026-02-15T14:25Z", "--resolved", "2026-02-15T15:08Z")
    path = clean(postmortem("new", "x", "--template", name, *moments, cwd=tmp_path), 0).strip()
    assert path == "postmortems/2026/2026-02-15-x.md"
    clean(postmortem("check", path, cwd=tmp_path), 0)
    events = load(tmp_path / "postmortems").postmortems[0].events
    expected = ["Detected", "Resolved"] if TEMPLATES[name].section_with("timeline") else []
    assert [event.text for event in events] == expected
    assert all(event.start for event in events)


@pytest.mark.parametrize("name", finals())
def test_a_final_postmortem_has_no_finding(tmp_path: Path, name: str) -> None:
    assert findings(tmp_path, WRITTEN[name]) == []
    template = TEMPLATES[name]
    written = {section.wording for section in read_body(WRITTEN[name]).sections}
    needed = [section for section in template.sections if section.required]
    assert all(written & set(section.wordings) for section in needed)


@pytest.mark.parametrize(
    ("name", "title"),
    [(n, s.title) for n in finals() for s in TEMPLATES[n].sections if s.required],
)
def test_each_needed_section_is_missed(tmp_path: Path, name: str, title: str) -> None:
    text = WRITTEN[name].replace(f" {title}\n", f" Something else, {title}\n")
    assert any(
        line.startswith("section-missing") and f"# {title}" in line
        for line in findings(tmp_path, text)
    )


@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_a_template_serves_its_layout_whole(name: str) -> None:
    template, layout = TEMPLATES[name], LAYOUTS[name]
    for heading in layout["headings"]:  # type: ignore[attr-defined]
        assert wording(heading) in template.by_wording, heading
    for heading, columns in layout["columns"].items():  # type: ignore[attr-defined]
        section = template.by_wording[wording(heading)].title
        header = header_of(template, section)
        assert {wording(column) for column in columns} <= header, heading
    text = spoken(template)
    assert [word for word in layout["words"] if word not in text] == []  # type: ignore[attr-defined]
    assert set(layout["fields"]) <= set(template.fields)  # type: ignore[call-overload]


def spoken(template: Template) -> str:
    return " ".join(template.skeleton.split()).casefold()


def header_of(template: Template, title: str) -> set[str]:
    """The columns of the first table of a section of the skeleton."""
    body = read_body(template.skeleton)
    section = next(s for s in body.sections if s.title == title)
    table = next(t for t in body.tables if t.offset >= section.start)
    return {wording(cell.text) for cell in table.header}


@pytest.mark.parametrize("name", finals())
def test_no_heading_counts_as_two_sections(name: str) -> None:
    wordings = [w for section in TEMPLATES[name].sections for w in section.wordings]
    assert sorted(wordings) == sorted(set(wordings))


def test_a_project_has_no_severity_and_no_clock() -> None:
    clock = {"severity", "started", "detected", "acknowledged", "mitigated", "resolved"}
    assert not clock & set(TEMPLATES["project"].fields)
    assert TEMPLATES["project"].section_with("timeline") is None


@pytest.mark.parametrize(
    ("kind", "template"),
    [("incident", "incident"), ("drill", "incident"), ("near-miss", "near-miss"),
     ("project", "project")],
)  # fmt: skip
def test_the_kind_chooses_where_archive_yml_does_not(kind: str, template: str) -> None:
    assert ArchiveFile().template_for(kind, "SEV-1") == template


def test_the_kind_of_a_template_is_asked_for(tmp_path: Path) -> None:
    text = WRITTEN["project"].replace("kind: project\n", "")
    found = findings(tmp_path, text)
    assert len(found) == 1
    assert "write kind: project" in found[0]


PHASES = "| Triage | SEV-2 at once | clear scale | – |"


@pytest.mark.parametrize("row", ["| Triage | | | |", "|  Triage  |   |   |   |", "| Triage |"])
def test_a_prepared_row_left_blank_is_a_placeholder(tmp_path: Path, row: str) -> None:
    text = WRITTEN["contributing-factors"].replace(PHASES, row)
    found = findings(tmp_path, text)
    assert found == [
        'placeholder-left: the row "Triage" is not filled in; say what is known, or remove the row'
    ]
    assert findings(tmp_path, WRITTEN["contributing-factors"].replace(PHASES + "\n", "")) == []


def test_a_table_of_labels_alone_is_an_empty_section(tmp_path: Path) -> None:
    """However an editor aligns it."""
    text = WRITTEN["contributing-factors"]
    start, end = text.index("| Follow-up "), len(text)
    table = (
        "| Follow-up                   | Date |\n"
        "| --------------------------- | ---- |\n"
        "| Review of action items      |      |\n"
        "| Check-in at a retrospective |      |\n"
    )
    found = findings(tmp_path, text[:start] + table + text[end:])
    assert [line.split(":")[0] for line in found] == ["section-empty"]


def test_a_section_divided_by_the_template_is_told_by_its_parts(tmp_path: Path) -> None:
    text = WRITTEN["project"]
    start, end = text.index("A calendar"), text.index("### Technical")
    found = findings(tmp_path, text[:start] + text[end:])
    assert found == ['section-empty: "Process" is empty: About how we work.']
    start, end = text.index("### Process"), text.index("## Recommendations")
    found = findings(tmp_path, text[:start] + text[end:])
    assert 'section-empty: "Lessons learned" is empty' in found


def test_actions_under_several_headings_are_all_read(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, {PATH: WRITTEN["major-incident"]})
    actions = archive.postmortems[0].actions
    assert [(a.id, a.status) for a in actions] == [("1", "done"), ("2", "open"), ("3", "open")]
    archive = archive_of(tmp_path, {PATH: WRITTEN["root-cause"]})
    assert archive.postmortems[0].actions[0].why == "Shows a leak before users do"


def test_a_key_timestamp_is_no_event(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, {PATH: WRITTEN["contributing-factors"]})
    events = archive.postmortems[0].events
    assert len(events) == 5
    assert events[2].source == "chat"
    assert events[2].actor == "on-call engineer"


def test_a_template_of_an_unknown_kind_is_told(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, {"_templates/x.md": "---\nkind: projct\n---\n"})
    assert [f.message for f in check(archive)] == [
        'kind: "projct" is none of incident, near-miss, drill, project, maintenance'
    ]


def test_what_is_shown_can_be_copied_and_changed(tmp_path: Path) -> None:
    root = make(tmp_path, {})
    shown = postmortem("template", "show", "project", cwd=tmp_path)
    shipped = ROOT / "plugins/postmortem_archive/templates/project.md"
    assert clean(shown, 0) == shipped.read_text("utf-8")
    (root / "_templates").mkdir()
    (root / "_templates/project.md").touch()  # as a shell does that is told to write into it
    assert postmortem("template", "show", "project", cwd=tmp_path).stdout == shown.stdout
    (root / "_templates/project.md").write_text(
        shown.stdout.replace("describes: A", "describes: Ours. A"), "utf-8"
    )
    (root / "_templates/drill.md").write_text("---\ndescribes: A drill.\n---\n", "utf-8")
    listed = clean(postmortem("template", "list", cwd=tmp_path), 0).splitlines()
    assert {line.split()[0] for line in listed} == {*TEMPLATES, "drill"}
    assert next(line for line in listed if line.startswith("drill")).endswith("A drill. (own)")
    mine = next(line for line in listed if line.startswith("project"))
    assert "  Ours. A" in mine
    assert mine.endswith("(own, in place of the shipped one)")
    assert "describes: Ours" in clean(postmortem("template", "show", "project", cwd=tmp_path), 0)


def test_templates_are_listed_without_an_archive_and_mistyped_names_mended(tmp_path: Path) -> None:
    listed = clean(postmortem("template", "list", cwd=tmp_path), 0).splitlines()
    assert [line.split()[0] for line in listed] == sorted(TEMPLATES)
    run = postmortem("template", "show", "fivewhys", cwd=tmp_path)
    clean(run, 2)
    assert 'did you mean "five-whys"?' in run.stderr
