"""The index of the site's search: how it is cut, that it is always the same, what is not in it."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postmortem_archive.cache import cached
from postmortem_archive.folder import digest
from postmortem_archive.load import load
from postmortem_archive.model.archive import Archive
from postmortem_archive.siteindex import index_files
from postmortem_archive.siteindex.shards import DEEPEST, file_name, prefix_of, shards
from postmortem_archive.siteindex.texts import cut
from scripts.synthetic.archive import synthesize
from tests.helpers import PATH, make, with_field, with_section

ANOTHER, THIRD = "2025/2025-03-01-names.md", "2026/2026-03-01-third.md"
FILES: dict[str, str | bytes] = {
    PATH: with_field("tags: [database]\nrepeat_of: [2025-03-01-names]"),
    ANOTHER: with_field(
        "title: Names without addresses\nservices: [checkout, dns]\nseverity: SEV-1\n"
        "started: 2025-03-01T10:00Z\ndetected: 2025-03-01T10:05Z\n"
        "resolved: 2025-03-01T14:00Z\npublished: 2025-03-05"
    ),
}
THE_THIRD = with_field(
    "title: A cache is full\nstarted: 2026-03-01T10:00Z\ndetected: 2026-03-01T10:05Z\n"
    "resolved: 2026-03-01T14:00Z\npublished: 2026-03-05"
)


def files_of(
    archive: Archive, folder: Path | None = None, end: str = "/", gone: tuple[str, ...] = ()
) -> dict[str, bytes]:
    def address(path: str) -> str:
        known = path in archive.by_path and path not in gone
        return f"../{path.removesuffix('.md')}{end}" if known else ""

    return {one.name: one.content for one in index_files(archive, address, folder)}


def content(files: Mapping[str, bytes], name: str) -> Any:
    return json.loads(files[name])


def cut_up(sizes: Mapping[str, int], most: int) -> dict[str, list[str]]:
    terms = sorted(sizes)
    return shards(terms, [sizes[term] for term in terms], most)


def test_terms_are_cut_by_first_letters_until_shards_are_small() -> None:
    sizes = {"pod": 2, "pool": 5, "pooling": 9, "port": 2, "queue": 9}
    assert cut_up(sizes, 27) == {"": ["pod", "pool", "pooling", "port", "queue"]}
    # "p" has 18, which is the larger group and goes; 9 stay. Within it "poo" has 14 and goes, 4
    # stay; within that "pooling" has 9 and goes, 5 stay.
    assert cut_up(sizes, 10) == {
        "": ["queue"],
        "po": ["pod", "port"],
        "pool": ["pool"],
        "pooli": ["pooling"],
    }
    # A word that is too large by itself is alone, under its name and a space.
    assert cut_up({"pool": 30, "pools": 2}, 10) == {"pool": ["pools"], "pool ": ["pool"]}


@given(
    st.dictionaries(st.text("ab-é", min_size=1, max_size=20), st.integers(1, 40), max_size=60),
    st.integers(1, 100),
)
def test_every_term_stands_where_it_is_looked_for(sizes: dict[str, int], most: int) -> None:
    cut = cut_up(sizes, most)
    assert sorted(term for some in cut.values() for term in some) == sorted(sizes)
    for prefix, some in cut.items():
        assert some == sorted(some)
        assert sum(sizes[one] for one in some) <= most or len(some) == 1 or len(prefix) == DEEPEST
        for term in some:
            assert prefix_of(term, cut) == prefix
            longer = (f"{term} "[:end] for end in range(len(prefix) + 1, len(term) + 2))
            assert not cut.keys() & set(longer)


def test_file_names_are_plain() -> None:
    assert file_name("terms", "") == "terms.json"
    assert file_name("terms", "con") == "terms-con.json"
    assert file_name("places", "a-é ") == "places-a_2d__e9__20_.json"


def test_the_files_of_a_small_archive(tmp_path: Path) -> None:
    files = files_of(load(make(tmp_path, FILES)))
    assert set(files) == {
        "head.json", "documents.json", "terms.json", "places.json", "words.json",
    }  # fmt: skip
    table = content(files, "documents.json")
    # The first five letters of "names-without-addresses", the slug of the title, and the first
    # twelve of "orders-stuck-in-the-queue".
    assert (table["ends"], table["address"]) == ("/", [5, 12])
    assert table["title"] == ["Names without addresses", "Orders stuck in the queue"]
    assert table["day"] == [739311, 351]  # 1 March 2025, and 15 February 2026
    assert table["due"] == [358, 7]  # 22 February 2026, of either
    assert table["minutes"]["recover"] == [240, 45]
    assert table["facts"]["service"] == {
        "values": ["checkout", "dns", "order-service"],
        "of": [[0, 1], 2],
    }
    assert table["facts"]["is"] == {"values": ["repeat"], "of": [[], 0]}
    head = content(files, "head.json")
    assert (head["documents"], list(head["shards"]["terms"])) == (2, [""])


def test_weights_forms_and_places(tmp_path: Path) -> None:
    summary = "## Summary\n\nPools leaked. A pool leaks.\n"
    files = files_of(load(make(tmp_path, {PATH: with_section(summary)})))
    term = content(files, "terms.json")
    # Twice in the summary, each for 2; once leaked, once leaks.
    assert term["leak"] == [[0], [4], {"leaked": [[0], [2]], "leaks": [[0], [2]]}]
    # Words 1 and 4 of the summary, which is part 2 of 12; the second as the difference.
    assert content(files, "places.json")["leak"] == [[1 * 12 + 2, 3 * 12]]
    # "engine" is the stem of "engineer" only, which stands once in the response.
    assert term["engin"] == [[0], [1], {"engineer": 1}]
    assert ["leak", 1] in content(files, "words.json")


def test_addresses_that_do_not_follow_from_the_title_are_written_out(tmp_path: Path) -> None:
    archive = load(make(tmp_path, {**FILES, "plain.md": THE_THIRD}))
    table = content(files_of(archive, end=".html"), "documents.json")
    assert (table["ends"], table["address"]) == (".html", [5, 12, "../plain.html"])
    umlaut: dict[str, str | bytes] = {PATH: with_field("title: Orders stückig")}
    table = content(files_of(load(make(tmp_path / "b", umlaut))), "documents.json")
    assert table["address"] == ["../2026/2026-02-15-orders-stuck/"]


def test_the_index_is_the_same_whatever_was_remembered(tmp_path: Path) -> None:
    root = make(tmp_path, FILES)
    first = files_of(load(root), root)
    assert first == files_of(load(root)) == files_of(load(root), root)
    make(tmp_path, {THIRD: THE_THIRD, PATH: with_field("tags: [network]")})
    second = files_of(load(root), root)
    assert second == files_of(load(root))
    assert second != first
    (root / THIRD).unlink()
    make(tmp_path, FILES)
    assert files_of(load(root), root) == first
    cached("siteindex", root).write_bytes(b"damaged")
    assert files_of(load(root), root) == first


# Four that each begin a chunk, and the one after each; a fifth is what stands before them all.
SOME = [
    f"2025/2025-05-{number + after:04}.md"
    for number in range(2_000)
    if int(digest(f"2025/2025-05-{number:04}.md")[:8], 16) % 128 == 0
    for after in (0, 1)
][:8]
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["edit", "edit", "add", "append", "remove", "rename", "damage", "forget"]),
        st.integers(0, 1_000),
    ),
    max_size=5,
)


@settings(max_examples=25, deadline=None)
@given(EDITS)
def test_whatever_happens_the_index_is_that_of_the_archive(
    edits: list[tuple[str, int]],
) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = make(Path(name), FILES)
        make(Path(name), dict.fromkeys(SOME, THE_THIRD))
        names = [(one.path, "") for one in load(root).postmortems]
        assert len(list(cut(sorted(names)))) == 5
        for what, number in [("nothing", 0), *edits]:
            happen(root, what, number)
            assert files_of(load(root), root) == files_of(load(root))


def happen(root: Path, what: str, number: int) -> None:
    """One thing that may happen to an archive, or to what is remembered of it."""
    files = sorted(root.rglob("20*.md"))
    one = files[number % len(files)]
    kept = sorted(
        path for path in Path(cached("siteindex", root)).parent.rglob("*") if path.is_file()
    )
    text = one.read_text(encoding="utf-8")
    if what == "edit":
        # A word that it shares with others, one of its own, or one word less.
        word = ("pool leaks", f"zebra{number}", "")[number % 3]
        changed = f"{text}\n{word}\n" if word else text.replace("queue", "", 1)
        one.write_text(changed, encoding="utf-8")
    elif what in ("add", "append"):
        make(root.parent, {f"20{25 if what == 'add' else 30}/2025-05-{number:04}.md": text})
    elif what == "remove" and len(files) > 1:
        one.unlink()
    elif what == "rename":
        one.rename(one.with_name(f"2025-06-{number:04}.md"))
    elif what == "damage":
        kept[number % len(kept)].write_bytes(b"damaged")
    elif what == "forget":  # as if it had been killed before it wrote this
        kept[number % len(kept)].unlink()


def test_an_archive_without_postmortems_has_an_index(tmp_path: Path) -> None:
    root = make(tmp_path, {})
    head = content(files_of(load(root), root), "head.json")
    assert (head["documents"], head["average"]) == (0, 0)


def test_what_leads_nowhere_is_not_indexed(tmp_path: Path) -> None:
    link = "## Trigger\n\nAs [earlier](../2025/2025-03-01-names.md#impact), by <{}>.\n"
    elsewhere = "https://example.com/names.md"
    archive = load(make(tmp_path, {**FILES, PATH: with_section(link.format(elsewhere))}))
    shown = content(files_of(archive), "terms.json")
    hidden = content(files_of(archive, gone=(ANOTHER,)), "terms.json")
    assert "2025/2025-03-01-names.md#impact" in shown
    assert not [term for term in hidden if "2025-03-01" in term]
    assert "example.com/names.md" in hidden


def test_restricted_postmortems_and_credentials_are_not_indexed(tmp_path: Path) -> None:
    secret = with_field("visibility: restricted\ntitle: Sesame opens")
    token = "ghp_" + "a1B2c3D4e5F6g7H8i9J0" * 2
    shown = with_section(f"## Trigger\n\nThe token {token[:40]} was shown.\n")
    files = files_of(load(make(tmp_path, {PATH: shown, THIRD: secret})))
    everything = b"".join(files.values()).lower()
    assert b"sesam" not in everything
    assert token[:12].lower().encode() not in everything
    assert b"token" in everything


@pytest.mark.parametrize("name", ["head.json", "documents.json"])
def test_files_are_one_line_of_ascii(tmp_path: Path, name: str) -> None:
    files = files_of(load(make(tmp_path, {PATH: with_field("title: Übergröße")})))
    assert files[name].isascii()
    assert files[name].count(b"\n") == 1


def test_an_edit_changes_the_shards_of_its_own_words_and_no_others(tmp_path: Path) -> None:
    synthesize(tmp_path, 80, 3)
    before = files_of(load(tmp_path))
    assert len(before) > 40
    last = max(tmp_path.rglob("20*.md"))
    last.write_text(last.read_text(encoding="utf-8") + "\n## Zzyzx\n\nQwqw.\n", encoding="utf-8")
    after = files_of(load(tmp_path))
    changed = {name for name in after if after[name] != before.get(name)}
    kinds = sorted(
        name.removesuffix(".json").partition("-")[0]
        for name in changed - {"head.json", "documents.json"}
    )
    # One of each for the new word, or two where its neighbours had to make room.
    assert {"head.json", "documents.json"} <= changed
    assert set(kinds) == {"places", "terms", "words"}
    assert len(kinds) <= 6


def test_many_edits_are_mended_and_remembered(tmp_path: Path) -> None:
    root = make(tmp_path, {**FILES, **dict.fromkeys(SOME, THE_THIRD)})
    files_of(load(root), root)
    kept = cached("siteindex", root)
    before = kept.read_bytes()
    for number, path in enumerate(SOME):
        make(tmp_path, {path: THE_THIRD + f"\nzebra{number} leaked\n"})
    assert files_of(load(root), root) == files_of(load(root))
    assert kept.read_bytes() == before  # eight are not worth it
    make(tmp_path, {ANOTHER: THE_THIRD})
    after = files_of(load(root), root)
    assert after == files_of(load(root))
    assert kept.read_bytes() != before
    # Another build, which began earlier, has ended later: what it remembers fits no more to the
    # texts that are remembered.
    kept.write_bytes(before)
    assert files_of(load(root), root) == after


def test_what_takes_long_to_load_is_loaded_to_build_all_anew_only(tmp_path: Path) -> None:
    root = make(tmp_path, FILES)
    program = (
        "import sys\nfrom pathlib import Path\nfrom postmortem_archive.load import load\n"
        "from postmortem_archive.siteindex import index_files\nroot = Path(sys.argv[1])\n"
        "made = index_files(load(root), lambda path: path, root)\n"
        "print(len(made) == 5, 'numpy' in sys.modules)"
    )
    for anew in (True, False, False):
        command = [sys.executable, "-c", program, str(root)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert done.stdout == f"True {anew}\n"
        with (root / PATH).open("a", encoding="utf-8") as file:
            file.write("A zebra leaked.\n")
