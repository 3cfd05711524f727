"""Imports postmortems of other layouts: nothing of their text is lost, and nothing is guessed.

The layouts are the modules of `layouts/`, listed here; each only recognises its sources and
hands over labelled texts. What the texts mean, the body, the file's name, links and what was
doubtful are the same for all.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from postmortem_archive.atomic import create_file
from postmortem_archive.folder import ARCHIVE_FILE
from postmortem_archive.importers import lists
from postmortem_archive.importers.layout import Doubt, Layout, Wishes
from postmortem_archive.importers.layouts import (
    atlassian,
    bold_fields,
    confluence,
    cstate,
    csv,
    firehydrant,
    front_matter,
    general,
    heading_and_stats,
    heading_timeline,
    incident_io,
    json,
    notion,
    opsgenie,
    pagerduty,
    pagerduty_incidents,
    sre_book,
)
from postmortem_archive.importers.links import file_of
from postmortem_archive.importers.place import known_origins, places
from postmortem_archive.importers.prepare import Prepared, prepare
from postmortem_archive.importers.recognition import Recognised, recognise, why_no_postmortem
from postmortem_archive.importers.source import SourceFile, read_source
from postmortem_archive.importers.target import Target, make_target, put, state_on_disk
from postmortem_archive.load import shipped_templates, survey
from postmortem_archive.load.front_matter import read_declared, split
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.archive_file import ArchiveFile
from postmortem_archive.model.body import Body
from postmortem_archive.model.finding import ArchiveError
from postmortem_archive.model.front_matter import FrontMatter
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.template import Template
from postmortem_archive.vocabulary import proposed

# Where several find as much evidence, the earlier one is taken.
LAYOUTS: tuple[Layout, ...] = (
    cstate,
    heading_and_stats,
    heading_timeline,
    sre_book,
    pagerduty,
    atlassian,
    confluence,
    notion,
    front_matter,
    bold_fields,
    general,
    incident_io,
    pagerduty_incidents,
    opsgenie,
    firehydrant,
    csv,
    json,
)
BY_NAME = {layout.NAME: layout for layout in LAYOUTS}

_ENDINGS = frozenset(ending for layout in LAYOUTS for ending in layout.ENDINGS)
Say = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Result:
    """One postmortem after the import: where it came from, where it is, and what is doubtful.

    `state` is new, unchanged, failed, or differs: it is there already and was left as it is.
    """

    origin: str
    path: str
    layout: str
    state: str
    fields: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass
class Import:
    """What an import did, or would do: results, files left out or failed, each with the reason."""

    results: list[Result] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    evidence: dict[str, dict[str, int]] = field(default_factory=dict)
    settings: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """A file to import, and the folder it was found in, or stands in if it was itself named."""

    origin: str
    path: Path
    root: Path
    named: bool = False


def import_files(
    sources: Sequence[Path],
    into: Path,
    wishes: Wishes,
    layout: str = "auto",
    *,
    write: bool = True,
    say: Say = lambda done, of: None,
) -> Import:
    """Imports files and folders into the archive's folder, which may be new."""
    done = Import()
    archive = _archive(into)
    layouts = LAYOUTS if layout == "auto" else (BY_NAME[layout],)
    # Lists come last: by then it is known which of them are the attachments of a postmortem.
    found = sorted(_files(sources, into), key=lambda one: (lists.is_list(one.path), one.origin))
    prepared: list[tuple[Prepared, Path]] = []
    linked: dict[str, str] = {}
    for number, one in enumerate(found):
        say(number, len(found))
        if lists.is_list(one.path) and (why := _why_of_another(one, linked)):
            done.left_out.append((one.origin, why))
            continue
        for each in _prepared(one, layouts, archive, wishes, done):
            prepared.append((each, one.root))
            linked |= {file_of(spot.target, each.source)[0]: each.origin for spot in each.links}
    targets = _targets(prepared, into, archive)
    for target in targets:
        done.results.append(_finish(target, into, write=write, done=done))
    _settle(into, targets, done, write=write)
    return done


def _archive(into: Path) -> Archive:
    """The archive as far as it is there: without an archive.yml, every name is allowed."""
    if (into / ARCHIVE_FILE).is_file():
        return survey(into)
    return Archive(ArchiveFile(), dict(shipped_templates()), ())


def _files(sources: Sequence[Path], into: Path) -> Iterator[_Found]:
    home, archive = _absolute(into).parent, _absolute(into)
    seen: set[Path] = set()
    for source in map(_absolute, sources):
        if not source.exists():
            raise ArchiveError(f"{source}: there is no such file or folder")
        if source.is_relative_to(archive):
            raise ArchiveError(f"{source}: is in the archive already; postmortem check reads it")
        inside = sorted(_walk(source, archive)) if source.is_dir() else [source]
        root = source if source.is_dir() else source.parent
        for path in inside:
            if path not in seen:
                seen.add(path)
                yield _Found(_origin(home, root, path), path, root, named=path == source)


