"""How much a match counts: BM25F, and a little for being recent. All constants stand here.

    score(term, document) = idf · w · (K1 + 1) / (w + K1 · (1 − B + B · length / average))
    idf = ln(1 + (N − n + ½) / (n + ½))

w is how often the term stands in the document, each time counted with the weight of the part
that it stands in (`parts.WEIGHTS`), and with OTHER_FORM where its form is not that of the query;
`length` counts the document's positions with the weights of their parts, `average` is its mean
over the archive; n of the N documents have the term. What a common word (`analysis.words`) adds
is multiplied by COMMON. A document's score is the sum over the terms of the query, times
1 + RECENT / (1 + years since it began).

Source: S. Robertson, H. Zaragoza, M. Taylor, "Simple BM25 extension to multiple weighted
fields", CIKM 2004; the idf, which is never negative, is that of Lucene.
"""

from collections.abc import Mapping
from math import log

K1 = 1.2
B = 0.75
OTHER_FORM = 0.5
COMMON = 0.5
RECENT = 0.02


def idf(documents: int, having: int) -> float:
    """How much a term tells that so many of the documents have."""
    return log(1 + (documents - having + 0.5) / (having + 0.5))


def worth(documents: int, having: int, common: bool) -> float:
    """How much a term counts that so many of the documents have."""
    return idf(documents, having) * (COMMON if common else 1.0)


def in_this_form(weights: Mapping[int, float], alike: Mapping[int, float]) -> Mapping[int, float]:
    """The weights of a term if `alike` are those of its occurrences in the query's form."""
    most, rest = OTHER_FORM, 1 - OTHER_FORM
    return {one: most * weight + rest * alike.get(one, 0.0) for one, weight in weights.items()}


def scores(
    weights: Mapping[int, float],
    lengths: list[float],
    average: float,
    documents: int,
    common: bool = False,
) -> dict[int, float]:
    """The score of one term in each document that has it."""
    rarity = worth(documents, len(weights), common) * (K1 + 1)
    flat, slope = K1 * (1 - B), K1 * B / (average or 1)
    return {
        one: rarity * weight / (weight + flat + slope * lengths[one])
        for one, weight in weights.items()
    }


def recency(day: float, today: int) -> float:
    """What the score is multiplied by; days count from 1 January of the year 1, 0 is unknown."""
    return 1 + RECENT / (1 + max(0.0, today - day) / 365.25) if day else 1.0
