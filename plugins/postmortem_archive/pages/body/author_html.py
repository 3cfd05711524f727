"""An author's raw HTML is written anew: listed tags with listed attributes, all properly nested.

Nothing is copied but escaped text, so no class, id or handler of an author's gets through, and
what is handed to the sanitiser is never deep: it needs time that grows with the square of depth.
"""

import re
from collections.abc import Iterator
from html import escape, unescape

from postmortem_archive.pages.body.links import Links
from postmortem_archive.pages.body.sanitise import AUTHOR_ATTRIBUTES, AUTHOR_TAGS, means_something

# Every alternative takes what it has read, closed or not, so no text is read twice. (Groups
# are not possessive, because Python 3.11.2 does not go back after a group's last attempt.)
_MARKUP = re.compile(
    r"""
    (?P<comment><!--(?:-?>|.*?(?:-->|\Z)))
  | (?P<declaration><[!?][^>]*+>?)
  | </(?P<end>[a-z][^\s/<>]*+)[^<>]*+>?
  | <(?P<start>[a-z][^\s/<>]*+)
     (?P<attributes>(?:[\s/]++[^\s"'<>/=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'=<>`]++))?)*)
     [\s/]*+(?P<closed>>)?
  | <
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'=<>`]++)))?"""
)
# In an attribute `&copy=` is not ©: without a semicolon nothing is an entity there.
_ENTITY = re.compile(r"&#?\w+;")

# GitHub shows these as they are written, because they change how what follows is read.
_SHOWN_AS_TEXT = frozenset({
    "iframe", "noembed", "noframes", "plaintext", "script", "style", "textarea", "title", "xmp",
})  # fmt: skip
_EMPTY = frozenset({"br", "hr", "img", "wbr"})
_PHRASING = frozenset({
    "a", "abbr", "b", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd",
    "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tt", "var", "wbr",
})  # fmt: skip
# Browsers open these again in every block that follows until they are closed.
_REOPENED = frozenset({
    "a", "b", "code", "em", "i", "s", "small", "strike", "strong", "tt",
})  # fmt: skip
_MOST_REOPENED = 8
_DEEPEST = 64

