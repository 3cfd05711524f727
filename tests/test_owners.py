"""The pages of owners: who has one, what it shows, and where it is linked from."""

import re
from html import unescape
from pathlib import Path

import pytest

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.owners import no_people, team_of
from postmortem_archive.pages import all_pages
from tests.helpers import PATH, archive_of, with_field
from tests.test_register import ARCHIVE, TODAY, with_actions

SHOWN = (
    "Limit the pool of the exports | P0 | platform | 2026-02-20 | open",
    "Alert when the pool is full | P1 | Platform team | 2026-04-01 | in progress",
    "Rotate the old credentials | | SRE Team + platform | | open",
    "Write a runbook for exports | | sre team | 2026-03-01 | ✅ Done",
    "Rewrite the export in Rust | | platform | | declined",
    "Ask what the customers need | | Nobuko Tanaka | 2026-02-01 | open",
    "Send the bill again | | @priya | | open",
    "Read the letters | | | | open",
)
RESTRICTED = "2026/2026-02-16-secret.md"


def pages_of(archive: Archive) -> dict[str, str]:
    """The HTML of each page, with links that say where they lead, if there is such a page."""
    found = {page.path: page for page in all_pages(archive, [], TODAY)}
    return {
        path: page.render(lambda to: f"/{to}" if to in found else None).html
        for path, page in found.items()
    }


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    secret = with_field("visibility: restricted", with_actions("Ask the police | | legal | | open"))
    return archive_of(tmp_path, {PATH: with_actions(*SHOWN), RESTRICTED: secret}, ARCHIVE)


@pytest.fixture
def named(tmp_path: Path) -> dict[str, str]:
    """The pages where the archive names people."""
    policy = ARCHIVE.replace("policy:", "policy:\n  people: names")
    return pages_of(archive_of(tmp_path, {PATH: with_actions(*SHOWN)}, policy))


@pytest.fixture
def pages(archive: Archive) -> dict[str, str]:
    return pages_of(archive.readable())


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def rows(html: str) -> list[str]:
    return [words(row) for row in re.findall(r"<tr>.*?</tr>", html, re.DOTALL)]


def owners(pages: dict[str, str]) -> list[str]:
    return sorted(p.removeprefix("owners/") for p in pages if p.startswith("owners/"))


@pytest.mark.parametrize(
    "owner",
    [
        "checkout", "Checkout team", "team Checkout", "@acme/checkout", "@checkout-team", "Jamie",
        "payments on-call", "backend lead", "QA", "Tech Leads", "on-call SRE", "Team Blau",
        "Engineering Manager", "database administrator", "plattform-team",
    ],
)  # fmt: skip
def test_known_names_and_roles_are_no_people(archive: Archive, owner: str) -> None:
    assert list(no_people([owner], ["checkout", "jamie"], archive.language)) == [owner]


@pytest.mark.parametrize(
    "owner",
    [
        "Alice", "alice", "Alice from platform", "Kim's team", "SRE Bob", "tom-sre", "@jane",
        "@jane-sre", "jane@example.com", "Nobuko", "Nobuko Tanaka", "jtanaka", "stream", "teamster",
        "the person who was there",
    ],
)  # fmt: skip
def test_of_all_others_it_is_not_known(archive: Archive, owner: str) -> None:
    assert list(no_people([owner], ["checkout"], archive.language)) == []


def test_an_archive_knows_more_roles_and_names(tmp_path: Path) -> None:
    own = "groups:\n  role: [Leitung]\n  name: [Nobuko]\n"
    language = archive_of(tmp_path, {"_language.yml": own}, ARCHIVE).language
    told = no_people(["Backend Leitung", "Nobuko team", "nobuko team"], [], language)
    assert list(told) == ["Backend Leitung"]


def test_a_team_is_known_by_other_spellings() -> None:
    teams = ["platform", "Search and Discovery"]
    assert team_of("Platform team", teams) == "platform"
    assert team_of("@acme/search and discovery", teams) == "Search and Discovery"
    assert team_of("platform lead", teams) is None
    assert team_of("", teams) is None


def test_the_overview_counts_what_each_has_to_do(pages: dict[str, str]) -> None:
    # platform: one of 2026-02-20 overdue, one without a deadline, one declined (of 2 none done).
    # Platform team: due. SRE: one without, one done. Ages count from 2026-02-18, the publication.
    assert rows(pages["owners/index.md"]) == [
        "Owner Overdue Due Without a deadline Done The oldest from",
        "platform 1 0 1 0 of 2 2026-02-18",
        "Platform team 0 1 0 0 of 1 2026-02-18",
        "SRE Team 0 0 1 1 of 2 2026-02-18",
        "nobody 0 0 1 0 of 1 2026-02-18",
    ]
    text = words(pages["owners/index.md"])
    assert text.endswith(
        "2 other owners may be people and have no page, as this archive names roles; "
        "what is to be done stands under Actions ."
    )


def test_who_may_be_a_person_has_no_page_where_roles_are_named(pages: dict[str, str]) -> None:
    assert owners(pages) == [
        "index.md", "platform-team.md", "platform.md", "sre-team.md", "unnamed.md",
    ]  # fmt: skip
    for path, html in pages.items():
        if path.startswith("owners/"):
            assert "Nobuko" not in html
            assert "priya" not in html
    # The register has them as ever, with what they have to do on the page itself.
    assert '<h3 id="owner-nobuko-tanaka">' in pages["actions.md"]
    assert "Nobuko" in pages[PATH]


