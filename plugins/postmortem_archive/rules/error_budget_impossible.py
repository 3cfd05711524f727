"""A share of the error budget cannot follow from objective, window and duration.

At 99.9 % over 30 days the budget is 43 minutes: 154 minutes of full outage use 356 % of it, and two
minutes cannot use half. The objective is that of the front matter (`impact.slo`), of archive.yml,
or the only one in the text. Because requests come unevenly and an outage may be partial, only what
is off by more than a factor of two is told: too much always, too little where the text says that
nothing worked.

Bad:

```markdown
## Impact

Checkout: 100% of attempts failed. At an SLO of 99.5%, 90% of the month's error budget was used.
```

Good:

```markdown
## Impact

Checkout: 100% of attempts failed. At an SLO of 99.9%, 104% of the month's error budget was used.
```
"""

from collections.abc import Iterator
from datetime import timedelta

from postmortem_archive import times
from postmortem_archive.claims.budget import (
    BudgetClaim,
    Objective,
    budget_claims,
    is_full_outage,
    objective_of,
    outage_of,
)
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "error-budget-impossible"
BINDS: Status = "in-review"

_FACTOR = 2


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    claims = list(budget_claims(postmortem.passages))
    if not claims:
        return
    objective = objective_of(postmortem, archive, monthly=any(claim.monthly for claim in claims))
    is_full = is_full_outage(postmortem.passages)
    for claim in claims:
        outage = claim.span or outage_of(postmortem)
        if objective is None or not outage or objective.percent >= 100:
            continue
        least, most = objective.used(outage)
        too_little = claim.percent * _FACTOR < least and is_full
        if too_little or claim.percent > most * _FACTOR:
            place = postmortem.body.place(claim.offset)
            yield Problem(place.line, place.column, _message(claim, objective, outage))


def _message(claim: BudgetClaim, objective: Objective, outage: timedelta) -> str:
    least, most = (f"{share:.0f}" for share in objective.used(outage))
    share = f"{least} %" if least == most else f"{least}–{most} %"
    window = objective.shortest.days
    days = f"{window}" if objective.longest == objective.shortest else "30 to 31"
    return (
        f"{claim.text} of the error budget cannot follow: at {objective.percent:g} % over {days} "
        f"days, {times.exact_words(outage)} of full outage use {share}; correct the share, or "
        "leave it out"
    )
