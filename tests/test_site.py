"""The site that the plugin makes, read from the files it writes."""

import json
import re
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from subprocess import PIPE, STDOUT, Popen
from urllib.parse import quote

import pytest

from postmortem_archive.load import load
from postmortem_archive.plugin import PostmortemsConfig
from tests.conftest import build
from tests.helpers import ARCHIVE, PATH, POSTMORTEM, ROOT, make, with_field, with_section

CONFIG = """\
site_name: A site of its own
site_url: https://incidents.example.com/
edit_uri: https://git.example.com/acme/incidents/edit/main/docs/
theme: {theme}
plugins:
  - search
  - postmortems
"""


def write_site(
    folder: Path, files: dict[str, str | bytes], theme: str = "mkdocs", archive: str = ARCHIVE
) -> Path:
    """A small site with documentation of its own; returns its configuration file."""
    make(folder, files, archive)
    (folder / "docs").mkdir(exist_ok=True)
    (folder / "docs" / "index.md").write_text("# Home\n\nSome text.\n", encoding="utf-8")
    (folder / "docs" / "runbook.md").write_text("# Runbook\n\n## Pools\n", encoding="utf-8")
    config = folder / "mkdocs.yml"
    config.write_text(CONFIG.format(theme=theme), encoding="utf-8")
    return config


def text_of(page: Path) -> str:
    html = page.read_text(encoding="utf-8")
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_every_postmortem_year_and_value_has_its_page(site: Path) -> None:
    archive = load(ROOT / "postmortems")
    assert len(archive.postmortems) >= 20
    root = site / "postmortems"
    for postmortem in archive.postmortems:
        page = root / postmortem.path.removesuffix(".md") / "index.html"
        assert postmortem.title in text_of(page)
        assert (root / str(postmortem.front.started)[:4] / "index.html").is_file()
        for folder in ("services", "teams", "causes", "tags"):
            for name in getattr(postmortem.front, folder):
                listing = text_of(root / folder / name / "index.html")
                assert postmortem.title in listing
    assert "SEV-1" in text_of(root / "severities" / "sev-1" / "index.html")


def test_index_is_newest_first_with_severity_services_duration_and_tags(site: Path) -> None:
    text = text_of(site / "postmortems" / "index.html").split("newest first.")[1]
    newest, older = text.index("CloudBoard API outage"), text.index("Order service outage")
    assert newest < older
    row = text[:older]
    for word in ("2026-04-10", "SEV-1", "cloudboard-api", "47 min", "postgresql"):
        assert word in row


def test_statistics_say_n_and_definition(site: Path) -> None:
    text = text_of(site / "postmortems" / "statistics" / "index.html")
    for word in ("MTTR", "MTTD", "median", "not known", "From the start of the impact until"):
        assert word in text


def test_the_action_register_has_its_table_and_calendar_beside_it(site: Path) -> None:
    root = site / "postmortems"
    html = (root / "actions" / "index.html").read_text(encoding="utf-8")
    assert 'href="../actions.csv"' in html
    assert 'href="../actions.ics"' in html
    rows = (root / "actions.csv").read_bytes()
    archive = load(ROOT / "postmortems")
    assert rows.count(b"\n") == 1 + sum(len(p.actions) for p in archive.postmortems)
    calendar = (root / "actions.ics").read_bytes()
    assert calendar.startswith(b"BEGIN:VCALENDAR\r\n")
    assert calendar.count(b"\n") == calendar.count(b"\r\n")
    page = root / "2026" / "2026-02-15-order-service-connection-pool" / "index.html"
    assert 'href="../../actions/"' in page.read_text(encoding="utf-8")


def test_verdicts_are_shown_in_both_directions(site: Path) -> None:
    root = site / "postmortems" / "2021"
    earlier = text_of(
        root / "2021-06-22-every-kubernetes-service-answers-503-vpc-cni" / "index.html"
    )
    later = text_of(
        root / "2021-06-30-every-kubernetes-service-answers-503-eks-upgrade" / "index.html"
    )
    assert "Repeated by" in earlier
    assert "Repeat of" in later


