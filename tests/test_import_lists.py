"""Lists and exports: every value of every record arrives, once, with its line in the list."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postmortem_archive.cli import cli
from postmortem_archive.importers import LAYOUTS, Import, import_files
from postmortem_archive.importers.body import moved_lines
from postmortem_archive.importers.facts import read_facts
from postmortem_archive.importers.layout import Wishes
from postmortem_archive.importers.layouts import csv as csv_layout
from postmortem_archive.importers.layouts import json as json_layout
from postmortem_archive.importers.layouts import pagerduty_incidents
from postmortem_archive.importers.objects import objects
from postmortem_archive.importers.prepare import Prepared, prepare
from postmortem_archive.importers.recognition import recognise
from postmortem_archive.importers.rows import rows
from postmortem_archive.load import load
from postmortem_archive.rules import check
from tests.test_import import EMPTY, example, imported, source_of, text_of

HEADER = "Incident ID,Title,Severity,Started,Resolved,Services,Summary,Weather\n"
ROW = "INC-1,Orders stuck,SEV-2,2026-02-15 14:23Z,2026-02-15 15:08Z,checkout,Some words.,rain\n"
EXPORTS = [one for one in LAYOUTS if ".json" in one.ENDINGS and one is not json_layout]


def read_all(text: str | bytes, name: str = "incidents.csv") -> list[Prepared]:
    source, wishes = source_of(text, name), Wishes()
    found = recognise(source, LAYOUTS)
    assert found is not None, source.lines[:3]
    read = found.layout.read(source, wishes)
    return [prepare(source, found.layout, one, EMPTY, wishes) for one in read]


def read_json(value: object, name: str = "incidents.json") -> list[Prepared]:
    return read_all(json.dumps(value, indent=1), name)


def incident_of(layout_name: str, **changes: object) -> dict[str, Any]:
    """The incident of an export's documented example, with some keys changed."""
    (layout,) = (one for one in LAYOUTS if layout_name == one.NAME)
    whole = json.loads(example(layout)["Source"])
    (incident,) = whole.get("incidents") or whole["data"]
    return {**incident, **changes}


def test_a_row_becomes_fields_sections_and_a_table() -> None:
    (one,) = read_all(HEADER + ROW)
    assert one.values["started"] == "2026-02-15T14:23Z"
    assert one.values["imported_from.path"] == "old/incidents.csv#inc-1"
    assert one.body == (
        "## Summary\n\nSome words.\n\n## As recorded\n\n"
        "| Field | Recorded |\n|---|---|\n| Weather | rain |\n"
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace(",", ";"),
        lambda text: text.replace(",", "|"),
        lambda text: "sep=;\n" + text.replace(",", ";"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: "\n\n" + text + ",,,,,,,\n\n",
    ],
)
def test_separators_and_line_ends_make_no_difference(change: Any) -> None:
    (one,) = read_all(change(HEADER + ROW))
    assert one.values["title"] == "Orders stuck"
    assert "| Weather | rain |" in one.body


def test_tabs_separate_in_a_tsv_and_windows_letters_are_told() -> None:
    text = (HEADER + ROW).replace(",", "\t").replace("rain", "gr\u00eale")
    (one,) = read_all(text.encode("cp1252"), "incidents.tsv")
    assert "| Weather | grêle |" in one.body
    assert any("Windows-1252" in doubt.why for doubt in one.doubts)


def test_doubts_name_the_line_on_which_a_record_begins() -> None:
    quoted = 'INC-2,"Two\nlines",SEV-2,03/04/2026 10:00,,checkout,"a\n\nb",rain\n'
    _, two, three = read_all(HEADER + ROW + quoted + "INC-3,Third,SEV-1,?,,,,\n")
    assert {doubt.line for doubt in two.doubts} == {3}
    assert any("different days" in doubt.why for doubt in two.doubts)
    assert two.title == "Two lines"
    assert "## Summary\n\na\n\nb\n" in two.body
    assert {doubt.line for doubt in three.doubts} == {7}


