"""What is wrong, where, and what would be right: problems, findings, and the one error."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from postmortem_archive.model.status import Status

if TYPE_CHECKING:  # every command imports this module, and few need the model
    from postmortem_archive.model.body import Place

Level = Literal["error", "note"]


class ArchiveError(Exception):
    """Stops the run: the message says where, what, and what would be right."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A safe rewrite of one file: what stands from `start` up to before `end` becomes `text`.

    Safe means that the author would write the same: nothing is guessed. Line ends in
    `text` are `\\n`, whatever the file's own are. An insertion has `start == end`.
    """

    start: "Place"
    end: "Place"
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at a line and column (both from 1) of one file.

    `rule` is set by readers, which meet problems of many kinds; a rule leaves it
    empty and the runner fills in the rule's id. `binds` is the status from which this
    problem fails the check, where the template says so, not the rule. `edit` mends it,
    where there is only one way to.
    """

    line: int
    column: int
    message: str
    rule: str = ""
    binds: Status | None = None
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem as it is reported: the file, the rule, and whether it fails the check.

    `path` is relative to the archive's folder. An `error` fails the check; a `note`
    is told to the author of a draft and binds later.
    """

    path: str
    line: int
    column: int
    rule: str
    message: str
    level: Level = "error"
    edit: Edit | None = None
