"""Reads a folder into an Archive, as far as it can be read; what cannot be is a problem."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from postmortem_archive.folder import (
    ARCHIVE_FILE,
    TEMPLATES,
    contents,
    digest,
    is_postmortem,
    relative,
    walk,
)
from postmortem_archive.load.front_matter import read_declared
from postmortem_archive.load.incident_list import read_incident_list
from postmortem_archive.load.language import LANGUAGE_FILE, read_language
from postmortem_archive.load.postmortem import read_postmortem, unreadable
from postmortem_archive.load.source import Source, decode
from postmortem_archive.load.template import read_template
from postmortem_archive.model.address import aim, is_elsewhere
from postmortem_archive.model.archive import Archive, newest_first
from postmortem_archive.model.archive_file import ArchiveFile
from postmortem_archive.model.body import Place
from postmortem_archive.model.finding import ArchiveError, Problem
from postmortem_archive.model.incident_list import LIST_FILES
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.template import Template


def load(folder: Path, extra: tuple[Path, ...] = ()) -> Archive:
    """Reads a whole archive, and `extra` files from elsewhere as if they were in it.

    Raises ArchiveError if the folder or its archive.yml is not there; everything else
    that is wrong is a problem of the archive or of one postmortem.
    """
    frame = survey(folder)
    paths = [*postmortem_paths(frame), *(relative(path, folder) for path in extra)]
    return complete(folder, frame, [read_one(folder, path, frame) for path in paths])


def survey(folder: Path) -> Archive:
    """Everything of an archive but its postmortems: what each of them is read and checked by."""
    file, places, problems, source = _settings(folder)
    file_problems = {ARCHIVE_FILE: problems}
    sources = {ARCHIVE_FILE: source}
    templates = dict(shipped_templates())
    for name, data in own_template_files(folder):
        template, wrong = read_template(name, data, own=True)
        templates[name] = template
        file_problems[f"{TEMPLATES}/{name}.md"] = tuple(wrong)
        sources[f"{TEMPLATES}/{name}.md"] = decode(data)
    language, words, language_problems = read_language(folder)
    if words.text:
        file_problems[LANGUAGE_FILE] = language_problems
        sources[LANGUAGE_FILE] = words
    # What a file alone is told does not depend on the list of incidents.
    settings = digest("\0".join(f"{path}\0{source.text}" for path, source in sources.items()))
    inside = frozenset(walk(folder))
    lists = {name: contents(folder, name) for name in LIST_FILES if name in inside}
    listed = read_incident_list(lists, file)
    file_problems.update(listed.problems)
    sources.update(listed.sources)
    return Archive(
        file=file,
        templates=templates,
        postmortems=(),
        file_problems=file_problems,
        file_lines={path: source.lines for path, source in sources.items()},
        places=places,
        files=inside,
        language=language,
        incident_list=listed.incidents,
        digest=settings,
    )


def reports(folder: Path) -> list[Postmortem]:
    """The postmortems of a folder that is no archive yet: read without a vocabulary."""
    files = frozenset(walk(folder))
    frame = Archive(ArchiveFile(), dict(shipped_templates()), (), files=files)
    return [read_one(folder, path, frame) for path in postmortem_paths(frame)]


def postmortem_paths(archive: Archive) -> list[str]:
    """The files of an archive that should be postmortems, in the order of their names."""
    return sorted(name for name in archive.files if is_postmortem(name))


def complete(folder: Path, frame: Archive, postmortems: Sequence[Postmortem]) -> Archive:
    """The archive with its postmortems."""
    return replace(
        frame,
        postmortems=newest_first(postmortems),
        neighbours=frozenset(_neighbours(folder, postmortems)),
    )


def read_one(folder: Path, path: str, frame: Archive) -> Postmortem:
    """Reads one postmortem, as far as it can be read. The path is relative to the folder."""
    data = contents(folder, path)
    if isinstance(data, str):
        return unreadable(path, data, frame.templates["incident"])
    return read_postmortem(path, data, frame.file, frame.templates)


def load_settings(folder: Path) -> ArchiveFile:
    """Only what archive.yml says. Raises ArchiveError if it is not there."""
    return _settings(folder)[0]


def _settings(
    folder: Path,
) -> tuple[ArchiveFile, dict[tuple[str | int, ...], Place], tuple[Problem, ...], Source]:
    path = folder / ARCHIVE_FILE
    if not path.is_file():
        raise ArchiveError(
            f"{path}: not found; an archive is a folder with an archive.yml, "
            "which says what its severities, services and tags are"
        )
    source = decode(path.read_bytes())
    file, places, problems = read_declared(ArchiveFile, source.text, 1)
    return file, places, (*source.problems, *problems), source


def template_names(folder: Path) -> list[str]:
    """The names of all templates, shipped ones and those of the archive in `folder`."""
    own = (folder / TEMPLATES).glob("*.md")
    return sorted({name for name, _ in shipped_templates()} | {path.stem for path in own})


def shipped_templates() -> Iterator[tuple[str, Template]]:
    """The templates that come with the product, by name."""
    for name, data in shipped_template_files():
        yield name, read_template(name, data)[0]


def own_template_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The template files of an archive, by name."""
    for path in sorted((folder / TEMPLATES).glob("*.md")):
        yield path.stem, path.read_bytes() if path.is_file() else b""


def shipped_template_files() -> Iterator[tuple[str, bytes]]:
    """The template files that come with the product, by name."""
    for entry in sorted(files("postmortem_archive").joinpath("templates").iterdir(), key=str):
        if entry.name.endswith(".md"):
            yield entry.name.removesuffix(".md"), entry.read_bytes()


def _neighbours(folder: Path, posts: Iterable[Postmortem]) -> Iterator[str]:
    """Which linked files outside the archive exist, no further up than its parent folder."""
    root = folder.resolve()
    for post in posts:
        for link in post.body.links:
            path, _ = ("", "") if is_elsewhere(link.target) else aim(link.target, post.path)
            if not path.startswith("../") or "\0" in path:
                continue
            full = Path(os.path.normpath(root / path))
            if full.is_relative_to(root.parent) and _exists(full):
                yield path


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that is too long for this file system
        return False