_FRAME_OF_TABLE = frozenset({"table", "thead", "tbody", "tfoot", "tr"})
_PARTS_OF_TABLE = frozenset({"caption", "thead", "tbody", "tfoot", "tr", "td", "th"})
_ENDED_BY = {
    "p": {"p"},
    "li": {"li"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "rt": {"rt", "rp"},
    "rp": {"rt", "rp"},
    "td": {"td", "th"},
    "th": {"td", "th"},
    "tr": {"td", "th", "tr"},
    "tbody": {"td", "th", "tr", "thead", "tbody"},
    "tfoot": {"td", "th", "tr", "thead", "tbody"},
}


class AuthorHtml:
    """Rewrites raw HTML piece by piece and knows which of its tags are open.

    The writer of the text around it says where a container of Markdown begins (`enter`) and
    ends (`leave`): tags that were opened in it are closed with it, and cannot close it.
    """

    def __init__(self, links: Links) -> None:
        self._links = links
        self._open: list[str] = []
        self._floor = 0
        self._in_inline = self._in_link = False
        self.ids: set[str] = set()
        # Browsers lift what stands directly in a table out of it, at quadratic cost.
        self.in_frame_of_table = False

    def enter(self) -> int:
        """Begins a container; returns what `leave` wants to be told."""
        outer, self._floor = self._floor, len(self._open)
        return outer

    def leave(self, outer: int) -> str:
        """Ends a container: the end tags of what is still open in it."""
        ends = self._close_to(self._floor)
        self._floor = outer
        return ends

    def leave_table(self) -> str:
        """The end tags of a table in which something appears that is not a part of a table."""
        keep = len(self._open)
        while keep > self._floor and self._open[keep - 1] in _FRAME_OF_TABLE:
            keep -= 1
        return self._close_to(keep)

    def write(self, html: str, in_inline: bool = False, in_link: bool = False) -> str:
        """A piece of raw HTML, safe to stand where Markdown has an inline, or a link, open."""
        self._in_inline, self._in_link = in_inline, in_link
        return "".join(self._pieces(html))

    @property
    def is_in_link(self) -> bool:
        """Whether a link of the author's HTML is open."""
        return "a" in self._open

    def _pieces(self, html: str) -> Iterator[str]:
        done = 0
        for match in _MARKUP.finditer(html):
            yield self._text(html[done : match.start()])
            done = match.end()
            if match["end"]:
                yield self._end(match["end"].lower(), match[0])
            elif match["start"]:
                yield self._start(match["start"].lower(), match)
            elif match[0] == "<":
                yield self._text("<")
        yield self._text(html[done:])

    def _text(self, text: str) -> str:
        shown = text.replace("<", "&lt;")
        if self.in_frame_of_table and not text.isspace() and text:
            return self.leave_table() + shown
        return shown

    def _start(self, name: str, match: re.Match[str]) -> str:
        if not match["closed"] or name in _SHOWN_AS_TEXT:
            return self._text(match[0])
        if name not in AUTHOR_TAGS or (self._in_inline and name not in _PHRASING):
            return ""
        before = self._make_room(name)
        attributes = dict(_attributes(match["attributes"]))
        if name == "img":
            return before + self._image(attributes)
        if name not in _EMPTY and not self._push(name):
            return before
        return before + self._tag(name, attributes)

    def _make_room(self, name: str) -> str:
        """The end tags which a browser would supply before this start tag."""
        ended = _ENDED_BY.get(name, ())
        keep = len(self._open)
        while keep > self._floor and self._open[keep - 1] in ended:
            keep -= 1
        ends = self._close_to(keep)
        if self.in_frame_of_table and name not in _PARTS_OF_TABLE:
            ends += self.leave_table()
        return ends

    def _push(self, name: str) -> bool:
        reopened = sum(tag in _REOPENED for tag in self._open) if name in _REOPENED else 0
        if len(self._open) >= _DEEPEST or reopened >= _MOST_REOPENED:
            return False
        self._open.append(name)
        self.in_frame_of_table = name in _FRAME_OF_TABLE
        return True

    def _end(self, name: str, written: str) -> str:
        if name in _SHOWN_AS_TEXT:
            return self._text(written)
        for index in range(len(self._open) - 1, self._floor - 1, -1):
            if self._open[index] == name:
                return self._close_to(index)
        return ""

    def _close_to(self, keep: int) -> str:
        if len(self._open) == keep:
            return ""
        ends = "".join(f"</{name}>" for name in reversed(self._open[keep:]))
        del self._open[keep:]
        self.in_frame_of_table = bool(self._open) and self._open[-1] in _FRAME_OF_TABLE
        return ends

    def _image(self, attributes: dict[str, str]) -> str:
        title = attributes.pop("title", "")
        source, alt = attributes.pop("src", ""), attributes.pop("alt", "")
        more = _written("img", attributes)
        return self._links.image(source, alt, title, more, self._in_link or self.is_in_link)

    def _tag(self, name: str, attributes: dict[str, str]) -> str:
        anchor = self._anchor(attributes.pop("id", "") or attributes.pop("name", ""))
        if name == "a" and "href" in attributes:
            opening = self._links.opening(attributes["href"], attributes.get("title", ""))
            return f"{opening[:-1]}{anchor}>"
        return f"<{name}{_written(name, attributes)}{anchor}>"

    def _anchor(self, wanted: str) -> str:
        """An author's id, in GitHub's way: out of the way of every id the page has itself."""
        if not wanted:
            return ""
        self.ids.add(wanted)
        return f' id="user-content-{escape(wanted)}"'


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    """Names and values; of two that are called the same, browsers take the first."""
    seen = set()
    for match in _ATTRIBUTE.finditer(text):
        name = match[1].lower()
        if name not in seen:
            seen.add(name)
            yield (
                name,
                _ENTITY.sub(lambda m: unescape(m[0]), match[2] or match[3] or match[4] or ""),
            )


def _written(tag: str, attributes: dict[str, str]) -> str:
    listed = AUTHOR_ATTRIBUTES["*"] | AUTHOR_ATTRIBUTES.get(tag, frozenset())
    return "".join(
        f' {name}="{escape(value)}"'
        for name, value in attributes.items()
        if name in listed and means_something(name, value)
    )
