"""A field that the template asks for is not given.

Which fields are asked for, and from which status, stands in the template. A field with
nothing behind the colon counts as not given. A stated span stands in for a moment: with
`time_to_recover` a report without clock times needs no `resolved`.

Bad:

```yaml
severity:
```

Good:

```yaml
severity: SEV-2
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.front_matter import MEASURES
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "field-missing"
BINDS: Status = "draft"

_STATED = {measure.end: measure.stated for measure in MEASURES.values()}


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    if any(problem.rule == "yaml-unreadable" for problem in postmortem.problems):
        return  # the field may stand in the part that could not be read
    unreadable = {problem.line for problem in postmortem.problems_of("field-unreadable")}
    for name, needed in postmortem.template.fields.items():
        if needed is None:
            continue
        place = postmortem.place_of(name)
        if _given(postmortem, name) or place.line in unreadable:
            continue
        yield Problem(place.line, place.column, _message(postmortem, name, needed), binds=needed)


def _given(postmortem: Postmortem, name: str) -> bool:
    front = postmortem.front
    written = front.model_fields_set & {name, _STATED.get(name, name)}  # a default is not
    return any(getattr(front, field) for field in written)


def _message(postmortem: Postmortem, name: str, needed: Status) -> str:
    field = type(postmortem.front).model_fields[name]
    example = field.examples[0] if field.examples else ""
    if name == "kind" and postmortem.template.kind:
        example = postmortem.template.kind
    since = "every postmortem has one" if needed == "draft" else f"needed from status {needed}"
    return f"{name} is missing ({since}); write {name}: {example}"
