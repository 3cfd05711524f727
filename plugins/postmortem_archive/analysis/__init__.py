"""Turns text into the terms that it is found by, the same for every kind of search.

A program in another language can do the same: the rules are the four below, the stop words
are in `words`, and the stems are those of Porter's algorithm in `stems`.

1. A token is a run of letters, digits and underscores, or several joined by one or two of
   `-./:@=<>#\\`. Marks above and below letters are taken off (NFD without category Mn), and
   letters are lower-cased.
2. A token's pieces are its runs of digits and of letters; a run of letters from A to z is
   divided where its case says so (`maxPool`, `HTTPServer`). Each piece has a position of its own.
3. A token of one piece is a term. One of several pieces is a term as a whole, with its joiners,
   and each of its pieces is one: `kube-state-metrics` is found as typed, and by `metrics`.
4. A term that consists of letters alone is stemmed if it has more than three; a stop word is no
   term, though it has a position. A term of more than 80 characters is none.
"""

from postmortem_archive.analysis.terms import Term, read, terms, tokens
from postmortem_archive.analysis.words import common, is_common

__all__ = ["Term", "common", "is_common", "read", "terms", "tokens"]
