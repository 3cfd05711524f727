"""Figures as sections of a few lines and a table: what the text and the Markdown form share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from postmortem_archive.statistics import (
    DEFINITIONS,
    NAMES,
    DurationFigure,
    Figures,
    sliced,
    wording,
)
from postmortem_archive.statistics.figures import lately
from postmortem_archive.statistics.periods import Period
from postmortem_archive.statistics.shares import Share
from postmortem_archive.statistics.wording import UNKNOWN, WITHHELD

# Of a long list, the first of these are told, and how many more there are.
MOST = 12
HEADINGS = {"severity": "Severity", "service": "Service", "team": "Team", "cause": "Cause"}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what the figure is, sentences, and rows of cells under their columns.

    `bars` are numbers beside the rows that the text form draws; `spark` is a row of them.
    """

    name: str
    definition: str = ""
    lines: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    bars: tuple[float, ...] = ()
    spark: tuple[float, ...] = ()
    spark_name: str = ""


def title(figures: Figures) -> str:
    """Of which archive, of when, as of which day."""
    archive = figures.archive.file.name
    when = figures.period.name if figures.period else "all times"
    return f"{archive}, {when}, as of {figures.today}"


def lead(figures: Figures) -> str:
    """How many, and what is counted apart."""
    expected = wording.interval(figures.count.bounds)
    told = f"{wording.count(figures.count.n, figures.kind)} (chance alone gives {expected})"
    apart = [wording.count(len(posts), kind) for kind, posts in figures.apart.items()]
    return f"{told}; apart: {', '.join(apart)}" if apart else told


def sections(figures: Figures, by: Sequence[str]) -> Iterator[Section]:
    """Every figure of the whole, then a table for each dimension."""
    yield _change(figures)
    yield _frequency(figures)
    yield _durations(figures)
    yield _detection(figures)
    yield _impact(figures)
    if figures.budgets:
        yield _budgets(figures)
    yield _repeats(figures)
    yield _unanswered(figures)
    yield _coverage(figures)
    yield _writing(figures)
    yield _actions(figures)
    for dimension in by:
        yield _slices(figures, dimension)


def _section(key: str, **more: object) -> Section:
    return Section(NAMES[key], DEFINITIONS[key], **more)  # type: ignore[arg-type]


def _change(figures: Figures) -> Section:
    """Against the period before; of all times, the last twelve months against those before."""
    now = figures if figures.period else lately(figures.archive, figures.today)
    assert now.period is not None
    assert now.before is not None
    lines = [wording.sentence(each, _called(now.before.period)) for each in now.changes]
    if now.period.elapsed(figures.today) < now.period.days:
        days = wording.count(now.period.elapsed(figures.today), "day")
        lines.insert(0, f"{days} of {now.period.days} are over.")
    return Section(f"{NAMES['changes']} {now.period.name}", DEFINITIONS["changes"], tuple(lines))


def _called(period: Period | None) -> str:
    return period.name if period and period.unit else "the same time before"


def _frequency(figures: Figures) -> Section:
    found = figures.frequency
    lines = [f"{wording.number(found.per_month)}{_aside(wording.interval(found.bounds))}"]
    if found.median_gap is not None:
        gap = f"{wording.number(found.median_gap)}{_aside(wording.interval(found.gap_bounds))}"
        lines.append(f"Half of the time, the next one came within {gap} days.")
    if found.bunched:
        lines.append(
            "They come in bunches: the months differ more than independent incidents would. The "
            f"interval should be {wording.number(found.widening)} times as wide."
        )
    quarters: dict[str, int] = {}
    for month, posts in found.months.items():
        name = _quarter(month)
        quarters[name] = quarters.get(name, 0) + len(posts)
    span = f"{next(iter(quarters))} to {list(quarters)[-1]}" if quarters else ""
    counts = tuple(float(each) for each in quarters.values())
    return _section(
        "frequency",
        lines=tuple(lines) if figures.incidents else (),
        spark=counts if len(counts) > 1 else (),
        spark_name=f"{span}, each quarter 0 to {max(quarters.values(), default=0)}",
    )