def test_a_repeat_shows_which_actions_of_the_earlier_one_are_not_done(site: Path) -> None:
    later = "2021-02-19-unplanned-flux-version-change-removes-the-log-shipper-again"
    text = text_of(site / "postmortems" / "2021" / later / "index.html")
    assert "4 of its 4 actions are not marked as done" in text
    assert "Pin the version of Flux (no status)" in text
    earlier = "2021-02-15-unplanned-flux-version-change-removes-the-log-shipper"
    assert "not marked" not in text_of(site / "postmortems" / "2021" / earlier / "index.html")


def test_a_search_of_the_sites_own_finds_postmortems_not_lists_of_them(tmp_path: Path) -> None:
    config = write_site(tmp_path, {PATH: POSTMORTEM}, "material")
    status, output = build(config, tmp_path / "site", "--strict")
    assert status == 0, output
    index = (tmp_path / "site" / "search" / "search_index.json").read_text(encoding="utf-8")
    pages = {entry["location"].partition("#")[0] for entry in json.loads(index)["docs"]}
    found = {page for page in pages if page.startswith("postmortems/")}
    assert found == {f"postmortems/{PATH.removesuffix('.md')}/", "postmortems/statistics/"}
    assert "runbook/" in pages


@pytest.mark.parametrize(
    ("theme", "search", "boxed"),
    [("material", "", True), ("material", "  - search\n", False),
     ("material", "  - material/search\n", False), ("mkdocs", "", False)],
)  # fmt: skip
def test_the_header_has_a_box_where_the_site_has_no_search(
    tmp_path: Path, theme: str, search: str, boxed: bool
) -> None:
    config = write_site(tmp_path, {PATH: POSTMORTEM}, theme)
    text = config.read_text(encoding="utf-8").replace("  - search\n", search)
    config.write_text(text, encoding="utf-8")
    status, output = build(config, tmp_path / "site", "--strict")
    assert status == 0, output
    places = {
        "index.html": "postmortems/search/",
        "runbook/index.html": "../postmortems/search/",
        f"postmortems/{PATH.removesuffix('.md')}/index.html": "../../search/",
    }
    if theme == "material":
        places["404.html"] = "https://incidents.example.com/postmortems/search/"
    for page, address in places.items():
        html = (tmp_path / "site" / page).read_text(encoding="utf-8")
        assert html.count("pm-box-link") == boxed, page
        assert (f'action="{address}"' in html) == boxed, page
    script = tmp_path / "site" / "assets" / "postmortems" / "search_box.js"
    assert script.exists() == boxed


def test_edit_links_lead_to_the_file_in_the_repository(site: Path) -> None:
    path = "2026/2026-02-15-order-service-connection-pool"
    html = (site / "postmortems" / path / "index.html").read_text(encoding="utf-8")
    assert f'href="https://github.com/example/postmortems/edit/main/postmortems/{path}.md"' in html


def test_generated_pages_stay_out_of_the_navigation(site: Path) -> None:
    html = (site / "index.html").read_text(encoding="utf-8")
    linked = re.findall(r'href="(postmortems/[^"]*)"', html)
    assert "postmortems/statistics/" in linked
    assert [address for address in linked if re.search(r"/\d{4}", address)] == []


@pytest.mark.parametrize(
    ("tool", "theme"),
    [("mkdocs", "mkdocs"), ("mkdocs", "readthedocs"), ("mkdocs", "material"),
     ("properdocs", "material")],
)  # fmt: skip
def test_builds_with_any_theme_and_under_both_hosts(tmp_path: Path, theme: str, tool: str) -> None:
    config = write_site(tmp_path, {PATH: POSTMORTEM}, theme)
    status, output = build(config, tmp_path / "site", "--strict", tool=tool)
    assert status == 0, output
    page = tmp_path / "site" / "postmortems" / "2026" / "2026-02-15-orders-stuck" / "index.html"
    assert "Orders stuck in the queue" in text_of(page)


def test_the_shipped_site_builds_under_properdocs(tmp_path: Path) -> None:
    status, output = build(ROOT / "mkdocs.yml", tmp_path / "site", "--strict", tool="properdocs")
    assert status == 0, output
    assert (tmp_path / "site" / "postmortems" / "index.html").is_file()


