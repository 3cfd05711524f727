"""What a page says in its head to those who show it elsewhere: chats, feed readers."""

from postmortem_archive.pages.page import Link, Page, fill
from postmortem_archive.pages.places import INDEX, feed_of


def head(page: Page, archive: str, address: str | None, link: Link) -> str:
    """OpenGraph's title and description, and the feeds that the page belongs to.

    `archive` is the archive's name, `address` the page's own, absolute, where it is known.
    Source: https://ogp.me, and the discovery rules of RFC 5023 and JSON Feed 1.1.
    """
    own = page.feed if page.feed and link(f"{page.feed}.xml") else None
    feed = own or feed_of(INDEX)
    return fill(
        "head.html",
        kind="article" if page.source else "website",
        site=archive,
        title=page.title,
        description=page.description,
        address=address,
        feed=f"{archive}: {page.title}" if own else archive,
        atom=link(f"{feed}.xml"),
        json=link(f"{feed}.json"),
    )
