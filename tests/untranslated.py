"""What is read on a page of the site, and what of it is neither marked as ours nor theirs."""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml

from postmortem_archive.announcement.quoting import quoted
from postmortem_archive.announcement.sections import summary
from postmortem_archive.load import load
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.status import STATUSES

_OURS = re.compile("⟦[^⟦⟧]*⟧")
# Signs of units, clocks and quarters are the same everywhere, and so are names of files.
_SIGNS = re.compile(
    r"\b(?:min|h|d|s|UTC|n|p90|Q[1-4]|actions\.(?:csv|ics)|statistics\.json)\b|\bT(?=[+−])"
)
_LETTER = re.compile(r"[^\W\d_]")
_BETWEEN = re.compile(r"\s*[,;·()×›“”…]\s*|: ")
_LONG = 12
_SHOWN = ("title", "aria-label", "placeholder", "alt")
# What a reader of any language reads as it stands: commands, and their own words quoted.
_NOT_READ = {"code", "q", "script", "style"}
_VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}
_ROOTS = {"md-content__inner", "pm-box", "pm-box-link"}
_AUTHORS = {"pm-body", "pm-passages", "pm-sections"}
# What stands in an author's text, and is of the site.
_WITHIN = {"pm-note", "headerlink", "admonition-title", "footnote-backref", "task-list-control"}


class Read(HTMLParser):
    """Collects what is read of the site's own part of a page: texts, and attributes that are.

    Of a text, only what no ⟦ within the same element begins: a value may be an element, as a link
    in a sentence is, and then what it says has to be marked itself.
    """

    def __init__(self, *, whole: bool = False) -> None:
        super().__init__()
        self.found: list[str] = []
        self._depth = 0
        # Of each element: its name, whether it is read, and how deep in marks it stands.
        self._open: list[tuple[str, bool, int]] = [("", whole, 0)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = set(given.get("class", "").split())
        read = self._open[-1][1] or bool(classes & (_ROOTS | _WITHIN))
        foreign = tag in _NOT_READ or given.get("lang") == "en" or bool(classes & _AUTHORS)
        if read and not foreign:
            self.found += [given[name] for name in _SHOWN if name in given]
        if tag not in _VOID:
            self._open.append((tag, read and not foreign, self._depth))
        if tag == "meta" and given.get("name", given.get("property", "")).endswith("description"):
            self.found.append(given.get("content", ""))

    def handle_endtag(self, tag: str) -> None:
        while len(self._open) > 1 and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        _, read, depth = self._open[-1]
        outside = ""
        for sign in data:
            self._depth += {"⟦": 1, "⟧": -1}.get(sign, 0)
            outside += sign if self._depth == depth and sign != "⟧" else " "
        if read and outside.strip():
            self.found.append(" ".join(outside.split()))


def read(html: str, *, whole: bool = False) -> list[str]:
    reader = Read(whole=whole)
    reader.feed(html)
    return reader.found


class Theirs:
    """What an archive says itself, and what of a text is neither that nor ours."""

    def __init__(self, folder: Path) -> None:
        archive = load(folder)
        said = {*STATUSES, "incident", "near-miss", "drill", "project", "maintenance"}
        said.update(_values(yaml.safe_load((folder / "archive.yml").read_text()), names=False))
        for path in folder.glob("[0-9]*/*.md"):
            said.update(_values(yaml.safe_load(path.read_text("utf-8").split("---\n")[1])))
        said.update(_texts(archive))
        said = {" ".join(text.split()) for text in said}
        self.said = said | {text[:1].upper() + text[1:] for text in said}
        self.long = sorted((text for text in self.said if len(text) > _LONG), key=len, reverse=True)

    def left(self, text: str) -> str:
        """What is nobody's, or ""."""
        rest = " ".join(text.split())
        if rest in self.said:
            return ""
        while _OURS.search(rest):
            rest = _OURS.sub("", rest)
        for each in self.long if _LETTER.search(rest) else ():
            rest = "" if len(rest) > _LONG and rest.strip(" …") in each else rest.replace(each, "")
        rest = _SIGNS.sub(" ", rest)
        parts = (part.strip(" :./") for part in _BETWEEN.split(rest))
        return "; ".join(part for part in parts if _LETTER.search(part) and not self._has(part))

    def _has(self, part: str) -> bool:
        """Whether it says that; a long title may be cut."""
        cut = len(part) > _LONG and any(each.startswith(part) for each in self.long)
        return cut or part in self.said


def _values(data: Any, *, names: bool = True) -> Iterator[str]:
    """All texts of YAML data, and the names within it that the archive has chosen."""
    if isinstance(data, dict):
        for name, value in data.items():
            if names:
                yield str(name)
            yield from _values(value)
    elif isinstance(data, list):
        for each in data:
            yield from _values(each)
    elif isinstance(data, str):
        yield data


def _texts(archive: Archive) -> Iterable[str]:
    for name, severity in (archive.file.severities or {}).items():
        yield f"{name} {severity.label}"
    for each in archive.postmortems:
        yield each.title
        for action in each.actions:
            yield from (action.text, action.owner or "", action.status or "")
        for event in each.events:
            yield from (event.text, event.text[:200].rstrip(), event.time)
        told = summary(each)
        yield from (paragraph.text for paragraph in (quoted(told.text) if told else ()))
        for addresses in each.front.links.values():
            yield from (re.sub(r"^\w+://([^/]+).*$", r"\1", one) for one in addresses)


def forgotten(texts: Iterable[str], theirs: Theirs, where: str) -> list[str]:
    left = ((theirs.left(text), text) for text in texts)
    return [f"{where}: “{rest}” in “{text[:200]}”" for rest, text in left if rest]
