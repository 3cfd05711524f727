"""A list of incidents as JSON: objects in a list, in an object that holds one, or one a line.

What a key means is told by its name, by the same synonyms as elsewhere, or by a mapping file.
A value within another is called by its way there (`owner.email`), and so a mapping names it.
Texts become sections, and what no field takes stays in a table "As recorded". A list whose
keys do not look like those of incidents is left out, unless it is asked for by name.

Source:

```json
{
  "incidents": [
    {
      "id": "INC-2026-0042",
      "title": "Orders stuck in the queue",
      "severity": {"name": "SEV-2"},
      "startedAt": "2026-02-15T14:23:00Z",
      "resolvedAt": "2026-02-15T15:08:00Z",
      "services": ["checkout", "queue"],
      "summary": "Orders were stuck in the queue.",
      "weather": "rain"
    }
  ]
}
```

Read:

```yaml
title: Orders stuck in the queue
tracker: INC-2026-0042
severity: SEV-2
services: [checkout, queue]
started: 2026-02-15T14:23Z
resolved: 2026-02-15T15:08Z
```
"""

from collections.abc import Iterator, Sequence

from postmortem_archive.importers import objects as json_objects
from postmortem_archive.importers.layout import Incoming, Wishes
from postmortem_archive.importers.listed_names import signs_of_incidents
from postmortem_archive.importers.records import Record, incomings
from postmortem_archive.importers.source import SourceFile

NAME = "json"
ENDINGS = json_objects.ENDINGS
# Enough of a long list to know what its keys are.
_FIRST = 50


def evidence(source: SourceFile) -> Sequence[str]:
    found = json_objects.objects(source)
    if isinstance(found, str):
        return ()
    names = dict.fromkeys(cell.name for one in found[:_FIRST] for cell in one.cells)
    return signs_of_incidents(names, source.path.stem)[0]


def read(source: SourceFile, wishes: Wishes) -> Iterator[Incoming]:
    found = json_objects.objects(source)
    if not isinstance(found, str):
        records = [Record(one.line, one.cells) for one in found]
        yield from incomings(source, records, wishes)
