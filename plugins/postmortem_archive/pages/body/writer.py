"""Writes the HTML of a body, event by event."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import escape, unescape
from typing import Any, NamedTuple

from postmortem_archive.markdown import Anchors
from postmortem_archive.pages.body.author_html import AuthorHtml
from postmortem_archive.pages.body.code import CodeBlocks, diagram, language_of
from postmortem_archive.pages.body.footnotes import Footnotes
from postmortem_archive.pages.body.links import Links
from postmortem_archive.pages.body.notes import NONE, Notes
from postmortem_archive.translation import N_, _

# What ends an element: its end tag, or what else is to be done then.
_End = str | Callable[[], None]

# The sanitiser needs time that grows with the square of depth; what is deeper goes unmarked.
_DEEPEST = 100

_NESTING = frozenset({"BlockQuote", "List", "Item", "Emphasis", "Strong", "Strikethrough"})
_ENDS_OF_INLINES = frozenset({"</a>", "</em>", "</strong>", "</del>"})
_SHOWN = frozenset({"Code", "HardBreak", "Rule", "FootnoteReference", "TaskListMarker"})

# GitHub's alerts as those of Material's admonitions that look most alike.
_ADMONITIONS = {
    "Note": "note",
    "Tip": "tip",
    "Important": "info",
    "Warning": "warning",
    "Caution": "danger",
}
_ALIGNMENTS = {
    "Left": ' style="text-align: left"',
    "Center": ' style="text-align: center"',
    "Right": ' style="text-align: right"',
}
_BOX = (
    '<label class="task-list-control">'
    '<input type="checkbox" disabled{checked} aria-label="{label}">'
    '<span class="task-list-indicator"></span></label> '
)
# What GitHub writes above an alert.
_ALERTS = {
    "Note": N_("Note"),
    "Tip": N_("Tip"),
    "Important": N_("Important"),
    "Warning": N_("Warning"),
    "Caution": N_("Caution"),
}

_LINK_TO_FRAGMENT = re.compile(r'<a href="#([^"]*)"')


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the page: its level from 1 to 6, its plain text, the id it is reached by."""

    level: int
    title: str
    anchor: str


class _Tag(NamedTuple):
    """A start tag that has been written, of an element whose name has two letters."""

    out: list[str]
    at: int

    def add_class(self, name: str) -> None:
        start, rest = self.out[self.at][:3], self.out[self.at][3:]
        if "class=" not in rest:
            self.out[self.at] = f'{start} class="{name}"{rest}'


