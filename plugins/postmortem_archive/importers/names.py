"""Reads names: severities, services, teams, tags and people, as the archive spells them."""

import re
from collections.abc import Mapping, Sequence

from postmortem_archive.importers.readings import Reading
from postmortem_archive.model.archive_file import ArchiveFile
from postmortem_archive.model.nearest import suggestion

_SEVERITY = re.compile(
    r"(?:(?:sev(?:erity)?)[ \t._-]{0,2}(?P<sev>[0-9])(?![0-9])|(?P<short>[PSps][0-9])(?![0-9])"
    r"|(?P<word>critical|major|moderate|minor|trivial|high|medium|low|severe|emergency"
    r"|down|disrupted|notice)\b)",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"[`\w)][ \t]{0,2}[|/][ \t]{0,2}[`\w]")
# A comma or semicolon that does not stand in brackets, one level of them.
_COMMA = re.compile(r"\s{0,9}[,;]\s{0,9}(?![^()]{0,200}\))")
_ASIDE = re.compile(r"\s{1,9}\([^()]{1,120}\)\s{0,9}$")
_LONGEST_NAME = 80


def find_severity(text: str, file: ArchiveFile) -> Reading:
    """`SEV-1 (Critical)`, `sev 2`, `P1 — …`: the step; a remark behind it stays."""
    if _CHOICE.search(text):
        return Reading(doubt="lists several; write the one it had")
    match = _SEVERITY.match(text)
    known = file.severities
    if not match:
        return _of_scale(text.strip(), file) if known else Reading(doubt="is on no known scale")
    step = f"SEV-{match['sev']}" if match["sev"] else match["short"] or match["word"]
    step = step.upper() if match["short"] else step
    found = _of_scale(step, file)
    rest = text[match.end() :].strip()
    return Reading(found.values, whole=not rest, doubt=found.doubt)


def _of_scale(step: str, file: ArchiveFile) -> Reading:
    if file.severities is None:
        return Reading({"severity": step})
    labels = {one.label: name for name, one in file.severities.items() if one.label}
    name = _same(step, {**{name: name for name in file.severities}, **labels})
    if name:
        return Reading({"severity": name})
    return Reading(doubt=f"archive.yml has no such severity; {suggestion(step, file.severities)}")


def _same(word: str, known: Mapping[str, str]) -> str:
    """The known name that differs from a word in case and punctuation at most."""
    if word in known:
        return known[word]
    folded = {_fold(name): meant for name, meant in known.items()}
    return folded.get(_fold(word), "")


def _fold(word: str) -> str:
    return "".join(letter for letter in word.casefold() if letter.isalnum())


def listed(name: str, text: str | Sequence[str], file: ArchiveFile) -> Reading:
    """A list of names. In a header's line, what stands in brackets behind one stays there."""
    parts = _COMMA.split(text) if isinstance(text, str) else list(text)
    names, whole = [], True
    for part in filter(None, (one.strip().strip("*`").strip() for one in parts)):
        bare = _ASIDE.sub("", part).strip() if isinstance(text, str) else part
        whole = whole and bare == part
        if len(bare) > _LONGEST_NAME or (isinstance(text, str) and _is_sentence(bare)):
            return Reading(doubt="is more than names; write a list of names")
        names.append(bare)
    return _known_all(name, names, whole, file)


def _is_sentence(name: str) -> bool:
    return len(name.split()) > 6 or name.endswith(".")


def _known_all(name: str, names: list[str], whole: bool, file: ArchiveFile) -> Reading:
    known: Mapping[str, object] | None = getattr(file, name, None)
    if known is None:
        return Reading({name: list(dict.fromkeys(names))}, whole=whole)
    spelled = [_same(one, {key: key for key in known}) for one in names]
    missing = [one for one, found in zip(names, spelled, strict=True) if not found]
    values = {name: list(dict.fromkeys(filter(None, spelled)))} if any(spelled) else {}
    if not missing:
        return Reading(values, whole=whole)
    hint = suggestion(missing[0], known)
    return Reading(values, doubt=f'"{missing[0]}" is not in archive.yml; {hint}')


def known_name(name: str, text: str, file: ArchiveFile) -> Reading:
    """One name of a vocabulary."""
    found = listed(name, [text], file)
    values = {key: value[0] for key, value in found.values.items() if isinstance(value, list)}
    return Reading(values, found.whole, found.doubt)


def people(name: str, text: str) -> Reading:
    """Roles, handles, teams or people, as they are named."""
    found = [part.strip() for part in _COMMA.split(text) if part.strip()]
    if any(len(part) > 80 or part.endswith(".") for part in found):
        return Reading(doubt="is more than names; write roles or handles")
    if name == "incident_commander":
        return Reading({name: text}) if len(found) == 1 else Reading(doubt="names several")
    return Reading({name: found})
