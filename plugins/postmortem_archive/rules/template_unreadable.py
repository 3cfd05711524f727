"""A template in `_templates/` has a directive or a field that is not known.

A template is what `new` copies and what `check` verifies. A mistyped directive would
silently ask for nothing. A postmortem cannot break this rule, only a file in `_templates/`
can, such as one whose comment says `<!-- :optionl -->` for `<!-- :optional -->`.
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "template-unreadable"
BINDS: Status = "draft"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    yield from postmortem.problems_of(ID)
