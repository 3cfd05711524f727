"""A list of incidents as CSV, a row each, under whatever names its columns have.

What a column means is told by its name, by the same synonyms as elsewhere, or by a mapping
file. A name may state the zone or the unit of what is below: `Started (UTC)`, `Duration (min)`.
Texts become sections, and what no field takes stays in a table "As recorded". A list whose
columns do not look like those of incidents is left out, unless it is asked for by name.

Source:

```csv
Incident ID,Title,Severity,Started (UTC),Resolved (UTC),Services,Summary,Weather
INC-42,Orders stuck in the queue,SEV-2,2026-02-15 14:23,2026-02-15 15:08,"checkout, queue","Orders
were stuck.",rain
```

Read:

```yaml
title: Orders stuck in the queue
tracker: INC-42
severity: SEV-2
services: [checkout, queue]
started: 2026-02-15T14:23Z
resolved: 2026-02-15T15:08Z
```
"""

from collections.abc import Iterator, Sequence

from postmortem_archive.importers import rows as csv_rows
from postmortem_archive.importers.layout import Incoming, Wishes
from postmortem_archive.importers.listed_names import signs_of_incidents
from postmortem_archive.importers.records import incomings
from postmortem_archive.importers.source import SourceFile

NAME = "csv"
ENDINGS = csv_rows.ENDINGS


def evidence(source: SourceFile) -> Sequence[str]:
    found = csv_rows.rows(source)
    return () if isinstance(found, str) else signs_of_incidents(found.names, source.path.stem)[0]


def read(source: SourceFile, wishes: Wishes) -> Iterator[Incoming]:
    found = csv_rows.rows(source)
    if not isinstance(found, str):
        yield from incomings(source, found.records, wishes)
