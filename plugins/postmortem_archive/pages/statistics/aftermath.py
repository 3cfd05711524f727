"""What came after the incidents: their postmortems, whether in time, and the actions."""

from collections.abc import Iterable, Iterator, Sequence

from postmortem_archive.pages import words
from postmortem_archive.pages.places import ACTIONS
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
from postmortem_archive.register import Completion, Register
from postmortem_archive.register import wording as action
from postmortem_archive.statistics import Figures, wording
from postmortem_archive.statistics.coverage import Coverage, Qualifying
from postmortem_archive.statistics.writing import Writing, Written


def aftermath(whole: Figures, site: Site) -> Section:
    """Coverage, time to postmortem, and what became of the actions."""
    shown = (
        _coverage(whole.coverage, site),
        _writing(whole.writing, site),
        _completion(whole.register, site),
        _overdue(whole.register, site),
        _reissued(whole.register, site),
    )
    return Section("afterwards", "What was done about it", shown)


def _coverage(found: Coverage, site: Site) -> Shown:
    unlisted = f"{wording.count(len(found.unlisted), 'postmortem')} of no incident of the list"
    return figure(
        "coverage",
        definition=found.definition,
        values=[_covered(found)] if found.n else [],
        remarks=["" if found.n else "No incident needs a postmortem."],
        behind=[
            *(
                _qualifying(title, some, site)
                for title, some in (
                    ("Missing", found.missing),
                    ("Not final", found.unfinished),
                    ("Late", found.late),
                    ("Not judged, because the severity is not known", found.unjudged),
                )
            ),
            site.behind(unlisted, found.unlisted),
            site.behind(
                f"{wording.count(len(found.near_misses), 'near-miss')}, encouraged and not counted",
                found.near_misses,
            ),
        ],
    )


def _covered(found: Coverage) -> tuple[str, str, str]:
    if found.share is None or found.interval is None:
        few = f"n is below {found.smallest_n}" if found.withheld else ""
        return "n", f"{len(found.covered):,} of {found.n:,}", few
    told = f"{len(found.covered):,} of {found.n:,} ({wording.percent(found.share)})"
    return "n", told, wording.percents(found.interval)


def _qualifying(title: str, some: Sequence[Qualifying], site: Site) -> Behind:
    listed = tuple(
        Entry(
            ", ".join(filter(None, [words.day(one.day), *one.why, _due(one)])),
            one.title,
            site.to(one.postmortem) if one.postmortem else None,
        )
        for one in some[:LISTED]
    )
    return Behind(f"{title}: {len(some):,}", listed, rest(len(listed), len(some)))


def _due(one: Qualifying) -> str:
    return f"was due {one.due}" if one.late else ""


def _writing(found: Writing, site: Site) -> Shown:
    return figure(
        "publish",
        definition=found.definition,
        values=[
            ("n", f"{found.n:,}", f"not known of {len(found.missing):,}" if found.missing else ""),
            *_days(found),
            *_in_time(found),
        ],
        behind=[
            _written(f"{wording.count(found.n, 'incident')} behind it", found.written, site),
            _written(f"Not published: {len(found.waiting):,}", found.waiting, site),
            _written(f"Late: {len(found.late):,}", found.late, site),
            _unknown(found, site),
        ],
    )


def _days(found: Writing) -> Iterator[tuple[str, str, str]]:
    if found.median is None or found.interval is None:
        yield "median, p90, mean", wording.WITHHELD, f"n is below {found.smallest_n}"
        return
    bounds = wording.interval(found.interval)
    yield "median, business days", wording.number(found.median), bounds
    yield "p90", wording.number(found.p90), ""
    yield "mean", wording.number(found.mean), ""


def _in_time(found: Writing) -> Iterator[tuple[str, str, str]]:
    if found.share_in_time is not None and found.interval_in_time is not None:
        due = len(found.due)
        share = f"{due - len(found.late):,} of {due:,} ({wording.percent(found.share_in_time)})"
        yield "in time", share, wording.percents(found.interval_in_time)


def _written(summary: str, some: Sequence[Written], site: Site) -> Behind:
    listed = tuple(
        Entry(
            wording.count(one.business_days, "business day"),
            one.postmortem.title,
            site.to(one.postmortem),
        )
        for one in some[:LISTED]
    )
    return Behind(summary, listed, rest(len(listed), len(some)))


def _unknown(found: Writing, site: Site) -> Behind:
    listed = tuple(Entry(why, p.title, site.to(p)) for p, why in found.missing[:LISTED])
    missing = len(found.missing)
    return Behind(f"Not known of {missing:,}", listed, rest(len(listed), missing))


def _completion(register: Register, site: Site) -> Shown:
    """How much is done; the register itself is a page."""
    age = register.median_age
    old = f"half are {wording.number(age)} days old, or older" if age is not None else ""
    return figure(
        "completion",
        values=[
            _completed(register.completion),
            ("neither done nor declined", f"{len(register.undone):,}", old),
        ],
        table=_by_priority(register.completion_by_priority),
        page=("All actions: open, overdue, by owner and team", site.link(ACTIONS)),
    )


def _overdue(register: Register, site: Site) -> Shown:
    late = register.overdue
    listed = tuple(
        Entry(
            f"{action.when(each)}: {each.action.text}",
            each.postmortem.title,
            site.to(each.postmortem),
        )
        for each in late[:LISTED]
    )
    return figure(
        "overdue",
        values=[("n", f"{len(late):,}", "")],
        behind=[Behind(wording.count(len(late), "action"), listed, rest(len(listed), len(late)))],
    )


def _reissued(register: Register, site: Site) -> Shown:
    again = register.issues
    listed = tuple(
        Entry(
            f"{each.entries[-1].action.text}, {len(each.postmortems):,} times, last in",
            each.postmortems[-1].title,
            site.to(each.postmortems[-1]),
        )
        for each in again[:LISTED]
    )
    return figure(
        "reissued",
        values=[("n", f"{len(again):,}", "")],
        behind=[Behind(wording.count(len(again), "action"), listed, rest(len(listed), len(again)))],
    )


def _completed(part: Completion) -> tuple[str, str, str]:
    done = f"{len(part.done):,} of {part.n:,}"
    if part.share is None or part.interval is None:
        return "done", done, f"n is below {part.smallest_n}"
    return "done", f"{done} ({wording.percent(part.share)})", wording.percents(part.interval)


def _by_priority(parts: Iterable[Completion]) -> Table | None:
    rows = tuple(
        (
            Cell(part.name or "none"),
            Cell(f"{len(part.done):,} of {part.n:,}"),
            Cell(
                wording.WITHHELD if part.share is None else wording.percent(part.share),
                quiet=part.share is None,
            ),
            Cell(wording.percents(part.interval) if part.interval else ""),
        )
        for part in parts
        if part.n
    )
    columns = ("Priority", "Done", "Share", "95 % interval")
    return Table("Actions done, by priority", columns, rows[:LISTED]) if rows else None
