"""What the site says in other languages: all of it, with the values of the English."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from postmortem_archive import translation
from postmortem_archive.pages.page import fill
from postmortem_archive.translation import (
    MessagesError,
    _,
    catalogue_of,
    languages,
    ngettext,
    number,
    speak,
)
from postmortem_archive.translation.catalogue import ENGLISH
from postmortem_archive.translation.files import strings, wrong_values
from postmortem_archive.translation.script import spoken
from tests.helpers import ROOT

FOLDER = ROOT / "plugins" / "postmortem_archive" / "translation"
SHIPPED = [each for each in languages() if each != "en"]
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'


@pytest.fixture(autouse=True)
def afterwards() -> Iterator[None]:
    yield
    speak(ENGLISH)


def own(folder: Path, text: str, head: str = HEAD) -> Path:
    (folder / "messages.po").write_text(f"{head}\n{text}\n", encoding="utf-8")
    return folder


def test_the_message_files_are_fresh() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "messages"), "--check"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("language", SHIPPED)
def test_a_language_says_all_with_its_values(language: str) -> None:
    with (FOLDER / f"{language}.po").open("rb") as file:
        catalog = read_po(file)
    for message in catalog:
        if message.id:
            assert all(strings(message)), f"not translated: {message.id}"
            assert not wrong_values(message)


def test_english_is_what_stands_in_the_code() -> None:
    assert _("Search {name}", name="all") == "Search all"
    assert [ngettext("{n} row", "{n} rows", n) for n in (0, 1, 1240)] == [
        "0 rows",
        "1 row",
        "1,240 rows",
    ]
    assert number(1240.5, 1) == "1,240.5"


def test_a_language_has_signs_of_its_own() -> None:
    speak(catalogue_of("de"))
    assert number(1240.5, 1) == "1.240,5"
    forms = [ngettext("{n} postmortem", "{n} postmortems", n) for n in (0, 1, 1240)]
    assert forms == ["0 Postmortems", "1 Postmortem", "1.240 Postmortems"]
    assert translation.language() == "de"


@pytest.mark.parametrize("code", ["de", "de_AT", "de-CH", "DE"])
def test_a_region_has_the_language_of_all(code: str) -> None:
    assert catalogue_of(code).text("Search") == "Suchen"


def test_of_another_language_there_is_the_english() -> None:
    assert catalogue_of("fi") is ENGLISH


def test_an_archive_says_things_its_own_way(tmp_path: Path) -> None:
    told: list[str] = []
    found = catalogue_of("en", own(tmp_path, 'msgid "Search"\nmsgstr "Find"'), told.append)
    assert (found.language, found.text("Search"), told) == ("en", "Find", [])


def test_an_archive_brings_a_language(tmp_path: Path) -> None:
    head = HEAD + '"Language: fr\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n'
    found = catalogue_of("fr", own(tmp_path, 'msgid "Search"\nmsgstr "Chercher"', head))
    assert (found.language, found.text("Search"), found.form(0), found.form(2)) == (
        "fr",
        "Chercher",
        0,
        1,
    )
    assert found.number(1240.5, 1) == "1\u202f240,5"


def test_what_nothing_says_is_told_with_what_was_meant(tmp_path: Path) -> None:
    told: list[str] = []
    catalogue_of("en", own(tmp_path, 'msgid "Serch"\nmsgstr "Find"'), told.append)
    assert told == [
        'messages.po:5: the site nowhere says "Serch"; the nearest that it says is "Search"'
    ]


@pytest.mark.parametrize("broken", ["msgid", 'msgid "a', "hello", "\0\xff"])
def test_a_file_that_is_none_is_named(tmp_path: Path, broken: str) -> None:
    with pytest.raises(MessagesError, match=r"messages\.po"):
        catalogue_of("en", own(tmp_path, broken, head=""))


def test_pages_escape_texts_and_values_but_not_elements() -> None:
    # A template of ours with a link in its sentence would be the same.
    html = fill("search_box.html", page="?a&b", script="x.js", index="i")
    assert "?a&amp;b" in html


def test_scripts_are_told_only_what_is_different() -> None:
    assert spoken(ENGLISH) == ""
    assert "</" not in spoken(catalogue_of("de"))
    assert re.fullmatch(r"postmortemArchive\.messages\.speak\(.*\);\n", spoken(catalogue_of("de")))


PAGE = (ROOT / "docs" / "how-to" / "translate-the-site.md").read_text(encoding="utf-8")


def test_the_documentation_shows_files_that_say_what_they_should(tmp_path: Path) -> None:
    blocks = re.findall(r"^```po[^\n]*\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    told: list[str] = []
    reworded, french = [
        catalogue_of(language, own(tmp_path, block, head=""), told.append)
        for language, block in zip(("en", "fr"), blocks, strict=True)
    ]
    assert told == []
    assert reworded.text("Practise with past incidents") == "Wheel of misfortune"
    assert reworded.text_of("{n} postmortem", "{n} postmortems", 2) == "{n} incident reports"
    assert reworded.text("Newest", "postmortems") == "Latest"
    assert french.text("Search postmortems") == "Chercher dans les postmortems"
