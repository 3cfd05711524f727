"""The archive as a SQLite database, made anew each time. The one door to sqlite3."""

import sqlite3
from datetime import date
from pathlib import Path

from postmortem_archive.atomic import replacement
from postmortem_archive.export.columns import Table
from postmortem_archive.export.tables import SCHEMA_VERSION, TABLES
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import ArchiveError

# In the file's header: the word PMAR. By it we know our own files again.
APPLICATION = 0x504D4152
_HEADER = 72

_ABOUT = """
CREATE TABLE about (
  schema_version INTEGER NOT NULL,
  archive TEXT NOT NULL,
  day TEXT NOT NULL
)"""
_INCIDENTS = "CREATE VIEW incidents AS SELECT * FROM postmortems WHERE kind = 'incident'"
_SEARCH = """
CREATE VIRTUAL TABLE postmortems_search
USING fts5(title, body, content="postmortems", tokenize="porter unicode61")"""


def write_database(archive: Archive, today: date, path: Path) -> None:
    """Puts a database of the archive at `path`, whole or not at all. Same input, same bytes.

    `archive` is what `readable` returns. Raises ArchiveError if something else is there than a
    database of ours, if it is in use, or if it cannot be written.
    """
    _one_of_each(archive)
    try:
        path = path.resolve()  # what a link leads to is written, not the link
        _may_replace(path)
        with replacement(path) as file:
            connection = sqlite3.connect(file)
            try:
                _fill(connection, archive, today)
            finally:
                connection.close()
    except sqlite3.Error as error:
        raise ArchiveError(f"{path}: cannot be written ({error})") from error
    except OSError as error:
        reason = "there is no such folder" if not path.parent.exists() else error.strerror
        raise ArchiveError(f"{path}: cannot be written ({reason})") from error


def _one_of_each(archive: Archive) -> None:
    for paths in archive.paths_by_id.values():
        if len(paths) > 1:
            raise ArchiveError(
                f"{' and '.join(paths)} have the same id, which is the key of all tables; "
                "rename all but one"
            )


def _may_replace(path: Path) -> None:
    if path.is_dir():
        raise ArchiveError(f"{path}: this is a folder; name a file in it, such as archive.db")
    if not path.exists():
        return
    if not path.is_file() or not _is_ours(path):
        raise ArchiveError(
            f"{path}: this file was not made here; move it away, or name another file"
        )
    for ending in ("-wal", "-journal"):
        if path.with_name(path.name + ending).exists():
            raise ArchiveError(
                f"{path}{ending}: another program is changing this database; end it, or name "
                "another file"
            )


def _is_ours(path: Path) -> bool:
    """By the file's header. Source: Database File Format, sqlite.org/fileformat2.html, 1.3."""
    with path.open("rb") as stream:
        header = stream.read(_HEADER)
    return header.startswith(b"SQLite format 3\0") and header[68:] == APPLICATION.to_bytes(4)


def _fill(connection: sqlite3.Connection, archive: Archive, today: date) -> None:
    # A file that nobody sees until it is whole needs no journal.
    for pragma in ("page_size = 4096", "journal_mode = OFF", "synchronous = OFF"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    with connection:
        connection.execute("BEGIN")
        connection.execute(_ABOUT)
        about = (SCHEMA_VERSION, archive.file.name, today.isoformat())
        connection.execute("INSERT INTO about VALUES (?, ?, ?)", about)
        for table in TABLES:
            _add(connection, table, archive)
        connection.execute(_INCIDENTS)
        if _can_search(connection):
            connection.execute(_SEARCH)
            connection.execute(
                "INSERT INTO postmortems_search(postmortems_search) VALUES ('rebuild')"
            )


def _add(connection: sqlite3.Connection, table: Table, archive: Archive) -> None:
    connection.execute(_create(table))
    places = ", ".join("?" * len(table.columns))
    connection.executemany(f"INSERT INTO {table.name} VALUES ({places})", table.cells(archive))
    for column in table.indexed:
        connection.execute(f"CREATE INDEX {table.name}_by_{column} ON {table.name} ({column})")


def _create(table: Table) -> str:
    lines = [
        f'  "{column.name}" {column.type}'
        + (" NOT NULL" if column.name in table.key else "")
        + (f" REFERENCES {column.of} (id)" if column.of else "")
        for column in table.columns
    ]
    key = f"  PRIMARY KEY ({', '.join(table.key)})"
    return f"CREATE TABLE {table.name} (\n" + ",\n".join([*lines, key]) + "\n)"


def _can_search(connection: sqlite3.Connection) -> bool:
    """Whether this SQLite was built with full-text search; most are."""
    found = connection.execute("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'")
    return found.fetchone() is not None
