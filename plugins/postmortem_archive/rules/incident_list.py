"""What the list of all incidents says about postmortems that there are not, or too many of."""

from collections.abc import Iterator
from itertools import islice

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.incident_list import LIST_FILES, ListedIncident
from postmortem_archive.model.nearest import nearest

_MOST_PROBLEMS = 20


def list_path(archive: Archive) -> str:
    """The file that the list was read from."""
    return next((name for name in LIST_FILES if name in archive.file_problems), LIST_FILES[0])


def list_problems(archive: Archive) -> Iterator[Problem]:
    """Incidents that name a postmortem which is not there, and that two postmortems claim.

    Of very many the first: what is wrong with all of them was exported so.
    """
    return islice(_problems(archive), _MOST_PROBLEMS)


def _problems(archive: Archive) -> Iterator[Problem]:
    for incident in archive.incident_list or ():
        if incident.postmortem and incident.postmortem not in archive.by_id:
            message = f'postmortem: there is no "{incident.postmortem[:60]}"; '
            message += _remedy(incident.postmortem, archive)
            yield _problem(archive, incident, incident.postmortem, message, "field-unreadable")
        claims = archive.claims[incident.id]
        if len(claims) > 1:
            first, *others = (p.id for p in claims)
            message = (
                f'"{incident.id[:60]}" belongs to {first}, and by its tracker or id also to '
                f"{' and '.join(others)}; leave it to one"
            )
            yield _problem(archive, incident, incident.id, message, "id-repeated")


def _remedy(named: str, archive: Archive) -> str:
    """The nearest id of the same month: the day is seldom what is wrong."""
    known = (p.id for p in archive.postmortems if p.id[:7] == named[:7] and not p.restricted)
    near = nearest(named, known)
    return f'did you mean "{near}"?' if near else "write its file's name without .md"


def _problem(
    archive: Archive, incident: ListedIncident, value: str, message: str, rule: str
) -> Problem:
    """At the value, which stands on the incident's line or a few below it."""
    lines = archive.file_lines.get(list_path(archive), ())
    for number in range(incident.line, min(incident.line + 20, len(lines) + 1)):
        at = lines[number - 1].find(value)
        if at >= 0:
            return Problem(number, at + 1, message, rule)
    return Problem(incident.line, 1, message, rule)
