"""An action item has no id where others of its table have one.

An id is what a review, a chat and a tracker name an action by. A table without the column needs
none. `check --fix` writes the next free ones, in the style of the others; where the others have
none or several styles, the choice is left to you.

Bad:

```markdown
## Action items

| ID | Action | Priority | Owner | Due date | Status |
|---|---|---|---|---|---|
| A1 | Alert when the pool is over 80 % for 2 minutes | P0 | platform | 2026-02-22 | open |
|    | Return the connection when an export fails | P1 | platform | 2026-02-24 | open |
```

Good:

```markdown
## Action items

| ID | Action | Priority | Owner | Due date | Status |
|---|---|---|---|---|---|
| A1 | Alert when the pool is over 80 % for 2 minutes | P0 | platform | 2026-02-22 | open |
| A2 | Return the connection when an export fails | P1 | platform | 2026-02-24 | open |
```
"""

import re
from collections.abc import Iterator, Sequence

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.body import Cell
from postmortem_archive.model.finding import Edit, Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status
from postmortem_archive.rules.cells import tables_of

ID = "action-without-id"
BINDS: Status = "in-review"

_NUMBERED = re.compile(r"([^\W\d_]{0,10}[-_#.]?)([0-9]{1,4})")
_MOST = 10_000


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    tables = [
        [(row[columns["ID"]], row[columns["Action"]]) for row in table.rows]
        for table, columns in tables_of(postmortem, "actions")
        if {"ID", "Action"} <= columns.keys()
    ]
    ids = _next_ids(postmortem, [cell.text for rows in tables for cell, _ in rows if cell.text])
    for rows in tables:
        if any(cell.text for cell, _ in rows):
            for cell, action in rows:
                if action.text and not cell.text:
                    yield _problem(postmortem, cell, action, next(ids, ""))


def _problem(postmortem: Postmortem, cell: Cell, action: Cell, right: str) -> Problem:
    place = postmortem.body.place(action.offset)
    write = f"write {right}" if right else "write one in the style of the others"
    message = f'"{action.text[:60]}" has no id, while others of its table have one; {write}'
    edit = _inserted(postmortem, cell.offset, right) if right else None
    return Problem(place.line, place.column, message, edit=edit)


def _inserted(postmortem: Postmortem, offset: int, right: str) -> Edit | None:
    """The edit that fills an empty cell, with a space on either side."""
    body = postmortem.body
    end = offset
    while body.text[end : end + 1] in (" ", "\t"):
        end += 1
    if body.text[end : end + 1] != "|" or body.text[offset - 1 : offset] != "|":
        return None
    return Edit(body.place(offset), body.place(end), f" {right} ")


def _next_ids(postmortem: Postmortem, taken: Sequence[str]) -> Iterator[str]:
    """The next free ids in the style of those taken; none if their styles differ."""
    styled = [match for each in taken if (match := _NUMBERED.fullmatch(each))]
    prefixes = {match[1] for match in styled}
    if len(prefixes) != 1 or len(styled) < len(taken):
        return
    (prefix,) = prefixes
    width = max(len(match[2]) if match[2].startswith("0") else 0 for match in styled)
    # An action that was taken out may still be spoken of.
    named = rf"(?<!\w){re.escape(prefix)}([0-9]{{1,4}})(?!\w)"
    spoken_of = set(map(int, re.findall(named, postmortem.body.text))) if prefix else set()
    for number in range(max(int(match[2]) for match in styled) + 1, _MOST):
        if number not in spoken_of:
            yield f"{prefix}{number:0{width}}"
