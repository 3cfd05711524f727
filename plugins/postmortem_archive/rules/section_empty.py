"""A section has a heading and nothing under it.

Guidance in comments, an empty table and what the template itself puts there do not count.
If there is nothing to tell, say so: "No customer data was involved" is information. A section
that the template divides by sub-headings is told by these, one by one.

Bad:

```markdown
## Root cause

<!-- The failure mechanism. -->
```

Good:

```markdown
## Root cause

A connection was not given back when the client went away.
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status
from postmortem_archive.model.template import TemplateSection

ID = "section-empty"
BINDS: Status = "in-review"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    for wanted in postmortem.template.sections:
        section = postmortem.section(wanted)
        if section is None:
            continue
        if message := _emptiness(postmortem, wanted):
            yield Problem(section.place.line, section.place.column, message)


def _emptiness(postmortem: Postmortem, wanted: TemplateSection) -> str:
    section = postmortem.by_template[wanted.title]
    if wanted.table and wanted.table.role == "timeline" and not postmortem.events:
        columns = " and ".join(f'"{c.name}"' for c in wanted.table.columns if not c.optional)
        return (
            f'"{section.title}" has no rows; write a table with the columns {columns}, '
            "or sub-headings that begin with a time"
        )
    parts = postmortem.template.divided.get(wanted.title, ())
    if any(postmortem.section(part) for part in parts) or not postmortem.says_nothing_in(wanted):
        return ""
    if wanted.required is None:
        return f'"{section.title}" is empty; fill it or remove it (the template can do without)'
    question = " ".join(wanted.guidance.split())
    return f'"{section.title}" is empty: {question}' if question else f'"{section.title}" is empty'
