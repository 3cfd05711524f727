"""The footnotes of one text: numbered by first mention, shown at its end, linked both ways."""

from dataclasses import dataclass, field
from html import escape

from postmortem_archive.translation import _


@dataclass(slots=True)
class _Note:
    number: int
    mentions: int = 0


@dataclass(slots=True)
class Footnotes:
    """Collects mentions and definitions as they come; `section` shows them at the end.

    The ids are Python-Markdown's, which Material styles; their colon stands in no anchor.
    """

    _mentioned: dict[str, _Note] = field(default_factory=dict)
    _defined: dict[str, list[str]] = field(default_factory=dict)

    def mention(self, label: str) -> str:
        """The raised number in the text."""
        note = self._mentioned.setdefault(label.casefold(), _Note(len(self._mentioned) + 1))
        note.mentions += 1
        return (
            f'<sup id="{_mention_id(note.number, note.mentions)}">'
            f'<a class="footnote-ref" href="#fn:{note.number}">{note.number}</a></sup>'
        )

    def define(self, label: str, html: list[str]) -> None:
        """What a label stands for; of two definitions the first holds."""
        self._defined.setdefault(label.casefold(), html)

    def section(self) -> str:
        """The notes somebody mentions, in the order of their numbers; "" if there are none."""
        items = "".join(
            self._item(note, "".join(self._defined.get(label, [])))
            for label, note in self._mentioned.items()
        )
        return f'<div class="footnote">\n<hr>\n<ol>\n{items}</ol>\n</div>\n' if items else ""

    def _item(self, note: _Note, html: str) -> str:
        back = "".join(_way_back(note.number, mention + 1) for mention in range(note.mentions))
        # As on GitHub the arrow ends the last paragraph, if a paragraph is what comes last.
        text, ends_in_paragraph = html.removesuffix("</p>\n"), html.endswith("</p>\n")
        shown = f"{text}{back}</p>\n" if ends_in_paragraph else f"{text}<p>{back}</p>\n"
        return f'<li id="fn:{note.number}">\n{shown}</li>\n'


def _mention_id(number: int, mention: int) -> str:
    return f"fnref:{number}" if mention == 1 else f"fnref{mention}:{number}"


def _way_back(number: int, mention: int) -> str:
    title = escape(_("Jump back to footnote {number} in the text", number=number))
    return (
        f'&nbsp;<a class="footnote-backref" href="#{_mention_id(number, mention)}"'
        f' title="{title}">↩</a>'
    )
