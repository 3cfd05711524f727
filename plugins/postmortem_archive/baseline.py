"""The findings of old reports that an archive accepts: how many, by file and rule.

Numbers, not the findings themselves: they stay right when lines move, when a finding's
wording changes and when something else in the file is mended, and two people who mend
different reports change different lines.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from postmortem_archive.load import yaml_tree
from postmortem_archive.load.source import decode
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.body import Place
from postmortem_archive.model.finding import ArchiveError, Finding
from postmortem_archive.rules import credential_shown

BASELINE_FILE = "_baseline.yml"

_HEAD = """\
# Errors of old reports that the check accepts: how many of each rule, by file. New ones fail.
# `postmortem baseline` takes out what has been mended; it adds nothing.
"""

# What must not become a habit: what the text shows is revoked and removed, whatever its age.
NEVER = frozenset({credential_shown.ID})

Key = tuple[str, str]  # of a file and a rule
Baseline = Mapping[Key, int]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Findings as a baseline sees them.

    `left` are those that it does not accept. `grown` are the files and rules with more
    errors than are accepted, where nobody can tell the new from the old: all are in
    `left`. `gone` is how many accepted ones are no longer there.
    """

    left: list[Finding]
    accepted: list[Finding]
    grown: list[tuple[Key, int, int]]
    gone: int


def judged(findings: Sequence[Finding], accepted: Baseline) -> Verdict:
    """Parts the findings of the files that were checked by what is accepted of them."""
    accepted = {key: number for key, number in accepted.items() if key[1] not in NEVER}
    found = errors(findings)
    fits = {key for key, number in found.items() if number <= accepted.get(key, 0)}
    left = [f for f in findings if f.level != "error" or (f.path, f.rule) not in fits]
    taken = [f for f in findings if f.level == "error" and (f.path, f.rule) in fits]
    grown = [
        (key, number, accepted[key])
        for key, number in sorted(found.items())
        if key in accepted and number > accepted[key]
    ]
    gone = sum(max(0, number - found[key]) for key, number in accepted.items())
    return Verdict(left, taken, grown, gone)


def errors(findings: Sequence[Finding]) -> Counter[Key]:
    """How many errors there are of each file and rule."""
    return Counter((f.path, f.rule) for f in findings if f.level == "error")


def of_reports(findings: Sequence[Finding], archive: Archive) -> Baseline:
    """All errors of postmortems but `NEVER`; those of the archive's own files are for mending."""
    return errors([f for f in findings if f.path in archive.by_path and f.rule not in NEVER])


def shrunk(accepted: Baseline, findings: Sequence[Finding]) -> Baseline:
    """What is still there of what was accepted, and never more."""
    found = errors(findings)
    smaller = {key: min(number, found[key]) for key, number in accepted.items()}
    return {key: number for key, number in smaller.items() if number and key[1] not in NEVER}


def read(folder: Path) -> Baseline | None:
    """What the archive in a folder accepts; None if it has no baseline.

    Raises ArchiveError if the file cannot be understood: what is accepted is not guessed.
    """
    path = folder / BASELINE_FILE
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ArchiveError(f"{path}: cannot be read ({error.strerror})") from error
    source = decode(data)
    tree = yaml_tree.parse(source.text)
    for problem in (*source.problems, *tree.problems):
        raise ArchiveError(f"{path}:{problem.line}: {problem.message}")
    return dict(_entries(path, tree))


def _entries(path: Path, tree: yaml_tree.Tree) -> Iterator[tuple[Key, int]]:
    files = tree.value if tree.value is not None else {}
    for name, rules in files.items() if isinstance(files, dict) else [("", files)]:
        if not isinstance(rules, dict):
            raise _unreadable(path, tree.places.get((name,)))
        for rule, number in rules.items():
            text = number if isinstance(number, str) else ""
            if not (text.isascii() and text.isdigit() and 0 < len(text) < 7 and int(text)):
                raise _unreadable(path, tree.places.get((name, rule)))
            yield (name, rule), int(text)


def _unreadable(path: Path, place: Place | None) -> ArchiveError:
    line = place.line if place else 1
    return ArchiveError(
        f"{path}:{line}: a baseline has files, and below each its rules with a number "
        "(section-missing: 2); write that, or bring the file back from git"
    )


def written(accepted: Baseline) -> str:
    """The text of a baseline, sorted."""
    lines = [_HEAD]
    before = ""
    for (name, rule), number in sorted(accepted.items()):
        if name != before:
            lines.append(f"{yaml_tree.quote(name)}:\n")
            before = name
        lines.append(f"  {rule}: {number}\n")
    return "".join(lines)
