"""Which earlier incidents look like this one: a ranking to look at, never a verdict.

`index_of` lays out the portraits of an archive, `resembling` asks it about a postmortem, a draft
or a plain text of symptoms. What a resemblance is worth only people can say: `repeat_of`,
`related` or `not_repeat_of`.
"""

from postmortem_archive.resemblance.index import Entry, Index, index_of
from postmortem_archive.resemblance.portrait import Portrait, portrait_of
from postmortem_archive.resemblance.resembling import (
    Resemblance,
    entry_of,
    resembling,
    verdict_on,
)
from postmortem_archive.resemblance.suggesting import NOTABLE, Suggestion, suggestions

__all__ = [
    "NOTABLE",
    "Entry",
    "Index",
    "Portrait",
    "Resemblance",
    "Suggestion",
    "entry_of",
    "index_of",
    "portrait_of",
    "resembling",
    "suggestions",
    "verdict_on",
]
