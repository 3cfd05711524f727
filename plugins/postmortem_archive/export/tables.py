"""The tables of the database, each with its columns: what `export --sqlite` writes."""

from collections.abc import Callable, Iterator
from typing import Any

from postmortem_archive.export.columns import Column, Row, Table, Value, day, moment, numbered
from postmortem_archive.model.archive import verdicts
from postmortem_archive.model.front_matter import (
    MEASURES,
    MOMENTS,
    Figure,
    FrontMatter,
    Impact,
    Measure,
    Objective,
    duration,
)
from postmortem_archive.model.postmortem import Postmortem

# Counted up whenever a column changes its meaning or goes; in the file, its `user_version`.
SCHEMA_VERSION = 1


def _field(name: str) -> Callable[[Row], Any]:
    return lambda row: getattr(row.postmortem.front, name)


def _of_thing(name: str) -> Callable[[Row], Any]:
    return lambda row: getattr(row.thing, name)


def _or_null(name: str) -> Callable[[Row], Any]:
    return lambda row: getattr(row.thing, name) or None


def _meaning(name: str) -> str:
    return str(FrontMatter.model_fields[name].description)


def _moments() -> Iterator[Column]:
    for name in MOMENTS:
        yield from moment(name, _meaning(name), _field(name))


def _durations() -> Iterator[Column]:
    for key, measure in MEASURES.items():
        yield Column(
            f"minutes_to_{key}", "REAL", measure.definition, _minutes(measure), unit="minutes"
        )
        yield Column(
            f"minutes_to_{key}_stated",
            "INTEGER",
            "1 if the report states it without moments, 0 if it is the time between two moments.",
            _stated(measure),
            "0 or 1",
        )


def _minutes(measure: Measure) -> Callable[[Row], Value]:
    def value(row: Row) -> Value:
        found = duration(row.postmortem.front, measure)
        return found.span.total_seconds() / 60 if found else None

    return value


def _stated(measure: Measure) -> Callable[[Row], Value]:
    def value(row: Row) -> Value:
        found = duration(row.postmortem.front, measure)
        return int(found.stated) if found else None

    return value


def _days_to_postmortem(row: Row) -> Value:
    front = row.postmortem.front
    if front.resolved is None or front.published is None:
        return None
    return (front.published - front.resolved.date()).days


def _impact() -> Iterator[Column]:
    """The stated figures, each with its unit and whether it is an estimate; words as they are."""
    for name, field in Impact.model_fields.items():
        column, meaning = f"impact_{name}", str(field.description)
        if "Figure" in str(field.annotation):
            yield Column(column, "REAL", meaning, _figure(name, lambda f: f.value))
            yield Column(
                f"{column}_unit",
                "TEXT",
                f"Unit or currency of `{column}`.",
                _figure(name, lambda f: f.unit or None),
            )
            yield Column(
                f"{column}_estimate",
                "INTEGER",
                f"1 if `{column}` is an estimate.",
                _figure(name, lambda f: int(f.estimate)),
                "0 or 1",
            )
        elif name != "slo":
            yield Column(column, "TEXT", meaning, _impact_text(name))


def _figure(name: str, part: Callable[[Figure], Value]) -> Callable[[Row], Value]:
    def value(row: Row) -> Value:
        found = getattr(row.postmortem.front.impact, name, None)
        return part(found) if isinstance(found, Figure) else None

    return value


def _impact_text(name: str) -> Callable[[Row], Value]:
    return lambda row: getattr(row.postmortem.front.impact, name, None)


def _slo(part: Callable[[Objective], Value]) -> Callable[[Row], Value]:
    def value(row: Row) -> Value:
        impact = row.postmortem.front.impact
        return part(impact.slo) if impact and impact.slo else None

    return value


_ID = Column(
    "postmortem_id", "TEXT", "The postmortem.", lambda row: row.postmortem.id, of="postmortems"
)
_POSITION = Column(
    "position", "INTEGER", "Its place in the postmortem, from 1.", lambda row: row.position
)

