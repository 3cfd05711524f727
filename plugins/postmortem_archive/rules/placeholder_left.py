"""A placeholder of the template or a note to oneself is still in the text.

`TODO`, `TBD`, `[2-3 sentences …]`, `{{ incident date }}` and `HH:MM` are promises to come
back, and so is a row that the template prepared (`| Triage | | |`) and nobody filled in. Words in
code and links in brackets are left alone.

Bad:

```markdown
## Trigger

[What specific event triggered the incident?]
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

# Each alternative begins with a fixed text and is bounded, so no line can make it slow.
_PLACEHOLDER = re.compile(
    r"\b(?:TODO|TBD|TBC|FIXME|XXX)\b"
    r"|\bYYYY-MM-DD\b|\bHH:MM\b(?!:)|\b20xx\b|\byyyy-mm-dd\b"
    r"|\{\{[^{}\n]{0,80}\}\}"
    r"|\[[A-Z0-9][^\[\]\n]{2,160}\](?![(\[:])"
    r"|\[(?:X|N|Name|Number|name|number)\](?![(\[:])"
)
# In brackets but no placeholder: one word, a name in capitals, a time, a state ([No Data]).
_NO_PLACEHOLDER = re.compile(r"\[[^\]a-z]{0,40}\]|\[\S{1,60}\]|\[(?:[A-Z0-9]\S{0,30} ?){1,4}\]")


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    body = postmortem.body
    for offset, run in body.runs():
        for match in _PLACEHOLDER.finditer(run):
            if _is_placeholder(match[0]):
                place = body.place(offset + match.start())
                message = f'"{match[0]}" is a placeholder; write what is known, or remove it'
                yield Problem(place.line, place.column, message)
    for wanted in postmortem.template.sections:
        if wanted.rows and postmortem.section(wanted) and not postmortem.says_nothing_in(wanted):
            yield from _prepared_rows(postmortem, wanted)


def _prepared_rows(postmortem: Postmortem, wanted: TemplateSection) -> Iterator[Problem]:
    section, body = postmortem.by_template[wanted.title], postmortem.body
    for table in body.tables:
        if section.start <= table.offset < section.end:
            for cell in table.labels():
                if cell.text in wanted.rows:
                    place = body.place(cell.offset)
                    message = f'the row "{cell.text}" is not filled in; say what is known, or '
                    yield Problem(place.line, place.column, message + "remove the row")


def _is_placeholder(text: str) -> bool:
    if text.startswith("[") and not text.startswith(("[X]", "[N]", "[Name]", "[Number]")):
        return _NO_PLACEHOLDER.fullmatch(text) is None
    return True
