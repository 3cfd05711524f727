"""`postmortem export`: what an archive holds, as data, and what an import brought."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postmortem_archive.atomic import replacement
from postmortem_archive.export import as_data, readable
from postmortem_archive.export.columns import unix, utc
from postmortem_archive.export.database import write_database
from postmortem_archive.export.tables import TABLES
from postmortem_archive.importers import import_files
from postmortem_archive.importers.layout import Wishes
from postmortem_archive.load import load
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import ArchiveError
from tests.helpers import PATH, POSTMORTEM, ROOT, archive_of, make, with_field
from tests.test_commands import postmortem


def test_everything_that_was_read_is_there(tmp_path: Path) -> None:
    text = with_field("impact: {revenue: ~15000 USD}\ntime_to_detect: 5 min")
    (one,) = as_data(readable(archive_of(tmp_path, {PATH: text})))["postmortems"]
    assert one["id"] == "2026-02-15-orders-stuck"
    assert one["path"] == PATH
    assert one["date"] == "2026-02-15"
    front = one["front_matter"]
    assert front["started"] == "2026-02-15T14:23:00Z"
    assert front["time_to_detect"] == "PT5M"
    assert front["impact"] == {"revenue": {"value": 15000, "unit": "USD", "estimate": True}}
    assert one["minutes"]["detect"] == {"value": 2, "stated": False}
    assert one["minutes"]["recover"] == {"value": 45, "stated": False}
    assert one["timeline"][0]["start"] == "2026-02-15T14:23:00+00:00"
    assert one["timeline"][0]["text"] == "The connection pool is full"
    assert one["actions"][0]["owner"] == "platform"
    assert one["actions"][0]["due"] == "2026-02-22"
    assert one["body"].strip() == POSTMORTEM.split("---\n", 2)[2].strip()


def test_restricted_postmortems_and_credentials_stay_here(tmp_path: Path) -> None:
    secret = "ghp_" + "a1B2" * 9
    hidden = with_field("title: Board matters\nvisibility: restricted")
    shown = POSTMORTEM.replace("Watch every pool.", f"Watch every pool. {secret}")
    make(tmp_path, {PATH: shown, "2026/2026-02-16-hidden.md": hidden})
    run = postmortem("export", "--json", cwd=tmp_path)
    assert run.returncode == 0
    assert "Board" not in run.stdout
    assert "hidden" not in run.stdout
    assert secret[4:] not in run.stdout
    assert run.stderr == "1 restricted postmortem left out.\n"
    assert [p["id"] for p in json.loads(run.stdout)["postmortems"]] == ["2026-02-15-orders-stuck"]


@pytest.mark.parametrize("arguments", [(), ("--json", "--sqlite", "a.db")])
def test_one_form_has_to_be_said(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    make(tmp_path, {PATH: POSTMORTEM})
    run = postmortem("export", *arguments, cwd=tmp_path)
    assert run.returncode == 2
    assert "one of: --json, --sqlite FILE" in run.stderr
    assert not (tmp_path / "a.db").exists()


def test_the_shipped_archive_is_exported_whole() -> None:
    archive = readable(load(ROOT / "postmortems"))
    data = as_data(archive)
    assert [p["id"] for p in data["postmortems"]] == [p.id for p in archive.postmortems]
    assert json.loads(json.dumps(data)) == data


SOURCES = {
    "2024-05-06.md": (
        "# Checkout answers 503\n\n"
        "**Date:** 2024-05-06 | **Severity:** SEV-1 | **Authors:** checkout team\n\n"
        "**Start:** 2024-05-06 10:02 UTC\n**Resolved:** 2024-05-06 11:10 UTC\n\n"
        "## Summary\n\nThe database had no connection left.\n"
    ),
    "2025-02-03.md": (
        "# Sign-in is slow\n\n**Date:** 2025-02-03\n**Severity:** SEV-2\n"
        "**Time to detect:** 25 minutes\n\n## Summary\n\nA query had lost its index.\n"
    ),
}


def test_what_was_imported_is_exported_as_the_source_has_it(tmp_path: Path) -> None:
    source = tmp_path / "old"
    source.mkdir()
    for name, text in SOURCES.items():
        (source / name).write_text(text, encoding="utf-8")
    import_files([source], tmp_path / "postmortems", Wishes())
    slow, down = as_data(readable(load(tmp_path / "postmortems")))["postmortems"]
    assert (down["title"], down["date"]) == ("Checkout answers 503", "2024-05-06")
    assert down["front_matter"]["severity"] == "SEV-1"
    assert down["front_matter"]["authors"] == ["checkout team"]
    assert down["front_matter"]["started"] == "2024-05-06T10:02:00Z"
    assert down["minutes"]["recover"] == {"value": 68, "stated": False}
    assert down["body"].strip() == "## Summary\n\nThe database had no connection left."
    assert (slow["title"], slow["date"]) == ("Sign-in is slow", "2025-02-03")
    assert slow["front_matter"]["time_to_detect"] == "PT25M"
    assert slow["minutes"] == {"detect": {"value": 25, "stated": True}}
    assert slow["body"].strip() == "## Summary\n\nA query had lost its index."


TODAY = date(2026, 11, 21)

RICH = with_field(
    "impact: {users: ~40%, requests: 3200 jobs, revenue: 15000.5 USD, tickets: 14 calls, "
    "data_loss: none, data_exposed: none, slo: {objective: 99.9%, window: 30 days}}\n"
    "started: 2026-02-15T15:23+01:00\ntime_to_mitigate: 32 min\nincident_commander: on-call\n"
    "responders: [database team]\nteams: [platform]\ntags: [dns, dns, database]\n"
    "causes: [connection-leak]\nrelated: [2026-02-16-later]\n"
    'not_repeat_of: {2026-02-16-later: "Another pool.", 2020-01-01-unknown: "Who knows."}\n'
    "links: {chat: [https://chat.example/1, https://chat.example/2]}"
)


@pytest.fixture
def files() -> dict[str, str | bytes]:
    later = with_field("started: 2026-02-16T14:23Z\ndetected:\nresolved:\nkind: near-miss")
    return {PATH: RICH, "2026/2026-02-16-later.md": later}


def database(archive: Archive, path: Path) -> sqlite3.Connection:
    write_database(readable(archive), TODAY, path)
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    return connection


def rows(connection: sqlite3.Connection, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(query)]


def test_a_row_has_what_was_read(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    with closing(database(archive_of(tmp_path, files), tmp_path / "a.db")) as db:
        (row,) = map(dict, db.execute("SELECT * FROM incidents"))
    assert row["id"] == "2026-02-15-orders-stuck"
    assert row["started"] == "2026-02-15T14:23:00Z"  # 15:23 an hour east of Greenwich
    # 20,499 days from 1970 to 2026-02-15, and 14 h 23 min.
    assert row["started_unix"] == 20_499 * 86_400 + 14 * 3_600 + 23 * 60
    assert (row["minutes_to_recover"], row["minutes_to_recover_stated"]) == (45, 0)
    assert (row["minutes_to_mitigate"], row["minutes_to_mitigate_stated"]) == (32, 1)
    assert (row["minutes_to_acknowledge"], row["minutes_to_acknowledge_stated"]) == (None, None)
    assert row["days_to_postmortem"] == 3  # from the 15th to the 18th of February
    users = (row["impact_users"], row["impact_users_unit"], row["impact_users_estimate"])
    assert users == (40, "%", 1)
    assert (row["impact_revenue"], row["impact_revenue_unit"]) == (15000.5, "USD")
    assert row["impact_data_loss"] == "none"
    assert (row["slo_objective"], row["slo_window_minutes"]) == (99.9, 30 * 24 * 60)
    assert row["body"].strip().startswith("## Summary")


def test_other_tables_name_the_postmortem(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    with closing(database(archive_of(tmp_path, files), tmp_path / "a.db")) as db:
        of = "WHERE postmortem_id = '2026-02-15-orders-stuck'"
        assert rows(db, f"SELECT name FROM tags {of} ORDER BY name") == [("database",), ("dns",)]
        assert rows(db, f"SELECT role, name FROM people {of} ORDER BY rowid") == [
            ("incident commander", "on-call"),
            ("responder", "database team"),
            ("author", "platform team"),
        ]
        assert rows(db, f"SELECT verdict, other_id, reason FROM verdicts {of} ORDER BY rowid") == [
            ("related", "2026-02-16-later", None),
            ("not_repeat_of", "2026-02-16-later", "Another pool."),
        ]
        assert rows(db, f"SELECT position, label, address FROM links {of}") == [
            (1, "chat", "https://chat.example/1"),
            (2, "chat", "https://chat.example/2"),
        ]
        # The text says that all its times are in UTC.
        assert rows(db, f"SELECT position, time, start, end, text FROM timeline {of}")[0] == (
            1, "14:23", "2026-02-15T14:23:00Z", None, "The connection pool is full"
        )  # fmt: skip
        assert rows(db, f"SELECT owner, due, status, id FROM actions {of}") == [
            ("platform", "2026-02-22", "open", None)
        ]
        assert rows(db, "SELECT * FROM about") == [(1, "Test archive", "2026-11-21")]


def test_a_database_finds_words(tmp_path: Path) -> None:
    with closing(database(archive_of(tmp_path, {PATH: POSTMORTEM}), tmp_path / "a.db")) as db:
        # An SQLite without full-text search has no such table, and the rest all the same.
        able = rows(db, "SELECT count(*) FROM pragma_module_list WHERE name = 'fts5'")
        tables = rows(db, "SELECT count(*) FROM sqlite_master WHERE name = 'postmortems_search'")
        assert tables == able
        if able == [(1,)]:
            assert rows(
                db,
                "SELECT id FROM postmortems_search AS s JOIN postmortems AS p ON p.rowid = s.rowid "
                "WHERE postmortems_search MATCH 'alert pools'",
            ) == [("2026-02-15-orders-stuck",)]


def test_keys_lead_somewhere_and_every_table_is_sound(tmp_path: Path) -> None:
    with closing(database(load(ROOT / "postmortems"), tmp_path / "a.db")) as db:
        assert rows(db, "PRAGMA foreign_key_check") == []
        assert rows(db, "PRAGMA integrity_check") == [("ok",)]
        assert rows(db, "PRAGMA user_version") == [(1,)]
        for table in TABLES:
            assert table.name == "links" or rows(db, f"SELECT count(*) FROM {table.name}")[0][0]


def test_the_same_archive_makes_the_same_bytes(
    tmp_path: Path, files: dict[str, str | bytes]
) -> None:
    archive = readable(archive_of(tmp_path, files))
    write_database(archive, TODAY, tmp_path / "a.db")
    first = (tmp_path / "a.db").read_bytes()
    write_database(archive, TODAY, tmp_path / "a.db")
    assert (tmp_path / "a.db").read_bytes() == first


HIDDEN = "2026-02-16-acquisition"


@pytest.fixture
def secretive(tmp_path: Path) -> Path:
    hidden = with_field(
        "title: Board matters\nvisibility: restricted\nservices: [secret-service]\n"
        "repeat_of: [2026-02-15-orders-stuck]"
    )
    open_one = with_field(f"related: [{HIDDEN}]\nlinks: {{see: {HIDDEN}.md}}").replace(
        "Watch every pool.", f"As in [that one]({HIDDEN}.md), {HIDDEN} that is."
    )
    return make(tmp_path, {PATH: open_one, f"2026/{HIDDEN}.md": hidden})


@pytest.mark.parametrize("form", ["--json", "--sqlite"])
def test_a_restricted_postmortem_leaves_no_trace(secretive: Path, form: str) -> None:
    file = secretive.parent / "a.db"
    run = postmortem("export", form, *([str(file)] if form == "--sqlite" else []), cwd=secretive)
    data = run.stdout.encode() if form == "--json" else file.read_bytes()
    assert run.returncode == 0, run.stderr
    assert b"orders-stuck" in data
    for trace in (b"Board matters", b"secret-service", HIDDEN.encode(), b"acquisition"):
        assert trace not in data
    assert run.stderr == "1 restricted postmortem left out.\n"


def test_a_database_masks_credentials(tmp_path: Path) -> None:
    secret = "ghp_" + "a1B2" * 9
    shown = POSTMORTEM.replace("Watch every pool.", f"Watch every pool. {secret}")
    database(archive_of(tmp_path, {PATH: shown}), tmp_path / "a.db").close()
    assert secret[4:].encode() not in (tmp_path / "a.db").read_bytes()


def own_database(folder: Path) -> Path:
    with closing(sqlite3.connect(folder / "own.db")) as own:
        own.execute("CREATE TABLE t (c)")
    return folder / "own.db"


def refusals(folder: Path) -> Iterator[tuple[Path, str]]:
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    (folder / "empty.db").touch()
    yield folder / "notes.txt", "not made here"
    yield folder / "empty.db", "not made here"
    yield own_database(folder), "not made here"
    yield folder, "this is a folder"
    yield folder / "nowhere" / "a.db", "there is no such folder"
    yield folder / "notes.txt" / "a.db", "cannot be written"
    yield Path(os.devnull), "not made here"


def test_what_is_not_ours_is_not_replaced(tmp_path: Path) -> None:
    archive = readable(archive_of(tmp_path, {PATH: POSTMORTEM}))
    for path, message in refusals(tmp_path):
        before = path.read_bytes() if path.is_file() else None
        with pytest.raises(ArchiveError, match=message):
            write_database(archive, TODAY, path)
        assert (path.read_bytes() if path.is_file() else None) == before
    assert not list(tmp_path.glob(".new-*"))


def test_a_database_in_use_is_left_alone(tmp_path: Path) -> None:
    archive = readable(archive_of(tmp_path, {PATH: POSTMORTEM}))
    write_database(archive, TODAY, tmp_path / "a.db")
    with closing(sqlite3.connect(tmp_path / "a.db")) as user:
        user.execute("PRAGMA journal_mode = WAL")
        user.execute("CREATE TABLE notes (c)")
        with pytest.raises(ArchiveError, match=r"a\.db-wal: another program"):
            write_database(archive, TODAY, tmp_path / "a.db")


def test_a_command_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    make(tmp_path, {PATH: POSTMORTEM})
    assert postmortem("export", "--sqlite", "a.db", cwd=tmp_path).returncode == 0
    before = (tmp_path / "a.db").read_bytes()
    make(tmp_path, {"2025/2026-02-15-orders-stuck.md": POSTMORTEM})
    run = postmortem("export", "--sqlite", "a.db", cwd=tmp_path)
    assert run.returncode == 2
    assert "have the same id" in run.stderr
    assert (tmp_path / "a.db").read_bytes() == before


def test_a_file_is_replaced_when_all_went_well_only(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"old")
    path.chmod(0o640)

    def half() -> None:
        with replacement(path) as file:
            file.write_bytes(b"ha")
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - any will do
        half()
    assert path.read_bytes() == b"old"
    with replacement(path) as file:
        file.write_bytes(b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["a.db"]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(), owner=st.text(st.characters()))
def test_any_text_comes_back_as_it_was(tmp_path: Path, text: str, owner: str) -> None:
    archive = archive_of(tmp_path, {PATH: POSTMORTEM})
    (one,) = archive.postmortems
    front = one.front.model_copy(update={"title": text or "x", "severity": owner})
    action = replace(one.actions[0], text=text, owner=owner or "x")
    odd = replace(archive, postmortems=(replace(one, front=front, actions=(action,)),))
    write_database(odd, TODAY, tmp_path / "a.db")
    with closing(sqlite3.connect(tmp_path / "a.db")) as db:
        assert rows(db, "SELECT title, severity FROM postmortems") == [(text or "x", owner)]
        assert rows(db, "SELECT text, owner FROM actions") == [(text, owner or "x")]


def test_bytes_that_are_no_text_are_spelt_out(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, {PATH: POSTMORTEM})
    path = os.fsdecode(b"2026/2026-02-15-\xff.md")
    odd = replace(archive, postmortems=(replace(archive.postmortems[0], path=path),))
    write_database(odd, TODAY, tmp_path / "a.db")
    with closing(sqlite3.connect(tmp_path / "a.db")) as db:
        assert rows(db, "SELECT id FROM postmortems") == [("2026-02-15-\\udcff",)]


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+02:00", "9999-12-31T23:59:00-02:00"])
def test_a_moment_that_utc_cannot_say_keeps_its_offset(moment: str) -> None:
    assert utc(datetime.fromisoformat(moment)) == moment
    assert abs(unix(datetime.fromisoformat(moment)) or 0) > 60_000_000_000
