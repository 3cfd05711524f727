"""How far a postmortem has come, which decides how strictly it is held to the rules."""

from typing import Literal, get_args

Status = Literal["draft", "in-review", "final"]
STATUSES: tuple[Status, ...] = get_args(Status)


def has_reached(status: Status, needed: Status) -> bool:
    """Whether a postmortem with `status` is held to what binds from `needed`."""
    return STATUSES.index(status) >= STATUSES.index(needed)
