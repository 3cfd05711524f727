"""The report as GitHub-flavoured Markdown: for a pull request, a wiki or a mail."""

import re
from collections.abc import Callable, Iterable, Iterator

from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.report.contents import Again, Report
from postmortem_archive.report.incidents import Spread
from postmortem_archive.statistics.wording import UNKNOWN

# From a postmortem to the address that leads there, already fit for a link.
Address = Callable[[Postmortem], str]

# What may be markup, or the beginning of a link, in the middle of a line.
_MARKUP = re.compile(r"[\\`*_<>|~\[\]]|&(?=[#\w])|(?<=:)/(?=/)|(?<=www)\.", re.IGNORECASE)
# What would begin a heading, a quotation or a list there.
_BEGIN = re.compile(r"^(?:(?=[#>+=-])|[0-9]{1,9}(?=[.)](?:\s|$)))")


def markdown(report: Report, address: Address) -> str:
    """The whole report, ending in a line break."""
    blocks = [
        f"# {plain(report.title)}",
        plain(report.about),
        plain(report.counted),
        f"## {plain(_changed_since(report))}",
        *_list(map(plain, report.changed)),
        plain(report.compared),
        "## In short",
        *_list(map(plain, report.in_short)),
        *_spread(report.spread),
        *_incidents(report, address),
        *_apart(report, address),
        *_repeats(report, address),
        *_unwritten(report, address),
        *_overdue(report, address),
        "## How this is measured",
        *_list(f"**{plain(name)}**: {plain(text)}" for name, text in report.definitions),
    ]
    return "\n\n".join(blocks) + "\n"


def plain(text: str) -> str:
    """A text on one line in which nothing is markup."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    inert = _MARKUP.sub(r"\\\g<0>", " ".join(shown.split()))
    return _BEGIN.sub(r"\g<0>\\", inert)


def _changed_since(report: Report) -> str:
    return f"What changed since {report.before.name}" if report.before else "What changed"


def _list(items: Iterable[str]) -> Iterator[str]:
    if lines := "\n".join(f"- {item}" for item in items):
        yield lines


def _table(header: Iterable[str], rows: Iterable[Iterable[str]], numbers: int = 0) -> str:
    """A table whose last columns, as many as there are `numbers`, are aligned to the right."""
    heads = list(header)
    rules = ["---"] * (len(heads) - numbers) + ["--:"] * numbers
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, rules, *rows))


def _link(postmortem: Postmortem, address: Address) -> str:
    return f"[{plain(postmortem.title)}]({address(postmortem)})"


def _more(number: int) -> str:
    return f"and {number:,} more"


def _spread(spread: Spread) -> Iterator[str]:
    if not spread.rows:
        return
    rows = (
        [plain(name), *(f"{count:,}" for count in counts), f"{total:,}"]
        for name, counts, total in spread.rows
    )
    yield "## By severity and month" if spread.months else "## By severity"
    yield _table(["Severity", *spread.months, "All"], rows, numbers=len(spread.months) + 1)


def _incidents(report: Report, address: Address) -> Iterator[str]:
    if not report.incidents.shown:
        return
    rows = (
        [
            plain(row.severity),
            row.day,
            _link(row.postmortem, address),
            plain(row.services),
            row.recovered,
            row.state,
        ]
        for row in report.incidents.shown
    )
    yield "## Incidents, the worst first"
    yield "By severity, then by hours of impact."
    yield _table(["Severity", "Day", "Incident", "Services", "To recover", "State"], rows)
    if report.incidents.more:
        since, until = report.period.start, report.period.end
        listing = f"`postmortem list --since {since} --until {until}`"
        yield f"{_more(report.incidents.more)}: {listing} has all."


def _apart(report: Report, address: Address) -> Iterator[str]:
    if report.apart.shown:
        yield "## Counted apart"
        items = [f"{p.front.kind}, {p.day}: {_link(p, address)}" for p in report.apart.shown]
        yield from _list(items + ([_more(report.apart.more)] if report.apart.more else []))


def _repeats(report: Report, address: Address) -> Iterator[str]:
    if report.repeats.shown:
        yield "## What repeated"
        items = [_again(each, address) for each in report.repeats.shown]
        yield from _list(items + ([_more(report.repeats.more)] if report.repeats.more else []))


def _again(again: Again, address: Address) -> str:
    earlier = ", ".join(f"{_link(p, address)} ({p.day})" for p in again.earlier)
    told = f"{again.incident.day}: {_link(again.incident, address)} after {earlier}: {again.told}"
    left = [plain(action.text) for action in again.undone.shown]
    left += [_more(again.undone.more)] if again.undone.more else []
    return f"{told}: {'; '.join(left)}" if left else told


def _unwritten(report: Report, address: Address) -> Iterator[str]:
    if not report.unwritten.shown:
        return
    rows = (
        [
            str(one.day or UNKNOWN),
            _link(one.postmortem, address) if one.postmortem else plain(one.title),
            plain(", ".join(one.why)),
            one.state,
            str(one.due or UNKNOWN),
        ]
        for one in report.unwritten.shown
    )
    yield "## Postmortems missing or late"
    yield _table(["Day", "Incident", "Needed for", "Postmortem", "Was due"], rows)
    if report.unwritten.more:
        yield _more(report.unwritten.more)


def _overdue(report: Report, address: Address) -> Iterator[str]:
    if not report.overdue.shown:
        return
    rows = (
        [
            str(each.deadline),
            f"{each.days_overdue:,}",
            plain(each.action.text),
            plain(each.action.owner) or "nobody",
            _link(each.postmortem, address),
        ]
        for each in report.overdue.shown
    )
    yield f"## Overdue on {report.figures.today}"
    yield _table(["Was due", "Days late", "Action", "Owner", "Agreed after"], rows)
    if report.overdue.more:
        yield _more(report.overdue.more)
