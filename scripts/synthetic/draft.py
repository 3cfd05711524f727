"""A postmortem's text in the making: sections of sentences, items and ready blocks."""

from dataclasses import dataclass, field

from scripts.synthetic.voice import Voice, count_words

_WIDTH = 100
_LONGEST_LABEL = 30
# Words that would begin a list, a quotation or a heading if a line began with them.
_MARKS = ("-", "–", "+", "*", "#", ">")
# In the order of the template, each with the headings it may go by.
_SECTIONS = {
    "Summary": ("Summary",),
    "Impact": ("Impact",),
    "Timeline": ("Timeline",),
    "Root cause": ("Root cause", "Root cause", "Root cause analysis", "Cause"),
    "Trigger": ("Trigger",),
    "Detection": ("Detection",),
    "Response": ("Response", "Response", "Response assessment"),
    "Mitigation": ("Mitigation", "Mitigation", "Resolution", "Recovery"),
    "Contributing factors": ("Contributing factors",),
    "What went well": ("What went well",),
    "What went poorly": ("What went poorly", "What went wrong", "What could have gone better"),
    "Where we got lucky": ("Where we got lucky",),
    "Action items": ("Action items", "Action items", "Follow-up actions"),
    "Lessons learned": ("Lessons learned", "Lessons learned", "Lessons"),
    "Supporting information": ("Supporting information", "References", "Appendix"),
}


@dataclass
class Section:
    """What stands under a heading, in this order."""

    title: str
    sentences: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)


class Draft:
    """Takes what is said, section by section, and sets it as Markdown."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self.sections = {
            name: Section(voice.rng.choice(titles)) for name, titles in _SECTIONS.items()
        }
        self._words = 0
        self._label = voice.rng.choice(("**{}:** {}", "**{}.** {}", "{}: {}"))
        self._wrapped = voice.chance(80)
        self._in_points = voice.chance(25)

    def say(self, section: str, patterns: list[str]) -> None:
        """Adds a sentence that was not said before, if there is one."""
        for sentence in self.voice.several(patterns, 1):
            self.sections[section].sentences.append(sentence)
            self._words += count_words(sentence)

    def item(self, section: str, patterns: list[str]) -> None:
        """Adds a list item; one that begins with a label has it set apart."""
        for item in self.voice.several(patterns, 1):
            self.sections[section].items.append(self._labelled(item))
            self._words += count_words(item)

    def _labelled(self, item: str) -> str:
        label, mark, rest = item.partition(": ")
        if not mark or len(label) >= _LONGEST_LABEL:
            return item
        if self._label.endswith(".** {}") and rest[:2].isalpha():
            rest = rest[0].upper() + rest[1:]
        return self._label.format(label, rest)

    def block(self, section: str, block: str) -> None:
        self.sections[section].blocks.append(block)
        self._words += count_words(block)

    def words(self) -> int:
        """How many words there are so far, headings included."""
        filled = (s for s in self.sections.values() if s.sentences or s.items or s.blocks)
        return self._words + sum(len(section.title.split()) for section in filled)

    def text(self) -> str:
        parts = []
        for name, section in self.sections.items():
            points = self._in_points and name in ("Response", "Mitigation")
            items = [*(section.sentences if points else ()), *section.items]
            listed = "\n".join(self._lines(f"- {item}", "  ") for item in items)
            prose = () if points else self._paragraphs(section.sentences)
            content = [part for part in (*prose, listed, *section.blocks) if part]
            if content:
                parts += [f"## {section.title}", *content]
        return "\n\n".join(parts)

    def _paragraphs(self, sentences: list[str]) -> list[str]:
        return [
            self._lines(" ".join(sentences[index : index + 3]))
            for index in range(0, len(sentences), 3)
        ]

    def _lines(self, text: str, indent: str = "") -> str:
        """The text in lines of at most 100 characters, where this author wraps."""
        if not self._wrapped or len(text) <= _WIDTH:
            return text
        lines, line = [], ""
        for word in text.split(" "):
            if len(line) + len(word) >= _WIDTH and not _begins_block(word):
                lines.append(line)
                line = indent + word
            else:
                line = f"{line} {word}" if line else word
        return "\n".join([*lines, line])


def _begins_block(word: str) -> bool:
    return word in _MARKS or (word[:-1].isdigit() and word[-1] in ".)")
