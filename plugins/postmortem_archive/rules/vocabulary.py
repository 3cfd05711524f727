"""What the rules on unknown values share: the search for a value in a vocabulary."""

from collections.abc import Iterator, Mapping

from postmortem_archive.model.finding import Problem
from postmortem_archive.model.nearest import suggestion
from postmortem_archive.model.postmortem import Postmortem


def unknown_values(
    postmortem: Postmortem, field: str, known: Mapping[str, object] | None
) -> Iterator[Problem]:
    """Values of a field that the vocabulary lacks; without a vocabulary all are known."""
    if known is None:
        return
    values = getattr(postmortem.front, field)
    listed = isinstance(values, tuple)
    for index, value in enumerate(values if listed else filter(None, [values])):
        if value not in known:
            place = postmortem.place_of(field, index) if listed else postmortem.place_of(field)
            message = f'{field}: "{value}" is not known to this archive; {suggestion(value, known)}'
            add = f" (or add it to {_section(field)} in archive.yml)"
            yield Problem(place.line, place.column, message + add)


def _section(field: str) -> str:
    return "severities" if field == "severity" else field
