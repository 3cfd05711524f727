"""The MkDocs plugin: reads the archive, reports what the check finds, and adds the pages.

A thin adapter over public hooks: everything it shows is made by functions that know
neither MkDocs nor the disk. It also runs under ProperDocs, which loads MkDocs plugins.
"""

import logging
import os
import posixpath
from collections import Counter
from collections.abc import Iterator
from html import escape
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as HostPage
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_relative_url

from postmortem_archive import baseline, pages
from postmortem_archive.clock import today
from postmortem_archive.inspection import check_loaded
from postmortem_archive.inspection.index import index_of_loaded
from postmortem_archive.inspection.unanswered import with_unanswered
from postmortem_archive.load import load
from postmortem_archive.load.redact import without_credentials
from postmortem_archive.model.address import aim, is_attachable, is_elsewhere
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import ArchiveError, Finding
from postmortem_archive.pages.body import Heading
from postmortem_archive.pages.places import SEARCH
from postmortem_archive.pages.search_box import SCRIPT as BOX_SCRIPT
from postmortem_archive.rules import credential_shown
from postmortem_archive.siteindex import FOLDER, index_files
from postmortem_archive.statistics import figures

log = logging.getLogger("mkdocs.plugins.postmortems")

ASSETS = "assets/postmortems"
STYLE = "archive.css"


class PostmortemsConfig(Config):
    folder = config_options.Type(str, default="postmortems")


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
        for name in rendered.scripts:
            script = get_relative_url(self.site.script(name).url, self.file.url)
            self.content += f'<script src="{script}"></script>'
        self.toc = get_toc(toc_tokens(rendered.headings))
        self.present_anchor_ids = {heading.anchor for heading in rendered.headings}


class Site:
    """Where things of the archive are on the site."""

    def __init__(self, name: str, files: Files, folder: Path, config: MkDocsConfig) -> None:
        self.name, self.files = name, files
        self.prefix, self.folder = folder.name, folder
        self.docs = Path(config.docs_dir).resolve()
        self.scripts: dict[str, File] = {}
        self._config = config

    def script(self, name: str) -> File:
        """A script that comes with the package: the site has those that a page asks for."""
        if name not in self.scripts:
            self.scripts[name] = _asset(self._config, name)
        return self.scripts[name]

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


class PostmortemsPlugin(BasePlugin[PostmortemsConfig]):
    """Adds an archive of postmortems to a site. One option: the folder."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        config.extra_css = [*config.extra_css, f"{ASSETS}/{STYLE}"]
        return config

    def _folder(self, config: MkDocsConfig) -> Path:
        return (Path(config.config_file_path or ".").parent / self.config.folder).resolve()

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        folder = self._folder(config)
        try:
            archive = load(folder)
            accepted = baseline.read(folder) or {}
            day = today()
        except ArchiveError as error:
            raise PluginError(f"postmortems: {error}") from error
        index = index_of_loaded(folder, archive)
        archive, _ = with_unanswered(folder, archive, index=index)
        everything = check_loaded(folder, archive)
        verdict = baseline.judged(everything, accepted)
        findings = verdict.left
        _report(findings, folder.name)
        if verdict.accepted:
            log.info(
                "errors of old postmortems accepted in the baseline: %d", len(verdict.accepted)
            )
        exposed = {f.path for f in everything if f.rule == credential_shown.ID}
        shown = without_credentials(archive.readable(), exposed)
        hidden = len(archive.postmortems) - len(shown.postmortems)
        if hidden:
            log.info("restricted postmortems left out of the site: %d", hidden)
        self.site = Site(shown.file.name, files, folder, config)
        whole = figures(shown, day)
        for page in pages.all_pages(shown, findings, day, whole, index):
            _add_page(page, self.site, config)
        for data in pages.all_data(shown, day, whole):
            _add_data(data, self.site, config)
        if config.site_url:
            for data in pages.all_feeds(shown, urljoin(config.site_url, quote(f"{folder.name}/"))):
                _add_data(data, self.site, config)
        for moved in pages.all_moved(shown):
            _add_moved(moved, self.site, config)
        _add_search(shown, self.site, config)
        self.boxed = _boxed(self.site, config)
        for path in _attachments(shown):
            source = f"{folder.name}/{path}"
            _add(files, File.generated(config, source, abs_src_path=str(folder / path)))
        _add(files, _asset(config, STYLE))
        return files

    def on_post_page(self, output: str, *, page: HostPage, config: MkDocsConfig) -> str:
        """Adds to what is the theme's: a box to search in, and what chats and feed readers want."""
        if self.boxed:
            search, script = (get_relative_url(f.url, page.file.url) for f in self.boxed)
            output = pages.with_box(output, search, script)
        if not isinstance(page, ArchivePage):
            return output
        told = pages.head(page.ready, self.site.name, page.canonical_url, page.link)
        return output.replace("</head>", f"{told}</head>", 1)

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """The page for what is not found stands at any address, so it needs whole ones."""
        if not (self.boxed and template_name == "404.html"):
            return output_content
        search, script = (urljoin(config.site_url or "/", file.url) for file in self.boxed)
        return pages.with_box(output_content, search, script)

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """All pages are rendered: now it is known which scripts they need."""
        for script in self.site.scripts.values():
            _add(files, script)
        return env

    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: Any) -> Any:
        server.watch(str(self._folder(config)))
        return server


