"""The review as a comment for a pull request: short, what must be done first, nothing of it alive.

GitHub-flavoured Markdown, which GitLab reads too. What comes from a postmortem goes through
`inert` or `code`, so that no text of one is markup, calls anybody or refers to anything.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from postmortem_archive.message import code, counted, inert, listed
from postmortem_archive.review.composing import Gone, Review, Reviewed
from postmortem_archive.review.marked_down import (
    alike_blocks,
    durations,
    findings_block,
    folded,
    in_short,
    linked,
    names,
    rubric_block,
)
from postmortem_archive.review.places import Places

# By this first line a workflow finds its earlier comment again.
MARKER = "<!-- postmortem review -->"
# GitHub takes 65,536 characters; a character outside of Unicode's first plane may count as two.
LIMIT = 60_000


@dataclass(frozen=True, slots=True)
class _Detail:
    """How much is told; `postmortems` is how many at most."""

    postmortems: int
    rubric: bool = True
    alike: bool = True
    notes: bool = True
    rest: bool = True

    def left_out(self, review: Review) -> list[str]:
        rest = len(review.postmortems) - self.postmortems
        return [
            *(["the rubrics"] if not self.rubric else []),
            *(["resembling incidents"] if not self.alike else []),
            *(["notes"] if not self.notes else []),
            *([f"{counted(rest, 'postmortem')} of the change"] if rest > 0 else []),
            *(["the archive's own files", "ids that are no more"] if not self.rest else []),
        ]


def as_markdown(review: Review, places: Places, limit: int = LIMIT) -> str:
    """The whole comment, ending in a line break, with at most `limit` characters.

    Where all does not fit, it says what was left out.
    """
    if review.is_empty:
        return f"{MARKER}\nNo postmortem differs from {code(review.base)}.\n"
    text = ""
    for detail in _details(len(review.postmortems)):
        text = "\n\n".join(_blocks(review, places, detail)) + "\n"
        if _length(text) <= limit:
            break
    return text


def _length(text: str) -> int:
    """In units of UTF-16, as forges written in JavaScript and .NET count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _details(amount: int) -> Iterator[_Detail]:
    """From everything to less and less."""
    detail = _Detail(amount)
    yield detail
    for less in ("rubric", "alike", "notes"):
        detail = replace(detail, **{less: False})
        yield detail
    while detail.postmortems:
        detail = replace(detail, postmortems=detail.postmortems // 2)
        yield detail
    yield replace(detail, rest=False)


def _blocks(review: Review, places: Places, detail: _Detail) -> Iterator[str]:
    yield f"{MARKER}\n## Postmortem review"
    yield _opening(review)
    for each in review.postmortems[: detail.postmortems]:
        yield from _postmortem(each, review, places, detail)
    if detail.rest:
        yield from _others(review, places)
        yield from _gone(review.gone, places)
    if left_out := detail.left_out(review):
        yield (
            f"_Left out, for a comment has limited room: {listed(left_out)}. "
            f"{code(f'postmortem review --base {review.base} --format json')} has all._"
        )


def _opening(review: Review) -> str:
    """How many changed, and whether anything has to be done."""
    found = list(review.findings)
    errors = sum(finding.level == "error" for finding in found)
    changed = counted(len(review.postmortems), "changed postmortem")
    what = [counted(errors, "error")] if errors else []
    what += [counted(len(found) - errors, "note")] if len(found) > errors else []
    told = " and ".join(what) if what else "no rule found anything"
    accepted = f"; the baseline accepts {counted(review.accepted, 'error')} more"
    return (
        f"{changed} since {code(review.base)}: {told}{accepted if review.accepted else ''}. "
        f"Overdue is as of {review.today}."
    )


def _postmortem(each: Reviewed, review: Review, places: Places, detail: _Detail) -> Iterator[str]:
    if each.postmortem.restricted:
        yield from _restricted(each, places)
        return
    yield from _heading(each, places)
    yield from durations(each)
    alike = (each.alike or ()) if detail.alike else ()
    yield from findings_block("errors", in_short(each.errors, alike), places)
    if detail.notes:
        yield from findings_block("notes", in_short(each.notes, alike), places)
    if not each.findings:
        yield _all_well(each, review)
    if detail.alike:
        yield from alike_blocks(each, places)
    if detail.rubric and each.rubric:
        yield from rubric_block(each.rubric, places.path(each.postmortem.path))


def _all_well(each: Reviewed, review: Review) -> str:
    if each.alike != () or each.aside:
        return "Nothing to mend: no rule found anything."
    earlier = counted(review.compared, "postmortem")
    return (
        "Nothing to mend: no rule found anything, and no earlier incident looks like it "
        f"({earlier} in this archive compared)."
    )


def _heading(each: Reviewed, places: Places) -> Iterator[str]:
    one = each.postmortem
    yield f"### {linked(one.title, places.file(one.path))}"
    moved = f"renamed from {code(places.path(each.before))}" if each.before else each.change
    kind = one.front.kind if one.front.kind != "incident" else ""
    facts = [
        moved,
        kind,
        inert(one.front.severity or ""),
        one.status,
        names(one.front.services),
    ]
    yield f"{code(places.path(one.path))} · {' · '.join(filter(None, facts))}"


def _restricted(each: Reviewed, places: Places) -> Iterator[str]:
    """Where rules found something, and nothing that the file says: comments are mailed about."""
    yield "### A restricted postmortem"
    yield f"{code(places.path(each.postmortem.path))} · {each.change}"
    yield (
        "Its contents are not repeated here. "
        + ("`postmortem check` tells more:" if each.findings else "No rule found anything.")
    )
    if each.findings:
        rows = (f"{f.level}, line {f.line}: {code(f.rule)}" for f in each.findings)
        yield folded(list(rows))


def _others(review: Review, places: Places) -> Iterator[str]:
    if not review.others:
        return
    yield "### The archive's own files"
    paths = listed([code(places.path(path)) for path in review.others])
    whole = "`postmortem check` looks at all postmortems by them"
    yield f"{paths} changed; this review does not say what that means for others: {whole}."
    errors = [f for f in review.settings if f.level == "error"]
    notes = [f for f in review.settings if f.level != "error"]
    yield from findings_block("errors", errors, places, with_path=True)
    yield from findings_block("notes", notes, places, with_path=True)


def _gone(gone: Iterable[Gone], places: Places) -> Iterator[str]:
    rows = [_one_gone(each, places) for each in gone]
    if rows:
        yield "### Ids that are no more"
        yield folded(rows)


def _one_gone(each: Gone, places: Places) -> str:
    became = f"is {code(places.path(each.now))} now" if each.now else "is deleted"
    naming = listed([code(places.path(path)) for path in each.named_by[:5]])
    more = len(each.named_by) - 5
    rest = f" and {more} more" if more > 0 else ""
    if each.now and not each.leads:
        alias = code(f"aliases: [{each.path}]")
        became += f"; with {alias} in its front matter, its old address on the site leads there"
    told = f"; still named in a verdict by {naming}{rest}" if naming else ""
    return f"{code(places.path(each.path))} {became}{told}"
