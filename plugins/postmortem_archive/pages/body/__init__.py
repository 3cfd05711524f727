"""A postmortem's body, GitHub's Markdown by anyone, becomes safe HTML with anchored headings.

What the review on GitHub shows is what the page shows: same dialect, same anchors, same HTML
let through. What Material can do better than plain HTML is written as Material wants it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from postmortem_archive import markdown
from postmortem_archive.pages.body.bare_links import link_bare_addresses
from postmortem_archive.pages.body.notes import Note, Notes
from postmortem_archive.pages.body.sanitise import clean
from postmortem_archive.pages.body.writer import BodyWriter, Heading

__all__ = ["Heading", "Note", "RenderedBody", "render"]


@dataclass(frozen=True, slots=True)
class RenderedBody:
    """The HTML, its headings for the table of contents, and whether diagrams are to be drawn."""

    html: str
    headings: tuple[Heading, ...]
    has_diagrams: bool


def render(
    body: str, resolve: Callable[[str], str | None], notes: Mapping[int, Note] | None = None
) -> RenderedBody:
    """Renders a body; `resolve` turns relative targets into addresses, or None if there is none.

    A first heading of level 1 is left out: the page shows the title of the front matter.
    `notes` stand beside the table row, the list item or the heading that begins on a line
    of the body, counted from 0.
    """
    # Neither half a character nor a zero byte can stand in HTML.
    text = body.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")
    linked = link_bare_addresses(text)
    if notes:
        writer = BodyWriter(resolve, Notes(notes, linked))
        for event, start in markdown.merged_events_with_start(linked):
            writer.take(event, start)
    else:
        writer = BodyWriter(resolve)
        for event in markdown.merged_events(linked):
            writer.take(event)
    return RenderedBody(clean(writer.html()), tuple(writer.headings), writer.has_diagrams)
