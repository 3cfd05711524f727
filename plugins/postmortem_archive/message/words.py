"""How numbers, days and spans read in a sentence."""

from collections.abc import Sequence
from datetime import date, timedelta

from postmortem_archive import times

# What does not take an s.
_MANY = {"near-miss": "near-misses", "maintenance": "maintenance"}
_UNITS = {"min": "minute", "h": "hour", "d": "day"}


def counted(number: int, noun: str) -> str:
    """1 incident, 2 incidents, 2 near-misses, 1,240 actions."""
    return f"{number:,} {noun if number == 1 else _MANY.get(noun, f'{noun}s')}"


def spelled(span: timedelta) -> str:
    """A span of no negative length in words: 1 hour 33 minutes, less than a minute."""
    short = times.words(span).split()
    if short[0] == "<":
        return "less than a minute"
    pairs = zip(short[::2], short[1::2], strict=True)
    return " ".join(counted(int(number), _UNITS[unit]) for number, unit in pairs)


def long_day(day: date) -> str:
    """15 February 2026."""
    return f"{day.day} {day:%B %Y}"


def listed(names: Sequence[str]) -> str:
    """a, b and c."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def capitalised(text: str) -> str:
    """The text with a capital at its beginning, and otherwise as it is."""
    return text[:1].upper() + text[1:]
