"""An action item stands, in the same words, in an earlier postmortem that is not named.

Either the first one was never done, or it did not help; both are worth a sentence. Find out what
became of it, and name the earlier postmortem in `repeat_of` or `related`, or say in `not_repeat_of`
why the two have nothing to do with each other. Compared are the first sentences, without case,
word order, plurals and small words; two words alone are too little to compare.

An earlier postmortem has:

    - Pin the version of Flux

A later one has the same, and no verdict on the earlier one:

    - Pin the Flux version.
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive, are_related
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "action-repeated"
BINDS: Status = "in-review"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    for action in postmortem.actions:
        same = archive.actions_alike(action)
        earlier = [other for other in same if _is_earlier(other, postmortem)]
        if not earlier or action.status == "declined":
            continue
        if any(are_related(postmortem, other) for other in earlier):
            continue
        message = (
            f'"{action.text[:60]}" stands in {earlier[0].id} too; say what became of it there, '
            "and name that postmortem in repeat_of, related or not_repeat_of"
        )
        yield Problem(action.place.line, action.place.column, message)


def _is_earlier(other: Postmortem, postmortem: Postmortem) -> bool:
    """Whether another postmortem came before, and may be named in this one."""
    if other.restricted and not postmortem.restricted:
        return False
    return bool(other.day and postmortem.day) and other.day < postmortem.day  # type: ignore[operator]