def _quarter(month: str) -> str:
    year, number = month.split("-")
    return f"{year}-Q{(int(number) + 2) // 3}"


def _aside(text: str) -> str:
    return f" ({text})" if text else ""


def _durations(figures: Figures) -> Section:
    rows = [
        (figure.measure.name, f"{figure.n}", *_typical(figure), wording.lacking(figure))
        for figure in figures.durations.values()
    ]
    said = " ".join(
        f"{figure.measure.name}: {figure.measure.definition}"
        for figure in figures.durations.values()
    )
    columns = ("", "n", "median", "p90", "mean", "")
    return Section("How long it took", said, (), columns, tuple(rows))


def _typical(figure: DurationFigure) -> tuple[str, str, str]:
    if figure.withheld and figure.n:
        return (WITHHELD, WITHHELD, WITHHELD)
    return (
        f"{wording.span(figure.median)}{_aside(wording.bounds(figure.median_bounds))}",
        f"{wording.span(figure.p90)}{_aside(wording.bounds(figure.p90_bounds))}",
        f"{wording.span(figure.mean)}{_aside(wording.bounds(figure.mean_bounds))}",
    )


def _detection(figures: Figures) -> Section:
    found = figures.detection
    rows = [
        (name, f"{each.n}", wording.percent(each.share), wording.percents(each.bounds))
        for name, each in found.sources.items()
    ]
    missing = (f"Not told of {wording.count(len(found.missing), 'incident')}.",)
    return _section(
        "detection",
        lines=missing if found.missing else (),
        columns=("", "n", "share", "interval"),
        rows=tuple(rows),
        bars=tuple(float(each.n) for each in found.sources.values()),
    )


def _impact(figures: Figures) -> Section:
    found = figures.impact
    lines = [f"{wording.hours(found.total)} in {wording.count(found.n, 'incident')}."]
    if found.missing:
        lines.append(f"Not known of {wording.count(len(found.missing), 'incident')}.")
    causes = list(figures.causes.items())[:MOST]
    rows = [(name, f"{hours.n}", wording.hours(hours.total)) for name, hours in causes]
    bars = tuple(hours.total.total_seconds() for _, hours in causes)
    columns = ("by cause", "n", "hours")
    more = len(figures.causes) - len(causes)
    if more:
        lines.append(f"{wording.count(more, 'more cause')} with fewer hours.")
    return _section("impact", lines=tuple(lines), columns=columns, rows=tuple(rows), bars=bars)


def _budgets(figures: Figures) -> Section:
    rows = []
    for budget in figures.budgets:
        name = f"{budget.service}, {budget.percent:g} % over {wording.span(budget.length)}"
        allowed = wording.span(budget.allowed)
        if not budget.windows:
            rows.append((name, allowed, UNKNOWN, wording.span(timedelta()), wording.percent(0)))
        for each in budget.windows[:MOST]:
            used = wording.percent(each.share)
            rows.append((name, allowed, each.window.name, wording.span(each.span), used))
    columns = ("objective", "allowed", "window", "used", "of the budget")
    return _section("budgets", columns=columns, rows=tuple(rows))


def _repeats(figures: Figures) -> Section:
    found = figures.repeats
    lines = [wording.share_with_bounds(found.share)]
    if found.despite.n:
        lines.append(
            f"{found.despite.n} of them happened while an action agreed after the earlier incident "
            "was open, and it still is."
        )
    rows = tuple(
        (each.incident.id, ", ".join(p.id for p in each.earlier), f"{len(each.undone)}")
        for each in found.repeats[:MOST]
    )
    if len(found.repeats) > MOST:
        lines.append(f"The last {MOST} of them:")
    columns = ("repeat", "of", "its open actions")
    return _section("repeats", lines=tuple(lines), columns=columns, rows=rows)


def _unanswered(figures: Figures) -> Section:
    found = figures.repeats
    lines = [wording.share(found.unanswered), wording.asked(found)]
    rows = tuple(
        (each.incident.id, ", ".join(p.id for p in each.earlier)) for each in found.questions[:MOST]
    )
    if len(found.questions) > MOST:
        lines.append(f"The last {MOST} of them:")
    columns = ("incident", "looks like")
    return _section("unanswered", lines=tuple(lines), columns=columns, rows=rows)


