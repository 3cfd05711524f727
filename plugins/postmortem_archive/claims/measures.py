"""Finds durations that are named: a time to detect, a total outage, minutes after detection."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from postmortem_archive.claims.phrases import EVENT, LOOSE, is_wish, sentence_after, sentence_before
from postmortem_archive.model.passages import Passage, Timed
from postmortem_archive.times import Clock, SpanMention, find_clocks, find_spans


@dataclass(frozen=True, slots=True)
class MeasureClaim:
    """A span with a name: the figure's key, or `total` for the length of the whole incident."""

    measure: str
    label: str
    span: SpanMention
    offset: int


@dataclass(frozen=True, slots=True)
class DistanceClaim:
    """A clock time said to lie a span after one of the moments."""

    clock: Clock
    time: str
    moment: str
    span: SpanMention
    offset: int


@dataclass(frozen=True, slots=True)
class MeanClaim:
    """A mean stated as if of one incident, and what one incident has instead."""

    label: str
    text: str
    right: str
    offset: int


_WORDS = {
    "detect": "detect", "detection": "detect", "ttd": "detect",
    "acknowledge": "acknowledge", "acknowledgement": "acknowledge",
    "acknowledgment": "acknowledge", "tta": "acknowledge",
    "mitigate": "mitigate", "mitigation": "mitigate", "ttm": "mitigate",
    "recover": "recover", "recovery": "recover", "resolve": "recover", "resolution": "recover",
    "restore": "recover", "repair": "recover", "ttr": "recover",
}  # fmt: skip
_LABEL = re.compile(
    r"(?<![\w-])(?P<label>time[ -]to[ -](?P<what>detect(?:ion)?|acknowledge(?:ment)?"
    r"|acknowledgment|mitigat(?:e|ion)|recover(?:y)?|resolve|resolution|restore|repair)"
    r"|(?P<short>TT[DAMR]))(?![\w-])(?: \((?P<aside>[^()|]{0,60})\))?"
    rf"(?: was| is| of| came to)? ?(?:[:=|–—] ?)?{LOOSE}",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    rf"(?P<label>(?:(?:total|overall|incident|outage|impact|service|downtime) ){{0,2}}"
    rf"(?:duration|outage|downtime|outage time|length)(?: of (?:the )?{EVENT})?) ?[:|] ?{LOOSE}",
    re.IGNORECASE,
)
_MEAN = re.compile(r"\b(?:mean|average|median)[ -]$", re.IGNORECASE)
_MEAN_OF = {"d": "detect", "a": "acknowledge", "r": "recover", "m": "mitigate"}
_MEAN_LABEL = re.compile(
    r"(?<![\w-])(?P<label>(?:mean|average)[ -]time[ -]to[ -](?P<what>detect|acknowledg|mitigat"
    r"|recover|resol|restor|repair)\w{0,5}(?: \(MTT[DARM]\))?|MTT(?P<short>[DARM]))(?![\w-])"
    rf"(?: was| is| of| came to)? ?(?:[:=|–—] ?)?{LOOSE}",
    re.IGNORECASE,
)
_OF_MANY = re.compile(
    r"\b(?:incidents|over|across|quarter\w{0,2}|months?|monthly|years?|yearly|annual\w{0,2}|weeks?"
    r"|weekly|days|from|since|last|past|trend|target|goal|average of|our)\b",
    re.IGNORECASE,
)
_FROM_START = re.compile(
    r" ?\(?(?:after|from|since) (?:the )?(?:start of (?:the )?)?(?:customer |user )?"
    rf"{EVENT}(?: (?:had |was )?(?:start(?:ed)?|began|begun|onset))?\b",
    re.IGNORECASE,
)
# A claim that says from where it counts, or in which hours, is right by its own measure.
_OWN_BASE = re.compile(
    r"\b(?:from|after|since|following|of|between|until|till|before|post|excluding|counting|counted"
    r"|measured|business|working|support|office|(?:un)?noticed|declar\w{1,5}|hours)\b",
    re.IGNORECASE,
)
_ASIDE_BASE = re.compile(r"\b(?:to|→|->|–)\s|" + _OWN_BASE.pattern, re.IGNORECASE)

