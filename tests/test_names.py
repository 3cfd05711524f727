"""The names that an archive uses: counted, seen last, and alike; in the shell and on the site."""

import csv
import io
import json
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_archive import pages, rules
from postmortem_archive.model.alike import doubles, families
from postmortem_archive.vocabulary import COLUMNS, FIELDS, Name, listed, usage
from tests.helpers import ARCHIVE, POSTMORTEM, archive_of, make, with_field
from tests.test_commands import clean, postmortem

TODAY = date(2026, 7, 1)
FREE = ARCHIVE.replace("\ntags:", "\n# tags:")
VOCABULARY = """\
tags:
  database: A database was part of it.
  data-base: Something with data.
  dns: Names did not resolve.
  disk: A disk was full.
"""
BOTH = ARCHIVE.replace(
    "tags: {database: A database was part of it., dns: Names did not resolve.}\n", VOCABULARY
)


def dated(day: str, *fields: str) -> tuple[str, str]:
    text = with_field("\n".join([f"started: {day}T14:23Z", *fields]))
    for name, clock in (("detected", "14:25"), ("resolved", "15:08")):
        text = text.replace(f"{name}: 2026-02-15T{clock}Z", f"{name}: {day}T{clock}Z")
    return f"{day[:4]}/{day}-stuck.md", text


FILES: dict[str, str | bytes] = dict(
    [
        dated("2026-02-15", "tags: [database, dns]"),
        dated("2026-03-01", "tags: [database]", "kind: near-miss"),
        dated("2026-04-01", "tags: [data-base]", "kind: drill"),
        dated("2025-05-05", "tags: [databases, Wild Name]"),
        dated("2026-06-06", "tags: [databases, acquisition]", "visibility: restricted"),
    ]
)


def by_name(names: tuple[Name, ...]) -> dict[str, Name]:
    return {one.name: one for one in names}


def test_tags_in_the_shell(tmp_path: Path) -> None:
    root = make(tmp_path, FILES, BOTH)
    run = postmortem("tags", "--archive", root)
    # database: 15 February and, as a near-miss, 1 March; data-base: a drill, which is no incident.
    assert clean(run, 0) == (
        "database   2  2026-03-01  1 incident; alike: data-base, databases\n"
        "Wild Name  1  2025-05-05  not in archive.yml\n"
        "data-base  1  2026-04-01  no incident; alike: database, databases\n"
        "databases  1  2025-05-05  alike: database, data-base; not in archive.yml\n"
        "dns        1  2026-02-15\n"
        "5 tags: how many postmortems have it, and the day of the latest.\n"
        "In archive.yml and never used: disk.\n"
        "What is alike may be one name in two spellings: keep one. How to tell two apart: "
        "postmortem explain tags-alike\n"
    )
    assert run.stderr == "1 restricted postmortem left out.\n"


def test_tags_for_programs(tmp_path: Path) -> None:
    root = make(tmp_path, FILES, BOTH)
    rows = json.loads(clean(postmortem("tags", "--format", "json", "--archive", root), 0))
    assert rows[0] == {
        "name": "database",
        "postmortems": 2,
        "incidents": 1,
        "last": "2026-03-01",
        "in_vocabulary": True,
        "alike": ["data-base", "databases"],
    }
    assert rows[-1]["name"] == "disk"
    assert (rows[-1]["postmortems"], rows[-1]["last"]) == (0, None)
    assert "acquisition" not in [row["name"] for row in rows]
    table = clean(postmortem("tags", "--format", "csv", "--archive", root), 0)
    header, first, *_ = csv.reader(io.StringIO(table))
    assert tuple(header) == COLUMNS
    assert first == ["database", "2", "1", "2026-03-01", "True", "data-base;databases"]


def test_every_field_has_its_command(tmp_path: Path) -> None:
    root = make(tmp_path, {}, ARCHIVE)
    for field in FIELDS:
        out = clean(postmortem(field, "--archive", root), 0)
        assert out.startswith("No postmortem yet.\nIn archive.yml and never used: ")
    make(tmp_path, FILES, ARCHIVE)
    services = clean(postmortem("services", "--archive", root), 0)
    assert services.splitlines()[0] == "order-service  4  2026-04-01  2 incidents"
    assert clean(postmortem("teams", "--archive", root), 0).startswith("No postmortem has a team.")