POSTMORTEMS = Table(
    "postmortems",
    "A row for each postmortem, of every kind; `incidents` has those of kind incident, which "
    "alone enter figures.",
    ("id",),
    (
        Column("id", "TEXT", "The file's name without .md; it never changes.",
               lambda row: row.postmortem.id),
        Column("path", "TEXT", "The file, relative to the archive's folder.",
               lambda row: row.postmortem.path),
        Column("title", "TEXT", _meaning("title"), lambda row: row.postmortem.title),
        Column("date", "TEXT", "The day of the incident: of `started`, else of the file's name, "
               "else of publication.", lambda row: day(row.postmortem.day), "YYYY-MM-DD"),
        Column("status", "TEXT", "draft, in-review or final.", lambda row: row.postmortem.status),
        Column("kind", "TEXT", "incident, near-miss, drill, project or maintenance.",
               _field("kind")),
        Column("severity", "TEXT", _meaning("severity"), _field("severity")),
        *_moments(),
        Column("published", "TEXT", _meaning("published"),
               lambda row: day(row.postmortem.front.published), "YYYY-MM-DD"),
        *_durations(),
        Column("days_to_postmortem", "INTEGER", "From the day it was over to the day of "
               "publication. Weekends and holidays count.", _days_to_postmortem, "calendar days"),
        Column("incident_commander", "TEXT", _meaning("incident_commander"),
               _field("incident_commander")),
        Column("detection", "TEXT", _meaning("detection"), _field("detection")),
        Column("visibility", "TEXT", "internal or public. Restricted postmortems are not here.",
               _field("visibility")),
        *_impact(),
        Column("slo_objective", "REAL", "The objective that it counts against.",
               _slo(lambda slo: slo.objective), "%"),
        Column("slo_window_minutes", "REAL", "The window of that objective.",
               _slo(lambda slo: slo.window.total_seconds() / 60), "minutes"),
        Column("template", "TEXT", _meaning("template"), _field("template")),
        Column("tracker", "TEXT", _meaning("tracker"), _field("tracker")),
        Column("body", "TEXT", "The text below the front matter, as Markdown.",
               lambda row: row.postmortem.body.text),
    ),
    lambda postmortem: [Row(postmortem)],
    ("date", "severity", "kind"),
)  # fmt: skip


def _names(table: str, meaning: str) -> Table:
    """The values of a list of the front matter, each once."""
    return Table(
        table,
        meaning,
        ("postmortem_id", "name"),
        (_ID, Column("name", "TEXT", "As in the front matter.", lambda row: row.thing)),
        lambda post: (Row(post, 0, name) for name in dict.fromkeys(getattr(post.front, table))),
        ("name",),
    )


def _people(postmortem: Postmortem) -> Iterator[Row]:
    front = postmortem.front
    commander = (front.incident_commander,) if front.incident_commander else ()
    roles = {"incident commander": commander, "responder": front.responders}
    for role, names in {**roles, "author": front.authors}.items():
        yield from (Row(postmortem, 0, (role, name)) for name in dict.fromkeys(names))


def _verdicts(postmortem: Postmortem) -> Iterator[Row]:
    for verdict, other in dict.fromkeys(verdicts(postmortem)):
        reason = postmortem.front.not_repeat_of.get(other)
        reason = reason if verdict == "not_repeat_of" else None
        yield Row(postmortem, 0, (verdict, other, reason))


def _links(postmortem: Postmortem) -> Iterator[Row]:
    pairs = ((label, address) for label, some in postmortem.front.links.items() for address in some)
    return numbered(postmortem, pairs)


def _part(at: int) -> Callable[[Row], Value]:
    return lambda row: row.thing[at]


