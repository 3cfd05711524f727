"""Mends postmortems: applies the edits of findings until none is left, then lays out tables."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from postmortem_archive.atomic import overwrite
from postmortem_archive.folder import contents, digest
from postmortem_archive.load.postmortem import read_postmortem
from postmortem_archive.model.archive import Archive, newest_first
from postmortem_archive.model.finding import ArchiveError, Edit, Finding
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.rewrite import edits, tables
from postmortem_archive.rules import check

# An edit can uncover another: a moment that can now be read, a duration that disagrees with it.
MOST_PASSES = 10
# Of these, nobody can tell where the body begins.
_NO_BODY = frozenset({"file-unreadable", "front-matter-unclosed"})


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A file before and after, the number of edits applied, and of tables laid out."""

    path: str
    before: bytes
    after: bytes
    edits: int = 0
    tables: int = 0


@dataclass(frozen=True, slots=True)
class Mended:
    """What is rewritten, what is found then, and by path why other files are left as they are."""

    rewrites: tuple[Rewrite, ...] = ()
    findings: tuple[Finding, ...] = ()
    left: Mapping[str, str] = field(default_factory=dict)


def mend(
    folder: Path, archive: Archive, findings: Sequence[Finding], paths: Collection[str]
) -> Mended:
    """All rewrites of the postmortems at these paths; nothing is written yet.

    `findings` are those of the files as they are. The archive may be one in outline.
    """
    files, left = _read(folder, archive, paths)
    offered = _offered(findings, files)
    for _ in range(MOST_PASSES):
        if not offered:
            break
        files |= {path: _edited(files[path], some) for path, some in offered.items()}
        archive = _with(archive, [files[path] for path in offered])
        found = check(archive, offered.keys())
        findings = [*(f for f in findings if f.path not in offered), *found]
        offered = _offered(found, files)
    # Edits that undo each other are a mistake of the rules; the author's text stays.
    left |= dict.fromkeys(offered, "its rewrites undo each other; please report that")
    laid_out = (_laid_out(file, archive) for path, file in files.items() if path not in offered)
    changed = (file for file in laid_out if file.after != file.before)
    return Mended(tuple(changed), tuple(findings), left)


def write(folder: Path, mended: Mended) -> Mended:
    """Writes all rewrites to disk, and says which were and why others were not."""
    written, failed = [], {}
    for rewrite in mended.rewrites:
        try:
            overwrite(folder / rewrite.path, rewrite.before, rewrite.after)
            written.append(rewrite)
        except ArchiveError as error:
            failed[rewrite.path] = str(error)
    return Mended(tuple(written), mended.findings, {**mended.left, **failed})


def _read(
    folder: Path, archive: Archive, paths: Collection[str]
) -> tuple[dict[str, Rewrite], dict[str, str]]:
    """The files to mend, as they were checked, and why others are none of them."""
    files: dict[str, Rewrite] = {}
    left: dict[str, str] = {}
    for path in sorted(archive.by_path.keys() & paths):
        data = contents(folder, path)
        if isinstance(data, str):
            continue  # it could not be read in the check either, which says so
        if reason := _why_not(data, archive.by_path[path]):
            left[path] = reason
        else:
            files[path] = Rewrite(path, data, data)
    return files, left


def _why_not(data: bytes, postmortem: Postmortem) -> str:
    if digest(data) != postmortem.digest:
        return "it changed while it was checked; run the command again"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "it is not UTF-8"
    return ""


def _offered(findings: Iterable[Finding], files: Mapping[str, Rewrite]) -> dict[str, list[Edit]]:
    """The edits of findings by path."""
    offered: dict[str, list[Edit]] = {}
    for finding in findings:
        if finding.edit and finding.path in files:
            offered.setdefault(finding.path, []).append(finding.edit)
    return offered


def _edited(file: Rewrite, offered: Iterable[Edit]) -> Rewrite:
    after, count = edits.apply(file.after, offered)
    return replace(file, after=after, edits=file.edits + count)


def _with(archive: Archive, files: Iterable[Rewrite]) -> Archive:
    """The archive with these files as they are by now."""
    anew = {file.path: _as_postmortem(file, archive) for file in files}
    posts = (anew.get(post.path, post) for post in archive.postmortems)
    return replace(archive, postmortems=newest_first(posts))


def _as_postmortem(file: Rewrite, archive: Archive) -> Postmortem:
    return read_postmortem(file.path, file.after, archive.file, archive.templates)


def _laid_out(file: Rewrite, archive: Archive) -> Rewrite:
    """The file with its tables laid out."""
    if b"|" not in file.after:
        return file
    postmortem = _as_postmortem(file, archive)
    if any(problem.rule in _NO_BODY for problem in postmortem.problems):
        return file
    found = tables.layout(postmortem.body)
    after, _ = edits.apply(file.after, [edit for some in found for edit in some])
    return replace(file, after=after, tables=len(found))
