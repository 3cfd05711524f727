"""Labelled texts become facts: each read by its field's type, or named as a doubt."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from postmortem_archive import times
from postmortem_archive.importers.layout import Doubt, Incoming, Label
from postmortem_archive.importers.names import find_severity, known_name, listed, people
from postmortem_archive.importers.readings import (
    Context,
    Reading,
    read_figure,
    read_link,
    read_tracker,
)
from postmortem_archive.importers.synonyms import field_of
from postmortem_archive.importers.when import (
    read_day,
    read_moment,
    read_published,
    read_span,
    read_window,
)
from postmortem_archive.model.archive_file import ArchiveFile
from postmortem_archive.model.front_matter import MEASURES, MOMENTS
from postmortem_archive.rules.moments_out_of_order import PAIRS

# What people write where they do not know.
_NOT_KNOWN = re.compile(
    r"(?:\W{0,4}|n/?a|not applicable|unknown|not known|tb[acd]|to be (?:determined|confirmed)"
    r"|todo|none yet|pending)\W{0,4}",
    re.IGNORECASE,
)
_LISTS = ("services", "teams", "tags", "causes")
_SPANS = frozenset(measure.stated for measure in MEASURES.values())


@dataclass
class Facts:
    """What was read from one postmortem: values by field, doubts, and what stays in the body.

    `unknown` are the fields of which the source says that it does not know them. `whole` are
    the labels of which nothing is left to say in the body; `said_by` are the labels that a
    field's value came from.
    """

    values: dict[str, object] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    whole: set[int] = field(default_factory=set)
    day: date | None = None
    moments: dict[str, datetime] = field(default_factory=dict)
    said_by: dict[str, set[int]] = field(default_factory=dict)


def read_facts(incoming: Incoming, file: ArchiveFile, zone: tzinfo | None) -> Facts:
    """Reads all labels of a postmortem: its day first, for times lean on it."""
    facts = Facts(day=incoming.day, doubts=list(incoming.doubts))
    named = [(number, label, label.field or field_of(label.label))
             for number, label in enumerate(incoming.labels)]  # fmt: skip
    for number, label, name in named:
        if name == "day":
            _take(facts, number, label, name, Context(file, facts.day, zone))
    for number, label, name in named:
        if name and name != "day":
            _take(facts, number, label, name, Context(file, facts.day, zone))
    _refuse_wrong_order(facts, incoming.labels)
    _refuse_other_length(facts, incoming.labels)
    _settle_day(facts, incoming.labels)
    return facts


def _take(facts: Facts, number: int, label: Label, name: str, context: Context) -> None:
    text = label.text if isinstance(label.text, str) else ", ".join(label.text)
    plain = unmarked(text)
    if _NOT_KNOWN.fullmatch(plain[:60]):
        facts.unknown.append(name)
        return
    listing = name in _LISTS and not isinstance(label.text, str)
    reading = (
        listed(name, label.text, context.file) if listing else _reader(name)(name, plain, context)
    )
    if reading.doubt:
        facts.doubts.append(Doubt(label.line, name, text, reading.doubt))
    repeated = _add_all(facts, label, reading.values)
    for value in reading.values:
        facts.said_by.setdefault(value, set()).add(number)
    if reading.whole and not reading.doubt and not repeated:
        facts.whole.add(number)


def _add_all(facts: Facts, label: Label, values: Mapping[str, object]) -> bool:
    """Adds what was read; whether any of it contradicts what was read before."""
    contradicts = False
    for name, value in values.items():
        before = _add(facts, name, value)
        if before is not None and not _are_equal(name, before, value):
            why = f"{name} is {before} elsewhere in this source; keep the right one"
            facts.doubts.append(Doubt(label.line, name, str(label.text), why))
            contradicts = True
    return contradicts


def _are_equal(name: str, one: object, other: object) -> bool:
    if name in _SPANS:
        return times.parse_span(str(one)) == times.parse_span(str(other))
    return one == other


def _add(facts: Facts, name: str, value: object) -> object:
    """Adds one value; what was there before, which stays, or None."""
    if name == "day" and isinstance(value, date):
        before: object = facts.day
        facts.day = facts.day or value
        return before
    if isinstance(value, datetime):
        before = facts.moments.get(name)
        facts.moments.setdefault(name, value)
        return before
    before = facts.values.get(name)
    if isinstance(before, list) and isinstance(value, list):
        facts.values[name] = list(dict.fromkeys([*before, *value]))
        return None
    facts.values.setdefault(name, value)
    return before


def _refuse_wrong_order(facts: Facts, labels: Sequence[Label]) -> None:
    """Moments in an impossible order: which of them is wrong, only people can tell."""
    known = facts.moments
    pairs = [(a, b) for a, b in PAIRS if a in known and b in known and known[b] < known[a]]
    why = {name: f"{a} {written(known[a])} is after {b} {written(known[b])}; one of them is wrong"
           for a, b in pairs for name in (a, b)}  # fmt: skip
    for name in [name for name in MOMENTS if name in why]:
        _withdraw(facts, labels, name, written(facts.moments.pop(name)), why[name])
    resolved, published = facts.moments.get("resolved"), facts.values.get("published")
    if resolved and published and str(published) < resolved.date().isoformat():
        del facts.values["published"]
        told = f"is before resolved ({written(resolved)}); give the day of the final report"
        _withdraw(facts, labels, "published", str(published), told)


def _withdraw(facts: Facts, labels: Sequence[Label], name: str, text: str, why: str) -> None:
    """Says why a value was not kept; the labels that it came from stay in the body."""
    said = facts.said_by.get(name, set())
    facts.whole -= said
    line = min((labels[number].line for number in said), default=1)
    facts.doubts.append(Doubt(line, name, text, why))


def _refuse_other_length(facts: Facts, labels: Sequence[Label]) -> None:
    """A stated span between two moments is not kept beside them if it is another one."""
    for measure in MEASURES.values():
        start, end = facts.moments.get(measure.start), facts.moments.get(measure.end)
        stated = facts.values.get(measure.stated)
        if start and end and stated and times.parse_span(str(stated)) != end - start:
            del facts.values[measure.stated]
            why = f"{written(start)} to {written(end)} is {times.words(end - start)}; correct one"
            _withdraw(facts, labels, measure.stated, str(stated), why)


def _settle_day(facts: Facts, labels: Sequence[Label]) -> None:
    """The file is named for the day of `started`; a date that is another one stays in the body."""
    started, stated = facts.moments.get("started"), facts.day
    if started is None or stated in (None, started.date()):
        facts.day = started.date() if started else stated
        return
    facts.day = started.date()
    if facts.said_by.get("day"):
        _withdraw(facts, labels, "day", str(stated), f"started is on {facts.day}, as the file is")


def unmarked(text: str) -> str:
    """A text without the emphasis and code marks around it."""
    plain = text.strip()
    for mark in ("**", "__", "`", "*", "_"):
        if len(plain) > 2 * len(mark) and plain.startswith(mark) and plain.endswith(mark):
            inner = plain[len(mark) : -len(mark)]
            plain = inner.strip() if mark not in inner else plain
    return plain


def written(moment: datetime) -> str:
    """A moment as front matter has it."""
    spec = "auto" if moment.second or moment.microsecond else "minutes"
    return moment.isoformat(timespec=spec).replace("+00:00", "Z")


def _severity(name: str, text: str, context: Context) -> Reading:
    return find_severity(text, context.file)


def _names(name: str, text: str, context: Context) -> Reading:
    return listed(name, text, context.file)


def _people(name: str, text: str, context: Context) -> Reading:
    return people(name, text)


def _figure(name: str, text: str, context: Context) -> Reading:
    return read_figure(name, text)


_OF_DATA = r"(?: data (?:was |were )?(?:lost|loss|exposed|exposure))?\W{0,3}"
_NO_HARM = re.compile(rf"(?:none|no)\b(?P<rest>{_OF_DATA}(?:.{{0,400}}))", re.IGNORECASE)


def _data_harm(name: str, text: str, context: Context) -> Reading:
    if match := _NO_HARM.fullmatch(text):
        said = re.fullmatch(_OF_DATA, match["rest"])
        return Reading({name: "none"}, whole=bool(said))
    return Reading({name: text}) if len(text) <= 200 else Reading(doubt="say in a few words what")


def _visibility(name: str, text: str, context: Context) -> Reading:
    word = text.casefold()
    if word in ("public", "internal", "restricted"):
        return Reading({name: word})
    if re.match(r"(?:strictly |highly )?(?:confidential|restricted|secret)\b", word):
        return Reading({name: "restricted"}, doubt="kept restricted; say who may read it")
    return Reading(doubt="is none of public, internal, restricted")


def _link(name: str, text: str, context: Context) -> Reading:
    return read_link(name, text)


def _tracker(name: str, text: str, context: Context) -> Reading:
    return read_tracker(text)


def _title(name: str, text: str, context: Context) -> Reading:
    return Reading({name: " ".join(text.split())})


_Reader = Callable[[str, str, Context], Reading]
_READERS: dict[str, _Reader] = {
    "day": read_day,
    "window": read_window,
    "severity": _severity,
    "published": read_published,
    "visibility": _visibility,
    "tracker": _tracker,
    "title": _title,
    **dict.fromkeys(("impact.data_loss", "impact.data_exposed"), _data_harm),
    **dict.fromkeys(MOMENTS, read_moment),
    **dict.fromkeys(_SPANS, read_span),
    **dict.fromkeys(_LISTS, _names),
    **dict.fromkeys(("authors", "responders", "incident_commander"), _people),
    **dict.fromkeys(
        ("impact.users", "impact.requests", "impact.revenue", "impact.tickets"), _figure
    ),
}


def _reader(name: str) -> _Reader:
    if name.startswith("links."):
        return _link
    if name == "detection":
        return lambda name, text, context: known_name(name, text, context.file)
    return _READERS[name]


def fields() -> Iterable[str]:
    """The names that a layout or a mapping may give to a label."""
    return (*_READERS, "detection")
