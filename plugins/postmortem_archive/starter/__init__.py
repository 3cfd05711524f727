"""What a folder lacks to be an archive with a site, proposed file by file."""

import json
import re
import shlex
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit, urlunsplit

from postmortem_archive.folder import ARCHIVE_FILE, FOLDER, find_archive
from postmortem_archive.load import reports
from postmortem_archive.load.site import PLUGIN, named_folder, plugin_folder, site_file
from postmortem_archive.load.yaml_tree import parse, quote
from postmortem_archive.model.finding import ArchiveError
from postmortem_archive.starter.forge import FORGES, forges, repository
from postmortem_archive.starter.insertion import with_entry
from postmortem_archive.starter.proposal import Proposal
from postmortem_archive.vocabulary import has_names, proposed

__all__ = ["FORGES", "PLACEHOLDER", "Proposal", "Start", "begin", "proposals"]

# Where nobody can know from where the product comes to this organisation.
PLACEHOLDER = (
    "postmortem-archive @ git+https://git.example.com/your-organisation/postmortem-archive"
)
SAMPLE = "2026/2026-01-14-example-newsletter-sent-twice.md"
# What shows that a file runs the check already.
_CHECKS = ("postmortem check", "postmortem-check", "postmortem-archive")
_REQUIREMENTS = ("requirements.txt", "requirements-docs.txt", "docs/requirements.txt")


@dataclass(frozen=True, slots=True)
class Start:
    """A folder to begin in: where the archive is or goes, and for which forges files are wanted."""

    top: Path
    archive: str
    forges: tuple[str, ...]
    inside: Path | None = None  # the repository of which the folder is only a part

    def holds(self, path: str) -> bytes | None:
        """The bytes of a file, or None where there is none."""
        try:
            return (self.top / path).read_bytes() if (self.top / path).exists() else None
        except OSError as error:
            raise ArchiveError(f"{self.top / path}: cannot be read ({error.strerror})") from error

    def says(self, path: str, words: Collection[str]) -> bool:
        """Whether a file has any of the words."""
        data = self.holds(path) or b""
        return any(word.encode() in data for word in words)


def begin(top: Path, archive: str | None = None, forge: str | None = None) -> Start:
    """Looks at a folder. Raises ArchiveError where an archive cannot begin."""
    if (top / ARCHIVE_FILE).is_file():
        raise ArchiveError(
            f"{top}: this is an archive itself; say the folder that it is in: "
            f"postmortem init {shlex.quote(str(top / '..'))}"
        )
    above = find_archive(top.absolute())
    if above and top.absolute().is_relative_to(above):
        raise ArchiveError(f"{top}: this is inside the archive {above}; go to its repository")
    whole = repository(top)
    inside = whole if whole != top.absolute() else None
    found = (forge,) if forge else () if inside else forges(top)
    return Start(top, _place(top, archive), found, inside)


def _place(top: Path, given: str | None) -> str:
    """The archive's folder relative to the top: as given, as the plugin is told, or the usual."""
    place = PurePosixPath(given or named_folder(top) or FOLDER)
    if place.is_absolute() or ".." in place.parts or not place.parts:
        raise ArchiveError(f"{place}: the archive is a folder inside {top}; say its name there")
    return str(place)


def proposals(start: Start) -> list[Proposal]:
    """Every file that belongs to an archive, in the order in which they are to be written."""
    # What tells that an archive or a site is there comes behind what belongs to it, so that a
    # run which was cut off is completed by the next.
    return [*_archive(start), *_site(start), *_hook(start), *_workflows(start)]


def _archive(start: Start) -> Iterator[Proposal]:
    settings = f"{start.archive}/{ARCHIVE_FILE}"
    held = start.holds(settings)
    if held is not None:
        yield Proposal(settings, held)
    else:
        folder = start.top / start.archive
        found = [each for each in reports(folder) if each.path != SAMPLE]
        if not found:
            yield _made(start, f"{start.archive}/{SAMPLE}", "sample.md")
        if has_names(found):
            yield Proposal(settings, None, proposed(found).encode("utf-8"))
        else:
            yield _made(start, settings, "archive.yml")
    yield _requirements(start)


def _requirements(start: Start) -> Proposal:
    path = _requirements_path(start)
    held = start.holds(path)
    if held is not None:
        return Proposal(path, held)
    made = requirement(*_installed())
    hint = "# Put the address of your copy of postmortem-archive here.\n"
    text = f"{hint if made == PLACEHOLDER else ''}{made}\n"
    return Proposal(path, None, text.encode("utf-8"))


def _requirements_path(start: Start) -> str:
    """The file by which the product is installed here already, or else one of the archive's."""
    own = f"{start.archive}/requirements.txt"
    return next((p for p in _REQUIREMENTS if start.says(p, ["postmortem-archive"])), own)


def requirement(version: str, direct_url: str) -> str:
    """What pip is to install: from where this copy was installed itself, if others get there.

    `direct_url` is the file of that name which pip leaves beside a package.
    """
    if not direct_url:
        return f"postmortem-archive=={version}" if version else PLACEHOLDER
    data = json.loads(direct_url)
    parts = urlsplit(data["url"])
    if parts.scheme == "file":
        return PLACEHOLDER
    # A token that was used to install is nobody else's.
    address = urlunsplit(parts._replace(netloc=_without_secret(parts.netloc)))
    source = data.get("vcs_info")
    if not source:
        return f"postmortem-archive @ {address}"
    revision = source.get("requested_revision") or source["commit_id"]
    return f"postmortem-archive @ {source['vcs']}+{address}@{revision}"