_MOMENT = re.compile(
    r" after (?:the )?(?:"
    r"(?P<started>(?:(?:customer|user|the) )?impact (?:started|began|start)"
    r"|(?:users|customers) were (?:first )?affected|(?:incident|outage) (?:started|began|start)"
    r"|(?:start|beginning|onset) of (?:the )?(?:incident|outage|impact))"
    r"|(?P<detected>detection)|(?P<acknowledged>acknowledge?ment)|(?P<resolved>resolution))\b",
    re.IGNORECASE,
)
_TIME_THEN_SPAN = re.compile(rf"[*\"]? ?(?:\(|, |[–—-] |: |; ){LOOSE}", re.IGNORECASE)


def measure_claims(passage: Passage) -> Iterator[MeasureClaim]:
    """The figures of a passage that are named and counted from the usual moment."""
    text = passage.text
    lowered = text.lower()
    named = "time" in lowered or "tt" in lowered
    labels = [m for m in _LABEL.finditer(text) if _is_meant(text, m)] if named else []
    total = _TOTAL.match(text)
    if not labels and not total:
        return
    spans = {span.start: span for span in find_spans(text)}
    for label in labels:
        span = spans.get(label.end())
        if span and not _has_own_base(label["aside"] or "", text, span):
            key = _WORDS[(label["what"] or label["short"]).casefold()]
            yield MeasureClaim(key, label["label"], span, passage.offset(span.start))
    span = spans.get(total.end()) if total else None
    if total and span and _is_whole(text, span):
        yield MeasureClaim("total", total["label"].strip(), span, passage.offset(span.start))


def distance_claims(timed: Timed) -> Iterator[DistanceClaim]:
    """The times of a passage that are said to lie some minutes after a moment."""
    passage, text = timed.passage, timed.passage.text
    if " after " not in text or not _MOMENT.search(text):
        return
    clocks = [mention for mention in timed.clocks if not mention.clock.until]
    for span in find_spans(text):
        moment = _MOMENT.match(text, span.end)
        index = bisect_right(clocks, span.start, key=lambda clock: clock.end)
        clock = clocks[index - 1] if index else None
        if moment and clock and _TIME_THEN_SPAN.fullmatch(text, clock.end, span.start):
            name = str(moment.lastgroup)
            offset = passage.offset(span.start)
            yield DistanceClaim(clock.clock, clock.text, name, span, offset)


def mean_claims(passages: Iterable[Passage]) -> Iterator[MeanClaim]:
    """The means that the prose states without saying over which incidents they run."""
    for passage in passages:
        text = passage.text
        for label in _MEAN_LABEL.finditer(text):
            span = next((s for s in find_spans(text[label.end() : label.end() + 60])), None)
            around = sentence_before(text, label.start()) + " "
            around += sentence_after(text, label.end()).split("|")[0]
            if span and span.start == 0 and not _OF_MANY.search(around):
                right = f"time to {_MEAN_OF[(label['short'] or _first(label['what'])).casefold()]}"
                offset = passage.offset(label.start())
                yield MeanClaim(label["label"], span.text, right, offset)


def _first(what: str) -> str:
    return what[0] if what[0].casefold() in _MEAN_OF else "r"


def _is_meant(text: str, label: re.Match[str]) -> bool:
    """Whether the label is this incident's figure, no mean and no wish."""
    if label["short"] and not label["short"].isupper():
        return False
    before = sentence_before(text, label.start())
    return not _MEAN.search(before) and not is_wish(before)


def _has_own_base(aside: str, text: str, span: SpanMention) -> bool:
    rest = sentence_after(text, span.end).split("|")[0]
    if _ASIDE_BASE.search(aside):
        return True
    return bool(_OWN_BASE.search(rest)) and not _FROM_START.match(rest)


def _is_whole(text: str, span: SpanMention) -> bool:
    """Whether nothing around a total says which part, or between which times."""
    rest = sentence_after(text, span.end).split("|")[0]
    return not _OWN_BASE.search(rest) and not next(find_clocks(rest), None)
