"""The files beside the pages: what they hold, that it is documented, and what they never hold."""

import csv
import io
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_archive.export import COLUMNS, LISTED, URL, as_data, readable
from postmortem_archive.export.database import write_database
from postmortem_archive.export.keys import BOTH, ONLY_EXPORTED, ONLY_ON_SITE
from postmortem_archive.export.tables import ALSO, TABLES
from postmortem_archive.load import load
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.key import Key
from postmortem_archive.pages import all_data
from postmortem_archive.spreadsheet import as_csv
from postmortem_archive.statistics import WHOLE, figures
from postmortem_archive.statistics import as_data as figures_as_data
from tests.helpers import ARCHIVE, PATH, POSTMORTEM, ROOT, archive_of, with_field
from tests.test_commands import postmortem
from tests.test_export import HIDDEN, RICH, rows

TODAY = date(2026, 4, 30)
DATA = (ROOT / "docs" / "reference" / "data.md").read_text(encoding="utf-8")
HOW_TO = (ROOT / "docs" / "how-to" / "use-the-data.md").read_text(encoding="utf-8")


def texts(archive: Archive) -> dict[str, str]:
    """Every data file of an archive, where a page stands at its source path without .md."""
    files = all_data(archive.readable(), TODAY)
    return {file.path: file.content(page_of).decode("utf-8") for file in files}


def page_of(path: str) -> str:
    return path.removesuffix(".md")


def rich(folder: Path) -> Archive:
    """An archive in which every key occurs."""
    repeat = with_field(
        "started: 2026-03-16T14:23Z\ndetected: 2026-03-16T14:24Z\nresolved: 2026-03-16T15:23Z\n"
        "acknowledged: 2026-03-16T14:25Z\nmitigated: 2026-03-16T15:00Z\npublished: 2026-03-18\n"
        "repeat_of: [2026-02-15-orders-stuck]\nacknowledged: 2026-03-16T14:25Z\n"
        "tracker: OPS-7\nvisibility: public\ntemplate: incident\n"
        "time_to_detect: 1 min\ntime_to_acknowledge: 2 min\ntime_to_recover: 1 h\n"
        "causes: [connection-leak]\naliases: [2024/2024-01-01-old.md]\n"
        "imported_from: {path: old/a.md, layout: general}"
    )
    near = with_field("kind: near-miss\nstarted:\ndetected:\nresolved:\npublished:")
    files = {
        PATH: RICH,
        "2026/2026-03-16-b.md": repeat.replace("status: final", "status: in-review"),
        "2026/2026-02-16-later.md": near,
        "incidents.csv": INCIDENTS,
    }
    policy = (
        "policy: {objectives: {order-service: {objective: 99.9%, window: 30 days}}, "
        "needs_postmortem: {severities: [SEV-2]}, deadline: 1 business day, "
    )
    return archive_of(folder, dict(files), ARCHIVE.replace("policy: {", policy))


# One is written about in time, one is not final, one is missing, one has no severity.
INCIDENTS = """\
id,severity,started,resolved,postmortem
INC-1,SEV-2,2026-02-15T14:23Z,2026-02-15T15:08Z,2026-02-15-orders-stuck
INC-2,SEV-2,2026-03-16T14:23Z,2026-03-16T15:23Z,2026-03-16-b
INC-3,SEV-2,2026-03-18T14:23Z,2026-03-18T15:23Z,
INC-4,,2026-03-19T14:23Z,2026-03-19T15:23Z,
"""


def declared(keys: Iterable[Key]) -> set[str]:
    return {key.name for key in keys}


def keys_in(value: Any, known: set[str], path: str = "") -> Iterator[str]:
    """The keys of JSON by their paths, `*` for one that is declared for any name."""
    if isinstance(value, dict):
        for name, each in value.items():
            one = f"{path}.{name}".removeprefix(".")
            one = one if one in known else f"{path}.*" if f"{path}.*" in known else one
            yield one
            yield from keys_in(each, known, one)
    elif isinstance(value, list):
        for each in value:
            yield from keys_in(each, known, f"{path}[]")