@pytest.mark.parametrize(
    ("name", "value", "field", "read"),
    [
        ("Started (UTC)", "2026-02-15 14:23", "started", "2026-02-15T14:23Z"),
        ("started_utc", "2026-02-15 14:23", "started", "2026-02-15T14:23Z"),
        ("Started (Europe/Berlin)", "2026-02-15 14:23", "started", "2026-02-15T14:23+01:00"),
        ("Started (UTC)", "2026-02-15T14:23:00+01:00", "started", "2026-02-15T14:23+01:00"),
        ("Started", "2026-02-15 14:23", "started", None),
        ("Started", "1771165380", "started", None),
        ("Duration (min)", "45", "time_to_recover", "45 minutes"),
        ("duration_minutes", "45", "time_to_recover", "45 minutes"),
        ("timeToDetectSeconds", "480", "time_to_detect", "480 seconds"),
        ("Duration", "45", "time_to_recover", None),
        ("Services", '"checkout\nqueue"', "services", ["checkout", "queue"]),
        ("Services", "checkout; queue", "services", ["checkout", "queue"]),
        ("Created", "2026-02-15 14:23", "started", None),
    ],
)
def test_a_name_may_state_the_zone_or_the_unit(
    name: str, value: str, field: str, read: object
) -> None:
    (one,) = read_all(f"Incident ID,Title,Severity,{name}\nINC-1,Stuck,SEV-1,{value}\n")
    assert one.values.get(field) == read
    assert (read is not None) or value in one.body


def test_a_column_may_state_the_zone_of_its_row() -> None:
    text = "Incident,Title,Started,Time zone\nINC-1,Stuck,2026-02-15 14:23,Europe/Berlin\n"
    (one,) = read_all(text)
    assert one.values["started"] == "2026-02-15T14:23+01:00"


def test_the_day_of_recording_only_names_the_file() -> None:
    text = "Incident ID,Title,Severity,Started,Created at\nINC-1,Stuck,SEV-1,14:23,2026-02-16\n"
    (one,) = read_all(text)
    assert str(one.day) == "2026-02-16"
    assert "started" not in one.values
    assert any("day it was recorded" in doubt.why for doubt in one.doubts)


def test_a_mapping_says_what_names_mean() -> None:
    text = "Nr,Betreff,Beginn,Ursache,Intern\nINC-1,Stau,2026-02-15 14:23Z,Der Pool.,x\n"
    mapping = {
        **{"Betreff": "title", "Beginn": "started", "Intern": "nothing"},
        "Ursache": "## Root cause",
    }
    source, wishes = source_of(text, "liste.csv"), Wishes(mapping=mapping)
    (found,) = csv_layout.read(source, wishes)
    one = prepare(source, csv_layout, found, EMPTY, wishes)
    assert one.title == "Stau"
    assert one.values["started"] == "2026-02-15T14:23Z"
    assert one.body.startswith("## Root cause\n\nDer Pool.\n")
    assert "| Nr | INC-1 |" in one.body
    assert "Intern" not in one.body


def test_what_is_private_stays_restricted() -> None:
    (one,) = read_all("Incident ID,Title,Severity,Private\nINC-1,Stuck,SEV-1,yes\n")
    assert one.values["visibility"] == "restricted"
    (one,) = read_json([incident_of("incident-io", visibility="private")])
    assert one.values["visibility"] == "restricted"
    assert "| visibility | private |" in one.body
    (one,) = read_json([incident_of("incident-io")])
    assert "visibility" not in one.values


@pytest.mark.parametrize("text", ["```\ncode", "<!-- open", "a\n~~~~\nb", "<script>\nx"])
def test_a_text_that_closes_nothing_swallows_nothing(text: str) -> None:
    (one,) = read_json([{"id": "INC-1", "title": "Stuck", "severity": "SEV-1", "summary": text,
                         "notes": "told", "weather": "rain"}])  # fmt: skip
    fence = "````" if "```" in text else "```"
    assert f"{fence}text\n{text}\n{fence}\n" in one.body
    assert one.body.endswith("| weather | rain |\n")


def test_json_is_read_as_it_is_written() -> None:
    text = (
        '{"page": {"more": false}, "results": [\n'
        ' {"title": "One", "severity": "SEV-1", "cost": 1.50, "odd": NaN, "cost": 7},\n\n'
        ' {"title": "Two", "severity": "SEV-1", "deep": {"a": [{"b": "x"}, {"b": "y"}]},\n'
        '  "flag": true, "none": null, "code": "\\u0000\\ud800"}]}'
    )
    one, two = read_all(text, "outages.json")
    assert "| cost | 1.50 |\n| odd | NaN |\n| cost (2) | 7 |\n" in one.body
    assert "| deep.a.1.b | x |\n| deep.a.2.b | y |\n| flag | true |\n" in two.body
    assert r"| code | \\u0000\\ud800 |" in two.body
    found = objects(source_of(text, "outages.json"))
    assert not isinstance(found, str)
    assert [one.line for one in found] == [2, 4]


