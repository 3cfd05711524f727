"""The list of all incidents: what is read, what is wrong with it, and whose an incident is."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_archive.load import survey
from postmortem_archive.load.incident_list import IncidentList, read_incident_list
from postmortem_archive.model.archive_file import ArchiveFile, Severity
from postmortem_archive.model.finding import Finding
from postmortem_archive.model.incident_list import SYNONYMS, Columns, ListedIncident, column_of
from postmortem_archive.rules import check
from tests.helpers import ARCHIVE, PATH, POSTMORTEM, ROOT, archive_of, lines_run, make, with_field

CSV, JSON = "incidents.csv", "incidents.json"
FILE = ArchiveFile(
    severities={
        "SEV-1": Severity(definition="Down for all."),
        "SEV-2": Severity(definition="Down for many."),
    }
)


def listed(data: bytes | str, name: str = CSV) -> IncidentList:
    raw = data if isinstance(data, bytes) else data.encode("utf-8")
    return read_incident_list({name: raw}, FILE)


def incidents(data: bytes | str, name: str = CSV) -> tuple[ListedIncident, ...]:
    found = listed(data, name)
    assert found.problems == {name: ()}
    assert found.incidents is not None
    return found.incidents


FULL = """\
id,title,severity,services,started,resolved,kind,revenue,data_loss,data_exposed,postmortem
INC-1,"Orders, stuck",SEV-2,order-service; checkout,2026-02-15T14:23Z,2026-02-15T15:08Z,incident,\
~125000 USD,none,40 addresses,2026-02-15-orders-stuck
"""


def test_every_column_is_read() -> None:
    (one,) = incidents(FULL)
    assert (one.id, one.title, one.severity) == ("INC-1", "Orders, stuck", "SEV-2")
    assert one.services == ("order-service", "checkout")
    assert one.started == datetime(2026, 2, 15, 14, 23, tzinfo=UTC)
    assert one.resolved == datetime(2026, 2, 15, 15, 8, tzinfo=UTC)
    assert (one.kind, str(one.revenue)) == ("incident", "~125,000 USD")
    assert (one.data_loss, one.data_exposed) == ("none", "40 addresses")
    assert one.postmortem == "2026-02-15-orders-stuck"
    assert one.line == 2
    assert set(Columns.model_fields) == set(FULL.split("\n")[0].split(","))


def test_an_id_and_a_day_are_enough() -> None:
    (one,) = incidents("id,started\nINC-1,2026-02-15\n")
    assert (one.started, one.day, one.kind) == (date(2026, 2, 15), date(2026, 2, 15), "incident")
    (other,) = incidents("id,resolved\nINC-1,2026-02-16\n")
    assert other.day == date(2026, 2, 16)


@pytest.mark.parametrize(
    "text",
    [
        "ID;Started;Severity\nINC-1;2026-02-15;sev 1\n",
        "id\tday\tSev\nINC-1\t2026-02-15\tSEV1\n",
        "sep=|\nkey|Created At|priority\nINC-1|2026-02-15 09:14|sev-1\n",
        "\n\nIncident ID,date,severity,\nINC-1,2026-02-15T23:59:00+02:00,SEV-1,\n,,,\n",
        "\ufeffIssue key,Created,Severity\r\nINC-1,2026-02-15,SEV-1\r\n",
    ],
)
def test_the_forms_in_which_tools_write_it(text: str) -> None:
    (one,) = incidents(text)
    assert (one.id, one.day, one.severity) == ("INC-1", date(2026, 2, 15), "SEV-1")


@pytest.mark.parametrize(
    "text",
    [
        '[{"id": "INC-1", "started": "2026-02-15", "severity": "sev-1"}]',
        '{"incidents": [{"key": "INC-1", "date": "2026-02-15", "sev": "SEV-1", "title": null}]}',
        '{"total": 1, "page": [], "data": [{"id": "INC-1", "day": "2026-02-15", "sev": "SEV-1"}]}',
    ],
)
def test_a_list_in_json(text: str) -> None:
    (one,) = incidents(text, JSON)
    assert (one.id, one.day, one.severity) == ("INC-1", date(2026, 2, 15), "SEV-1")


def test_values_of_json_are_read_as_they_would_be_written() -> None:
    (one,) = incidents(
        '[{"id": 42, "started": "2026-02-15", "revenue": 1200, "data_loss": false,\n'
        ' "services": ["order-service", "checkout"], "kind": "Near miss",\n'
        ' "postmortem": "2026/2026-02-15-orders-stuck.md", "title": "Orders\\u0000stuck"}]',
        JSON,
    )
    assert (one.id, str(one.revenue), one.data_loss) == ("42", "1,200", "false")
    assert one.services == ("order-service", "checkout")
    assert (one.kind, one.postmortem) == ("near-miss", "2026-02-15-orders-stuck")
    assert one.title == "Orders stuck"


@pytest.mark.parametrize("text", ["id,started\n", "id,started\n,\n\n"])
def test_a_list_may_be_without_incidents(text: str) -> None:
    assert incidents(text) == ()
    assert incidents("[]", JSON) == ()


# A wrong list: the name, its text, where the first problem is, and a part of its message.
WRONG: list[tuple[str, str | bytes, tuple[int, int], str]] = [
    (CSV, "", (1, 1), "the list is empty; begin it with a line that names its columns: id,title"),
    (CSV, " \n", (1, 1), "the list is empty"),
    (CSV, "INC-1,2026-02-15\n", (1, 1), "no column id and no column started; call what"),
    (CSV, "id,title\nINC-1,x\n", (1, 1), "there is no column started"),
    (CSV, "started\n2026-02-15\n", (1, 1), "there is no column id"),
    (CSV, "id,started,wether\nA,2026-02-15,x\n", (1, 12), '"wether" is no column of this list'),
    (CSV, "id,started,severty\nA,2026-02-15,SEV-1\n", (1, 12), 'did you mean "severity"?'),
    (CSV, "id,key,started\nA,A,2026-02-15\n", (1, 4), '"key" and "id" both say id; keep one'),
    (CSV, "id,id,started\nA,A,2026-02-15\n", (1, 4), 'the column "id" is there twice'),
    (CSV, "id,started\nA,02/15/2026\n", (2, 3), "write 2026-02-15"),
    (CSV, "id,started\nA,2026-02-30\n", (2, 3), "2026-02-30 does not exist"),
    (CSV, "id,started\nA,15/Feb/26 9:14 AM\n", (2, 3), "or the day alone"),
    (CSV, "id,started\nA,\n", (2, 3), "this incident has no day and is left out; fill in started"),
    (CSV, "key,day\n,2026-02-15\n", (2, 1), "this incident has no id and is left out; fill in key"),
    (CSV, "id,started\nA,2026-02-15\na,2026-02-16\n", (3, 1), 'the id "a" stands on line 2 too'),
    (CSV, "id,started,sev\nA,2026-02-15,P1\n", (2, 14), '"P1" is none of archive.yml; known'),
    (CSV, "id,day,end\nA,2026-02-15,2026-02-14\n", (2, 14), "resolved: this is before it started"),
    (CSV, "id,started,kind\nA,2026-02-15,outage\n", (2, 14), '"outage" is none of incident, near'),
    (CSV, 'id,started,revenue\nA,2026-02-15,"1,200"\n', (2, 14), "write 15000, ~15000 or ~125000"),
    (CSV, "id,started\nA,2026-02-15,x,y\n", (2, 14), "this row has 4 values and the header 2"),
    (CSV, "id,started,\nA,2026-02-15,x\n", (2, 14), "the column of this value has no name"),
    (CSV, 'id,started,title\nA,2026-02-15,"x\nB,2026-02-15,y\n', (2, 1), "cannot be read (unexp"),
    (CSV, 'id,started,title\nA,2026-02-15,"x"y\n', (2, 1), "is written"),
    (CSV, f"id,started,title\nA,2026-02-15,{'x' * 200_000}\n", (2, 14), "title: 200,000 char"),
    (CSV, "id,started,title\nA,2026-02-15,Café\n".encode("latin-1"), (2, 17), "0xE9 is not UTF-8"),
    (CSV, "id,started\n".encode("utf-16"), (1, 1), "is no text in UTF-8; save it so"),
    (JSON, "", (1, 1), 'the list is empty; write [{"id": "INC-42"'),
    (JSON, '"x"', (1, 1), "is no list of incidents; write ["),
    (JSON, '{"id": "A"}', (1, 1), "holds no list of incidents"),
    (JSON, "[\n 3]", (2, 2), "is no object; each incident is written {"),
    (JSON, '[{"id": "A"\n', (2, 1), "is no JSON from here on"),
    (JSON, '[{"id": "A", "day": "2026-02-15"}\n 3', (2, 2), "a comma or the end of the list is"),
    (JSON, '[{"id": "A", "day": "2026-02-15"}]\nx', (2, 1), "something stands behind the list"),
    (JSON, '[{"id": "A", "id": "B"}]', (1, 2), '"id" is there twice in one object'),
    (JSON, "[" * 100_000, (1, 1), "is nested too deeply"),
    (JSON, '[{"id": "A", "day": "2026-02-15",\n "sev": {"name": 1}}]', (2, 2), "not a mapping"),
    (JSON, '[{"id": "A",\n "day": "15.2.2026"}]', (2, 2), "write 2026-02-15"),
    (JSON, '[{"id": "A", "day": "2026-02-15", "mood": 3}]', (1, 35), '"mood" is no column'),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "place", "part"), WRONG)
def test_what_is_wrong_is_said_where_it_stands_and_how_it_would_be_right(
    name: str, text: str | bytes, place: tuple[int, int], part: str
) -> None:
    problem = listed(text, name).problems[name][0]
    assert part in problem.message
    assert (problem.line, problem.column) == place


def test_what_can_be_read_of_a_wrong_list_is_read() -> None:
    found = listed("id,started,revenue\nA,2026-02-15,lots\nB,soon,3\nC,2026-02-16,3\n").incidents
    assert [(one.id, one.revenue and one.revenue.value) for one in found or ()] == [
        ("A", None),
        ("C", 3),
    ]


def test_a_list_that_says_nothing_of_its_columns_is_no_list() -> None:
    assert listed("INC-1,2026-02-15\n").incidents is None
    assert listed("title,severity\nx,SEV-1\n").incidents is None
    assert listed("{}", JSON).incidents is None


@pytest.mark.parametrize("text", ["x{},", "id,started\nA,2026-02-15{},", ",{},\n,x,y"])
def test_a_line_of_many_columns_is_read_in_proportion(text: str) -> None:
    few, many = (text.replace("{}", ",x" * number) for number in (2_000, 4_000))
    assert lines_run(lambda: listed(many)) < 2.5 * lines_run(lambda: listed(few))


def test_the_same_mistake_in_every_row_is_said_twenty_times() -> None:
    rows = "".join(f"{n},02/15/2026\n" for n in range(1000))
    problems = listed("id,started\n" + rows).problems[CSV]
    assert len(problems) == 21
    assert problems[-1].message.startswith("there are 980 more problems from here on")


@given(st.binary(max_size=300), st.sampled_from([CSV, JSON]))
def test_no_bytes_stop_the_reading(data: bytes, name: str) -> None:
    found = listed(data, name)
    lines = found.sources[name].lines
    for problem in found.problems[name]:
        assert 1 <= problem.line <= len(lines)
        assert problem.column >= 1


_LETTERS = st.sampled_from(list('id,started;sev"\n\t {}[]:=|2026-0\u00e9\ud800\x00'))


@given(st.text(_LETTERS, max_size=60), st.sampled_from([CSV, JSON]))
def test_no_text_like_a_list_stops_the_reading(text: str, name: str) -> None:
    for head in ("", "id,started\n", '[{"id": "A", "day": "2026-02-15"}, '):
        listed((head + text).encode("utf-8", "surrogatepass"), name)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20), max_size=8))
def test_titles_survive_quotes_and_separators(titles: list[str]) -> None:
    def quoted(title: str) -> str:
        return '"' + title.replace('"', '""') + '"'

    rows = [f"{n},2026-02-15,{quoted(title)}" for n, title in enumerate(titles)]
    read = incidents("\n".join(["id,started,title", *rows]))
    assert [one.title or "" for one in read] == [title.strip() for title in titles]


def test_a_name_means_one_column() -> None:
    names = [name for synonyms in SYNONYMS.values() for name in synonyms]
    assert len(names) == len(set(names))
    assert not set(names) & set(Columns.model_fields)
    assert {column: column_of(column.upper()) for column in SYNONYMS} == {
        column: column for column in Columns.model_fields
    }
    assert column_of("Incident-ID") == "id"
    assert column_of("x" * 10**6) is None


def test_other_names_are_in_the_reference() -> None:
    page = (ROOT / "docs" / "reference" / "archive.md").read_text(encoding="utf-8")
    for name, synonyms in SYNONYMS.items():
        assert f"| `{name}` | {', '.join(synonyms)} |" in page


def test_an_archive_without_a_list_has_none(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, {PATH: POSTMORTEM})
    assert archive.incident_list is None
    assert set(archive.file_problems) == {"archive.yml"}


def test_a_credential_is_a_finding_and_is_not_kept(tmp_path: Path) -> None:
    secret = "AKIA" + "IOSFODNN7EXAMPLX"
    rows = f"id,started,title\nA,2026-02-15,The key {secret} was shown\n"
    archive = archive_of(tmp_path, {CSV: rows})
    (one,) = archive.incident_list or ()
    assert one.title == f"The key {'•' * 20} was shown"
    (finding,) = check(archive)
    assert (finding.rule, finding.line, finding.column) == ("credential-shown", 2, 22)
    assert secret not in repr(archive)


def test_two_lists_are_one_too_many(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, {CSV: "id,started\nA,2026-02-15\n", JSON: "[]"})
    assert [one.id for one in archive.incident_list or ()] == ["A"]
    (finding,) = check(archive)
    assert (finding.path, finding.line, finding.column) == (JSON, 1, 1)
    assert finding.message == "is not read, for there is incidents.csv as well; keep one of the two"


def test_the_digest_covers_the_list(tmp_path: Path) -> None:
    digests = set()
    for text in (None, "id,started\nA,2026-02-15\n", "id,started\nA,2026-02-16\n", ""):
        folder = make(tmp_path, {} if text is None else {CSV: text})
        digests.add(survey(folder).digest)
    assert len(digests) == 4


@pytest.mark.skipif(not hasattr(Path, "symlink_to"), reason="needs links")
def test_a_list_elsewhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("id,started\nA,2026-02-15\n", encoding="utf-8")
    folder = make(tmp_path, {})
    (folder / CSV).symlink_to(tmp_path / "secret.csv")
    archive = survey(folder)
    assert archive.incident_list is None
    assert "a link to a file outside the archive" in archive.file_problems[CSV][0].message


def belongs(folder: Path, rows: str, **fields: str) -> tuple[dict[str, list[str]], list[Finding]]:
    """To which postmortem each incident of a list belongs, and what is found in the list."""
    files: dict[str, str | bytes] = {
        f"2026/2026-02-15-{name}.md": with_field(f"{line}\ntitle: {name}")
        for name, line in fields.items()
    }
    archive = archive_of(folder, {**files, CSV: "id,started,postmortem\n" + rows})
    claims = {name: [p.id[11:] for p in found] for name, found in archive.claims.items()}
    return claims, [finding for finding in check(archive) if finding.path == CSV]


@pytest.mark.parametrize(
    "row",
    [
        "INC-1,2026-02-15,2026-02-15-a",
        "INC-42,2026-02-15,",
        "inc-42,2026-02-15,",
        "2026-02-15-a,2026-02-15,",
    ],
)
def test_an_incident_belongs_by_name_by_tracker_or_by_id(tmp_path: Path, row: str) -> None:
    claims, findings = belongs(tmp_path, row, a="tracker: INC-42", b="tracker: INC-43")
    assert list(claims.values()) == [["a"]]
    assert findings == []


def test_a_tracker_may_be_an_address(tmp_path: Path) -> None:
    tracker = 'tracker: "https://jira.example.com/browse/INC-42/"'
    assert belongs(tmp_path, "INC-42,2026-02-15,", a=tracker)[0] == {"INC-42": ["a"]}


def test_an_incident_without_postmortem_belongs_to_none(tmp_path: Path) -> None:
    assert belongs(tmp_path, "INC-44,2026-02-15,", a="tracker: INC-42") == ({"INC-44": []}, [])


def test_two_claims_on_one_incident_are_a_finding(tmp_path: Path) -> None:
    row = "INC-42,2026-02-15,2026-02-15-b"
    claims, (finding,) = belongs(tmp_path, row, a="tracker: INC-42", b="tracker: INC-43")
    assert claims == {"INC-42": ["b", "a"]}
    assert finding.message == (
        '"INC-42" belongs to 2026-02-15-b, and by its tracker or id also to 2026-02-15-a; '
        "leave it to one"
    )
    assert (finding.line, finding.column, finding.level) == (2, 1, "error")


def test_one_postmortem_may_tell_of_two_incidents(tmp_path: Path) -> None:
    rows = "INC-1,2026-02-15,2026-02-15-a\nINC-2,2026-02-15,2026-02-15-a"
    assert belongs(tmp_path, rows, a="tracker: INC-1") == ({"INC-1": ["a"], "INC-2": ["a"]}, [])


def test_a_postmortem_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    rows = "INC-1,2026-02-15,2026-02-16-a\nINC-2,2026-02-15,nowhere"
    _, (near, far) = belongs(tmp_path, rows, a="tracker: INC-9")
    assert 'there is no "2026-02-16-a"; did you mean "2026-02-15-a"?' in near.message
    assert (near.line, near.column) == (2, 18)
    assert far.message.endswith("write its file's name without .md")


def test_what_is_restricted_leaves_no_trace_in_the_list(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "2026/2026-02-15-a.md": with_field("tracker: INC-1\nvisibility: restricted"),
        "2026/2026-02-15-b.md": with_field("tracker: INC-1\ntitle: Other"),
        CSV: "id,started\nINC-1,2026-02-15\nINC-2,2026-02-15\n",
    }
    shown = archive_of(tmp_path, files).readable()
    assert [one.id for one in shown.incident_list or ()] == ["INC-2"]


def test_the_list_is_not_put_on_the_site(tmp_path: Path) -> None:
    linked = POSTMORTEM + "\nSee [the list](../incidents.csv).\n"
    archive = archive_of(tmp_path, {PATH: linked, CSV: "id,started\nA,2026-02-15\n"}, ARCHIVE)
    assert [finding.message for finding in check(archive)] == [
        "incidents.csv is not put on the site, because it names every incident; leave the link out"
    ]