def assert_documented(made: list[Any], keys: Iterable[Key]) -> None:
    """Every key that is made is declared, and every declared one is made somewhere."""
    known = declared(keys)
    found = {key for data in made for key in keys_in(data, known)}
    assert found - known == set()
    assert known - found == set()
    for name in known:
        assert f"| `{name}` |" in DATA


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> list[Archive]:
    return [load(ROOT / "postmortems"), rich(tmp_path_factory.mktemp("rich"))]


def test_every_key_of_the_export_is_documented(archives: list[Archive]) -> None:
    made = [json.loads(json.dumps(as_data(readable(archive)))) for archive in archives]
    assert_documented(made, (*BOTH, *ONLY_EXPORTED))


def test_every_key_of_postmortems_json_is_documented(archives: list[Archive]) -> None:
    made = [json.loads(texts(archive)["postmortems.json"]) for archive in archives]
    assert_documented(made, (*BOTH, *ONLY_ON_SITE))


def test_every_key_of_statistics_json_is_documented(
    archives: list[Archive], tmp_path: Path
) -> None:
    # Two of one title, and nobody says whether the later one is a repeat.
    twice = archive_of(tmp_path, {PATH: RICH, "2026/2026-02-16-again.md": RICH})
    made_of = [texts(archive)["statistics.json"] for archive in (*archives, twice)]
    made = [json.loads(text) for text in made_of]
    wholes = [{**data, "slices": {name: [] for name in data["slices"]}} for data in made]
    parts = [part for text in made_of for part in slices(text)]
    assert_documented([*wholes, *parts], WHOLE)


def slices(text: str) -> list[dict[str, Any]]:
    return [part for some in json.loads(text)["slices"].values() for part in some]


def test_every_column_is_documented(archives: list[Archive], tmp_path: Path) -> None:
    header, *_ = csv.reader(io.StringIO(texts(archives[0])["postmortems.csv"]))
    assert header == [key.name for key in (*LISTED, URL)]
    write_database(readable(archives[1]), TODAY, tmp_path / "a.db")
    with closing(sqlite3.connect(tmp_path / "a.db")) as db:
        names = {name for (name,) in rows(db, "SELECT name FROM sqlite_master")}
        for table in TABLES:
            columns = [row[1] for row in rows(db, f"PRAGMA table_info({table.name})")]
            assert columns == [column.name for column in table.columns]
            assert f"### {table.name}\n" in DATA
            for column in table.columns:
                assert f"| `{column.name}` | {column.type} |" in DATA
                # Somewhere there is a value, or the column would be for nothing.
                query = f"SELECT count({column.name}) FROM {table.name}"
                assert rows(db, query)[0][0] or column.name in NEVER, column.name
    inner = re.compile(r"_autoindex_|_by_|postmortems_search_")
    tables = {table.name for table in TABLES}
    assert {name for name in names if not inner.search(name)} - tables == set(ALSO)


# Columns without a value in the rich archive: of timelines and actions with more columns.
NEVER = ("end", "end_unix", "source", "actor", "type", "id", "tracker", "due_text", "status_text")


def test_statistics_are_those_of_stats(archives: list[Archive]) -> None:
    archive = archives[1]
    (site,) = (json.loads(text) for name, text in texts(archive).items() if "statistics" in name)
    by = tuple(site["slices"])
    whole = json.loads(json.dumps(figures_as_data(figures(archive.readable(), TODAY), by)))
    assert {**site, "slices": None} == {**whole, "slices": None}
    for name in by:
        for part, full in zip(site["slices"][name], whole["slices"][name], strict=True):
            assert contains(full, part)
            assert "incidents" not in part["figures"]["recover"]


def contains(full: Any, part: Any) -> bool:
    """Whether a part says nothing else than the whole does, only less."""
    if isinstance(part, dict):
        return all(name in full and contains(full[name], each) for name, each in part.items())
    if isinstance(part, list):
        return len(full) == len(part) and all(map(contains, full, part))
    return bool(full == part)


def test_a_row_and_an_object_lead_to_the_page(archives: list[Archive]) -> None:
    made = texts(archives[1])
    first, *_ = csv.DictReader(io.StringIO(made["postmortems.csv"]))
    assert first["url"] == "2026/2026-03-16-b"
    urls = [each["url"] for each in json.loads(made["postmortems.json"])["postmortems"]]
    assert urls == ["2026/2026-03-16-b", "2026/2026-02-16-later", PATH.removesuffix(".md")]


