"""Feeds of the newest postmortems, addresses of renamed files, and what a page's head says."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from postmortem_archive.feeds import Feed, atom, entries_of, json_feed
from postmortem_archive.load import load
from postmortem_archive.load.redact import without_credentials
from postmortem_archive.pages import all_feeds, all_moved
from postmortem_archive.rules import verdict_unknown
from tests.conftest import build
from tests.helpers import PATH, POSTMORTEM, archive_of, make, with_field
from tests.test_site import write_site

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SITE = "https://incidents.example.com/archive/postmortems/"
AWAY = "2026/2026-01-03-old-name.md"


def feeds(files: dict[str, str | bytes], folder: Path) -> dict[str, str]:
    archive = load(make(folder, files)).readable()
    exposed = {p.path for p in archive.postmortems if p.credentials}
    shown = without_credentials(archive, exposed)
    return {f.path: f.text(lambda path: path.removesuffix(".md")) for f in all_feeds(shown, SITE)}


def built(config: Path) -> Path:
    """The site, which does not stand at the root of its host."""
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace(".com/\n", ".com/archive/\n"), encoding="utf-8")
    status, said = build(config, config.parent / "site", "--strict")
    assert status == 0, said
    return config.parent / "site"


def titles(feed: str) -> list[str | None]:
    return [
        entry.findtext("a:title", None, ATOM)
        for entry in ET.fromstring(feed).iterfind("a:entry", ATOM)
    ]


def test_the_archive_and_each_service_severity_and_tag_has_both_feeds(tmp_path: Path) -> None:
    found = feeds({PATH: with_field("tags: [database]")}, tmp_path)
    assert sorted(found) == [
        "feed.json", "feed.xml",
        "services/order-service/feed.json", "services/order-service/feed.xml",
        "severities/sev-2/feed.json", "severities/sev-2/feed.xml",
        "tags/database/feed.json", "tags/database/feed.xml",
    ]  # fmt: skip


def test_an_atom_feed_says_what_how_bad_how_long(tmp_path: Path) -> None:
    feed = ET.fromstring(feeds({PATH: POSTMORTEM}, tmp_path)["services/order-service/feed.xml"])
    assert feed.findtext("a:title", None, ATOM) == "Test archive: order-service"
    # The day of publication, or of the incident, and never that of the build.
    assert feed.findtext("a:updated", None, ATOM) == "2026-02-18T00:00:00+00:00"
    own = feed.find("a:link[@rel='self']", ATOM)
    assert own is not None
    assert own.get("href") == f"{SITE}services/order-service/feed.xml"
    entry = feed.find("a:entry", ATOM)
    assert entry is not None
    assert entry.findtext("a:title", None, ATOM) == "Orders stuck in the queue"
    told = entry.findtext("a:summary", "", ATOM)
    assert told.startswith("<p>SEV-2 · order-service · 15 February 2026 · 45 min to recover</p><p>")
    link = entry.find("a:link", ATOM)
    assert link is not None
    # The test's link function gives addresses relative to the feed.
    assert link.get("href") == f"{SITE}services/order-service/{PATH.removesuffix('.md')}"


def test_a_json_feed_has_the_same_entries(tmp_path: Path) -> None:
    found = feeds({PATH: POSTMORTEM}, tmp_path)
    data = json.loads(found["feed.json"])
    assert data["version"] == "https://jsonfeed.org/version/1.1"
    assert data["feed_url"] == f"{SITE}feed.json"
    assert [item["title"] for item in data["items"]] == titles(found["feed.xml"])
    entry = ET.fromstring(found["feed.xml"]).find("a:entry", ATOM)
    assert entry is not None
    assert data["items"][0]["id"] == entry.findtext("a:id", None, ATOM)
    assert data["items"][0]["date_published"] == "2026-02-18T00:00:00Z"


def test_drafts_and_restricted_postmortems_are_in_no_feed(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        PATH: POSTMORTEM,
        "2026/2026-02-16-hush.md": with_field("title: Hush\nvisibility: restricted"),
        "2026/2026-02-17-early.md": with_field("title: Early\nstatus: draft"),
    }
    found = feeds(files, tmp_path)
    assert titles(found["feed.xml"]) == ["Orders stuck in the queue"]
    assert not any("hush" in text.lower() for text in found.values())


def test_only_drafts_make_no_feed(tmp_path: Path) -> None:
    assert feeds({PATH: with_field("status: draft")}, tmp_path) == {}


def test_a_feed_holds_the_newest_fifty(tmp_path: Path) -> None:
    days = [f"2026-{month:02}-{day:02}" for month in (1, 2) for day in range(1, 29)]
    files: dict[str, str | bytes] = {
        f"2026/{day}-x.md": with_field(f"title: Of {day}\npublished: {day}") for day in days
    }
    found = titles(feeds(files, tmp_path)["feed.xml"])
    # 56 days: the six oldest are not in it.
    assert found == [f"Of {day}" for day in reversed(days[6:])]


@pytest.mark.parametrize(
    "title", ["a < b & 'c' \"d\"", "bell \x07 and \ufffe", "</entry><entry>", "]]>"]
)
def test_whatever_a_title_holds_both_feeds_can_be_read(tmp_path: Path, title: str) -> None:
    archive = archive_of(tmp_path, {PATH: with_field("title: " + json.dumps(title))})
    feed = Feed(
        "t", "d", SITE, SITE, tuple(entries_of(archive.postmortems, archive, lambda p: SITE))
    )
    shown = "".join(letter for letter in title if letter not in "\x07\ufffe")
    assert titles(atom(feed)) == [shown]
    assert json.loads(json_feed(feed))["items"][0]["title"] == shown


def test_a_credential_is_in_no_feed(tmp_path: Path) -> None:
    key = "AKIA" + "Z7Q3XWPLMNB4RTYU"
    text = POSTMORTEM.replace("## Summary\n", f"## Summary\n\nThe key {key} was in the log.\n")
    assert key in text
    assert not any(key in feed for feed in feeds({PATH: text}, tmp_path).values())


def test_a_renamed_file_is_found_at_its_old_address(tmp_path: Path) -> None:
    config = write_site(tmp_path, {PATH: with_field(f"aliases: [{AWAY}]")})
    site = built(config)
    old = (site / "postmortems/2026/2026-01-03-old-name/index.html").read_text(encoding="utf-8")
    new = "2026-02-15-orders-stuck/"
    assert f'content="0; url=../{new}"' in old
    assert f'rel="canonical" href="{SITE}2026/{new}"' in old
    assert "Orders stuck in the queue" in old
    assert "old-name" not in (site / "sitemap.xml").read_text(encoding="utf-8")
    assert "old-name" not in (site / "postmortems/index.html").read_text(encoding="utf-8")


def test_a_former_path_in_doubt_leads_nowhere(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        PATH: with_field(f"aliases: [{AWAY}, ../up.md, /root.md, 2026/2026-02-16-b.md]"),
        "2026/2026-02-16-b.md": with_field(f"title: Another\naliases: [{AWAY}]"),
    }
    assert list(all_moved(archive_of(tmp_path, files))) == []


def test_an_old_id_in_a_verdict_is_told_the_new_one(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        PATH: with_field(f"aliases: [{AWAY}]"),
        "2026/2026-02-16-b.md": with_field("title: Another\nrepeat_of: [2026-01-03-old-name]"),
    }
    archive = archive_of(tmp_path, files)
    later = archive.by_path["2026/2026-02-16-b.md"]
    assert [p.message for p in verdict_unknown.check(later, archive)] == [
        'repeat_of: "2026-01-03-old-name" is no postmortem; its file was renamed: '
        "write 2026-02-15-orders-stuck"
    ]


def test_a_page_tells_chats_and_feed_readers_what_it_is(tmp_path: Path) -> None:
    title = 'Orders "stuck" <b>'
    config = write_site(tmp_path, {PATH: with_field(f"title: '{title}'")})
    site = built(config) / "postmortems"
    page = (site / "2026/2026-02-15-orders-stuck/index.html").read_text(encoding="utf-8")
    head = page.partition("</head>")[0]
    assert '<meta property="og:type" content="article">' in head
    assert 'property="og:title" content="Orders &#34;stuck&#34; &lt;b&gt;"' in head
    assert f'property="og:url" content="{SITE}2026/2026-02-15-orders-stuck/"' in head
    assert 'rel="alternate feed" type="application/atom+xml" title="Test archive"' in head
    assert 'href="../../feed.xml"' in head
    service = (site / "services/order-service/index.html").read_text(encoding="utf-8")
    assert 'title="Test archive: order-service" href="feed.xml"' in service.partition("</head>")[0]
    home = (site.parent / "index.html").read_text(encoding="utf-8")
    assert "og:title" not in home


def test_what_one_may_follow_shows_its_feed_and_tells_readers_of_it(tmp_path: Path) -> None:
    config = write_site(tmp_path, {PATH: with_field("tags: [dns]\nteams: [platform]")})
    site = built(config) / "postmortems"
    for folder, name in (("services", "order-service"), ("severities", "SEV-2"), ("tags", "dns")):
        page = (site / folder / name.lower() / "index.html").read_text(encoding="utf-8")
        head, _, body = page.partition("</head>")
        assert f'title="Test archive: {name}" href="feed.xml"' in head
        assert f'title="Test archive: {name}" href="feed.json"' in head
        assert '<a href="feed.xml" type="application/atom+xml">Feed</a>' in body
    # A team has none of its own: its readers are told of that of all.
    team = (site / "teams" / "platform" / "index.html").read_text(encoding="utf-8")
    assert 'title="Test archive" href="../../feed.xml"' in team
    assert ">Feed</a>" not in team


def test_without_an_address_there_is_no_feed_and_no_link_to_one(tmp_path: Path) -> None:
    config = write_site(tmp_path, {PATH: POSTMORTEM})
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("site_url: https://incidents.example.com/\n", ""), "utf-8")
    site = built(config)
    assert not list(site.rglob("feed.*"))
    pages = [page.read_text(encoding="utf-8") for page in site.rglob("*.html")]
    assert pages
    assert not [page for page in pages if "feed." in page or ">Feed</a>" in page]
