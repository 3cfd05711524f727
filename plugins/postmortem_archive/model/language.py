"""Wordings that a language rule looks for, and the blameless form that it offers for each.

With them, in the same file: words by group, and the glossary of abbreviations.

A wording is compiled to a bounded pattern of fixed words, and tried only on texts in which
its rarest word stands, so a text is searched in linear time however it was made.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property

from postmortem_archive.model.declared import Declared, Defect, Names, Path, Text, Texts, declare
from postmortem_archive.model.nearest import suggestion
from postmortem_archive.model.template import wording

_GROUP = re.compile(r"\{([a-z-]{1,30})\}")
_NAMED = re.compile(r"\{([^{}?]{0,40})\??\}")
# What stands for some letters, with the letters beside it that belong to the same word.
_PARTIAL = re.compile(r"\w{0,60}(?:\*|\{[^{}]{0,40}\})[\w*]{0,60}")
_WORD = re.compile(r"\w+")
_OPTIONAL = re.compile(r"\{([a-z-]{1,30})\?\}")
# The words of a wording are at most this many blanks apart: a line break and its indent.
_GAP = r"\s{1,12}"
# A wording's longer forms are looked for this far around it.
_AROUND = 120
# Groups that name groups.
_DEEPEST = 4
# A pattern of more letters than this is a mistake, or a trap.
_LONGEST = 100_000
# The one rule that compares whole texts, all of them short, and so needs no fixed word in them.
WHOLE = "action-vague"
# The rules with wordings, and where their wordings stand in the file.
RULES = {
    "blame": "blame",
    "counterfactual": "counterfactual",
    "human-error": "human_error",
    "animated-word": "animated_word",
    "action-vague": "action_vague",
    "action-vague-anywhere": "action_vague_anywhere",
    "earlier-incident-without-link": "earlier_incident",
}


class Wording(Declared):
    """Words that a rule finds, and what to say in their place."""

    find: Texts = declare(
        "The words, in any case. `{person}` is any word of that group, `{adverb?}` one or "
        "none, `*ed` any word with that ending.",
        example="[should have known better]",
        default=...,
    )
    say: Text = declare(
        "The blameless form: a rewrite, or the question whose answer is one.",
        example="what did the runbook not cover?",
        default=...,
    )
    unless: Texts = declare(
        "Longer wordings around the words that are no finding.",
        example="[reduce human error]",
        default=(),
    )
    not_in: Names = declare(
        "Sections in which the words are no finding.",
        example="[Where we got lucky]",
        default=(),
    )


class LanguageFile(Declared):
    """What the language rules look for: a list of wordings for each rule."""

    groups: dict[Text, Names] = declare(
        "Words that stand for one another, by name; those of a shipped group add to it.",
        example="{name: [Nobuko, Ravi]}",
        default={},
    )
    allow: Texts = declare(
        "Wordings that no language rule finds anything in.",
        example="[human error budget]",
        default=(),
    )
    glossary: dict[Text, Text] = declare(
        "For the rule `acronym-undefined`: abbreviations, each with what it stands for.",
        example="{WMQ: warehouse message queue}",
        default={},
    )
    blame: tuple[Wording, ...] = declare(
        "For the rule `blame`.",
        example="[{find: cowboy, say: which process asked too much?}]",
        default=(),
    )
    counterfactual: tuple[Wording, ...] = declare(
        "For the rule `counterfactual`.",
        example="[{find: cowboy, say: which process asked too much?}]",
        default=(),
    )
    human_error: tuple[Wording, ...] = declare(
        "For the rule `human-error`.",
        example="[{find: cowboy, say: which process asked too much?}]",
        default=(),
        alias="human-error",
    )
    animated_word: tuple[Wording, ...] = declare(
        "For the rule `animated-word`.",
        example="[{find: cowboy, say: which process asked too much?}]",
        default=(),
        alias="animated-word",
    )
    action_vague: tuple[Wording, ...] = declare(
        "For the rule `action-vague`: whole action items, references after them aside.",
        example="[{find: make it fast, say: which figure, on which request?}]",
        default=(),
        alias="action-vague",
    )
    action_vague_anywhere: tuple[Wording, ...] = declare(
        "For the rule `action-vague`: words anywhere in an action item.",
        example="[{find: be more careful, say: what would make care needless?}]",
        default=(),
        alias="action-vague-anywhere",
    )
    earlier_incident: tuple[Wording, ...] = declare(
        "For the rule `earlier-incident-without-link`.",
        example="[{find: déjà vu, say: which incident?}]",
        default=(),
        alias="earlier-incident-without-link",
    )


class Vocabulary:
    """The groups of words that wordings may name, and the patterns that they become."""

    def __init__(self, *files: LanguageFile) -> None:
        self.groups: dict[str, tuple[str, ...]] = {}
        for file in files:
            for name, words in file.groups.items():
                self.groups[name] = (*self.groups.get(name, ()), *words)

    def problem(self, text: str) -> str:
        """What is wrong with a wording, or an empty text."""
        for name in _NAMED.findall(text):
            if name not in self.groups:
                return f"{{{name}}} is no group; {suggestion(name, self.groups)}"
        try:
            self.pattern((text,))
        except ValueError as error:
            return str(error)
        return ""

    def pattern(self, texts: Iterable[str]) -> re.Pattern[str]:
        """Whatever is one of the texts, in lower case and between word boundaries.

        Not `re.IGNORECASE`: with it the engine tries all words of a group at each letter.
        """
        choices = "|".join(self._expanded(text.lower(), _DEEPEST) for text in texts)
        return re.compile(rf"(?<!\w)(?:{choices})(?!\w)")

    def _expanded(self, text: str, depth: int) -> str:
        if not depth:
            raise ValueError(f'"{text}" names a group that names itself; write the words out')
        parts = []
        for index, word in enumerate(text.split()):
            optional = _OPTIONAL.fullmatch(word)
            gap = _GAP if index else ""
            if optional and index:
                parts.append(f"(?:{gap}{self._group(optional[1], depth)})?")
            else:
                parts.append(gap + self._word(word, depth))
        return "".join(parts)

    def _word(self, word: str, depth: int) -> str:
        pieces = _GROUP.split(word)
        return "".join(
            self._group(piece, depth) if index % 2 else _literal(piece)
            for index, piece in enumerate(pieces)
        )

    def _group(self, name: str, depth: int) -> str:
        words = self.groups[name]
        # The longest first: of two words that begin alike, the engine takes the first that fits.
        longest_first = sorted(words, key=len, reverse=True)
        choice = "|".join(self._expanded(word.lower(), depth - 1) for word in longest_first)
        if len(choice) > _LONGEST:
            raise ValueError(f"{{{name}}} has too many words; leave some out")
        return f"(?:{choice})"


def _literal(text: str) -> str:
    """Fixed letters, with `*` for the beginning of a word and either apostrophe."""
    return re.escape(text).replace(r"\*", r"[^\W\d]{1,30}").replace("'", "['’]")


@dataclass(frozen=True)
class Phrase:
    """One text that a wording looks for, compiled when it first may stand somewhere."""

    text: str
    wording: Wording
    vocabulary: Vocabulary

    @cached_property
    def not_in(self) -> frozenset[str]:
        return frozenset(wording(title) for title in self.wording.not_in)

    @cached_property
    def fixed(self) -> tuple[str, ...]:
        """The fixed parts, the longest first: where one is missing, the text cannot stand."""
        return fixed_parts(self.text)

    @property
    def anchor(self) -> str:
        return self.fixed[0] if self.fixed else ""

    @cached_property
    def words(self) -> frozenset[str]:
        """The fixed parts that are whole words."""
        return frozenset(fixed_parts(_PARTIAL.sub(" ", self.text)))

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The fixed parts that belong to a longer word, as in *ed."""
        return tuple(part for part in self.fixed if part not in self.words)

    def may_stand_in(self, words: Set[str], lowered: str) -> bool:
        """Whether a text of these words, in lower case, has all fixed parts of this one."""
        return self.words <= words and all(map(lowered.__contains__, self.parts))

    def spans(self, lowered: str) -> Iterator[tuple[int, int]]:
        """Where the words stand and none of the longer wordings that excuse them does."""
        for start, end in self._windows(lowered):
            for match in self._pattern.finditer(lowered, start, end):
                if self._excuse is None or not overlaps(self._excuse, lowered, match.span()):
                    yield match.span()

    def _windows(self, lowered: str) -> Iterator[tuple[int, int]]:
        """The surroundings of the longest fixed part wherever it is, those that meet as one."""
        anchor = self.anchor
        if not anchor:
            yield 0, len(lowered)
            return
        at, start, end = lowered.find(anchor), -1, -1
        while at >= 0:
            if at - _AROUND > end:
                if end >= 0:
                    yield start, end
                start = max(0, at - _AROUND)
            end = min(len(lowered), at + len(anchor) + _AROUND)
            at = lowered.find(anchor, at + len(anchor))
        if end >= 0:
            yield start, end

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return self.vocabulary.pattern((self.text,))

    @cached_property
    def _excuse(self) -> re.Pattern[str] | None:
        return self.vocabulary.pattern(self.wording.unless) if self.wording.unless else None


