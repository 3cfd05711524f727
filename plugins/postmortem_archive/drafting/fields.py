"""Fills the front matter from notes: each value with a remark that it is to be confirmed."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from postmortem_archive.drafting import wording
from postmortem_archive.drafting.figures import ImpactFigure, impact_figures
from postmortem_archive.drafting.notes import Note, Notes
from postmortem_archive.drafting.people import Cast
from postmortem_archive.drafting.recognition import Recognised, is_signal
from postmortem_archive.drafting.timing import Course
from postmortem_archive.model.archive_file import ArchiveFile
from postmortem_archive.model.front_matter import MOMENTS
from postmortem_archive.model.slug import slug
from postmortem_archive.model.template import Template

CONFIRM = "to be confirmed"
# What noticed it first, in the words that archives use for it.
_DETECTED_BY = {
    "alert": ("alert", "monitoring", "automated-alert"),
    "report": ("customer-report", "customer", "user-report", "report"),
    "engineer": ("engineer", "manual"),
}
_WORDS_IN_TITLE = 10
# What these notes say is no title, though it may be all that there is.
_NO_TITLES = ("when", "zone", "duration", "severity", "commander", "responders", "tracker")
_NO_TITLE = "Untitled incident"


@dataclass
class Fields:
    """Values of front matter, the remark beside each, and the notes that they were taken from.

    `placed` are the notes of which nothing is left to tell; `lines` those behind each field.
    """

    values: dict[str, object] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    lines: dict[str, tuple[int, ...]] = field(default_factory=dict)
    placed: set[Note] = field(default_factory=set)
    figures: list[ImpactFigure] = field(default_factory=list)

    def set(self, name: str, value: object, notes: Iterable[Note], remark: str = "") -> None:
        """Gives a field its value, and says from which lines."""
        self.values[name] = value
        self.lines[name] = tuple(dict.fromkeys(note.line for note in notes))
        if remark:
            self.remarks[name] = remark


def field_values(
    notes: Notes,
    told: Course,
    moments: Mapping[str, Recognised],
    template: Template,
    file: ArchiveFile,
    cast: Cast,
) -> Fields:
    """What the notes say for the fields that the template asks for."""
    fields = Fields()
    _title(fields, notes, told, cast)
    fields.values |= {"status": "draft", "template": template.name}
    if "severity" in template.fields:
        _severity(fields, notes, file)
    if "services" in template.fields:
        _services(fields, notes, file)
    _moments(fields, moments, told, template, cast)
    if "detection" in template.fields and "detected" in moments:
        _detection(fields, moments["detected"], file, cast)
    _people(fields, notes, template, cast)
    if "impact" in template.fields:
        _impact(fields, notes)
    if tracker := notes.about("tracker"):
        fields.set("tracker", wording.value(tracker[0].text), tracker[:1])
        fields.placed.add(tracker[0])
    return fields


def _title(fields: Fields, notes: Notes, told: Course, cast: Cast) -> None:
    titles = [note for note in notes.about("title") if slug(note.text)]
    if titles:
        fields.set("title", wording.value(cast.of(titles[0].text)), titles[:1])
        fields.placed.add(titles[0])
        return
    others = [note for note in notes.notes if note.topic not in _NO_TITLES]
    said = [*notes.about("summary"), *(event.note for event in told.events), *others]
    note = next((n for n in said if slug(n.text)), None)
    title = " ".join(wording.value(cast.of(note.text)).split(" ")[:_WORDS_IN_TITLE]) if note else ""
    remark = f"{CONFIRM}: the first words of notes line {note.line}" if note else CONFIRM
    fields.set("title", title.rstrip(" .,;:") or _NO_TITLE, [note] if note else [], remark)


def _severity(fields: Fields, notes: Notes, file: ArchiveFile) -> None:
    for note in notes.about("severity"):
        known = _known_in(note.text, file.severities or ())
        if known:
            fields.set("severity", known, [note])
            if _folded(note.text) == _folded(known):
                fields.placed.add(note)
            return
        if file.severities is None and len(note.text) <= 20:
            fields.set("severity", wording.value(note.text), [note])
            fields.placed.add(note)
            return
        scale = ", ".join(file.severities or ())
        fields.remarks["severity"] = (
            f"notes line {note.line}: {wording.quotation(note.text)}; {scale}"
        )


def _known_in(text: str, known: Collection[str]) -> str:
    """The word of the archive with which a text begins: `SEV-1 (critical)`, `sev1`."""
    head = text.split(maxsplit=2)
    starts = {_folded(" ".join(head[:count])) for count in (1, 2)}
    starts |= {_folded(part) for part in text[:60].replace("—", "(").split("(")[:1]}
    return next((word for word in known if _folded(word) in starts), "")


def _folded(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _services(fields: Fields, notes: Notes, file: ArchiveFile) -> None:
    found: list[str] = []
    used: list[Note] = []
    for note in notes.about("services"):
        parts = [part.strip() for part in note.text.replace(";", ",").split(",") if part.strip()]
        known = [_service(part, file) for part in parts]
        found += [name for name in known if name]
        used += [note] if any(known) else []
        if all(known):
            fields.placed.add(note)
    if found:
        fields.set("services", list(dict.fromkeys(found)), used)
    elif said := notes.about("services"):
        fields.remarks["services"] = (
            f"notes line {said[0].line}: {wording.quotation(said[0].text)}; "
            "none of these is in archive.yml"
        )


def _service(text: str, file: ArchiveFile) -> str:
    if file.services is None:
        return slug(text) if len(text) <= 60 else ""
    names = {_folded(name): name for name in file.services}
    return names.get(_folded(text)) or names.get(_folded(f"{text} service")) or ""


def _moments(
    fields: Fields,
    moments: Mapping[str, Recognised],
    told: Course,
    template: Template,
    cast: Cast,
) -> None:
    for name in MOMENTS:
        one = moments.get(name)
        if one is None or name not in template.fields:
            continue
        quoted = f"notes line {one.note.line}, {wording.quotation(cast.of(one.note.text))}"
        if is_signal(one):
            asked = f"when did the impact begin? First signal: {one.at:%H:%M}, {quoted}"
            fields.remarks[name] = asked
            fields.lines[name] = (one.note.line,)
            continue
        if one.at.tzinfo is None:
            why = "the notes name no day" if told.zone else "the notes name no time zone"
            fields.remarks[name] = f"{one.at:%H:%M}, {quoted}; {why}"
            fields.lines[name] = (one.note.line,)
            continue
        written = one.at.isoformat(timespec="minutes").replace("+00:00", "Z")
        fields.set(name, written, [one.note], f"{CONFIRM}: {quoted}")


def _detection(fields: Fields, detected: Recognised, file: ArchiveFile, cast: Cast) -> None:
    known = file.detection
    for word in _DETECTED_BY.get(detected.kind, ()):
        if known is None or word in known:
            remark = f"{CONFIRM}: notes line {detected.note.line}"
            fields.set("detection", word, [detected.note], remark)
            return


def _people(fields: Fields, notes: Notes, template: Template, cast: Cast) -> None:
    """The commander and the responders by role, where the template has them."""
    commander, responders = notes.about("commander"), notes.about("responders")
    if commander and "incident_commander" in template.fields:
        said = commander[0]
        fields.set("incident_commander", ", ".join(_roles(said.text, cast)), [said])
        fields.placed.add(said)
    if responders and "responders" in template.fields:
        roles = [role for note in responders for role in _roles(note.text, cast)]
        fields.set("responders", list(dict.fromkeys(roles)), responders)
        fields.placed |= set(responders)


def _roles(text: str, cast: Cast) -> list[str]:
    """The people of a list, each as the role; an aside stays only where it says another one."""
    roles = [wording.value(cast.of(part)).strip(" .") for part in _parts(text)]
    return [role for role in roles if role] or [wording.value(cast.of(text)) or "unknown"]


def _parts(text: str) -> Iterator[str]:
    depth, start = 0, 0
    for index, letter in enumerate(text):
        depth += (letter in "([") - (letter in ")]")
        if letter in ",;" and depth <= 0:
            yield text[start:index]
            start = index + 1
    yield text[start:]


def _impact(fields: Fields, notes: Notes) -> None:
    told = [
        n for n in notes.notes if n.topic not in ("actions", "title", "lessons", "factors", "cause")
    ]
    told.sort(key=lambda note: note.topic != "impact")
    fields.figures = impact_figures(told)
    if not fields.figures:
        return
    lines = sorted({figure.note.line for figure in fields.figures})
    where = f"notes line{'s' * (len(lines) > 1)} {', '.join(map(str, lines))}"
    values = {figure.name: figure.text for figure in fields.figures}
    fields.set("impact", values, [f.note for f in fields.figures], f"{CONFIRM}: {where}")
