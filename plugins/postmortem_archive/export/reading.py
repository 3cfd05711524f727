"""The archive as other programs may have it: nothing restricted in it, and nothing about that."""

import re
from dataclasses import replace
from typing import Any

from postmortem_archive.load.redact import without_credentials, without_words
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.postmortem import Postmortem

# What stands in a text in the place of a restricted postmortem's id.
HIDDEN = "restricted-postmortem"


def readable(archive: Archive) -> Archive:
    """Without restricted postmortems, their ids in the others, and credentials.

    The archive has to be read whole. An id is known by its date; one without could be any word.
    """
    shown = archive.readable()
    masked = without_credentials(shown, {p.path for p in shown.postmortems if p.credentials})
    names = sorted(p.id for p in archive.postmortems if p.restricted and p.name_date)
    if names:
        words = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])")
        masked = without_words(masked, words, HIDDEN)
    return without_strangers(masked)


def without_strangers(archive: Archive) -> Archive:
    """Without verdicts on what is not in the archive: mistyped, or not for everyone."""
    kept = tuple(_known_only(p, archive) for p in archive.postmortems)
    return replace(archive, postmortems=kept)


def _known_only(postmortem: Postmortem, archive: Archive) -> Postmortem:
    front = postmortem.front
    changed: dict[str, Any] = {}
    for verdict in ("repeat_of", "related"):
        named = getattr(front, verdict)
        if any(other not in archive.by_id for other in named):
            changed[verdict] = tuple(other for other in named if other in archive.by_id)
    if any(other not in archive.by_id for other in front.not_repeat_of):
        reasons = front.not_repeat_of.items()
        changed["not_repeat_of"] = {id: why for id, why in reasons if id in archive.by_id}
    return replace(postmortem, front=front.model_copy(update=changed)) if changed else postmortem
