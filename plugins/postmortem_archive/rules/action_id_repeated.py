"""Two action items of one table have the same id.

Whoever names the id then means one of the two. Tables of their own, such as one for each term,
may count from one each.

Bad:

```markdown
## Action items

| ID | Action | Priority | Owner | Due date | Status |
|---|---|---|---|---|---|
| A1 | Alert when the pool is over 80 % for 2 minutes | P0 | platform | 2026-02-22 | open |
| A1 | Return the connection when an export fails | P1 | platform | 2026-02-24 | open |
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

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status
from postmortem_archive.rules.cells import tables_of

ID = "action-id-repeated"
BINDS: Status = "in-review"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    for table, columns in tables_of(postmortem, "actions"):
        first: dict[str, int] = {}
        for row in table.rows if "ID" in columns else ():
            cell = row[columns["ID"]]
            place = postmortem.body.place(cell.offset)
            # A dash or TBD is no id, however often it stands there.
            if not any(letter.isdigit() for letter in cell.text):
                continue
            if cell.text in first:
                message = (
                    f"{cell.text} is the id of the action on line {first[cell.text]} too; "
                    "give one of them another"
                )
                yield Problem(place.line, place.column, message)
            first.setdefault(cell.text, place.line)
