"""Words that stand around a span in a claim, and what they say about it."""

import re

# Between what names a span and the span itself.
LOOSE = (
    r"(?:(?:~|≈|<|>|about|approximately|approx\.?|around|roughly|almost|nearly|just under|just over"
    r"|over|under|less than|more than|up to|at least|at most|within|a total of|total:?|i\.e\.,?"
    r"|only|just|some) ?){0,2}"
)
EVENT = (
    r"(?:outage|incident|downtime|disruption|interruption|degradation|impact|unavailability|window"
    r"|period)"
)
# What is hoped for, typical or of another time, and no claim about this incident.
_WISH = re.compile(
    r"\b(?:should|would|could|can|may|might|must|will|if|target|goal|aims?|aimed|reduce[ds]?|reducing"
    r"|improv\w{1,6}|lower|sla|slo|objective|typical(?:ly)?|usual(?:ly)?|normal(?:ly)?|next time"
    r"|previous|earlier|every|each|per|not|quarter(?:ly)?|year(?:ly)?|months?|monthly)\b",
    re.IGNORECASE,
)
_SENTENCE_ENDS = re.compile(r"[.!?](?=\s|$)")
_AROUND = 160


def sentence_before(text: str, position: int) -> str:
    """The sentence up to a position, or the last part of it."""
    before = text[max(0, position - _AROUND) : position]
    ends = [match.end() for match in _SENTENCE_ENDS.finditer(before)]
    return before[ends[-1] :] if ends else before


def sentence_after(text: str, position: int) -> str:
    """The rest of the sentence from a position on, or the first part of it."""
    after = text[position : position + _AROUND]
    end = _SENTENCE_ENDS.search(after)
    return after[: end.start()] if end else after


def is_wish(text: str) -> bool:
    """Whether the words speak of what should be or usually is, not of this incident."""
    return bool(_WISH.search(text))
