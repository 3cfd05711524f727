"""The site as MkDocs has it: where things of the archive are on it, and how they come there."""

import logging
import os
import posixpath
from html import escape
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as HostPage
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_relative_url

from postmortem_archive import pages
from postmortem_archive.model.archive import Archive
from postmortem_archive.pages.body import Heading
from postmortem_archive.siteindex import FOLDER, index_files
from postmortem_archive.translation import said
from postmortem_archive.translation.script import SCRIPT as MESSAGES
from postmortem_archive.translation.script import spoken

log = logging.getLogger("mkdocs.plugins.postmortems")

ASSETS = "assets/postmortems"


class ArchivePage(HostPage):
    """A page whose content is ready: there is no Markdown for the host to read or render."""

    def __init__(self, page: pages.Page, file: File, config: MkDocsConfig, site: "Site") -> None:
        self.ready, self.site = page, site
        # Themes write a page's title and description into HTML as they are.
        super().__init__(escape(page.title), file, config)
        if self.edit_url:
            # The host joins edit_uri, which ends in docs/, and our path, which begins with ../.
            parts = urlsplit(self.edit_url)
            self.edit_url = urlunsplit(parts._replace(path=posixpath.normpath(parts.path)))

    def link(self, path: str) -> str | None:
        """The address of a file of the archive as seen from this page."""
        return self.site.link(path, self.file)

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""
        self.meta = {"title": self.title, "description": escape(self.ready.description)}
        if self.ready.only_lists:
            self.meta["search"] = {"exclude": True}  # Material's search heeds it

    def render(self, config: MkDocsConfig, files: Files) -> None:
        rendered = self.ready.render(self.link)
        self.content = rendered.html
        for names in rendered.scripts:
            script = get_relative_url(self.site.script(*names).url, self.file.url)
            self.content += f'<script src="{script}"></script>'
        self.toc = get_toc(_toc_tokens(rendered.headings))
        self.present_anchor_ids = {heading.anchor for heading in rendered.headings}


class Site:
    """Where things of the archive are on the site."""

    def __init__(self, name: str, files: Files, folder: Path, config: MkDocsConfig) -> None:
        self.name, self.files = name, files
        self.prefix, self.folder = folder.name, folder
        self.docs = Path(config.docs_dir).resolve()
        self.scripts: dict[str, File] = {}
        self._config = config

    def script(self, *names: str) -> File:
        """Scripts that come with the package, in one file named as the last of them.

        The site has those that a page asks for.
        """
        if names[-1] not in self.scripts:
            self.scripts[names[-1]] = asset(self._config, *names)
        return self.scripts[names[-1]]

    def link(self, path: str, origin: File) -> str | None:
        """The address of a file of the archive, or of a page of the documentation."""
        target = self.files.get_file_from_path(self._source(path)) if path else None
        return get_relative_url(target.url, origin.url) if target else None

    def _source(self, path: str) -> str:
        """A path relative to the archive as the host knows it: under the prefix, or in docs."""
        if not path.startswith(".."):
            return f"{self.prefix}/{path}"
        full = Path(os.path.normpath(self.folder / path))
        inside = full.is_relative_to(self.docs)
        return full.relative_to(self.docs).as_posix() if inside else path


def add(files: Files, file: File) -> None:
    """Adds a file; where another stands already, says so, and leaves that one."""
    if files.get_file_from_path(file.src_uri):
        log.warning(
            "%s: two files of the site want this place, and only the first has it; rename one",
            file.src_uri,
        )
        return
    files.append(file)


def asset(config: MkDocsConfig, *names: str) -> File:
    """Files that come with the package as one, named as the last of them, at its place."""
    content = b"".join(map(_content, names))
    return File.generated(config, f"{ASSETS}/{names[-1]}", content=content)


def _content(name: str) -> bytes:
    content = package_files("postmortem_archive").joinpath("assets", name).read_bytes()
    return content + spoken(said()).encode() if name == MESSAGES else content


def add_page(page: pages.Page, site: Site, config: MkDocsConfig) -> None:
    source = f"{site.prefix}/{page.path}"
    file = File.generated(config, source, content="", inclusion=InclusionLevel.NOT_IN_NAV)
    if page.source:
        # Relative to docs_dir, which is what the host's edit_uri points at.
        file.edit_uri = quote(
            Path(os.path.relpath(site.folder / page.source, site.docs)).as_posix()
        )
    add(site.files, file)
    file.page = ArchivePage(page, file, config, site)


def add_data(data: pages.DataFile, site: Site, config: MkDocsConfig) -> None:
    file = File.generated(config, f"{site.prefix}/{data.path}", content="")
    # As bytes: the host would write the line ends of this system.
    file.content_bytes = data.content(lambda path: site.link(path, file))
    add(site.files, file)


def add_moved(moved: pages.Moved, site: Site, config: MkDocsConfig) -> None:
    """A document of its own at the address that the page had: no theme, search or sitemap."""
    was = File.generated(config, f"{site.prefix}/{moved.path}", content="")
    file = File.generated(config, was.dest_uri, content="")
    address = site.link(moved.now, file) or ""
    canonical = urljoin(config.site_url, urljoin(file.url, address)) if config.site_url else None
    file.content_bytes = moved.document(address, canonical).encode()
    add(site.files, file)


def add_search(archive: Archive, site: Site, config: MkDocsConfig) -> None:
    """The index of the search, and what searches it."""
    at = f"{site.prefix}/{FOLDER}"
    origin = File.generated(config, f"{at}/", content="")
    for file in index_files(archive, lambda path: site.link(path, origin) or "", site.folder):
        add(site.files, File.generated(config, f"{at}/{file.name}", content=file.content))
    site.script(MESSAGES)  # which the modules import
    scripts = package_files("postmortem_archive").joinpath("assets", FOLDER).iterdir()
    for script in sorted(scripts, key=lambda one: one.name):
        add(site.files, asset(config, f"{FOLDER}/{script.name}"))


def _toc_tokens(headings: tuple[Heading, ...]) -> list[Any]:
    """Headings as the nested tokens of which the host makes a table of contents."""
    top: list[Any] = []
    open_above: list[dict[str, Any]] = []
    for heading in headings:
        token = {
            "level": heading.level,
            "id": heading.anchor,
            "name": escape(heading.title),
            "children": [],
        }
        while open_above and open_above[-1]["level"] >= heading.level:
            open_above.pop()
        (open_above[-1]["children"] if open_above else top).append(token)
        open_above.append(token)
    return top
