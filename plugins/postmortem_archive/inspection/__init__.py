"""Checks an archive file by file: what has not changed is remembered, the rest is shared out.

What one file alone is told is a function of its bytes and of the archive's settings. So it
is kept by digest, and spread over processes. What it takes to look at the archive as a
whole is an outline of each postmortem.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from postmortem_archive import rules
from postmortem_archive.folder import contents, digest
from postmortem_archive.inspection.inspected import File, Inspected, inspect_one
from postmortem_archive.inspection.memory import Memory
from postmortem_archive.inspection.shown import Fresh
from postmortem_archive.inspection.unanswered import with_unanswered
from postmortem_archive.load import complete, postmortem_paths
from postmortem_archive.load.source import decode
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Finding
from postmortem_archive.processes import processors, spread
from postmortem_archive.resemblance import Entry

__all__ = ["Inspection", "check_loaded", "inspect", "processors"]

# Below this, starting a process takes longer than it saves.
_WORTH_A_PROCESS = 200


@dataclass(frozen=True, slots=True)
class Inspection:
    """An archive in outline, and all that was found in it; `notice` is for the person who waits.

    `fresh` is for the index of resemblance, if it was asked for.
    """

    archive: Archive
    findings: list[Finding]
    notice: str = ""
    fresh: Fresh = field(default_factory=dict)


def inspect(
    folder: Path,
    frame: Archive,
    chosen: Collection[str],
    extra: Sequence[str] = (),
    jobs: int = 1,
    say: Callable[[int, int], None] = lambda done, of: None,
    portray: bool = False,
) -> Inspection:
    """Checks the chosen files against all of the archive, and `extra` files from elsewhere.

    `frame` is what `load.survey` returns. `say` is told how many files have been read, of
    how many. The lines of files in which something was found are in the archive's
    `file_lines`. To `portray` is to lay out for the index of resemblance what is read anyway:
    it is done too where archive.yml asks about resemblances.
    """
    memory = Memory(folder, frame.digest)
    known: dict[str, Inspected] = {}
    unknown: list[File] = []
    portrayed = portray or frame.file.policy.resemblance is not None
    for path in (*postmortem_paths(frame), *extra):
        wanted = path in chosen
        remembered = memory.recall(path, wanted)
        data = contents(folder, path) if remembered else ""
        if remembered and isinstance(data, bytes) and _is_same(remembered, digest(data)):
            known[path] = remembered
        else:
            unknown.append(File(path, wanted, portrayed))
    fresh: dict[str, Entry | None] = {}
    for done, (one, entry) in enumerate(_inspected(folder, frame, unknown, jobs), 1):
        known[one.postmortem.path] = one
        if portrayed:
            fresh[one.postmortem.path] = entry
        say(done, len(unknown))
    memory.keep({path: one for path, one in known.items() if path not in extra})
    outlines = complete(folder, frame, [one.postmortem for one in known.values()])
    archive, notice = with_unanswered(folder, outlines, chosen, jobs=jobs, fresh=fresh)
    findings = rules.check(archive, chosen, _alone(known))
    if memory.damaged:
        notice = f"{memory.path} was damaged and is made anew"
    return Inspection(_with_lines(folder, archive, findings), findings, notice, fresh)


def check_loaded(folder: Path, archive: Archive) -> list[Finding]:
    """All findings of an archive that has been read whole, for those who need it whole.

    What looks alike is told as far as the archive's `unanswered` tell it.
    """
    memory = Memory(folder, archive.digest)
    known: dict[str, Inspected] = {}
    for postmortem in archive.postmortems:
        remembered = memory.recall(postmortem.path, checked=True)
        if remembered is None or not _is_same(remembered, postmortem.digest):
            remembered = Inspected(postmortem.outline(), rules.check_alone(postmortem, archive))
        known[postmortem.path] = remembered
    memory.keep(known)
    return rules.check(archive, alone=_alone(known))


def _is_same(known: Inspected, digest: str) -> bool:
    """Whether a file is as it was; of a file without bytes, nobody can tell."""
    return bool(digest) and known.postmortem.digest == digest


def _alone(known: Mapping[str, Inspected]) -> dict[str, rules.Alone]:
    return {path: one.alone for path, one in known.items() if one.alone}


def _inspected(
    folder: Path, frame: Archive, files: list[File], jobs: int
) -> Iterator[tuple[Inspected, Entry | None]]:
    processes = min(jobs, len(files) // _WORTH_A_PROCESS)
    if processes > 1:
        return spread(inspect_one, folder, frame, files, processes)
    return (inspect_one(folder, frame, file) for file in files)


def _with_lines(folder: Path, archive: Archive, findings: Sequence[Finding]) -> Archive:
    """With the lines of the postmortems in which something was found, to show them."""
    lines = dict(archive.file_lines)
    for path in {finding.path for finding in findings} & archive.by_path.keys():
        data = contents(folder, path)
        lines[path] = decode(data).lines if isinstance(data, bytes) else ()
    return replace(archive, file_lines=lines)
