"""What the rules on unknown values share: the search for a value in a vocabulary."""

from collections.abc import Iterator, Mapping

from postmortem_archive.load.front_matter import respelling, typed_values
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.nearest import respelled, suggestion
from postmortem_archive.model.postmortem import Postmortem


def unknown_values(
    postmortem: Postmortem, field: str, known: Mapping[str, object] | None
) -> Iterator[Problem]:
    """Values of a field that the vocabulary lacks; without a vocabulary all are known."""
    if known is None:
        return
    values = getattr(postmortem.front, field)
    listed = isinstance(values, tuple)
    pairs = enumerate(values) if listed else [(0, values)]
    unknown = [(index, value) for index, value in pairs if value and value not in known]
    right = {index: respelled(value, known) for index, value in unknown}
    taken = set(values) if listed else set()
    right = {index: word if word not in taken else "" for index, word in right.items()}
    typed = typed_values(postmortem.lines) if any(right.values()) else {}
    for index, value in unknown:
        path = (field, index) if listed else (field,)
        place = postmortem.place_of(*path)
        message = f'{field}: "{value}" is not known to this archive; {suggestion(value, known)}'
        add = f" (or add it to {_section(field)} in archive.yml)"
        edit = respelling(typed.get(path), value, right[index])
        yield Problem(place.line, place.column, message + add, edit=edit)


def _section(field: str) -> str:
    return "severities" if field == "severity" else field
