"""Figures as values that JSON has: what the site, the terminal and other programs share."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.register import Completion
from postmortem_archive.statistics.budgets import Budget, Spent
from postmortem_archive.statistics.change import Change
from postmortem_archive.statistics.counts import Count, Frequency
from postmortem_archive.statistics.coverage import Coverage, Qualifying
from postmortem_archive.statistics.definitions import DEFINITIONS
from postmortem_archive.statistics.durations import Bounds, DurationFigure
from postmortem_archive.statistics.figures import Figures
from postmortem_archive.statistics.intervals import Interval
from postmortem_archive.statistics.repeats import Repeats
from postmortem_archive.statistics.shares import PHASES, Detection, Hours, Phases, Share
from postmortem_archive.statistics.slices import sliced
from postmortem_archive.statistics.writing import Writing
from postmortem_archive.translation import in_english

# Counted up whenever a key changes its meaning or goes.
VERSION = 1


def as_data(figures: Figures, by: Sequence[str] = (), *, brief: bool = False) -> dict[str, Any]:
    """The figures and, for each dimension of `by`, those of its slices.

    Spans are minutes, shares run from 0 to 1, incidents are named by id. An interval is `[low,
    high]`, with null for a bound that cannot be given; a figure that is withheld is null.
    Texts are English, whatever the language of the site. In `brief`, slices name no incidents,
    bound no means and tell no priorities apart: of a large archive, that would be most of the
    size and much of the time.
    """
    with in_english():
        return {
            "version": VERSION,
            "archive": figures.archive.file.name,
            "today": figures.today.isoformat(),
            "definitions": dict(DEFINITIONS),
            **_figures(figures),
            "slices": {
                each: [_figures(part, brief) for part in sliced(figures, each)] for each in by
            },
        }


def _figures(figures: Figures, brief: bool = False) -> dict[str, Any]:
    period = figures.period
    data = {
        "name": figures.name,
        "since": _day(period.start if period else None),
        "until": _day(period.end if period else None),
        "apart": lambda: {kind: ids(posts) for kind, posts in figures.apart.items()},
        "figures": {name: make(figures) for name, make in FIGURES.items()},
        "changes": [_change(each) for each in figures.changes],
    }
    return _settled(data, brief)  # type: ignore[no-any-return]


def _settled(value: Any, brief: bool) -> Any:
    """With the functions called, which stand for what is long or costly; in brief, without it."""
    if isinstance(value, dict):
        kept = (item for item in value.items() if not (brief and callable(item[1])))
        return {key: _settled(each, brief) for key, each in kept}
    if isinstance(value, list):
        return [_settled(each, brief) for each in value]
    return value() if callable(value) else value


def ids(postmortems: Iterable[Postmortem]) -> list[str]:
    return [postmortem.id for postmortem in postmortems]


def minutes(span: timedelta | None) -> float | None:
    return None if span is None else round(span.total_seconds() / 60, 6)


def _number(value: float | None) -> float | None:
    return None if value is None or math.isinf(value) else round(value, 6)


def _interval(bounds: Interval) -> list[float | None]:
    return [_number(bound) for bound in bounds]


def _bounds(bounds: Bounds) -> list[float | None]:
    return [minutes(bound) for bound in bounds]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _count(figure: Count) -> dict[str, Any]:
    return {
        "n": figure.n,
        "interval": _interval(figure.bounds),
        "incidents": lambda: ids(figure.incidents),
    }


def _frequency(figure: Frequency) -> dict[str, Any]:
    return {
        "n": figure.count.n,
        "days": figure.days,
        "per_month": _number(figure.per_month),
        "interval": _interval(figure.bounds),
        "months": {name: len(posts) for name, posts in figure.months.items()},
        "dispersion": _number(figure.dispersion),
        "bunched": figure.bunched,
        "gaps": len(figure.gaps),
        "median_gap_days": _number(figure.median_gap),
        "median_gap_interval": _interval(figure.gap_bounds),
    }


def _duration(figure: DurationFigure) -> dict[str, Any]:
    return {
        "n": figure.n,
        "missing": len(figure.missing),
        "impossible": len(figure.impossible),
        "stated": figure.stated,
        "withheld": figure.withheld,
        "median": minutes(figure.median),
        "median_interval": _bounds(figure.median_bounds),
        "p90": minutes(figure.p90),
        "p90_interval": _bounds(figure.p90_bounds),
        "mean": minutes(figure.mean),
        "mean_interval": lambda: _bounds(figure.mean_bounds),
        "incidents": lambda: {p.id: minutes(span) for span, p in figure.spans},
        "without": lambda: ids(figure.missing),
    }


def _share(figure: Share, named: str = "incidents") -> dict[str, Any]:
    return {
        "n": figure.n,
        "of": figure.of,
        "share": _number(figure.share),
        "interval": _interval(figure.bounds),
        named: lambda: ids(figure.postmortems),
    }


def _detection(figure: Detection) -> dict[str, Any]:
    return {
        "missing": len(figure.missing),
        "sources": {name: _share(share) for name, share in figure.sources.items()},
        "without": lambda: ids(figure.missing),
    }


def _hours(figure: Hours) -> dict[str, Any]:
    return {
        "n": figure.n,
        "missing": len(figure.missing),
        "minutes": minutes(figure.total),
        "incidents": lambda: {p.id: minutes(span) for span, p in figure.spans},
        "without": lambda: ids(figure.missing),
    }


def _impact(figures: Figures) -> dict[str, Any]:
    causes = {name: _hours(hours) for name, hours in figures.causes.items()}
    return {**_hours(figures.impact), "causes": causes}


def _phases(figure: Phases) -> dict[str, Any]:
    return {
        "n": len(figure.incidents),
        "missing": len(figure.missing),
        "minutes": {phase: minutes(figure.totals[phase]) for phase in PHASES},
        "shares": {phase: _number(figure.share(phase)) for phase in PHASES},
        "incidents": lambda: ids(figure.incidents),
        "without": lambda: ids(figure.missing),
    }


def _budget(figure: Budget) -> dict[str, Any]:
    return {
        "service": figure.service,
        "objective": figure.percent,
        "window_minutes": minutes(figure.length),
        "allowed_minutes": minutes(figure.allowed),
        "windows": [_spent(each) for each in figure.windows],
        "without": lambda: ids(figure.unknown),
    }


def _spent(window: Spent) -> dict[str, Any]:
    return {
        "name": window.window.name,
        "since": _day(window.window.start),
        "until": _day(window.window.end),
        "minutes": minutes(window.span),
        "share": _number(window.share),
        "incidents": lambda: ids(window.incidents),
    }


def _repeats(figure: Repeats) -> dict[str, Any]:
    return {
        **_share(figure.share),
        "earlier": lambda: {each.incident.id: ids(each.earlier) for each in figure.repeats},
        "chains": lambda: [ids(chain) for chain in figure.chains],
    }


def _unanswered(figure: Repeats) -> dict[str, Any]:
    return {
        **_share(figure.unanswered),
        "asked": figure.asked,
        "earlier": lambda: {each.incident.id: ids(each.earlier) for each in figure.questions},
    }


def _coverage(figure: Coverage) -> dict[str, Any]:
    bounds = figure.interval or Interval(None, None)
    return {
        "n": len(figure.covered),
        "of": figure.n,
        "withheld": figure.withheld,
        "share": _number(figure.share),
        "interval": _interval(bounds),
        "from_list": figure.from_list,
        "definition": figure.definition,
        "unfinished": lambda: _qualifying(figure.unfinished),
        "missing": lambda: _qualifying(figure.missing),
        "late": lambda: _qualifying(figure.late),
        "unjudged": lambda: _qualifying(figure.unjudged),
        "unlisted": lambda: ids(figure.unlisted),
        "near_misses": lambda: ids(figure.near_misses),
    }


def _qualifying(some: Iterable[Qualifying]) -> list[dict[str, Any]]:
    return [{"id": one.id, "why": list(one.why), "due": _day(one.due)} for one in some]


def _writing(figure: Writing) -> dict[str, Any]:
    bounds = figure.interval or Interval(None, None)
    in_time = figure.interval_in_time or Interval(None, None)
    return {
        "n": figure.n,
        "missing": len(figure.missing),
        "withheld": figure.withheld,
        "median": _number(figure.median),
        "median_interval": _interval(bounds),
        "p90": _number(figure.p90),
        "mean": _number(figure.mean),
        "due": len(figure.due),
        "late": lambda: [one.postmortem.id for one in figure.late],
        "share_in_time": _number(figure.share_in_time),
        "in_time_interval": _interval(in_time),
        "waiting": lambda: [one.postmortem.id for one in figure.waiting],
        "incidents": lambda: {one.postmortem.id: one.business_days for one in figure.written},
        "without": lambda: [postmortem.id for postmortem, _ in figure.missing],
    }


def _completion(figures: Figures) -> dict[str, Any]:
    register = figures.register
    return {
        **_completed(register.completion),
        "open": len(register.undone),
        "declined": len(register.declined),
        "median_age_days": _number(register.median_age),
        "by_priority": lambda: {
            part.name: _completed(part) for part in register.completion_by_priority
        },
    }


def _completed(figure: Completion) -> dict[str, Any]:
    return {
        "n": len(figure.done),
        "of": figure.n,
        "without_status": figure.without_status,
        "withheld": figure.withheld,
        "share": _number(figure.share),
        "interval": _interval(figure.interval or Interval(None, None)),
    }


def _overdue(figures: Figures) -> dict[str, Any]:
    late = figures.register.overdue
    return {
        "n": len(late),
        "longest_days": late[0].days_overdue if late else None,
        "actions": lambda: [{"postmortem": e.postmortem.id, "text": e.action.text} for e in late],
    }


def _reissued(figures: Figures) -> dict[str, Any]:
    issues = figures.register.issues
    return {"n": len(issues), "postmortems": lambda: [ids(issue.postmortems) for issue in issues]}


def _change(change: Change) -> dict[str, Any]:
    """Durations in minutes, like everything else."""
    scale = 60 if change.kind == "duration" else 1

    def scaled(value: float | None) -> float | None:
        return None if value is None else _number(value / scale)

    return {
        "figure": change.figure,
        "now": scaled(change.now),
        "before": scaled(change.before),
        "n": change.n,
        "n_before": change.n_before,
        "difference": scaled(change.difference),
        "interval": [scaled(bound) for bound in change.bounds or (None, None)],
        "is_change": change.is_change,
    }


def _measured(key: str) -> Callable[[Figures], dict[str, Any]]:
    return lambda figures: _duration(figures.durations[key])


FIGURES: Mapping[str, Callable[[Figures], Any]] = {
    "incidents": lambda figures: _count(figures.count),
    "frequency": lambda figures: _frequency(figures.frequency),
    **{key: _measured(key) for key in ("detect", "acknowledge", "mitigate", "recover")},
    "publish": lambda figures: _writing(figures.writing),
    "detection": lambda figures: _detection(figures.detection),
    "impact": _impact,
    "phases": lambda figures: _phases(figures.phases),
    "budgets": lambda figures: [_budget(each) for each in figures.budgets],
    "repeats": lambda figures: _repeats(figures.repeats),
    "despite": lambda figures: _share(figures.repeats.despite),
    "unanswered": lambda figures: _unanswered(figures.repeats),
    "coverage": lambda figures: _coverage(figures.coverage),
    "completion": _completion,
    "overdue": _overdue,
    "reissued": _reissued,
}
