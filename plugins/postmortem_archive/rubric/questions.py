"""Questions for the review of one postmortem, made from what stands in it and what does not."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from postmortem_archive import times
from postmortem_archive.model.archive import Archive, verdicts
from postmortem_archive.model.body import Section
from postmortem_archive.model.finding import Finding
from postmortem_archive.model.front_matter import MEASURES, MOMENTS, FrontMatter
from postmortem_archive.model.postmortem import Action, Event, Postmortem

# Shorter silences in a timeline are the pace of work.
_SILENCE = timedelta(minutes=10)
_GAPS, _FEW, _EARLIER = 2, 3, 3
_LONGEST = 70
_SENTENCE = re.compile(r".{20,69}?(?=[.;:] )")
_WORDS = re.compile(r"[^\W\d_]{4,40}")
# Words of four letters and more in which two texts may agree and speak of different things.
_TELL_NOTHING = {
    *("about", "after", "alert", "also", "because", "been", "before", "could", "does", "each"),
    *("every", "from", "have", "incident", "into", "like", "made", "make", "more", "only", "other"),
    *("over", "service", "some", "system", "than", "that", "their", "them", "then", "there"),
    *("they", "this", "under", "until", "were", "what", "when", "where", "which", "while", "with"),
    "would",
}
_HAPPENED = {
    "started": "began",
    "detected": "was noticed",
    "acknowledged": "was taken on",
    "mitigated": "was stopped",
    "resolved": "was over",
}


def on_timeline(postmortem: Postmortem) -> Iterator[str]:
    """What is not known of the course of events, and where the time went."""
    front = postmortem.front
    if front.kind not in ("incident", "drill"):
        return
    if missing := [_HAPPENED[name] for name in _missing_moments(front)]:
        yield f"Not written down: when it {_listed(missing)}. Who knows?"
    took = _between(front.started, front.detected)
    if took and took > timedelta(minutes=1):
        by = f", by {front.detection}" if front.detection else ""
        yield f"Noticed after {times.words(took)}{by}: which signal would have come earlier?"
    gaps = longest_gaps(postmortem)
    yield from _on_response(front, max((gap for gap, _, _ in gaps), default=timedelta(0)))
    for gap, one, other in gaps:
        yield _on_gap(gap, one, other, front.mitigated)


def _missing_moments(front: FrontMatter) -> Iterator[str]:
    """The moments that are not given, nor the spans that would stand for them."""
    stated = {m.end for m in MEASURES.values() if getattr(front, m.stated) is not None}
    return (name for name in MOMENTS if getattr(front, name) is None and name not in stated)


def _on_response(front: FrontMatter, silence: timedelta) -> Iterator[str]:
    """Where the time went, unless most of it is a silence that is asked about anyway."""
    begin = "acknowledgement" if front.acknowledged else "detection"
    end = "the impact was stopped" if front.mitigated else "it was over"
    taken_on, stopped = front.acknowledged or front.detected, front.mitigated or front.resolved
    took = _between(taken_on, stopped)
    if took and took >= _SILENCE and silence < took * 2 / 3:
        yield (
            f"From {begin} until {end}: {times.words(took)}. What took longest, and what would "
            "have helped?"
        )


def _on_gap(gap: timedelta, one: Event, other: Event, mitigated: datetime | None) -> str:
    after = mitigated and one.start and one.start >= mitigated
    ask = "what was waited for?" if after else "what was tried, what was ruled out?"
    return (
        f"Nothing is written for {times.words(gap)} between {_clock(one, other)} "
        f"({cut(one.text)}) and {_clock(other, one)}: {ask}"
    )


def longest_gaps(postmortem: Postmortem) -> list[tuple[timedelta, Event, Event]]:
    """The longest silences between two rows of the incident, in their order."""
    front = postmortem.front
    rows = [e for e in postmortem.events if e.start and not e.day_only and _within(e, postmortem)]
    gaps = [
        (other.start - (one.end or one.start), one, other)  # type: ignore[operator]
        for one, other in pairwise(rows)
    ]
    whole = _between(front.started, front.resolved) or timedelta(0)
    least = max(_SILENCE, whole / 6)
    longest = sorted(gaps, key=lambda gap: gap[0], reverse=True)[:_GAPS]
    return [gap for gap in gaps if gap in longest and gap[0] >= least]


def _within(event: Event, postmortem: Postmortem) -> bool:
    """Whether an event belongs to the response: what led to it, or came later, has other gaps."""
    front = postmortem.front
    begun = front.detected or front.started
    after_begin = begun is None or event.start >= begun  # type: ignore[operator]
    return after_begin and (front.resolved is None or event.start <= front.resolved)  # type: ignore[operator]


def on_what_went_well(postmortem: Postmortem) -> Iterator[str]:
    """Begin with what worked: it is as much worth knowing why."""
    texts = _items(postmortem, "what went well") or _items(postmortem, "what stopped it")
    if texts:
        yield f"Went well: {_quoted(texts[:2])}. What made that possible?"


def on_causes(postmortem: Postmortem) -> Iterator[str]:
    """Whys without an answer, and whether the analysis goes far enough."""
    if postmortem.front.kind == "project":
        return
    if open_ := list(unanswered_whys(postmortem)):
        yield f"Not answered yet: {_quoted(open_[:_FEW])}"
    if postmortem.template.name == "five-whys":
        yield "Does the last why end at something that we can change?"


def unanswered_whys(postmortem: Postmortem) -> Iterator[str]:
    """Questions in the causes' tables and lists behind which nothing stands."""
    for section in _sections(postmortem, "root cause"):
        for table in postmortem.body.tables:
            if section.start <= table.offset < section.end:
                for row in table.rows:
                    asked = [cell.text for cell in row if cell.text.endswith("?")]
                    if asked and not row[-1].text:
                        yield asked[0]
        items = [i for i in postmortem.body.items if section.start <= i.offset < section.end]
        for index, item in enumerate(items):
            answered = any(below.depth > item.depth for below in items[index + 1 : index + 2])
            if item.text.endswith("?") and not answered:
                yield item.text


