"""The parts of a postmortem that a search tells apart, and how much a word counts in each."""

from typing import NamedTuple

# What a word counts in each part: chosen by measurement, see docs/explanation/how-search-ranks.md.
WEIGHTS: dict[str, float] = {
    "title": 3.0,
    "fields": 2.0,
    "summary": 2.0,
    "impact": 1.0,
    "timeline": 1.0,
    "cause": 1.0,
    "detection": 1.0,
    "response": 1.0,
    "actions": 1.0,
    "lessons": 1.0,
    "other": 1.0,
    "code": 1.0,
}
PARTS = tuple(WEIGHTS)
# The positions of each part begin a million after those of the part before it.
ROOM = 1_000_000


class Piece(NamedTuple):
    """A text of one part, and the heading that it stands under, if any."""

    part: str
    heading: str
    text: str
