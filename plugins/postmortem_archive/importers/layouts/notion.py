"""Pages of Notion, as "Markdown & CSV" exports them: an id in the name, properties on top.

The file's name ends in the page's id. Below the title, each property of the page stands on a
line of its own. The pages of a database stand in a folder beside a CSV file with the same
properties; the pages are imported, and the CSV file is left out. A page that only leads to
such a file is left out as well. When a page was created only names the file if no other day
is known.

Source (`Orders stuck 0123456789abcdef0123456789abcdef.md`):

```markdown
# Orders stuck in the queue

Severity: SEV-2
Services: checkout, queue
Impact window: February 15, 2026 2:23 PM (UTC) → 3:08 PM (UTC)
Created: February 16, 2026 9:00 AM
Weather: rain

## Summary

Orders were stuck.
```

Read:

```yaml
title: Orders stuck in the queue
severity: SEV-2
services: [checkout, queue]
started: 2026-02-15T14:23Z
resolved: 2026-02-15T15:08Z
```
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from postmortem_archive.importers.headers import headings, read_header, title_of
from postmortem_archive.importers.layout import MARKDOWN, Incoming, Wishes
from postmortem_archive.importers.listed_names import is_recording
from postmortem_archive.importers.records import day_of
from postmortem_archive.importers.source import SourceFile

NAME = "notion"
ENDINGS = MARKDOWN
_ID = re.compile(r".{1,200} [0-9a-f]{32}", re.IGNORECASE)
_PROPERTY = re.compile(r"(?P<name>[^:\n#*>|-][^:\n]{0,60}): (?P<value>.{1,2000})")


def evidence(source: SourceFile) -> Sequence[str]:
    if not _ID.fullmatch(source.path.stem) or not title_of(source, headings(source)).text:
        return ()
    # Plain labels find their evidence in the same lines; this one knows what they are.
    found = [f"property {name}" for name, _ in _properties(source)]
    return ["the id of a page in the name", "a title", *found]


def read(source: SourceFile, wishes: Wishes) -> Iterator[Incoming]:
    days = (day_of(value) for name, value in _properties(source) if is_recording(name))
    yield replace(read_header(source, wishes), recorded=next(filter(None, days), None))


def _properties(source: SourceFile) -> list[tuple[str, str]]:
    """The properties: the lines of the first paragraph below the title, if all of it is such."""
    lines = [line.strip() for number, line in source.body()]
    below = next((n for n, line in enumerate(lines, 1) if line.startswith("# ")), len(lines))
    found = []
    for line in lines[below:]:
        if match := _PROPERTY.fullmatch(line):
            found.append((match["name"], match["value"]))
        elif line or found:
            break
    return found
