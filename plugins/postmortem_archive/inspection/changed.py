"""Reads what the review of a change is made of: its files whole, of all others what is kept."""

from dataclasses import replace
from pathlib import Path

from postmortem_archive import baseline
from postmortem_archive.inspection import inspect, processors
from postmortem_archive.inspection.index import index_on_disk
from postmortem_archive.inspection.shown import shown_one
from postmortem_archive.load import postmortem_paths, read_one, survey
from postmortem_archive.load.changed import changes_since
from postmortem_archive.review import Material


def inspect_changes(base: str, folder: Path, option: str) -> tuple[Material, list[str]]:
    """What changed since HEAD left the revision `base`, and notices for the person who waits.

    Raises ArchiveError, which names the `option` that gave the revision, if git cannot tell.
    """
    changes = changes_since(base, folder, option)
    frame = survey(folder)
    postmortems = changes.present.intersection(postmortem_paths(frame))
    chosen = postmortems | (changes.present & frame.file_problems.keys())
    jobs = processors()
    found = inspect(folder, frame, chosen, jobs=jobs, portray=True)
    index, notice = index_on_disk(folder, frame, jobs, found.fresh)
    accepted = baseline.read(folder) or {}
    judged = baseline.judged(
        found.findings, {key: number for key, number in accepted.items() if key[0] in chosen}
    )
    whole = tuple(
        read_one(folder, one.path, frame) if one.path in postmortems else one
        for one in found.archive.postmortems
    )
    material = Material(
        base,
        changes,
        replace(found.archive, postmortems=whole),
        judged.left,
        index,
        lambda path: shown_one(folder, path, frame),
        len(judged.accepted),
    )
    return material, [each for each in (found.notice, notice) if each]