TABLES: tuple[Table, ...] = (
    POSTMORTEMS,
    _names("services", "The services that a postmortem names; a row for each."),
    _names("teams", "The teams that a postmortem names; a row for each."),
    _names("tags", "The tags of a postmortem; a row for each."),
    _names("causes", "The causes of a postmortem; a row for each."),
    Table(
        "people",
        "Who led, responded and wrote: roles or handles, as the front matter has them.",
        ("postmortem_id", "role", "name"),
        (
            _ID,
            Column("role", "TEXT", "incident commander, responder or author.", _part(0)),
            Column("name", "TEXT", "As in the front matter.", _part(1)),
        ),
        _people,
        ("name",),
    ),
    Table(
        "timeline",
        "A row for each of a timeline.",
        ("postmortem_id", "position"),
        (
            _ID,
            _POSITION,
            Column("time", "TEXT", "The time as it is written.", _of_thing("time")),
            *moment("start", "When it happened or began; null where the time cannot be read or "
                    "no zone is known.", _of_thing("start")),
            *moment("end", "When it ended, of a range of times.", _of_thing("end")),
            Column("text", "TEXT", "What happened, without markup.", _of_thing("text")),
            Column("source", "TEXT", "Where it is known from, of tables with such a column.",
                   _or_null("source")),
            Column("actor", "TEXT", "Who or what did it, of tables with such a column.",
                   _or_null("actor")),
        ),
        lambda postmortem: numbered(postmortem, postmortem.events),
        ("start_unix",),
    ),
    Table(
        "actions",
        "A row for each action item.",
        ("postmortem_id", "position"),
        (
            _ID,
            _POSITION,
            Column("id", "TEXT", "Its own id, where it has one.", _or_null("id")),
            Column("text", "TEXT", "What is to be done, without markup.", _of_thing("text")),
            Column("type", "TEXT", "What kind of action, as it is written.", _or_null("type")),
            Column("priority", "TEXT", "As it is written.", _or_null("priority")),
            Column("owner", "TEXT", "Who does it, as it is written.", _or_null("owner")),
            Column("due", "TEXT", "When it is due; null where no ISO date is written.",
                   lambda row: day(row.thing.due), "YYYY-MM-DD"),
            Column("due_text", "TEXT", "When it is due, as it is written.", _or_null("due_text")),
            Column("status", "TEXT", "open, in progress, done or declined; null where none is "
                   "written, or none that is understood.", _of_thing("status")),
            Column("status_text", "TEXT", "The status as it is written.", _or_null("status_text")),
            Column("tracker", "TEXT", "Its id or address elsewhere.", _or_null("tracker")),
        ),
        lambda postmortem: numbered(postmortem, postmortem.actions),
        ("status", "due", "owner"),
    ),
    Table(
        "verdicts",
        "What a postmortem says about others: a repeat, related, or not a repeat.",
        ("postmortem_id", "verdict", "other_id"),
        (
            _ID,
            Column("verdict", "TEXT", "repeat_of, related or not_repeat_of.", _part(0)),
            Column("other_id", "TEXT", "The postmortem it is about.", _part(1), of="postmortems"),
            Column("reason", "TEXT", "Why it is not a repeat.", _part(2)),
        ),
        _verdicts,
        ("other_id",),
    ),
    Table(
        "links",
        "The addresses of the front matter.",
        ("postmortem_id", "position"),
        (
            _ID,
            _POSITION,
            Column("label", "TEXT", "What it is, in the author's word.", _part(0)),
            Column("address", "TEXT", "Where it leads.", _part(1)),
        ),
        _links,
    ),
)  # fmt: skip

# What the database has beside these tables.
ALSO = {
    "about": "One row: `schema_version`, the `archive`'s name, and the `day` it is of.",
    "incidents": "A view: the rows of `postmortems` of kind incident.",
    "postmortems_search": "Full-text search (FTS5) in `title` and `body`, with the `rowid` of "
    "`postmortems`; only where SQLite was built with it, as it usually is.",
}
