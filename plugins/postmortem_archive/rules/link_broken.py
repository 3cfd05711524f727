"""A relative link leads nowhere.

Links to other postmortems, to documentation pages and to attachments are written relative
to the file, as they work on GitHub; the site resolves them. A link into a postmortem may
name one of its headings. Addresses of other hosts are not visited.

Bad:

```markdown
## Trigger

The same change as in [the earlier incident](2025-11-04-pool-exhausted.md).
```

Good:

```markdown
## Trigger

The same change as in [the timeline](#timeline) above.
```
"""

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from postmortem_archive.model.address import aim, is_attachable, is_elsewhere
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.incident_list import LIST_FILES
from postmortem_archive.model.nearest import nearest
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "link-broken"
BINDS: Status = "in-review"

# Of how many headings the nearest is looked for, and how much of each a message shows.
_MOST, _SHOWN = 100, 60


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    for link in postmortem.body.links:
        if message := _broken(link.target, postmortem, archive):
            place = postmortem.body.place(link.offset)
            yield Problem(place.line, place.column, message)


def _broken(target: str, postmortem: Postmortem, archive: Archive) -> str:
    if is_elsewhere(target):
        return ""
    if target.startswith("/"):
        return f'"{target}" begins with a slash; write the path relative to this file'
    path, anchor = aim(target, postmortem.path)
    if not path:
        return _anchor_missing(anchor, postmortem) if anchor else "the link has no address"
    if linked := archive.by_path.get(path):
        # What a restricted postmortem's headings are is nothing for others to be told.
        hidden = linked.restricted and not postmortem.restricted
        return _anchor_missing(anchor, linked) if anchor and not hidden else ""
    if path in archive.files:
        return "" if is_attachable(path) else _not_published(path)
    return "" if path in archive.neighbours else _nowhere(target, path, postmortem, archive)


def _not_published(path: str) -> str:
    if path in LIST_FILES:
        return f"{path} is not put on the site, because it names every incident; leave the link out"
    return (
        f"{path} is not put on the site, because a browser may run what is in it; "
        "attach a picture as PNG, a text as .txt, anything else as .zip"
    )


def _nowhere(target: str, path: str, postmortem: Postmortem, archive: Archive) -> str:
    stem = posixpath.basename(path).removesuffix(".md")
    known = {p.id: p for p in archive.postmortems if not p.restricted}
    match = known.get(nearest(stem, known) or "")
    if match:
        right = posixpath.relpath(match.path, posixpath.dirname(postmortem.path) or ".")
        return f'"{target}" leads nowhere; did you mean {right}?'
    return f'"{target}" leads nowhere; there is no file {path}'


def _anchor_missing(anchor: str, target: Postmortem) -> str:
    if unquote(anchor) in target.anchors:
        return ""
    anchors = target.body.anchors[:_MOST]
    near = nearest(anchor, anchors)
    named = ", ".join(name[:_SHOWN] for name in anchors[:8])
    hint = f"did you mean #{near}?" if near else f"its headings: {named}"
    return f'"#{anchor[:_SHOWN]}" is no heading of {target.id}; {hint}'
