"""A section that the template asks for is not there.

The template says which sections there are, from which status each is needed, and which
other headings count as the same one ("What went wrong" for "What went poorly").

Bad:

```markdown
## Root cause, renamed

A connection was not given back.
```

Good:

```markdown
## Root cause analysis

A connection was not given back.
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "section-missing"
BINDS: Status = "in-review"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    template = postmortem.template
    for index, wanted in enumerate(template.sections):
        if wanted.required and postmortem.section(wanted) is None:
            line = _line_for(postmortem, index)
            also = f' (or "{wanted.also[0]}")' if wanted.also else ""
            heading = f"{'#' * wanted.level} {wanted.title}"
            message = f'the section "{heading}"{also} is missing here; the template asks for it'
            yield Problem(line, 1, message, binds=wanted.required)


def _line_for(postmortem: Postmortem, index: int) -> int:
    """Where the section belongs: before the next of the template's sections that is there."""
    for later in postmortem.template.sections[index + 1 :]:
        if found := postmortem.section(later):
            return found.place.line
    return max(1, len(postmortem.lines))
