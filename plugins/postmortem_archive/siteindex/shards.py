"""Cuts terms into shards by their first letters, none much larger than it may be."""

from bisect import bisect_left
from collections.abc import Callable, Container, Iterable, Iterator
from itertools import accumulate

# A prefix of so many letters is cut no further: names of files must not become too long.
DEEPEST = 12


def shards(terms: list[str], sizes: Iterable[int], most: int) -> dict[str, list[str]]:
    """The terms of each shard, sorted, by the shard's prefix, sorted.

    `terms` are sorted, and `sizes` say how much room each takes. A term stands in the shard with
    the longest prefix that it begins with, a space after its last letter counted: so `pool ` is a
    shard of one term. No term has a letter that comes before the space.
    """
    ends = [0, *accumulate(sizes)]

    def room(some: range) -> int:
        return ends[some.stop] - ends[some.start]

    return {
        prefix: [term for each in some for term in terms[each.start : each.stop]]
        for prefix, some in sorted(_cut("", range(len(terms)), terms, room, most))
    }


def prefix_of(term: str, prefixes: Container[str]) -> str:
    """The prefix of the shard that a term stands in."""
    ends = range(len(term) + 1, 0, -1)
    return next((start for end in ends if (start := f"{term} "[:end]) in prefixes), "")


def _cut(
    prefix: str, some: range, terms: list[str], room: Callable[[range], int], most: int
) -> Iterator[tuple[str, list[range]]]:
    """One shard of some terms in a row, or one with what the largest groups of them leave."""
    left = room(some)
    if left <= most or len(some) == 1 or len(prefix) == DEEPEST:
        yield prefix, [some]
        return
    groups = dict(_groups(len(prefix) + 1, some, terms))
    for name in sorted(groups, key=lambda one: (-room(groups[one]), one)):
        if left <= most:
            break
        group = groups.pop(name)
        left -= room(group)
        yield from _cut(name, group, terms, room, most)
    if groups:
        yield prefix, list(groups.values())


def _groups(length: int, some: range, terms: list[str]) -> Iterator[tuple[str, range]]:
    """The terms with the same first letters, which stand in a row."""
    first = some.start
    while first < some.stop:
        name = f"{terms[first]} "[:length]
        after = name[:-1] + chr(ord(name[-1]) + 1)
        last = bisect_left(terms, after, first, some.stop)
        yield name, range(first, last)
        first = last


def file_name(kind: str, prefix: str) -> str:
    """Such as `terms-po.json`; what is no plain letter or digit stands as its number.

    The kind comes first because some systems have no file named `con` or `aux`.
    """
    plain = "abcdefghijklmnopqrstuvwxyz0123456789"
    letters = (letter if letter in plain else f"_{ord(letter):x}_" for letter in prefix)
    return f"{kind}-{''.join(letters)}.json" if prefix else f"{kind}.json"
