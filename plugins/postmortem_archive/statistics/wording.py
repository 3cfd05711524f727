"""How figures read: the same words on the site, in the terminal and in a report.

In the language that is spoken: see `translation`.
"""

import math
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple, TypeVar

from postmortem_archive import times, translation
from postmortem_archive.message import counted
from postmortem_archive.model.front_matter import Figure
from postmortem_archive.statistics.change import Change
from postmortem_archive.statistics.durations import Bounds, DurationFigure
from postmortem_archive.statistics.intervals import Interval
from postmortem_archive.statistics.repeats import Repeats
from postmortem_archive.statistics.shares import Share
from postmortem_archive.translation import N_, _, ngettext

T = TypeVar("T")

UNKNOWN = "–"
# The English; a page says it with `_`.
WITHHELD = N_("withheld")

# 1 incident, 2 incidents.
count = counted


def of_kind(number: int, kind: str) -> str:
    """1 incident, 2 near-misses: how many postmortems of a kind."""
    say = {
        "incident": lambda n: ngettext("{n} incident", "{n} incidents", n),
        "near-miss": lambda n: ngettext("{n} near-miss", "{n} near-misses", n),
        "drill": lambda n: ngettext("{n} drill", "{n} drills", n),
        "project": lambda n: ngettext("{n} project", "{n} projects", n),
        "maintenance": lambda n: ngettext("{n} maintenance", "{n} maintenance", n),
    }
    return say[kind](number)


def span(value: timedelta | None) -> str:
    return times.words(value) if value is not None else UNKNOWN


def number(value: float | None) -> str:
    """A number with as many digits as tell something: 0.27, 3.4, 57, 1,240."""
    if value is None:
        return UNKNOWN
    digits = 0 if value == int(value) or abs(value) >= 10 else 1 if abs(value) >= 1 else 2
    return translation.number(value, digits)


def stated(figure: Figure) -> str:
    """A figure that a postmortem states: ~15,000, 3.5 %, 2,000 EUR."""
    digits = len(f"{figure.value:.6f}".rstrip("0").partition(".")[2])
    unit = f" {figure.unit}" if figure.unit else ""
    return f"{'~' if figure.estimate else ''}{translation.number(figure.value, digits)}{unit}"


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
    return f"{translation.number(rounded)} %"


def objective(percent: float) -> str:
    """An objective with all its digits: 99.95 %."""
    digits = len(f"{percent:g}".partition(".")[2])
    return f"{translation.number(percent, digits)} %"


def hours(value: timedelta) -> str:
    """Added-up time in hours: 3.4 h, 1,240 h."""
    return f"{number(round(value.total_seconds() / 3600, 2))} h"


def between(low: T | None, high: T | None, words: Callable[[T], str]) -> str:
    """An interval: "19 to 42", "at least 40 min", "at most 2 h", or nothing."""
    if low is None:
        return "" if high is None else _("at most {most}", most=words(high))
    if high is None:
        return _("at least {least}", least=words(low))
    return _("{least} to {most}", least=words(low), most=words(high))


def bounds(interval: Bounds) -> str:
    return between(interval.low, interval.high, span)


def interval(interval: Interval) -> str:
    return between(interval.low, interval.high, number)


def percents(interval: Interval) -> str:
    return between(interval.low, interval.high, percent)


def share(figure: Share) -> str:
    """6 of 19 (32 %)."""
    return some_of(figure.n, figure.of, figure.share)


def some_of(n: int, of: int, share: float | None) -> str:
    """6 of 19 (32 %); 6 of 19 where the share is not to be told."""
    if share is None:
        return _("{n} of {of}", n=n, of=of)
    return _("{n} of {of} ({share})", n=n, of=of, share=percent(share))


def share_with_bounds(figure: Share) -> str:
    """6 of 19 (32 %; 13 % to 57 %)."""
    if not figure.of:
        return share(figure)
    return _(
        "{n} of {of} ({share}; {bounds})",
        n=figure.n,
        of=figure.of,
        share=percent(figure.share),
        bounds=percents(figure.bounds),
    )


def asked(repeats: Repeats) -> str:
    """How many had to answer by content: what is unanswered can only be among these."""
    if repeats.asked is None:
        return _("By title only: archive.yml asks nobody about content (policy.resemblance).")
    return ngettext(
        "By content, archive.yml asks {asked} of {n} incident.",
        "By content, archive.yml asks {asked} of {n} incidents.",
        repeats.share.of,
        asked=repeats.asked,
    )


def not_known(missing: int) -> str:
    """That so many are not known, or nothing."""
    return _("not known of {n}", n=missing) if missing else ""


def below(smallest_n: int) -> str:
    """Why a figure is withheld."""
    return _("n is below {smallest}", smallest=smallest_n)


def lacking(figure: DurationFigure) -> str:
    """What a reader must know of the incidents that are not, or not quite, in a duration."""
    parts = [not_known(len(figure.missing))]
    if impossible := len(figure.impossible):
        # The English has one form; other languages have several.
        parts += [
            ngettext("{n} end before they start", "{n} end before they start", impossible),
        ]
    if figure.stated:
        parts += [_("{n} as stated in the report", n=figure.stated)]
    return "; ".join(filter(None, parts))