def on_earlier_incidents(postmortem: Postmortem, archive: Archive) -> Iterator[str]:
    """What became of the actions of the incidents that verdicts name."""
    for verdict, other in earlier_incidents(postmortem, archive)[:_EARLIER]:
        name = "A repeat of" if verdict == "repeat_of" else "Related:"
        yield f"{name} {other.id}. {_what_became(other)}"


def earlier_incidents(postmortem: Postmortem, archive: Archive) -> list[tuple[str, Postmortem]]:
    """Earlier ones that a verdict connects with this one, restricted ones left out."""
    own = [(v, archive.by_id.get(other)) for v, other in verdicts(postmortem)]
    of_others = archive.named_by.get(postmortem.id, [])
    found: dict[str, tuple[str, Postmortem]] = {}
    for verdict, other in (*own, *of_others):
        if other is None or other.restricted or verdict == "not_repeat_of":
            continue
        if other.day and postmortem.day and other.day <= postmortem.day and other is not postmortem:
            found.setdefault(other.id, (verdict, other))
    return list(found.values())


def _what_became(other: Postmortem) -> str:
    """A question about the actions of an earlier postmortem."""
    actions = [action for action in other.actions if action.status != "declined"]
    undone = [action for action in actions if action.status != "done"]
    if not actions:
        return "It names no action: what was done about it?"
    if not undone:
        return f"All of its actions ({len(actions)}) are done: why was that not enough?"
    named = _quoted(action.text for action in undone[:2])
    if len(actions) == 1:
        return f"Its one action is not marked as done: {named}. Would it have helped?"
    some = f"{len(undone)} of its {len(actions)} actions"
    return f"Not marked as done: {some} ({named}). Would that have helped?"


def on_factors(postmortem: Postmortem) -> Iterator[str]:
    """Contributing factors that share no telling word with any action."""
    lonely = factors_without_action(postmortem)
    if lonely and postmortem.actions:
        more = f" (and {len(lonely) - _FEW} more)" if len(lonely) > _FEW else ""
        yield (
            f"By their words, no action answers {_quoted(lonely[:_FEW])}{more}. "
            "Which one does, or why none?"
        )


def factors_without_action(postmortem: Postmortem) -> list[str]:
    answered = set().union(*(_telling(f"{a.text} {a.why}") for a in postmortem.actions))
    factors = _items(postmortem, "contributing factors")
    telling = ((factor, _telling(factor)) for factor in factors)
    return [factor for factor, words in telling if words and not words & answered]


