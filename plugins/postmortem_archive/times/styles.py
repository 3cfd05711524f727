"""Writes a span in the style of another: `1h33m` for `1h47m`, `33 minutes` for `an hour`."""

import re
from datetime import timedelta

from postmortem_archive.times.spans import UNITS

Style = dict[str, tuple[str, str]]

_SECONDS = {"d": 86_400, "h": 3600, "m": 60, "s": 1}
# How the units of one style are called: of one, and of several.
_STYLES: tuple[Style, ...] = tuple(
    dict(zip("dhms", [tuple(unit.split("/")) for unit in units.split()], strict=True))  # type: ignore[misc]
    for units in (
        "day/days hour/hours minute/minutes second/seconds",
        "d/d h/h min/min s/s",
        "d/d h/h m/m s/s",
        "day/days hr/hrs min/mins sec/secs",
        "d/d hr/hr min/min sec/sec",
    )
)
_PART = re.compile(
    r"(?P<gap>[ \u00a0\u2009\u202f-]?)(?<![a-z])"
    rf"(?P<unit>{'|'.join(sorted(UNITS, key=len, reverse=True))})(?![a-z])"
    r"(?P<joint>(?:, and | and |, | )(?=[0-9a-z])|(?=[0-9])|$)",
    re.IGNORECASE,
)
_SINGULAR = ("1", "a", "an", "one", "half a", "half an")
_LONGEST = 80
_A_DAY = timedelta(days=1)


def in_style_of(written: str, span: timedelta) -> str:
    """The span as the author of `written` would write it, or "" where that cannot be told."""
    parts = list(_PART.finditer(written)) if len(written) <= _LONGEST else []
    if not parts or span % timedelta(seconds=1) or span <= timedelta():
        return ""
    style = next((style for style in _STYLES if _fits(style, written, parts)), None)
    if style is None:
        return ""
    largest = max(_SECONDS[part["unit"][0].casefold()] for part in parts)
    if largest < _SECONDS["h"] and span >= _A_DAY:
        largest = _SECONDS["h"]
    return _in_words(_numbers(span, largest), style, parts[0])


def _fits(style: Style, written: str, parts: list[re.Match[str]]) -> bool:
    """Whether all units are of the style, those of several things with the plural's name."""
    before = 0
    for part in parts:
        number = written[before : part.start()].strip().casefold()
        unit = part["unit"].casefold()
        one = number in _SINGULAR or part["gap"] == "-"
        if unit[0] not in style or unit != style[unit[0]][not one]:
            return False
        before = part.end()
    compact = not parts[0]["gap"]
    return len(parts) > 1 or len(style["h"][0]) > 1 or compact == (style["m"][0] == "m")


def _numbers(span: timedelta, largest: int) -> list[tuple[str, int]]:
    """How many of each unit, from the largest that is to be used."""
    seconds, numbers = int(span.total_seconds()), []
    for name, length in _SECONDS.items():
        if length <= largest:
            number, seconds = divmod(seconds, length)
            numbers += [(name, number)] if number else []
    return numbers


def _in_words(numbers: list[tuple[str, int]], style: Style, like: re.Match[str]) -> str:
    gap, unit = like["gap"], like["unit"]
    if gap == "-" and len(numbers) > 1:  # nobody writes a 1-hour-33-minute outage
        return ""
    joint = like["joint"] or (" " if gap else "")
    words = []
    for name, number in numbers:
        called = style[name][number != 1 and gap != "-"]
        words.append(f"{number}{gap}{_cased(called, unit)}")
    return joint.join(words)


def _cased(word: str, like: str) -> str:
    if like.isupper():
        return word.upper()
    return word.capitalize() if like[0].isupper() else word
