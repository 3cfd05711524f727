"""Names a finding so that it keeps its name while lines move around it."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Finding

_NUMBER = re.compile(r"[0-9]+")


def fingerprints(findings: Sequence[Finding], archive: Archive) -> Iterator[str]:
    """A name for each finding: of its file, its rule, its line's text and what is wrong there.

    Line numbers are no part of it. Findings alike in all of that are counted, from the top.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        words = " ".join(line_of(finding, archive).split())
        # What stands behind the semicolon is the remedy: it names others of the vocabulary, which
        # may change. Numbers may be those of lines.
        wrong = _NUMBER.sub("#", finding.message.partition("; ")[0])
        same = (finding.path, finding.rule, words, wrong)
        seen[same] += 1
        name = "\n".join((*same, str(seen[same])))
        yield hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def line_of(finding: Finding, archive: Archive) -> str:
    """The text of the line at which a finding stands, without the credentials in it."""
    postmortem = archive.by_path.get(finding.path)
    lines = archive.file_lines.get(finding.path) or (postmortem.lines if postmortem else ())
    line = lines[finding.line - 1] if 0 < finding.line <= len(lines) else ""
    return postmortem.mask(line) if postmortem else line
