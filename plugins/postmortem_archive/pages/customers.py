"""Sets apart, in a postmortem's text, the section that was written for customers."""

from html.parser import HTMLParser

from postmortem_archive.pages.body import Heading

_VOID = frozenset(("area", "br", "col", "hr", "img", "input", "source", "track", "wbr"))
_FOOTNOTES = '<div class="footnote">'


def set_apart(html: str, headings: tuple[Heading, ...], anchor: str | None) -> str:
    """The text with a box around the section at `anchor`, its heading and its subsections included.

    `html` is sanitised. Where the section shares an element with what is around it, as an
    author's own HTML may, there is no box.
    """
    places = [place for place, heading in enumerate(headings) if heading.anchor == anchor]
    if not places:
        return html
    first, rest = headings[places[0]], headings[places[0] + 1 :]
    following = next((heading for heading in rest if heading.level <= first.level), None)
    start = _start_of(html, first)
    end = _start_of(html, following) if following else html.rfind(_FOOTNOTES, max(start, 0))
    end = end if end >= 0 else len(html)
    section = html[start:end]
    if not (0 <= start < end and _is_whole(section)):
        return html
    return f'{html[:start]}<section class="pm-customers">\n{section}</section>\n{html[end:]}'


def _start_of(html: str, heading: Heading) -> int:
    return html.find(f'<h{heading.level} id="{heading.anchor}"')


def _is_whole(html: str) -> bool:
    """Whether each element that begins in it ends in it, and the other way round."""
    balance = _Balance()
    balance.feed(html)
    balance.close()
    return not (balance.open or balance.broken)


class _Balance(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.broken = False

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.broken = self.broken or not self.open or self.open.pop() != tag
