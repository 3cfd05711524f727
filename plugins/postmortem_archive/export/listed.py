"""A postmortem as one row of a table: the columns of `postmortem list` and of postmortems.csv."""

from typing import Any

from postmortem_archive.model.front_matter import MEASURES, duration
from postmortem_archive.model.key import Key
from postmortem_archive.model.postmortem import Postmortem

LISTED = (
    Key("id", "text", "The file's name without .md; it never changes."),
    Key("date", "text", "The day of the incident: of `started`, else of the file's name, else of "
        "publication.", "YYYY-MM-DD"),
    Key("severity", "text", "How bad it was, by the scale in archive.yml."),
    Key("status", "text", "draft, in-review or final."),
    Key("kind", "text", "incident, near-miss, drill, project or maintenance."),
    Key("title", "text", "What happened, in a few words."),
    Key("services", "list", "Services affected."),
    Key("teams", "list", "Teams involved."),
    Key("tags", "list", "What else to find it by."),
    Key("causes", "list", "Kinds of cause."),
    Key("minutes_to_recover", "number", MEASURES["recover"].definition, "minutes"),
    Key("path", "text", "The file, relative to the archive's folder; in a terminal, as one would "
        "type it there."),
)  # fmt: skip
# On the site only.
URL = Key("url", "text", "Its page, relative to the file.")
COLUMNS = tuple(key.name for key in LISTED)


def listed(postmortem: Postmortem, path: str) -> dict[str, Any]:
    """One postmortem by the names of COLUMNS; `path` is what to show of its place."""
    recovered = duration(postmortem.front, MEASURES["recover"])
    return {
        "id": postmortem.id,
        "date": postmortem.day.isoformat() if postmortem.day else None,
        "severity": postmortem.front.severity,
        "status": postmortem.status,
        "kind": postmortem.front.kind,
        "title": postmortem.title,
        "services": list(postmortem.front.services),
        "teams": list(postmortem.front.teams),
        "tags": list(postmortem.front.tags),
        "causes": list(postmortem.front.causes),
        "minutes_to_recover": recovered.span.total_seconds() / 60 if recovered else None,
        "path": path,
    }
