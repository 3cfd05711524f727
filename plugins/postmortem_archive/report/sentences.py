"""The few sentences that a period's figures support: from data, and no others."""

from collections.abc import Iterator, Sequence

from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import STATUSES
from postmortem_archive.register import Register
from postmortem_archive.statistics import definition_of, name_of, wording
from postmortem_archive.statistics.budgets import Budget, Spent
from postmortem_archive.statistics.change import changes
from postmortem_archive.statistics.coverage import Coverage
from postmortem_archive.statistics.figures import Figures
from postmortem_archive.statistics.repeats import Repeats
from postmortem_archive.statistics.shares import Detection, Hours
from postmortem_archive.statistics.writing import Writing
from postmortem_archive.translation import _, ngettext


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
        yield name_of(key), definition_of(key)
    if figures.coverage.n:
        yield name_of("coverage"), figures.coverage.definition
    if any(_writing(figures.writing)):
        yield name_of("publish"), figures.writing.definition


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
        return _("What noticed first is not told of any.")
    parts = (
        f"{name} {wording.number(share.n)} ({wording.percent(share.share)})"
        for name, share in detection.sources.items()
    )
    return ngettext(
        "What noticed first, told of {known} of {n} incident: {parts}.",
        "What noticed first, told of {known} of {n} incidents: {parts}.",
        incidents,
        known=known,
        parts=", ".join(parts),
    )


def _impact(impact: Hours) -> str:
    if not impact.n:
        return _("The hours of impact are not known of any.")
    hours = wording.hours(impact.total)
    if impact.n == 1:
        told = _("{hours} of impact in {n} incident", hours=hours, n=impact.n)
    else:
        told = _(
            "{hours} of impact in {n} incidents, {longest} of it in the longest",
            hours=hours,
            n=impact.n,
            longest=wording.hours(impact.spans[0][0]),
        )
    return f"{'; '.join(filter(None, [told, wording.not_known(len(impact.missing))]))}."


def _budgets(budgets: Sequence[Budget]) -> Iterator[str]:
    """The window of which the most was used; a year's budget may be used by others as well."""
    used = [(spent, budget) for budget in budgets for spent in budget.windows]
    if not used:
        return
    spent, budget = max(used, key=lambda each: each[0].share)
    over = sum(len(budget.overspent) for budget in budgets)
    if over:
        yield ngettext(
            "These incidents overspent {n} error budget, the most that of {used}.",
            "These incidents overspent {n} error budgets, the most that of {used}.",
            over,
            used=_used(spent, budget),
        )
    else:
        yield _(
            "These incidents overspent no error budget; the most used is {used}.",
            used=_used(spent, budget),
        )


def _used(spent: Spent, budget: Budget) -> str:
    values = {"service": budget.service, "window": spent.window.name}
    if not budget.allowed:
        return _("{service} in {window}, whose objective of 100 % allows nothing", **values)
    return _(
        "{service} in {window}, {share} of what {objective} allows",
        share=wording.percent(spent.share),
        objective=wording.objective(budget.percent),
        **values,
    )


def _repeats(repeats: Repeats) -> Iterator[str]:
    if repeats.repeats:
        yield _(
            "Repeats of an earlier incident: {share}; for {n} of these {of}, an action agreed then "
            "is not done even today.",
            share=wording.share(repeats.share),
            n=repeats.despite.n,
            of=repeats.despite.of,
        )
    else:
        yield _("No postmortem of these calls its incident a repeat of an earlier one.")
    if repeats.questions:
        yield _(
            "Unanswered resemblances: {share}; no verdict says whether these are repeats.",
            share=wording.share(repeats.unanswered),
        )


def _unfinished(incidents: Sequence[Postmortem]) -> Iterator[str]:
    left = [p.status for p in incidents if p.status != "final"]
    if left:
        parts = (f"{wording.number(left.count(each))} {each}" for each in STATUSES if each in left)
        yield _(
            "Postmortems not final yet: {n} of {of} ({parts}).",
            n=len(left),
            of=len(incidents),
            parts=", ".join(parts),
        )


def _coverage(coverage: Coverage) -> Iterator[str]:
    """An incident of the archive's list may need a postmortem that nobody has written."""
    if not coverage.n:
        return
    told = _(
        "Incidents that need a postmortem and have a final one: {share}; {missing} missing, {late} "
        "late",
        share=wording.some_of(len(coverage.covered), coverage.n, coverage.share),
        missing=len(coverage.missing),
        late=len(coverage.late),
    )
    if unclear := len(coverage.unjudged):
        told += "; " + _("{n} not judged, for want of a severity", n=unclear)
    yield f"{told}."


def _writing(writing: Writing) -> Iterator[str]:
    parts = []
    if writing.median is not None:
        days = wording.number(writing.median)
        parts.append(_("the median of {n} is {days} business days", n=writing.n, days=days))
    if due := len(writing.due):
        parts.append(_("{n} of {of} in time", n=due - len(writing.late), of=due))
    if parts:
        yield _("Time to postmortem: {parts}.", parts=", ".join(parts))


def _actions(register: Register, everything: Figures | None) -> str:
    """What became of the period's action items, and what is overdue beside them."""
    agreed = len(register.entries) - len(register.declined)
    late = _("overdue on {day}: {n}", day=register.today, n=len(register.overdue))
    if everything:
        of_all = len(everything.register.overdue)
        late = _("{overdue}, and {n} in the whole archive", overdue=late, n=of_all)
    if not agreed:
        return _("No action item of this period; {overdue}.", overdue=late)
    return _(
        "Action items done: {n} of {of}; {overdue}.",
        n=len(register.done),
        of=agreed,
        overdue=late,
    )
