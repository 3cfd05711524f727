"""Finds the share of an error budget that an incident is said to have used, and the objective."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from postmortem_archive.claims.phrases import LOOSE, sentence_after, sentence_before
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.front_matter import MEASURES, duration
from postmortem_archive.model.passages import Passage
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.times import find_spans


@dataclass(frozen=True, slots=True)
class BudgetClaim:
    """A share of a budget, in percent, and the length of outage said to have used it, if any."""

    percent: float
    text: str
    offset: int
    monthly: bool
    span: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Objective:
    """An objective in percent and the shortest and longest window it can run over."""

    percent: float
    shortest: timedelta
    longest: timedelta

    def used(self, outage: timedelta) -> tuple[float, float]:
        """The least and the most percent of the budget that a full outage uses."""
        allowed = (100 - self.percent) / 100
        return 100 * outage / (allowed * self.longest), 100 * outage / (allowed * self.shortest)


_PERCENT = r"(?P<percent>[0-9]{1,4}(?:\.[0-9]{1,2})?) ?%"
_USED = re.compile(
    r"\b(?:used|consum(?:ed|ing)|burn(?:ed|t|ing)|spent|spending|exhausted)(?: up)?(?: by)? "
    rf"{LOOSE}{_PERCENT}",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"(?<![0-9.]){_PERCENT} of (?:the |our |its |this )?(?:[a-z']{{3,12}} ){{0,2}}budget",
    re.IGNORECASE,
)
_VERB = re.compile(r"\b(?:used|consum|burn|spent|exhaust|cost|puts?|took)", re.IGNORECASE)
_REST = re.compile(
    r"\b(?:should|would|could|can|if|goal|not|left|remain\w{0,5}|when|exceeds?|alerts?)\b",
    re.IGNORECASE,
)
_MONTH = re.compile(r"\bmonth", re.IGNORECASE)
_NAMED = "(?:SLO|SLA|objective|target)"
_OBJECTIVE = re.compile(
    rf"\b{_NAMED}\b[^.%|]{{0,30}}(?P<percent>9[0-9](?:\.[0-9]{{1,4}})?) ?%"
    rf"|(?<![0-9.])(?P<first>9[0-9](?:\.[0-9]{{1,4}})?) ?%[^.%|]{{0,20}}\b{_NAMED}\b",
    re.IGNORECASE,
)
_FULL = re.compile(
    r"\b100 ?% of [^.|]{0,60}\b(?:fail|affected|unavailable|rejected)"
    r"|\b(?:complete|full|total) (?:[a-z]{3,12} )?outage|\b(?:complete|ful)ly (?:down|unavailable)"
    r"|\bdown (?:completely|for all)",
    re.IGNORECASE,
)
_SHORT_MONTH, _LONG_MONTH = timedelta(days=30), timedelta(days=31)


def budget_claims(passages: Iterable[Passage]) -> Iterator[BudgetClaim]:
    """The shares of a budget that the prose says were used."""
    for passage in passages:
        text = passage.text
        if "%" not in text or "udget" not in text:
            continue
        told: set[int] = set()
        for match in (*_USED.finditer(text), *_SHARE.finditer(text)):
            start = match.start("percent")
            before = sentence_before(text, start)
            around = before + sentence_after(text, start)
            if start in told or "udget" not in around or not _VERB.search(around):
                continue
            if _REST.search(before):
                continue
            told.add(start)
            yield _claim(passage, match, around)


def _claim(passage: Passage, match: re.Match[str], around: str) -> BudgetClaim:
    start = match.start("percent")
    after = sentence_after(passage.text, start)
    span = next((s for s in find_spans(after) if after[: s.start].endswith((" in ", " by "))), None)
    length = (span.low + span.high) / 2 if span and span.high else None
    text = passage.text[start : match.end("percent") + 1].rstrip()
    return BudgetClaim(
        float(match["percent"]),
        text if text.endswith("%") else f"{text} %",
        passage.offset(start),
        bool(_MONTH.search(around)),
        length,
    )


def objective_of(postmortem: Postmortem, archive: Archive, *, monthly: bool) -> Objective | None:
    """The objective of the front matter, of archive.yml for the one service, or of the text."""
    objectives = archive.file.policy.objectives
    slo = postmortem.front.impact.slo if postmortem.front.impact else None
    if slo is None and len(postmortem.front.services) == 1:
        slo = objectives.get(postmortem.front.services[0])
    if slo is not None:
        return Objective(float(slo.objective), slo.window, slo.window)
    found = {
        float(match["percent"] or match["first"])
        for passage in postmortem.passages
        for match in _OBJECTIVE.finditer(passage.text)
    }
    in_month = monthly or any(_MONTH.search(p.text) for p in postmortem.passages if "SL" in p.text)
    if len(found) != 1 or not in_month:
        return None
    return Objective(found.pop(), _SHORT_MONTH, _LONG_MONTH)


def outage_of(postmortem: Postmortem) -> timedelta | None:
    """How long the incident lasted."""
    found = duration(postmortem.front, MEASURES["recover"])
    return found.span if found else None


def is_full_outage(passages: Iterable[Passage]) -> bool:
    """Whether the text says that nothing worked."""
    return any(_FULL.search(passage.text) for passage in passages)
