"""A placeholder of the template or a note to oneself is still in the text.

`TODO`, `TBD`, `[2-3 sentences …]`, `{{ incident date }}` and `HH:MM` are promises to come
back, and so is a row that the template prepared (`| Triage | | |`) and nobody filled in. Words in
code and links in brackets are left alone. A field of the front matter that `draft` recognised in
notes carries a comment, `# to be confirmed: …`, which whoever has looked removes.

Bad:

```markdown
## Trigger

[What specific event triggered the incident?]
```

Bad:

```yaml
acknowledged: 2026-02-15T14:28Z  # to be confirmed: notes line 7
```

Good:

```markdown
## Trigger

The deployment of version 2.5.3, as [its change](https://example.com/change/1234) shows.
```
"""

import re
from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status
from postmortem_archive.model.template import TemplateSection

ID = "placeholder-left"
BINDS: Status = "in-review"

# How placeholders in brackets begin in the templates that people copy from. Brackets are also
# used for labels ([Initial message], [Update 19:00 UTC]) and states ([No Data]): those stay.
_OPENERS = (
    *("what", "how", "who", "when", "where", "why", "which", "describe", "detailed", "explain"),
    *("insert", "enter", "fill in", "your", "number", "name", "names", "link to", "list of"),
    *("start time", "end time", "date", "incident title", "title", "estimated", "duration"),
    *("action description", "factor", "thing", "lesson", "owner", "yes/no"),
    *("first anomalous", "alert fires", "on-call acknowledges", "other teams"),
    *("investigation begins", "root cause identified", "mitigation applied", "did this"),
    *("service fully recovered", "all-clear communicated", "x", "n"),
    *("1-2 sentences", "2-3 sentences", "one sentence", "short description", "brief description"),
)
# What every placeholder has, for a first look at texts that have none.
_MARKS = ("TODO", "TBD", "TBC", "FIXME", "XXX", "YYYY", "HH:MM", "20xx", "yyyy", "{{", "[")
# Each alternative begins with a fixed text and is bounded, so no line can make it slow.
_PLACEHOLDER = re.compile(
    r"\b(?:TODO|TBD|TBC|FIXME|XXX)\b"
    r"|\bYYYY-MM-DD\b|\bHH:MM\b(?!:)|\b20xx\b|\byyyy-mm-dd\b"
    r"|\{\{[^{}\n]{0,80}\}\}"
    rf"|\[(?i:{'|'.join(_OPENERS)})(?![\w-])[^\[\]\n]{{0,200}}\](?![(\[:])"
)
_UNCONFIRMED = re.compile(r"\s# (to be confirmed\b.{0,400})$")


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    body = postmortem.body
    yield from _unconfirmed(postmortem)
    marks = [mark for mark in _MARKS if mark in body.text]
    for offset, run in body.runs() if marks else ():
        for match in _PLACEHOLDER.finditer(run) if any(map(run.__contains__, marks)) else ():
            place = body.place(offset + match.start())
            message = f'"{match[0]}" is a placeholder; write what is known, or remove it'
            yield Problem(place.line, place.column, message)
    for wanted in postmortem.template.sections:
        if wanted.rows and postmortem.section(wanted) and not postmortem.says_nothing_in(wanted):
            yield from _prepared_rows(postmortem, wanted)


def _unconfirmed(postmortem: Postmortem) -> Iterator[Problem]:
    """The fields of the front matter that were recognised and nobody has confirmed."""
    for number, line in enumerate(postmortem.lines[: postmortem.body.first_line - 1], 1):
        found = _UNCONFIRMED.search(line) if " # to be confirmed" in line else None
        if found:
            message = f"is still {found[1]}; correct the value if need be, and remove the comment"
            name = line.partition(":")[0].strip()
            yield Problem(number, found.start(1) + 1, f"{name} {message}")


def _prepared_rows(postmortem: Postmortem, wanted: TemplateSection) -> Iterator[Problem]:
    section, body = postmortem.by_template[wanted.title], postmortem.body
    for table in body.tables:
        if section.start <= table.offset < section.end:
            for cell in table.labels():
                if cell.text in wanted.rows:
                    place = body.place(cell.offset)
                    message = f'the row "{cell.text}" is not filled in; say what is known, or '
                    yield Problem(place.line, place.column, message + "remove the row")
