"""What a text is about: its terms, each with how much it counts and as it is first written."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from postmortem_archive.analysis import terms
from postmortem_archive.model.postmortem import Postmortem

# In halves of an occurrence in the summary. Chosen by measurement: see scripts/resemblance.
TITLE, CAUSES, TOLD, BESIDE, NAME = 6, 4, 2, 1, 2
NAMES = ("services", "causes", "tags")
# Of bare numbers only these say something: other incidents have other times and amounts.
_HTTP_ERROR = re.compile(r"[45][0-9]{2}")
# Every incident has its days; they make none like another.
_CALENDAR = frozenset(
    term.text
    for term in terms(
        "January February March April June July August September October November December"
        " Monday Tuesday Wednesday Thursday Friday Saturday Sunday UTC"
    )
)
_ADDRESS = re.compile(r"\]\([^()\s]*\)")
_CAUSE = "cause"


@dataclass(frozen=True, slots=True)
class Portrait:
    """Terms of one text: how much each counts, and how it is first written.

    `counts` are in halves of an occurrence. A name of the front matter is a term of its own,
    such as `services: redis`, and has no writing. Parts of exact things count for nothing: the
    whole does. `causes` are the terms of the sections about causes, or all terms where there is
    no such section.
    """

    counts: Mapping[str, int]
    written: Mapping[str, str]
    causes: frozenset[str]


def portrait_of(subject: Postmortem | str) -> Portrait:
    """The portrait of a postmortem, or of a plain text. Takes time in proportion to the text."""
    counts: dict[str, int] = {}
    written: dict[str, str] = {}
    causes: set[str] = set()
    for text, weight, about in _parts(subject):
        for term in terms(text):
            name = term.text
            if term.kind == "part":
                continue
            if name in counts:
                counts[name] += weight
            elif _says_something(name):
                counts[name] = weight
                written[name] = text[term.start : term.end]
            if about == _CAUSE and name in counts:
                causes.add(name)
    if isinstance(subject, Postmortem):
        counts.update(dict.fromkeys(_names(subject), NAME))
    return Portrait(counts, written, frozenset(causes or written))


def is_name(term: str) -> bool:
    """Whether a term is a name of the front matter: no word has a blank in it."""
    return " " in term


def written(subject: Postmortem | str, wanted: Collection[str]) -> dict[str, str]:
    """How some of a portrait's words are first written, in the order in which they are wanted.

    Reads no further than it must.
    """
    left, found = set(wanted), {}
    for text, _, _ in _parts(subject):
        for term in terms(text):
            if term.text in left and term.kind != "part":
                left.remove(term.text)
                found[term.text] = text[term.start : term.end]
        if not left:
            break
    return {name: found[name] for name in wanted if name in found}


def told(postmortem: Postmortem) -> list[str]:
    """What a postmortem says in its summary and about impact and causes."""
    return [text for text, weight, _ in _parts(postmortem) if weight in (TOLD, CAUSES)]


def _says_something(term: str) -> bool:
    if len(term) < 2 or term in _CALENDAR:
        return False
    return any(map(str.isalpha, term)) or _HTTP_ERROR.fullmatch(term) is not None


def _parts(subject: Postmortem | str) -> Iterator[tuple[str, int, str]]:
    """Pieces of text, each with what an occurrence in it counts, and what it is about."""
    if isinstance(subject, str):
        yield subject, TOLD, ""
        return
    yield subject.title, TITLE, ""
    text = _as_read(subject)
    sections = subject.body.sections
    yield text[: sections[0].start if sections else None], TOLD, ""
    for number, section in enumerate(sections):
        about = _about(subject, number)
        end = sections[number + 1].start if number + 1 < len(sections) else None
        # What the report opens with is its summary, whatever that is called.
        weight = CAUSES if about == _CAUSE else TOLD if about or not number else BESIDE
        yield text[section.start : end], weight, about


def _about(postmortem: Postmortem, number: int) -> str:
    """`impact` or `cause` where a section, or one that it is in, is marked to tell that."""
    section = postmortem.body.sections[number]
    for around in reversed(postmortem.sections_at(section.start)):
        known = postmortem.template.by_wording.get(around.wording)
        if known and known.about in ("impact", _CAUSE):
            return known.about
    return ""


def _as_read(postmortem: Postmortem) -> str:
    """The body without the template's comments and the links' addresses, at the same offsets."""
    text = _ADDRESS.sub(lambda found: "]" + " " * (len(found[0]) - 1), postmortem.body.text)
    pieces, last = [], 0
    for comment in postmortem.body.comments:
        pieces += [text[last : comment.offset], " " * (comment.end - comment.offset)]
        last = comment.end
    return "".join([*pieces, text[last:]])


def _names(postmortem: Postmortem) -> Iterator[str]:
    """The services, causes and tags as terms that no prose can have."""
    for field in NAMES:
        yield from (f"{field}: {name.casefold()}" for name in getattr(postmortem.front, field))
