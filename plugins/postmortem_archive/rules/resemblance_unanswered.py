"""An incident looks like an earlier one, and neither says how the two are related.

Whether an incident happened again, people say; the product only ranks what looks alike. Where
`policy.resemblance` in archive.yml asks for it, an incident answers for the nearest of the earlier
incidents: once answered, it counts in the repeat rate or does not, and the next reader knows why.

`postmortem similar ID` shows what both say, and in what their causes differ. An answer raises no
new question: the next one in the ranking does not move up. But the ranking weighs words by how
rare they are in the archive, so a later postmortem can bring another one to the top.

Bad (archive.yml asks all, and an earlier postmortem says almost the same):

```yaml
causes: [connection-leak]
```

Good (it happened again; this counts in the repeat rate):

```yaml
repeat_of: [2026-02-14-pool-full]
```

Good (the two belong together, and this is no repeat):

```yaml
related: [2026-02-14-pool-full]
```

Good (it only looks like it, and why):

```yaml
not_repeat_of: {2026-02-14-pool-full: "There the pool was too small; here a connection leaked."}
```

The answer can stand in the front matter of either of the two.
"""

from collections.abc import Iterable, Iterator

from postmortem_archive.message import listed
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.resemblance import Unanswered
from postmortem_archive.model.status import Status

ID = "resemblance-unanswered"
BINDS: Status = "final"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    place = postmortem.place_of("title")
    for each in archive.unanswered.get(postmortem.path, ()):
        other = archive.by_path[each.path]
        # Its title is not told: of another file, nobody has looked for a credential here.
        message = (
            f"looks like {other.id}: {_why(postmortem, other, each)}; read it and decide: "
            f"repeat_of: [{other.id}] if it happened again, related: [{other.id}] if the two "
            f"belong together, not_repeat_of: {{{other.id}: why}} if it only looks like it"
        )
        yield Problem(place.line, place.column, message)


def _why(postmortem: Postmortem, other: Postmortem, each: Unanswered) -> str:
    """What both say: words, then the names of their front matters."""
    told = [f"both say {listed(each.shared)}"] if each.shared else []
    for field, noun in (("services", "service"), ("causes", "cause"), ("tags", "tag")):
        names = _both(getattr(postmortem.front, field), getattr(other.front, field))
        if names:
            told.append(f"{noun if len(names) == 1 else f'{noun}s'} {listed(names)}")
    return "; ".join(told) or "their words are alike"


def _both(ours: Iterable[str], theirs: Iterable[str]) -> list[str]:
    same = {name.casefold() for name in theirs}
    return [name for name in ours if name.casefold() in same]
