"""The severity is lower than the definition of a worse one allows.

A severity decides who is woken, whether there is a postmortem, and what the statistics say. Where
the definition of SEV-1 says "data loss", and data was lost, the incident is a SEV-1, whatever it
was called in its first hour. In these examples archive.yml gives SEV-1
`when: {data_loss: true, users_over: 10000}`.

Bad:

```yaml
severity: SEV-2
impact: {data_loss: about 300 rows of the audit log}
```

Bad:

```yaml
severity: SEV-2
impact: {users: 28000}
```

Good:

```yaml
severity: SEV-1
impact: {users: 28000}
```

Good:

```yaml
severity: SEV-2
impact: {users: 9000, data_loss: none}
```

A definition is a sentence; what of it can be compared stands beside it, under
[`when`](archive.md#severitieswhen). An estimate counts as larger only if it is by a quarter, and
figures of different units or currencies are not compared. The opposite is no finding: a definition
may have reasons for a higher severity that are no figures.
"""

from collections.abc import Iterator
from itertools import takewhile

from postmortem_archive import times
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.archive_file import SeverityWhen
from postmortem_archive.model.data_harm import was_exposed, was_lost
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.front_matter import MEASURES, Figure, duration
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "severity-against-impact"
BINDS: Status = "in-review"

_FIGURES = ("users", "requests", "revenue", "tickets")


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    scale = archive.file.severities or {}
    chosen = postmortem.front.severity
    if postmortem.front.kind != "incident" or chosen not in scale:
        return
    for name, severity in takewhile(lambda item: item[0] != chosen, scale.items()):
        met = next(_met(postmortem, severity.when), "") if severity.when else ""
        if met:
            place = postmortem.place_of("severity")
            message = (
                f"severity: {chosen} is too low: {met}, and by archive.yml that makes it at least "
                f"{name} ({severity.definition.rstrip('.')}); write {name}, or correct the figure"
            )
            yield Problem(place.line, place.column, message)
            return  # the worst that it is says it all


def _met(postmortem: Postmortem, when: SeverityWhen) -> Iterator[str]:
    """What of this incident fulfils a condition, in words."""
    impact = postmortem.front.impact
    if impact and when.data_loss and impact.data_loss and was_lost(impact.data_loss):
        yield f'data was lost ("{impact.data_loss[:60]}")'
    if impact and when.data_exposed and impact.data_exposed and was_exposed(impact.data_exposed):
        yield f'data was exposed ("{impact.data_exposed[:60]}")'
    for name in _FIGURES:
        figure, bound = getattr(impact, name, None), getattr(when, f"{name}_over")
        if figure and bound and _is_over(figure, bound):
            yield f"impact.{name} is {figure}, which is more than {bound}"
    lasted = duration(postmortem.front, MEASURES["recover"])
    if lasted and when.longer_than is not None and lasted.span > when.longer_than:
        span, limit = times.exact_words(lasted.span), times.exact_words(when.longer_than)
        yield f"it lasted {span}, which is longer than {limit}"


def _is_over(figure: Figure, bound: Figure) -> bool:
    """Whether a figure is above a bound of the same unit, an estimate clearly so."""
    same = figure.unit.casefold() == bound.unit.casefold()
    return same and figure.value * (0.8 if figure.estimate else 1) > bound.value
