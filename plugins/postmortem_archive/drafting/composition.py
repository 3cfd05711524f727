"""Composes a draft: notes to the sections, rows and fields of a template, and nothing else."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo

from postmortem_archive import times, writer
from postmortem_archive.drafting import wording
from postmortem_archive.drafting.actions import action_rows
from postmortem_archive.drafting.fields import Fields, field_values
from postmortem_archive.drafting.notes import Note, Notes, Unclear
from postmortem_archive.drafting.origins import with_origin
from postmortem_archive.drafting.people import Cast
from postmortem_archive.drafting.recognition import Phase, Recognised, phases, recognise
from postmortem_archive.drafting.skeleton import Line, Skeleton, listed
from postmortem_archive.drafting.timing import Course, Timed, course, zone_name
from postmortem_archive.model.archive_file import ArchiveFile
from postmortem_archive.model.template import Template

# Where a topic's notes belong, by the names that a template may have for it.
_PLACES: dict[str, tuple[str, ...]] = {
    "summary": ("summary", "incident summary"),
    "impact": ("impact", "business impact"),
    "cause": ("root cause", "contributing factors"),
    "trigger": ("trigger", "root cause", "contributing factors"),
    "factors": ("contributing factors", "root cause"),
    "resolution": ("mitigation", "what happened", "response"),
    "detection": ("detection", "detection and response assessment"),
    "response": ("response", "detection and response assessment"),
    "well": ("what went well",),
    "poorly": ("what went poorly", "what went wrong", "what slowed the response down"),
    "luck": ("where we got lucky",),
    "lessons": ("lessons learned",),
    "links": ("supporting information", "links", "appendices"),
}
_PHASES = ("response", "technical metrics", "detection and response assessment", "detection")
_LABELS = {"duration": "Duration", "services": "Services affected", "severity": "Severity"}
_NOT_PLACED = "Notes not placed"
# The check finds the word until someone has looked.
_TO_PLACE = "TODO: move each of these to where it belongs, or remove it."
_NO_ZONE = "<!-- The notes do not say in which time zone these times are: write it here. -->"
_STAMP = "%Y-%m-%d %H:%M"


@dataclass(frozen=True)
class Drafted:
    """A draft, the notes' lines behind each of its lines, and what was not understood."""

    draft: writer.Draft
    sources: dict[int, tuple[int, ...]]
    unclear: tuple[Unclear, ...]
    moments: dict[str, Recognised] = field(default_factory=dict)
    course: Course = field(default_factory=Course)


def compose(
    notes: Notes,
    template: Template,
    file: ArchiveFile,
    cast: Cast,
    today: date,
    zone: tzinfo | None = None,
    day: date | None = None,
) -> Drafted:
    """The draft of notes in a template; `zone` and `day` hold where the notes say none."""
    told = course(notes, zone, day)
    moments = recognise(notes, told)
    fields = field_values(notes, told, moments, template, file, cast)
    skeleton = Skeleton(template)
    placed = fields.placed | _timeline(skeleton, told, cast)
    placed |= {one.note for one in moments.values() if one.note is told.when_note}
    placed |= _facts(skeleton, notes, fields, cast)
    placed |= _actions(skeleton, notes, cast)
    _spans(skeleton, list(phases(moments)), told)
    skeleton.fill_rows(_prepared(fields, moments, told))
    left = [note for note in notes.notes if note not in placed]
    _left(skeleton, left, cast)
    body = "\n".join(line.text for line in skeleton.lines) + "\n"
    made = writer.draft(
        template, file, fields.values, told.day or today, remarks=fields.remarks, body=body
    )
    sources = _sources(made, fields, skeleton.lines)
    return Drafted(made, sources, _unclear(notes, told, moments, left), moments, told)


def _timeline(skeleton: Skeleton, told: Course, cast: Cast) -> set[Note]:
    section = skeleton.template.section_with("timeline")
    if section is None or section.table is None:
        return set()
    if not told.events:
        return {note for note in told.used if note.topic == "when" and told.day}
    line = f"All times in {zone_name(told.zone)}." if told.zone else _NO_ZONE
    skeleton.replace_zone(section, Line(line))
    columns = {column.name for column in section.table.columns}
    skeleton.fill_table(section, list(_rows(told, cast, columns)))
    return {event.note for event in told.events} | told.used


