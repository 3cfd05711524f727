"""Figures, register and reports in another language: nothing of ours is left in English."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.archive_file import TimeLimit
from postmortem_archive.pages import all_pages
from postmortem_archive.register import Entry, register
from postmortem_archive.register import wording as action
from postmortem_archive.register.calendar import calendar
from postmortem_archive.register.columns import csv_of
from postmortem_archive.report import report
from postmortem_archive.statistics import Interval, as_data, figures, read_period, wording
from postmortem_archive.statistics.change import Change
from postmortem_archive.statistics.durations import Bounds
from postmortem_archive.statistics.writing import limit_words
from postmortem_archive.translation import catalogue_of, speak
from postmortem_archive.translation.catalogue import ENGLISH, Catalogue
from postmortem_archive.translation.files import template
from tests.helpers import archive_of

TODAY = date(2026, 11, 21)
# Whatever stands in this archive begins with zq, except for the words that the format has.
ARCHIVE = """\
name: Zqarchive
severities:
  SEV-1: {label: Zqlabel, definition: Zqdefinition.}
  SEV-2: {label: Zqlabel, definition: Zqdefinition.}
services: {zqservice: Zq., zqother: Zq.}
teams: {zqteam: Zq.}
tags: {zqtag: Zq.}
causes: {zqcause: Zq., zqreason: Zq.}
detection: {zqalert: Zq., zqcustomer: Zq., zqc: Zq., zqd: Zq., zqe: Zq., zqf: Zq., zqg: Zq.}
policy:
  smallest_n: %(smallest)s
  deadline: 5 business days
  action_limits: {P0: 1 week, P1: 2 weeks}
  objectives: {zqservice: {objective: "%(objective)s%%", window: 30 days}}
  needs_postmortem: {severities: [SEV-1, SEV-2], data_loss: true, data_exposed: true,
    revenue_over: 1000}
"""
POSTMORTEM = """\
---
title: Zqtitle zq{title}
status: {status}
kind: {kind}
{matter}
---

## Summary

Zqsummary.

## Action items

| Action | Priority | Owner | Due date | Status |
|--------|----------|-------|----------|--------|
| Zqaction zq{title} | P0 | Zqowner | 2026-02-22 | open |
| Zqsame zqwords zqstand zqhere zqtoo | P1 | Zqowner | 2027-02-22 | in progress |
| Zqwithout | | | | |
| Zqodd | | Zqowner | Zqsoon | Zqnever |
| Zqdone | P1 | Zqowner | | done |
| Zqdropped | P1 | Zqowner | | declined |
"""
SOURCES = ("zqalert", "zqcustomer", "zqc", "zqd", "zqe", "zqf", "zqg")
# Words of the format, units and signs, which are the same in every language; and names of files.
THEIRS = re.compile(
    r"zq[\w-]*|SEV-[0-9]|P[0-9]|Q[1-4]|T[0-9:]+Z?|actions\.(?:csv|ics)|statistics\.json|UTC|min|h|d|s|"
    r"n|p90|near-miss|drill|project|maintenance|final|draft|in-review|EUR",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_](?:[\w.-]*\w)?")
# A name that is too long for a drawing is cut, and the mark of its end with it.
_OURS = re.compile("⟦[^⟦⟧]*(?:⟧|$)")
_SAID = ("title", "aria-label", "data-label", "alt", "placeholder")


@pytest.fixture(autouse=True)
def afterwards() -> Iterator[None]:
    yield
    speak(ENGLISH)


def marked(text: str) -> str:
    """What is ours of a text stands in brackets, its values stand outside."""
    parts = [(before, name) for before, name, form, how in Formatter().parse(text)]
    if all(name is None for before, name in parts):
        return f"⟦{text}⟧"
    return "".join(
        (f"⟦{before}⟧" if before.strip() else before) + (f"{{{name}}}" if name else "")
        for before, name in parts
    )


def pseudo() -> Catalogue:
    """A language that says everything as English does, in brackets, with the signs of German."""
    texts: dict[tuple[str, str], str] = {}
    several: dict[str, tuple[str, ...]] = {}
    for message in template():
        if isinstance(message.id, str):
            texts[message.context or "", message.id] = marked(message.id)
        else:
            several[message.id[0]] = tuple(map(marked, message.id))
    return Catalogue("xx", texts, several, point=",", thousands=".")


class Texts(HTMLParser):
    """All that a page says: its texts, those of drawings too, and what is read aloud of it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.is_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_code = tag == "code"
        self.found += [value or "" for name, value in attrs if name in _SAID]

    def handle_endtag(self, tag: str) -> None:
        self.is_code = False

    def handle_data(self, data: str) -> None:
        if not self.is_code:
            self.found.append(data)