def _report(findings: list[Finding], name: str) -> None:
    """Errors as warnings, which fail a strict build; how many notes a draft has on its page."""
    notes: Counter[str] = Counter()
    for finding in findings:
        if finding.level == "note":
            notes[finding.path] += 1
            continue
        place = f"{name}/{finding.path}:{finding.line}:{finding.column}"
        log.warning("%s: %s [%s]", place, finding.message, finding.rule)
    for path, number in notes.items():
        log.info("%s/%s: %d notes for its author, shown on its page", name, path, number)


def _add(files: Files, file: File) -> None:
    if files.get_file_from_path(file.src_uri):
        log.warning(
            "%s: two files of the site want this place, and only the first has it; rename one",
            file.src_uri,
        )
        return
    files.append(file)


def _asset(config: MkDocsConfig, name: str) -> File:
    """A file that comes with the package, at its place on the site."""
    content = package_files("postmortem_archive").joinpath("assets", name).read_bytes()
    return File.generated(config, f"{ASSETS}/{name}", content=content)


def _add_page(page: pages.Page, site: Site, config: MkDocsConfig) -> None:
    source = f"{site.prefix}/{page.path}"
    file = File.generated(config, source, content="", inclusion=InclusionLevel.NOT_IN_NAV)
    if page.source:
        # Relative to docs_dir, which is what the host's edit_uri points at.
        file.edit_uri = Path(os.path.relpath(site.folder / page.source, site.docs)).as_posix()
    _add(site.files, file)
    file.page = ArchivePage(page, file, config, site)


def _add_data(data: pages.DataFile, site: Site, config: MkDocsConfig) -> None:
    file = File.generated(config, f"{site.prefix}/{data.path}", content="")
    # As bytes: the host would write the line ends of this system.
    file.content_bytes = data.content(lambda path: site.link(path, file))
    _add(site.files, file)


def _add_moved(moved: pages.Moved, site: Site, config: MkDocsConfig) -> None:
    """A document of its own at the address that the page had: no theme, search or sitemap."""
    was = File.generated(config, f"{site.prefix}/{moved.path}", content="")
    file = File.generated(config, was.dest_uri, content="")
    address = site.link(moved.now, file) or ""
    canonical = urljoin(config.site_url, urljoin(file.url, address)) if config.site_url else None
    file.content_bytes = moved.document(address, canonical).encode()
    _add(site.files, file)


def _add_search(archive: Archive, site: Site, config: MkDocsConfig) -> None:
    """The index of the search, and what searches it."""
    at = f"{site.prefix}/{FOLDER}"
    origin = File.generated(config, f"{at}/", content="")
    for file in index_files(archive, lambda path: site.link(path, origin) or "", site.folder):
        _add(site.files, File.generated(config, f"{at}/{file.name}", content=file.content))
    scripts = package_files("postmortem_archive").joinpath("assets", FOLDER).iterdir()
    for script in sorted(scripts, key=lambda one: one.name):
        _add(site.files, _asset(config, f"{FOLDER}/{script.name}"))


def _boxed(site: Site, config: MkDocsConfig) -> tuple[File, File] | None:
    """The search page and the script of the box in the header, unless the site has a search."""
    page = site.files.get_file_from_path(f"{site.prefix}/{SEARCH}")
    own = any(name.rpartition("/")[2] == "search" for name in config.plugins)
    if own or config.theme.name != "material" or page is None:
        return None
    return page, site.script(BOX_SCRIPT)


def _attachments(archive: Archive) -> Iterator[str]:
    """Files of the archive that a postmortem of the site links to."""
    linked = {
        aim(link.target, postmortem.path)[0]
        for postmortem in archive.postmortems
        for link in postmortem.body.links
        if not is_elsewhere(link.target)
    }
    yield from sorted(path for path in linked & archive.files if is_attachable(path))


def toc_tokens(headings: tuple[Heading, ...]) -> list[Any]:
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