def on_actions(postmortem: Postmortem, findings: Sequence[Finding]) -> Iterator[str]:
    """Whether there are actions, and what the vague ones mean."""
    if not postmortem.actions:
        yield "No action is written down: which ones follow from this?"
    if vague := _found(postmortem, findings, "action-vague"):
        named = _quoted(action.text for action in vague[:_FEW])
        yield f"What would be done, exactly: {named}? Which figure, threshold, alert?"


def on_owners(postmortem: Postmortem, findings: Sequence[Finding]) -> Iterator[str]:
    """Who does it, and until when."""
    # "TBD" is a text in the column and no owner; the rule knows such words.
    none = _found(postmortem, findings, "action-without-owner")
    live = [a for a in postmortem.actions if a.status not in ("done", "declined")]
    orphans = [a for a in live if not a.owner or a in none]
    neither = [a for a in orphans if not a.due]
    yield from _lacking("Who takes it on, and until when", "an owner or a day", live, neither)
    nobody = [a for a in orphans if a.due]
    yield from _lacking("Who takes it on", "an owner", live, nobody)
    never = [a for a in live if not a.due and a not in orphans]
    yield from _lacking("Until when", "a day", live, never)


def _found(postmortem: Postmortem, findings: Sequence[Finding], rule: str) -> list[Action]:
    """The actions in which a rule found something."""
    lines = {finding.line for finding in findings if finding.rule == rule}
    return [action for action in postmortem.actions if action.place.line in lines]


def _lacking(
    question: str, what: str, live: Sequence[Action], without: Sequence[Action]
) -> Iterator[str]:
    if not without:
        return
    if len(without) == len(live) > _FEW:
        yield f"{question}? None of the {len(live)} open actions has {what}."
    else:
        more = f" (and {len(without) - _FEW} more)" if len(without) > _FEW else ""
        yield f"{question}: {_quoted(a.text for a in without[:_FEW])}{more}?"


def on_elsewhere(postmortem: Postmortem) -> Iterator[str]:
    """Whether the lesson holds for others."""
    services = postmortem.front.services
    beside = f"Besides {_listed(services)}: what" if services else "What"
    yield f"{beside} of ours is built, run or planned in the same way?"


def on_closing(postmortem: Postmortem) -> Iterator[str]:
    """What is agreed before all leave."""
    yield "Which day, in about two weeks, do we look at the actions?"
    if postmortem.status != "final":
        yield f"The file is {postmortem.status}: who completes it, until when? Who learns of it?"
    else:
        yield "Who learns of it?"
    yield "Thank those who were there."


def _items(postmortem: Postmortem, title: str) -> list[str]:
    """The first-level list items below the headings that begin with these words."""
    body = postmortem.body
    return [
        item.text
        for section in _sections(postmortem, title)
        for item in body.items
        if section.start <= item.offset < section.end and item.depth == 1 and item.text
    ]


def _sections(postmortem: Postmortem, title: str) -> list[Section]:
    """The outermost sections whose headings, or what the template calls them, begin so."""
    named = {section.place: name.casefold() for name, section in postmortem.by_template.items()}
    found: list[Section] = []
    for section in postmortem.body.sections:
        begins = (section.wording.startswith(title), named.get(section.place, "").startswith(title))
        if any(begins) and not any(one.start <= section.start < one.end for one in found):
            found.append(section)
    return found


def _telling(text: str) -> set[str]:
    """The words of a text by which two texts may speak of the same thing."""
    words = {word.rstrip("s") for word in _WORDS.findall(text.casefold())}
    return {word[:6] for word in words - _TELL_NOTHING}


def _between(start: datetime | None, end: datetime | None) -> timedelta | None:
    return end - start if start and end and end >= start else None


def _clock(event: Event, other: Event) -> str:
    """An event's time of day, with its day if the other is on another one."""
    start, beside = event.start, other.start
    if start is None or beside is None:
        return event.time
    return f"{start:%H:%M}" if start.date() == beside.date() else f"{start:%Y-%m-%d %H:%M}"


def cut(text: str) -> str:
    """A text on one line: its first sentence, cut at a word where that is long."""
    text = " ".join(text[: 4 * _LONGEST].split())
    if sentence := _SENTENCE.match(text):
        return sentence[0]
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST].rsplit(' ', 1)[0].rstrip(' ,;:.')} …"


def _quoted(texts: Iterable[str]) -> str:
    return "; ".join(f"“{cut(text).rstrip('.')}”" for text in texts)


def _listed(words: Iterable[str]) -> str:
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last
