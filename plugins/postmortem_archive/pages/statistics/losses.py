"""What noticed incidents first, what they cost, and what came back."""

from collections.abc import Iterator

from postmortem_archive import charts
from postmortem_archive.pages import words
from postmortem_archive.pages.statistics.shown import (
    LISTED,
    Behind,
    Cell,
    Entry,
    Section,
    Shown,
    Site,
    Table,
    behind_it,
    figure,
    rest,
)
from postmortem_archive.statistics import Figures, Share, wording
from postmortem_archive.statistics.budgets import Budget
from postmortem_archive.statistics.repeats import Question, Repeat
from postmortem_archive.translation import _, ngettext

# Of each budget's windows the latest.
_WINDOWS = 12
_NAMED = 3
_CHAINS = 15


def noticed(whole: Figures, site: Site) -> Section:
    """Alerts, customers and who else: each with its share."""
    known = whole.detection
    rows = tuple(
        (Cell(name), Cell(wording.share(share)), Cell(wording.percents(share.bounds)))
        for name, share in known.sources.items()
    )
    shown = figure(
        "detection",
        values=[] if known.sources else [("n", "0", _("not told of {n}", n=len(known.missing)))],
        remarks=[
            _("Not told of {n}.", n=len(known.missing)) if rows and known.missing else "",
        ],
        table=Table(
            _("What noticed first"), (_("Source"), _("Incidents"), _("95 % interval")), rows
        )
        if rows
        else None,
        chart=charts.by_source(
            site.monthly(whole.incidents, lambda p: p.front.detection),
            prefix="sources",
            until=whole.today,
        ),
        behind=[
            *(
                site.behind(_of_source(name, share.n), share.postmortems)
                for name, share in known.sources.items()
            ),
            site.behind(_("Not told of {n}", n=len(known.missing)), known.missing),
        ],
    )
    return Section("detection", shown.name, (shown,))


def _of_source(name: str, n: int) -> str:
    return ngettext("{name}: {n} incident", "{name}: {n} incidents", n, name=name)


def cost(whole: Figures, site: Site) -> Section:
    """Hours of impact, by cause, and what they used of error budgets."""
    figures = (_impact(whole, site), *((_budgets(whole, site),) if whole.budgets else ()))
    return Section("cost", _("What it cost"), figures)


def _impact(whole: Figures, site: Site) -> Shown:
    hours = whole.impact
    causes = (
        charts.Cause(name, each.total.total_seconds() / 3600, each.n, site.value("causes", name))
        for name, each in whole.causes.items()
    )
    return figure(
        "impact",
        values=[
            (_("hours"), wording.hours(hours.total), ""),
            ("n", wording.number(hours.n), wording.not_known(len(hours.missing))),
        ],
        chart=charts.causes(causes, prefix="causes"),
        behind=[
            site.longest(behind_it(hours.n), hours.spans),
            site.behind(_("Not known of {n}", n=len(hours.missing)), hours.missing),
        ],
    )


def _budgets(whole: Figures, site: Site) -> Shown:
    rows = [row for budget in whole.budgets for row in _windows(budget, site)]
    return figure(
        "budgets",
        remarks=[_spent(budget) for budget in whole.budgets],
        table=Table(
            _("Error budgets by service and window"),
            (
                _("Service"),
                _("Window"),
                _("Bad time"),
                _("Allowed"),
                _("Used"),
                _("Incidents"),
            ),
            tuple(rows[:LISTED]),
            rest=rest(min(len(rows), LISTED), len(rows)),
        )
        if rows
        else None,
        behind=[site.behind(_unknown(budget), budget.unknown) for budget in whole.budgets],
    )


def _unknown(budget: Budget) -> str:
    return _("{service}: not known of {n}", service=budget.service, n=len(budget.unknown))


def _spent(budget: Budget) -> str:
    goal = _(
        "{service}, {objective} in {window}",
        service=budget.service,
        objective=wording.objective(budget.percent),
        window=wording.span(budget.length),
    )
    if not budget.windows:
        return _("{objective}: nothing used.", objective=goal)
    values = {"objective": goal, "overspent": len(budget.overspent)}
    if len(budget.windows) > _WINDOWS:
        return _(
            "{objective}: overspent in {overspent} of {n} windows with incidents; the latest "
            "{latest} are below.",
            n=len(budget.windows),
            latest=_WINDOWS,
            **values,
        )
    return ngettext(
        "{objective}: overspent in {overspent} of {n} window with incidents.",
        "{objective}: overspent in {overspent} of {n} windows with incidents.",
        len(budget.windows),
        **values,
    )


