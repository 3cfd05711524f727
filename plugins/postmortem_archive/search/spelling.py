"""Words of the archive that a word which it does not have was perhaps meant to be."""

from collections import Counter
from collections.abc import Iterable

from postmortem_archive.analysis import terms
from postmortem_archive.search.query import Words
from postmortem_archive.search.store import Reader

# A word with fewer letters is too near to too many.
SHORTEST = 4
_LOOKED_AT = 5


def respelling(reader: Reader, unknown: Iterable[Words]) -> dict[str, str]:
    """For each word that nothing has, the most frequent word near it, as it is written there."""
    found = {}
    for node in unknown:
        for term in terms(node.text):
            if len(term.text) < SHORTEST or reader.frequency(term.text):
                continue
            near = reader.near(term.text, 1) or reader.near(term.text, 2, prefix=1)
            near = [one for one in near if reader.frequency(one)]
            if near:
                best = min(near, key=lambda one: (-reader.frequency(one), one))
                found[node.text[term.start : term.end]] = _as_written(reader, best)
    return found


def _as_written(reader: Reader, wanted: str) -> str:
    """The most frequent word of which this is the stem, in a few postmortems."""
    counts: Counter[str] = Counter()
    for number in sorted(reader.weights(wanted).keys() - reader.gone)[:_LOOKED_AT]:
        for piece in reader.card(number)["pieces"]:
            found = (t for t in terms(piece[2]) if t.text == wanted and t.kind != "part")
            counts.update(piece[2][term.start : term.end].lower() for term in found)
    return min(counts, key=lambda one: (-counts[one], one), default=wanted)