def test_where_people_are_named_all_have_a_page(named: dict[str, str]) -> None:
    assert {"nobuko-tanaka.md", "priya.md"} <= set(owners(named))
    assert "other owner" not in named["owners/index.md"]
    assert '<a href="/owners/nobuko-tanaka.md">Nobuko Tanaka</a>' in named["actions.md"]
    assert '<a href="/owners/nobuko-tanaka.md">Nobuko Tanaka</a>' in named["index.md"]


def test_a_page_has_the_actions_of_its_owner_as_the_register_shows_them(
    pages: dict[str, str],
) -> None:
    html = pages["owners/platform.md"]
    assert "3 actions, 2 of them not done on 2026-03-02, 1 overdue." in words(html)
    counts = re.findall(r'<h2 id="([\w-]+)">[^<]+<span class="pm-count">(\d+)', html)
    assert dict(counts) == {"overdue": "1", "without-deadline": "1", "declined": "1"}
    (row,) = re.findall(r"<tr>(?:(?!</tr>).)*Limit the pool.*?</tr>", html, re.DOTALL)
    whole = pages["actions.md"].replace('<a href="/owners/platform.md">platform</a>', "platform")
    assert row in whole


def test_what_nobody_owns_has_a_page(pages: dict[str, str]) -> None:
    assert "Owned by nobody" in words(pages["owners/unnamed.md"])
    assert "Read the letters" in pages["owners/unnamed.md"]


def test_nothing_of_a_restricted_postmortem_is_shown(pages: dict[str, str]) -> None:
    assert "owners/legal.md" not in pages
    assert all("police" not in html for html in pages.values())


def test_a_postmortem_leads_to_those_who_have_something_to_do(pages: dict[str, str]) -> None:
    (line,) = re.findall(r"<p class=\"pm-verdicts\"><strong>Actions.*?</p>", pages[PATH])
    assert "Left to do by platform , Platform team , SRE Team ." in words(line)
    assert 'href="/owners/sre-team.md"' in line


def test_the_front_leads_to_the_owner_of_what_is_most_overdue(pages: dict[str, str]) -> None:
    assert '<a href="/owners/platform.md">platform</a>' in pages["index.md"]


def test_the_page_of_a_team_is_linked_if_it_has_one(tmp_path: Path) -> None:
    rows = ("Ask | | Platform team | | open", "Find | | Search and Discovery | | open")
    text = with_field("teams: [platform]", with_actions(*rows))
    pages = pages_of(archive_of(tmp_path, {PATH: text}, ARCHIVE))
    html = pages["owners/platform-team.md"]
    assert 'Postmortems of this team: <a href="/teams/platform.md">platform</a>.' in html
    assert "of this team" not in pages["owners/search-and-discovery.md"]


def test_owners_that_are_spelt_alike_have_each_an_address(tmp_path: Path) -> None:
    rows = ("Ask | | data-team | | open", "Ask again | | Data team | | open", "x | | Index | | ")
    policy = ARCHIVE.replace("policy:", "policy:\n  people: names")
    pages = pages_of(archive_of(tmp_path, {PATH: with_actions(*rows)}, policy))
    assert owners(pages) == ["data-team-2.md", "data-team.md", "index-2.md", "index.md"]


def test_a_page_stays_small_and_says_so(tmp_path: Path) -> None:
    rows = [f"Alert when pool {n} is full | | platform | 2026-02-20 | open" for n in range(101)]
    pages = pages_of(archive_of(tmp_path, {PATH: with_actions(*rows)}, ARCHIVE))
    html = pages["owners/platform.md"]
    assert "The first 100 of 101; all of them are in actions.csv" in words(html)
    assert html.count('<td class="pm-when">') == 100


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("https://t.example.com/OPS-1", '<a href="https://t.example.com/OPS-1">https://t.'),
        ("[OPS-1](https://t.example.com/browse/OPS-1)", '/browse/OPS-1">OPS-1</a>'),
        ("[#17](https://t.example.com/issues/17)", '/issues/17">#17</a>'),
        ("[here](https://t.example.com/issues/17)", " · here</span>"),
        ("OPS-1", " · OPS-1</span>"),
        ("javascript:alert(1)", " · javascript:alert(1)</span>"),
    ],
)
def test_a_row_leads_to_the_tracker(tmp_path: Path, cell: str, shown: str) -> None:
    table = "| Action | Owner | Tracker |\n|---|---|---|\n"
    text = with_actions().split("## Action items")[0] + "## Action items\n\n" + table
    text += f"| Alert, see [the doc](https://doc.example.com/OPS-2) | platform | {cell} |\n"
    pages = pages_of(archive_of(tmp_path, {PATH: text}, ARCHIVE))
    flat = re.sub(r"\s+</span>", "</span>", pages["owners/platform.md"])
    assert shown in flat


def test_an_archive_without_actions_has_the_overview(tmp_path: Path) -> None:
    pages = pages_of(archive_of(tmp_path, {}, ARCHIVE))
    assert owners(pages) == ["index.md"]
    assert words(pages["owners/index.md"]).endswith("None.")