def in_english(archive: Archive) -> list[str]:
    """What pages of figures say in English whatever the language: each with its page."""
    left = []
    for page in all_pages(archive, [], TODAY):
        if not page.path.startswith(("statistics", "actions", "reports/")):
            continue
        shown = page.render(lambda path: f"../{path}")
        texts = Texts()
        texts.feed(shown.html)
        said = [page.title, page.description, *(each.title for each in shown.headings)]
        for text in [*said, *texts.found]:
            words = [word for word in _WORD.findall(_OURS.sub(" ", text)) if not is_theirs(word)]
            left += [f"{page.path}: {' '.join(words)} in “{text.strip()}”"] if words else []
    return left


def is_theirs(word: str) -> bool:
    return bool(THEIRS.fullmatch(word))


def one(title: str, matter: str, kind: str = "incident", status: str = "final") -> str:
    return POSTMORTEM.format(title=title, matter=matter, kind=kind, status=status)


def moments(day: date, hours: int) -> str:
    begin = f"{day}T14:"
    end = f"{day + timedelta(days=hours // 24)}T{14 + hours % 24 // 3:02}:59Z"
    return (
        f"started: {begin}00Z\ndetected: {begin}05Z\nacknowledged: {begin}06Z\n"
        f"mitigated: {begin}50Z\nresolved: {end}"
    )


def many() -> dict[str, str | bytes]:
    """Incidents of three years that have all that is counted, and others that lack it."""
    files: dict[str, str | bytes] = {}
    for number in range(45):
        day = date(2024, 3, 1) + timedelta(days=21 * number)
        matter = [
            moments(day, number),
            f"severity: SEV-{number % 2 + 1}\nservices: [zqservice, zqother]\nteams: [zqteam]",
            f"causes: [{'zqcause' if number % 3 else 'zqreason'}]\ntags: [zqtag]",
            f"detection: {SOURCES[number % len(SOURCES)]}",
            f"published: {day + timedelta(days=number)}",
            "impact: {data_loss: zqlost, data_exposed: zqseen, revenue: 2000 EUR}",
        ]
        if number % 7 == 6:
            matter.append(f"repeat_of: [{Path(list(files)[-1]).stem}]")
        title = "again" if number in (3, 4) else f"{number}"
        files[f"{day.year}/{day}-zq{number}.md"] = one(title, "\n".join(matter))
    odd = "started: 2026-10-02T14:00Z\ndetected: 2026-10-02T13:00Z\nresolved: 2026-10-02T12:00Z"
    files["2026/2026-10-02-zqodd.md"] = one("odd", odd, status="draft")
    files["2026/2026-10-03-zqlong.md"] = one(
        "long", "started: 2026-10-03T14:00+02:00\ntime_to_recover: 30 d\npublished: 2026-10-01"
    )
    files["2026/2026-10-04-zqfinal.md"] = one("late", moments(date(2026, 10, 4), 1))
    files["2026/2026-10-05-zqwaits.md"] = one(
        "waits", moments(date(2026, 10, 5), 1), status="in-review"
    )
    for kind in ("near-miss", "drill", "project", "maintenance"):
        files[f"2026/zq{kind}.md"] = one(kind, "started: 2026-10-06T14:00Z", kind)
    files["2026/zqundated.md"] = one("zq", "severity: SEV-1")
    return files


def made(
    folder: Path, files: Mapping[str, str | bytes], n: int = 2, objective: str = "99.9"
) -> Archive:
    return archive_of(folder, dict(files), ARCHIVE % {"smallest": n, "objective": objective})


def test_nothing_of_many_incidents_is_in_english(tmp_path: Path) -> None:
    archive = made(tmp_path, many())
    speak(pseudo())
    left = in_english(archive)
    assert not left, "\n".join(left)


