"""The archive as data for other programs: JSON, a SQLite database, and rows for tables.

Give what `readable` returns to `as_data` and `write_database`: they leave nothing out.
"""

from postmortem_archive.export.listed import COLUMNS, LISTED, URL, listed
from postmortem_archive.export.reading import readable, without_strangers
from postmortem_archive.export.record import VERSION, as_data, outlines

__all__ = [
    "COLUMNS",
    "LISTED",
    "URL",
    "VERSION",
    "as_data",
    "listed",
    "outlines",
    "readable",
    "without_strangers",
]
