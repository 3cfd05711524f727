"""One file's bytes become a Postmortem: a pure function of bytes, policy and templates."""

from collections.abc import Mapping
from dataclasses import replace

from postmortem_archive.folder import digest
from postmortem_archive.load.actions import read_actions
from postmortem_archive.load.body import read_body
from postmortem_archive.load.front_matter import Split, read_declared, split
from postmortem_archive.load.source import decode
from postmortem_archive.load.timeline import Timeline, read_timeline
from postmortem_archive.load.waivers import read_waivers
from postmortem_archive.model.archive_file import DEFAULT_TEMPLATE, ArchiveFile
from postmortem_archive.model.body import Body, Place, Section
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.front_matter import FrontMatter
from postmortem_archive.model.nearest import suggestion
from postmortem_archive.model.postmortem import Action, Postmortem
from postmortem_archive.model.template import TableShape, Template


def read_postmortem(
    path: str, data: bytes, file: ArchiveFile, templates: Mapping[str, Template]
) -> Postmortem:
    """Reads what can be read; whatever cannot is among the problems. Never raises."""
    source = decode(data)
    parts = split(source.text)
    front, places, field_problems = read_declared(
        FrontMatter, parts.matter, parts.matter_line, mend=True
    )
    body = read_body(parts.body, parts.body_line)
    template, unknown = _template(front, file, templates, places)
    timeline = _timeline(body, template, front)
    problems = [*source.problems, *_split_problems(parts, field_problems), *unknown]
    problems = [_never_wider(problem) for problem in problems]
    if timeline.zone_missing:
        place = timeline.zone_missing
        problems.append(_zone_problem(place, timeline.zone_problem))
    return Postmortem(
        path=path,
        front=front,
        body=body,
        template=template,
        places=places,
        lines=source.lines,
        events=timeline.events,
        actions=_actions(body, template),
        waivers=read_waivers(parts.matter, parts.matter_line, body),
        restricted=_is_restricted(front, field_problems, parts),
        problems=tuple(problems),
        digest=digest(data),
    )


def _is_restricted(front: FrontMatter, problems: list[Problem], parts: Split) -> bool:
    """Restricted, or perhaps restricted: what could not be read speaks of it."""
    if front.visibility == "restricted":
        return True
    broken = [parts.problem, *problems] if parts.problem else problems
    about_it = any("visibility" in problem.message for problem in problems)
    if "visibility" in front.model_fields_set and not about_it:
        return False
    # Without the zero bytes between letters that UTF-16 has when it is read as UTF-8.
    spoken = (parts.matter or parts.body[:4000]).replace("\0", "").casefold()
    return bool(broken) and ("visib" in spoken or "restric" in spoken)


def _never_wider(problem: Problem) -> Problem:
    """Who may read a postmortem is for its author to say: no edit lets in anyone else."""
    edit = problem.edit
    hides = (
        edit is None or edit.text == "restricted" or not problem.message.startswith("visibility:")
    )
    return problem if hides else replace(problem, edit=None)


def unreadable(path: str, message: str, template: Template) -> Postmortem:
    """The stand-in for a file that could not be opened at all."""
    problem = Problem(1, 1, message, "file-unreadable")
    return Postmortem(path, FrontMatter(), Body(), template, problems=(problem,))


def _split_problems(parts: Split, problems: list[Problem]) -> list[Problem]:
    """Without a block of fields, only that is worth saying: every field would be missing."""
    return (
        [parts.problem]
        if parts.problem and not parts.matter
        else [*([parts.problem] if parts.problem else []), *problems]
    )


def _zone_problem(place: Place, problem: str) -> Problem:
    message = problem or (
        'the timeline does not say in which zone its times are; write "All times in UTC." '
        "above it, or name the zone in the column: Time (UTC)"
    )
    return Problem(place.line, place.column, message, "timeline-zone-missing")


def _template(
    front: FrontMatter,
    file: ArchiveFile,
    templates: Mapping[str, Template],
    places: Mapping[tuple[str | int, ...], Place],
) -> tuple[Template, list[Problem]]:
    """The template that a postmortem names, or that archive.yml chooses for its kind."""
    if front.template and front.template in templates:
        return templates[front.template], []
    chosen = file.template_for(front.kind, front.severity)
    template = templates.get(chosen, templates[DEFAULT_TEMPLATE])
    if front.template is None:
        return template, []
    place = places.get(("template",), Place(1, 1))
    hint = suggestion(front.template, templates)
    message = f'template: "{front.template}" is not a template of this archive; {hint}'
    return template, [Problem(place.line, place.column, message, "template-unknown")]


def _find(body: Body, template: Template, role: str) -> tuple[Section, TableShape] | None:
    wanted = template.section_with(role)
    if wanted is None or wanted.table is None:
        return None
    found = next((s for s in body.sections if s.wording in wanted.wordings), None)
    return (found, wanted.table) if found else None


def _timeline(body: Body, template: Template, front: FrontMatter) -> Timeline:
    found = _find(body, template, "timeline")
    return read_timeline(body, *found, front.started or front.detected) if found else Timeline()


def _actions(body: Body, template: Template) -> tuple[Action, ...]:
    found = _find(body, template, "actions")
    return read_actions(body, *found) if found else ()