def _coverage(figures: Figures) -> Section:
    found = figures.coverage
    known = Share(tuple(one.postmortem for one in found.covered if one.postmortem), found.n)
    told = wording.share_with_bounds(known) if not found.withheld else wording.share(known)
    lines = [told if found.n else "No incident needs a postmortem."]
    rows = [
        (one.id, ", ".join(one.why), one.state, f"was due {one.due}" if one.late else "")
        for one in found.qualifying
        if one.late or one.state == "missing"
    ]
    if len(rows) > MOST:
        lines.append(f"{wording.count(len(rows), 'incident')} missing or late, the newest:")
    if found.unjudged:
        lines.append(
            f"{wording.count(len(found.unjudged), 'incident')} of unknown severity: not judged."
        )
    columns = ("missing or late", "why", "postmortem", "")
    return Section(NAMES["coverage"], found.definition, tuple(lines), columns, tuple(rows[:MOST]))


def _writing(figures: Figures) -> Section:
    found = figures.writing
    lines = []
    if found.withheld:
        lines.append(f"{WITHHELD}: known of {wording.count(found.n, 'incident')}")
    elif found.interval:
        median = f"{wording.number(found.median)}{_aside(wording.interval(found.interval))}"
        lines.append(
            f"Median of {found.n}: {median} business days; p90 {wording.number(found.p90)}, "
            f"mean {wording.number(found.mean)}"
        )
    if found.share_in_time is not None and found.interval_in_time:
        in_time = len(found.due) - len(found.late)
        bounds = wording.percents(found.interval_in_time)
        share = wording.percent(found.share_in_time)
        lines.append(f"In time: {in_time} of {len(found.due)} ({share}; {bounds})")
    if found.missing:
        lines.append(f"Not known of {wording.count(len(found.missing), 'incident')}")
    return Section(NAMES["publish"], found.definition, tuple(f"{line}." for line in lines))


def _actions(figures: Figures) -> Section:
    register = figures.register
    late, again = register.overdue, register.issues
    lines = [f"{len(register.undone):,} are neither done nor declined."]
    if late:
        lines.append(
            f"{len(late):,} of them overdue, the longest by "
            f"{wording.count(late[0].days_overdue, 'day')}."
        )
    if register.median_age is not None:
        lines.append(f"Half of them are {wording.number(register.median_age)} days old, or older.")
    if again:
        lines.append(f"{wording.count(len(again), 'action')} issued again in the same words.")
    parts = (register.completion, *register.completion_by_priority)
    rows = tuple(
        (
            part.name or "without priority",
            f"{len(part.done):,}",
            f"{part.n:,}",
            wording.percent(part.share) if not part.withheld else WITHHELD,
            wording.percents(part.interval) if part.interval else "",
        )
        for part in parts
        if part.n
    )
    columns = ("priority", "done", "of", "share", "interval")
    return Section(NAMES["completion"], DEFINITIONS["completion"], tuple(lines), columns, rows)


def _slices(figures: Figures, dimension: str) -> Section:
    parts = sliced(figures, dimension)
    rows = []
    for part in parts:
        detect, recover = part.durations["detect"], part.durations["recover"]
        rows.append(
            (
                part.name,
                f"{part.count.n}",
                wording.interval(part.count.bounds),
                *_median(detect),
                *_median(recover),
                wording.hours(part.impact.total),
                wording.share(part.repeats.share) if part.count.n else UNKNOWN,
            )
        )
    columns = (
        dimension,
        "incidents",
        "interval",
        *("detect: n", "median", "recover: n", "median"),
        "impact",
        "repeats",
    )
    bars = tuple(float(part.count.n) for part in parts)
    return Section(f"By {dimension}", "", (), columns, tuple(rows), bars)


def _median(figure: DurationFigure) -> tuple[str, str]:
    withheld = figure.withheld and figure.n
    return f"{figure.n}", WITHHELD if withheld else wording.span(figure.median)
