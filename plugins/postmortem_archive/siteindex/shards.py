"""Cuts terms into shards by their first letters, none much larger than it may be."""

from collections.abc import Iterator, Mapping

# A prefix of so many letters is cut no further: names of files must not become too long.
DEEPEST = 12


def shards(sizes: Mapping[str, int], most: int) -> dict[str, list[str]]:
    """The terms of each shard, sorted, by the shard's prefix, sorted.

    `sizes` says how much room each term takes. A term stands in the shard with the longest prefix
    that it begins with, a space after its last letter counted: so `pool ` is a shard of one term.
    """
    return dict(sorted(_cut("", sorted(sizes), sum(sizes.values()), sizes, most)))


def _cut(
    prefix: str, terms: list[str], room: int, sizes: Mapping[str, int], most: int
) -> Iterator[tuple[str, list[str]]]:
    """One shard of terms that take this room, or one with what the largest groups leave."""
    if room <= most or len(terms) == 1 or len(prefix) == DEEPEST:
        yield prefix, terms
        return
    groups: dict[str, list[str]] = {}
    for term in terms:
        groups.setdefault(f"{term} "[: len(prefix) + 1], []).append(term)
    rooms = {name: sum(map(sizes.__getitem__, some)) for name, some in groups.items()}
    for name in sorted(groups, key=lambda one: (-rooms[one], one)):
        if room <= most:
            break
        room -= rooms[name]
        yield from _cut(name, groups.pop(name), rooms[name], sizes, most)
    if groups:
        yield prefix, sorted(term for some in groups.values() for term in some)


def file_name(kind: str, prefix: str) -> str:
    """Such as `terms-po.json`; what is no plain letter or digit stands as its number.

    The kind comes first because some systems have no file named `con` or `aux`.
    """
    plain = "abcdefghijklmnopqrstuvwxyz0123456789"
    letters = (letter if letter in plain else f"_{ord(letter):x}_" for letter in prefix)
    return f"{kind}-{''.join(letters)}.json" if prefix else f"{kind}.json"