def words_of(lowered: str) -> frozenset[str]:
    """The words of a text in lower case."""
    return frozenset(_WORD.findall(lowered))


def fixed_parts(text: str) -> tuple[str, ...]:
    """The runs of fixed letters in a text, in lower case, the longest first."""
    parts = re.split(r"\W+", _NAMED.sub(" ", text.lower()))
    return tuple(sorted(filter(None, parts), key=len, reverse=True))


def overlaps(pattern: re.Pattern[str], lowered: str, span: tuple[int, int]) -> bool:
    """Whether a longer wording stands around or across a place."""
    start, end = span
    around = pattern.finditer(lowered, max(0, start - _AROUND), min(end + _AROUND, len(lowered)))
    return any(other.start() < end and other.end() > start for other in around)


def lower(text: str) -> str:
    """In lower case and of the same length, so that offsets hold (İ would become two letters)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@dataclass(frozen=True)
class Language:
    """The wordings of this archive by rule, and what no rule finds anything in."""

    phrases: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    allowed: re.Pattern[str] | None = None
    names: frozenset[str] = frozenset()
    symptoms: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    glossary: Mapping[str, str] = field(default_factory=dict)


def language_of(*files: LanguageFile) -> Language:
    """The wordings of several files together, the first file's first."""
    vocabulary = Vocabulary(*files)
    phrases = {
        rule: tuple(
            Phrase(text, one, vocabulary)
            for file in files
            for one in getattr(file, key)
            for text in one.find
        )
        for rule, key in RULES.items()
    }
    allow = [text for file in files for text in file.allow]
    allowed = vocabulary.pattern(allow) if allow else None
    names, symptoms, roles = (
        frozenset(vocabulary.groups.get(group, ())) for group in ("name", "symptom", "role")
    )
    glossary = {word: meaning for file in files for word, meaning in file.glossary.items()}
    return Language(phrases, allowed, names, symptoms, roles, glossary)


def language_problems(file: LanguageFile, vocabulary: Vocabulary) -> Iterator[Defect]:
    """Names of groups that are unknown or endless, and wordings without a fixed word."""
    for name, words in file.groups.items():
        for index, text in enumerate(words):
            yield from _defects(("groups", name, index), text, vocabulary)
    for index, text in enumerate(file.allow):
        yield from _defects(("allow", index), text, vocabulary)
    for rule, key in RULES.items():
        for index, one in enumerate(getattr(file, key)):
            for text in one.find:
                yield from _defects(
                    (rule, index, "find"), text, vocabulary, needs_anchor=rule != WHOLE
                )
            for text in one.unless:
                yield from _defects((rule, index, "unless"), text, vocabulary)


def _defects(
    path: Path, text: str, vocabulary: Vocabulary, *, needs_anchor: bool = False
) -> Iterator[Defect]:
    if problem := vocabulary.problem(text):
        yield Defect(path, problem)
    elif needs_anchor and not any(len(part) > 1 for part in fixed_parts(text)):
        yield Defect(path, f'"{text}" has no fixed word; write at least one as it stands in texts')
