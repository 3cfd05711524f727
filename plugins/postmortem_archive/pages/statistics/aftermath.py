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
    behind_it,
    figure,
    rest,
)
from postmortem_archive.register import Completion, Register
from postmortem_archive.register import wording as action
from postmortem_archive.statistics import Figures, wording
from postmortem_archive.statistics.coverage import Coverage, Qualifying
from postmortem_archive.statistics.writing import Writing, Written
from postmortem_archive.translation import _, ngettext


def aftermath(whole: Figures, site: Site) -> Section:
    """Coverage, time to postmortem, and what became of the actions."""
    shown = (
        _coverage(whole.coverage, site),
        _writing(whole.writing, site),
        _completion(whole.register, site),
        _overdue(whole.register, site),
        _reissued(whole.register, site),
    )
    return Section("afterwards", _("What was done about it"), shown)


def _coverage(found: Coverage, site: Site) -> Shown:
    states = (
        (_("Missing: {n}", n=len(found.missing)), found.missing),
        (_("Not final: {n}", n=len(found.unfinished)), found.unfinished),
        (_("Late: {n}", n=len(found.late)), found.late),
        (
            _(
                "Not judged, because the severity is not known: {n}",
                n=len(found.unjudged),
            ),
            found.unjudged,
        ),
    )
    return figure(
        "coverage",
        definition=found.definition,
        values=[_covered(found)] if found.n else [],
        remarks=["" if found.n else _("No incident needs a postmortem.")],
        behind=[
            *(_qualifying(title, some, site) for title, some in states),
            site.behind(_unlisted(len(found.unlisted)), found.unlisted),
            site.behind(_near_misses(len(found.near_misses)), found.near_misses),
        ],
    )


def _unlisted(n: int) -> str:
    return ngettext(
        "{n} postmortem of no incident of the list",
        "{n} postmortems of no incident of the list",
        n,
    )


def _near_misses(n: int) -> str:
    return ngettext(
        "{n} near-miss, encouraged and not counted",
        "{n} near-misses, encouraged and not counted",
        n,
    )


def _covered(found: Coverage) -> tuple[str, str, str]:
    told = wording.some_of(len(found.covered), found.n, found.share)
    if found.interval is None:
        return "n", told, wording.below(found.smallest_n) if found.withheld else ""
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
    return Behind(title, listed, rest(len(listed), len(some)))


def _due(one: Qualifying) -> str:
    return _("was due {day}", day=one.due) if one.late else ""


def _writing(found: Writing, site: Site) -> Shown:
    return figure(
        "publish",
        definition=found.definition,
        values=[
            ("n", wording.number(found.n), wording.not_known(len(found.missing))),
            *_days(found),
            *_in_time(found),
        ],
        behind=[
            _written(behind_it(found.n), found.written, site),
            _written(_("Not published: {n}", n=len(found.waiting)), found.waiting, site),
            _written(_("Late: {n}", n=len(found.late)), found.late, site),
            _unknown(found, site),
        ],
    )


def _days(found: Writing) -> Iterator[tuple[str, str, str]]:
    if found.median is None or found.interval is None:
        yield _("median, p90, mean"), _(wording.WITHHELD), wording.below(found.smallest_n)
        return
    bounds = wording.interval(found.interval)
    yield _("median, business days"), wording.number(found.median), bounds
    yield "p90", wording.number(found.p90), ""
    yield _("mean"), wording.number(found.mean), ""


def _in_time(found: Writing) -> Iterator[tuple[str, str, str]]:
    if found.share_in_time is not None and found.interval_in_time is not None:
        due = len(found.due)
        share = wording.some_of(due - len(found.late), due, found.share_in_time)
        yield _("in time"), share, wording.percents(found.interval_in_time)


def _written(summary: str, some: Sequence[Written], site: Site) -> Behind:
    listed = tuple(
        Entry(
            ngettext("{n} business day", "{n} business days", one.business_days),
            one.postmortem.title,
            site.to(one.postmortem),
        )
        for one in some[:LISTED]
    )
    return Behind(summary, listed, rest(len(listed), len(some)))


def _unknown(found: Writing, site: Site) -> Behind:
    listed = tuple(Entry(_(why), p.title, site.to(p)) for p, why in found.missing[:LISTED])
    missing = len(found.missing)
    return Behind(_("Not known of {n}", n=missing), listed, rest(len(listed), missing))


def _completion(register: Register, site: Site) -> Shown:
    """How much is done; the register itself is a page."""
    age = register.median_age
    old = (
        _("half are {days} days old, or older", days=wording.number(age)) if age is not None else ""
    )
    return figure(
        "completion",
        values=[
            _completed(register.completion),
            (_("neither done nor declined"), wording.number(len(register.undone)), old),
        ],
        table=_by_priority(register.completion_by_priority),
        page=(_("All actions: open, overdue, by owner and team"), site.link(ACTIONS)),
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
        values=[("n", wording.number(len(late)), "")],
        behind=[Behind(_actions(len(late)), listed, rest(len(listed), len(late)))],
    )


def _reissued(register: Register, site: Site) -> Shown:
    again = register.issues
    listed = tuple(
        Entry(
            ngettext(
                "{action}, {n} times, last in",
                "{action}, {n} times, last in",
                len(each.postmortems),
                action=each.entries[-1].action.text,
            ),
            each.postmortems[-1].title,
            site.to(each.postmortems[-1]),
        )
        for each in again[:LISTED]
    )
    return figure(
        "reissued",
        values=[("n", wording.number(len(again)), "")],
        behind=[Behind(_actions(len(again)), listed, rest(len(listed), len(again)))],
    )


def _actions(n: int) -> str:
    return ngettext("{n} action", "{n} actions", n)


def _completed(part: Completion) -> tuple[str, str, str]:
    done = wording.some_of(len(part.done), part.n, part.share)
    if part.interval is None:
        return _("done"), done, wording.below(part.smallest_n)
    return _("done"), done, wording.percents(part.interval)


def _by_priority(parts: Iterable[Completion]) -> Table | None:
    rows = tuple(
        (
            Cell(part.name or _("none")),
            Cell(wording.some_of(len(part.done), part.n, None)),
            Cell(
                _(wording.WITHHELD) if part.share is None else wording.percent(part.share),
                quiet=part.share is None,
            ),
            Cell(wording.percents(part.interval) if part.interval else ""),
        )
        for part in parts
        if part.n
    )
    columns = (_("Priority"), _("Done"), _("Share"), _("95 % interval"))
    return Table(_("Actions done, by priority"), columns, rows[:LISTED]) if rows else None
