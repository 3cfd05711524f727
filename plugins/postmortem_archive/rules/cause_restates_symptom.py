"""The root cause says again what was seen from outside.

"The service was down" is what happened; the cause is what made it possible. A cause that has no
word beyond the title and the impact ends the questions before the first one: nothing can be mended
by it, and the next incident will have the same sentence.

Bad:

```markdown
## Root cause

Orders were stuck in the queue.
```

Bad:

```markdown
## Root cause

The service was unavailable due to a high rate of errors.
```

Good:

```markdown
## Root cause

An export opened a connection for each order and kept it when the client went away.
```

Good:

```markdown
## Root cause

Unknown: the logs had been deleted before anyone looked.
```

It is looked at only where the section is short. Compared are words, not their meaning: whether a
cause is the deepest one is left to people. Words that only ever describe a symptom (*outage, slow,
elevated*) stand under `groups: symptom` in a file that an archive extends: see
[Choose the words](../how-to/choose-the-words.md). Which section tells the cause is up to the
template: it bears the directive `:about cause`.
"""

import re
from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "cause-restates-symptom"
BINDS: Status = "in-review"

# A longer section says something; of an impact, no more than this is compared.
_LONGEST, _FURTHEST = 300, 20_000
_WORD = re.compile(r"[^\W\d_]{2,40}")
# Where a title names the cause ("crash because of …"), repeating it is no symptom.
_BECAUSE = re.compile(r"\b(?:because|caused by|causing|due to|led to|leading to|after)\b")
_ENDINGS = ("ures", "ings", "ure", "ing", "ed", "es", "s", "e", "ly")


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    for wanted, section in postmortem.told("cause"):
        lines = list(postmortem.lines_in(wanted))
        if sum(map(len, lines)) <= _LONGEST and _restates(" ".join(lines), postmortem, archive):
            message = (
                f'"{section.title}" says again what was seen; which change, limit, defect or '
                "missing check let it happen? If that is not known, say so"
            )
            yield Problem(section.place.line, section.place.column, message)


def _restates(text: str, postmortem: Postmortem, archive: Archive) -> bool:
    words = _stems(text)
    symptoms = _stems(" ".join(archive.language.symptoms))
    if words.isdisjoint(symptoms):
        return False
    known = symptoms | _SMALL | _stems(" ".join(postmortem.front.services))
    for wanted, _ in postmortem.told("impact"):
        known |= _stems(" ".join(postmortem.lines_in(wanted))[:_FURTHEST])
    if not _BECAUSE.search(text):
        known |= _stems(postmortem.title)
    return words <= known


def _stems(text: str) -> set[str]:
    return {_stem(word) for word in _WORD.findall(text)}


def _stem(word: str) -> str:
    """A word without case and its commonest endings, so that "failed" is "fails"."""
    word = word.casefold()
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 2:
            return word[: -len(ending)]
    return word


_SMALL = _stems(
    "an and any are as at be been being but by can could did do does during for from had has have"
    " he her his if in into is it its itself just of on once one only or our out over she so such"
    " than that the their them then there these they this those to too under until up was we were"
    " what when where which while who why will with within would you your again also after very us"
    " because"
)
