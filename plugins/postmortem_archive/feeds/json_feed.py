"""A feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from typing import Any

from postmortem_archive.feeds.feed import Entry, Feed


def json_feed(feed: Feed) -> str:
    """The feed; of the same entries the same bytes."""
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _item(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "url": entry.address,
        "title": entry.title,
        "summary": entry.facts,
        "content_text": "\n\n".join(entry.paragraphs) or entry.facts,
        "date_published": entry.moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "tags": list(entry.names),
    }
