"""Reads files of an archive into what the index keeps of each, in several processes if need be."""

from collections.abc import Callable, Iterator
from pathlib import Path

from postmortem_archive.load import survey
from postmortem_archive.load.postmortem import read_postmortem
from postmortem_archive.model.archive import Archive
from postmortem_archive.processes import processors, spread
from postmortem_archive.search.document import Document, document

# A path, and its bytes or why they cannot be had.
File = tuple[str, bytes | str]
# Below this, starting a process takes longer than it saves.
_WORTH_A_PROCESS = 200


def documents(
    folder: Path, read: list[File], say: Callable[[int, int], None]
) -> Iterator[Document]:
    """What may be found: neither restricted postmortems nor files that cannot be read."""
    frame = survey(folder)
    jobs = min(processors(), len(read) // _WORTH_A_PROCESS)
    alone = (_document(folder, frame, file) for file in read)
    made = spread(_document, folder, frame, read, jobs) if jobs > 1 else alone
    for done, one in enumerate(made, 1):
        if one:
            yield one
        say(done, len(read))


def _document(folder: Path, frame: Archive, file: File) -> Document | None:
    path, data = file
    if isinstance(data, str):
        return None
    postmortem = read_postmortem(path, data, frame.file, frame.templates)
    return None if postmortem.restricted else document(postmortem, frame)