def test_json_lines_and_single_incidents_are_read() -> None:
    one = {"id": "INC-1", "title": "Stuck", "severity": "SEV-1"}
    lines = f"{json.dumps(one)}\n{json.dumps({**one, 'id': 'INC-2'})}\n"
    assert [each.key for each in read_all(lines, "incidents.jsonl")] == ["inc-1", "inc-2"]
    assert [each.key for each in read_json(one)] == ["inc-1"]
    assert [each.key for each in read_json({"incident": one})] == ["inc-1"]


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("a.json", "{", "is no JSON: line 1"),
        ("a.json", "[1, 2]", "no list of objects"),
        ("a.json", "[]", "empty list"),
        ("a.json", "[{}] x", "is no JSON: line 1: something stands after the list"),
        ("a.json", '[{"a": 1} {"a": 2}]', "a comma or the end of the list is missing"),
        ("a.json", "[" * 100_000, "deep"),
        ("a.json", '[{"a": ' * 30 + "1" + "}]" * 30, "nested more than 20 deep"),
        ("a.json", '{"a": [{"x": 1}], "b": [{"x": 1}]}', "several lists (a, b)"),
        ("a.json", '{"name": "x", "version": "1"}', "none of its names is a date"),
        ("a.json", '[{"title": "x", "priority": 1}]', "is one of incidents only"),
        ("a.csv", "date,requests\n2026-02-15,1\n", "none of its names is a title"),
        ("a.csv", "Title,Severity\n", "no rows below its header"),
        ("a.csv", 'Title,Severity\n"x,SEV-1\n', "cannot be read as CSV"),
    ],
)
def test_what_is_no_list_of_incidents_is_told(
    name: str, text: str, why: str, tmp_path: Path
) -> None:
    in_a_folder = imported(tmp_path, {name: text})
    assert in_a_folder.results == []
    assert why in in_a_folder.left_out[0][1]
    named = import_files([tmp_path / "old" / name], tmp_path / "postmortems", Wishes())
    assert why in named.failed[0][1]


