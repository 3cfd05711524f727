"""Every address on built sites leads somewhere: in pages, feeds, the sitemap, tables, the index."""

import json
import posixpath
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest

from postmortem_archive.siteindex.shards import file_name
from scripts.synthetic.archive import synthesize
from tests.awkward import FILES, SETTINGS
from tests.conftest import build
from tests.test_site import write_site

BASE = "https://incidents.example.com/archive/"
SHIPPED = "http://unknown.example/"
LEADING = ("href", "xlink:href", "src", "action", "poster", "data-table", "data-index")
WRITTEN_BY_HAND = {"y", "#x"}


class Addresses(HTMLParser):
    """The addresses on a page, and what an address may aim at in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" or (tag == "a" and name == "name"):
                self.anchors.add(value or "")
            elif name in LEADING:
                self.found.append(value or "")
            elif name == "content" and (value or "").startswith(("0; url=", BASE)):
                self.found.append((value or "").removeprefix("0; url="))


class Built:
    """A built site, which stands at `base`."""

    def __init__(self, folder: Path, base: str) -> None:
        self.folder, self.base = folder, base
        self.files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
        self.pages = {
            name: Addresses((folder / name).read_text(encoding="utf-8"))
            for name in sorted(self.files)
            if name.endswith(".html")
        }

    def wrong(self, address: str, where: str) -> str | None:
        """What is wrong with an address in the file `where`."""
        whole = urlsplit(urljoin(self.base + quote(where), address))
        home = urlsplit(self.base)
        if whole.scheme not in ("http", "https") or whole.netloc != home.netloc:
            return None
        if not whole.path.startswith(home.path):
            return f"{where}: {address} leaves {home.path}"
        name = unquote(whole.path.removeprefix(home.path))
        if not name or name.endswith("/"):
            name += "index.html"
        if name not in self.files:
            return f"{where}: {address}: no file {name}"
        anchor = unquote(whole.fragment)
        # An exercise keeps its step there.
        if anchor and name in self.pages and anchor not in self.pages[name].anchors:
            return f"{where}: {address}: no such anchor"
        return None

    def addresses(self) -> Iterator[tuple[str, str]]:
        """All that the site leads to, each with the file in which it stands."""
        for name, page in self.pages.items():
            # The page for what is not found is shown at any address; its own must be whole.
            for address in page.found:
                anywhere = name == "404.html" and not address.startswith("#")
                yield address, "any/where/" if anywhere else name
        for name in sorted(self.files - self.pages.keys()):
            text = (self.folder / name).read_bytes().decode("utf-8", "replace")
            if name.endswith((".xml", ".json", ".csv", ".ics")):
                plain = text.replace("\r\n ", "").replace("&amp;", "&")
                found = re.findall(re.escape(self.base) + r"[^\s\"'<>\\;,)]*", plain)
                yield from ((address, name) for address in found)
        for name, read in (("postmortems.js", table_of), ("search/documents.json", documents_of)):
            at = f"postmortems/{name}"
            yield from ((address, at) for address in read((self.folder / at).read_text("utf-8")))
        for row in self.data("postmortems.json")["postmortems"]:
            yield row["url"], "postmortems/postmortems.json"
        yield from ((address, "postmortems/search/head.json") for address in self.shards())

    def data(self, name: str) -> Any:
        return json.loads((self.folder / "postmortems" / name).read_text(encoding="utf-8"))

    def shards(self) -> list[str]:
        """The files that the search's manifest names."""
        head = self.data("search/head.json")
        shards = [file_name(kind, p) for kind, all_of in head["shards"].items() for p in all_of]
        return [head["table"]["name"], *shards]

    def all_wrong(self) -> list[str]:
        found = {self.wrong(*each) for each in self.addresses() if each[0] not in WRITTEN_BY_HAND}
        return sorted(filter(None, found))


def spelled(addresses: list[Any], titles: list[str], days: list[str], ends: str) -> list[str]:
    """Addresses as the scripts of the site spell them out; a number cuts the words of the title."""
    found = []
    for address, title, day in zip(addresses, titles, days, strict=True):
        words = re.sub(r"^-|-$", "", re.sub(r"[^a-z0-9]+", "-", title.lower()))
        if isinstance(address, str):
            found.append(address)
        else:
            found.append(f"{day[:4]}/{day}-{words[: address or None]}{ends}")
    return found


def table_of(text: str) -> list[str]:
    data = json.loads(text[text.index("detail:") + 7 : text.rindex("}))")])
    pages = [page for each in data["pages"].values() for page in each if page]
    return pages + spelled(data["addresses"], data["titles"], data["days"], data["ending"])


def documents_of(text: str) -> list[str]:
    return [each for each in json.loads(text)["address"] if isinstance(each, str)]


def site_of(folder: Path, *settings: str) -> Path:
    """Builds the site whose configuration stands in `folder`, below a path of its host."""
    config = folder / "mkdocs.yml"
    text = config.read_text(encoding="utf-8").replace(".com/\n", ".com/archive/\n")
    config.write_text("\n".join([text, *settings]), encoding="utf-8")
    status, output = build(config, folder / "site")
    assert status == 0, output
    return folder / "site"


def test_the_shipped_site(site: Path) -> None:
    assert Built(site, SHIPPED).all_wrong() == []


def test_the_shipped_site_without_folders_for_pages(flat_site: Path) -> None:
    assert Built(flat_site, BASE).all_wrong() == []


@pytest.mark.parametrize("folders", ["true", "false"])
@pytest.mark.parametrize("theme", ["{name: material, font: false}", "mkdocs"])
def test_awkward_names_and_moved_files(tmp_path: Path, theme: str, folders: str) -> None:
    write_site(tmp_path, FILES, theme, SETTINGS)
    built = Built(site_of(tmp_path, f"use_directory_urls: {folders}\n"), BASE)
    assert [name for name in built.pages if "2026-02-14-old" in name] != []
    assert built.all_wrong() == []


def test_a_large_archive(tmp_path: Path) -> None:
    write_site(tmp_path, {}, "{name: material, font: false}")
    (tmp_path / "postmortems" / "archive.yml").unlink()
    synthesize(tmp_path / "postmortems", 300, 1)
    assert Built(site_of(tmp_path), BASE).all_wrong() == []


def test_what_is_dead_is_found(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text('<a href="../b/">b</a><a href="#c">c</a><p id=d>')
    built = Built(tmp_path, BASE)
    assert built.wrong("#d", "a/index.html") is None
    assert built.wrong("#c", "a/index.html") == "a/index.html: #c: no such anchor"
    assert built.wrong("../b/", "a/index.html") == "a/index.html: ../b/: no file b/index.html"
    assert built.wrong("/a/", "a/index.html") == "a/index.html: /a/ leaves /archive/"
    assert built.wrong(posixpath.join(BASE, "a/"), "a/index.html") is None
