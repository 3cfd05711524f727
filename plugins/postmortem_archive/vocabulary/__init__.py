"""The names an archive uses for services, teams, causes and tags: proposed, and counted."""

from postmortem_archive.vocabulary.proposal import has_names, proposed
from postmortem_archive.vocabulary.usage import COLUMNS, FIELDS, LISTED, Name, listed, usage

__all__ = ["COLUMNS", "FIELDS", "LISTED", "Name", "has_names", "listed", "proposed", "usage"]
