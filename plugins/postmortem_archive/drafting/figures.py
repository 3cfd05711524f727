"""Finds the figures of the impact in notes: users, requests, revenue, tickets, lost data."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from postmortem_archive.drafting.notes import Note


@dataclass(frozen=True, slots=True)
class ImpactFigure:
    """A figure for `impact:` as front matter writes it, and the note that states it."""

    name: str
    text: str
    note: Note


_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,12}(?:\.[0-9]{1,3})?"
_SCALE = r" ?(?:k|m|million|thousand)\b"
_NUMBER = rf"(?P<number>{_DIGITS})(?P<scale>{_SCALE})?"
_NOT_PART = r"(?<![\w.,$€£/:#-])"
_WORDS = r"(?: [a-z-]{2,20}){0,3}"
_USERS = re.compile(
    rf"{_NOT_PART}{_NUMBER}{_WORDS}?"
    r" (?:users|customers|accounts|subscribers|sessions|tenants)\b",
    re.IGNORECASE,
)
_TICKETS = re.compile(
    rf"{_NOT_PART}{_NUMBER}(?:{_WORDS}? (?:tickets|support calls|calls)\b"
    r"| (?:customers|users) (?:called|contacted|phoned|e-?mailed|wrote))",
    re.IGNORECASE,
)
_REQUESTS = re.compile(
    rf"{_NOT_PART}{_NUMBER}{_WORDS}? (?:requests|attempts|orders|jobs|checkouts|transactions"
    r"|submissions|payments|messages|deliveries)\b",
    re.IGNORECASE,
)
_FAILED = re.compile(r"fail|lost|dropped|reject|error|affected|did not", re.IGNORECASE)
_REVENUE = re.compile(
    rf"(?P<sign>[$€£]) ?{_NUMBER}"
    rf"|{_NOT_PART}(?P<number2>{_DIGITS})(?P<scale2>{_SCALE})? (?P<code>USD|EUR|GBP)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"revenue|lost|loss|sales|GMV|cost|delayed", re.IGNORECASE)
_NO_LOSS = re.compile(
    r"\bno (?:customer )?data (?:was |were |has been )?(?:lost|loss)"
    r"|\b(?:no|zero|0) data loss"
    r"|\bdata loss: ?(?:none|no)\b|\bnothing was lost",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:[~≈]|\b(?:about|around|approximately|approx\.?|roughly|estimated|an estimated|some|nearly"
    r"|almost|circa|ca\.?)) ?$",
    re.IGNORECASE,
)
_ABOUT_AFTER = re.compile(
    r"[^.;]{0,30}\(est(?:\.|imated|imate)?\b|[^.;]{0,12} or so\b", re.IGNORECASE
)
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP"}
_SCALES = {"k": 1000, "thousand": 1000, "m": 1_000_000, "million": 1_000_000}
_LONGEST = 4000


def impact_figures(notes: Iterable[Note]) -> list[ImpactFigure]:
    """The first figure of each kind that the notes state."""
    found: dict[str, ImpactFigure] = {}
    for note in notes:
        for name, text in _in_text(note.text[:_LONGEST]):
            found.setdefault(name, ImpactFigure(name, text, note))
    order = ("users", "requests", "revenue", "tickets", "data_loss")
    return [found[name] for name in order if name in found]


def _in_text(text: str) -> Iterator[tuple[str, str]]:
    tickets = [match.span() for match in _TICKETS.finditer(text)]
    for match in _TICKETS.finditer(text):
        yield "tickets", _figure(text, match)
    for match in _USERS.finditer(text):
        if not any(start <= match.start() < end for start, end in tickets):
            yield "users", _figure(text, match)
    for match in _REQUESTS.finditer(text):
        if _FAILED.search(_sentence(text, match)):
            yield "requests", _figure(text, match)
    for match in _REVENUE.finditer(text):
        if _MONEY.search(_sentence(text, match)):
            yield "revenue", _money(text, match)
    if _NO_LOSS.search(text):
        yield "data_loss", "none"


def _sentence(text: str, match: re.Match[str]) -> str:
    start = max(
        text.rfind(". ", 0, match.start()),
        text.rfind(", ", 0, match.start()),
        match.start() - 80,
        0,
    )
    end = re.compile(r"\. |, [~0-9]|; ").search(text, match.end())
    return text[start : min(end.start() if end else len(text), match.end() + 80)]


def _figure(text: str, match: re.Match[str]) -> str:
    return f"{_tilde(text, match)}{_digits(match['number'], match['scale'])}"


def _money(text: str, match: re.Match[str]) -> str:
    amount = _digits(match["number"] or match["number2"], match["scale"] or match["scale2"])
    currency = _SIGNS.get(match["sign"] or "") or str(match["code"]).upper()
    return f"{_tilde(text, match)}{amount} {currency}"


def _tilde(text: str, match: re.Match[str]) -> str:
    before = text[max(0, match.start() - 16) : match.start()]
    about = _ABOUT.search(before) or _ABOUT_AFTER.match(text, match.end())
    return "~" if about else ""


def _digits(number: str, scale: str | None) -> str:
    value = float(number.replace(",", "")) * _SCALES.get((scale or "").strip().casefold(), 1)
    return str(int(value)) if value == int(value) else str(round(value, 2))
