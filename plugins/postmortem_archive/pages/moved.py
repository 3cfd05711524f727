"""The old addresses of postmortems whose file was renamed: each leads to where it is now."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from postmortem_archive.model.archive import Archive
from postmortem_archive.pages.page import fill


@dataclass(frozen=True, slots=True)
class Moved:
    """A page that stood at `path`, and the path of the postmortem that it is now.

    `document` makes the whole HTML, of the new address relative to the old, and absolute
    where the site knows its own.
    """

    path: str
    now: str
    document: Callable[[str, str | None], str]


def all_moved(archive: Archive) -> Iterator[Moved]:
    """Every former path that is nobody's today, in the order of paths."""
    for path, postmortem in sorted(archive.moved.items()):
        title = postmortem.title

        def document(address: str, canonical: str | None, title: str = title) -> str:
            return fill("moved.html", title=title, address=address, canonical=canonical)

        yield Moved(path, postmortem.path, document)
