"""Puts together the review of a change: each changed postmortem, and what became of others."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from postmortem_archive.folder import would_be_postmortem
from postmortem_archive.load.changed import Changes
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Finding
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.register import Entry, register
from postmortem_archive.resemblance import NOTABLE, Index, Resemblance, resembling
from postmortem_archive.review.spans import Span, spans_of
from postmortem_archive.rubric import Rubric, rubric_of
from postmortem_archive.rules import is_unreadable

# So many earlier incidents of each; more are looked at, for some may be set aside by a verdict.
MOST_ALIKE, _LOOKED_AT = 3, 6
# Beyond so many postmortems nobody reads more than their findings, and it takes its time.
WHOLE = 30
_ASIDE = "not_repeat_of"


@dataclass(frozen=True, slots=True)
class Material:
    """What a review is made of.

    `archive` has the changed postmortems whole and the others at least in outline; `findings` are
    those of the changed files, as far as no baseline accepts them, and `accepted` how many it does.
    `index` is that of resemblance; `read` gives a postmortem as anyone may see it, by path.
    """

    base: str
    changes: Changes
    archive: Archive
    findings: Sequence[Finding]
    index: Index
    read: Callable[[str], Postmortem]
    accepted: int = 0


@dataclass(frozen=True, slots=True)
class Alike:
    """An earlier incident that looks like a changed one, and its actions that are not done."""

    resemblance: Resemblance
    undone: tuple[Entry, ...]

    @property
    def is_open(self) -> bool:
        """Whether nobody has recorded yet what the resemblance is worth."""
        return self.resemblance.verdict is None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One changed postmortem, without credentials, and what there is to say about it.

    `change` is new, changed, or renamed from the path `before`. `alike` and `rubric` are None
    where they were not looked for: of restricted postmortems, of files that cannot be read, and
    beyond the first WHOLE. `aside` are those that look alike and of which a verdict says that they
    are another incident.
    """

    postmortem: Postmortem
    change: str
    before: str = ""
    spans: tuple[Span, ...] = ()
    findings: tuple[Finding, ...] = ()
    alike: tuple[Alike, ...] | None = None
    aside: tuple[Resemblance, ...] = ()
    rubric: Rubric | None = None

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.level == "error"]

    @property
    def notes(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.level != "error"]


@dataclass(frozen=True, slots=True)
class Gone:
    """A postmortem's id that is no more, for its file was deleted or got another name.

    `now` is the new path, if it has one, and `leads` says whether the old address leads there on
    the site; `named_by` are the paths of those that still name the id in a verdict.
    """

    path: str
    now: str = ""
    leads: bool = False
    named_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """What a change is told as of `today`: those with errors first, then the newest.

    `settings` are the findings of changed files that are no postmortems, such as archive.yml,
    whose paths are in `others`. `compared` is how many postmortems the index has.
    """

    base: str
    today: date
    changes: Changes
    postmortems: tuple[Reviewed, ...]
    others: tuple[str, ...] = ()
    settings: tuple[Finding, ...] = ()
    gone: tuple[Gone, ...] = ()
    compared: int = 0
    accepted: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.postmortems or self.others or self.gone)

    @property
    def findings(self) -> Iterator[Finding]:
        yield from self.settings
        for each in self.postmortems:
            yield from each.findings


def review_of(material: Material, today: date) -> Review:
    """The review of a change."""
    archive, present = material.archive, material.changes.present
    changed = [p for p in archive.postmortems if p.path in present]
    failing = {f.path for f in material.findings if f.level == "error"}
    changed.sort(key=lambda one: one.path not in failing)  # keeps the newest first
    others = tuple(sorted(archive.file_problems.keys() & present))
    return Review(
        material.base,
        today,
        material.changes,
        tuple(_reviewed(one, material, today, at < WHOLE) for at, one in enumerate(changed)),
        others,
        tuple(f for f in material.findings if f.path in others),
        tuple(_gone(material)),
        len(material.index.paths),
        material.accepted,
    )


def _reviewed(raw: Postmortem, material: Material, today: date, whole: bool) -> Reviewed:
    before = material.changes.renamed.get(raw.path, "")
    change = "new" if raw.path in material.changes.added else "renamed" if before else "changed"
    findings = tuple(f for f in material.findings if f.path == raw.path)
    if raw.restricted:
        return Reviewed(raw, change, before, findings=findings)
    shown = material.read(raw.path)
    if is_unreadable(raw):
        return Reviewed(shown, change, before, findings=findings)
    found = Reviewed(shown, change, before, tuple(spans_of(shown.front)), findings)
    if not whole:
        return found
    alike, aside = _alike(shown, material, today)
    return replace(found, alike=alike, aside=aside, rubric=rubric_of(raw, material.archive))


def _alike(
    postmortem: Postmortem, material: Material, today: date
) -> tuple[tuple[Alike, ...], tuple[Resemblance, ...]]:
    """The nearest that resemble it notably or have a verdict, and those set aside by one."""
    near = resembling(postmortem, material.index, material.read, _LOOKED_AT)
    aside = tuple(each for each in near if each.verdict and each.verdict[0] == _ASIDE)
    notable = (each for each in near if each.verdict or each.score >= NOTABLE)
    shown = [each for each in notable if each not in aside][:MOST_ALIKE]
    others = tuple(each.other for each in shown)
    actions = register(replace(material.archive, postmortems=others), today).undone
    return (
        tuple(Alike(e, tuple(a for a in actions if a.postmortem is e.other)) for e in shown),
        aside,
    )


def _gone(material: Material) -> Iterator[Gone]:
    """The deleted postmortems, and the moved ones that have another id now."""
    shown = material.archive.readable()
    moved = {before: now for now, before in material.changes.renamed.items()}
    for path in sorted(filter(would_be_postmortem, (*material.changes.gone, *moved))):
        name = _id(path)
        if path in moved and _id(moved[path]) == name:
            continue
        naming = shown.named_by.get(name, ()) if name not in material.archive.by_id else ()
        leads = path in shown.moved
        yield Gone(path, moved.get(path, ""), leads, tuple(_paths(one for _, one in naming)))


def _id(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".md")


def _paths(postmortems: Iterable[Postmortem]) -> list[str]:
    return sorted({postmortem.path for postmortem in postmortems})