class BodyWriter:
    """Takes the parser's events one by one; `html`, `headings` and `has_diagrams` are the result.

    `_out` is where HTML goes: the page, or aside for a footnote, an image's text, code, a heading
    that is left out. `_words` are the plain texts being collected, the innermost last. `_ends`
    has an entry for each element that is open.
    """

    def __init__(self, resolve: Callable[[str], str | None], notes: Notes | None = None) -> None:
        self.headings: list[Heading] = []
        self.has_diagrams = False
        self._links = Links(resolve)
        self._author = AuthorHtml(self._links)
        self._footnotes = Footnotes()
        self._code = CodeBlocks()
        self._anchors = Anchors()
        self._out: list[str] = []
        self._words: list[list[str]] = []
        self._ends: list[_End] = []
        self._lists: list[_Tag] = []
        self._items: list[_Tag] = []
        self._alignments: tuple[str, ...] = ()
        self._cell, self._column = "td", 0
        self._notes, self._note, self._at = notes or Notes({}, ""), NONE, 0
        self._in_image = self._seen_heading = False

    def html(self) -> str:
        """All of it, footnotes last. To be sanitised."""
        page = "".join([*self._out, self._author.leave(0), self._footnotes.section()])
        ids = self._author.ids - {heading.anchor for heading in self.headings}
        return _led_to_authors(page, ids) if ids else page

    def take(self, event: Any, start: int = 0) -> None:
        """Writes what one event of the parser stands for; `start` is the byte it begins at."""
        self._at = start
        kind, detail = _split(event)
        if self._author.in_frame_of_table and _is_content(kind, detail):
            self._out.append(self._author.leave_table())
        _TAKERS[kind](self, detail)

    def _start(self, tag: Any) -> None:
        name, detail = _split(tag)
        is_too_deep = len(self._ends) >= _DEEPEST and name in _NESTING
        is_marked = not self._in_image and not is_too_deep
        self._ends.append(_STARTERS[name](self, detail) if is_marked else "")

    def _end(self, _tag: Any) -> None:
        end = self._ends.pop()
        if isinstance(end, str):
            self._out.append(end)
        else:
            end()

    # Text

    def _text(self, text: str) -> None:
        if self._words:
            self._words[-1].append(text)
        self._out.append(escape(text, quote=False))

    def _inline_code(self, text: str) -> None:
        if self._words:
            self._words[-1].append(text)
        self._out.append(f"<code>{escape(text, quote=False)}</code>")

    def _soft_break(self, _: None) -> None:
        if self._words:
            self._words[-1].append(" ")
        self._out.append("\n")

    def _hard_break(self, _: None) -> None:
        if self._words:
            self._words[-1].append(" ")
        self._out.append("<br>\n")

    def _rule(self, _: None) -> None:
        self._out.append("<hr>\n")

    def _footnote_mention(self, label: str) -> None:
        if not self._in_image:
            self._out.append(self._footnotes.mention(label))

    # Raw HTML

    def _inline_html(self, html: str) -> None:
        if not self._in_image:
            in_inline = bool(self._ends) and self._ends[-1] in _ENDS_OF_INLINES
            self._out.append(self._author.write(html, in_inline, "</a>" in self._ends))

    def _html_block(self, _: None) -> _End:
        lines: list[str] = []
        self._words.append(lines)
        return partial(self._end_html_block, lines)

    def _html_line(self, line: str) -> None:
        self._words[-1].append(line)

    def _end_html_block(self, lines: list[str]) -> None:
        self._words.pop()
        self._out.append(self._author.write("".join(lines)))

    # Blocks

    def _paragraph(self, _: None) -> _End:
        self._out.append("<p>")
        return "</p>\n"

    def _container(self, start: str, end: str) -> _End:
        """An element that closes with it what an author's HTML has opened in it."""
        self._out.append(start)
        return partial(self._end_container, end, self._author.enter())

    def _end_container(self, end: str, outer: int) -> None:
        self._out.append(self._author.leave(outer) + end)

    def _quotation(self, alert: str | None) -> _End:
        if alert is None:
            return self._container("<blockquote>\n", "</blockquote>\n")
        title = f'<p class="admonition-title">{escape(_(_ALERTS[alert]))}</p>\n'
        return self._container(
            f'<div class="admonition {_ADMONITIONS[alert]}">\n{title}', "</div>\n"
        )

    def _list(self, first: int | None) -> _End:
        self._lists.append(_Tag(self._out, len(self._out)))
        if first is None:
            self._out.append("<ul>\n")
            return partial(self._end_list, "</ul>\n")
        self._out.append("<ol>\n" if first == 1 else f'<ol start="{first}">\n')
        return partial(self._end_list, "</ol>\n")

    def _end_list(self, end: str) -> None:
        self._lists.pop()
        self._out.append(end)

    def _item(self, _: None) -> _End:
        note = self._notes.take(self._at)
        self._items.append(_Tag(self._out, len(self._out)))
        self._out += [f"<li{note.id}>", note.html]
        return partial(self._end_item, self._author.enter())

    def _end_item(self, outer: int) -> None:
        self._items.pop()
        self._end_container("</li>\n", outer)

    def _task(self, is_done: bool) -> None:
        # Only now is it known what kind of item, and of list, has been opened.
        if self._items:
            self._items[-1].add_class("task-list-item")
            self._lists[-1].add_class("task-list")
            label = escape(_("Done") if is_done else _("Not done"))
            self._out.append(_BOX.format(checked=" checked" if is_done else "", label=label))

    def _code_block(self, kind: Any) -> _End:
        language = "" if kind == "Indented" else language_of(kind["Fenced"])
        return self._aside(partial(self._end_code_block, language))

    def _end_code_block(self, language: str, code: str, _html: list[str]) -> None:
        if language == "mermaid":
            self.has_diagrams = True
            self._out.append(diagram(code))
        else:
            self._out.append(self._code.write(language, code))

    def _footnote(self, label: str) -> _End:
        outer = self._author.enter()
        return self._aside(partial(self._end_footnote, label, outer))

    def _end_footnote(self, label: str, outer: int, _words: str, html: list[str]) -> None:
        self._footnotes.define(label, [*html, self._author.leave(outer)])

    def _aside(self, then: Callable[[str, list[str]], None]) -> _End:
        """Collects HTML and words apart from the page; `then` gets both when they are complete."""
        page, self._out = self._out, []
        self._words.append([])
        return partial(self._end_aside, page, then)

    def _end_aside(self, page: list[str], then: Callable[[str, list[str]], None]) -> None:
        html, self._out = self._out, page
        then("".join(self._words.pop()), html)

    # Headings

    def _heading(self, heading: dict[str, Any]) -> _End:
        is_title = not self._seen_heading and heading["level"] == "H1" and self._is_at_top()
        self._seen_heading = True
        end = self._end_title if is_title else self._end_heading
        note = self._notes.take(self._at).html
        return self._aside(partial(end, int(heading["level"][1]), note, self._author.enter()))

    def _is_at_top(self) -> bool:
        return not self._ends and not any(part.strip() for part in self._out)

    def _end_title(self, _level: int, _note: str, outer: int, words: str, _html: list[str]) -> None:
        self._author.leave(outer)
        # GitHub shows it, so a later heading of the same words is the second there.
        self._anchors.of(_plain(words))

    def _end_heading(self, level: int, note: str, outer: int, words: str, html: list[str]) -> None:
        title = _plain(words)
        anchor = self._anchors.of(title)
        if title:
            self.headings.append(Heading(level, title, anchor))
        hint = escape(_("Permanent link"))
        permalink = f'<a class="headerlink" href="#{anchor}" title="{hint}">¶</a>'
        self._out.append(f'<h{level} id="{anchor}">')
        self._out += html
        self._out.append(f"{self._author.leave(outer)}{note}{permalink}</h{level}>\n")

    # Tables

    def _table(self, alignments: tuple[str, ...]) -> _End:
        self._alignments = tuple(_ALIGNMENTS.get(each, "") for each in alignments)
        self._out.append("<table>\n")
        return "</tbody>\n</table>\n"

    def _table_head(self, _: None) -> _End:
        self._cell, self._column = "th", 0
        self._out.append("<thead>\n<tr>")
        return "</tr>\n</thead>\n<tbody>\n"

    def _table_row(self, _: None) -> _End:
        self._cell, self._column = "td", 0
        self._note = self._notes.take(self._at)
        self._out.append(f"<tr{self._note.id}>")
        return "</tr>\n"

    def _table_cell(self, _: None) -> _End:
        alignment = self._alignments[self._column]
        is_noted = self._cell == "td" and self._column == self._note.column
        note = self._note.html if is_noted else ""
        self._column += 1
        return self._container(f"<{self._cell}{alignment}>", f"{note}</{self._cell}>")

    # Inlines

    def _emphasis(self, _: None) -> _End:
        self._out.append("<em>")
        return "</em>"

    def _strong(self, _: None) -> _End:
        self._out.append("<strong>")
        return "</strong>"

    def _strikethrough(self, _: None) -> _End:
        self._out.append("<del>")
        return "</del>"

    def _link(self, link: dict[str, Any]) -> _End:
        scheme = "mailto:" if link["link_type"] == "Email" else ""
        self._out.append(self._links.opening(scheme + link["dest_url"], link["title"]))
        return "</a>"

    def _image(self, image: dict[str, Any]) -> _End:
        self._in_image = True
        return self._aside(partial(self._end_image, image["dest_url"], image["title"]))

    def _end_image(self, target: str, title: str, words: str, _html: list[str]) -> None:
        self._in_image = False
        self._out.append(self._links.image(target, words, title, linked=self._is_in_link()))

    def _is_in_link(self) -> bool:
        return "</a>" in self._ends or self._author.is_in_link


