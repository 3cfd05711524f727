"""The newest postmortems as a feed: for readers (Atom) and for programs (JSON Feed)."""

from postmortem_archive.feeds.atom import atom
from postmortem_archive.feeds.feed import Entry, Feed, day_of, entries_of
from postmortem_archive.feeds.json_feed import json_feed

__all__ = ["Entry", "Feed", "atom", "day_of", "entries_of", "json_feed"]
