"""The search page as it stands in HTML, its examples, and the box in the header."""

from pathlib import Path

import pytest

from postmortem_archive.load import load
from postmortem_archive.model.archive import Archive
from postmortem_archive.pages import search
from postmortem_archive.pages.places import Places
from postmortem_archive.pages.search_box import with_box
from tests.helpers import PATH, POSTMORTEM, ROOT, make, with_field, with_section

HEADER = '<header><nav class="md-header__inner md-grid" aria-label="Header">{}</nav></header>'


def rendered(archive: Archive) -> str:
    page = search.page(archive, Places(archive))
    return page.render(lambda path: path).html


def examples(archive: Archive) -> list[str]:
    return list(search.examples(archive, Places(archive)))


def test_examples_are_of_the_archives_own() -> None:
    # Of kubernetes there are most; the newest with a name in code speaks of that index.
    archive = load(ROOT / "postmortems")
    assert examples(archive) == ["service:kubernetes", "recover:>2h", "idx_tasks_user_status"]


def test_an_archive_without_what_examples_need_has_fewer(tmp_path: Path) -> None:
    # Orders were stuck for 45 minutes, and nothing in the text stands in code.
    assert examples(load(make(tmp_path, {PATH: POSTMORTEM}))) == ["service:order-service"]
    empty = load(make(tmp_path / "empty", {}))
    assert examples(empty) == []
    assert "Try the text of an error." in rendered(empty)
    assert "leads to all 0 postmortems" in rendered(empty)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("`pool_wait_seconds` and `pool_wait_seconds_total`", "pool_wait_seconds_total"),
        ("`ConnectionPoolTimeoutException`", "ConnectionPoolTimeoutException"),
        ("pool_wait_seconds without a mark", ""),
        ("`kubectl get pods` is a command, `20260410_optimize_tasks` begins with a day", ""),
        ("`a.b.c` is short, `" + "long_" * 7 + "x` is long", ""),
        ("`password_of_x_<b>`", ""),
    ],
)
def test_an_exact_name_is_the_longest_in_code(tmp_path: Path, text: str, found: str) -> None:
    archive = load(make(tmp_path, {PATH: with_section(f"## Trigger\n\n{text}\n")}))
    assert examples(archive)[1:] == ([found] if found else [])


def test_odd_names_are_escaped(tmp_path: Path) -> None:
    # A service whose name would have to be quoted in a query is no example.
    archive = load(make(tmp_path, {PATH: with_field('services: ["a b\\"<i>"]')}))
    assert examples(archive) == []
    scale = "name: Odd <b>\nseverities: {'\"S<1': {definition: Bad}}\n"
    html = rendered(load(make(tmp_path / "odd", {PATH: POSTMORTEM}, scale)))
    assert "<b>" not in html
    assert 'data-scale="[&#34;\\&#34;S&lt;1&#34;]"' in html


def test_the_box_stands_in_the_header_and_only_there() -> None:
    box = with_box(HEADER.format("<a>Title</a>"), "../search/", "../box.js", "../search/head.json")
    assert box.index("Title") < box.index('action="../search/"') < box.index("</nav>")
    assert '<script src="../box.js" defer>' in box
    source = HEADER.format('<div class="md-header__source">x</div>')
    assert with_box(source, "s", "b", "i").index("<form") < with_box(source, "s", "b", "i").index(
        ">x<"
    )
    for other in ("", "<nav>no header</nav>", '<nav class="md-header__inner"> not closed'):
        assert with_box(other, "s", "b", "i") == other
