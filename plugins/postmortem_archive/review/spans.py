"""The durations of one postmortem with the moments they run between, and what others lack."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from postmortem_archive.model.front_matter import (
    MEASURES,
    FrontMatter,
    Measure,
    duration,
)

# Kinds that begin, are noticed and end; of a project nobody misses a time to recover.
_TIMED = ("incident", "near-miss", "drill")


@dataclass(frozen=True, slots=True)
class Span:
    """One measure of one postmortem: its length, or else `why` there is none.

    `start` and `end` are the moments it runs between, if it does not rest on a `stated` span.
    """

    key: str
    measure: Measure
    length: timedelta | None = None
    start: datetime | None = None
    end: datetime | None = None
    stated: bool = False
    why: str = ""


def spans_of(front: FrontMatter) -> Iterator[Span]:
    """Every measure, in their order; of projects and maintenance only those that are known."""
    for key, measure in MEASURES.items():
        found = duration(front, measure)
        if found is None:
            if front.kind in _TIMED:
                yield Span(key, measure, why=_why(front, measure))
        elif found.stated:
            yield Span(key, measure, found.span, stated=True)
        else:
            start, end = getattr(front, measure.start), getattr(front, measure.end)
            yield Span(key, measure, found.span, start, end)


def _why(front: FrontMatter, measure: Measure) -> str:
    missing = [name for name in (measure.start, measure.end) if getattr(front, name) is None]
    if missing:
        return f"no {' and no '.join(missing)}"
    return f"{measure.end} is before {measure.start}"
