"""How long incidents took: each duration, and where the time went."""

import sys
from collections.abc import Callable, Iterator, Sequence

from postmortem_archive import charts, statistics
from postmortem_archive.pages.statistics.shown import Section, Shown, Site, behind_it, figure
from postmortem_archive.statistics import DurationFigure, Figures, wording
from postmortem_archive.statistics.durations import quantile
from postmortem_archive.statistics.shares import PHASES
from postmortem_archive.translation import N_, _

# Those drawn as dots: when it was known, unless there are so many that a page gets heavy of it
# (each drawing of 700 linked dots weighs 150 kB), and when it was over.
_DOTS = {"detect": 500, "recover": sys.maxsize}

_INTRODUCTION = N_(
    "Durations of incidents are skewed: a few long ones pull the mean far above what is usual. So "
    "the median comes first; nine in ten were shorter than p90. The means, MTTD and MTTR, are "
    "shown because people ask for them. Beside each stands where the true value may lie: with 95 % "
    "confidence whatever the distribution, for means with about 90 %."
)


def how_long(whole: Figures, site: Site) -> Section:
    """The durations, each with the incidents behind it."""
    shown = tuple(_duration(key, each, whole, site) for key, each in whole.durations.items())
    return Section("how-long", _("How long it took"), shown, _(_INTRODUCTION))


def _duration(key: str, each: DurationFigure, whole: Figures, site: Site) -> Shown:
    return figure(
        key,
        values=[("n", wording.number(each.n), wording.lacking(each)), *_typical(each)],
        chart=_dots(key, each, whole, site) if _is_drawn(key, each) else None,
        behind=[
            site.longest(behind_it(each.n), each.spans),
            site.behind(_("Not known of {n}", n=len(each.missing)), each.missing),
        ],
    )


def _is_drawn(key: str, each: DurationFigure) -> bool:
    return not each.withheld and each.n <= _DOTS.get(key, 0)


def _typical(each: DurationFigure) -> Iterator[tuple[str, str, str]]:
    if each.withheld or not each.n:
        yield _("median, p90, mean"), _(wording.WITHHELD), wording.below(each.smallest_n)
        return
    yield _("median"), wording.span(each.median), wording.bounds(each.median_bounds)
    yield "p90", wording.span(each.p90), wording.bounds(each.p90_bounds)
    yield _("mean"), wording.span(each.mean), wording.bounds(each.mean_bounds)


def _dots(key: str, each: DurationFigure, whole: Figures, site: Site) -> charts.Chart:
    return charts.over_time(
        (
            charts.Span(p.day, span.total_seconds(), p.title, site.to(p))
            for span, p in each.spans
            if p.day
        ),
        _summary(each.smallest_n),
        prefix=f"dots-{key}",
        title=_(each.measure.name),
        until=whole.today,
    )


def _summary(
    smallest_n: int,
) -> Callable[[Sequence[float]], tuple[float | None, float | None]]:
    """Median and p90 of sorted seconds, withheld like everywhere else."""

    def summary(seconds: Sequence[float]) -> tuple[float | None, float | None]:
        if len(seconds) < max(1, smallest_n):
            return None, None
        return quantile(seconds, 0.5), quantile(seconds, 0.9)

    return summary


def phases(whole: Figures, site: Site) -> Section:
    """The shares of the phases, of all and of each year with enough incidents."""
    figures = whole.phases
    smallest = max(1, site.archive.file.policy.smallest_n)
    years = [
        each
        for each in reversed(statistics.sliced(whole, "year"))
        if len(each.phases.incidents) >= smallest
    ]
    shown = figure(
        "phases",
        values=[
            (
                "n",
                wording.number(len(figures.incidents)),
                _("not known of {n}", n=len(figures.missing)),
            ),
            *(
                (_(phase), wording.percent(figures.share(phase)), "")
                for phase in PHASES
                if figures.incidents
            ),
        ],
        chart=charts.phases(
            [_row(_("All"), whole), *(_row(each.name, each, site) for each in years)],
            prefix="phases-chart",
        ),
        behind=[site.behind(behind_it(len(figures.incidents)), figures.incidents)],
    )
    return Section("phases", shown.name, (shown,))


def _row(name: str, part: Figures, site: Site | None = None) -> charts.Phases:
    totals = {phase: part.phases.totals[phase].total_seconds() for phase in PHASES}
    address = site.year(name) if site else None
    return charts.Phases(name, len(part.phases.incidents), **totals, address=address)
