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
    figure,
    rest,
)
from postmortem_archive.statistics import Figures, Share, wording
from postmortem_archive.statistics.budgets import Budget
from postmortem_archive.statistics.repeats import Question, Repeat

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
        values=[] if known.sources else [("n", "0", f"not told of {len(known.missing):,}")],
        remarks=[f"Not told of {len(known.missing):,}." if rows and known.missing else ""],
        table=Table("What noticed first", ("Source", "Incidents", "95 % interval"), rows)
        if rows
        else None,
        chart=charts.by_source(
            site.monthly(whole.incidents, lambda p: p.front.detection),
            prefix="sources",
            until=whole.today,
        ),
        behind=[
            *(
                site.behind(f"{name}: {wording.count(share.n, 'incident')}", share.postmortems)
                for name, share in known.sources.items()
            ),
            site.behind(f"Not told of {len(known.missing):,}", known.missing),
        ],
    )
    return Section("detection", shown.name, (shown,))


def cost(whole: Figures, site: Site) -> Section:
    """Hours of impact, by cause, and what they used of error budgets."""
    figures = (_impact(whole, site), *((_budgets(whole, site),) if whole.budgets else ()))
    return Section("cost", "What it cost", figures)


def _impact(whole: Figures, site: Site) -> Shown:
    hours = whole.impact
    causes = (
        charts.Cause(name, each.total.total_seconds() / 3600, each.n, site.value("causes", name))
        for name, each in whole.causes.items()
    )
    return figure(
        "impact",
        values=[
            ("hours", wording.hours(hours.total), ""),
            ("n", f"{hours.n:,}", f"not known of {len(hours.missing):,}" if hours.missing else ""),
        ],
        chart=charts.causes(causes, prefix="causes"),
        behind=[
            site.longest(f"{wording.count(hours.n, 'incident')} behind it", hours.spans),
            site.behind(f"Not known of {len(hours.missing):,}", hours.missing),
        ],
    )


def _budgets(whole: Figures, site: Site) -> Shown:
    rows = [row for budget in whole.budgets for row in _windows(budget, site)]
    return figure(
        "budgets",
        remarks=[_spent(budget) for budget in whole.budgets],
        table=Table(
            "Error budgets by service and window",
            ("Service", "Window", "Bad time", "Allowed", "Used", "Incidents"),
            tuple(rows[:LISTED]),
            rest=rest(min(len(rows), LISTED), len(rows)),
        )
        if rows
        else None,
        behind=[
            site.behind(f"{budget.service}: not known of {len(budget.unknown):,}", budget.unknown)
            for budget in whole.budgets
        ],
    )


def _spent(budget: Budget) -> str:
    goal = f"{budget.service}, {budget.percent:g} % in {wording.span(budget.length)}"
    if not budget.windows:
        return f"{goal}: nothing used."
    used = wording.count(len(budget.windows), "window")
    earlier = f"; the latest {_WINDOWS} are below" if len(budget.windows) > _WINDOWS else ""
    return f"{goal}: overspent in {len(budget.overspent):,} of {used} with incidents{earlier}."


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
            Cell(f"{many:,}", address),
        )


def came_back(whole: Figures, site: Site) -> Section:
    """Repeats, those of incidents with undone actions, and what nobody has answered."""
    return Section(
        "came-back",
        "What came back",
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
    behind = Behind(
        wording.count(found.share.n, "repeat"), listed, rest(len(listed), len(found.repeats))
    )
    return figure(
        "repeats",
        values=_share(found.share),
        remarks=[_drawn(len(found.chains))],
        chart=charts.chains(chains, prefix="chains") if found.chains else None,
        behind=[behind],
    )


def _drawn(chains: int) -> str:
    if chains <= _CHAINS:
        return ""
    return f"{chains:,} chains of repeats; the {_CHAINS} longest are drawn."


def _share(share: Share) -> list[tuple[str, str, str]]:
    return [("n", wording.share(share), wording.percents(share.bounds))]


def _repeated(each: Repeat, site: Site) -> Entry:
    after = ", ".join(words.day(p.day) for p in each.earlier)
    note = f"{words.day(each.incident.day)}{f', after {after}' if after else ''}"
    return Entry(note, each.incident.title, site.to(each.incident))


def _despite(whole: Figures, site: Site) -> Shown:
    found = whole.repeats
    undone = [each for each in found.repeats if each.undone]
    listed = tuple(
        Entry(
            f"{words.day(each.incident.day)}, with {wording.count(len(each.undone), 'action')} of "
            f"{_earlier(each)} undone",
            each.incident.title,
            site.to(each.incident),
        )
        for each in undone[:LISTED]
    )
    summary = wording.count(len(undone), "repeat")
    return figure(
        "despite",
        values=_share(found.despite),
        behind=[Behind(summary, listed, rest(len(listed), len(undone)))],
    )


def _earlier(each: Repeat) -> str:
    return ", ".join(dict.fromkeys(words.day(p.day) for _, p in each.undone))


def _unanswered(whole: Figures, site: Site) -> Shown:
    found = whole.repeats
    listed = tuple(_question(each, site) for each in found.questions[:LISTED])
    summary = wording.count(found.unanswered.n, "incident")
    return figure(
        "unanswered",
        values=[("n", wording.share(found.unanswered), "")],
        remarks=[wording.asked(found)],
        behind=[Behind(summary, listed, rest(len(listed), len(found.questions)))],
    )


def _question(each: Question, site: Site) -> Entry:
    days = [words.day(p.day) for p in each.earlier]
    named = ", ".join(days[:_NAMED])
    more = f" and {len(days) - _NAMED} more" if len(days) > _NAMED else ""
    note = f"{words.day(each.incident.day)}, looks like {named}{more}"
    return Entry(note, each.incident.title, site.to(each.incident))
