"""The keys of `postmortem review --format json`, declared: type, unit and meaning."""

from postmortem_archive.model.front_matter import MEASURES
from postmortem_archive.model.key import Key

_MEASURES = ", ".join(MEASURES)


def _findings(of: str) -> tuple[Key, ...]:
    return (
        Key(f"{of}.findings[].line", "integer", "The line, from 1."),
        Key(f"{of}.findings[].column", "integer", "The column, from 1."),
        Key(f"{of}.findings[].rule", "text", "The rule's name."),
        Key(f"{of}.findings[].message", "text or null", "What is wrong, and what would be right."),
        Key(f"{of}.findings[].level", "text", "error or note."),
    )


_ONE = "postmortems[].resemblances[]"
_UNDONE = f"{_ONE}.actions_not_done[]"
# As `postmortem similar --format json` has them.
_LIKENESS = (
    Key(f"{_ONE}.id", "text", "Its file's name without .md."),
    Key(f"{_ONE}.title", "text", "Its title."),
    Key(f"{_ONE}.date", "text or null", "The day of the incident.", "YYYY-MM-DD"),
    Key(f"{_ONE}.severity", "text or null", "Its severity."),
    Key(f"{_ONE}.path", "text", "Its file."),
    Key(f"{_ONE}.score", "number", "From 0 (nothing alike) to 1 (the same)."),
    Key(f"{_ONE}.verdict", "object or null", "What is recorded about the two."),
    Key(f"{_ONE}.verdict.field", "text", "repeat_of or related."),
    Key(f"{_ONE}.verdict.recorded_in", "text", "this or other."),
    Key(f"{_ONE}.shared_terms", "list of texts", "The terms that weigh most in both."),
    Key(f"{_ONE}.only_here", "list of texts", "Of what this one says of causes, the heaviest "
        "terms that the other lacks."),
    Key(f"{_ONE}.only_there", "list of texts", "The same of the other."),
    Key(f"{_ONE}.services", "list of texts", "Services of both."),
    Key(f"{_ONE}.tags", "list of texts", "Tags of both."),
    Key(f"{_ONE}.causes", "list of texts", "Causes of both."),
    Key(f"{_ONE}.causes_only_here", "list of texts", "Causes of this one only."),
    Key(f"{_ONE}.causes_only_there", "list of texts", "Causes of the other only."),
    Key(f"{_ONE}.actions_not_done", "list of objects", "Its actions that are not done, the longest "
        "overdue first."),
    Key(f"{_UNDONE}.action", "text", "What is to be done."),
    Key(f"{_UNDONE}.priority", "text or null", "The priority."),
    Key(f"{_UNDONE}.owner", "text or null", "The owner, as written."),
    Key(f"{_UNDONE}.state", "text", "open, in progress or unknown."),
    Key(f"{_UNDONE}.deadline", "text or null", "The due date, or else the limit of its priority.",
        "YYYY-MM-DD"),
    Key(f"{_UNDONE}.days_overdue", "integer", "Days since the deadline, or 0.", "days"),
    Key(f"{_UNDONE}.line", "integer", "The line on which it stands."),
)  # fmt: skip

KEYS: tuple[Key, ...] = (
    Key("version", "integer", "Counted up whenever a key changes its meaning or goes."),
    Key("base", "text", "The revision that was given."),
    Key("today", "text", "The day by which actions are overdue.", "YYYY-MM-DD"),
    Key("folder", "text", "The archive's folder as seen from the top of the repository, with a "
        "slash at its end, or \"\". All paths below are relative to it."),
    Key("compared", "integer", "How many postmortems the changed ones were compared with."),
    Key("accepted", "integer", "How many errors of the changed files the baseline accepts."),
    Key("postmortems", "list of objects", "The changed postmortems: those with errors first, then "
        "the newest."),
    Key("postmortems[].path", "text", "The file."),
    Key("postmortems[].change", "text", "new, changed or renamed."),
    Key("postmortems[].before", "text or null", "Its path before, if it was renamed."),
    Key("postmortems[].restricted", "true or false", "Whether it is restricted. Of such a one all "
        "that it says is null or empty, and of its findings the message."),
    Key("postmortems[].id", "text", "The file's name without .md."),
    Key("postmortems[].title", "text or null", "The title, or the first heading, or the id."),
    Key("postmortems[].date", "text or null", "The day of the incident.", "YYYY-MM-DD"),
    Key("postmortems[].status", "text or null", "draft, in-review or final."),
    Key("postmortems[].kind", "text or null", "incident, near-miss, drill, project or "
        "maintenance."),
    Key("postmortems[].severity", "text or null", "How bad it was, by the scale in archive.yml."),
    Key("postmortems[].durations", "list of objects", f"One for each of {_MEASURES}; of projects "
        "and maintenance only those that are known."),
    Key("postmortems[].durations[].measure", "text", f"{_MEASURES}."),
    Key("postmortems[].durations[].minutes", "number or null", "How long it took.", "minutes"),
    Key("postmortems[].durations[].stated", "true or false", "Whether the report states it without "
        "moments."),
    Key("postmortems[].durations[].from", "text or null", "The moment it runs from.",
        "ISO 8601 with offset"),
    Key("postmortems[].durations[].to", "text or null", "The moment it runs to.",
        "ISO 8601 with offset"),
    Key("postmortems[].durations[].why_not", "text or null", "Why it cannot be computed."),
    Key("postmortems[].findings", "list of objects", "What rules found, but for what the baseline "
        "accepts."),
    *_findings("postmortems[]"),
    Key("postmortems[].resemblances", "list of objects or null", "At most three earlier incidents "
        "that it looks like; null if none were looked for: of restricted ones, of files "
        "that cannot be read, and beyond the first thirty."),
    *_LIKENESS,
    Key("postmortems[].resemblances[].answers", "list of texts", "The three lines of front matter "
        "of which one answers it; empty if one is recorded."),
    Key("postmortems[].set_aside", "list of texts", "The ids of those among the nearest six of "
        "which a verdict says that they are another incident."),
    Key("postmortems[].rubric", "object or null", "How far the rubric is ticked; null as "
        "resemblances."),
    Key("postmortems[].rubric.items", "integer", "How many items it has for this postmortem."),
    Key("postmortems[].rubric.ticked", "integer", "How many of them rules have ticked."),
    Key("postmortems[].rubric.left", "list of objects", "The others."),
    Key("postmortems[].rubric.left[].theme", "text", "The part of the rubric."),
    Key("postmortems[].rubric.left[].item", "text", "What is asked."),
    Key("postmortems[].rubric.left[].state", "text", "bad: rules found something. open: for "
        "people."),
    Key("postmortems[].rubric.left[].rules", "list of texts", "The rules that found something."),
    Key("postmortems[].rubric.left[].not_checked", "text or null", "Why rules that could tell "
        "do not."),
    Key("settings", "list of objects", "Changed files of the archive that are no postmortems, such "
        "as archive.yml."),
    Key("settings[].path", "text", "The file."),
    Key("settings[].findings", "list of objects", "As those of a postmortem."),
    *_findings("settings[]"),
    Key("gone", "list of objects", "Postmortems that were deleted, or whose id is another now."),
    Key("gone[].path", "text", "The path it had."),
    Key("gone[].now", "text or null", "The path it has now."),
    Key("gone[].leads", "true or false", "Whether the old address leads there on the site."),
    Key("gone[].named_by", "list of texts", "The paths of those that still name its id in a "
        "verdict, but for restricted ones."),
)  # fmt: skip
