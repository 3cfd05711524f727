"""Puts a search box into the header of Material's pages, where the theme has its own otherwise."""

import re

from postmortem_archive.pages.page import fill

SCRIPT = "search_box.js"
_HEADER = re.compile(r'<nav class="md-header__inner[^>]{0,300}>')
_SOURCE = '<div class="md-header__source">'


def with_box(html: str, page: str, script: str, index: str) -> str:
    """A page of the site with the box before the link to the repository, or last in the header.

    `page` is the address of the search page, `script` that of SCRIPT, `index` that of the search
    index's head. A page whose header is not Material's stays as it is.
    """
    header = _HEADER.search(html)
    end = html.find("</nav>", header.end()) if header else -1
    if not header or end < 0:
        return html
    source = html.find(_SOURCE, header.end(), end)
    at = end if source < 0 else source
    box = fill("search_box.html", page=page, script=script, index=index)
    return f"{html[:at]}{box}{html[at:]}"
