"""What archive.yml says about things that it, or this product, does not have."""

from collections.abc import Iterable, Iterator, Mapping

from postmortem_archive.model.alike import doubles
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.body import Place
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.nearest import suggestion

_VOCABULARIES = ("services", "teams", "tags", "causes", "detection")


def settings_problems(archive: Archive, rules: Mapping[str, object]) -> Iterator[Problem]:
    """Rules, severities, services and templates that archive.yml names and nobody knows."""
    policy, file = archive.file.policy, archive.file
    yield from _unknown(archive, ("policy", "rules"), policy.rules, rules, "a rule")
    yield from _unknown(
        archive, ("policy", "objectives"), policy.objectives, file.services, "a service"
    )
    wanted = policy.needs_postmortem.severities
    path = ("policy", "needs_postmortem", "severities")
    yield from _unknown(archive, path, wanted, file.severities, "a severity")
    if policy.resemblance:
        path = ("policy", "resemblance", "severities")
        asked = policy.resemblance.severities
        yield from _unknown(archive, path, asked, file.severities, "a severity")
    for index, choice in enumerate(file.templates):
        place = ("templates", index, "template")
        yield from _unknown(archive, place, [choice.template], archive.templates, "a template")
        severities = ("templates", index, "severities")
        yield from _unknown(archive, severities, choice.severities, file.severities, "a severity")
    yield from _tags_problems(archive)


def _tags_problems(archive: Archive) -> Iterator[Problem]:
    """Names of the archive's vocabularies that are doubles of others in them."""
    for field in _VOCABULARIES:
        names = getattr(archive.file, field) or ()
        for double, other in doubles(dict.fromkeys(names, 1)).items():
            if archive.told_apart(field, double, other):
                continue
            place = archive.places.get((field, double), Place(1, 1))
            message = f'{field}: "{double}" and "{other}" are one name written twice; keep one'
            yield Problem(place.line, place.column, message, "tags-alike")


def _unknown(
    archive: Archive,
    path: tuple[str | int, ...],
    names: Iterable[str],
    known: Iterable[str] | None,
    what: str,
) -> Iterator[Problem]:
    if known is None:
        return
    keyed = isinstance(names, Mapping)
    for index, name in enumerate(names):
        if name not in set(known):
            key = (*path, name if keyed else index)
            place = archive.places.get(key) or archive.places.get(path) or Place(1, 1)
            message = f'{path[-1]}: "{name}" is not {what}; {suggestion(name, known)}'
            yield Problem(place.line, place.column, message, "field-unreadable")
