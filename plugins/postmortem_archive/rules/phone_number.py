"""A phone number stands in the text.

It reaches a person at night for as long as the page can be found. Write the role, or where the
numbers are kept. Looked at is the whole file, code and comments too.

Bad:

```markdown
## Response

The on-call engineer called +44 20 7946 0123 and read the log.
```

Good:

```markdown
## Response

The on-call engineer called the number of the provider in the runbook, order +1234567, after
555 1234 calls to the hotline +1 800 555 0199.
```

Found are numbers in the international form, with `+`, that the numbering plan of their country has.
Without it, order numbers, dates and ids look the same. Toll-free and premium-rate numbers belong to
no person and are left alone. Each number is told once a file, and no message repeats it.
"""

import re
from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "phone-number"
BINDS: Status = "draft"

# Spaces, dots, dashes, slashes and brackets may stand between the digits, two at most in a row.
_CANDIDATE = re.compile(
    r"(?<![\w+.:/=&?%-])(?:tel:)?(?P<number>\+[1-9](?:[ ()./-]{0,2}[0-9]){6,14})(?![\w:%])"
)


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    told: set[str] = set()
    for number, line in enumerate(postmortem.lines, 1):
        for match in _CANDIDATE.finditer(line) if "+" in line else ():
            if match["number"] not in told and _is_of_a_person(match["number"]):
                told.add(match["number"])
                message = "a phone number; write the role, or where the numbers are kept"
                yield Problem(number, match.start("number") + 1, message)


def _is_of_a_person(text: str) -> bool:
    """Whether a number is one that its country gives out, and not to an organisation's line."""
    import phonenumbers
    from phonenumbers import PhoneNumberType as Type

    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        return False
    public = (Type.TOLL_FREE, Type.PREMIUM_RATE, Type.SHARED_COST, Type.UAN)
    return phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) not in public