def _windows(budget: Budget, site: Site) -> Iterator[tuple[Cell, ...]]:
    for spent in budget.windows[:_WINDOWS]:
        first = spent.incidents[0]
        many = len(spent.incidents)
        address = site.to(first) if many == 1 else site.year(spent.window.start.year)
        yield (
            Cell(budget.service, site.value("services", budget.service)),
            Cell(spent.window.name),
            Cell(wording.span(spent.span)),
            Cell(wording.span(budget.allowed)),
            Cell(wording.percent(spent.share)),
            Cell(wording.number(many), address),
        )


def came_back(whole: Figures, site: Site) -> Section:
    """Repeats, those of incidents with undone actions, and what nobody has answered."""
    return Section(
        "came-back",
        _("What came back"),
        (_rate(whole, site), _despite(whole, site), _unanswered(whole, site)),
    )


def _rate(whole: Figures, site: Site) -> Shown:
    found = whole.repeats
    chains = (
        charts.Chain(
            chain[0].title,
            tuple(charts.Link(p.day, p.title, site.to(p)) for p in chain if p.day),
        )
        for chain in found.chains[:_CHAINS]
    )
    listed = tuple(_repeated(each, site) for each in found.repeats[:LISTED])
    behind = Behind(_repeats(found.share.n), listed, rest(len(listed), len(found.repeats)))
    return figure(
        "repeats",
        values=_share(found.share),
        remarks=[_drawn(len(found.chains))],
        chart=charts.chains(chains, prefix="chains") if found.chains else None,
        behind=[behind],
    )


def _repeats(n: int) -> str:
    return ngettext("{n} repeat", "{n} repeats", n)


def _drawn(chains: int) -> str:
    if chains <= _CHAINS:
        return ""
    return _("{n} chains of repeats; the {drawn} longest are drawn.", n=chains, drawn=_CHAINS)


def _share(share: Share) -> list[tuple[str, str, str]]:
    return [("n", wording.share(share), wording.percents(share.bounds))]


def _repeated(each: Repeat, site: Site) -> Entry:
    after = ", ".join(words.day(p.day) for p in each.earlier)
    day = words.day(each.incident.day)
    note = _("{day}, after {earlier}", day=day, earlier=after) if after else day
    return Entry(note, each.incident.title, site.to(each.incident))


def _despite(whole: Figures, site: Site) -> Shown:
    found = whole.repeats
    undone = [each for each in found.repeats if each.undone]
    listed = tuple(
        Entry(
            ngettext(
                "{day}, with {n} action of {earlier} undone",
                "{day}, with {n} actions of {earlier} undone",
                len(each.undone),
                day=words.day(each.incident.day),
                earlier=_earlier(each),
            ),
            each.incident.title,
            site.to(each.incident),
        )
        for each in undone[:LISTED]
    )
    return figure(
        "despite",
        values=_share(found.despite),
        behind=[Behind(_repeats(len(undone)), listed, rest(len(listed), len(undone)))],
    )


def _earlier(each: Repeat) -> str:
    return ", ".join(dict.fromkeys(words.day(p.day) for action, p in each.undone))


def _unanswered(whole: Figures, site: Site) -> Shown:
    found = whole.repeats
    listed = tuple(_question(each, site) for each in found.questions[:LISTED])
    summary = wording.of_kind(found.unanswered.n, "incident")
    return figure(
        "unanswered",
        values=[("n", wording.share(found.unanswered), "")],
        remarks=[wording.asked(found)],
        behind=[Behind(summary, listed, rest(len(listed), len(found.questions)))],
    )


def _question(each: Question, site: Site) -> Entry:
    days = [words.day(p.day) for p in each.earlier]
    named = ", ".join(days[:_NAMED])
    if len(days) > _NAMED:
        named = _("{some} and {n} more", some=named, n=len(days) - _NAMED)
    day = words.day(each.incident.day)
    note = _("{day}, looks like {earlier}", day=day, earlier=named)
    return Entry(note, each.incident.title, site.to(each.incident))