def _without_secret(host: str) -> str:
    user, mark, rest = host.rpartition("@")
    return host if not mark or user == "git" else rest


def _installed() -> tuple[str, str]:
    """The version of this copy, and the text of its direct_url.json, as far as they are known."""
    try:
        found = distribution("postmortem-archive")
    except PackageNotFoundError:
        return "", ""
    return found.version, found.read_text("direct_url.json") or ""


def _site(start: Start) -> Iterator[Proposal]:
    file = site_file(start.top)
    if file:
        yield _with_plugin(start, file.name)
        return
    # A folder docs/ that is there already was not written to be published, unless by us.
    home = start.holds("docs/index.md")
    ours = home == _text(start, "index.md").encode() or not (start.top / "docs").exists()
    docs = "docs" if ours else f"{start.archive}-site"
    yield _made(start, f"{docs}/index.md", "index.md")
    if start.holds(".gitignore") is None and start.inside is None:
        yield Proposal(".gitignore", None, b"/.venv/\n/site/\n")
    yield _made(start, "mkdocs.yml", "mkdocs.yml", docs=docs)


def _with_plugin(start: Start, path: str) -> Proposal:
    """The site's file with the plugin in its list, if it is not there yet."""
    held = start.holds(path) or b""
    entry = PLUGIN if start.archive == FOLDER else f"{PLUGIN}: {{folder: {quote(start.archive)}}}"
    paste = f"plugins:\n  - {entry}"
    try:
        text = held.decode("utf-8")
    except UnicodeDecodeError:
        return Proposal(path, held, paste=paste, why="it is not UTF-8")
    site = parse(text).value
    site = site if isinstance(site, dict) else {}
    if plugin_folder(site.get("plugins")) is not None:
        return Proposal(path, held)
    if "INHERIT" in site and "plugins" not in site:
        why = f"its plugins stand in {site['INHERIT']}, and a list here would replace them"
        return Proposal(path, held, paste=paste, why=why)
    # Naming any plugin turns off the host's default.
    after = with_entry(text, "plugins", entry, beside=("search",))
    if after is None:
        return Proposal(path, held, paste=paste, why="it is written in a way that is left alone")
    return Proposal(path, held, after.encode("utf-8"), why=_taken(start, site))


def _taken(start: Start, site: dict[str, object]) -> str:
    """What is to be known where the site's own pages have the archive's place already."""
    name = PurePosixPath(start.archive).name
    pages = PurePosixPath(str(site.get("docs_dir") or "docs")) / name
    if not (start.top / pages).is_dir():
        return ""
    return f"{pages}/ has this place on the site already; move what is in it to {start.archive}/"


def _hook(start: Start) -> Iterator[Proposal]:
    path = ".pre-commit-config.yaml"
    if start.inside:
        return
    held = start.holds(path)
    if held is None:
        yield _made(start, path, "pre-commit.yaml")
    elif start.says(path, _CHECKS):
        yield Proposal(path, held)
    else:
        entry = _text(start, "pre-commit.yaml").partition("repos:\n")[2]
        after = None
        if _is_utf8(held):
            after = with_entry(held.decode("utf-8"), "repos", _as_entry(entry))
        yield Proposal(path, held, after.encode("utf-8") if after else None, f"repos:\n{entry}")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _as_entry(block: str) -> str:
    """A list's only entry, without its mark and with its lines moved to the left."""
    lines = block.rstrip("\n").split("\n")
    return "\n".join([lines[0].removeprefix("  - "), *(line[2:] for line in lines[1:])])


def _workflows(start: Start) -> Iterator[Proposal]:
    if "github" in start.forges:
        yield _github(start)
    if "gitlab" in start.forges:
        yield _gitlab(start)


def _github(start: Start) -> Proposal:
    folder = start.top / ".github" / "workflows"
    for file in sorted([*folder.glob("*.yml"), *folder.glob("*.yaml")]):
        path = file.relative_to(start.top).as_posix()
        if start.says(path, _CHECKS):
            return Proposal(path, start.holds(path))
    return _made(start, ".github/workflows/postmortems.yml", "github.yml")


def _gitlab(start: Start) -> Proposal:
    path = ".gitlab-ci.yml"
    held = start.holds(path)
    if held is None:
        return _made(start, path, "gitlab.yml")
    if start.says(path, _CHECKS):
        return Proposal(path, held)
    why = "its stages and defaults are yours"
    return Proposal(path, held, paste=_text(start, "gitlab.yml").rstrip("\n"), why=why)


def _made(start: Start, path: str, name: str, **words: str) -> Proposal:
    """A file of our own, if the place is free."""
    held = start.holds(path)
    after = _text(start, name, **words).encode("utf-8") if held is None else None
    return Proposal(path, held, after)


def _text(start: Start, name: str, **words: str) -> str:
    """A file of this folder's `files`, with the words of this archive in it."""
    text = files(__name__).joinpath("files", name).read_text(encoding="utf-8")
    usual = start.archive == FOLDER
    option = "" if usual else f" --archive {shlex.quote(start.archive)}"
    plugin = PLUGIN if usual else f"{PLUGIN}: {{folder: {quote(start.archive)}}}"
    build = "" if site_file(start.top) else "mkdocs build --strict"
    values = {
        "archive": start.archive,
        "place": PurePosixPath(start.archive).name,
        "pattern": re.escape(start.archive),
        "option": option,
        "plugin": plugin,
        "requirements": shlex.quote(_requirements_path(start)),
        "build": build,
        **words,
    }
    for word, value in values.items():
        text = text.replace(f"@{word}@", value)
    # A line that was only there for a word that is empty.
    return re.sub(r"(?m)^ *- (?:run: )?\n", "", text)