def test_nothing_of_few_incidents_is_in_english(tmp_path: Path) -> None:
    """Where most is withheld, and what is not is of one."""
    whole = many()
    speak(pseudo())
    for number, names in enumerate(([], sorted(whole)[:1], sorted(whole)[-4:], sorted(whole)[3:7])):
        archive = made(tmp_path / f"{number}", {name: whole[name] for name in names}, 5, "100")
        left = in_english(archive)
        assert not left, "\n".join(left)


def test_what_is_left_in_english_is_told_with_its_page(tmp_path: Path) -> None:
    archive = made(tmp_path, many())
    spoken = pseudo()
    speak(Catalogue("xx", {**spoken.texts, ("", "Repeat rate"): "Repeat rate"}, spoken.several))
    assert "statistics.md: Repeat rate in “Repeat rate”" in in_english(archive)


def test_data_is_in_english_in_every_language(tmp_path: Path) -> None:
    archive = made(tmp_path, many())
    speak(catalogue_of("de"))
    whole = figures(archive, TODAY)

    def contents() -> tuple[dict[str, Any], str, str]:
        entries = whole.register.entries
        data = as_data(whole, ("severity", "quarter"))
        return data, csv_of(whole.register, entries), calendar("Zqname", entries)

    in_german = contents()
    speak(ENGLISH)
    assert contents() == in_german
    assert in_german[0]["figures"]["coverage"]["definition"].startswith("Of the incidents")


@pytest.fixture
def german() -> None:
    speak(catalogue_of("de"))


@pytest.mark.usefixtures("german")
def test_numbers_have_the_signs_of_german() -> None:
    assert [wording.number(each) for each in (0.27, 3.4, 57, 1240, None)] == [
        "0,27", "3,4", "57", "1.240", "–",
    ]  # fmt: skip
    assert [wording.percent(each) for each in (0.004, 0.324, 0.999, 12.4)] == [
        "< 1 %", "32 %", "> 99 %", "1.240 %",
    ]  # fmt: skip
    assert wording.objective(99.95) == "99,95 %"
    assert wording.hours(timedelta(hours=1240)) == "1.240 h"
    assert wording.hours(timedelta(minutes=204)) == "3,4 h"


@pytest.mark.usefixtures("german")
def test_spans_and_intervals_in_german() -> None:
    minutes = timedelta(minutes=1)
    assert wording.bounds(Bounds(19 * minutes, 120 * minutes)) == "19 min bis 2 h"
    assert wording.bounds(Bounds(40 * minutes, None)) == "mindestens 40 min"
    assert wording.bounds(Bounds(None, 93 * minutes)) == "höchstens 1 h 33 min"
    assert wording.interval(Interval(1.25, 3)) == "1,2 bis 3"
    assert wording.some_of(6, 1900, 0.003) == "6 von 1.900 (< 1 %)"


@pytest.mark.usefixtures("german")
def test_few_and_many_in_german() -> None:
    kinds = ("incident", "near-miss", "drill", "project", "maintenance")
    assert [wording.of_kind(1, kind) for kind in kinds] == [
        "1 Vorfall", "1 Beinahe-Vorfall", "1 Notfallübung", "1 Projekt", "1 Wartung",
    ]  # fmt: skip
    assert [wording.of_kind(2, kind) for kind in kinds] == [
        "2 Vorfälle", "2 Beinahe-Vorfälle", "2 Notfallübungen", "2 Projekte", "2 Wartungen",
    ]  # fmt: skip
    limits = (TimeLimit(1, "business day"), TimeLimit(5, "business day"), TimeLimit(2, "week"))
    assert list(map(limit_words, limits)) == ["1 Arbeitstag", "5 Arbeitstage", "2 Wochen"]


def change(kind: str, low: float, high: float, n: int = 5, figure: str = "detect") -> Change:
    now, before = {"count": (n, 7.6), "share": (0.2, 0.05), "duration": (3600, 600)}[kind]
    return Change(figure, kind, now, before, n, 8, 0, Interval(low, high))  # type: ignore[arg-type]


