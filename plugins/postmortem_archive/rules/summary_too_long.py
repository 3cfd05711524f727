"""The summary has more sentences than the template gives it.

It is what people read who read nothing else. Guides ask for two or three sentences: what happened,
whom it hurt and for how long, what matters most. The rest has sections of its own.

Bad:

```markdown
## Summary

Orders were stuck. The queue was full. A pool had run dry. It was enlarged. Then it was well.
```

Good:

```markdown
## Summary

Orders were stuck for 45 minutes, because an export kept its connections, e.g. after a lost client.
A larger pool helped. Every pool needs an alert.
```

The limit is the template's directive `:sentences 3`. An item of a list counts as one sentence at
least, an address as none; a section without the directive may be of any length.
"""

import re
from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.body import Section
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "summary-too-long"
BINDS: Status = "final"

_ADDRESS = re.compile(r"https?://\S{1,500}")
_END = re.compile(r"[.!?…][\"'”’)\]*]{0,3}(?=\s{1,12}[^\W\d_a-z]|\s{1,12}[\"'“‘(\[0-9]|\s{0,99}$)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.?g|i\.?e|etc|vs|cf|approx|ca|nr|st|mr|ms|dr|inc|ltd|a\.m|p\.m|u\.s)|\b[A-Z])$",
    re.IGNORECASE,
)


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    for wanted in postmortem.template.sections:
        section = postmortem.section(wanted) if wanted.most_sentences else None
        if section is None or not wanted.most_sentences:
            continue
        count = sum(_sentences(text) for text in _paragraphs(postmortem, section))
        if count > wanted.most_sentences:
            message = (
                f'"{section.title}" has {count} sentences and the template gives it '
                f"{wanted.most_sentences}; keep what happened, whom it hurt and what was learned, "
                "and move the rest into its own section"
            )
            yield Problem(section.place.line, section.place.column, message)


def _paragraphs(postmortem: Postmortem, section: Section) -> Iterator[str]:
    for passage in postmortem.passages:
        if section.start <= passage.offset(0) < section.end:
            yield _ADDRESS.sub(" ", passage.text).strip()


def _sentences(text: str) -> int:
    """How many sentences a paragraph has; what ends without a full stop is one too."""
    ends = [
        match
        for match in _END.finditer(text)
        if match.end() == len(text)
        or not _ABBREVIATION.search(text[max(0, match.start() - 12) : match.start()])
    ]
    unfinished = bool(text) and not (ends and ends[-1].end() == len(text))
    return len(ends) + unfinished
