"""Cuts terms into shards by their first letters, none much larger than it may be."""

from collections.abc import Iterator, Mapping

# A prefix of so many letters is cut no further: names of files must not become too long.
DEEPEST = 12


def shards(sizes: Mapping[str, int], most: int) -> dict[str, list[str]]:
    """The terms of each shard, sorted, by the shard's prefix, sorted.

    `sizes` says how much room each term takes. A term stands in the shard with the longest prefix
    that it begins with, a space after its last letter counted: so `pool ` is a shard of one term.
    """
    return dict(sorted(_cut("", sorted(sizes), sizes, most)))


def _cut(
    prefix: str, terms: list[str], sizes: Mapping[str, int], most: int
) -> Iterator[tuple[str, list[str]]]:
    """One shard of them, or one with what is left once the largest groups have their own."""
    if sum(sizes[term] for term in terms) <= most or len(terms) == 1 or len(prefix) == DEEPEST:
        yield prefix, terms
        return
    groups: dict[str, list[str]] = {}
    for term in terms:
        groups.setdefault(f"{term} "[: len(prefix) + 1], []).append(term)
    weights = {name: sum(sizes[term] for term in some) for name, some in groups.items()}
    left = sum(weights.values())
    for name in sorted(groups, key=lambda one: (-weights[one], one)):
        if left <= most:
            break
        left -= weights[name]
        yield from _cut(name, groups.pop(name), sizes, most)
    if groups:
        yield prefix, sorted(term for some in groups.values() for term in some)


def file_name(kind: str, prefix: str) -> str:
    """Such as `terms-po.json`; what is no plain letter or digit stands as its number.

    The kind comes first because some systems have no file named `con` or `aux`.
    """
    plain = "abcdefghijklmnopqrstuvwxyz0123456789"
    letters = (letter if letter in plain else f"_{ord(letter):x}_" for letter in prefix)
    return f"{kind}-{''.join(letters)}.json" if prefix else f"{kind}.json"