def test_the_same_archive_makes_the_same_files(archives: list[Archive]) -> None:
    assert texts(archives[0]) == texts(load(ROOT / "postmortems"))


def test_files_stand_on_the_site_and_lead_to_its_pages(tmp_path: Path) -> None:
    archive_of(tmp_path, {PATH: POSTMORTEM})
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Home\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nplugins: [postmortems]\n", encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    site = tmp_path / "site" / "postmortems"
    (one,) = json.loads((site / "postmortems.json").read_text("utf-8"))["postmortems"]
    assert (site / one["url"] / "index.html").is_file()
    (row,) = csv.DictReader((site / "postmortems.csv").open(encoding="utf-8", newline=""))
    assert row["url"] == one["url"]
    assert json.loads((site / "statistics.json").read_text("utf-8"))["version"] == 1


def test_a_restricted_postmortem_leaves_no_trace(tmp_path: Path) -> None:
    hidden = with_field(
        "title: Board matters\nvisibility: restricted\nservices: [secret-service]\n"
        "tags: [secret-tag]\nrepeat_of: [2026-02-15-orders-stuck]"
    )
    shown = with_field(f"related: [{HIDDEN}]\nrepeat_of: [{HIDDEN}]")
    archive = archive_of(tmp_path, {PATH: shown, f"2026/{HIDDEN}.md": hidden})
    assert "orders-stuck" in texts(archive)["postmortems.json"]
    for name, text in texts(archive).items():
        for trace in ("Board matters", HIDDEN, "acquisition", "secret-service", "secret-tag"):
            assert trace not in text, name
    # What an incident says of itself counts as on the pages, whoever may read the other one.
    assert json.loads(texts(archive)["statistics.json"])["figures"]["repeats"]["n"] == 1


def test_a_name_that_is_no_text_stops_no_build(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, {PATH: POSTMORTEM})
    odd = replace(archive.postmortems[0], path="2026/2026-02-15-\udcff.md")
    made = texts(replace(archive, postmortems=(odd,)))
    (one,) = json.loads(made["postmortems.json"])["postmortems"]
    assert one["path"] == odd.path


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@x", "＝1"])
def test_no_cell_is_a_formula(tmp_path: Path, title: str) -> None:
    archive = archive_of(tmp_path, {PATH: with_field(f'title: "{title}"')})
    (row,) = csv.DictReader(io.StringIO(texts(archive)["postmortems.csv"]))
    assert row["title"] == f"'{title}"
    run = postmortem("list", "--format", "csv", cwd=tmp_path)
    (listed,) = csv.DictReader(io.StringIO(run.stdout))
    assert listed["title"] == f"'{title}"
    assert tuple(listed) == COLUMNS


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=5))
def test_any_text_comes_back_from_csv(cells: list[str]) -> None:
    columns = [f"c{n}" for n in range(len(cells))]
    made = as_csv(columns, [dict(zip(columns, cells, strict=True))])
    header, *found = csv.reader(io.StringIO(made, newline=""))
    assert header == columns
    back = found[0] if found else [""]
    for cell, read in zip(cells, back, strict=True):
        text = cell.replace("\r\n", "\n").replace("\r", "\n")
        assert read in (text, f"'{text}")
        assert not read.startswith(("=", "+", "-", "@", "\t", "\r"))


EXAMPLE = re.compile(r"^```(sql|python)\n(.*?)^```\n\n```text\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("language", "code", "printed"), EXAMPLE.findall(HOW_TO))
def test_what_the_how_to_prints_is_what_comes_out(
    tmp_path: Path, language: str, code: str, printed: str
) -> None:
    assert answer(language, code, load(ROOT / "postmortems"), tmp_path) == printed


def answer(language: str, code: str, archive: Archive, folder: Path) -> str:
    """What a query or a script says of an archive; a row of a table with | between its values."""
    if language == "sql":
        write_database(readable(archive), TODAY, folder / "a.db")
        with closing(sqlite3.connect(folder / "a.db")) as db:
            return "".join(f"{'|'.join(map(str, row))}\n" for row in rows(db, code))
    for name, text in texts(archive).items():
        (folder / "site" / "postmortems").mkdir(parents=True, exist_ok=True)
        (folder / "site" / "postmortems" / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
