"""What the language rules share: the search for wordings in an author's own words."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Set

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.language import Phrase, lower, overlaps
from postmortem_archive.model.passages import Passage
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.template import wording

# What someone else said: bounded, and each begins with a mark that its end cannot be.
_QUOTED = re.compile(
    r"\"[^\"]{1,300}\"|“[^“”]{1,300}”|«[^«»]{1,300}»|(?<!\w)['‘][^'‘’]{1,300}['’](?!\w)"
)
_CUSTOMERS = re.compile(r"customer|client|support|user|ticket", re.IGNORECASE)


def found(postmortem: Postmortem, archive: Archive, rule: str, why: str) -> Iterator[Problem]:
    """A problem for each place where a wording of the rule stands, with the blameless form."""
    for passage, (start, end), phrase in hits(postmortem, archive, rule):
        place = postmortem.body.place(passage.offset(start))
        said = " ".join(passage.text[start:end].split())
        yield Problem(place.line, place.column, f'"{said}" {why}; {phrase.wording.say}')


def hits(
    postmortem: Postmortem, archive: Archive, rule: str
) -> Iterator[tuple[Passage, tuple[int, int], Phrase]]:
    """Where wordings of the rule stand in the author's own words, and no exception applies."""
    phrases = _possible(archive.language.phrases.get(rule, ()), *postmortem.lowered)
    if not phrases:
        return
    allowed = archive.language.allowed
    for passage, text in own_words(postmortem, {phrase.anchor for phrase in phrases}):
        lowered = lower(text)
        for span, phrase in _spans(lowered, phrases):
            if allowed and overlaps(allowed, lowered, span):
                continue
            offset = passage.offset(span[0])
            if phrase.not_in and phrase.not_in & _sections_at(postmortem, offset):
                continue
            yield passage, span, phrase


def _possible(phrases: Iterable[Phrase], words: Set[str], lowered: str) -> list[Phrase]:
    """Those of the wordings whose fixed words all stand in a text: most often none."""
    return [phrase for phrase in phrases if phrase.may_stand_in(words, lowered)]


def own_words(postmortem: Postmortem, near: Set[str]) -> Iterator[tuple[Passage, str]]:
    """The passages with one of these words, their text without quotations.

    The words are in lower case. Rows in which a customer speaks are left out.
    """
    body, passages = postmortem.body, postmortem.passages
    theirs = {e.place.line for e in postmortem.events if _CUSTOMERS.search(e.actor + e.source)}
    starts = [passage.offsets[0] for passage in passages]
    _, text = postmortem.lowered
    found = {bisect_right(starts, at) - 1 for word in near for at in _places(text, word)}
    for index in sorted(found - {-1}):
        if body.place(starts[index]).line not in theirs:
            yield passages[index], _QUOTED.sub(_dark, passages[index].text)


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + max(1, len(word)))


def _dark(quotation: re.Match[str]) -> str:
    return "·" * len(quotation[0])


def _spans(lowered: str, phrases: list[Phrase]) -> Iterator[tuple[tuple[int, int], Phrase]]:
    """Where wordings stand, in order; of those that overlap, the first."""
    pairs = [(span, phrase) for phrase in phrases for span in phrase.spans(lowered)]
    last = -1
    for span, phrase in sorted(pairs, key=lambda pair: pair[0]):
        if span[0] >= last:
            yield span, phrase
            last = span[1]


def _sections_at(postmortem: Postmortem, offset: int) -> set[str]:
    """The headings that a place stands under, as written and as the template calls them."""
    titles = set()
    for section in postmortem.sections_at(offset):
        known = postmortem.template.by_wording.get(section.wording)
        titles |= {section.wording, wording(known.title if known else "")}
    return titles