def test_names_command_neither_terminal_nor_spreadsheet(tmp_path: Path) -> None:
    path, text = dated("2026-02-15", 'tags: ["=1+1\\e[31m", dns]')
    root = make(tmp_path, {path: text}, FREE)
    out = clean(postmortem("tags", "--archive", root), 0)
    assert "\x1b" not in out
    assert "=1+1·[31m" in out
    assert "\n'=1+1" in clean(postmortem("tags", "--format", "csv", "--archive", root), 0)


def test_without_a_list_nothing_is_missing_in_it(tmp_path: Path) -> None:
    found = usage(archive_of(tmp_path, FILES, FREE).readable(), "tags")
    assert {one.known for one in found} == {None}
    assert [listed(one)["in_vocabulary"] for one in found] == [None] * 5


def test_a_name_without_a_day_has_none(tmp_path: Path) -> None:
    undated = POSTMORTEM.replace("status: final\n", "status: draft\ntags: [dns]\n")
    for field in ("started", "detected", "resolved", "published"):
        undated = "\n".join(
            line for line in undated.split("\n") if not line.startswith(f"{field}: ")
        )
    root = make(tmp_path, {"2026/orders.md": undated}, FREE)
    assert clean(postmortem("tags", "--archive", root), 0).startswith("dns  1  no day\n")


@pytest.mark.parametrize(
    ("comment", "alike"),
    [("", ("data-base", "databases")), ("  # allow tags-alike: an old product.", ("databases",))],
)
def test_two_names_are_alike_until_archive_yml_tells_them_apart(
    tmp_path: Path, comment: str, alike: tuple[str, ...]
) -> None:
    """As the check does: what it finds is shown, and what is waived there is not."""
    archive = archive_of(tmp_path, FILES, BOTH.replace("with data.", f"with data.{comment}"))
    assert by_name(usage(archive.readable(), "tags"))["database"].alike == alike
    told = [f for f in rules.check(archive) if f.path == "archive.yml" and f.rule == "tags-alike"]
    assert bool(told) is not bool(comment)


def test_without_the_rule_what_archive_yml_has_is_told_apart(tmp_path: Path) -> None:
    off = BOTH.replace("policy: {", "policy: {rules: {tags-alike: {off: Two products.}}, ")
    found = by_name(usage(archive_of(tmp_path, FILES, off).readable(), "tags"))
    assert found["database"].alike == ("databases",)  # which archive.yml does not have
    assert found["data-base"].alike == ("databases",)


WORDS = st.dictionaries(
    st.text("abs-S ", min_size=1, max_size=12), st.integers(0, 5), min_size=1, max_size=12
)


@given(WORDS)
def test_alike_is_mutual_and_agrees_with_the_rule(counts: Mapping[str, int]) -> None:
    found = families(counts, lambda one, other: False)
    for name, others in found.items():
        assert name not in others
        assert all(name in found[other] for other in others)
        weights = [(-counts[other], other) for other in others]
        assert all(one < other for one, other in pairwise(weights))
    ordered = {name: counts[name] for name in sorted(counts)}
    assert all(other in found[double] for double, other in doubles(ordered).items())
    assert families(counts, lambda one, other: True) == {}


def test_the_site_shows_what_is_alike(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, FILES, BOTH).readable()
    made = {page.path: page for page in pages.all_pages(archive, [], TODAY)}
    html = made["tags/index.md"].render(lambda path: path).html
    assert "2 postmortems" in html
    assert "Last: 2026-03-01" in html
    assert "· 1 incident" in html
    assert 'Alike: <a href="tags/data-base.md">data-base</a>' in html
    assert "acquisition" not in html
    one = made["tags/data-base.md"].render(lambda path: path).html
    assert 'Perhaps the same in another spelling: <a href="tags/database.md">database</a>' in one
    assert "Perhaps the same" not in made["tags/dns.md"].render(lambda path: path).html
