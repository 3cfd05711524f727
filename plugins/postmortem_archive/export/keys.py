"""The keys of `export --json` and of postmortems.json, declared: type, unit and meaning."""

from collections.abc import Iterator

from postmortem_archive.model.declared import entries
from postmortem_archive.model.front_matter import MEASURES, FrontMatter
from postmortem_archive.model.key import Key

# How a field that is read by its form in the front matter stands in JSON.
_TYPES = {
    "list": ("list of texts", ""),
    "text or list": ("list of texts", ""),
    "moment": ("text", "ISO 8601 with offset"),
    "date": ("text", "YYYY-MM-DD"),
    "span": ("text", "ISO 8601 duration"),
}
_OBJECTS = ("impact", "not_repeat_of", "links", "imported_from")


def _fields() -> Iterator[Key]:
    for entry in entries(FrontMatter):
        kind, unit = _TYPES.get(entry.form, ("text", ""))
        kind = "object" if entry.name in _OBJECTS else kind
        yield Key(f"postmortems[].front_matter.{entry.name}", kind, entry.meaning, unit)


_FIGURE = "postmortems[].front_matter.impact.*"

BOTH: tuple[Key, ...] = (
    Key("version", "integer", "Counted up whenever a key changes its meaning or goes."),
    Key("name", "text", "The archive's name."),
    Key("postmortems", "list of objects", "Those that are not restricted, newest first."),
    Key("postmortems[].id", "text", "The file's name without .md; it never changes."),
    Key("postmortems[].path", "text", "The file, relative to the archive's folder."),
    Key("postmortems[].title", "text", "The title, or the first heading, or the id."),
    Key("postmortems[].date", "text or null", "The day of the incident: of `started`, else of the "
        "file's name, else of publication.", "YYYY-MM-DD"),
    Key("postmortems[].status", "text", "draft, in-review or final."),
    Key("postmortems[].kind", "text", "incident, near-miss, drill, project or maintenance."),
    Key("postmortems[].front_matter", "object", "The fields that the file has, under their own "
        "names."),
    *_fields(),
    Key(f"{_FIGURE}", "object or text", "A stated figure, or words."),
    Key(f"{_FIGURE}.value", "number", "The figure."),
    Key(f"{_FIGURE}.unit", "text", 'Its unit or currency, or "".'),
    Key(f"{_FIGURE}.estimate", "true or false", "Whether it is an estimate."),
    Key(f"{_FIGURE}.objective", "number", "Of `slo`: the share of good time or requests.", "%"),
    Key(f"{_FIGURE}.window", "text", "Of `slo`: over which time.", "ISO 8601 duration"),
    Key("postmortems[].front_matter.not_repeat_of.*", "text", "Why it is not a repeat, by id."),
    Key("postmortems[].front_matter.links.*", "list of texts", "Addresses, by label."),
    Key("postmortems[].front_matter.imported_from.path", "text", "The source's path."),
    Key("postmortems[].front_matter.imported_from.layout", "text", "The layout of the source."),
    Key("postmortems[].minutes", "object", f"The durations that are known: {', '.join(MEASURES)}."),
    Key("postmortems[].minutes.*", "object", "One duration."),
    Key("postmortems[].minutes.*.value", "number", "How long it took.", "minutes"),
    Key("postmortems[].minutes.*.stated", "true or false", "Whether the report states it without "
        "moments."),
    Key("postmortems[].actions", "list of objects", "The action items."),
    Key("postmortems[].actions[].id", "text", 'Its own id, or "".'),
    Key("postmortems[].actions[].text", "text", "What is to be done, without markup."),
    Key("postmortems[].actions[].type", "text", 'As it is written, or "".'),
    Key("postmortems[].actions[].priority", "text", 'As it is written, or "".'),
    Key("postmortems[].actions[].owner", "text", 'As it is written, or "".'),
    Key("postmortems[].actions[].due", "text or null", "When it is due.", "YYYY-MM-DD"),
    Key("postmortems[].actions[].status", "text or null", "open, in progress, done or declined."),
    Key("postmortems[].actions[].tracker", "text", 'Its id or address elsewhere, or "".'),
)  # fmt: skip

ONLY_EXPORTED: tuple[Key, ...] = (
    Key("postmortems[].timeline", "list of objects", "The rows of the timeline."),
    Key("postmortems[].timeline[].time", "text", "The time as it is written."),
    Key("postmortems[].timeline[].start", "text or null", "When it happened or began; null where "
        "the time cannot be read or no zone is known.", "ISO 8601 with offset"),
    Key("postmortems[].timeline[].end", "text or null", "When it ended, of a range of times.",
        "ISO 8601 with offset"),
    Key("postmortems[].timeline[].text", "text", "What happened, without markup."),
    Key("postmortems[].timeline[].source", "text", 'Where it is known from, or "".'),
    Key("postmortems[].timeline[].actor", "text", 'Who or what did it, or "".'),
    Key("postmortems[].body", "text", "The text below the front matter, as Markdown."),
)  # fmt: skip

ONLY_ON_SITE: tuple[Key, ...] = (
    Key("postmortems[].url", "text or null", "Its page, relative to the file postmortems.json."),
)
