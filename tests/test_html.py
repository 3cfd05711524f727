"""Every page of built sites is valid HTML, by the Nu checker, which the W3C's validator runs."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.awkward import FILES, SETTINGS
from tests.conftest import build
from tests.test_site import write_site

# What the checker says, and of which element, that is the theme's and not ours.
MATERIAL = [
    # Its menus open by checkboxes, which shall not be filled in by Firefox.
    (r"^Attribute “autocomplete” is only", r'<input class="md-(toggle|option|nav__toggle)'),
    # Where the list of contents is not folded, the checkbox of its label is left out.
    (
        r"^The value of the “for” attribute of the “label”",
        r'<label class="md-nav__title" for="__toc',
    ),
    # A label beside a link is kept out of the order of the Tab key.
    (r"^Bad value “” for attribute “tabindex”", r'<label class="md-nav__link[^"]*" for="__nav_'),
]
MKDOCS = [
    (r"^The heading “h4”", r'<h4 class="modal-title" id="'),
    (r"^Element “a” is missing required attribute “href”", r'<a rel="(next|prev)" class="nav-link'),
]
READTHEDOCS = [
    (r"^Trailing slash on void elements", r"<(meta|link|input|br|hr) [^<]*/>|<hr ?/>"),
    (r"^The “document” role is unnecessary", r'<body class="wy-body-for-nav"'),
    (r"^The “navigation” role is unnecessary", r'<nav class="wy-nav-top"'),
]
# What an author's own HTML says, which is shown as GitHub shows it.
AUTHORS = [
    (r"^The “align” attribute on the “(p|td)” element is obsolete", r"<(p|td) align="),
    (r"^Element “dl” is missing a required child element", r"<dl><dd>"),
    (r"^The heading “h4”", r"</h2><h4>Too"),
]
THEMES = {"material": MATERIAL, "mkdocs": MKDOCS, "readthedocs": READTHEDOCS}


def complaints(vnu: list[str], folder: Path, known: list[tuple[str, str]]) -> list[str]:
    """What the checker says of the pages in a folder, errors and warnings, but for the known."""
    command = [*vnu, "--format", "json", "--skip-non-html", str(folder)]
    done = subprocess.run(command, capture_output=True, timeout=300, check=False)
    return [
        f"{told['url'].partition(folder.name)[2]}: {told['message']} {told.get('extract')!r}"
        for told in json.loads(done.stderr)["messages"]
        if not any(
            re.search(message, told["message"]) and re.search(extract, told.get("extract", ""))
            for message, extract in known
        )
    ]


def test_the_checker_finds_what_is_wrong(tmp_path: Path, vnu: list[str]) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><title>x</title><p id=a><p id=a></b>")
    assert len(complaints(vnu, tmp_path, [])) >= 2


def test_the_shipped_site(site: Path, vnu: list[str]) -> None:
    assert complaints(vnu, site, MATERIAL) == []


@pytest.mark.parametrize("theme", THEMES)
def test_awkward_texts(theme: str, tmp_path: Path, vnu: list[str]) -> None:
    config = write_site(tmp_path, FILES, theme, SETTINGS)
    status, output = build(config, tmp_path / "site")
    assert status == 0, output
    assert complaints(vnu, tmp_path / "site", THEMES[theme] + AUTHORS) == []