@pytest.mark.usefixtures("german")
def test_changes_in_german() -> None:
    # 5 now, 8 before, which makes 7.6 in as many days; the truth lies between -12 and 4.
    assert wording.sentence(change("count", -12, 4), "2026-Q1") == (
        "5 Vorfälle gegenüber 8 in 2026-Q1, was 7,6 auf ebenso viele Tage ergibt: kein Beleg für "
        "eine Änderung (Intervall: 12 weniger bis 4 mehr)."
    )
    assert wording.sentence(change("count", -12, -2.5, n=1)) == (
        "1 Vorfall gegenüber 8 in dem Zeitraum davor, was 7,6 auf ebenso viele Tage ergibt: eine "
        "Änderung, 2,5 bis 12 weniger."
    )
    assert wording.sentence(change("share", -0.01, 0.42, n=1400), "2025") == (
        "20 % von 1.400 Vorfällen waren Wiederholungen, gegenüber 5 % von 8 in 2025: kein Beleg "
        "für eine Änderung (Intervall: 1 Prozentpunkt weniger bis 42 Prozentpunkte mehr)."
    )
    assert wording.sentence(change("duration", 600, 7200), "2025") == (
        "Die Hälfte von 5 Vorfällen brauchte bis zur Erkennung höchstens 1 h, gegenüber 10 min bei "
        "8 in 2025: eine Änderung, 10 min bis 2 h länger."
    )
    few = Change("recover", "duration", None, None, 1, 2)
    assert wording.sentence(few, "2025") == (
        "Die Zeit bis zur Wiederherstellung ist bei 1 Vorfall bekannt und bei 2 in 2025: zu wenige "
        "zum Vergleichen."
    )


def test_actions_in_german(tmp_path: Path) -> None:
    archive = made(tmp_path, {"2026/2026-02-15-zq.md": one("zq", moments(date(2026, 2, 15), 3))})
    entries = register(archive, date(2026, 2, 24)).entries
    speak(catalogue_of("de"))
    assert told(entries[0]) == ("2 Tage überfällig", "offen", "fällig 2026-02-22")
    assert told(entries[1]) == ("in 363 Tagen", "in Arbeit", "fällig 2027-02-22")
    assert told(entries[2]) == ("9 Tage alt", "kein Status", "")
    assert told(entries[3]) == (
        "9 Tage alt",
        "Status „Zqnever“, der als nicht erledigt zählt",
        "fällig „Zqsoon“, was kein Datum ist",
    )
    assert told(entries[4]) == ("erledigt", "erledigt", "P1 erlaubt bis 2026-03-01")


def told(entry: Entry) -> tuple[str, str, str]:
    return action.when(entry), action.status(entry), action.deadline(entry)


def test_a_report_in_german(tmp_path: Path) -> None:
    archive = made(tmp_path, many())
    made_in_german = report(archive, read_period("2026-Q1"), TODAY)
    speak(catalogue_of("de"))
    assert made_in_german.title == "Vorfälle in 2026-Q1"
    assert made_in_german.about == "Zqarchive: 2026-01-01 bis 2026-03-31. Stand 2026-11-21."
    # One every 21 days: 2026-01-02, 01-23, 02-13, 03-06, 03-27; before 2025-10-10 until 12-12.
    assert made_in_german.changed[0].startswith("5 Vorfälle gegenüber 4 in 2025-Q4")
    assert made_in_german.in_short[1].endswith(" im längsten.")


def test_each_language_has_texts_of_its_own_after_another(tmp_path: Path) -> None:
    """Nothing that is computed once keeps the language in which it was said first."""
    archive = made(tmp_path, many())
    whole = figures(archive, TODAY)

    def said() -> tuple[str, str, tuple[str, ...]]:
        why = whole.coverage.qualifying[0].why
        return whole.coverage.definition, whole.writing.definition, why

    english = said()
    speak(catalogue_of("de"))
    assert said()[0].startswith("Unter den Vorfällen dieses Archivs, die ein Postmortem brauchen (")
    assert "SEV-1 oder SEV-2, oder Daten gingen verloren" in said()[0]
    assert "(Frist: 5 Arbeitstage)" in said()[1]
    assert said()[2][1:] == (
        "Daten gingen verloren", "Daten wurden offengelegt", "Umsatz 2.000 EUR über 1.000",
    )  # fmt: skip
    speak(ENGLISH)
    assert said() == english
