"""The archive as files beside its pages, for other programs and for scripts of the site."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from postmortem_archive.export import COLUMNS, URL, listed, outlines, without_strangers
from postmortem_archive.model.archive import Archive
from postmortem_archive.pages import table
from postmortem_archive.pages.page import Link
from postmortem_archive.pages.places import ACTIONS_CALENDAR, ACTIONS_TABLE, TABLE, Places
from postmortem_archive.register.calendar import calendar
from postmortem_archive.register.columns import csv_of
from postmortem_archive.spreadsheet import as_csv
from postmortem_archive.statistics import Figures, as_data, figures
from postmortem_archive.translation import _

# By what statistics.json has figures side by side.
SLICES = ("severity", "service", "team", "cause", "year", "quarter")


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file at `path`, relative to the archive's place on the site.

    `text` makes its content; like a page's `render` it is given a function that turns source
    paths into addresses, relative to this file.
    """

    path: str
    text: Callable[[Link], str]

    def content(self, link: Link) -> bytes:
        """Its bytes. What UTF-8 cannot hold, as of a file's name, is spelt out: JSON reads it."""
        return self.text(link).encode("utf-8", "backslashreplace")


def all_data(archive: Archive, today: date, whole: Figures | None = None) -> Iterator[DataFile]:
    """Every data file of an archive, as `all_pages`. Each is made only when it is asked for.

    The figures are those of the pages: what counts as a repeat does so even if not all may read
    what it repeats.
    """
    all_figures = whole or figures(archive, today)
    shown = without_strangers(archive)
    yield DataFile("postmortems.json", lambda link: _json(outlines(shown, _urls(shown, link))))
    yield DataFile("postmortems.csv", lambda link: _csv(shown, link))
    actions = all_figures.register
    name = _("{archive}: actions", archive=archive.file.name)
    yield DataFile(ACTIONS_TABLE, lambda link: csv_of(actions, actions.by_urgency))
    yield DataFile(ACTIONS_CALENDAR, lambda link: calendar(name, actions.undone))
    statistics = partial(as_data, all_figures, SLICES, brief=True)
    yield DataFile("statistics.json", lambda link: _json(statistics()))
    yield DataFile(TABLE, lambda link: table.script(archive, Places(archive), link))


def _urls(archive: Archive, link: Link) -> Mapping[str, str | None]:
    return {postmortem.path: link(postmortem.path) for postmortem in archive.postmortems}


def _csv(archive: Archive, link: Link) -> str:
    urls = _urls(archive, link)
    rows = ({**listed(p, p.path), URL.name: urls[p.path]} for p in archive.postmortems)
    return as_csv((*COLUMNS, URL.name), rows)


def _json(data: Mapping[str, Any]) -> str:
    """In few bytes: people read it in a program anyway."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
