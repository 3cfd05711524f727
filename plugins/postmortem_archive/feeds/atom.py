"""A feed as Atom (RFC 4287). The door to feedgenerator."""

from html import escape

from feedgenerator import Atom1Feed

from postmortem_archive.feeds.feed import Feed


def atom(feed: Feed) -> str:
    """The feed; of the same entries the same bytes."""
    made = Atom1Feed(
        title=feed.title,
        link=feed.home,
        description=feed.description,
        feed_url=feed.address,
        feed_guid=feed.address,
        author_name=feed.title,
    )
    for entry in feed.entries:
        paragraphs = (entry.facts, *entry.paragraphs)
        made.add_item(
            title=entry.title,
            link=entry.address,
            description="".join(f"<p>{escape(text)}</p>" for text in paragraphs if text),
            unique_id=entry.id,
            pubdate=entry.moment,
            updateddate=entry.moment,
            categories=entry.names,
        )
    return str(made.writeString("utf-8"))
