"""A person is named where this archive names roles.

What someone did in an incident is read long after, by people who were not there. "The on-call
engineer" tells why they acted, ages better than a name, and can be asked in a year. An archive
that names people says so in archive.yml (`policy.people: names`).

Bad:

```markdown
## Response

Jamie (SRE) acknowledged the page and read the log.
```

Good:

```markdown
## Response

The on-call engineer acknowledged the page and read the log of the region in San Jose.
```

Found are common first names, once each, and none inside a quotation, code or a customer's row. The
list stands under `groups: name` in a file that an archive extends with its colleagues' names: see
[Choose the words](../how-to/choose-the-words.md).
"""

import re
from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status
from postmortem_archive.rules.language import own_words

ID = "person-named"
BINDS: Status = "in-review"

_CAPITALISED = re.compile(r"(?<![\w@./-])[^\W\d_a-z][^\W\d_]{1,30}(?![\w@/-])")
_SURNAME = re.compile(r" [A-Z][^\W\d_]{1,30}")
# Places and companies with a first name in them.
_NO_PERSON = re.compile(r"\b(?:San|Santa|Saint|St\.?|Port|Fort|Mount|Lake|King|Queen|Lockheed) $")


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    names = archive.language.names
    if archive.file.policy.people != "roles":
        return
    # The quick look first: most postmortems name nobody, and most words are of lower case.
    words, _ = postmortem.lowered
    near = {name.lower() for name in names} & words
    told: set[str] = set()
    if not near:
        return
    for passage, text in own_words(postmortem, near):
        for match in _CAPITALISED.finditer(text):
            name = match[0]
            if name not in names or name in told or _is_place(text, match.start()):
                continue
            told.add(name)
            surname = _SURNAME.match(text, match.end())
            place = postmortem.body.place(passage.offset(match.start()))
            message = (
                f'"{name}{surname[0] if surname else ""}" is a person, and this archive names '
                'roles; write what they were here, such as "the on-call engineer"'
            )
            yield Problem(place.line, place.column, message)


def _is_place(text: str, start: int) -> bool:
    return _NO_PERSON.search(text[max(0, start - 12) : start]) is not None