def test_a_broken_archive_fails_a_strict_build_and_shows_its_findings(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        PATH: POSTMORTEM,
        "2026/2026-02-16-broken.md": "---\ntitle: [\n---\n\n## Summary\n\nStill *read*.\n",
        "2026/2026-02-17-empty.md": "",
        "2026/2026-02-18-bytes.md": b"\xff\xfe\x00",
    }
    config = write_site(tmp_path, files)
    status, output = build(config, tmp_path / "site", "--strict")
    assert status == 1
    assert "postmortems/2026/2026-02-16-broken.md:" in output
    assert "Traceback" not in output
    status, output = build(config, tmp_path / "site")
    assert status == 0, output
    page = text_of(tmp_path / "site" / "postmortems" / "2026" / "2026-02-16-broken" / "index.html")
    assert "Still read ." in page
    assert "yaml-unreadable" in page
    assert "the file is empty" in text_of(
        tmp_path / "site" / "postmortems" / "2026" / "2026-02-17-empty" / "index.html"
    )


def test_a_drafts_notes_do_not_fail_a_strict_build(tmp_path: Path) -> None:
    draft = "---\ntitle: A draft\nstatus: draft\nseverity: SEV-2\n---\n\n## Summary\n"
    config = write_site(tmp_path, {"2026/2026-02-16-draft.md": draft})
    status, output = build(config, tmp_path / "site", "--strict")
    assert status == 0, output
    page = text_of(tmp_path / "site" / "postmortems" / "2026" / "2026-02-16-draft" / "index.html")
    assert "findings of the check" in page


def test_odd_names_have_pages_of_their_own(tmp_path: Path) -> None:
    name = "2026/2026-02-15-späces & ünï #1 100%.md"
    tags = '["C++", "c", "C#", "日本", "..", "index", "a/b"]'
    text = with_field(f"title: A & B <i>\ntags: {tags}")
    text = text.replace("An e-mail", f"[self]({quote(Path(name).name)}#summary) An e-mail")
    make(tmp_path, {name: text}, "name: Odd\n")
    theme = "{name: material, features: [content.action.edit]}"
    config = write_site(tmp_path, {}, theme, archive="name: Odd\n")
    status, output = build(config, tmp_path / "site", "--strict")
    assert status == 0, output
    root = tmp_path / "site" / "postmortems"
    folders = {path.name for path in (root / "tags").iterdir() if path.is_dir()}
    assert folders == {"c", "c-2", "c-3", "日本", "unnamed", "index-2", "a-b"}
    html = (root / name.removesuffix(".md") / "index.html").read_text(encoding="utf-8")
    assert "<h1>A &amp; B &lt;i&gt;</h1>" in html
    assert 'href="./#summary"' in html
    edited = f"https://git.example.com/acme/incidents/edit/main/postmortems/{quote(name)}"
    assert f'href="{edited}"' in html


def test_an_empty_archive_says_how_to_begin(tmp_path: Path) -> None:
    config = write_site(tmp_path, {})
    status, output = build(config, tmp_path / "site", "--strict")
    assert status == 0, output
    assert "No postmortem yet" in text_of(tmp_path / "site" / "postmortems" / "index.html")


def test_without_the_folder_the_message_says_what_is_missing(tmp_path: Path) -> None:
    config = write_site(tmp_path, {})
    (tmp_path / "postmortems" / "archive.yml").unlink()
    status, output = build(config, tmp_path / "site")
    assert status == 1
    assert "archive.yml: not found" in output
    assert "Traceback" not in output