_TAKERS: dict[str, Callable[[BodyWriter, Any], None]] = {
    "Start": BodyWriter._start,
    "End": BodyWriter._end,
    "Text": BodyWriter._text,
    "Code": BodyWriter._inline_code,
    "SoftBreak": BodyWriter._soft_break,
    "HardBreak": BodyWriter._hard_break,
    "Rule": BodyWriter._rule,
    "FootnoteReference": BodyWriter._footnote_mention,
    "TaskListMarker": BodyWriter._task,
    "InlineHtml": BodyWriter._inline_html,
    "Html": BodyWriter._html_line,
}

_STARTERS: dict[str, Callable[[BodyWriter, Any], _End]] = {
    "Paragraph": BodyWriter._paragraph,
    "Heading": BodyWriter._heading,
    "BlockQuote": BodyWriter._quotation,
    "List": BodyWriter._list,
    "Item": BodyWriter._item,
    "CodeBlock": BodyWriter._code_block,
    "HtmlBlock": BodyWriter._html_block,
    "FootnoteDefinition": BodyWriter._footnote,
    "Table": BodyWriter._table,
    "TableHead": BodyWriter._table_head,
    "TableRow": BodyWriter._table_row,
    "TableCell": BodyWriter._table_cell,
    "Emphasis": BodyWriter._emphasis,
    "Strong": BodyWriter._strong,
    "Strikethrough": BodyWriter._strikethrough,
    "Link": BodyWriter._link,
    "Image": BodyWriter._image,
}


def _split(value: Any) -> tuple[str, Any]:
    """The parser writes what has no details as a string, the rest as a dict of one key."""
    if isinstance(value, str):
        return value, None
    pair: tuple[str, Any] = next(iter(value.items()))
    return pair


def _is_content(kind: str, detail: Any) -> bool:
    """Whether an event shows something of its own, besides HTML."""
    if kind == "Text":
        return not detail.isspace()
    return detail != "HtmlBlock" if kind == "Start" else kind in _SHOWN


def _plain(words: str) -> str:
    return " ".join(words.split())


def _led_to_authors(html: str, ids: set[str]) -> str:
    """An author's link to an author's id follows it to where it was put."""
    return _LINK_TO_FRAGMENT.sub(
        lambda link: f'<a href="#user-content-{link[1]}"' if unescape(link[1]) in ids else link[0],
        html,
    )
