"""Names that differ only in how they are written: case, plural, hyphens, a slipped letter."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

_PIECE = re.compile(r"[^\W\d_]{1,80}|[0-9]{1,20}|[+#]")
_WORD = re.compile(r"[^\W\d_]{1,80}")
# Shorter words have too many neighbours that mean something else.
_LONG = 8


def doubles(counts: Mapping[str, int]) -> dict[str, str]:
    """For each name that is another one's double: that other one, which is the more frequent.

    Of equally frequent ones the first counts.
    """
    order = sorted(counts, key=lambda name: -counts[name])
    first: dict[str, str] = {}
    found = {name: other for name in order if (other := first.setdefault(bare(name), name)) != name}
    by_gap: dict[str, list[str]] = {}
    for key, name in first.items():
        for gap in _gaps(key):
            for other in by_gap.setdefault(gap, []):
                if _is_slip(key, bare(other)):
                    found.setdefault(name, other)
            by_gap[gap].append(name)
    return found


def families(
    counts: Mapping[str, int], are_two: Callable[[str, str], bool]
) -> dict[str, tuple[str, ...]]:
    """For each name that looks like others: those others, the most frequent first, then by name.

    `are_two` says of two names that they are meant to be two, however alike they look.
    """
    other = doubles({name: counts[name] for name in sorted(counts)})
    groups: dict[str, list[str]] = {}
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        first = name
        while first in other:
            first = other[first]
        groups.setdefault(first, []).append(name)
    return {
        name: some
        for group in groups.values()
        for name in group
        if (some := tuple(one for one in group if one != name and not are_two(name, one)))
    }


def counted(values: Iterable[Iterable[str]]) -> Counter[str]:
    """How many have each name, in order of the alphabet where that is the same."""
    counts = Counter(name for names in values for name in dict.fromkeys(names))
    return Counter({name: counts[name] for name in sorted(counts)})


def bare(name: str) -> str:
    """A name without case, plurals and what stands between its words.

    What stands before a digit is kept: us-east-1 and us-east1 are regions of two clouds.
    """
    text = name.casefold()
    pieces = []
    for match in _PIECE.finditer(text):
        apart = match.start() > 0 and not text[match.start() - 1].isalnum()
        pieces.append(f"-{match[0]}" if match[0].isdigit() and apart else _singular(match[0]))
    return "".join(pieces)


def _singular(word: str) -> str:
    if word == "https":
        return word
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 4 and word.endswith(("sses", "xes", "shes", "tches", "nches", "rches")):
        return word[:-2]
    is_plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "os"))
    return word[:-1] if is_plural else word


def _gaps(word: str) -> set[str]:
    """A long word, and it without any one letter but the first and the last."""
    if len(word) < _LONG - 1 or not _WORD.fullmatch(word):
        return set()
    return {word, *(word[:at] + word[at + 1 :] for at in range(1, len(word) - 1))}


def _is_slip(one: str, other: str) -> bool:
    """Whether one letter is too many, another one, or two are exchanged, within the word.

    The ends must agree: containerd is not a container.
    """
    short, long = sorted((one, other), key=len)
    if len(long) < _LONG or short[0] != long[0] or short[-1] != long[-1]:
        return False
    if len(short) < len(long):
        return any(long[:at] + long[at + 1 :] == short for at in range(1, len(long) - 1))
    apart = [at for at in range(len(one)) if one[at] != other[at]]
    exchanged = len(apart) == 2 and apart[1] == apart[0] + 1
    return len(apart) == 1 or (
        exchanged and one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]
    )
