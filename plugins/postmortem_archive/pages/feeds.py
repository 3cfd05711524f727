"""Where the feeds of an archive stand, and what each is a feed of."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from urllib.parse import urljoin

from postmortem_archive.feeds import Feed, atom, day_of, entries_of, json_feed
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.pages.data import DataFile
from postmortem_archive.pages.page import Link
from postmortem_archive.pages.places import INDEX, Places, feed_of
from postmortem_archive.translation import _

_FORMS: tuple[tuple[str, Callable[[Feed], str]], ...] = ((".xml", atom), (".json", json_feed))
# What one may follow by itself.
_FOLLOWED = ("services", "severities", "tags")


def all_feeds(archive: Archive, site: str) -> Iterator[DataFile]:
    """The feeds of the archive and of each service, severity and tag, in both forms.

    `site` is the absolute address of the archive's place, with a slash at its end: a feed is
    read far from where it stands. What has no dated postmortem but drafts has no feed.
    """
    places = Places(archive)
    name = archive.file.name
    about = archive.file.description or _("The newest postmortems of {archive}.", archive=name)
    yield from _feeds(INDEX, name, about, archive.postmortems, archive, site)
    for folder in _FOLLOWED:
        for value, posts in places.members[folder].items():
            path = places.of(folder, value) or INDEX
            title = f"{name}: {value}"
            about = _(
                "The newest postmortems of {archive} under {value}.", archive=name, value=value
            )
            yield from _feeds(path, title, about, posts, archive, site)


def _feeds(
    of: str,
    title: str,
    about: str,
    posts: Sequence[Postmortem],
    archive: Archive,
    site: str,
) -> Iterator[DataFile]:
    if not any(map(day_of, posts)):
        return
    for suffix, written in _FORMS:
        path = feed_of(of) + suffix

        def text(link: Link, path: str = path, written: Callable[[Feed], str] = written) -> str:
            own = urljoin(site, path)
            absolute = partial(_absolute, own, link)
            entries = entries_of(posts, archive, lambda post: absolute(post.path))
            return written(Feed(title, about, absolute(of), own, tuple(entries)))

        yield DataFile(path, text)


def _absolute(own: str, link: Link, path: str) -> str:
    return urljoin(own, link(path) or "")
