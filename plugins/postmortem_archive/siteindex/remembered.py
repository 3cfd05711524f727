"""Has the index of an archive: as it is remembered, mended, or made anew of all texts."""

from pathlib import Path

from postmortem_archive.inspection.memory import Drawer
from postmortem_archive.model.archive import Archive
from postmortem_archive.siteindex.index import Index, index_of
from postmortem_archive.siteindex.mending import changes, mended
from postmortem_archive.siteindex.texts import name, texts

# After so many changes they are remembered, and need not be mended on each build. Up to there the
# memory stays as it was, so that nothing large is written for each edit.
_MOST_MENDED = 8


def index(archive: Archive, folder: Path | None) -> Index:
    """The index of what anyone may read, remembered if the archive's folder is given."""
    postmortems = sorted(archive.postmortems, key=lambda one: one.path)
    drawer = Drawer("siteindex", folder, archive.digest) if folder else None
    kept = drawer.read() if drawer else None
    names = tuple(map(name, postmortems))
    made = None
    if folder and isinstance(kept, Index):
        changed = changes(kept.names, names)
        made = mended(kept, postmortems, changed, archive, folder) if changed else kept
        if made and len(changed) <= _MOST_MENDED:
            return made
    told = texts(postmortems, archive, folder)
    if not made:
        # Its libraries take long to load, and most builds have no need of them.
        from postmortem_archive.siteindex.columns import found

        lengths, entries = found(one.told for one in told)
        rows = [one.row._replace(length=of) for one, of in zip(told, lengths, strict=True)]
        made = index_of(names, rows, entries)
    if drawer:
        drawer.write(made)
    return made