def test_links_to_postmortems_pages_and_attachments_resolve(tmp_path: Path) -> None:
    text = with_section(
        "## Trigger\n\n[other](../2025/2025-01-02-other.md#impact)\n"
        "[page](../../docs/runbook.md#pools)\n"
        "![chart](img/chart.png) [log](img/a%20b.log) [code](../../setup.py)\n"
        '<img src="img/raw.png" alt="raw">\n'
    )
    config = write_site(
        tmp_path,
        {
            PATH: text,
            "2025/2025-01-02-other.md": with_field(
                "started: 2025-01-02T10:00Z\ndetected: 2025-01-02T10:01Z\n"
                "resolved: 2025-01-02T10:02Z\npublished: 2025-01-03\ntitle: Another",
                POSTMORTEM.replace("2026-02-22", "2025-01-05").replace("80 %", "90 %"),
            ),
            "2026/img/chart.png": b"\x89PNG",
            "2026/img/raw.png": b"\x89PNG",
            "2026/img/a b.log": b"a log",
            "2026/img/x.html": b"<script>alert(1)</script>",
            "2026/img/unused.png": b"\x89PNG",
        },
    )
    (tmp_path / "setup.py").write_text("")
    status, output = build(config, tmp_path / "site", "--strict")
    assert status == 0, output
    root = tmp_path / "site" / "postmortems"
    html = (root / "2026" / "2026-02-15-orders-stuck" / "index.html").read_text(encoding="utf-8")
    assert 'href="../../2025/2025-01-02-other/#impact"' in html
    assert 'href="../../../runbook/#pools"' in html
    assert 'src="../img/chart.png"' in html
    assert 'href="../img/a%20b.log"' in html
    assert "setup.py" not in html
    assert (root / "2026" / "img" / "chart.png").is_file()
    assert (root / "2026" / "img" / "raw.png").is_file()
    assert 'src="../img/raw.png"' in html
    assert not (root / "2026" / "img" / "x.html").exists()
    assert not (root / "2026" / "img" / "unused.png").exists()


def test_restricted_postmortems_leave_no_trace_in_the_site(tmp_path: Path) -> None:
    secret = with_field(
        "visibility: restricted\ntitle: Sesame breach\ntags: [dns]\nrelated: [2026-02-16-other]"
    )
    secret = secret.replace("An e-mail to all customers.", "![plan](img/sesame.png)")
    other = with_field(
        "started: 2026-02-16T14:23Z\ndetected: 2026-02-16T14:25Z\nresolved: 2026-02-16T15:00Z\n"
        "related: [2026-02-15-sesame]"
    ).replace("An e-mail to all customers.", "[A plan](2026-02-15-sesame.md#trigger) of ours.")
    config = write_site(
        tmp_path,
        {
            "2026/2026-02-15-sesame.md": secret,
            "2026/2026-02-16-other.md": other,
            "2026/img/sesame.png": b"sesame",
        },
        "material",
    )
    status, output = build(config, tmp_path / "site", "--strict")
    assert status == 0, output
    for path in (tmp_path / "site").rglob("*"):
        assert "sesame" not in path.name.lower()
        if path.is_file():  # the index of the search has the stem
            assert b"sesam" not in path.read_bytes().lower(), path
    assert b'"plan":' in (tmp_path / "site/postmortems/search/terms.json").read_bytes()


@pytest.mark.parametrize(
    "text",
    [
        with_field("visibility: restriced\ntitle: Sesame"),
        with_field("visiblity: restricted\ntitle: Sesame"),
        with_field("visibility: restricted\ntitle: Sesame: breach"),
        with_field("visibility: internal\nvisibility: restricted\ntitle: Sesame"),
        with_field("visibility: restricted\ntitle: Sesame").replace("\n---\n", "\n", 1),
        "visibility: restricted\n\nSesame\n",
        with_field("visibility: restricted\ntitle: Sesame").encode("utf-16"),
    ],
)
def test_what_is_perhaps_restricted_is_left_out(tmp_path: Path, text: str | bytes) -> None:
    named = with_section("## Trigger\n\n[See](2026-02-16-sesam.md) it.\n")
    config = write_site(tmp_path, {"2026/2026-02-16-sesame.md": text, PATH: named}, "material")
    build(config, tmp_path / "site")
    for path in (tmp_path / "site").rglob("*"):
        assert "sesame" not in path.name.lower()
        if path.is_file():
            assert b"sesame" not in path.read_bytes().lower(), path


def test_a_broken_file_that_says_nothing_of_restriction_is_shown(tmp_path: Path) -> None:
    text = with_field("visibility: internal\ntags: [x]\nserverity: restricted")
    config = write_site(tmp_path, {PATH: text})
    build(config, tmp_path / "site")
    page = tmp_path / "site" / "postmortems" / "2026" / "2026-02-15-orders-stuck" / "index.html"
    assert "field-unknown" in text_of(page)


