"""How figures read: the same words on the site, in the terminal and in a report."""

import math
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from postmortem_archive import times
from postmortem_archive.message import counted
from postmortem_archive.statistics.change import Change
from postmortem_archive.statistics.durations import Bounds, DurationFigure
from postmortem_archive.statistics.intervals import Interval
from postmortem_archive.statistics.repeats import Repeats
from postmortem_archive.statistics.shares import Share

T = TypeVar("T")

UNKNOWN = "–"
WITHHELD = "withheld"

# 1 incident, 2 incidents.
count = counted


def span(value: timedelta | None) -> str:
    return times.words(value) if value is not None else UNKNOWN


def number(value: float | None) -> str:
    """A number with as many digits as tell something: 0.27, 3.4, 57, 1,240."""
    if value is None:
        return UNKNOWN
    digits = 0 if value == int(value) or abs(value) >= 10 else 1 if abs(value) >= 1 else 2
    return f"{value:,.{digits}f}"


def percent(share: float | None) -> str:
    """A share as whole percent; never 0 % or 100 % of what is neither none nor all.

    What was used of nothing, as of the budget of an objective of 100 %, is ∞ %.
    """
    if share is None:
        return UNKNOWN
    if math.isinf(share):
        return "∞ %"
    rounded = round(100 * share)
    if rounded == 0 and share > 0:
        return "< 1 %"
    if rounded == 100 and share < 1:
        return "> 99 %"
    return f"{rounded:,} %"


def hours(value: timedelta) -> str:
    """Added-up time in hours: 3.4 h, 1,240 h."""
    return f"{number(round(value.total_seconds() / 3600, 2))} h"


def between(low: T | None, high: T | None, words: Callable[[T], str]) -> str:
    """An interval: "19 to 42", "at least 40 min", "at most 2 h", or nothing."""
    if low is None:
        return "" if high is None else f"at most {words(high)}"
    return f"at least {words(low)}" if high is None else f"{words(low)} to {words(high)}"


def bounds(interval: Bounds) -> str:
    return between(interval.low, interval.high, span)


def interval(interval: Interval) -> str:
    return between(interval.low, interval.high, number)


def percents(interval: Interval) -> str:
    return between(interval.low, interval.high, percent)


def share(figure: Share) -> str:
    """6 of 19 (32 %)."""
    return f"{figure.n:,} of {figure.of:,}" + (f" ({percent(figure.share)})" if figure.of else "")


def share_with_bounds(figure: Share) -> str:
    """6 of 19 (32 %; 13 % to 57 %)."""
    if not figure.of:
        return share(figure)
    return f"{share(figure)[:-1]}; {percents(figure.bounds)})"


def asked(repeats: Repeats) -> str:
    """How many had to answer by content: what is unanswered can only be among these."""
    if repeats.asked is None:
        return "By title only: archive.yml asks nobody about content (policy.resemblance)."
    return (
        f"By content, archive.yml asks {repeats.asked:,} of {count(repeats.share.of, 'incident')}."
    )


def lacking(figure: DurationFigure) -> str:
    """What a reader must know of the incidents that are not, or not quite, in a duration."""
    parts = [
        f"not known of {len(figure.missing):,}" if figure.missing else "",
        f"{len(figure.impossible):,} end before they start" if figure.impossible else "",
        f"{figure.stated:,} as stated in the report" if figure.stated else "",
    ]
    return "; ".join(filter(None, parts))


def sentence(change: Change, before: str = "the period before") -> str:
    """What a comparison supports, in a sentence; `before` names the earlier period."""
    return _SENTENCES[change.kind](change, before)


def in_short(change: Change) -> str:
    """Whether a comparison shows a change, without saying how great it is."""
    if change.bounds is None or None in (change.bounds.low, change.bounds.high):
        return "too few to tell a change"
    return "a change" if change.is_change else "no evidence of change"


def _of_count(change: Change, before: str) -> str:
    now, then = round(change.now or 0), change.n_before
    told = f"{count(now, 'incident')} against {then:,} in {before}"
    if change.bounds is None:
        return f"{told}."
    if change.before is not None and number(round(change.before, 1)) != number(then):
        told += f", which makes {number(change.before)} in as many days"
    return f"{told}: {_verdict(change, ('more', 'fewer'), number)}."


def _of_share(change: Change, before: str) -> str:
    if change.bounds is None:
        return (
            f"Repeats among {change.n:,} and {change.n_before:,} incidents: too few to compare "
            "their shares."
        )
    return (
        f"{percent(change.now)} of {count(change.n, 'incident')} were repeats, against "
        f"{percent(change.before)} of {change.n_before:,} in {before}: "
        f"{_verdict(change, ('more', 'fewer'), _points)}."
    )


def _of_duration(change: Change, before: str) -> str:
    name = {"detect": "detect", "recover": "recover"}[change.figure]
    if change.bounds is None:
        return (
            f"Time to {name} is known of {count(change.n, 'incident')} and of "
            f"{change.n_before:,} in {before}: too few to compare."
        )
    return (
        f"Half of {count(change.n, 'incident')} took at most {_seconds(change.now)} to {name}, "
        f"against {_seconds(change.before)} of {change.n_before:,} in {before}: "
        f"{_verdict(change, ('longer', 'shorter'), _seconds)}."
    )


def _verdict(change: Change, words: tuple[str, str], told: Callable[[float], str]) -> str:
    """Whether that is a change, and between which differences the truth lies."""
    assert change.bounds is not None
    low, high = change.bounds
    if low is None or high is None:
        return "too few to tell a change"
    if change.is_change:
        more = low > 0
        least, most = (low, high) if more else (-high, -low)
        return f"a change, {told(least)} to {told(most)} {words[0] if more else words[1]}"
    return f"no evidence of change (from {told(-low)} {words[1]} to {told(high)} {words[0]})"


def _points(share: float) -> str:
    return f"{round(100 * share)} points"


def _seconds(value: float | None) -> str:
    return span(None if value is None else timedelta(seconds=value))


_SENTENCES: dict[str, Callable[[Change, str], str]] = {
    "count": _of_count,
    "share": _of_share,
    "duration": _of_duration,
}
