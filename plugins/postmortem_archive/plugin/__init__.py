"""The MkDocs plugin: reads the archive, reports what the check finds, and adds the pages.

A thin adapter over public hooks: everything it shows is made by functions that know
neither MkDocs nor the disk. It also runs under ProperDocs, which loads MkDocs plugins.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as HostPage
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
from postmortem_archive.pages.places import SEARCH, SEARCH_INDEX
from postmortem_archive.pages.search_box import SCRIPT as BOX_SCRIPT
from postmortem_archive.plugin.site import (
    ASSETS,
    ArchivePage,
    Site,
    add,
    add_data,
    add_moved,
    add_page,
    add_search,
    asset,
)
from postmortem_archive.resemblance import Index
from postmortem_archive.rules import credential_shown
from postmortem_archive.statistics import figures
from postmortem_archive.translation import MessagesError, catalogue_of, languages, speak

log = logging.getLogger("mkdocs.plugins.postmortems")

STYLE = "archive.css"


class PostmortemsConfig(Config):
    folder = config_options.Type(str, default="postmortems")


class PostmortemsPlugin(BasePlugin[PostmortemsConfig]):
    """Adds an archive of postmortems to a site. One option: the folder."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        config.extra_css = [*config.extra_css, f"{ASSETS}/{STYLE}"]
        self._speak(config)
        return config

    def _speak(self, config: MkDocsConfig) -> None:
        """In the language of the theme, and as the archive's own message file says it."""
        folder = self._folder(config)
        wanted = _language(config)

        def say(problem: str) -> None:
            log.warning("%s/%s", folder.name, problem)

        try:
            catalogue = catalogue_of(wanted, folder, say)
        except MessagesError as error:
            raise PluginError(f"{folder.name}/{error}") from None
        if catalogue.language == "en" and not wanted.startswith("en"):
            shipped = ", ".join(languages())
            log.info(
                "what the archive says is in English: of %s there is nothing, only of %s; "
                "%s/messages.po can say it",
                wanted, shipped, folder.name,
            )  # fmt: skip
        speak(catalogue)

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
        self._fill(shown, findings, day, index, config)
        self.boxed = _boxed(self.site, config)
        return files

    def _fill(
        self,
        shown: Archive,
        findings: list[Finding],
        day: date,
        index: Index,
        config: MkDocsConfig,
    ) -> None:
        """Adds to the site all that an archive has there."""
        site, whole = self.site, figures(shown, day)
        for page in pages.all_pages(shown, findings, day, whole, index):
            add_page(page, site, config)
        for data in pages.all_data(shown, day, whole):
            add_data(data, site, config)
        if config.site_url:
            for data in pages.all_feeds(shown, urljoin(config.site_url, quote(f"{site.prefix}/"))):
                add_data(data, site, config)
        for moved in pages.all_moved(shown):
            add_moved(moved, site, config)
        add_search(shown, site, config)
        for path in _attachments(shown):
            source = f"{site.prefix}/{path}"
            add(site.files, File.generated(config, source, abs_src_path=str(site.folder / path)))
        add(site.files, asset(config, STYLE))

    def on_post_page(self, output: str, *, page: HostPage, config: MkDocsConfig) -> str:
        """Adds to what is the theme's: a box to search in, and what chats and feed readers want."""
        if self.boxed:
            addresses = (get_relative_url(file.url, page.file.url) for file in self.boxed)
            output = pages.with_box(output, *addresses)
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
        addresses = (urljoin(config.site_url or "/", file.url) for file in self.boxed)
        return pages.with_box(output_content, *addresses)

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """All pages are rendered: now it is known which scripts they need."""
        for script in self.site.scripts.values():
            add(files, script)
        return env

    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: Any) -> Any:
        server.watch(str(self._folder(config)))
        return server


def _language(config: MkDocsConfig) -> str:
    """That of the theme: Material has a `language`, others a `locale`."""
    theme = config.theme
    return str(theme.get("language", theme.locale or "en"))


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


def _boxed(site: Site, config: MkDocsConfig) -> tuple[File, File, File] | None:
    """What the box in the header needs, unless the site has a search: page, script and index."""
    page = site.files.get_file_from_path(f"{site.prefix}/{SEARCH}")
    index = site.files.get_file_from_path(f"{site.prefix}/{SEARCH_INDEX}")
    own = any(name.rpartition("/")[2] == "search" for name in config.plugins)
    if own or config.theme.name != "material" or page is None or index is None:
        return None
    return page, site.script(BOX_SCRIPT), index


def _attachments(archive: Archive) -> Iterator[str]:
    """Files of the archive that a postmortem of the site links to."""
    linked = {
        aim(link.target, postmortem.path)[0]
        for postmortem in archive.postmortems
        for link in postmortem.body.links
        if not is_elsewhere(link.target)
    }
    yield from sorted(path for path in linked & archive.files if is_attachable(path))