def _rows(
    told: Course, cast: Cast, columns: Collection[str]
) -> Iterator[tuple[dict[str, str], int]]:
    day = told.events[0].start.date() if told.events[0].day_known else None
    for event in told.events:
        note, start = with_origin(event, cast).note, event.start
        is_other = event.day_known and day is not None and start.date() != day
        if is_other:
            day = start.date()
        text = cast.of(note.text)
        if event.computed:
            text += f" (time computed: {event.computed})"
        if note.actor and "Actor" not in columns:
            text += f" ({note.actor})"
        yield (
            {
                "Time": _time(event, told.zone, with_day=is_other),
                "Event": wording.cell(text[:1].upper() + text[1:]),
                "Source": wording.cell(note.source),
                "Actor": wording.cell(note.actor),
            },
            note.line,
        )


def _time(event: Timed, zone: tzinfo | None, *, with_day: bool) -> str:
    """A row's time: with its day where that is another one, its zone where that is."""
    text = event.start.strftime(_STAMP if with_day else "%H:%M")
    if event.end:
        same_day = event.end.date() == event.start.date()
        text += f"–{event.end:%H:%M}" if same_day else f" – {event.end:%Y-%m-%d %H:%M}"
    own = event.note.clock.zone if event.note.clock else None
    if own and own != zone:
        text += f" {zone_name(own)}"
    return f"~{text}" if event.approximate else text


def _facts(skeleton: Skeleton, notes: Notes, fields: Fields, cast: Cast) -> set[Note]:
    """Puts the notes on a topic under its heading."""
    placed: set[Note] = set()
    told: dict[str, list[Note]] = {}
    first = next((note.line for note in notes.notes if note.is_event), 0)
    for note in notes.notes:
        if note.is_event or note in fields.placed:
            continue
        topic = "impact" if note.topic in _LABELS else note.topic
        if not topic and note.line <= first and _is_sentence(note.text):
            topic = "summary"  # what stands before all that happened
        told.setdefault(topic, []).append(note)
    for topic, names in _PLACES.items():
        section = skeleton.section_for(*names)
        found = told.get(topic, [])
        if section and found:
            skeleton.append(section, _lines(found, cast))
            placed |= set(found)
    return placed


def _is_sentence(text: str) -> bool:
    return text.endswith(".") and " " in text


def _lines(notes: Sequence[Note], cast: Cast) -> list[Line]:
    """One note as a paragraph, several as a list; a labelled figure keeps its label."""
    texts = [(_labelled(note, cast), note.line) for note in notes]
    if len(texts) == 1 and notes[0].topic not in _LABELS:
        return [Line(texts[0][0], (notes[0].line,))]
    return listed(texts)


def _labelled(note: Note, cast: Cast) -> str:
    text = cast.of(note.text)
    if note.topic in _LABELS:
        return f"{_LABELS[note.topic]}: {wording.sentence(text)}"
    return wording.sentence(text[:1].upper() + text[1:])


def _actions(skeleton: Skeleton, notes: Notes, cast: Cast) -> set[Note]:
    section = skeleton.template.section_with("actions")
    found = notes.about("actions")
    if section is None or section.table is None or not found:
        return set()
    skeleton.fill_table(section, list(action_rows(found, cast, section.table)))
    return set(found)


def _spans(skeleton: Skeleton, found: Sequence[Phase], told: Course) -> None:
    """The computed spans: where the template has room, else in a comment below the timeline."""
    lines = [
        Line(f"- {phase.label}: {_span(phase)}", (phase.first.note.line, phase.last.note.line))
        for phase in found
    ]
    section = skeleton.section_for(*_PHASES)
    if section and lines:
        skeleton.append(section, lines)
    elif lines and (timeline := skeleton.template.section_with("timeline")):
        texts = "; ".join(line.text.removeprefix("- ") for line in lines)
        notes = tuple(sorted({number for line in lines for number in line.notes}))
        skeleton.append(timeline, [Line(f"<!-- Computed from the moments: {texts}. -->", notes)])