def sentence(change: Change, before: str = "") -> str:
    """What a comparison supports, in a sentence; `before` names the earlier period."""
    # Translators: stands after "in".
    return _SENTENCES[change.kind](change, before or _("the period before"))


def in_short(change: Change) -> str:
    """Whether a comparison shows a change, without saying how great it is."""
    if change.bounds is None or None in (change.bounds.low, change.bounds.high):
        return _("too few to tell a change")
    return _("a change") if change.is_change else _("no evidence of change")


def _of_count(change: Change, before: str) -> str:
    then = change.n_before
    told = ngettext(
        "{n} incident against {then} in {before}",
        "{n} incidents against {then} in {before}",
        round(change.now or 0),
        then=then,
        before=before,
    )
    if change.bounds is None:
        return f"{told}."
    if change.before is not None and number(round(change.before, 1)) != number(then):
        told = _(
            "{told}, which makes {number} in as many days",
            told=told,
            number=number(change.before),
        )
    return f"{told}: {_verdict(change, _NUMBERS, number)}."


def _of_share(change: Change, before: str) -> str:
    if change.bounds is None:
        return _(
            "Repeats among {n} and {n_before} incidents: too few to compare their shares.",
            n=change.n,
            n_before=change.n_before,
        )
    return ngettext(
        "{now} of {n} incident were repeats, against {then} of {n_before} in {before}: {verdict}.",
        "{now} of {n} incidents were repeats, against {then} of {n_before} in {before}: {verdict}.",
        change.n,
        now=percent(change.now),
        then=percent(change.before),
        n_before=change.n_before,
        before=before,
        verdict=_verdict(change, _NUMBERS, _points),
    )


def _of_duration(change: Change, before: str) -> str:
    values = {"n_before": change.n_before, "before": before}
    if change.bounds is None:
        return _TOO_FEW[change.figure](change.n, values)
    values |= {
        "now": _seconds(change.now),
        "then": _seconds(change.before),
        "verdict": _verdict(change, _SPANS, _seconds),
    }
    return _HALVES[change.figure](change.n, values)


# Each a sentence of its own, for a language may say none of it alike.
_TOO_FEW: dict[str, Callable[[int, dict[str, object]], str]] = {
    "detect": lambda n, values: ngettext(
        "Time to detect is known of {n} incident and of {n_before} in {before}: too few to "
        "compare.",
        "Time to detect is known of {n} incidents and of {n_before} in {before}: too few to "
        "compare.",
        n,
        **values,
    ),
    "recover": lambda n, values: ngettext(
        "Time to recover is known of {n} incident and of {n_before} in {before}: too few to "
        "compare.",
        "Time to recover is known of {n} incidents and of {n_before} in {before}: too few to "
        "compare.",
        n,
        **values,
    ),
}
_HALVES: dict[str, Callable[[int, dict[str, object]], str]] = {
    "detect": lambda n, values: ngettext(
        "Half of {n} incident took at most {now} to detect, against {then} of {n_before} in "
        "{before}: {verdict}.",
        "Half of {n} incidents took at most {now} to detect, against {then} of {n_before} in "
        "{before}: {verdict}.",
        n,
        **values,
    ),
    "recover": lambda n, values: ngettext(
        "Half of {n} incident took at most {now} to recover, against {then} of {n_before} in "
        "{before}: {verdict}.",
        "Half of {n} incidents took at most {now} to recover, against {then} of {n_before} in "
        "{before}: {verdict}.",
        n,
        **values,
    ),
}


class _Words(NamedTuple):
    """That it is a change upwards or downwards, or none, in English."""

    more: str
    less: str
    neither: str


_NUMBERS = _Words(
    N_("a change, {least} to {most} more"),
    N_("a change, {least} to {most} fewer"),
    N_("no evidence of change (from {less} fewer to {more} more)"),
)
_SPANS = _Words(
    N_("a change, {least} to {most} longer"),
    N_("a change, {least} to {most} shorter"),
    N_("no evidence of change (from {less} shorter to {more} longer)"),
)


def _verdict(change: Change, words: _Words, told: Callable[[float], str]) -> str:
    """Whether that is a change, and between which differences the truth lies."""
    assert change.bounds is not None
    low, high = change.bounds
    if low is None or high is None:
        return _("too few to tell a change")
    if not change.is_change:
        return _(words.neither, less=told(-low), more=told(high))
    if low > 0:
        return _(words.more, least=told(low), most=told(high))
    return _(words.less, least=told(-high), most=told(-low))


def _points(share: float) -> str:
    # The English has one form; other languages have several.
    return ngettext("{n} points", "{n} points", round(100 * share))


def _seconds(value: float | None) -> str:
    return span(None if value is None else timedelta(seconds=value))


_SENTENCES: dict[str, Callable[[Change, str], str]] = {
    "count": _of_count,
    "share": _of_share,
    "duration": _of_duration,
}
