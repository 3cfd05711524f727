"""An abbreviation of the glossary is used and never spelled out.

Whoever wrote it uses it every day; whoever reads it in two years, or in another team, does not.
Spelled out once, at its first use, it costs three words.

Bad:

```markdown
## Trigger

The PLEG was not healthy on two nodes.
```

Good:

```markdown
## Trigger

The Pod Lifecycle Event Generator (PLEG) was not healthy on two nodes, so the PLEG was restarted.
```

Good:

```markdown
## Trigger

A deployment: the API was slow, and `PLEG` stood in the log.
```

Which abbreviations need their words stands under `glossary` in a file that an archive extends with
its own: see [Choose the words](../how-to/choose-the-words.md). Capitals that are not listed are
left alone: they are as often the name of a product, an organisation or a team, which has no longer
form. Those that archive.yml explains are left alone too.
"""

import re
from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.archive_file import ArchiveFile
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status
from postmortem_archive.rules.language import own_words

ID = "acronym-undefined"
BINDS: Status = "final"

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]{0,40}")


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    text = postmortem.body.text
    wanted = {w: m for w, m in archive.language.glossary.items() if w in text}
    if not wanted:
        return  # the usual case, and the quick one
    known = _explained_by(archive.file)
    open_ = {w: m for w, m in wanted.items() if w not in known and not _is_spelled_out(w, m, text)}
    titles = {section.place.line for section in postmortem.body.sections}
    for passage, words in own_words(postmortem, {w.lower() for w in open_}):
        for word in list(open_):
            match = re.search(rf"(?<![\w./@#$:-]){re.escape(word)}s?(?![\w/@-])", words)
            place = postmortem.body.place(passage.offset(match.start())) if match else None
            if place is None or place.line in titles:
                continue
            message = (
                f'"{word}" is never spelled out; write it in full at its first use: '
                f"{open_.pop(word)} ({word})"
            )
            yield Problem(place.line, place.column, message)


def _explained_by(file: ArchiveFile) -> set[str]:
    """The words of archive.yml, where whoever reads the archive can look them up."""
    vocabularies = (file.services, file.teams, file.tags, file.causes, file.detection)
    pairs = [pair for vocabulary in vocabularies for pair in (vocabulary or {}).items()]
    return {word.upper() for pair in pairs for text in pair for word in _WORD.findall(text or "")}


def _is_spelled_out(word: str, meaning: str, text: str) -> bool:
    """Whether the text has the full form, a link to it, or brackets around either of the two."""
    plain = text.casefold().replace("-", " ")
    if meaning.casefold().replace("-", " ") in plain or f"[{word}]" in text:
        return True
    word = re.escape(word)
    around = rf"\(\W{{0,3}}(?:or |the )?{word}s?\W{{0,3}}\)|\b{word}s?\W{{1,3}}\([^()]{{0,80}}[a-z]"
    return re.search(around, text) is not None