def _span(phase: Phase) -> str:
    first, last = phase.first.at, phase.last.at
    length = times.words(phase.span)
    form = _STAMP if first.date() != last.date() and phase.first.at.year > 2000 else "%H:%M"
    if phase.span.total_seconds() < 60:
        return f"{length} ({first.strftime(form)})"
    joint = " – " if form == _STAMP else "–"
    return f"{length} ({first.strftime(form)}{joint}{last.strftime(form)})"


def _prepared(
    fields: Fields, moments: dict[str, Recognised], told: Course
) -> dict[tuple[str, str], tuple[str, tuple[int, ...]]]:
    """What is known for the rows that templates prepare, by label and column."""
    known: dict[tuple[str, str], tuple[str, tuple[int, ...]]] = {}
    for figure in fields.figures:
        for label in _FIGURE_ROWS[figure.name]:
            for column in ("value", "extent"):
                known[label, column] = (figure.text, (figure.note.line,))
    for label, name in (
        ("detection", "detected"),
        ("mitigation", "mitigated"),
        ("resolution", "resolved"),
    ):
        if one := moments.get(name):
            known[label, "time"] = (f"{one.at:%H:%M}", (one.note.line,))
    for phase in phases(moments):
        lines = (phase.first.note.line, phase.last.note.line)
        span = times.words(phase.span)
        for label in _PHASE_ROWS.get(phase.label, ()):
            known[label, "value"] = known[label, "extent"] = (span, lines)
            known[label, "from and to"] = (f"{phase.first.at:%H:%M}–{phase.last.at:%H:%M}", lines)
    return known


_FIGURE_ROWS = {
    "users": ("users affected",),
    "requests": ("failed requests",),
    "revenue": ("revenue", "revenue lost"),
    "tickets": ("support tickets",),
    "data_loss": ("data", "data loss"),
}
_PHASE_ROWS = {
    "Time to detect": ("time to detect",),
    "Time to mitigate": ("time to mitigate",),
    "Time to recover": ("time to resolve", "duration"),
}


def _left(skeleton: Skeleton, left: Sequence[Note], cast: Cast) -> None:
    """What found no place, so that nothing of the notes is lost."""
    if not left:
        return
    lines = listed((_whole(note, cast), note.line) for note in left)
    heading = [Line(""), Line(f"## {_NOT_PLACED}"), Line(""), Line(_TO_PLACE), Line("")]
    skeleton.lines += [*heading, *lines]


def _whole(note: Note, cast: Cast) -> str:
    parts = [_clock(note.clock), f"{note.moment:{_STAMP}}" if note.moment else ""]
    if note.after:
        parts.append(f"+{times.exact_words(note.after)}")
    parts += [cast.of(note.actor), cast.of(note.text)]
    return wording.sentence(" — ".join(filter(None, parts)))


def _clock(clock: times.Clock | None) -> str:
    """A clock as the notes have it."""
    if clock is None or clock.time is None:
        return ""
    about = "~" if clock.approximate else ""
    until = f"–{clock.until[1]:%H:%M}" if clock.until else ""
    zone = zone_name(clock.zone) if clock.zone else ""
    parts = (str(clock.day or ""), f"{clock.time:%H:%M}{until}", zone)
    return about + " ".join(filter(None, parts))


def _sources(
    made: writer.Draft, fields: Fields, lines: Sequence[Line]
) -> dict[int, tuple[int, ...]]:
    """The notes' lines behind each line of the draft, both counted from 1."""
    rows = made.text.split("\n")
    first = len(rows) - 1 - len(lines)
    sources = {first + i: line.notes for i, line in enumerate(lines, 1) if line.notes}
    for number, row in enumerate(rows[:first], 1):
        if found := fields.lines.get(row.partition(":")[0]):
            sources[number] = found
    return sources


def _unclear(
    notes: Notes, told: Course, moments: dict[str, Recognised], left: Iterable[Note]
) -> tuple[Unclear, ...]:
    found = [*notes.unclear, *told.unclear]
    if told.events and not told.zone:
        found.append(Unclear(told.events[0].note.line, "times without a zone; say --timezone"))
    elif told.events and not told.events[0].day_known:
        found.append(Unclear(told.events[0].note.line, "times without a day; say --day"))
    seen = {each.line for each in found}
    found += [
        Unclear(note.line, f"found no place: {wording.quotation(note.text)}")
        for note in left
        if note.line not in seen
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda each: each.line))
