"""The few sentences that a period's figures support: from data, and no others."""

from collections.abc import Iterator, Sequence

from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import STATUSES
from postmortem_archive.register import Register
from postmortem_archive.statistics import DEFINITIONS, NAMES, wording
from postmortem_archive.statistics.budgets import Budget, Spent
from postmortem_archive.statistics.change import changes
from postmortem_archive.statistics.coverage import Coverage
from postmortem_archive.statistics.figures import Figures
from postmortem_archive.statistics.repeats import Repeats
from postmortem_archive.statistics.shares import Detection, Hours
from postmortem_archive.statistics.writing import Writing


def on_change(now: Figures, before: Figures) -> Iterator[str]:
    """What each comparison with the period before supports."""
    compared = changes(now, before)
    # Without any incident there is neither a share nor a duration to compare.
    for change in compared if now.incidents else compared[:1]:
        yield wording.sentence(change, before.name)


def in_short(figures: Figures) -> Iterator[str]:
    """What noticed first, how much impact, budget, what repeats, what is owed."""
    if figures.incidents:
        yield _detection(figures.detection, len(figures.incidents))
        yield _impact(figures.impact)
        yield from _budgets(figures.budgets)
        yield from _repeats(figures.repeats)
        yield from _unfinished(figures.incidents)
    yield from _coverage(figures.coverage)
    yield from _writing(figures.writing)
    yield _actions(figures.register, figures.everything)


def defined(figures: Figures) -> Iterator[tuple[str, str]]:
    """The name and definition of each figure of which a report tells."""
    for key in _told(figures):
        yield NAMES[key], DEFINITIONS[key]
    if figures.coverage.n:
        yield NAMES["coverage"], figures.coverage.definition
    if any(_writing(figures.writing)):
        yield NAMES["publish"], figures.writing.definition


def _told(figures: Figures) -> Iterator[str]:
    yield "incidents"
    if figures.incidents:
        yield from ("detect", "recover", "detection", "impact")
        yield from ("budgets",) if any(budget.windows for budget in figures.budgets) else ()
        yield from ("repeats", "despite") if figures.repeats.repeats else ("repeats",)
        yield from ("unanswered",) if figures.repeats.questions else ()
    yield "overdue"


def _detection(detection: Detection, incidents: int) -> str:
    known = incidents - len(detection.missing)
    if not known:
        return "What noticed first is not told of any."
    parts = (
        f"{name} {share.n:,} ({wording.percent(share.share)})"
        for name, share in detection.sources.items()
    )
    of = f"told of {known:,} of {wording.count(incidents, 'incident')}"
    return f"What noticed first, {of}: {', '.join(parts)}."


def _impact(impact: Hours) -> str:
    unknown = f"; not known of {len(impact.missing):,}" if impact.missing else ""
    if not impact.n:
        return "The hours of impact are not known of any."
    longest = f", {wording.hours(impact.spans[0][0])} of it in the longest" if impact.n > 1 else ""
    hours, told = wording.hours(impact.total), wording.count(impact.n, "incident")
    return f"{hours} of impact in {told}{longest}{unknown}."


def _budgets(budgets: Sequence[Budget]) -> Iterator[str]:
    """The window of which the most was used; a year's budget may be used by others as well."""
    used = [(spent, budget) for budget in budgets for spent in budget.windows]
    if not used:
        return
    spent, budget = max(used, key=lambda each: each[0].share)
    over = sum(len(budget.overspent) for budget in budgets)
    if over:
        yield (
            f"These incidents overspent {wording.count(over, 'error budget')}, the most that of "
            f"{_used(spent, budget)}."
        )
    else:
        yield f"These incidents overspent no error budget; the most used is {_used(spent, budget)}."


def _used(spent: Spent, budget: Budget) -> str:
    told = f"{budget.service} in {spent.window.name}"
    if not budget.allowed:
        return f"{told}, whose objective of 100 % allows nothing"
    return f"{told}, {wording.percent(spent.share)} of what {budget.percent:g} % allows"


def _repeats(repeats: Repeats) -> Iterator[str]:
    if repeats.repeats:
        told = f"Repeats of an earlier incident: {wording.share(repeats.share)}"
        despite = f"{repeats.despite.n:,} of these {repeats.despite.of:,}"
        yield f"{told}; for {despite}, an action agreed then is not done even today."
    else:
        yield "No postmortem of these calls its incident a repeat of an earlier one."
    if repeats.questions:
        told = f"Unanswered resemblances: {wording.share(repeats.unanswered)}"
        yield f"{told}; no verdict says whether these are repeats."


def _unfinished(incidents: Sequence[Postmortem]) -> Iterator[str]:
    left = [p.status for p in incidents if p.status != "final"]
    if left:
        parts = (f"{left.count(each):,} {each}" for each in STATUSES if each in left)
        of = f"{len(left):,} of {len(incidents):,}"
        yield f"Postmortems not final yet: {of} ({', '.join(parts)})."


def _coverage(coverage: Coverage) -> Iterator[str]:
    """An incident of the archive's list may need a postmortem that nobody has written."""
    if not coverage.n:
        return
    share = f"{len(coverage.covered):,} of {coverage.n:,}"
    if coverage.share is not None:
        share += f" ({wording.percent(coverage.share)})"
    told = f"{len(coverage.missing):,} missing, {len(coverage.late):,} late"
    unclear = len(coverage.unjudged)
    unjudged = f"; {unclear:,} not judged, for want of a severity" if unclear else ""
    yield f"Incidents that need a postmortem and have a final one: {share}; {told}{unjudged}."


def _writing(writing: Writing) -> Iterator[str]:
    parts = []
    if writing.median is not None:
        days, n = wording.number(writing.median), f"{writing.n:,}"
        parts.append(f"the median of {n} is {days} business days")
    if due := len(writing.due):
        parts.append(f"{due - len(writing.late):,} of {due:,} in time")
    if parts:
        yield f"Time to postmortem: {', '.join(parts)}."


def _actions(register: Register, everything: Figures | None) -> str:
    """What became of the period's action items, and what is overdue beside them."""
    agreed = len(register.entries) - len(register.declined)
    late = f"overdue on {register.today}: {len(register.overdue):,}"
    if everything:
        late += f", and {len(everything.register.overdue):,} in the whole archive"
    if not agreed:
        return f"No action item of this period; {late}."
    return f"Action items done: {len(register.done):,} of {agreed:,}; {late}."