def test_a_list_that_is_asked_for_is_read_whatever_its_names(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Title,Weather\nStuck,rain\n", encoding="utf-8")
    into = tmp_path / "postmortems"
    asked = import_files([tmp_path / "a.csv"], into, Wishes(), "csv", write=False)
    mapped = import_files(
        [tmp_path / "a.csv"], into, Wishes(mapping={"Weather": "severity"}), write=False
    )
    assert [one.path for one in asked.results] == ["undated/stuck.md"]
    assert [one.path for one in mapped.results] == ["undated/stuck.md"]


def test_a_folder_of_pages_and_lists(tmp_path: Path) -> None:
    page = "# 2026-02-15, Stuck\n\nSee [the log](data.csv) and [the rest](gone.csv).\n"
    files: dict[str, str | bytes] = {
        "page.md": page,
        "data.csv": HEADER + ROW,
        "incidents.csv": HEADER + ROW,
        "package.json": '{"name": "x"}',
    }
    done = imported(tmp_path, files)
    assert [one.origin for one in done.results] == ["old/page.md", "old/incidents.csv#inc-1"]
    assert ("old/data.csv", "an attachment of old/page.md") in done.left_out
    assert [origin for origin, _ in done.left_out] == ["old/data.csv", "old/package.json"]
    assert (tmp_path / "postmortems/2026/2026-02-15-stuck/data.csv").is_file()
    again = imported(tmp_path, {})
    assert [one.state for one in again.results] == ["unchanged", "unchanged"]


def test_pages_of_a_database_are_imported_and_its_list_is_not(tmp_path: Path) -> None:
    one, two = "0123456789abcdef" * 2, "fedcba9876543210" * 2
    files: dict[str, str | bytes] = {
        f"Incidents {one}.md": f"# Incidents\n\n[Incidents](Incidents%20{one}.csv)\n",
        f"Incidents {one}.csv": "Name,Severity\nStuck,SEV-1\n",
        f"Incidents {one}_all.csv": "Name,Severity\nStuck,SEV-1\n",
        f"Incidents/Stuck {two}.md": "# Stuck\n\nSeverity: SEV-1\nCreated: May 2, 2026\n",
        f"Outages {two}.csv": "Name,Severity\nStuck,SEV-1\n",
        f"Outages {two}_all.csv": "Name,Severity\nStuck,SEV-1\nPool full,SEV-2\n",
    }
    done = imported(tmp_path, files)
    assert [(one.path, one.layout) for one in done.results] == [
        ("2026/2026-05-02-stuck.md", "notion"),
        ("undated/stuck.md", "csv"),
        ("undated/pool-full.md", "csv"),
    ]
    reasons = [why for _, why in done.left_out]
    assert len(reasons) == 4
    assert sum("pages of this database are in Incidents/" in why for why in reasons) == 2
    assert any("only leads to the list" in why for why in reasons)
    assert any("holds all rows" in why for why in reasons)


def test_records_of_one_id_or_title_get_places_of_their_own(tmp_path: Path) -> None:
    done = imported(tmp_path, {"incidents.csv": HEADER + ROW + ROW + ROW.replace("INC-1", "")})
    assert [(one.origin, one.path) for one in done.results] == [
        ("old/incidents.csv#inc-1", "2026/2026-02-15-orders-stuck.md"),
        ("old/incidents.csv#inc-1~2", "2026/2026-02-15-orders-stuck-2.md"),
        ("old/incidents.csv#orders-stuck", "2026/2026-02-15-orders-stuck-3.md"),
    ]
    found = check(load(tmp_path / "postmortems"))
    assert [finding for finding in found if finding.level == "error"] == []


def test_the_command_imports_a_list(tmp_path: Path) -> None:
    (tmp_path / "incidents.csv").write_text(HEADER + ROW, encoding="utf-8")
    arguments = ["import", str(tmp_path / "incidents.csv"), "--into", str(tmp_path / "archive")]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    assert "layout csv: 1 file" in result.output
    assert "1 postmortem imported" in result.output
    assert (tmp_path / "archive/2026/2026-02-15-orders-stuck.md").is_file()


def test_pagerduty_acknowledgements_and_ends() -> None:
    acknowledged = [
        {"at": "2026-02-15T14:40:00Z", "acknowledger": {"summary": "second"}},
        {"at": "2026-02-15T14:35:00Z", "acknowledger": {"summary": "first"}},
    ]
    incident = incident_of("pagerduty-incidents", acknowledgements=acknowledged)
    del incident["resolved_at"]
    (one,) = read_json({"incidents": [incident]})
    assert one.values["acknowledged"] == "2026-02-15T14:35Z"
    assert one.values["resolved"] == "2026-02-15T15:08Z"
    assert "second" in one.body
    (one,) = read_json({"incidents": [{**incident, "status": "acknowledged"}]})
    assert "resolved" not in one.values


def test_pagerduty_analytics_as_csv() -> None:
    text = (
        "id,incident_number,description,service_name,team_name,created_at,resolved_at,urgency,"
        "priority_name,seconds_to_first_ack,seconds_to_resolve\n"
        "Q1,77,Orders stuck,checkout,Orders,2026-02-15T14:31:00Z,2026-02-15T15:08:00Z,high,"
        "P1,240,2220\n"
    )
    (one,) = read_all(text, "analytics.csv")
    assert one.layout == pagerduty_incidents.NAME
    assert one.values["time_to_acknowledge"] == "240 seconds"
    assert one.values["detected"] == "2026-02-15T14:31Z"
    assert "time_to_recover" not in one.values
    assert "| seconds_to_resolve | 2220 |" in one.body


def test_incident_io_takes_no_other_moment_for_the_detection() -> None:
    (one,) = read_json([incident_of("incident-io")])
    assert "detected" not in one.values
    assert "| Reported at | 2026-02-15T14:31:00Z |" in one.body
    assert "| Reported to resolved | 2220 seconds |" in one.body
    (one,) = read_json([incident_of("incident-io", mode="test")])
    assert any(doubt.field == "mode" for doubt in one.doubts)


def test_firehydrant_moments_that_differ_are_doubts() -> None:
    phases = [
        {"name": "Response", "milestones": [
            {"slug": "acknowledged", "occurred_at": "2026-02-15T14:33:00Z"},
            {"slug": "resolved", "occurred_at": "2026-02-15T15:10:00Z"},
        ]}
    ]  # fmt: skip
    (one,) = read_json({"data": [incident_of("firehydrant", lifecycle_phases=phases)]})
    assert one.values["acknowledged"] == "2026-02-15T14:33Z"
    assert any(doubt.field == "resolved" for doubt in one.doubts)
    assert "15:10" in one.body


TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.sampled_from(
        [
            *("2026-02-15T14:23:00Z", "03/04/2026", "SEV-1", "P1", "a, b", "45 minutes", "yes"),
            *("| x |", "```", "<!--", "a\nb", "# x", "N/A", "https://example.com/1", "\\", "UTC"),
        ]
    ),
)
NAMES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.sampled_from(
        [
            *("Title", "Severity", "Started (UTC)", "resolved_at", "Services", "id", "Summary"),
            *("Incident", "Private", "Duration (min)", "Users affected", "Time zone", "Created"),
            *("url", "Root cause", "Visibility", "Slack channel", "name"),
        ]
    ),
)
QUIET = settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150)


