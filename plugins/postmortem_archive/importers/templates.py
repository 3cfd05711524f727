"""Which shipped template the sections of an imported postmortem fit best."""

from collections.abc import Iterable

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.archive_file import DEFAULT_TEMPLATE
from postmortem_archive.model.body import Body
from postmortem_archive.model.template import Template

_FEWEST_SECTIONS = 2


def fitting(body: Body, archive: Archive, kind: str) -> str:
    """The name of the template to put down, or "" where the archive's own choice is as good."""
    wordings = {section.wording for section in body.sections}
    default = archive.file.template_for(kind or "incident", None)
    names = sorted(archive.templates, key=lambda name: (name != default, name != DEFAULT_TEMPLATE))
    fits = [name for name in names if archive.templates[name].kind in (None, kind or "incident")]
    if not fits:
        return ""
    best = max(fits, key=lambda name: _fit(archive.templates[name], wordings))
    hits = _hits(archive.templates[best], wordings)
    return best if best != default and hits >= _FEWEST_SECTIONS else ""


def _hits(template: Template, wordings: Iterable[str]) -> int:
    return len({template.by_wording[one].title for one in wordings if one in template.by_wording})


def _fit(template: Template, wordings: set[str]) -> float:
    """Sections found, less half of those that the template needs and that are not there."""
    found = {template.by_wording[one].title for one in wordings if one in template.by_wording}
    lacking = [s for s in template.sections if s.required and s.title not in found]
    return len(found) - len(lacking) / 2