def test_hostile_values_are_escaped(tmp_path: Path) -> None:
    text = with_field(
        'title: "<script>alert(1)</script>"\ntracker: "javascript:alert(1)"\n'
        'links: {x: "javascript:alert(1)", "<b>": "https://example.com/\\"onclick=1"}\n'
        'tags: ["<img src=x onerror=alert(1)>"]'
    ).replace("An e-mail", '<script>alert(1)</script><img src=x onerror="alert(1)"> An e-mail')
    config = write_site(tmp_path, {PATH: text}, "material")
    build(config, tmp_path / "site")
    for page in (tmp_path / "site" / "postmortems").rglob("*.html"):
        tags = Tags(page.read_text(encoding="utf-8")).found
        assert len(tags) > 50
        for _, attributes in tags:
            assert not [name for name in attributes if name.startswith("on")], page
            assert attributes.get("src") != "x", page
            assert not (attributes.get("href") or "").startswith("javascript:"), page
        assert "<script>alert(1)" not in page.read_text(encoding="utf-8"), page


class Tags(HTMLParser):
    """The tags of a page with their attributes, as a browser understands them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_the_same_input_makes_the_same_bytes(site: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    build(ROOT / "mkdocs.yml", again, "--strict")
    first = {p.relative_to(site): p.read_bytes() for p in site.rglob("*") if p.is_file()}
    second = {p.relative_to(again): p.read_bytes() for p in again.rglob("*") if p.is_file()}
    assert first.keys() == second.keys()
    assert [str(path) for path in first if first[path] != second[path]] == []


def test_a_site_of_its_own_keeps_its_pages_and_navigation(tmp_path: Path) -> None:
    config = write_site(tmp_path, {PATH: POSTMORTEM}, "mkdocs")
    build(config, tmp_path / "with")
    plain = CONFIG.format(theme="mkdocs").replace("  - postmortems\n", "")
    config.write_text(plain, encoding="utf-8")
    build(config, tmp_path / "without")
    for page in ("index.html", "runbook/index.html"):
        with_plugin = (tmp_path / "with" / page).read_text(encoding="utf-8")
        without = (tmp_path / "without" / page).read_text(encoding="utf-8")
        style = re.compile(r'\s*<link href="[./]*assets/postmortems/archive.css" rel="stylesheet">')
        assert style.sub("", with_plugin) == style.sub("", without)


def test_the_plugin_has_one_option() -> None:
    assert [name for name, _ in PostmortemsConfig._schema] == ["folder"]


def test_no_page_names_another_host_to_load_from(site: Path) -> None:
    loads = re.compile(r'<(?:script|img|link|iframe)[^>]+(?:src|href)="(https?:)?//[^"]*"')
    for page in site.rglob("*.html"):
        found = [m[0] for m in loads.finditer(page.read_text(encoding="utf-8"))]
        assert [tag for tag in found if 'rel="canonical"' not in tag] == [], page


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=5) as response:
        return str(response.read().decode("utf-8"))


def wait_for(address: str, words: str, seconds: float = 40) -> str:
    """Asks until the page says the words, as a person who reloads it would."""
    html, until = "", time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            html = fetch(address)
            if words in html:
                return html
        time.sleep(0.3)
    raise AssertionError(f"{words!r} never stood on {address}:\n{html[-2000:]}")


def test_serve_follows_edits_and_survives_a_broken_file(tmp_path: Path) -> None:
    config = write_site(tmp_path, {PATH: POSTMORTEM})
    port = 8100 + (hash(str(tmp_path)) % 800)
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "serve",
        "-f",
        str(config),
        "-a",
        f"127.0.0.1:{port}",
    ]
    server = Popen(command, stdout=PIPE, stderr=STDOUT, text=True)
    page = f"http://127.0.0.1:{port}/postmortems/2026/2026-02-15-orders-stuck/"
    file = tmp_path / "postmortems" / PATH
    try:
        wait_for(page, "An e-mail to all customers.")
        file.write_text(POSTMORTEM.replace("An e-mail", "A letter"), encoding="utf-8")
        wait_for(page, "A letter to all customers.")
        file.write_text(POSTMORTEM.replace("title: ", "title: ["), encoding="utf-8")
        assert "A letter" not in wait_for(page, "yaml-unreadable")
        file.write_bytes(b"\xff\xfe")
        wait_for(page, "file-unreadable")
        file.write_text(POSTMORTEM, encoding="utf-8")
        assert "yaml-unreadable" not in wait_for(page, "An e-mail to all customers.")
    finally:
        server.terminate()
        output = server.communicate(timeout=20)[0]
    assert "Traceback" not in output