def squeezed(text: str) -> str:
    return re.sub(r"\\(?=[\\|<])", "", " ".join(text.split()))


def assert_nothing_is_lost(text: str, name: str, layout: Any, values: list[list[str]]) -> None:
    """Every value of every record is in the body, or a field has wholly taken it."""
    source = source_of(text, name)
    found = list(layout.read(source, Wishes()))
    assert len(found) == len(values)
    for incoming, texts in zip(found, values, strict=True):
        one = prepare(source, layout, incoming, EMPTY, Wishes())
        facts = read_facts(incoming, EMPTY.file, None)
        moved = moved_lines(incoming, facts, title_moved=False)
        assert incoming.page is not None
        gone = [incoming.page.lines[number - 1] for number in moved]
        told = squeezed(f"{one.body} {' '.join(gone)}")
        for value in texts:
            assert squeezed(value) in told
        for number, label in enumerate(incoming.labels):
            if label.lines and label.lines <= moved:
                assert number in facts.whole


@QUIET
@given(st.lists(NAMES, min_size=1, max_size=6), st.data())
def test_no_row_raises_or_loses_a_value(names: list[str], data: st.DataObject) -> None:
    import csv
    import io

    cells = st.lists(TEXTS, min_size=len(names), max_size=len(names))
    table = data.draw(st.lists(cells, max_size=4))
    out = io.StringIO()
    csv.writer(out).writerows([["x", *names], *(["0", *row] for row in table)])
    text = out.getvalue().replace("\0", "")
    if isinstance(rows(source_of(text, "a.csv")), str):
        assert not table
        return
    values = [[re.sub(UNPRINTABLE, code, cell.replace("\0", "")) for cell in row] for row in table]
    assert_nothing_is_lost(text, "a.csv", csv_layout, values)


UNPRINTABLE = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]"


def code(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def scalars(value: object) -> list[str]:
    if isinstance(value, Mapping):
        return [text for one in value.values() for text in scalars(one)]
    if isinstance(value, list):
        return [text for one in value for text in scalars(one)]
    if value is None:
        return []
    return [re.sub(UNPRINTABLE, code, value if isinstance(value, str) else json.dumps(value))]


VALUES = st.recursive(
    st.one_of(TEXTS, st.integers(), st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)),
    max_leaves=8,
)


@QUIET
@given(st.lists(st.dictionaries(NAMES, VALUES, max_size=5), min_size=1, max_size=3))
def test_no_object_raises_or_loses_a_value(records: list[dict[str, Any]]) -> None:
    text = json.dumps(records, ensure_ascii=False).replace("\0", "")
    assert_nothing_is_lost(text, "a.json", json_layout, [scalars(one) for one in records])


@QUIET
@given(st.sampled_from(EXPORTS), st.data())
def test_no_export_raises_or_loses_a_value(layout: Any, data: st.DataObject) -> None:
    record = incident_of(layout.NAME)
    for key in data.draw(st.lists(st.sampled_from(sorted(record)), max_size=4)):
        record[key] = data.draw(VALUES)
    text = json.dumps([record], ensure_ascii=False).replace("\0", "")
    assert_nothing_is_lost(text, "a.json", layout, [scalars(record)])


@QUIET
@given(st.text(max_size=200), st.sampled_from(["a.csv", "a.tsv", "a.json", "a.jsonl"]))
def test_no_list_raises(text: str, name: str) -> None:
    source = source_of(text.replace("\0", "").encode("utf-8", "ignore"), name)
    for layout in (csv_layout, json_layout):
        for incoming in layout.read(source, Wishes()):
            assert prepare(source, layout, incoming, EMPTY, Wishes()).title


def test_a_result_is_told_with_its_line(tmp_path: Path) -> None:
    done: Import = imported(tmp_path, {"incidents.csv": HEADER + ROW.replace("14:23Z", "14:23")})
    assert "old/incidents.csv" in done.results[0].origin
    assert done.results[0].doubts[0].line == 2
    assert "| Started | 2026-02-15 14:23 |" in text_of(done, tmp_path)