def _absolute(path: Path) -> Path:
    return Path(os.path.normpath(path.absolute()))  # unlike resolve, follows no link


def _origin(home: Path, root: Path, path: Path) -> str:
    """How the source is told: from beside the archive, or else from the given folder's parent.

    The way from here to a folder elsewhere is another one on the next machine.
    """
    if path.is_relative_to(home):
        return path.relative_to(home).as_posix()
    return path.relative_to(root.parent.parent).as_posix()


def _walk(folder: Path, archive: Path) -> Iterator[Path]:
    """The files that may be postmortems; hidden folders and the archive itself are left out."""
    for root, folders, names in os.walk(folder):
        folders[:] = [
            name for name in folders if name[0] not in "._" and Path(root, name) != archive
        ]
        for name in names:
            ending = os.path.splitext(name)[1].lower()  # noqa: PTH122 - ten thousand of them
            if not name.startswith(".") and (ending in _ENDINGS or " " in ending):
                yield Path(root, name)


def _why_of_another(one: _Found, linked: Mapping[str, str]) -> str:
    """Why a list that was found in a folder belongs to other files there, or ""."""
    if one.named:
        return ""
    if origin := linked.get(str(one.path)):
        return f"an attachment of {origin}"
    return lists.of_a_database(one.path)


def _prepared(
    one: _Found, layouts: Sequence[Layout], archive: Archive, wishes: Wishes, done: Import
) -> Iterator[Prepared]:
    source = read_source(one.origin, one.path)
    if isinstance(source, str):
        done.failed.append((one.origin, source))
        return
    if reason := why_no_postmortem(source) or lists.why_index(source):
        done.left_out.append((one.origin, reason))
        return
    recognised = recognise(source, layouts) or lists.insisted(source, layouts, wishes.mapping)
    if recognised is None:
        _not_recognised(one, source, done)
        return
    _count_evidence(recognised, done)
    for incoming in recognised.layout.read(source, wishes):
        yield prepare(source, recognised.layout, incoming, archive, wishes)


def _not_recognised(one: _Found, source: SourceFile, done: Import) -> None:
    if not lists.is_list(one.path):
        done.left_out.append((one.origin, "has nothing of the layout asked for"))
    elif one.named:
        done.failed.append((one.origin, lists.why_no_list(source)))
    else:
        done.left_out.append((one.origin, lists.why_no_list(source)))


def _count_evidence(recognised: Recognised, done: Import) -> None:
    counts = done.evidence.setdefault(recognised.layout.NAME, {})
    counts[""] = counts.get("", 0) + 1
    for reason in recognised.reasons:
        counts[reason] = counts.get(reason, 0) + 1


def _targets(
    prepared: Sequence[tuple[Prepared, Path]], into: Path, archive: Archive
) -> list[Target]:
    known = known_origins(into, archive)
    found = places((one for one, _ in prepared), known, archive.files)
    moved = {str(one.source): found[one.origin] for one, _ in prepared if not one.key}
    # What an earlier import brought is linked to as well.
    homes = {_absolute(into).parent, *(root.parent.parent for _, root in prepared)}
    for origin, path in known.items():
        for home in homes:
            moved.setdefault(str(home / origin), path)
    return [make_target(one, found[one.origin], moved, root) for one, root in prepared]


def _finish(target: Target, into: Path, *, write: bool, done: Import) -> Result:
    one = target.prepared
    state = state_on_disk(target, into)
    if state == "new" and write:
        try:
            put(target, into)
        except (ArchiveError, OSError) as error:
            done.failed.append((one.origin, str(error)))
            state = "failed"
    return Result(
        origin=one.origin,
        path=target.path,
        layout=one.layout,
        state=state,
        fields=tuple(name for name in one.values if not name.startswith("imported_from")),
        unknown=one.unknown,
        doubts=tuple(target.doubts),
    )


def _settle(into: Path, targets: Iterable[Target], done: Import, *, write: bool) -> None:
    """Gives an archive without archive.yml one that knows every imported name."""
    if (into / ARCHIVE_FILE).exists() or not done.results:
        return
    template = dict(shipped_templates())["incident"]
    done.settings = proposed([_in_brief(target, template) for target in targets])
    if write:
        create_file(into / ARCHIVE_FILE, done.settings.encode("utf-8"))


def _in_brief(target: Target, template: Template) -> Postmortem:
    """An imported postmortem with no more than its front matter."""
    parts = split(target.text)
    front, _, _ = read_declared(FrontMatter, parts.matter, parts.matter_line)
    return Postmortem(target.path, front, Body(), template)
